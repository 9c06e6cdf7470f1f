"""What is known about one draft before any rule judges it. Each fact is computed when a rule first asks for it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tifalint.detection.candidates import Candidate, Passage, find_candidates
from tifalint.detection.capitals import WrongCase, find_wrong_case
from tifalint.detection.confidence import CERTAIN, THRESHOLD, confidence, features
from tifalint.detection.debris import Debris, find_debris
from tifalint.detection.repetition import Repetition, find_repetitions
from tifalint.documents.document import Document
from tifalint.glossary.matching import TermHit, find_terms
from tifalint.glossary.model import Glossary

if TYPE_CHECKING:
    from tifalint.alignment.encoded import EncodedDocument
    from tifalint.alignment.sentences import Alignment


@dataclass(frozen=True)
class Comparison:
    """A draft held against a readout of the same event."""

    draft: EncodedDocument
    readout: EncodedDocument
    alignment: Alignment


@dataclass(frozen=True)
class Facts:
    """A draft, what it is held against, and what follows from both."""

    draft: Document
    glossary: Glossary
    comparison: Comparison | None = None
    """None where there is no readout, or none about the same event."""
    today: datetime.date = datetime.date.max
    """The day that counts for a draft without a date."""

    @property
    def day(self) -> str:
        """The draft's date, or today's, as an ISO date."""
        return (self.draft.layout.date or self.today).isoformat()

    @cached_property
    def terms(self) -> tuple[tuple[TermHit, ...], ...]:
        """The known forms in each sentence of the draft, garbles and deprecated ones included."""
        return _terms(self.draft, self.glossary)

    @cached_property
    def readout_terms(self) -> tuple[tuple[TermHit, ...], ...]:
        """The known forms in each sentence of the readout."""
        return _terms(self.comparison.readout.document, self.glossary) if self.comparison else ()

    @cached_property
    def passages(self) -> dict[int, list[Passage]]:
        """For each sentence of the draft, the terms of aligned readout sentences that it does not render.

        A term that a better-aligned sentence of the draft renders is not missed here.
        """
        out: defaultdict[int, list[Passage]] = defaultdict(list)
        if self.comparison is None:
            return out
        rendered = [{hit.concept.id for hit in hits} for hits in self.terms]
        for j, hits in enumerate(self.readout_terms):
            for hit in hits:
                if not hit.designation.status.is_approved or len(hit.form.content) < 2:
                    continue
                for link in self.comparison.alignment.of_readout.get(j, ()):
                    if hit.concept.id in rendered[link.draft]:
                        break
                    places = [hit.words[i] for i in hit.form.content]
                    ours, theirs = self.comparison.draft.words[link.draft], self.comparison.readout.words[j]
                    similarity = ours @ theirs[places].T
                    out[link.draft].append(Passage(hit.form, hit.span, link.score, similarity))
        return out

    @cached_property
    def debris(self) -> list[Debris]:
        """Typographic traces of a machine."""
        return find_debris(self.draft, self.glossary)

    @cached_property
    def repetitions(self) -> list[Repetition]:
        """Words and phrases that stand twice."""
        return find_repetitions(self.draft, self.glossary)

    @cached_property
    def wrong_case(self) -> list[WrongCase]:
        """Names in the wrong capitals."""
        rough = bool(self.debris or self.repetitions)
        return find_wrong_case(self.draft, self.glossary, self.terms, rough=rough)

    @cached_property
    def candidates(self) -> tuple[tuple[Candidate, float], ...]:
        """Spans that may be garbled terms, with the confidence of each; none overlaps another, the likeliest stays."""
        found = [
            (candidate, features(candidate, self.glossary, sentence.words))
            for number, sentence in enumerate(self.draft.sentences)
            for candidate in find_candidates(
                self.glossary,
                number,
                self.draft.text,
                sentence.words,
                [
                    (h.concept.id, h.words[0], h.words[-1])
                    for h in self.terms[number]
                    if h.designation.status.is_approved
                ],
                self.passages.get(number, ()),
            )
        ]
        first = _disjoint([(candidate, confidence(given)) for candidate, given in found])
        # One sure candidate alone must not vouch for itself.
        certain = max(0, sum(score >= CERTAIN for _, score in first) - 1)
        plain = len(self.debris) + len(self.repetitions) + len(self.wrong_case)
        roughness = (certain + plain) / max(1.0, self.draft.word_count / 500)
        votes = _votes(first)
        return _disjoint(
            [(candidate, confidence(given, roughness, stray=_is_stray(candidate, votes))) for candidate, given in found]
        )

    @cached_property
    def languages(self) -> list[str]:
        """The languages that the draft may have passed through, the one that explains the most garbles first."""
        votes = _votes(self.candidates)
        return sorted(votes, key=lambda language: (-votes[language], language))


def _languages(candidate: Candidate) -> set[str]:
    return {cause.split()[0] for match in candidate.matches for cause in match.causes}


def _votes(scored: Iterable[tuple[Candidate, float]]) -> dict[str, float]:
    """Count for each language how many of the likely garbles it explains, those that several explain in shares."""
    votes: defaultdict[str, float] = defaultdict(float)
    for candidate, score in scored:
        if score >= THRESHOLD:
            languages = _languages(candidate)
            for language in languages:
                votes[language] += 1 / len(languages)
    return votes


_USUAL = frozenset(("Chinese", "French", "Spanish"))
"""The original, and the languages whose garbles the weights were set with: one alone may be the only one of a draft."""
_LEAST_VOTES = 2.0


def _is_stray(candidate: Candidate, votes: Mapping[str, float]) -> bool:
    """Tell whether a candidate is explained only by accidents of languages that the draft has not passed through.

    A text passes through one language: each further lexicon brings more accidents, of which only that one's count.
    """
    languages = _languages(candidate)
    needed = max(_LEAST_VOTES, max(votes.values(), default=0.0) / 2)
    return bool(languages) and not languages & _USUAL and all(votes.get(name, 0.0) < needed for name in languages)


def _disjoint(scored: list[tuple[Candidate, float]]) -> tuple[tuple[Candidate, float], ...]:
    """Of candidates that share a word, keep the likeliest; in the order of the text.

    One that the readout supports goes before one that the glossary alone suggests.
    """
    taken: set[tuple[int, int]] = set()
    kept = []

    def order(pair: tuple[Candidate, float]) -> tuple[object, ...]:
        candidate, score = pair
        supported = candidate.passage is not None and score >= THRESHOLD
        return (not supported, -score, candidate.cost, candidate.sentence, candidate.first)

    for candidate, score in sorted(scored, key=order):
        words = {(candidate.sentence, i) for i in range(candidate.first, candidate.last + 1)}
        if not words & taken:
            taken |= words
            kept.append((candidate, score))
    return tuple(sorted(kept, key=lambda pair: (pair[0].sentence, pair[0].first)))


def _terms(document: Document, glossary: Glossary) -> tuple[tuple[TermHit, ...], ...]:
    return tuple(tuple(find_terms(glossary, document.text, s.words)) for s in document.sentences)
