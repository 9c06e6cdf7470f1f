"""What the rest of the program knows of an embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tifalint.text.spans import Span
from tifalint.text.words import Word

Vectors = NDArray[np.float32]


class Encoding(NamedTuple):
    """One text as a model sees it."""

    vector: Vectors
    """The sentence vector, of length 1; shape (d,)."""
    tokens: Vectors
    """The last hidden state of each word piece, special pieces left out; shape (k, d)."""
    spans: tuple[Span, ...]
    """The place of each word piece, in characters of the text that was encoded."""


class Encoder(Protocol):
    """A model that turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model's name, as the user gives it."""
        ...

    def encode(self, texts: Sequence[str], /) -> list[Encoding]:
        """Encode texts, in order; what a text has beyond the model's longest input is cut off."""
        ...


def word_vectors(encoding: Encoding, words: Sequence[Word], offset: int) -> Vectors:
    """Give one vector of length 1 for each word: the mean of its word pieces in context.

    `offset` is where the encoded text begins in the text that the words' offsets count from. A word beyond what the
    model read gets zeros, which are similar to nothing. Shape (len(words), d).
    """
    out = np.zeros((len(words), encoding.tokens.shape[1]), dtype=np.float32)
    piece = 0
    spans = encoding.spans
    for i, word in enumerate(words):
        start, end = word.start - offset, word.end - offset
        while piece < len(spans) and spans[piece].end <= start:
            piece += 1
        last = piece
        while last < len(spans) and spans[last].start < end:
            last += 1
        if last > piece:
            out[i] = encoding.tokens[piece:last].mean(axis=0)
        piece = max(piece, last - 1)
    norms = np.linalg.norm(out, axis=1, keepdims=True)
    return np.asarray(out / np.where(norms == 0, 1, norms), dtype=np.float32)
