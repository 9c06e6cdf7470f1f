"""What is known about one draft before any rule judges it. Each fact is computed when a rule first asks for it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tifalint.detection import literal
from tifalint.detection.candidates import Passage
from tifalint.detection.capitals import WrongCase, find_wrong_case
from tifalint.detection.debris import Debris, find_debris
from tifalint.detection.divergence import find_divergences
from tifalint.detection.features import features
from tifalint.detection.garbles import Garble, Suspect, Suspicion, Wording, count_votes, weigh_all, write
from tifalint.detection.landing import find_landings
from tifalint.detection.literal import find_renderings
from tifalint.detection.miscuts import Miscut, find_miscuts
from tifalint.detection.repetition import Repetition, find_repetitions
from tifalint.detection.search import find_candidates
from tifalint.documents.document import Document
from tifalint.glossary.matching import TermHit, find_terms
from tifalint.glossary.model import Glossary

if TYPE_CHECKING:
    from tifalint.alignment.differences import Differences
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
    def miscuts(self) -> list[Miscut]:
        """Names of two people cut in the wrong place."""
        return find_miscuts(self.draft, self.glossary)

    @cached_property
    def differences(self) -> Differences | None:
        """Where the draft's words differ from those of the readout sentences that it follows."""
        if self.comparison is None:
            return None
        from tifalint.alignment.differences import find_differences

        return find_differences(self.draft, self.comparison.readout.document, self.comparison.alignment)

    @cached_property
    def suspicions(self) -> tuple[Suspicion, ...]:
        """Wording that may be garbled, with the decision on each; none overlaps another, the likeliest stays."""
        return weigh_all(self.suspects, self.plain_signs, self.draft.word_count)

    @cached_property
    def plain_signs(self) -> int:
        """How many signs of a machine there are that need no weighing."""
        return len(self.debris) + len(self.repetitions) + len(self.wrong_case) + len(self.miscuts)

    @cached_property
    def suspects(self) -> tuple[Suspect, ...]:
        """Wording that may be garbled, with what speaks for it and against it.

        What the readout says in the very same words is right, whatever it looks like.
        """
        found = (*self._candidates(), *self._renderings(), *self._landings())
        if self.comparison is None:
            return found
        return (*(s for s in found if not self._is_said(s[0])), *self._divergences())

    def _is_said(self, wording: Wording) -> bool:
        words = self.draft.sentences[wording.sentence].words[wording.first : wording.last + 1]
        return f" {' '.join(w.lower for w in words)} " in self._said

    @cached_property
    def _said(self) -> str:
        """The words of the readout, in lower case, each between spaces."""
        sentences = self.comparison.readout.document.sentences if self.comparison else ()
        return "".join(f" {' '.join(w.lower for w in s.words)} " for s in sentences)

    def _candidates(self) -> Iterator[Suspect]:
        for number, sentence in enumerate(self.draft.sentences):
            known = [(h.concept.id, h.words[0], h.words[-1]) for h in self._approved(number)]
            for candidate in find_candidates(
                self.glossary, number, self.draft.text, sentence.words, known, self.passages.get(number, ())
            ):
                yield candidate, features(candidate, self.glossary, sentence.words)

    def _renderings(self) -> Iterator[Suspect]:
        for number, sentence in enumerate(self.draft.sentences):
            for rendering in find_renderings(
                self.glossary, number, sentence.words, self._approved(number), self.passages.get(number, ())
            ):
                yield rendering, literal.features(rendering, self.glossary, self.draft.text, sentence.words)

    def _landings(self) -> Iterator[Suspect]:
        for number, passages in self.passages.items():
            words = self.draft.sentences[number].words
            for landing in find_landings(self.glossary, number, words, self._approved(number), passages):
                yield landing, landing.features

    def _divergences(self) -> Iterator[Suspect]:
        if self.comparison and self.differences:
            readout = self.comparison.readout.document
            for divergence in find_divergences(
                self.draft, readout, self.differences, self.glossary, self.terms, self.readout_terms
            ):
                yield divergence, divergence.features

    def _approved(self, sentence: int) -> list[TermHit]:
        return [hit for hit in self.terms[sentence] if hit.designation.status.is_approved]

    @cached_property
    def garbles(self) -> tuple[Garble, ...]:
        """The suspicions that are sure enough, with what to write instead."""
        votes = count_votes(self.suspicions)
        languages = sorted(votes, key=lambda language: (-votes[language], language))
        readout = self.comparison.readout.document if self.comparison else None
        written = (
            write(s, self.draft, readout, self.glossary, languages) for s in self.suspicions if s.decision.is_reported
        )
        return tuple(garble for garble in written if garble.texts)


def _terms(document: Document, glossary: Glossary) -> tuple[tuple[TermHit, ...], ...]:
    return tuple(tuple(find_terms(glossary, document.text, s.words)) for s in document.sentences)
