"""What was suspected, weighed and written out: suspects of four kinds become garbles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tifalint.detection.candidates import Candidate
from tifalint.detection.decision import Basis, Decision, Model, decide, models
from tifalint.detection.divergence import COPY, Divergence
from tifalint.detection.landing import Landing
from tifalint.detection.literal import Rendering
from tifalint.detection.wording import mend, mend_divergence, mend_landing, mend_rendering
from tifalint.documents.document import Document
from tifalint.glossary.model import Concept, Glossary, route_of
from tifalint.text.spans import Span

Wording = Candidate | Rendering | Landing | Divergence
"""Words of a draft that may be garbled, as one of the ways of finding them describes them."""
Suspect = tuple[Wording, dict[str, float]]
"""Wording that may be garbled, with its features."""

CERTAIN = 0.7
"""The confidence from which a suspicion counts as a sign that its draft came out of a machine."""
_MOST_ROUGHNESS = 5.0
_USUAL = frozenset(("Chinese", "French", "Spanish"))
"""The original, and the languages whose garbles the weights were set with: one alone may be the only one of a draft."""
_LEAST_VOTES = 2.0


_SUPPORTED = (Basis.TERM_READOUT, Basis.LITERAL_READOUT, Basis.LANDING)


class Suspicion(NamedTuple):
    """A suspect with the decision on it."""

    suspect: Wording
    basis: Basis
    features: Mapping[str, float]
    decision: Decision


class Garble(NamedTuple):
    """Wording that is garbled, with what to write instead."""

    span: Span
    """In the draft."""
    concept: Concept | None
    """None where no term of the glossary is involved."""
    texts: tuple[str, ...]
    """What to write, the best first."""
    cause: str
    readout: Span | None
    """Where the readout has the right wording."""
    minor: bool
    """Whether only grammar is wrong."""
    decision: Decision


class Context(NamedTuple):
    """What the rest of a draft says of each of its suspects."""

    rough: float = 0.0
    """Certain signs of machine translation per 500 words: where some words are garbled, others are likely to be."""
    votes: Mapping[str, float] | None = None
    """For each language, how many of the likely garbles it explains; None where that is not known yet."""


def weigh_all(
    suspects: Sequence[Suspect], plain: int, words: int, used: Mapping[Basis, Model] | None = None
) -> tuple[Suspicion, ...]:
    """Decide on all suspects of a draft, and keep the likeliest of those that overlap, in the order of the text.

    `plain` is the number of other signs of a machine in a draft of so many `words`. `used` stands in for the models
    that ship.
    """
    used = used or models()
    context = look_round(suspects, plain, words, used)
    return disjoint([weigh(each, context, used) for each in suspects])


def look_round(suspects: Sequence[Suspect], plain: int, words: int, used: Mapping[Basis, Model]) -> Context:
    """Say what the suspects of a draft, each for itself, tell of the others."""
    first = disjoint([weigh(each, Context(), used) for each in suspects])
    # One sure suspicion alone must not vouch for itself.
    certain = max(0, sum(s.decision.confidence >= CERTAIN for s in first) - 1)
    return Context((certain + plain) / max(1.0, words / 500), count_votes(first))


def weigh(suspect: Suspect, context: Context, used: Mapping[Basis, Model]) -> Suspicion:
    """Decide on one suspect."""
    wording, found = suspect
    stray = isinstance(wording, Candidate) and context.votes is not None and _is_stray(wording, context.votes)
    features = {**found, "rough": min(context.rough, _MOST_ROUGHNESS), "stray": float(stray)}
    basis = basis_of(suspect)
    return Suspicion(wording, basis, features, decide(basis, used[basis], features))


def basis_of(suspect: Suspect) -> Basis:
    """Tell which model decides on a suspect."""
    wording, found = suspect
    if isinstance(wording, Divergence):
        return Basis.DIFFERENCE_COPY if found["copy"] >= COPY else Basis.DIFFERENCE_ACCOUNT
    if isinstance(wording, Landing):
        return Basis.LANDING
    if isinstance(wording, Rendering):
        return Basis.LITERAL_READOUT if wording.passage else Basis.LITERAL_GLOSSARY
    return Basis.TERM_READOUT if wording.passage else Basis.TERM_GLOSSARY


def count_votes(suspicions: Iterable[Suspicion]) -> dict[str, float]:
    """Count for each language how many of the likely garbles it explains, those that several explain in shares."""
    votes: defaultdict[str, float] = defaultdict(float)
    for suspicion in suspicions:
        if suspicion.decision.is_reported:
            languages = _languages(suspicion.suspect)
            for language in languages:
                votes[language] += 1 / len(languages)
    return votes


def _languages(wording: Wording) -> set[str]:
    if isinstance(wording, Candidate):
        return {route_of(cause) for match in wording.matches for cause in match.causes}
    return {"Chinese"} if isinstance(wording, Rendering) else {route_of(cause) for cause in wording.causes}


def _is_stray(candidate: Candidate, votes: Mapping[str, float]) -> bool:
    """Tell whether a candidate is explained only by accidents of languages that the draft has not passed through.

    A text passes through one language: each further lexicon brings more accidents, of which only that one's count.
    """
    languages = _languages(candidate)
    needed = max(_LEAST_VOTES, max(votes.values(), default=0.0) / 2)
    return bool(languages) and not languages & _USUAL and all(votes.get(name, 0.0) < needed for name in languages)


def disjoint(suspicions: Sequence[Suspicion]) -> tuple[Suspicion, ...]:
    """Of suspicions that share a word, keep the likeliest; in the order of the text.

    In a copy, what the readout says word for word goes first; one that a passage supports goes before one that the
    glossary alone suggests.
    """

    def order(s: Suspicion) -> tuple[object, ...]:
        supported = s.decision.is_reported and s.basis in _SUPPORTED
        copied = s.decision.is_reported and s.basis is Basis.DIFFERENCE_COPY
        return (
            not copied,
            not supported,
            -s.decision.confidence,
            _cost(s.suspect),
            s.suspect.sentence,
            _words(s.suspect),
        )

    taken: set[tuple[int, int]] = set()
    kept = []
    for suspicion in sorted(suspicions, key=order):
        words = {(suspicion.suspect.sentence, i) for i in _words(suspicion.suspect)}
        if not words & taken:
            taken |= words
            kept.append(suspicion)
    return tuple(sorted(kept, key=lambda s: (s.suspect.sentence, _words(s.suspect))))


def _words(wording: Wording) -> tuple[int, ...]:
    return tuple(range(wording.first, wording.last + 1))


def _cost(wording: Wording) -> tuple[float, int]:
    return (0.0, 0) if isinstance(wording, Divergence) else wording.cost


def write(
    suspicion: Suspicion, draft: Document, readout: Document | None, glossary: Glossary, languages: Sequence[str]
) -> Garble:
    """Write out a suspicion: what to replace with what, and why.

    `languages` names those that the draft may have passed through, the likeliest first.
    """
    wording = suspicion.suspect
    if isinstance(wording, Divergence):
        assert readout is not None
        span, texts, cause = mend_divergence(wording, draft, readout)
        concept = wording.term.concept if wording.term else None
        return Garble(
            span, concept, texts, cause, wording.readout, bool(wording.features["grammar"]), suspicion.decision
        )
    if isinstance(wording, Rendering):
        span, texts, cause = mend_rendering(wording, draft, glossary)
    elif isinstance(wording, Landing):
        span, texts, cause = mend_landing(wording, draft, glossary)
    else:
        span, texts, cause = mend(wording, draft, glossary, languages)
    place = wording.passage.span if wording.passage else None
    return Garble(span, wording.concept, texts[:3], cause, place, False, suspicion.decision)
