"""Flags a rendering that the glossary lists as a garble.

## What it does
Finds the mistranslations that a concept's `garbles` list, in any inflection, and gives the right wording.

## Why it matters
Some garbles are printed again and again. Their listing makes them certain: no model decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity, Status
from tifalint.rules._replacement import replace_form


def check(facts: Facts) -> Iterator[Finding]:
    """Flag each listed garble."""
    for number, hits in enumerate(facts.terms):
        for hit in hits:
            if hit.designation.status is Status.GARBLE:
                span, suggestions = replace_form(facts, number, hit)
                yield Finding(
                    span=span,
                    message=f"a known garble of {hit.concept.label}",
                    confidence=0.99,
                    suggestions=suggestions,
                    severity=hit.concept.severity,
                    concept=hit.concept,
                    cause=hit.designation.cause,
                )


RULE = Rule(
    name="known-garble",
    summary="a rendering that the glossary lists as a garble",
    doc=__doc__ or "",
    category=Category.TERMINOLOGY,
    severity=Severity.CRITICAL,
    check=check,
    examples=(
        Example("The plant makes high-end fleas for phones.", flags=("high-end fleas",)),
        Example("A HIGH-END FLEA was shown.", flags=("HIGH-END FLEA",)),
        Example("The plant makes high-end chips for phones."),
        Example("The dog has fleas."),
    ),
)
