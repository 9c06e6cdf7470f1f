"""Flags wording at odds with its place in the readout, where no glossary term is involved.

## What it does
Compares the draft word by word with the readout sentences that it follows. In a copy of the readout (a round trip of
the official English), it flags what was put in the place of the readout's words, what is lacking and what was added
inside a sentence; synonyms, other inflections, background and cuts are left alone. In another account of the event, it
flags only what stands between the same words on both sides and can be explained.

## Why it matters
A machine's wrong word is no term as a rule ("was held" for "stood"), and no glossary can know it; the readout does.

## Known problems
A draft that an editor has rewritten freely from the readout's own text may have a phrase flagged that is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity
from tifalint.rules._replacement import suggest


def check(facts: Facts) -> Iterator[Finding]:
    """Flag the garbles in which no term is involved."""
    for garble in facts.garbles:
        if garble.concept is None:
            confidence = garble.decision.confidence
            yield Finding(
                span=garble.span,
                message="reads otherwise in the readout",
                confidence=confidence,
                suggestions=suggest(facts, garble.span, garble.texts, confidence),
                severity=Severity.MINOR if garble.minor else None,
                cause=garble.cause,
                readout=garble.readout,
                decision=garble.decision,
            )


_READOUT = (
    "The two sides stood shoulder to shoulder through the long winter and won the respect of the world. The mayor "
    "thanked the volunteers for their tireless work after the flood, and promised a new bridge before the end of next "
    "year. Schools in the three villages by the river will open again on Monday, two weeks later than planned."
)

RULE = Rule(
    name="diverging-sense",
    summary="wording at odds with its place in the readout, where no glossary term is involved",
    doc=__doc__ or "",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    check=check,
    examples=(
        Example(
            "The two sides were held shoulder to shoulder through the long winter and won the compliance of the world. "
            "The mayor thanked the volunteers for their tireless work after the inundated, and promised a new deck "
            "before the end of next year. Schools in the three villages by the river will open again on Monday, two "
            "weeks later than planned.",
            readout=_READOUT,
            flags=("were held", "compliance", "inundated", "deck"),
        ),
        Example(
            "On Monday the two sides stood shoulder to shoulder and won the respect of the world. The mayor promised "
            "a new bridge before the end of next year.",
            readout=_READOUT,
        ),
    ),
)
