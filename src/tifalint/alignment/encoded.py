"""A document as a model sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tifalint.documents.document import Document
from tifalint.embedding.encoder import Encoder, Vectors, word_vectors

_BATCH = 32


@dataclass(frozen=True)
class EncodedDocument:
    """The vectors of a document's sentences and of their words."""

    document: Document
    vectors: Vectors
    """One row of length 1 per sentence; shape (sentences, d)."""
    words: tuple[Vectors, ...]
    """For each sentence, one row per word, of length 1 (or 0 where the model read no further); shape (words, d)."""

    def content_words(self, sentence: int) -> Vectors:
        """Give the rows of a sentence's content words."""
        kept = [i for i, w in enumerate(self.document.sentences[sentence].words) if w.is_content]
        return self.words[sentence][kept]


def encode_document(
    document: Document, encoder: Encoder, *, progress: Callable[[int], None] = lambda done: None
) -> EncodedDocument:
    """Encode a document's sentences; `progress` is told how many more are done."""
    vectors, words = [], []
    sentences = document.sentences
    for first in range(0, len(sentences), _BATCH):
        batch = sentences[first : first + _BATCH]
        for sentence, encoding in zip(batch, encoder.encode([document.prose(s.span) for s in batch]), strict=True):
            vectors.append(encoding.vector)
            words.append(word_vectors(encoding, sentence.words, sentence.span.start))
        progress(len(batch))
    return EncodedDocument(document, np.array(vectors, dtype=np.float32), tuple(words))
