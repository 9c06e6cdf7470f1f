"""The fixtures' garbles are found, and their clean draft is left alone, with the real glossary and the real model."""

from __future__ import annotations

import json

import pytest

from conftest import FIXTURES
from tifalint.alignment.encoded import encode_document
from tifalint.diagnostics import Report
from tifalint.documents.reading import read_document
from tifalint.embedding.encoder import Encoder
from tifalint.engine import check, compare
from tifalint.glossary import Glossary
from tifalint.text.spans import Span

EVENTS = sorted(p.name for p in FIXTURES.iterdir() if p.is_dir())
LEAST_FOUND = {"computing-conference": 0.6, "party-congress-study": 0.15, "trade-forum": 0.5}
"""Shares of the labelled garbles that are found now; a change may raise them."""


def report(event: str, glossary: Glossary, encoder: Encoder | None) -> Report:
    draft, readout = (read_document(str(next((FIXTURES / event).glob(f"{part}.*")))) for part in ("draft", "readout"))
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
    readout = read_document(str(next((FIXTURES / event).glob("readout.*"))))
    assert check(readout, glossary).diagnostics == ()
