"""Names whose capitals a machine has changed: XI, Deepseek, Central military commission."""

from __future__ import annotations

from typing import NamedTuple

from tifalint.documents.document import Document
from tifalint.glossary.matching import TermHit
from tifalint.glossary.model import Concept, Glossary, Kind
from tifalint.text.casing import is_shouting
from tifalint.text.spans import Span
from tifalint.text.words import Word


class WrongCase(NamedTuple):
    """A name in capitals that are not its own."""

    span: Span
    replacement: str
    concept: Concept


# Before these, capitals are a Roman numeral: Chapter XI, Louis XI.
_NUMBERED = frozenset(
    "chapter article part section volume book act title annex appendix figure table league class type phase apollo".split()
)
_TITLES = frozenset(
    "president premier chairman secretary minister mr mrs ms dr general comrade leader professor vice marshal".split()
)


def find_wrong_case(
    document: Document, glossary: Glossary, terms: tuple[tuple[TermHit, ...], ...]
) -> list[WrongCase]:
    """Find names in the wrong case, in order; lines set in capitals throughout are left alone."""
    surnames = _surnames(glossary)
    out = []
    for sentence, hits in zip(document.sentences, terms, strict=True):
        block = document.layout.blocks[sentence.block]
        if is_shouting(document.slice(sentence.span)):
            continue
        out += [
            WrongCase(hit.span, hit.designation.form, hit.concept)
            for hit in hits
            if not block.heading and _is_misspelt(document.slice(hit.span), hit)
        ]
        out += [
            WrongCase(word.span, word.text.capitalize(), surnames[word.text])
            for i, word in enumerate(sentence.words)
            if word.text in surnames and not _is_numeral(sentence.words, i) and not _is_listed(hits, i)
        ]
    return sorted(out)


def _surnames(glossary: Glossary) -> dict[str, Concept]:
    """Give the surnames of the glossary's people in capitals, with the first who bears each."""
    out: dict[str, Concept] = {}
    for concept in glossary.concepts:
        if concept.kind is Kind.PERSON:
            surname = concept.preferred.split()[0]
            if len(surname) > 1 and surname.upper() not in _ACRONYMS:
                out.setdefault(surname.upper(), concept)
    return out


# Surnames that are ordinary acronyms or words in capitals.
_ACRONYMS = frozenset(("AI", "HE", "MA", "AN", "LI", "WU", "SHE", "GE", "IT", "US", "SUN", "MAN"))


def _is_numeral(words: tuple[Word, ...], i: int) -> bool:
    if i == 0:
        return False
    before = words[i - 1]
    if before.lower in _NUMBERED:
        return True
    # A capitalised given name in front makes a ruler's number of it; a title does not.
    return set(words[i].text) <= set("IVXLC") and before.text.istitle() and before.lower not in _TITLES and i > 1


def _is_listed(hits: tuple[TermHit, ...], i: int) -> bool:
    return any(i in hit.words for hit in hits)


def _is_misspelt(found: str, hit: TermHit) -> bool:
    """Tell whether a found form is spelt like none of its concept's forms, but for case like one that has capitals."""
    form = hit.designation.form
    if form == form.lower() or found == form or found.lower() != form.lower() or found.isupper():
        return False
    return found not in {d.form for d in hit.concept.designations}
