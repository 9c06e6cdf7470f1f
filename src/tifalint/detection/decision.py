"""The decision whether wording is garbled: a logistic model for each way of finding it, stored as plain data.

`weights.json` beside this module is written by `python tests/evaluation fit`, which says what it was fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

WEIGHTS = Path(__file__).with_name("weights.json")
"""The file of the fitted models."""


class Basis(StrEnum):
    """What a suspicion rests on: each basis has a model of its own."""

    TERM_READOUT = "term, readout"
    """A term's words, explained one by one, where an aligned passage of the readout has the term."""
    TERM_GLOSSARY = "term, glossary"
    """The same by the glossary alone."""
    LITERAL_READOUT = "literal, readout"
    """A term's Chinese, rendered piece by piece, where an aligned passage of the readout has the term."""
    LITERAL_GLOSSARY = "literal, glossary"
    """The same by the glossary alone."""
    LANDING = "landing"
    """The words on which a term of the readout lands, by their likeness in context."""
    DIFFERENCE_COPY = "difference, copy"
    """Words that differ from the readout's in a draft that is a copy of it."""
    DIFFERENCE_ACCOUNT = "difference, account"
    """Words that differ from the readout's in a draft that is another account of the event."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A logistic model over named features."""

    bias: float
    threshold: float
    """The least confidence at which a suspicion is reported."""
    weights: dict[str, float]
    """The log-odds that one of each feature adds; a feature without a weight adds nothing."""


class Decision(NamedTuple):
    """How sure a suspicion is, and why."""

    basis: Basis
    confidence: float
    """The probability that it is right, 0..1."""
    threshold: float
    model: Model
    features: Mapping[str, float]

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """What each feature that counted added to the log-odds, the weightiest first; the bias is among them."""
        parts = [("bias", self.model.bias)]
        parts += [(name, weight * self.features.get(name, 0.0)) for name, weight in self.model.weights.items()]
        return tuple(sorted((p for p in parts if p[1]), key=lambda p: (-abs(p[1]), p[0])))

    @property
    def is_reported(self) -> bool:
        """Whether it is sure enough to be said."""
        return self.confidence >= self.threshold


def decide(basis: Basis, model: Model, features: Mapping[str, float]) -> Decision:
    """Weigh the features of a suspicion."""
    total = model.bias + sum(weight * features.get(name, 0.0) for name, weight in model.weights.items())
    return Decision(basis, 1 / (1 + math.exp(-total)), model.threshold, model, features)


@lru_cache(maxsize=1)
def models() -> Mapping[Basis, Model]:
    """Give the fitted models."""
    return read_models(WEIGHTS)


def read_models(path: Path) -> dict[Basis, Model]:
    """Read models as they are stored; raises `msgspec.ValidationError` for a file that holds none."""
    return msgspec.json.decode(path.read_bytes(), type=dict[Basis, Model])
