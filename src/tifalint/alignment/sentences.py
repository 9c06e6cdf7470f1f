"""Many-to-many alignment of sentences.

A news draft reorders its readout, folds two or three of its sentences into one, and pads it with background. So there
is no path to be found through a grid, as between a text and its full translation (vecalign, Bleualign): each sentence
is linked to all those of the other text that it clearly corresponds to, and to none when there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tifalint.embedding.encoder import Vectors

FLOOR = 0.40
"""The least score of a link. Sentences on one topic that say different things score 0.2 to 0.4 with MiniLM."""
BEST_FLOOR = 0.30
"""The least score of a link between two sentences that are each other's best."""
SLACK = 0.20
"""How far below a sentence's best link another may lie."""
MOST_LINKS = 4
"""Readout sentences that one sentence of a draft is linked to at the most."""
RELATED = 0.46
"""The least mean score of a draft's five best-linked sentences for the readout to be about the same event."""
_CONTENT_WEIGHT = 0.5


class Link(NamedTuple):
    """A draft sentence and a readout sentence that correspond."""

    draft: int
    """Index of the draft's sentence."""
    readout: int
    """Index of the readout's sentence."""
    score: float
    """In -1..1, higher is closer."""


@dataclass(frozen=True)
class Alignment:
    """The links between the sentences of a draft and of a readout."""

    links: tuple[Link, ...]
    """Sorted by draft sentence, the best link of each first."""
    related: bool
    """Whether the two texts are about one event at all."""

    @cached_property
    def of_draft(self) -> dict[int, tuple[Link, ...]]:
        """The links of each draft sentence that has any, the best first."""
        out: dict[int, tuple[Link, ...]] = {}
        for link in self.links:
            out[link.draft] = (*out.get(link.draft, ()), link)
        return out

    @cached_property
    def of_readout(self) -> dict[int, tuple[Link, ...]]:
        """The links of each readout sentence that has any, the best first."""
        out: dict[int, tuple[Link, ...]] = {}
        for link in sorted(self.links, key=lambda link: -link.score):
            out[link.readout] = (*out.get(link.readout, ()), link)
        return out


def align_sentences(
    draft: Vectors, readout: Vectors, draft_words: Sequence[Vectors], readout_words: Sequence[Vectors]
) -> Alignment:
    """Link sentences by their vectors and by how many of the words of one find a like word in the other.

    `draft` and `readout` have shapes (n, d) and (m, d), rows of length 1. `draft_words` and `readout_words` hold, for
    each sentence, the vectors of its content words, shapes (k, d). The words see what the sentence vector blurs: a short
    readout sentence that is wholly inside a long sentence of the draft.
    """
    if not len(draft) or not len(readout):
        return Alignment((), related=False)
    cosine = draft @ readout.T
    covered = np.array([[_coverage(a, b) for b in readout_words] for a in draft_words], dtype=np.float32)
    score = (1 - _CONTENT_WEIGHT) * cosine + _CONTENT_WEIGHT * covered
    best_of_draft, best_of_readout = score.max(axis=1), score.max(axis=0)
    links: list[Link] = []
    for i in range(len(draft)):
        found = []
        for j in np.argsort(-score[i])[:MOST_LINKS]:
            value = float(score[i, j])
            mutual = value == best_of_draft[i] and value == best_of_readout[j]
            near_best = value >= best_of_draft[i] - SLACK or value == best_of_readout[j]
            if (value >= FLOOR and near_best) or (mutual and value >= BEST_FLOOR):
                found.append(Link(i, int(j), value))
        links += found
    top = np.sort(best_of_draft)[::-1][:5]
    return Alignment(tuple(links), related=bool(top.mean() >= RELATED))


def _coverage(a: Vectors, b: Vectors) -> float:
    """Give how well the words of the shorter sentence are matched by words of the other, 0..1."""
    if not len(a) or not len(b):
        return 0.0
    similarity = a @ b.T
    shorter = similarity.max(axis=1) if len(a) <= len(b) else similarity.max(axis=0)
    return float(np.clip(shorter, 0, 1).mean())
