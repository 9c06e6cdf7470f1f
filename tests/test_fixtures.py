"""The fixtures' garbles are found, and clean prose is left alone, with the real glossary and the real model."""

from __future__ import annotations

import json

import pytest

from conftest import CLEAN, EVENTS, FIXTURES
from tifalint.alignment.encoded import encode_document
from tifalint.diagnostics import Report
from tifalint.documents.document import Document
from tifalint.documents.reading import read_document
from tifalint.embedding.encoder import Encoder
from tifalint.engine import check, compare
from tifalint.glossary import Glossary
from tifalint.glossary.model import Severity
from tifalint.text.spans import Span

LEAST_FOUND = {"computing-conference": 0.6, "party-congress-study": 0.15, "trade-forum": 0.5}
"""Shares of the labelled garbles that are found now; a change may raise them."""


def documents(event: str) -> tuple[Document, Document]:
    """Give the draft and the readout."""
    draft, readout = (read_document(str(next((FIXTURES / event).glob(f"{part}.*")))) for part in ("draft", "readout"))
    return draft, readout


def report(event: str, glossary: Glossary, encoder: Encoder | None) -> Report:
    draft, readout = documents(event)
    comparison = compare(encode_document(draft, encoder), [encode_document(readout, encoder)]) if encoder else None
    return check(draft, glossary, comparison)


@pytest.mark.parametrize("event", LEAST_FOUND)
def test_garbles_are_found_and_nothing_else(event: str, glossary: Glossary, encoder: Encoder) -> None:
    """With its readout, each garbled draft yields its garbles and hardly a false alarm."""
    labels = json.loads((FIXTURES / event / "expected.json").read_text())["garbles"]
    spans = [Span(g["start"], g["end"]) for g in labels]
    found = [d.span for d in report(event, glossary, encoder).diagnostics]
    assert sum(any(s.overlaps(f) for f in found) for s in spans) / len(spans) >= LEAST_FOUND[event]
    assert sum(not any(f.overlaps(s) for s in spans) for f in found) <= 1


def test_every_event_is_measured() -> None:
    """No fixture is forgotten."""
    assert {*LEAST_FOUND, "clean-inspection-tour"} == set(EVENTS)


@pytest.mark.parametrize("held", [True, False], ids=["readout", "glossary-only"])
def test_the_clean_draft_is_left_alone(held: bool, glossary: Glossary, encoder: Encoder) -> None:
    """A human-edited draft yields nothing, with its readout and without."""
    assert report("clean-inspection-tour", glossary, encoder if held else None).diagnostics == ()


@pytest.mark.parametrize("event", EVENTS)
def test_readouts_are_clean(event: str, glossary: Glossary) -> None:
    """Clean official English yields nothing."""
    _, readout = documents(event)
    assert check(readout, glossary).diagnostics == ()


def false_alarms(reports: list[Report]) -> tuple[float, list[str]]:
    """Count what is flagged above neutral, per 1,000 words, and tell where to look."""
    alarms = [
        f"{r.draft.path}: {d.rule} {d.confidence:.2f} {r.draft.slice(d.span)!r} {d.message}"
        for r in reports
        for d in r.diagnostics
        if d.severity is not Severity.NEUTRAL
    ]
    return 1000 * len(alarms) / sum(r.draft.word_count for r in reports), alarms


def test_clean_pairs_hold_enough_prose() -> None:
    """A rate needs words: sixteen pairs, some 400 words a side, of which draft and readout share hardly a sentence."""
    assert len(CLEAN) >= 16
    for event in CLEAN:
        pair = documents(event)
        assert all(text.word_count >= 350 for text in pair), event
        ours, theirs = ({text.slice(s.span) for s in text.sentences} for text in pair)
        assert len(ours & theirs) <= 1, event


def test_clean_drafts_with_their_readouts(glossary: Glossary, encoder: Encoder) -> None:
    """Beside an account of the same event that is worded otherwise, at most one false alarm in 2,000 words."""
    reports = [report(event, glossary, encoder) for event in CLEAN]
    assert [r.draft.path for r in reports if r.readout is None] == []
    rate, alarms = false_alarms(reports)
    assert rate <= 0.5, "\n".join(alarms)


def test_clean_prose_alone(glossary: Glossary) -> None:
    """Drafts and readouts by themselves: at most one false alarm in 5,000 words."""
    rate, alarms = false_alarms([check(text, glossary) for event in CLEAN for text in documents(event)])
    assert rate <= 0.2, "\n".join(alarms)
