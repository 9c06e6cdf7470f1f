"""Where a term of the readout lands in the draft's sentence, by the likeness of words in context.

Right landings are contiguous and have a word that is the same or very alike; wrong ones are scattered or lack one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tifalint.detection.candidates import Passage
from tifalint.detection.evidence import Evidence, explain_word
from tifalint.glossary.matching import TermHit
from tifalint.glossary.model import Concept, Glossary
from tifalint.text.inflection import root
from tifalint.text.words import Word

if TYPE_CHECKING:
    from tifalint.embedding.encoder import Vectors

ALIKE = 0.7
"""The least cosine of two words in context that makes one the other's landing for certain."""
_UNLIKE = 0.35
"""The cosine below which a word of the draft stands for none of the term's."""
_SPARE = 2
"""Content words that a landing may have more than the term."""


class _Window(NamedTuple):
    score: float
    first: int
    last: int


@dataclass(frozen=True)
class Landing:
    """The words of a draft's sentence on which a readout's term lands."""

    sentence: int
    """Index of the sentence in the draft."""
    first: int
    """Index of the first word in the sentence."""
    last: int
    """Index of the last one."""
    concept: Concept
    passage: Passage
    causes: tuple[str, ...]
    """How words could come from the term's, where that is known."""
    features: dict[str, float]

    @property
    def cost(self) -> tuple[float, int]:
        """What speaks against it, the smaller the better; then the length of the span."""
        return -self.features["mean"], self.last - self.first


def find_landings(
    glossary: Glossary, number: int, words: Sequence[Word], known: Iterable[TermHit], passages: Sequence[Passage]
) -> list[Landing]:
    """Find where the terms of aligned passages land in one sentence; at most one place for each concept.

    `known` are the approved forms in the sentence, on which nothing lands that is another term.
    """
    content = [i for i, w in enumerate(words) if w.is_content]
    keys = {i: glossary.lexicon.key(words[i].lower) for i in content}
    shielded = {i for hit in known for i in range(hit.words[0], hit.words[-1] + 1)}
    best: dict[int, Landing] = {}
    for passage in passages:
        landing = _land(glossary, number, keys, content, shielded, passage)
        if landing is None:
            continue
        there = best.get(passage.form.concept)
        if there is None or landing.cost < there.cost:
            best[passage.form.concept] = landing
    return list(best.values())


def _land(
    glossary: Glossary,
    number: int,
    keys: dict[int, str],
    content: Sequence[int],
    shielded: Collection[int],
    passage: Passage,
) -> Landing | None:
    import numpy as np  # a check without a readout does not need it

    if not content:
        return None
    term = passage.form.content_keys
    likeness = np.maximum(passage.similarity[list(content)], 0.0)
    same = np.array([[keys[i] == key for key in term] for i in content])
    likeness = np.where(same, 1.0, likeness)
    window = _best_window(likeness)
    inside = content[window.first : window.last + 1]
    held = likeness[window.first : window.last + 1]
    if held.max() < ALIKE or all(i in shielded for i in inside):
        return None
    strayed = [keys[i] for i in inside if keys[i] not in term]
    if not strayed or {keys[i] for i in inside} == set(term):
        return None
    by_term, by_word = held.max(axis=0), held.max(axis=1)
    outside = np.delete(likeness, slice(window.first, window.last + 1), axis=0)
    elsewhere = outside.max(axis=0) if len(outside) else np.zeros(len(term), dtype=np.float32)
    open_ = [key for key, row in zip(term, same[window.first : window.last + 1].T, strict=True) if not row.any()]
    causes, explained, synonyms, derived = _explain(glossary, strayed, open_)
    features = {
        "mean": float(by_term.mean()),
        "least": float(by_term.min()),
        "anchors": float(same[window.first : window.last + 1].any(axis=0).sum()),
        "share": float(same[window.first : window.last + 1].any(axis=0).mean()),
        "strayed": float(len(strayed)),
        "lost": float((by_term < _UNLIKE).sum()),
        "extra": float((by_word < _UNLIKE).sum()),
        "elsewhere": float((elsewhere > by_term + 0.1).sum()),
        "pivot": explained,
        "synonyms": synonyms,
        "derived": derived,
        "longer": float(max(0, len(inside) - len(term))),
        "shorter": float(max(0, len(term) - len(inside))),
        "shielded": float(sum(i in shielded for i in inside)),
        "passage": passage.score,
        "alien": float(any(key not in glossary.domain_words for key in strayed)),
        "name": float(glossary.concepts[passage.form.concept].kind.is_name),
    }
    return Landing(number, inside[0], inside[-1], glossary.concept(passage.form), passage, causes, features)


def _best_window(likeness: Vectors) -> _Window:
    """Give the run of content words that has most of the term's words and least besides.

    `likeness` has a row for each content word of the sentence and a column for each of the term.
    """
    rows, size = likeness.shape
    best = _Window(float("-inf"), 0, 0)
    for first in range(rows):
        for last in range(first, min(rows, first + size + _SPARE)):
            held = likeness[first : last + 1]
            score = float(held.max(axis=0).sum() - 0.5 * (1 - held.max(axis=1)).sum())
            if score > best.score + 1e-6:
                best = _Window(score, first, last)
    return best


def _explain(
    glossary: Glossary, strayed: Sequence[str], open_: Sequence[str]
) -> tuple[tuple[str, ...], float, float, float]:
    """Say how words of the draft could come from the term's that are not there; counts of pivot, synonym, derived."""
    causes: list[str] = []
    pivot = synonyms = derived = 0.0
    roots = {root(key) for key in open_}
    for key in strayed:
        found = [e for e in explain_word(glossary, key) if e.unit in open_]
        if any(e.evidence is Evidence.SYNONYM for e in found):
            synonyms += 1
        elif any(e.evidence is Evidence.DERIVED for e in found) or root(key) in roots:
            derived += 1
        elif found:
            pivot += 1
            causes += found[0].causes[:1]
    return tuple(dict.fromkeys(causes)), pivot, synonyms, derived
