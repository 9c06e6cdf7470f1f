"""What machines leave behind: spaces and quotation marks where no writer puts them, letters of another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tifalint.documents.document import Document
from tifalint.glossary.model import Glossary
from tifalint.text.spans import Span


class Debris(NamedTuple):
    """A place where a machine's handling shows."""

    span: Span
    """In the draft, wide enough that the replacement makes sense alone."""
    replacement: str
    reason: str
    """What is wrong, as the end of a sentence about the span."""


_SPACED_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]{2,}) -([^\W\d_]{2,})(?![\w-]* -)", re.UNICODE)
_STRAY_POSSESSIVE = re.compile(r"\b([^\W\d_]{2,}) ?[“”\"][sS](?= )")
_SPLIT_ORDINAL = re.compile(r"\b(\d*(?:1 st|2 nd|3 rd|[04-9] th|1\d th))\b")
_SPACED_MARK = re.compile(r"\b([^\W_]{2,})[ \u00a0\u202f]([;:?!])(?=[ \u00a0]?[\"”’)]?(?:\s|$))")
HABIT = 2
"""Spaces before punctuation from which they are a habit of the text and not a slip."""


def find_debris(document: Document, glossary: Glossary) -> list[Debris]:
    """Find debris in a draft, in order; code, links and markup are left out."""
    found: list[Debris] = []
    spaced: list[Span] = []
    for block in document.layout.blocks:
        prose = document.prose(block.span)
        for start, end, replacement, reason in (*_typography(prose), *_acronyms(prose, glossary)):
            span = Span(block.span.start + start, block.span.start + end)
            if not document.protected.overlaps(span):
                found.append(Debris(span, replacement, reason))
        spaced += [Span(block.span.start + m.start(), block.span.start + m.end()) for m in _SPACED_MARK.finditer(prose)]
    if len(spaced) >= HABIT:
        reason = "has a space before its punctuation, as French has and English has not"
        found += [Debris(s, document.text[s.start : s.end - 2] + document.text[s.end - 1], reason) for s in spaced]
    found += _grammar(document)
    return sorted(found)


# Verbs of reports, with their gerunds.
_REPORTING = {
    "note": "noting", "recall": "recalling", "stress": "stressing", "emphasize": "emphasizing", "add": "adding",
    "emphasise": "emphasising", "highlight": "highlighting", "underline": "underlining", "recognize": "recognizing",
    "underscore": "underscoring", "observe": "observing", "indicate": "indicating", "affirm": "affirming",
}  # fmt: skip
_SAID = r"(?:said|says|added|adds|noted|stressed|emphasi[sz]ed|pointed out|urged|highlighted|underlined|underscored)"
_BARE_VERB = re.compile(rf"({'|'.join(_REPORTING)})(?= that\b.*, (?:\w+ ){{1,4}}{_SAID}\b)", re.IGNORECASE | re.DOTALL)
_IT_SAID = re.compile(rf"(?:{'|'.join(_REPORTING.values())})\b.{{20,}}, (it)(?= {_SAID}\b)", re.IGNORECASE | re.DOTALL)
_LONGEST = 1_000
"""Characters of a sentence that grammar is looked at in."""


def _grammar(document: Document) -> Iterator[Debris]:
    """Find what keeps the grammar of another language: a bare verb for a participle, "it" for a person."""
    person = False
    for sentence in document.sentences:
        text = document.prose(sentence.span)[:_LONGEST]
        start = sentence.span.start
        bare = _BARE_VERB.match(text)
        if bare:
            gerund = _REPORTING[bare[1].lower()].capitalize()
            yield Debris(Span(start, start + bare.end(1)), gerund, "is a bare verb where a participle belongs")
        it = _IT_SAID.match(text)
        if it and person:
            span = Span(start + it.start(1), start + it.end(1))
            yield Debris(span, "he", "is said of a person, as languages do in which things are he and she")
        person = sentence.words[0].lower in ("he", "she")


def _typography(prose: str) -> Iterator[tuple[int, int, str, str]]:
    for m in _SPACED_HYPHEN.finditer(prose):
        yield m.start(), m.end(), f"{m[1]}-{m[2]}", "has a space before its hyphen"
    for m in _STRAY_POSSESSIVE.finditer(prose):
        yield m.start(), m.end(), f"{m[1]}'s", "has a quotation mark for an apostrophe"
    for m in _SPLIT_ORDINAL.finditer(prose):
        yield m.start(), m.end(), m[1].replace(" ", ""), "is torn apart"


_CAPITALS = re.compile(r"\b[A-Z]{2,}[a-z]?\b")


def _acronyms(prose: str, glossary: Glossary) -> Iterator[tuple[int, int, str, str]]:
    for m in _CAPITALS.finditer(prose):
        if m[0] in glossary.acronyms:
            english, language = glossary.acronyms[m[0]]
            yield m.start(), m.end(), english, f"is {language} for {english}"
