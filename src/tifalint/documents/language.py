"""Which language a document is in, as far as it matters."""

from __future__ import annotations

from tifalint.documents.document import Document
from tifalint.text.words import FUNCTION_WORDS

_LEAST_SHARE = 0.15
"""Share of function words from which a text is English: prose has 0.35 to 0.5, headlines some 0.2, and texts in other
languages with Latin letters under 0.1, by the words that they happen to share."""
_ENOUGH_WORDS = 12


def is_english(document: Document) -> bool:
    """Tell whether a document is in English; one with hardly a word is taken for it."""
    if document.language == "zh":
        return False
    words = [w.lower for s in document.sentences[:200] for w in s.words]
    if len(words) < _ENOUGH_WORDS:
        return True
    return sum(w in FUNCTION_WORDS for w in words) / len(words) >= _LEAST_SHARE
