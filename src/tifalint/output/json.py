"""The JSON contract that tools rely on, version 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tifalint import __version__
from tifalint.diagnostics import Diagnostic, Report
from tifalint.documents.document import Document
from tifalint.facts import Facts
from tifalint.text.spans import Span

if TYPE_CHECKING:
    from tifalint.detection.suggesting import Suggestion


def render_json(reports: Sequence[Report], *, explain_scores: bool = False) -> str:
    """Render reports as one JSON document with a final line end; offsets and columns count Unicode characters.

    With `explain_scores`, each diagnostic has a further key `decision`: null where no model decided.
    """
    return _encode(
        {
            "version": 1,
            "tool": {"name": "tifalint", "version": __version__},
            "files": [
                {
                    "path": report.draft.path,
                    "readout": report.readout.path if report.readout else None,
                    "score": {
                        "mqm": report.score.mqm,
                        "words": report.score.words,
                        "critical": report.score.critical,
                        "major": report.score.major,
                        "minor": report.score.minor,
                    },
                    "diagnostics": [
                        _diagnostic(d, report) | (_decision(d) if explain_scores else {}) for d in report.diagnostics
                    ],
                }
                for report in reports
            ],
        }
    )


def render_terms_json(found: Sequence[Facts]) -> str:
    """Render the known terms of drafts as one JSON document with a final line end."""
    return _encode(
        {
            "version": 1,
            "files": [
                {
                    "path": facts.draft.path,
                    "terms": [
                        {
                            "concept": hit.concept.id,
                            "zh": hit.concept.chinese or None,
                            "form": hit.designation.form,
                            "status": hit.designation.status,
                            "text": facts.draft.slice(hit.span),
                            "start": _position(facts.draft, hit.span.start),
                            "end": _position(facts.draft, hit.span.end),
                        }
                        for hits in facts.terms
                        for hit in hits
                    ],
                }
                for facts in found
            ],
        }
    )


def render_suggestions_json(found: Sequence[tuple[str, Sequence[Suggestion]]]) -> str:
    """Render phrases, each with what it could have been, as one JSON document with a final line end."""
    return _encode(
        {
            "version": 1,
            "phrases": [
                {
                    "phrase": phrase,
                    "suggestions": [
                        {
                            "text": s.text,
                            "concept": s.concept.id,
                            "score": round(s.score, 2),
                            "cause": s.cause or None,
                        }
                        for s in suggestions
                    ],
                }
                for phrase, suggestions in found
            ],
        }
    )


def _diagnostic(found: Diagnostic, report: Report) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "category": found.category,
        "severity": found.severity,
        "confidence": round(found.confidence, 2),
        "message": found.message,
        "text": report.draft.slice(found.span),
        "start": _position(report.draft, found.span.start),
        "end": _position(report.draft, found.span.end),
        "concept": found.concept.id if found.concept else None,
        "zh": (found.concept.chinese or None) if found.concept else None,
        "cause": found.cause or None,
        "readout": _place(report.readout, found.readout) if report.readout and found.readout else None,
        "suggestions": [{"text": s.text, "applicability": s.applicability} for s in found.suggestions],
    }


def _decision(found: Diagnostic) -> dict[str, Any]:
    decision = found.decision
    return {
        "decision": {
            "basis": decision.basis,
            "threshold": decision.threshold,
            "log_odds": {name: round(value, 3) for name, value in decision.parts},
        }
        if decision
        else None
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    return {
        "start": _position(document, span.start),
        "end": _position(document, span.end),
        "text": document.slice(span),
    }


def _position(document: Document, offset: int) -> dict[str, int]:
    line, column = document.position(offset)
    return {"offset": offset, "line": line, "column": column}


def _encode(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"
