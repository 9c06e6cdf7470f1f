"""Sentences find each other, however a draft orders, folds and pads them."""

from __future__ import annotations

import json

import pytest

from conftest import EVENTS, FIXTURES
from tifalint.alignment.encoded import encode_document
from tifalint.alignment.sentences import Alignment, align
from tifalint.documents.reading import parse_document, read_document
from tifalint.embedding.encoder import Encoder

READOUT = (
    "The premier opened a bridge in the south. Farmers will get cheaper loans for machines. "
    "The ministry will train ten thousand nurses. Exports of steel fell in spring. A new museum is to open in autumn."
)


def links(draft: str, readout: str, encoder: Encoder) -> tuple[Alignment, dict[int, set[int]]]:
    ours, theirs = (encode_document(parse_document(t, "x", ".txt"), encoder) for t in (draft, readout))
    found = align(ours, theirs)
    return found, {i: {link.readout for link in found.of_draft.get(i, ())} for i in range(len(ours.vectors))}


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # The same order; another; two sentences folded into one; padding.
        (READOUT, {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}),
        ("A museum opens in autumn. Steel exports went down in the spring. The premier inaugurated a southern bridge.",
         {0: 4, 1: 3, 2: 0}),
        ("Loans for farm machines will be cheaper. He also likes tea with milk at home.", {0: 1}),
    ],
)  # fmt: skip
def test_each_sentence_finds_its_own(draft: str, expected: dict[int, int], encoder: Encoder) -> None:
    """The right readout sentence is the best link of each draft sentence."""
    found, _ = links(draft, READOUT, encoder)
    assert {i: found.of_draft[i][0].readout for i in expected} == expected


def test_a_lead_that_folds_sentences_is_linked_to_all(encoder: Encoder) -> None:
    """One sentence of the draft can stand for several of the readout."""
    lead = (
        "The premier opened a bridge in the south, and said that ten thousand nurses would be trained by the ministry."
    )
    _, found = links(lead, READOUT, encoder)
    assert found[0] >= {0, 2}


def test_padding_is_linked_to_nothing(encoder: Encoder) -> None:
    """Background that the readout lacks has no counterpart."""
    draft = "The premier inaugurated a southern bridge. Dolphins sleep with one eye open."
    _, found = links(draft, READOUT, encoder)
    assert found[1] == set()


def test_related_events_are_told_from_unrelated_ones(encoder: Encoder) -> None:
    """Each fixture's draft is related to its own readout, and to no other's."""
    folders = [FIXTURES / event for event in EVENTS]
    drafts = [encode_document(read_document(str(next(f.glob("draft.*")))), encoder) for f in folders]
    readouts = [encode_document(read_document(str(next(f.glob("readout.*")))), encoder) for f in folders]
    for i, draft in enumerate(drafts):
        assert [align(draft, readout).related for readout in readouts] == [i == j for j in range(len(readouts))], (
            folders[i]
        )


def test_expected_files_are_true() -> None:
    """The fixtures' labels lie where they say."""
    for path in FIXTURES.glob("*/expected.json"):
        text = next(path.parent.glob("draft.*")).read_text(encoding="utf-8")
        for garble in json.loads(path.read_text())["garbles"]:
            assert text[garble["start"] : garble["end"]] == garble["text"]
