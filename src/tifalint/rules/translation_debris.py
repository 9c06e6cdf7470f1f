"""Flags what machines leave behind.

## What it does
Finds marks and spaces: hyphens with a space before them ("high -end"), quotation marks in the place of apostrophes
(country “S), torn ordinals ("20 th"), doubled punctuation and brackets, spaces before punctuation as French sets them,
words that have run together ("Premierli"), capitals within a sentence; and acronyms of another language ("IA" for AI).

It finds the grammar of another language: a bare verb for a participle ("Note that …, Xi said"), "it" for a person who
speaks and "she" for a company, lost possessives ("Germanys exports"), articles and prepositions that English has not
("the multilateralism", "participate to the talks"), verb forms that do not go together ("must promotes"), decimals and
counts as other languages write them; and words in a company that English does not keep ("gave a conference on rice").

## Why it matters
No writer types these. They cost little to mend, and where they stand, worse is likely to be near: the checker trusts
such a draft less.

## Known problems
Every check is a pattern over closed lists of words, narrow enough to leave careful writers alone; grammar that takes a
parser to judge is not looked at.
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
    summary="what machines leave behind: stray spaces, torn hyphens, foreign acronyms and grammar",
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
        Example("Canadas exports must promotes growth.", flags=("Canadas", "promotes")),
        Example("A scholar gave a conference on rice.", flags=("conference",)),
        Example("Canada's exports must promote growth; he gave a press conference on rice."),
        Example("Note that chips are scarce."),
        Example("The meeting ended. Noting the progress in all of the fields, it highlighted the gaps."),
        Example("It is a long-term plan - the country's own - at -5 degrees."),
        Example("Run `ls -la` at 10 today."),
    ),
)
