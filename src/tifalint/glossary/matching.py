"""Where known forms stand in a text: any inflection, any hyphenation, the longest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tifalint.glossary.model import Concept, Designation, Form, Glossary
from tifalint.text.spans import Span
from tifalint.text.words import ARTICLES, Word

# What may stand between two words of one term: a space or a wrapped line (also in a Markdown quotation), a hyphen, a
# quotation mark, emphasis, brackets, a possessive; "R&D", "AI+ action".
_GAP = re.compile(r"(?:['’]s?)?[\s\-‐‑–/>*_“”\"‘’'()&+]*", re.IGNORECASE)
_GAP_WITH_COMMA = re.compile(r"(?:['’]s?)?[\s\-‐‑–/>*_“”\"‘’'()&+,]*", re.IGNORECASE)


class TermHit(NamedTuple):
    """A known form in a text."""

    span: Span
    form: Form
    concept: Concept
    designation: Designation
    words: tuple[int, ...]
    """For each key of the form, the index of its word among those that were searched."""


def find_terms(glossary: Glossary, text: str, words: Sequence[Word]) -> list[TermHit]:
    """Find known forms among the words of one sentence, left to right, the longest first, none inside another.

    `words` carry offsets into `text`; so do the hits.
    """
    kept = [i for i, w in enumerate(words) if w.lower not in ARTICLES]
    keys = [glossary.lexicon.key(words[i].lower) for i in kept]
    out = []
    at = 0
    while at < len(keys):
        form = _longest_at(glossary, text, words, kept, keys, at)
        if form is None:
            at += 1
            continue
        places = tuple(kept[at : at + len(form.keys)])
        span = Span(words[places[0]].start, words[places[-1]].end)
        out.append(TermHit(span, form, glossary.concept(form), glossary.designation(form), places))
        at += len(form.keys)
    return out


def _longest_at(
    glossary: Glossary, text: str, words: Sequence[Word], kept: Sequence[int], keys: Sequence[str], at: int
) -> Form | None:
    pair = glossary.lengths.get(" ".join(keys[at : at + 2]), ()) if at + 1 < len(keys) else ()
    for length in (*pair, *glossary.lengths.get(keys[at], ())):
        if at + length > len(keys):
            continue
        best: Form | None = None
        closest = -1
        for number in glossary.whole.get(" ".join(keys[at : at + length]), ()):
            form = glossary.forms[number]
            # A possessive inside a term makes another phrase of it; behind its last word it does not.
            if any(words[kept[at + i]].possessive != form.possessive[i] for i in range(length - 1)):
                continue
            if not _is_joined(text, words, kept[at], kept[at + length - 1], comma=form.comma):
                continue
            found = text[words[kept[at]].start : words[kept[at + length - 1]].end]
            agreement = _agreement(glossary.designation(form).form, found)
            if agreement > closest:
                best, closest = form, agreement
        if best is not None:
            return best
    return None


def _agreement(form: str, found: str) -> int:
    """Among forms of the same words, prefer the one spelt as it was found: 2 to the letter, 1 but for case."""
    return 2 if form == found else 1 if form.lower() == found.lower() else 0


def _is_joined(text: str, words: Sequence[Word], first: int, last: int, *, comma: bool) -> bool:
    for left, right in zip(range(first, last), range(first + 1, last + 1), strict=True):
        gap = text[words[left].end : words[right].start]
        if gap.startswith(".") and (len(words[left].text) <= 2 or (gap == "." and words[right].text[0].isdigit())):
            gap = gap[1:]  # an abbreviation (No. 1, Donald J. Trump), a decimal point (PM2.5)
        if len(gap) <= 1 and gap in " -":
            continue
        # A serial comma before "and" is a matter of house style.
        pattern = _GAP_WITH_COMMA if comma or words[right].lower in ("and", "or") else _GAP
        if not pattern.fullmatch(gap) or "\n\n" in gap:
            return False
    return True
