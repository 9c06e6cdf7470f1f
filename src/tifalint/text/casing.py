"""Letter case: a replacement takes over the case of what it replaces."""

from __future__ import annotations

from tifalint.text.words import FUNCTION_WORDS, split_words


def recase(replacement: str, replaced: str, *, sentence_start: bool) -> str:
    """Give `replacement` the case of `replaced`.

    Capitals that the replacement brings with it (names) stay. A text all in capitals stays so; a heading's capitals
    ("Rural Revival") are taken over; a capital at the start of a sentence, and only there, is kept.
    """
    letters = [c for c in replaced if c.isalpha()]
    content = [w for w in split_words(replaced) if w.lower not in FUNCTION_WORDS]
    if len(letters) > 4 and all(c.isupper() for c in letters):
        return replacement.upper()
    if len(content) > 1 and all(w.text[0].isupper() for w in content) and not replacement[:1].isupper():
        return _title(replacement)
    if sentence_start and replaced[:1].isupper():
        return replacement[:1].upper() + replacement[1:]
    return replacement


def _title(text: str) -> str:
    out = list(text)
    for word in split_words(text):
        if word.lower not in FUNCTION_WORDS:
            out[word.start] = text[word.start].upper()
    return "".join(out)


def is_shouting(text: str) -> bool:
    """Tell whether a line is set in capitals throughout, so that capitals in it say nothing."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 5 and sum(c.isupper() for c in letters) / len(letters) > 0.7
