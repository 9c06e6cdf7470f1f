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
from typing import NamedTuple

import msgspec
import numpy as np

from tifalint.alignment.encoded import EncodedDocument
from tifalint.detection.decision import Basis, Model, models
from tifalint.detection.garbles import Context, Suspect, Suspicion, basis_of, look_round, weigh, weigh_all, write
from tifalint.engine import compare
from tifalint.facts import Facts
from tifalint.glossary.model import Glossary

from .cases import Case, Garble
from .scoring import is_fixed, is_on

ROUNDS = 3
"""How often the models are fitted: how rough a draft is follows from the models of the round before."""
FOLDS = 6
PRECISION = 0.92
"""The least share of right ones among what is reported in garbled drafts."""
ALARMS = 0.15
"""The most false alarms per 1,000 words of clean text."""
STEPS = range(30, 95)
"""The thresholds to choose from, in hundredths."""
_OF_ACCOUNTS = (Basis.TERM_READOUT, Basis.LITERAL_READOUT, Basis.LANDING)
"""What is fitted on accounts of an event alone: in a copy the differences say all."""
PULL = 1.0
"""Strength of the pull towards no weight at all, beside one example of weight 1."""


class Example(NamedTuple):
    """A suspect with what the labels say of it."""

    suspect: Suspect
    label: bool
    weight: float


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
            right = any(_is_right(g, concept, garble.texts) for g in on)
            # In the right place with the wrong remedy: worth saying, and to be outdone by the right one.
            parts = ((True, 1.0),) if right else ((True, 0.4), (False, 0.2))
            examples += [Example(suspect, label, part * weight) for label, part in parts]
        elif not any(garble.span.overlaps(place) for place in case.unclear):
            examples.append(Example(suspect, False, weight))
    plain = len(facts.debris) + len(facts.repetitions) + len(facts.wrong_case)
    return Record(case, case.event_group or case.id, real, tuple(examples), plain, draft.document.word_count)


def _is_right(garble: Garble, concept: str, texts: Sequence[str]) -> bool:
    return (bool(concept) and concept == garble.concept) or is_fixed(garble, texts[:1])


def fit(records: Sequence[Record], start: Mapping[Basis, Model]) -> dict[Basis, Model]:
    """Fit the model of each basis; `start` names the features, gives the thresholds and the first idea of roughness."""
    fitted = dict(start)
    for _ in range(ROUNDS):
        rows: defaultdict[Basis, list[tuple[Mapping[str, float], bool, float]]] = defaultdict(list)
        for each in records:
            context = look_round(each.suspects, each.plain, each.words, fitted)
            for suspect, label, weight in each.examples:
                suspicion = weigh(suspect, context, fitted)
                if suspicion.basis in _OF_ACCOUNTS and each.is_copy:
                    continue
                rows[suspicion.basis].append((suspicion.features, label, weight))
        fitted = {basis: _regress(model, rows[basis]) for basis, model in fitted.items()}
    return fitted


def _regress(model: Model, rows: Sequence[tuple[Mapping[str, float], bool, float]]) -> Model:
    from sklearn.linear_model import LogisticRegression

    names = sorted(model.weights)
    given = np.array([[features.get(name, 0.0) for name in names] for features, _, _ in rows])
    labels, weights = np.array([label for _, label, _ in rows]), np.array([weight for _, _, weight in rows])
    if len(set(labels.tolist())) < 2:
        return model
    # Features are brought to one scale, so that the pull towards no weight is the same for all; one that never varies
    # says nothing.
    spread = given.std(axis=0)
    scale = np.where(spread > 1e-6, spread, np.inf)
    regression = LogisticRegression(C=1 / PULL, max_iter=2_000)
    regression.fit(given / scale, labels, sample_weight=weights)
    slopes = {name: round(float(slope), 3) for name, slope in zip(names, regression.coef_[0] / scale, strict=True)}
    return Model(round(float(regression.intercept_[0]), 3), model.threshold, slopes)


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


def choose_threshold(found: Sequence[tuple[Record, Suspicion, bool]], bases: Collection[Basis], words: int) -> float:
    """Choose the lowest threshold that keeps precision in garbled drafts and false alarms in `words` of clean text.

    Half a finding is added to the wrong ones, so that a few right ones alone prove nothing.
    """
    mine = [(r, s.decision.confidence, label) for r, s, label in found if s.basis in bases and r.real]
    for percent in range(STEPS.start, STEPS.stop):
        level = percent / 100
        said = Counter(label for r, c, label in mine if c >= level and r.case.spans)
        alarms = sum(c >= level for r, c, _ in mine if not r.case.spans)
        if said[False] + 0.5 <= (1 - PRECISION) * said.total() and 1_000 * alarms <= ALARMS * words:
            return level
    return STEPS.stop / 100


def fit_and_judge(records: Sequence[Record], start: Mapping[Basis, Model]) -> tuple[dict[Basis, Model], str]:
    """Fit on all records, with thresholds chosen where each event was held out; give the models and a report."""
    found = held_out(records, start)
    clean = {
        held: sum(r.words for r in records if r.real and not r.case.spans and bool(r.case.readout) is held)
        for held in (True, False)
    }
    alone = (Basis.TERM_GLOSSARY, Basis.LITERAL_GLOSSARY)
    beside = [basis for basis in Basis if basis not in alone]
    levels = dict.fromkeys(alone, choose_threshold(found, alone, clean[False]))
    levels |= dict.fromkeys(beside, choose_threshold(found, beside, clean[True]))
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
