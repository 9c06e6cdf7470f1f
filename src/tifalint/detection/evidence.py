"""How a word of a draft could come from a word of a canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from tifalint.glossary.model import Confusion, Glossary
from tifalint.text.inflection import stem

LEAST_STEM = 4
"""Letters of the shortest stem that shows kinship; shorter ones (us-e, us-er) meet by chance."""


class Evidence(IntEnum):
    """How a word is explained, from the surest to the weakest."""

    SAME = 0
    """It is the same lemma."""
    SYNONYM = 1
    """It is what a careful writer may put in its place."""
    DERIVED = 2
    """It is another word of the same stem (collaboration for collaborative)."""
    PIVOT = 3
    """It shares a word with it in a language that the text passed through (fleas for chips)."""
    ECHO = 4
    """It repeats a neighbour in its place (unity and unity for unity and harmony)."""
    CONTEXT = 5
    """It stands in the same place of an aligned passage of the readout, with a like meaning in context."""
    FOREIGN = 6
    """It is a word that no canonical term uses, in the one place that a long term leaves open."""
    MISSING = 7
    """Nothing stands for the term's word."""

    @property
    def is_damage(self) -> bool:
        """Whether the word is not what it should be."""
        return self > Evidence.SYNONYM


class Explanation(NamedTuple):
    """What a unit of a draft may stand for."""

    unit: str
    """The unit of the canonical form: one to three keys, joined by spaces."""
    evidence: Evidence
    causes: tuple[str, ...] = ()
    """For a pivot word: which, and what it means, in each language that knows it."""
    meetings: int = 0
    """For a pivot word: in how many foreign words the two meet; more than one speaks for near-synonyms."""


class Match(NamedTuple):
    """What stands for one content word of a form."""

    evidence: Evidence
    first: int
    """Index of the word, or of the first of several, in the sentence; -1 for a missing one."""
    last: int
    causes: tuple[str, ...] = ()
    meetings: int = 0
    similarity: float = 0.0
    """Cosine in context with the readout's word, where there is a passage."""


def explain_word(glossary: Glossary, key: str) -> Sequence[Explanation]:
    """Give everything that a word, by its key, may stand for in the glossary's forms."""
    known = glossary.explained.get(key)
    if known is None:
        known = glossary.explained[key] = _explain_word(glossary, key)
    return known


def _explain_word(glossary: Glossary, key: str) -> list[Explanation]:
    out = []
    if key in glossary.having:
        out.append(Explanation(key, Evidence.SAME))
    root = stem(key)
    if len(root) >= LEAST_STEM:
        out += [Explanation(kin, Evidence.DERIVED) for kin in glossary.stems.get(root, ()) if kin != key]
    seen = {e.unit for e in out}
    return out + [e for e in _confused(glossary.confusions.get(key, {})) if e.unit not in seen]


def explain_expression(glossary: Glossary, opener: str, unit: str) -> Sequence[Explanation]:
    """Give what an expression of two or three keys, joined by spaces, may stand for; `opener` is the first of them."""
    return list(_confused(glossary.expressions.get(opener, {}).get(unit, {})))


def _confused(rights: Mapping[str, Confusion]) -> Iterator[Explanation]:
    for right, confusion in rights.items():
        if confusion.causes:
            yield Explanation(right, Evidence.PIVOT, confusion.causes, confusion.meetings)
        else:
            yield Explanation(right, Evidence.SYNONYM)
