"""The models are fitted and judged as the report says: held out by event, drawn to what was known, calibrated."""

from __future__ import annotations

import random

import pytest

from evaluation.cases import Case, clean_text
from evaluation.editing import edit, edited_cases
from evaluation.fitting import (
    PRIOR,
    Example,
    Record,
    calibration_error,
    choose_threshold,
    fit,
    held_out,
    record,
)
from tifalint.alignment.encoded import encode_document
from tifalint.detection.decision import Basis, read_models
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder
from tifalint.glossary import Glossary

GARBLED = "It trains tall language models. The state office of planning met."


@pytest.fixture(scope="module")
def garbled(glossary: Glossary, encoder: Encoder) -> Record:
    """Give a draft with a garble, among other suspects."""
    case = Case("a", "", GARBLED, None, [], event_group="a")
    encode = lambda text: encode_document(parse_document(text, "x.md", ".md"), encoder)  # noqa: E731
    found = record(case, glossary, encode, weight=1.0, real=True)
    assert found.examples and not any(example.label for example in found.examples)
    return found


def _labelled(found: Record, label: bool, group: str) -> Record:
    examples = tuple(Example(e.suspect, label, 1.0) for e in found.examples)
    return Record(found.case, group, True, examples, found.plain, found.words)


def test_labels_move_the_models(garbled: Record) -> None:
    """What is labelled garbled becomes likelier than what is labelled right; what no example has stays as it was."""
    prior = read_models(PRIOR)
    right = fit([_labelled(garbled, False, "a")] * 40 + [_labelled(garbled, True, "b")], prior)
    wrong = fit([_labelled(garbled, True, "a")] * 40 + [_labelled(garbled, False, "b")], prior)
    basis = Basis.TERM_GLOSSARY
    assert wrong[basis].bias > right[basis].bias
    assert right[Basis.DIFFERENCE_COPY] == prior[Basis.DIFFERENCE_COPY]


def test_no_event_judges_itself(garbled: Record) -> None:
    """The models that judge an event have not seen it: its labels change nothing of what is said of it."""
    prior = read_models(PRIOR)
    others = [_labelled(garbled, bool(i % 2), f"other {i}") for i in range(12)]
    confidences = []
    for label in (True, False):
        found = held_out([*others, _labelled(garbled, label, "own")], prior)
        confidences.append([s.decision.confidence for each, s, _ in found if each.group == "own"])
    assert confidences[0] == confidences[1] != []


@pytest.mark.parametrize(
    ("found", "error"),
    [
        ([(0.95, True)] * 19 + [(0.95, False)], 0.0),
        ([(0.95, False)] * 4, 0.95),
        ([(0.15, False)] * 10 + [(0.85, True)] * 10, 0.15),
        ([], 0.0),
    ],
)
def test_calibration_error(found: list[tuple[float, bool]], error: float) -> None:
    """How far confidence is from the share of right ones, bin by bin."""
    assert calibration_error(found) == pytest.approx(error)


def test_a_threshold_needs_proof(garbled: Record) -> None:
    """Without right ones above it, no threshold is low."""
    judged = held_out([_labelled(garbled, False, f"event {i}") for i in range(6)], read_models(PRIOR))
    assert choose_threshold(judged, [Basis.TERM_GLOSSARY], most=0.1) >= 0.9


def test_edits_keep_the_text_a_copy() -> None:
    """An edited text is another one, the same for one seed, and most of its words are the original's."""
    text = " ".join(["The mayor said that many companies will quickly build a big bridge across the river."] * 8)
    assert edit(text, random.Random(1)) == edit(text, random.Random(1)) != text
    (case,) = edited_cases([clean_text(text)], seed=3)
    kept = set(case.draft.split()) & set(text.split())
    assert case.readout == text and case.spans == [] and len(kept) >= 8
