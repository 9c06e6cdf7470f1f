"""Flags doubled words and phrases.

## What it does
Finds a word or phrase that stands twice in a row ("global global"), on both sides of "and" ("unity and unity"), or
before and after a determiner ("deepening its deepening of").

## Why it matters
Two synonyms often collapse into one word on the way through another language, and a word lost is filled with its
neighbour. What English doubles on purpose ("again and again", "had had") is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity
from tifalint.rules._replacement import suggest


def check(facts: Facts) -> Iterator[Finding]:
    """Flag each repetition."""
    for span, replacement in facts.repetitions:
        yield Finding(
            span=span,
            message="says the same twice" if replacement else "says the same twice; one of the two has lost its word",
            confidence=0.9,
            suggestions=suggest(facts, span, (replacement,), 0.8) if replacement else (),
            severity=Severity.MINOR if replacement else None,
            cause="a word echoed",
        )


RULE = Rule(
    name="repeated-words",
    summary="doubled words and phrases",
    doc=__doc__ or "",
    category=Category.CONVENTIONS,
    severity=Severity.MAJOR,
    check=check,
    examples=(
        Example("Help for the global global economy is vital.", flags=("global global",)),
        Example("They called for unity and unity in the ranks.", flags=("unity and unity",)),
        Example("Aid goes to deepening its deepening of skills.", flags=("deepening its deepening of",)),
        Example("They had had enough of it, again and again, for years and years."),
        Example("Duran Duran played, and it was very very loud."),
    ),
)
