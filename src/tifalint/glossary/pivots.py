"""Pivot lexicons and synonyms: which English words meet in one word of a language that texts pass through.

A thesaurus is the pivot lexicon of English: a text may pass through it as well, word by word, to look rewritten.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from tifalint.errors import GlossaryError
from tifalint.glossary.formats.toml import convert, line_of, load


class PivotLexicon(msgspec.Struct, forbid_unknown_fields=True):
    """Which English words meet in one word of a language that texts pass through."""

    language: str
    """ISO 639-1 code; `en` for a thesaurus."""
    name: str
    """The language's English name, for messages."""
    words: dict[str, list[str]]
    """A word or fixed expression with its English translations, the canonical sense first; in a thesaurus, the right
    word with those that are wrong in its place."""
    acronyms: dict[str, str] = {}
    """Acronyms that stay behind in a translation, with the English ones."""

    @property
    def is_thesaurus(self) -> bool:
        """Whether a word is English itself and right: it is never wrong in the place of what is listed for it."""
        return self.language == "en"

    def senses(self, word: str) -> list[str]:
        """Give the English words that meet in a word; in a thesaurus, that word first."""
        return [word, *self.words[word]] if self.is_thesaurus else self.words[word]


class _SynonymFile(msgspec.Struct, forbid_unknown_fields=True):
    words: dict[str, list[str]]


def read_synonyms(path: Path) -> dict[str, list[str]]:
    """Read which words may stand for a word of a canonical term; raises `GlossaryError` with file and line."""
    text, data = load(path)
    return convert(data, _SynonymFile, path, text, 1, "").words


def read_pivot_lexicon(path: Path) -> PivotLexicon:
    """Read a pivot lexicon; raises `GlossaryError` with file and line."""
    text, data = load(path)
    lexicon = convert(data, PivotLexicon, path, text, 1, "")
    for word in lexicon.words:
        if len(set(lexicon.senses(word))) < 2:
            place = f"{path}:{line_of(text, re.escape(word))}"
            raise GlossaryError(place, f'"{word}" has fewer than two English words, so it explains nothing; add one')
    return lexicon
