"""Names whose capitals a machine has changed: HU, Chatgpt, central military commission."""

from __future__ import annotations

import re
from typing import NamedTuple

from tifalint.documents.document import Document
from tifalint.glossary.matching import TermHit
from tifalint.glossary.model import Concept, Glossary, Kind, Severity
from tifalint.text.casing import is_shouting
from tifalint.text.spans import Span
from tifalint.text.words import Word


class WrongCase(NamedTuple):
    """A name in capitals that are not its own."""

    span: Span
    replacement: str
    concept: Concept


ON_THE_BEAT = 3
"""Concepts that a draft names from which it is about Chinese politics, and its leaders need no introduction."""
# Before these, capitals are a Roman numeral: Chapter XI, Louis XI.
_NUMBERED = frozenset(
    """chapter article part section volume book act title annex appendix figure table league class type phase
    apollo""".split()
)
# Capitalised all the same, and no ruler's given name.
_NO_RULERS = frozenset(
    """president premier chairman secretary minister mr mrs ms dr general comrade leader professor vice marshal monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december""".split()
)


def find_wrong_case(
    document: Document, glossary: Glossary, terms: tuple[tuple[TermHit, ...], ...], *, rough: bool
) -> list[WrongCase]:
    """Find names in the wrong case, in order; lines set in capitals throughout are left alone.

    `terms` are the known forms in each sentence; `rough` tells whether the draft shows other signs of a machine.
    """
    named = {hit.concept.id for hits in terms for hit in hits}
    out: list[WrongCase] = []
    shouted: list[WrongCase] = []
    for sentence, hits in zip(document.sentences, terms, strict=True):
        if is_shouting(document.slice(sentence.span)):
            continue
        for i, word in enumerate(sentence.words):
            bearer = None if _is_listed(hits, i) else _bearer(glossary, word.text, named)
            if bearer and not _is_numeral(sentence.words, i, known=bearer.id in named or len(named) >= ON_THE_BEAT):
                ending = "'s" if _OWNED.match(document.prose(Span(word.end, sentence.span.end))) else ""
                shouted.append(WrongCase(word.span, word.text.capitalize() + ending, bearer))
            elif word.text in _RUN_TOGETHER:
                owner = _bearer(glossary, word.text[:-1], named)
                if owner and owner.id in named:
                    shouted.append(WrongCase(word.span, f"{word.text[:-1].capitalize()}'s", owner))
    mixed = any(_is_written_so(document.slice(hit.span), hit) for hits in terms for hit in hits)
    for sentence, hits in zip(document.sentences, terms, strict=True):
        if not document.layout.blocks[sentence.block].heading:
            out += [
                WrongCase(hit.span, hit.designation.form, hit.concept)
                for hit in hits
                if _is_misspelt(document.slice(hit.span), hit, rough=rough or bool(shouted), mixed=mixed)
            ]
    return sorted([*out, *shouted], key=lambda found: found.span)


def _bearer(glossary: Glossary, word: str, named: set[str]) -> Concept | None:
    """Give whose surname a word in capitals is: one whom the draft names, or on this beat a leader."""
    if len(word) < 2 or word in _ACRONYMS:
        return None
    bearers = [glossary.concepts[number] for number in glossary.surnames.get(word, ())]
    for bearer in bearers:
        if bearer.id in named:
            return bearer
    leaders = (b for b in bearers if b.severity is Severity.CRITICAL)
    return next(leaders, None)


# Surnames that are ordinary acronyms or words in capitals.
_ACRONYMS = frozenset(("AI", "HE", "MA", "AN", "LI", "WU", "SHE", "GE", "IT", "US", "SUN", "MAN"))


def _is_numeral(words: tuple[Word, ...], i: int, *, known: bool) -> bool:
    """Tell whether a surname in capitals is a Roman numeral; `known` tells whether its bearer may well be meant."""
    if not set(words[i].text) <= set("IVXLC"):
        return False
    if not known:
        return True
    before = words[i - 1] if i else None
    if before is None:
        return False
    # A capitalised given name in front makes a ruler's number of it; a title does not.
    ruler = before.text.istitle() and before.lower not in _NO_RULERS and i > 1
    return before.lower in _NUMBERED or ruler


def _is_listed(hits: tuple[TermHit, ...], i: int) -> bool:
    return any(i in hit.words for hit in hits)


# After a surname these are nouns and not what the bearer does.
_OWNED = re.compile(
    r" (?:(?:remarks|comments) (?:came|come|were|are|occurred|followed)|(?:speech|trip|tour|address|visit)) "
)
# Surnames in capitals that have lost the apostrophe of their possessive, and are no acronyms.
_RUN_TOGETHER = frozenset(("XIS", "WANGS", "ZHAOS", "DINGS"))

_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")


def _is_written_so(found: str, hit: TermHit) -> bool:
    """Tell whether a form is a person's whole name in its own capitals."""
    return hit.concept.kind is Kind.PERSON and " " in found and found == hit.designation.form


def _is_misspelt(found: str, hit: TermHit, *, rough: bool, mixed: bool) -> bool:
    """Tell whether a form that was found has capitals that none of its concept's forms has.

    Human editors put many a body's name in lower case; that is a machine's doing only where a draft shows other signs
    of one (`rough`). A surname in capitals is one where other names are set in the usual way (`mixed`). A capital
    inside a word (ChatGPT) is part of the name everywhere.
    """
    form = hit.designation.form
    if found == form or found.lower() != form.lower() or found.isupper():
        return False
    if any(found == d.form for d in hit.concept.designations):
        return False
    if hit.concept.kind is Kind.PERSON:
        # "XU Li": some houses set surnames in capitals, but then all of them.
        first = found.split(maxsplit=1)[0]
        return (rough or mixed) and first != found and len(first) > 1 and first.isupper()
    if _INNER_CAPITAL.search(form):
        return found.islower() or not _INNER_CAPITAL.search(found)
    names = sum(w[0].isupper() for w in form.split()) > 1 and hit.concept.kind is not Kind.TERM
    return rough and names and found.islower()
