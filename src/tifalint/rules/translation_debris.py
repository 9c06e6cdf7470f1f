"""Flags what machines leave behind.

## What it does
Finds hyphens with a space before them ("high -end"), quotation marks in the place of apostrophes (country “S), torn
ordinals ("20 th"), spaces before punctuation as French sets them, acronyms of another language ("IA" for AI), and the
grammar of another language: a bare verb for a participle ("Note that …, Xi said"), "it" for a person who speaks.

## Why it matters
No writer types these. They cost little to mend, and where they stand, worse is likely to be near: the checker trusts
such a draft less.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity
from tifalint.rules._replacement import suggest


def check(facts: Facts) -> Iterator[Finding]:
    """Flag each trace."""
    for span, replacement, reason in facts.debris:
        yield Finding(
            span=span,
            message=reason,
            confidence=0.95,
            suggestions=suggest(facts, span, (replacement,), 0.95),
            cause="left behind by a machine",
        )


RULE = Rule(
    name="translation-debris",
    summary="what machines leave behind: stray spaces, torn hyphens, foreign acronyms",
    doc=__doc__ or "",
    category=Category.CONVENTIONS,
    severity=Severity.MINOR,
    check=check,
    examples=(
        Example("It is a two -way street.", flags=("two -way",)),
        Example("It is in the country “S interest.", flags=("country “S",)),
        Example("The 20 th congress was held.", flags=("20 th",)),
        Example("Who knows ? Nobody does !", flags=("knows ?", "does !")),
        Example("Who knows ?"),
        Example("Note that chips are scarce, Xi said that more are needed.", flags=("Note",)),
        Example("He spoke. Noting the progress in all of the fields, it highlighted the gaps.", flags=("it",)),
        Example("Note that chips are scarce."),
        Example("The meeting ended. Noting the progress in all of the fields, it highlighted the gaps."),
        Example("It is a long-term plan - the country's own - at -5 degrees."),
        Example("Run `ls -la` at 10 today."),
    ),
)
