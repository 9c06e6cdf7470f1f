"""What counts as found, as fixed and as a false alarm, and how sure the figures are.

A garble is *found* when a flag overlaps at least half of the shorter of the two. It is *fixed* when the first suggestion
of such a flag brings in every content word that the right wording has and the garble lacks; where none is lacking (order,
capitals, hyphens), when it has the right wording as it stands. A flag on no garble is a *false alarm*, except on a
stretch that a case calls unclear. The *right concept* is the one that the flag names first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from tifalint.text.inflection import stem
from tifalint.text.spans import Span
from tifalint.text.words import split_words

from .cases import Case, Garble


class Flag(NamedTuple):
    """What a detector says about a place in a draft."""

    span: Span
    suggestions: tuple[str, ...] = ()
    """The best first."""
    concept: str = ""
    """Id of the concept that it takes the place to mean."""


Detector = Callable[[str, str | None], list[Flag]]
"""Looks for garbles in a draft, held against a readout where there is one."""


class Counts(NamedTuple):
    """What there was to find in a document, and what was made of it."""

    words: int = 0
    garbles: int = 0
    found: int = 0
    fixed: int = 0
    names: int = 0
    """Garbles of kinds `term` and `title`."""
    names_found: int = 0
    concepts: int = 0
    """Garbles whose concept is known."""
    concepts_right: int = 0
    hits: int = 0
    """Flags on a garble."""
    misses: int = 0
    """Flags on none: false alarms."""


RATIOS = {
    "recall": ("found", "garbles"),
    "term, title": ("names_found", "names"),
    "right concept": ("concepts_right", "concepts"),
    "fixed": ("fixed", "garbles"),
}
"""The shares that a table shows, each with its numerator and its denominator."""


def score(case: Case, flags: Iterable[Flag]) -> Counts:
    """Hold what was flagged in a case's draft against its labels."""
    on: dict[int, list[Flag]] = {i: [] for i in range(len(case.spans))}
    hits = misses = 0
    for flag in flags:
        struck = [i for i, garble in enumerate(case.spans) if is_on(flag.span, garble.span)]
        for i in struck:
            on[i].append(flag)
        hits += bool(struck)
        misses += not struck and not any(flag.span.overlaps(place) for place in case.unclear)
    pairs = [(garble, on[i]) for i, garble in enumerate(case.spans)]
    named = [(garble, found) for garble, found in pairs if garble.kind in ("term", "title")]
    known = [(garble, found) for garble, found in pairs if garble.concept]
    return Counts(
        words=len(case.draft.split()),
        garbles=len(pairs),
        found=sum(bool(found) for _, found in pairs),
        fixed=sum(any(is_fixed(garble, f.suggestions[:1]) for f in found) for garble, found in pairs),
        names=len(named),
        names_found=sum(bool(found) for _, found in named),
        concepts=len(known),
        concepts_right=sum(any(f.concept == garble.concept for f in found) for garble, found in known),
        hits=hits,
        misses=misses,
    )


def is_on(flagged: Span, labelled: Span) -> bool:
    """Tell whether two places share at least half of the shorter one."""
    shared = min(flagged.end, labelled.end) - max(flagged.start, labelled.start)
    return shared > 0 and 2 * shared >= min(flagged.end - flagged.start, labelled.end - labelled.start)


def is_fixed(garble: Garble, suggestions: Sequence[str]) -> bool:
    """Tell whether any of the suggestions mends a garble."""
    return any(_mends(s, garble.text, right) for s in suggestions for right in (garble.correction, *garble.accept))


def _mends(suggestion: str, wrong: str, right: str) -> bool:
    lacking = _stems(right) - _stems(wrong)
    if lacking:
        return lacking <= _stems(suggestion)
    said = " ".join(suggestion.split())
    return " ".join(right.split()) in said and said != " ".join(wrong.split())


def _stems(text: str) -> set[str]:
    return {stem(w.lower) for w in split_words(text) if w.is_content}


class Estimate(NamedTuple):
    """A figure with the interval that it lies in with a probability of 95 %."""

    value: float
    low: float
    high: float


RESAMPLES = 2_000


def estimates(documents: Sequence[Counts]) -> dict[str, Estimate]:
    """Give each figure of a table over all documents; one without anything to count is left out.

    The intervals come from drawing as many documents again, with replacement: what stands in one document goes together.
    """
    counts = np.array(documents, dtype=np.float64)
    draws = np.random.default_rng(0).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=RESAMPLES)
    totals = np.vstack([counts.sum(axis=0), draws @ counts])
    column = dict(zip(Counts._fields, totals.T, strict=True))
    parts = {name: (column[over], column[under]) for name, (over, under) in RATIOS.items()}
    if column["garbles"][0]:
        parts["precision"] = (column["hits"], column["hits"] + column["misses"])
    parts["false alarms"] = (1_000 * column["misses"], column["words"])
    return {name: _estimate(over, under) for name, (over, under) in parts.items() if under[0]}


def _estimate(over: np.ndarray, under: np.ndarray) -> Estimate:
    ratios = over[under > 0] / under[under > 0]
    low, high = np.percentile(ratios[1:], (2.5, 97.5)) if len(ratios) > 1 else (ratios[0], ratios[0])
    return Estimate(float(ratios[0]), float(low), float(high))
