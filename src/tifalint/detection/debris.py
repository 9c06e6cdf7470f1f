"""What machines leave behind: spaces and marks where no writer puts them, letters and grammar of another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tifalint.detection.grammar import find_slips
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
_TWO_MARKS = re.compile(r"([^\W_]+)( ?[,;] ?[.,;])(?=\s|$)")
_CLOSED_TWICE = re.compile(r"(\([^()\n]{1,60}\))(?:[.,;] ?| )\)(?!\))")
_CHINESE_MARK = re.compile(r"(?<=[A-Za-z0-9)”\"])[，。；：、](?= ?[A-Za-z“\"(])")
_WESTERN = {"，": ",", "。": ".", "；": ";", "：": ":", "、": ","}
# Words that begin sentences, and that no file or domain ends in.
_JOINED_SENTENCE = re.compile(
    r"\b([a-z]{3,})\.(The|This|These|He|She|They|It|In|At|On|But|As|For|China|Xi|President|During)(?= )"
)
_JOINED_WORD = re.compile(
    r"\b([Ii]n|[Oo]f|[Tt]he|[Ff]rom)((?:north|south)(?:east|west)(?:ern)?|(?:north|south|east|west)ern"
    r"|[Cc]hina|[Bb]eijing|[Ss]hanghai|Chinese)\b"
)
_TITLE_AND_NAME = re.compile(r"\b(President|Premier|Chairman|Secretary|Comrade)([a-z]{2,5})\b(?: ([a-z]+)\b)?")
_LOUD_NAME = re.compile(r"\b([A-Z]{2,6}) ([A-Z][a-z]+)\b")
# A word of grammar has no capital within a sentence, unless a title begins with it, whose words have capitals too.
_LARGE_WORD = re.compile(
    r"(?<=[a-z] )(In|Of|And|On|With|At|For|By|From|To)(?= (?:the|a|an|its|their|our|this) [a-z]{3,} (?:[a-z]{2,}\b))"
)
_SPACED_MARK = re.compile(r"\b([^\W_]{2,})[ \u00a0\u202f]([;:?!])(?=[ \u00a0]?[\"”’)]?(?:\s|$))")
HABIT = 2
"""Spaces before punctuation from which they are a habit of the text and not a slip."""


def find_debris(document: Document, glossary: Glossary) -> list[Debris]:
    """Find debris in a draft, in order; code, links and markup are left out."""
    found: list[Debris] = []
    spaced: list[Span] = []
    for block in document.layout.blocks:
        prose = document.prose(block.span)
        for start, end, replacement, reason in (
            *_typography(prose),
            *_joined_names(prose, glossary),
            *_acronyms(prose, glossary),
        ):
            span = Span(block.span.start + start, block.span.start + end)
            if not document.protected.overlaps(span):
                found.append(Debris(span, replacement, reason))
        spaced += [Span(block.span.start + m.start(), block.span.start + m.end()) for m in _SPACED_MARK.finditer(prose)]
    found += _loud_names(document, glossary)
    if len(spaced) >= HABIT:
        reason = "has a space before its punctuation, as French has and English has not"
        found += [Debris(s, document.text[s.start : s.end - 2] + document.text[s.end - 1], reason) for s in spaced]
    found += [Debris(*slip) for slip in find_slips(document, glossary)]
    return sorted(found)


def _typography(prose: str) -> Iterator[tuple[int, int, str, str]]:
    for m in _SPACED_HYPHEN.finditer(prose):
        yield m.start(), m.end(), f"{m[1]}-{m[2]}", "has a space before its hyphen"
    for m in _STRAY_POSSESSIVE.finditer(prose):
        yield m.start(), m.end(), f"{m[1]}'s", "has a quotation mark for an apostrophe"
    for m in _SPLIT_ORDINAL.finditer(prose):
        yield m.start(), m.end(), m[1].replace(" ", ""), "is torn apart"

    for m in _TWO_MARKS.finditer(prose):
        yield m.start(), m.end(), m[1] + ("." if "." in m[2] else m[2].strip()[0]), "has two punctuation marks"
    for m in _CLOSED_TWICE.finditer(prose):
        if prose.count("(", 0, m.start()) == prose.count(")", 0, m.start()):
            yield m.start(), m.end(), m[1], "closes a bracket that nothing opens"
    for m in _CHINESE_MARK.finditer(prose):
        space = "" if prose[m.end()] == " " else " "
        yield m.start(), m.end(), _WESTERN[m[0]] + space, "is a Chinese punctuation mark"
    for m in _JOINED_SENTENCE.finditer(prose):
        yield m.start(), m.end(), f"{m[1]}. {m[2]}", "has lost a space"
    for m in _JOINED_WORD.finditer(prose):
        name = m[2] if m[2].endswith(("ern", "east", "west")) else m[2].capitalize()
        yield m.start(), m.end(), f"{m[1].lower() if m.start() else m[1]} {name}", "has lost a space"
    for m in _LARGE_WORD.finditer(prose):
        yield m.start(), m.end(), m[1].lower(), "has a capital within the sentence"


def _joined_names(prose: str, glossary: Glossary) -> Iterator[tuple[int, int, str, str]]:
    """Find a title that has run into a name: Premierli qiang."""
    for m in _TITLE_AND_NAME.finditer(prose):
        bearers = [glossary.concepts[number].preferred for number in glossary.surnames.get(m[2].upper(), ())]
        whole = [name for name in bearers if name.lower() == f"{m[2]} {m[3]}"]
        if bearers:
            name, end = (whole[0], m.end()) if whole else (m[2].capitalize(), m.end(2))
            yield m.start(), end, f"{m[1]} {name}", "has lost a space"


def _loud_names(document: Document, glossary: Glossary) -> Iterator[Debris]:
    """Find surnames in capitals whose bearers the draft elsewhere names in the usual way."""
    whole = document.prose(Span(0, len(document.text)))
    for m in _LOUD_NAME.finditer(whole):
        name = f"{m[1].capitalize()} {m[2]}"
        span = Span(m.start(), m.end())
        if m[1] in glossary.surnames and re.search(rf"\b{name}\b", whole) and not document.protected.overlaps(span):
            yield Debris(span, name, "has capitals that the name has not elsewhere")


_CAPITALS = re.compile(r"\b[A-Z]{2,}[a-z]?\b")


def _acronyms(prose: str, glossary: Glossary) -> Iterator[tuple[int, int, str, str]]:
    for m in _CAPITALS.finditer(prose):
        if m[0] in glossary.acronyms:
            english, language = glossary.acronyms[m[0]]
            yield m.start(), m.end(), english, f"is {language} for {english}"
