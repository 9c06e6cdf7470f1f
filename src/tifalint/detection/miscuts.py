"""Names of two people that a machine has cut in the wrong place: Chinese writes them without spaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tifalint.documents.document import Document
from tifalint.glossary.model import Concept, Glossary
from tifalint.text.spans import Span
from tifalint.text.words import Word

_LONGEST = 6
"""Words of the longest run that two names are looked for in, "and" included."""


class Miscut(NamedTuple):
    """Two names whose letters are shared out wrongly."""

    span: Span
    replacement: str
    concepts: tuple[Concept, Concept]
    """The people, in the order of the text."""


def find_miscuts(document: Document, glossary: Glossary) -> list[Miscut]:
    """Find runs of capitalised words whose letters are those of two known people, but whose spaces are not."""
    out: list[Miscut] = []
    for sentence in document.sentences:
        words = sentence.words
        for first in range(len(words) - 1):
            if not words[first].text[:1].isupper() or (out and out[-1].span.end > words[first].start):
                continue
            for last in range(min(len(words), first + _LONGEST) - 1, first, -1):
                found = _two_people(document.text, words[first : last + 1], glossary)
                if found:
                    out.append(found)
                    break
    return out


def _two_people(text: str, words: Sequence[Word], glossary: Glossary) -> Miscut | None:
    joined = [w for w in words if w.lower == "and"]
    names = [w for w in words if w.lower != "and"]
    if len(joined) > 1 or not words[-1].text[:1].isupper() or not all(w.text[:1].isupper() for w in names):
        return None
    letters = _letters("".join(w.text for w in names))
    for one in _people(glossary, letters):
        whole = _letters(one.preferred)
        for other in _people(glossary, letters.removeprefix(whole)) if letters.startswith(whole) else ():
            span = Span(words[0].start, words[-1].end)
            right = [*one.preferred.split(), *other.preferred.split()]
            # Cut as it should be, whatever stands between the two.
            if letters == whole + _letters(other.preferred) and [w.lower for w in names] != [r.lower() for r in right]:
                link = " and " if joined else ", " if "," in text[span.start : span.end] else " "
                return Miscut(span, f"{one.preferred}{link}{other.preferred}", (one, other))
    return None


def _people(glossary: Glossary, letters: str) -> Iterator[Concept]:
    """Give the people whose surname the letters begin with."""
    for length in range(1, min(len(letters), 8)):
        for number in glossary.surnames.get(letters[:length].upper(), ()):
            yield glossary.concepts[number]


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalpha())
