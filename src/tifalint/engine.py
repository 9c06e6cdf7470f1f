"""Runs the rules over a draft."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tifalint.diagnostics import Diagnostic, Report, Rule, Score
from tifalint.documents.document import Document
from tifalint.facts import Comparison, Facts
from tifalint.glossary.model import Glossary, Severity
from tifalint.rules import RULES

if TYPE_CHECKING:
    from tifalint.alignment.encoded import EncodedDocument

PENALTIES = {Severity.NEUTRAL: 0, Severity.MINOR: 1, Severity.MAJOR: 5, Severity.CRITICAL: 25}
"""MQM's severity multipliers (https://themqm.org/error-types-2/the-mqm-scoring-models/)."""


def compare(draft: EncodedDocument, readouts: Sequence[EncodedDocument]) -> Comparison | None:
    """Hold a draft against the readout it is closest to; None when none is about the same event."""
    from tifalint.alignment.sentences import align  # numpy, which a check without a readout does not need

    found = [Comparison(draft, readout, align(draft, readout)) for readout in readouts]
    best = max(found, key=lambda c: c.alignment.relatedness, default=None)
    return best if best and best.alignment.related else None


def check(
    draft: Document,
    glossary: Glossary,
    comparison: Comparison | None = None,
    *,
    rules: Sequence[Rule] = RULES,
    today: datetime.date | None = None,
) -> Report:
    """Check one draft; `today` stands in for the date of a draft that has none."""
    facts = Facts(draft, glossary, comparison, today or datetime.date.today())
    found: list[Diagnostic] = []
    for rule in rules:
        for finding in rule.check(facts):
            # An earlier rule has said what is wrong with these words.
            if any(d.span.covers(finding.span) for d in found) or draft.protected.overlaps(finding.span):
                continue
            found.append(
                Diagnostic(
                    rule=rule.name,
                    category=rule.category,
                    severity=finding.severity or rule.severity,
                    confidence=finding.confidence,
                    message=finding.message,
                    span=finding.span,
                    concept=finding.concept,
                    cause=finding.cause,
                    readout=finding.readout,
                    suggestions=finding.suggestions,
                    decision=finding.decision,
                )
            )
    found.sort(key=lambda d: (d.span, d.rule))
    readout = comparison.readout.document if comparison else None
    return Report(draft, readout, tuple(found), score(found, draft.word_count), facts.draft.layout.date or facts.today)


def score(diagnostics: Sequence[Diagnostic], words: int) -> Score:
    """Give the raw MQM quality score: 100 times one minus the penalties per word, 0 at the least."""
    count = {s: sum(d.severity is s for d in diagnostics) for s in Severity}
    penalty = sum(PENALTIES[s] * n for s, n in count.items())
    mqm = max(0.0, 100 * (1 - penalty / words)) if words else 100.0
    return Score(round(mqm, 1), words, count[Severity.CRITICAL], count[Severity.MAJOR], count[Severity.MINOR])
