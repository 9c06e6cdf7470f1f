"""Pivot lexicons and synonyms: which English words meet in one word of a language that texts pass through."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from tifalint.errors import GlossaryError
from tifalint.glossary.formats.toml import convert, line_of, load


class PivotLexicon(msgspec.Struct, forbid_unknown_fields=True):
    """Which English words meet in one word of a language that texts pass through."""

    language: str
    """ISO 639-1 code."""
    name: str
    """The language's English name, for messages."""
    words: dict[str, list[str]]
    """A word or fixed expression with its English translations, the canonical sense first."""
    acronyms: dict[str, str] = {}
    """Acronyms that stay behind in a translation, with the English ones."""


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
    for word, senses in lexicon.words.items():
        if len(set(senses)) < 2:
            place = f"{path}:{line_of(text, re.escape(word))}"
            raise GlossaryError(place, f'"{word}" has fewer than two English words, so it explains nothing; add one')
    return lexicon
