"""Fits the models that decide what is a garble, and says how well they carry over to other events.

Material: labelled cases against their readout, against their undamaged text and alone, and the undamaged texts; round
trips and lexicon garbles of the clean fixtures; clean fixtures, also as an editor would change them; clean prose. All of
one event stays together: each event's figures come from models that never saw it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from tifalint.alignment.encoded import EncodedDocument
from tifalint.detection.decision import Basis, Model, models
from tifalint.detection.garbles import (
    Context,
    Suspect,
    Suspicion,
    basis_of,
    disjoint,
    look_round,
    weigh,
    weigh_all,
    write,
)
from tifalint.engine import compare
from tifalint.facts import Facts
from tifalint.glossary.model import Glossary

from .cases import Case, Garble
from .scoring import is_fixed, is_on

ROUNDS = 3
"""How often the models are fitted: how rough a draft is follows from the models of the round before."""
FOLDS = 6
PRECISION = 0.87
"""The least share of right ones among what the models report in garbled drafts, events held out. Rules that need no
model (debris, grammar, capitals, listed garbles) come on top and are surer."""
STEPS = range(25, 95)
"""The thresholds to choose from, in hundredths."""
TOGETHER = {
    (Basis.TERM_GLOSSARY, Basis.LITERAL_GLOSSARY): 0.12,
    (Basis.TERM_READOUT, Basis.LITERAL_READOUT, Basis.LANDING): 0.18,
    (Basis.DIFFERENCE_ACCOUNT,): 0.05,
    (Basis.DIFFERENCE_COPY,): 0.22,
}
"""The bases that have one threshold (without a readout; with one, for terms, accounts and copies), each with the most
false alarms that it may raise in 1,000 words of clean text."""
_OF_ACCOUNTS = (Basis.TERM_READOUT, Basis.LITERAL_READOUT, Basis.LANDING)
"""What is fitted on accounts of an event alone: in a copy the differences say all."""
PRIOR = Path(__file__).with_name("prior.json")
"""The models as they were set by hand, on the same cases and after the findings of others; fits are drawn to them,
because the real garbles are few: 255 in 22 documents."""
PULL = 10.0
"""Strength of the pull towards the weights set by hand, beside one example of weight 1. Of 1, 5, 10 and 20, and of no
prior at all, this and its neighbours found the most at few alarms in events held out."""
BIAS_SHARE = 0.01
"""Share of the pull that the bias feels."""
LOSERS = 0.15
"""Share of its weight that a suspect counts which a likelier one displaces."""


class Example(NamedTuple):
    """A suspect with what the labels say of it."""

    suspect: Suspect
    label: bool
    """Whether it is in the place of a garble."""
    weight: float
    """What it counts in the fit: nothing where the place is right and the remedy wrong."""


@dataclass(frozen=True)
class Record:
    """A draft with all its suspects."""

    case: Case
    group: str
    """What stays together: the event."""
    real: bool
    """Whether it was garbled or written by others, not made for the fit."""
    examples: tuple[Example, ...]
    plain: int
    """Other signs of a machine."""
    words: int

    @cached_property
    def is_copy(self) -> bool:
        """Whether the draft copies its readout."""
        return any(basis_of(e.suspect) is Basis.DIFFERENCE_COPY for e in self.examples)

    @cached_property
    def suspects(self) -> list[Suspect]:
        """The suspects alone."""
        return list({id(e.suspect[0]): e.suspect for e in self.examples}.values())


Encode = Callable[[str], EncodedDocument]


def record(case: Case, glossary: Glossary, encode: Encode, *, weight: float, real: bool) -> Record:
    """Look for suspects in a case's draft and label them."""
    draft = encode(case.draft)
    comparison = compare(draft, [encode(case.readout)]) if case.readout else None
    facts = Facts(draft.document, glossary, comparison)
    readout = comparison.readout.document if comparison else None
    examples = []
    for suspect in facts.suspects:
        garble = write(weigh(suspect, Context(), models()), draft.document, readout, glossary, ())
        if not garble.texts or draft.document.protected.overlaps(garble.span):
            continue
        on = [g for g in case.spans if is_on(garble.span, g.span)]
        if on:
            concept = garble.concept.id if garble.concept else ""
            mended = any(_is_right(g, concept, garble.texts) for g in on)
            examples.append(Example(suspect, True, weight if mended else 0.0))
        elif not any(garble.span.overlaps(place) for place in case.unclear):
            examples.append(Example(suspect, False, weight))
    words = draft.document.word_count
    return Record(case, case.event_group or case.id, real, tuple(examples), facts.plain_signs, words)


def _is_right(garble: Garble, concept: str, texts: Sequence[str]) -> bool:
    return (bool(concept) and concept == garble.concept) or is_fixed(garble, texts[:1])


def fit(records: Sequence[Record], start: Mapping[Basis, Model]) -> dict[Basis, Model]:
    """Fit the model of each basis, drawn towards `start`, which names the features and gives the thresholds.

    What loses its words to a likelier suspect counts for little: it would not be said.
    """
    fitted = dict(start)
    for _ in range(ROUNDS):
        rows: defaultdict[Basis, list[tuple[Mapping[str, float], bool, float]]] = defaultdict(list)
        for each in records:
            context = look_round(each.suspects, each.plain, each.words, fitted)
            weighed = [weigh(suspect, context, fitted) for suspect in each.suspects]
            winners = {id(s.suspect) for s in disjoint(weighed)}
            by_id = {id(s.suspect): s for s in weighed}
            for (wording, _), label, weight in each.examples:
                suspicion = by_id[id(wording)]
                if weight and not (suspicion.basis in _OF_ACCOUNTS and each.is_copy):
                    share = 1.0 if id(wording) in winners else LOSERS
                    rows[suspicion.basis].append((suspicion.features, label, share * weight))
        fitted = {basis: _regress(start[basis], rows[basis]) for basis in fitted}
    return fitted


def _regress(start: Model, rows: Sequence[tuple[Mapping[str, float], bool, float]]) -> Model:
    """Fit a logistic model whose weights are drawn towards those of `start`.

    Features are brought to one scale, so that the pull is the same for all; one that never varies keeps its weight.
    """
    from scipy.optimize import minimize

    names = sorted(start.weights)
    drawn = np.array([start.weights[name] for name in names])
    if len({label for _, label, _ in rows}) < 2:
        return start
    given = np.array([[features.get(name, 0.0) for name in names] for features, _, _ in rows])
    sides = np.array([1.0 if label else -1.0 for _, label, _ in rows])
    weights = np.array([weight for _, _, weight in rows])
    spread = given.std(axis=0)
    scale = np.where(spread > 1e-6, spread, 1.0)
    scaled = given / scale

    def loss(slopes: np.ndarray) -> tuple[float, np.ndarray]:
        margins = (scaled @ slopes[:-1] + slopes[-1]) * sides
        away = np.append(slopes[:-1] - drawn * scale, BIAS_SHARE * (slopes[-1] - start.bias))
        slope = -weights * sides / (1 + np.exp(margins))
        value = weights @ np.logaddexp(0, -margins) + PULL / 2 * (
            away[:-1] @ away[:-1] + away[-1] * (slopes[-1] - start.bias)
        )
        return float(value), np.append(scaled.T @ slope, slope.sum()) + PULL * away

    best = minimize(loss, np.append(drawn * scale, start.bias), jac=True, method="L-BFGS-B").x
    slopes = {name: round(float(slope), 3) for name, slope in zip(names, best[:-1] / scale, strict=True)}
    return Model(round(float(best[-1]), 3), start.threshold, slopes)


def judged(each: Record, used: Mapping[Basis, Model]) -> list[tuple[Suspicion, bool]]:
    """Decide on a draft's suspects as a check does, each with its label."""
    labels = {id(e.suspect[0]): e.label for e in reversed(each.examples)}
    return [(s, labels[id(s.suspect)]) for s in weigh_all(each.suspects, each.plain, each.words, used)]


def held_out(records: Sequence[Record], start: Mapping[Basis, Model]) -> list[tuple[Record, Suspicion, bool]]:
    """Judge each event by models that were fitted without it."""
    groups = sorted({each.group for each in records})
    fold = {group: i % FOLDS for i, group in enumerate(groups)}
    out = []
    for number in range(FOLDS):
        fitted = fit([r for r in records if fold[r.group] != number], start)
        for each in records:
            if fold[each.group] == number:
                out += [(each, suspicion, label) for suspicion, label in judged(each, fitted)]
    return out


def calibration_error(found: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Give the expected calibration error: how far confidence and share of right ones differ, on the average."""
    by_bin: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, label in found:
        by_bin[min(bins - 1, int(confidence * bins))].append((confidence, label))
    total = sum(map(len, by_bin.values()))
    gaps = (abs(sum(c for c, _ in each) - sum(y for _, y in each)) for each in by_bin.values())
    return sum(gaps) / max(1, total)


def choose_threshold(found: Sequence[tuple[Record, Suspicion, bool]], bases: Collection[Basis], most: float) -> float:
    """Choose the lowest threshold that keeps precision in garbled drafts and at most so many false alarms in clean text.

    With nothing right above it, a threshold is not proven.
    """
    mine = [(r, s.decision.confidence, label) for r, s, label in found if s.basis in bases and r.real]
    for percent in range(STEPS.start, STEPS.stop):
        level = percent / 100
        said = Counter(label for r, c, label in mine if c >= level and r.case.spans)
        alarms = sum(c >= level for r, c, _ in mine if not r.case.spans)
        if said.total() and said[False] <= (1 - PRECISION) * said.total() and alarms <= most:
            return level
    return STEPS.stop / 100


def fit_and_judge(records: Sequence[Record], start: Mapping[Basis, Model]) -> tuple[dict[Basis, Model], str]:
    """Fit on all records, with thresholds chosen where each event was held out; give the models and a report."""
    found = held_out(records, start)
    clean = {
        held: sum(r.words for r in records if r.real and not r.case.spans and bool(r.case.readout) is held)
        for held in (True, False)
    }
    levels: dict[Basis, float] = {}
    for bases, most in TOGETHER.items():
        held = bases[0] not in (Basis.TERM_GLOSSARY, Basis.LITERAL_GLOSSARY)
        levels |= dict.fromkeys(bases, choose_threshold(found, bases, most * clean[held] / 1_000))
    fitted = {
        basis: msgspec.structs.replace(model, threshold=levels[basis]) for basis, model in fit(records, start).items()
    }
    lines = [
        f"{len(records)} drafts, {sum(len(r.examples) for r in records)} suspects, each event judged by a fit without it"
    ]
    for basis in Basis:
        mine = [(s.decision.confidence, label) for r, s, label in found if s.basis is basis and r.real]
        said = [label for confidence, label in mine if confidence >= levels[basis]]
        right = sum(label for _, label in mine)
        lines.append(
            f"{basis}: {len(mine)} judged, {right} garbled; reported from {levels[basis]:.2f}: {sum(said)} right, "
            f"{len(said) - sum(said)} wrong; calibration error {calibration_error(mine):.3f}"
        )
    everything = [(s.decision.confidence, label) for r, s, label in found if r.real]
    lines.append(f"calibration error over all: {calibration_error(everything):.3f}")
    return fitted, "\n".join(lines)
