"""What a check says about a draft: the vocabulary of rules, engine and output formats."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tifalint.detection.decision import Decision
from tifalint.documents.document import Document
from tifalint.facts import Facts
from tifalint.glossary.model import Concept, Severity
from tifalint.text.spans import Span

__all__ = [
    "Applicability",
    "Category",
    "Diagnostic",
    "Example",
    "Finding",
    "Report",
    "Rule",
    "Score",
    "Suggestion",
]


class Category(StrEnum):
    """Error types of the MQM core typology."""

    TERMINOLOGY = "terminology"
    MISTRANSLATION = "accuracy: mistranslation"
    OMISSION = "accuracy: omission"
    ADDITION = "accuracy: addition"
    UNTRANSLATED = "accuracy: untranslated"
    CONVENTIONS = "linguistic conventions"


class Applicability(StrEnum):
    """Whether a suggestion may be applied without a person's eye."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Suggestion:
    """A text to put in the place of a diagnostic's."""

    text: str
    applicability: Applicability


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule yields; the engine makes a `Diagnostic` of it."""

    span: Span
    """In the draft."""
    message: str
    """What is wrong, in one sentence without a final stop; the suggestion is not repeated in it."""
    confidence: float
    """Probability that the finding is right, 0..1."""
    suggestions: tuple[Suggestion, ...] = ()
    severity: Severity | None = None
    """None leaves it to the rule."""
    concept: Concept | None = None
    cause: str = ""
    """How it came about, where that is known."""
    readout: Span | None = None
    """The place in the readout that it is held against."""
    decision: Decision | None = None
    """How a finding was weighed that is not a matter of course."""


@dataclass(frozen=True)
class Example:
    """A draft that shows what a rule does; every example is run as a test."""

    draft: str
    flags: tuple[str, ...] = ()
    """The texts that the rule must flag, in order; none means that it must stay silent."""
    readout: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One judgement. `name` says what is wrong and is the rule's module name with hyphens."""

    name: str
    summary: str
    """One phrase, in lower case, without a final stop."""
    doc: str
    """The rule's page, in Markdown: its module's docstring."""
    category: Category
    severity: Severity
    """The severity of findings that bring none of their own."""
    check: Callable[[Facts], Iterator[Finding]]
    examples: tuple[Example, ...]


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """A finding with the rule that made it."""

    rule: str
    category: Category
    severity: Severity
    confidence: float
    message: str
    span: Span
    concept: Concept | None
    cause: str
    readout: Span | None
    suggestions: tuple[Suggestion, ...]
    decision: Decision | None


@dataclass(frozen=True)
class Score:
    """An MQM quality score: 100 without errors, less each error's penalty per word."""

    mqm: float
    words: int
    critical: int
    major: int
    minor: int


@dataclass(frozen=True)
class Report:
    """All that a check says about one draft."""

    draft: Document
    readout: Document | None
    """The readout that the draft was held against."""
    diagnostics: tuple[Diagnostic, ...]
    """In the order of the text."""
    score: Score
    date: datetime.date
    """The day for which renderings were judged."""
