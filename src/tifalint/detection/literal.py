"""Spans that render the Chinese of a term word for word where English has another form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tifalint.detection.candidates import Passage
from tifalint.detection.shape import count_joints
from tifalint.glossary.matching import TermHit
from tifalint.glossary.model import LONGEST_UNIT, Concept, Glossary, Literal, Severity
from tifalint.text.inflection import root
from tifalint.text.words import Word

_MOST_EXTRAS = 1
"""Content words inside a rendering that render nothing."""
_LENIENT = 4
"""Pieces from which one may be left out."""


class Piece(NamedTuple):
    """A Chinese word and what renders it."""

    chinese: str
    first: int
    """Index of the first word that renders it in the sentence; -1 where nothing does."""
    last: int


@dataclass(frozen=True)
class Rendering:
    """A span that renders a term's Chinese piece by piece."""

    sentence: int
    """Index of the sentence in the draft."""
    first: int
    """Index of the span's first word in the sentence."""
    last: int
    """Index of its last word."""
    concept: Concept
    pieces: tuple[Piece, ...]
    """In the order of the Chinese."""
    wrong: tuple[int, ...]
    """The words, by index, that no approved form of the concept has, nor what may stand in its place."""
    extras: int
    """Content words inside the span that render nothing."""
    passage: Passage | None

    @property
    def cost(self) -> tuple[float, int]:
        """What must be explained away, the smaller the better; then the length of the span."""
        missing = sum(piece.first < 0 for piece in self.pieces)
        return 1.8 * missing + self.extras - 0.3 * len(self.pieces), self.last - self.first


def find_renderings(
    glossary: Glossary,
    number: int,
    words: Sequence[Word],
    known: Iterable[TermHit],
    passages: Sequence[Passage] = (),
) -> list[Rendering]:
    """Find the word-for-word renderings in one sentence, the best for each concept.

    `known` are the approved forms in the sentence: what one says is right, so none of its words can be the wrong one.
    `passages` are the forms that aligned sentences of a readout hold and this one lacks.
    """
    content = [i for i, w in enumerate(words) if w.is_content]
    roots = [_root(glossary, words[i].lower) for i in content]
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for first in range(len(content)):
        for last in range(first, min(first + LONGEST_UNIT, len(content))):
            for piece in glossary.readings.get(" ".join(roots[first : last + 1]), ()):
                places[piece].append((first, last))
    shielded = {i for hit in known for i in range(hit.words[0], hit.words[-1] + 1)}
    by_concept = {p.form.concept: p for p in sorted(passages, key=lambda p: p.score)}
    best: dict[int, Rendering] = {}
    for piece in sorted(places):
        for literal in glossary.literals.get(piece, ()):
            for rendering in _render(glossary, number, words, content, literal, places, by_concept):
                damaged = {*rendering.wrong} & shielded or set(range(rendering.first, rendering.last + 1)) <= shielded
                there = best.get(literal.concept)
                if not damaged and (there is None or rendering.cost < there.cost):
                    best[literal.concept] = rendering
    return list(best.values())


def _render(
    glossary: Glossary,
    number: int,
    words: Sequence[Word],
    content: Sequence[int],
    literal: Literal,
    places: Mapping[str, Sequence[tuple[int, int]]],
    passages: Mapping[int, Passage],
) -> Iterable[Rendering]:
    """Give the renderings of one term: for each word that one can begin with, the pieces within reach."""
    size = len(literal.pieces)
    if sum(piece not in places for piece in literal.pieces) > (size >= _LENIENT):
        return
    for start in sorted({first for piece in literal.pieces for first, _ in places.get(piece, ())}):
        found = _choose(literal.pieces, start, places)
        used = {i for first, last in found if first >= 0 for i in range(first, last + 1)}
        missing = sum(first < 0 for first, _ in found)
        if len(used) < 2 or min(used) != start or missing > (size >= _LENIENT):
            continue
        extras = max(used) - start + 1 - len(used)
        if extras > _MOST_EXTRAS:
            continue
        right = _approved_roots(glossary, literal.concept)
        wrong = tuple(content[i] for i in sorted(used) if not _is_right(glossary, words[content[i]].lower, right))
        if wrong:
            pieces = tuple(
                Piece(c, content[f] if f >= 0 else -1, content[k] if f >= 0 else -1)
                for c, (f, k) in zip(literal.pieces, found, strict=True)
            )
            yield Rendering(
                number,
                content[start],
                content[max(used)],
                glossary.concepts[literal.concept],
                pieces,
                wrong,
                extras,
                passages.get(literal.concept),
            )


def _choose(
    pieces: Sequence[str], start: int, places: Mapping[str, Sequence[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """Give each piece the free words nearest to where its order puts it; (-1, -1) where there are none within reach."""
    reach = start + 2 * len(pieces) + _MOST_EXTRAS
    used: set[int] = set()
    out = []
    for order, piece in enumerate(pieces):
        free = [
            p for p in places.get(piece, ()) if p[0] >= start and p[1] < reach and not used & {*range(p[0], p[1] + 1)}
        ]
        chosen = min(free, key=lambda p: (abs(p[0] - start - order), p[0] - p[1]), default=(-1, -1))
        if chosen[0] >= 0:
            used |= {*range(chosen[0], chosen[1] + 1)}
        out.append(chosen)
    return out


def _root(glossary: Glossary, word: str) -> str:
    return root(glossary.lexicon.key(word))


def _approved_roots(glossary: Glossary, concept: int) -> Collection[str]:
    name = f"roots of {glossary.concepts[concept].id}"
    known: set[str] | None = glossary.explained.get(name)
    if known is None:
        first, designations = glossary.starts[concept], glossary.concepts[concept].designations
        known = {
            root(key)
            for offset, designation in enumerate(designations)
            if designation.status.is_approved
            for key in glossary.forms[first + offset].keys
        }
        glossary.explained[name] = known
    return known


def _is_right(glossary: Glossary, word: str, right: Collection[str]) -> bool:
    """Tell whether an approved form has the word, or one that it may stand for."""
    key = glossary.lexicon.key(word)
    if root(key) in right:
        return True
    rights = glossary.confusions.get(key, {})
    return any(root(unit) in right for unit, confusion in rights.items() if not confusion.causes)


def features(rendering: Rendering, glossary: Glossary, text: str, words: Sequence[Word]) -> dict[str, float]:
    """Give what counts for and against a rendering.

    - pieces: how many, at most five; missing: those that nothing renders; characters: those of one character;
    - wrong, right: words that no approved form has, and those that one has;
    - alien: whether a wrong word is foreign to this beat; number: whether a piece counts something;
    - inversions: places where a later piece stands before an earlier one, beside a turn about "of";
    - extras, joints: words that do not belong, and conjunctions and commas;
    - ordinary: whether the words make common English pairs; minor: whether the term matters little;
    - passage: score of the aligned readout sentence that holds the term.
    """
    inside = range(rendering.first, rendering.last + 1)
    keys = {i: glossary.lexicon.key(words[i].lower) for i in inside}
    placed = [p.first for p in rendering.pieces if p.first >= 0]
    has_of = any(words[i].lower == "of" for i in inside)
    common = sum(f"{keys[a]} {keys[b]}" in glossary.ordinary for a, b in pairwise(inside))
    form = glossary.forms[glossary.starts[glossary.ids[rendering.concept.id]]]
    return {
        "pieces": float(min(5, len(rendering.pieces))),
        "missing": float(sum(p.first < 0 for p in rendering.pieces)),
        "characters": float(sum(len(p.chinese) == 1 for p in rendering.pieces)),
        "wrong": float(len(rendering.wrong)),
        "right": float(sum(words[i].is_content for i in inside) - rendering.extras - len(rendering.wrong)),
        "alien": float(any(keys[i] not in glossary.domain_words for i in rendering.wrong)),
        "number": float(any(p.chinese in _NUMERALS for p in rendering.pieces)),
        "inversions": float(max(0, sum(b < a for a, b in pairwise(placed)) - has_of)),
        "extras": float(rendering.extras),
        "joints": float(count_joints(text, words[rendering.first : rendering.last + 1], form)),
        "ordinary": float(common),
        "minor": float(rendering.concept.severity is Severity.MINOR),
        "passage": rendering.passage.score if rendering.passage else 0.0,
    }


_NUMERALS = frozenset("一二两三四五六七八九十百千")
