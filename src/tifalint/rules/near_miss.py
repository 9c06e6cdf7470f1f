"""Flags wording that no list names but that stands where a canonical term belongs.

## What it does
Looks for spans that keep some words of a canonical term and change the others in ways that can be explained: another
sense of a word of the language that the text passed through (French *puce*: chip, flea), another form of the word,
another order, an echo of a neighbour. With a readout, it looks above all at the sentences that correspond to one in
which the term stands and that do not have it.

## Why it matters
Garbles are new each time, and every word in them is good English. No spelling checker sees them, and no list is long
enough.

## Confidence
Each finding is weighed by a small model; what is below its threshold is not reported. A span that only differs from the
term by ordinary English is not reported without a readout to tell it from a paraphrase, nor is a single odd one where
nothing else in the draft tells of a machine. `--explain-scores` says what counted.

## Known problems
A term that the glossary lacks is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity
from tifalint.rules._replacement import suggest


def check(facts: Facts) -> Iterator[Finding]:
    """Flag the garbles of terms."""
    yield from garbled(facts, names=False)


def garbled(facts: Facts, *, names: bool) -> Iterator[Finding]:
    """Give the garbles of concepts, either those that are names or those that are terms."""
    for garble in facts.garbles:
        if garble.concept is None or garble.concept.kind.is_name is not names:
            continue
        confidence = garble.decision.confidence
        yield Finding(
            span=garble.span,
            message=f"stands where {garble.concept.label} belongs",
            confidence=confidence,
            suggestions=suggest(facts, garble.span, garble.texts, confidence),
            severity=garble.concept.severity,
            concept=garble.concept,
            cause=garble.cause,
            readout=garble.readout,
            decision=garble.decision,
        )


RULE = Rule(
    name="near-miss",
    summary="wording that no list names but that stands where a canonical term belongs",
    doc=__doc__ or "",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    check=check,
    examples=(
        Example(
            "It trains tall language models on high -end chips at low -cost rates.", flags=("tall language models",)
        ),
        Example(
            "The province relies on the culture of talent and on state supply of software.",
            readout="Talent cultivation and government procurement of software will improve in the province.",
            flags=("culture of talent", "state supply"),
        ),
        Example("The ministry of culture has much talent."),
        Example("Deep learning is a branch of machine learning."),
    ),
)
