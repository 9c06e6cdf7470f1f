"""Flags a rendering that is deprecated, or that was superseded before the draft's date.

## What it does
Finds forms that the glossary marks as `deprecated`, and forms marked as `superseded` whose last day lies before the
draft's date: that of its front matter, else today.

## Why it matters
Official wording changes: "community of common destiny" became "community with a shared future". A draft that uses
yesterday's wording for today's event was translated by rote.

## Known problems
A draft about the past may use the words of its time; the date of the draft does not show that.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity, Status
from tifalint.rules._replacement import replace_form


def check(facts: Facts) -> Iterator[Finding]:
    """Flag each form that is not to be used, or no longer."""
    for number, hits in enumerate(facts.terms):
        for hit in hits:
            designation = hit.designation
            if designation.status is Status.DEPRECATED:
                severity, reason = None, "a deprecated rendering"
            elif designation.status is Status.SUPERSEDED and designation.is_stale(facts.day):
                severity, reason = Severity.MINOR, f"a rendering given up in {designation.until}"
            else:
                continue
            span, suggestions = replace_form(facts, number, hit)
            yield Finding(
                span=span,
                message=f"{reason} of {hit.concept.label}",
                confidence=0.95,
                suggestions=suggestions,
                severity=severity,
                concept=hit.concept,
                cause=designation.note,
            )


RULE = Rule(
    name="deprecated-rendering",
    summary="a rendering that is deprecated, or was superseded before the draft's date",
    doc=__doc__ or "",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    check=check,
    examples=(
        Example(
            "---\ndate: 2024-01-05\n---\n\nThey spoke of a community of common destiny.\n",
            flags=("community of common destiny",),
        ),
        Example("---\ndate: 2015-03-01\n---\n\nThey spoke of a community of common destiny.\n"),
        Example("They spoke of a community with a shared future for humanity."),
    ),
)
