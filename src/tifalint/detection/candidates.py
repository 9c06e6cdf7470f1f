"""What a candidate is: a span of a draft's sentence that may be a garbled canonical term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tifalint.detection.evidence import Evidence, Match
from tifalint.glossary.model import Concept, Designation, Form
from tifalint.text.spans import Span

if TYPE_CHECKING:
    from tifalint.embedding.encoder import Vectors


class Passage(NamedTuple):
    """A canonical form in a readout sentence, aligned with a draft sentence that does not render its concept."""

    form: Form
    span: Span
    """Place of the form in the readout."""
    score: float
    """Score of the alignment of the two sentences."""
    similarity: Vectors
    """Cosine of each word of the draft sentence with each content word of the form, in context; shape (words, content
    words)."""


@dataclass(frozen=True)
class Candidate:
    """A span that may be a garbled form."""

    sentence: int
    """Index of the sentence in the draft."""
    first: int
    """Index of the span's first word in the sentence."""
    last: int
    """Index of the span's last word."""
    concept: Concept
    designation: Designation
    form: Form
    matches: tuple[Match, ...]
    """For each content word of the form, in the form's order, what stands for it."""
    extras: int
    """Content words inside the span that stand for nothing."""
    joints: int
    """Commas and function words inside the span that the form has not, prepositions and articles aside: signs that the
    words do not belong together."""
    possessive: bool
    """Whether a possessive inside the span is one too many or too few."""
    rotated: bool
    """Whether the only change of order is that of "X of Y" and "Y X", which English allows."""
    inversions: int
    """Number of other places where the next word of the form stands before the one before it."""
    passage: Passage | None

    def count(self, *evidence: Evidence) -> int:
        """Count the content words of the form that are explained in one of these ways."""
        return sum(m.evidence in evidence for m in self.matches)

    @property
    def is_damaged(self) -> bool:
        """Whether anything differs from the form but inflection."""
        rotated = self.rotated and len(self.matches) > 2  # "innovation of technology" is a paraphrase
        return self.inversions > 0 or rotated or self.possessive or any(m.evidence.is_damage for m in self.matches)

    @property
    def cost(self) -> tuple[float, int]:
        """What must be explained away, the smaller the better; then the length of the span."""
        price = (
            sum(PRICE[m.evidence] for m in self.matches) + 1.1 * self.extras + 0.5 * self.inversions + 0.9 * self.joints
        )
        return price - 0.5 * self.count(Evidence.SAME), self.last - self.first


PRICE = {
    Evidence.SAME: 0.0,
    Evidence.SYNONYM: 0.3,
    Evidence.DERIVED: 0.4,
    Evidence.PIVOT: 1.0,
    Evidence.ECHO: 1.0,
    Evidence.CONTEXT: 1.6,
    Evidence.FOREIGN: 1.6,
    Evidence.MISSING: 1.8,
}
"""What each kind of evidence leaves to be explained away."""
