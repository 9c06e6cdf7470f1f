"""Fits the models that decide what is a garble, and says how well they carry over to other events.

Material: labelled cases against their readout, against their undamaged text and alone, and the undamaged texts; round
trips and lexicon garbles of the clean fixtures; clean fixtures, also as an editor would change them; clean prose. All of
one event stays together: each event's figures come from models that never saw it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tifalint.alignment.encoded import EncodedDocument
from tifalint.detection.decision import Basis, Model
from tifalint.detection.garbles import COPY, Suspect, Suspicion, weigh_all, write
from tifalint.engine import compare
from tifalint.facts import Facts
from tifalint.glossary.model import Glossary

from .cases import Case, Garble
from .scoring import is_fixed, is_on

ROUNDS = 3
"""How often the models are fitted: how rough a draft is follows from the models of the round before."""
FOLDS = 6
_PRIOR = 0.05
"""Strength of the pull towards no weight at all, for each example."""


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

    def suspects(self) -> list[Suspect]:
        """Give the suspects alone."""
        return [example.suspect for example in self.examples]


Encode = Callable[[str], EncodedDocument]


def record(case: Case, glossary: Glossary, encode: Encode, *, weight: float, real: bool) -> Record:
    """Look for suspects in a case's draft and label them."""
    draft = encode(case.draft)
    comparison = compare(draft, [encode(case.readout)]) if case.readout else None
    facts = Facts(draft.document, glossary, comparison)
    readout = comparison.readout.document if comparison else None
    examples = []
    for suspicion in weigh_all_apart(facts.suspects):
        garble = write(suspicion, draft.document, readout, glossary, ())
        if not garble.texts or draft.document.protected.overlaps(garble.span):
            continue
        on = [g for g in case.spans if is_on(garble.span, g.span)]
        suspect = (suspicion.suspect, dict(suspicion.features))
        if on:
            concept = garble.concept.id if garble.concept else ""
            right = any(_is_right(g, concept, garble.texts) for g in on)
            # In the right place with the wrong remedy: worth saying, and to be outdone by the right one.
            examples += (
                [Example(suspect, True, weight)]
                if right
                else [Example(suspect, True, 0.4 * weight), Example(suspect, False, 0.2 * weight)]
            )
        elif not any(garble.span.overlaps(place) for place in case.unclear):
            examples.append(Example(suspect, False, weight))
    plain = len(facts.debris) + len(facts.repetitions) + len(facts.wrong_case)
    return Record(case, case.event_group or case.id, real, tuple(examples), plain, draft.document.word_count)


def weigh_all_apart(suspects: Sequence[Suspect]) -> Iterator[Suspicion]:
    """Weigh each suspect alone, so that none gives way to another."""
    for suspect in suspects:
        yield from weigh_all([suspect], 0, 500)


def _is_right(garble: Garble, concept: str, texts: Sequence[str]) -> bool:
    return (bool(concept) and concept == garble.concept) or is_fixed(garble, texts[:1])


def fit(records: Sequence[Record], start: Mapping[Basis, Model]) -> dict[Basis, Model]:
    """Fit the model of each basis; `start` gives the features and the thresholds, and the first idea of roughness."""
    from sklearn.linear_model import LogisticRegression

    models = dict(start)
    for _ in range(ROUNDS):
        rows: defaultdict[Basis, list[tuple[Mapping[str, float], bool, float]]] = defaultdict(list)
        for each in records:
            roughness, stray = _context(each, models)
            for i, ((wording, features), label, weight) in enumerate(each.examples):
                basis = _basis(wording, features)
                rows[basis].append(({**features, "rough": roughness, "stray": stray[i]}, label, weight))
        fitted = {}
        for basis, model in models.items():
            names = sorted(model.weights)
            found = rows[basis]
            given = np.array([[f.get(n, 0.0) for n in names] for f, _, _ in found])
            labels, weights = np.array([y for _, y, _ in found]), np.array([w for _, _, w in found])
            if len(set(labels.tolist())) < 2:
                fitted[basis] = model
                continue
            scale = np.maximum(given.std(axis=0), 1e-6)
            regression = LogisticRegression(C=1 / (_PRIOR * 20), max_iter=2_000)
            regression.fit(given / scale, labels, sample_weight=weights)
            slopes = regression.coef_[0] / scale
            # What never varies says nothing.
            slopes = np.where(given.std(axis=0) > 1e-6, slopes, 0.0)
            fitted[basis] = Model(
                round(float(regression.intercept_[0]), 3),
                model.threshold,
                {n: round(float(s), 3) for n, s in zip(names, slopes, strict=True)},
            )
        models = fitted
    return models


def _basis(wording: object, features: Mapping[str, float]) -> Basis:
    (suspicion,) = weigh_all([(wording, dict(features))], 0, 500)  # type: ignore[list-item]
    return suspicion.basis


def _context(each: Record, models: Mapping[Basis, Model]) -> tuple[float, list[float]]:
    """Give how rough a draft is by these models, and for each example whether it is the accident of one language."""
    suspicions = weigh_all(each.suspects(), each.plain, each.words, models)
    rough = suspicions[0].features["rough"] if suspicions else 0.0
    return rough, [s[1].get("stray", 0.0) for s in each.suspects()]


def judged(each: Record, models: Mapping[Basis, Model]) -> list[tuple[Suspicion, bool]]:
    """Decide on a draft's suspects as a check does, each with its label."""
    labels = {id(e.suspect[0]): e.label for e in reversed(each.examples)}
    return [(s, labels[id(s.suspect)]) for s in weigh_all(each.suspects(), each.plain, each.words, models)]


def held_out(records: Sequence[Record], start: Mapping[Basis, Model]) -> list[tuple[Record, Suspicion, bool]]:
    """Judge each event by models that were fitted without it."""
    groups = sorted({each.group for each in records})
    fold = {group: i % FOLDS for i, group in enumerate(groups)}
    out = []
    for number in range(FOLDS):
        models = fit([r for r in records if fold[r.group] != number], start)
        for each in records:
            if fold[each.group] == number:
                out += [(each, suspicion, label) for suspicion, label in judged(each, models)]
    return out


def calibration_error(found: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Give the expected calibration error: how far confidence and share of right ones differ, on the average."""
    by_bin: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, label in found:
        by_bin[min(bins - 1, int(confidence * bins))].append((confidence, label))
    total = sum(map(len, by_bin.values()))
    gaps = (abs(sum(c for c, _ in each) - sum(y for _, y in each)) for each in by_bin.values())
    return sum(gaps) / max(1, total)


def thresholds(
    found: Sequence[tuple[Record, Suspicion, bool]], *, precision: float, alarms: float
) -> dict[Basis, float]:
    """Choose for each basis the lowest threshold that keeps precision and false alarms per 1,000 words of clean text."""
    out = {}
    words = {bool(r.case.readout): 0 for r, _, _ in found}
    for each in {id(r): r for r, _, _ in found}.values():
        if not each.case.spans and each.real:
            words[bool(each.case.readout)] += each.words
    for basis in Basis:
        mine = [(r, s.decision.confidence, y) for r, s, y in found if s.basis is basis]
        out[basis] = 0.95
        for percent in range(95, 29, -1):
            level = percent / 100
            on = Counter(y for r, c, y in mine if c >= level and r.case.spans and r.real)
            wrong = sum(c >= level for r, c, _ in mine if not r.case.spans and r.real)
            all_words = words.get(basis not in (Basis.TERM_GLOSSARY, Basis.LITERAL_GLOSSARY), 0)
            if on[False] > (1 - precision) * on.total() + 0.5 or 1000 * wrong > alarms * max(1, all_words):
                break
            out[basis] = level
    return out


__all__ = ["COPY", "Example", "Record", "calibration_error", "fit", "held_out", "judged", "record", "thresholds"]
