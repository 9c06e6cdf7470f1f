"""Words and phrases that stand twice where a writer puts them once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tifalint.documents.document import Document
from tifalint.glossary.model import Glossary
from tifalint.text.inflection import stem
from tifalint.text.spans import Span
from tifalint.text.words import Word, is_han


class Repetition(NamedTuple):
    """A word or phrase and its echo."""

    span: Span
    replacement: str
    """What is left when the echo is taken out; empty where the right word is lost."""


# English doubles these on purpose, or may ("had had", "that that"); measures pile up ("years and years").
_DOUBLES = frozenset(
    """had that very really so far no bye ha hear there now yes ok knock blah tut come well please never much many long
    is do way""".split()
)
_PILES = frozenset(
    """again more over on by through up down out in round around less better higher further farther longer older wider
    closer bigger harder years months weeks days hours minutes miles tons hundreds thousands millions dozens pages rows
    lots loads men women people there time man woman day one two place side friends things ways words""".split()
)
_SHORTEST_WORD = 5
"""Letters from which a doubled word in capitals is hardly a Chinese given name."""
_GAP = re.compile(r"[ \r\n>]+")
_COMPARATIVE = re.compile(r"(?:[^aeiou]i|[bcdfghklmnprstvw]{2}|ng|st|w|a[rt]|e[ae]p|o[wl]d?)er$")


def find_repetitions(document: Document, glossary: Glossary) -> list[Repetition]:
    """Find repetitions in a draft, in order."""
    out: list[Repetition] = []
    for sentence in document.sentences:
        words = sentence.words
        for i in range(len(words) - 1):
            found = (
                _doubled(document.text, words, i, glossary)
                or _doubled_phrase(document.text, words, i)
                or _coupled(document.text, words, i)
                or _around_determiner(document.text, words, i)
            )
            if found and not (out and out[-1].span.overlaps(found.span)):
                out.append(found)
    return out


def _doubled(text: str, words: Sequence[Word], i: int, glossary: Glossary) -> Repetition | None:
    """Global global."""
    a, b = words[i], words[i + 1]
    if a.lower != b.lower or not _is_plain(a) or a.lower in _DOUBLES or not _adjacent(text, a, b):
        return None
    # "Duran Duran", "Bing Bing": a doubled name is a name, unless it is an English word of this beat.
    of_the_beat = len(a.text) >= _SHORTEST_WORD and glossary.lexicon.key(a.lower) in glossary.domain_words
    if a.text[0].isupper() and b.text[0].isupper() and not of_the_beat:
        return None
    if i + 2 < len(words) and words[i + 2].lower == a.lower:
        return None  # three in a row are said for effect
    return Repetition(Span(a.start, b.end), a.text)


def _doubled_phrase(text: str, words: Sequence[Word], i: int) -> Repetition | None:
    """Political Bureau Political Bureau."""
    four = words[i : i + 4]
    if len(four) < 4 or (four[0].lower, four[1].lower) != (four[2].lower, four[3].lower):
        return None
    if (
        four[0].lower == four[1].lower
        or "and" in (four[0].lower, four[1].lower)
        or not all(_adjacent(text, a, b) for a, b in pairwise(four))
    ):
        return None
    if not any(w.is_content for w in four[:2]) or not all(_is_plain(w) for w in four[:2]):
        return None
    return Repetition(Span(four[0].start, four[3].end), text[four[0].start : four[1].end])


def _coupled(text: str, words: Sequence[Word], i: int) -> Repetition | None:
    """Unity and unity; the great cause and the great cause."""
    for size in (1, 2, 3):
        group = words[i : i + 2 * size + 1]
        if len(group) < 2 * size + 1 or group[size].lower != "and":
            continue
        first, second = group[:size], group[size + 1 :]
        if [w.lower for w in first] != [w.lower for w in second] or not all(_is_plain(w) for w in first):
            continue
        if (
            not first[-1].is_content
            or first[-1].lower in _PILES
            or _COMPARATIVE.search(first[-1].lower)
            or first[-1].possessive
        ):
            continue
        if all(_adjacent(text, a, b) or text[a.end : b.start] == "-" for a, b in pairwise(group)):
            return Repetition(Span(group[0].start, group[-1].end), "")
    return None


def _around_determiner(text: str, words: Sequence[Word], i: int) -> Repetition | None:
    """Deepening its deepening of."""
    three = words[i : i + 3]
    if len(three) < 3 or three[1].lower not in ("their", "its", "the", "our", "his", "her"):
        return None
    a, b = three[0], three[2]
    if not a.lower.endswith("ing") or stem(a.lower) != stem(b.lower) or not _is_plain(a):
        return None
    last = words[i + 3] if i + 3 < len(words) and words[i + 3].lower == "of" else None
    if not all(_adjacent(text, x, y) for x, y in pairwise(three)):
        return None
    return Repetition(Span(a.start, last.end if last else b.end), f"{a.text} {three[1].text}")


def _adjacent(text: str, a: Word, b: Word) -> bool:
    return not a.possessive and _GAP.fullmatch(text[a.end : b.start]) is not None


def _is_plain(word: Word) -> bool:
    return word.text.isalpha() and len(word.text) > 1 and not is_han(word.text)
