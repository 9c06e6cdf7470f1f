"""Many-to-many alignment of sentences.

A news draft reorders its readout, folds two or three of its sentences into one, and pads it with background. So there
is no path to be found through a grid, as between a text and its full translation (vecalign, Bleualign): each sentence
is linked to all those of the other text that it clearly corresponds to, and to none when there is none.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tifalint.alignment.encoded import EncodedDocument
from tifalint.embedding.encoder import Vectors

FLOOR = 0.42
"""The least score of a link. Sentences on one topic that say different things score 0.2 to 0.4 with MiniLM."""
MUTUAL_FLOOR = 0.30
"""The least score of a link between two sentences that are each other's best."""
SLACK = 0.12
"""How far below a sentence's best link another may lie, unless it is the best for the other sentence."""
MOST_LINKS = 3
"""Links of a draft's sentence at the most, those not counted that are the readout sentence's best."""
RELATED = 0.45
"""The least relatedness of a draft and a readout of one event. With MiniLM, 22 drafts had 0.50 to 0.81 with their own
readout, and at most 0.41 with one of another event."""
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
    relatedness: float
    """Mean score of the five best-linked sentences of the draft."""

    @property
    def related(self) -> bool:
        """Whether the two texts are about one event at all."""
        return self.relatedness >= RELATED

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


def align(draft: EncodedDocument, readout: EncodedDocument) -> Alignment:
    """Link sentences by their vectors and by how many of the words of one find a like word in the other.

    The words see what the sentence vectors blur: a short readout sentence that is wholly inside a long sentence of the
    draft.
    """
    if not len(draft.vectors) or not len(readout.vectors):
        return Alignment((), 0.0)
    cosine = draft.vectors @ readout.vectors.T
    weights = _word_weights(draft, readout)
    ours = [_content(draft, i, weights) for i in range(len(draft.vectors))]
    theirs = [_content(readout, j, weights) for j in range(len(readout.vectors))]
    covered = np.array([[_coverage(a, b) for b in theirs] for a in ours], dtype=np.float32)
    score = (1 - _CONTENT_WEIGHT) * cosine + _CONTENT_WEIGHT * covered
    best_of_draft, best_of_readout = score.max(axis=1), score.max(axis=0)
    links: list[Link] = []
    for i in range(len(cosine)):
        order = np.argsort(-score[i], kind="stable")
        close = [j for j in order[:MOST_LINKS] if score[i, j] >= best_of_draft[i] - SLACK]
        # A readout sentence that finds its best here has been folded into this one.
        folded = [j for j in order if score[i, j] == best_of_readout[j] and j not in close]
        for j in (*close, *folded):
            mutual = score[i, j] == best_of_draft[i] == best_of_readout[j]
            if score[i, j] >= (MUTUAL_FLOOR if mutual else FLOOR):
                links.append(Link(i, int(j), float(score[i, j])))
    top = np.sort(best_of_draft)[::-1][:5]
    return Alignment(tuple(links), float(top.mean()))


def _word_weights(*texts: EncodedDocument) -> dict[str, float]:
    """Give each word's weight, the higher the fewer sentences of the two texts have it."""
    seen: Counter[str] = Counter()
    for text in texts:
        for sentence in text.document.sentences:
            seen.update({w.lower for w in sentence.words})
    total = sum(len(text.document.sentences) for text in texts)
    return {word: math.log(1 + total / count) for word, count in seen.items()}


def _content(text: EncodedDocument, sentence: int, weights: dict[str, float]) -> tuple[Vectors, Vectors]:
    words = [w for w in text.document.sentences[sentence].words if w.is_content]
    return text.content_words(sentence), np.array([weights[w.lower] for w in words], dtype=np.float32)


def _coverage(a: tuple[Vectors, Vectors], b: tuple[Vectors, Vectors]) -> float:
    """Give how well the words of the shorter sentence are matched by words of the other, 0..1."""
    if not len(a[0]) or not len(b[0]):
        return 0.0
    similarity = a[0] @ b[0].T
    shorter, weights = (similarity.max(axis=1), a[1]) if len(a[0]) <= len(b[0]) else (similarity.max(axis=0), b[1])
    return float(np.clip(shorter, 0, 1) @ weights / weights.sum())
