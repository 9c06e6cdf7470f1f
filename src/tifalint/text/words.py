"""Words of a text with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

from tifalint.text.spans import Span

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(
    rf"[{HAN}]+"  # a run of Chinese characters
    r"|(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:[.,]\d+)*[A-Za-z]*"  # 1.8  20th
    rf"|[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*['’]?"  # country's, Xi'an, workers'
)
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)

# The closed class: what a sentence needs for its grammar, not for its sense.
FUNCTION_WORDS = frozenset(
    """a an the of and or nor but in on to for with by from as at into onto upon over under between among through during
    within without about against toward towards is are was were be been being am has have had having do does did will
    would shall should can could may might must it its this that these those he she they we you i his her their our your
    my him them us me who whom whose which what where when while if then than so not no also such there here both
    either neither each every any some all more most other another""".split()
)
# Acronyms that are spelt like function words; only their capitals tell.
_ACRONYMS = frozenset(("IT", "US", "WHO"))
ARTICLES = frozenset(("a", "an", "the"))


class Word(NamedTuple):
    """One word as it stands in a text."""

    start: int
    """Offset of the first character, in Unicode characters of the text that was split."""
    end: int
    """Offset after the last character, without a possessive ending."""
    text: str
    """The characters between the two offsets."""
    lower: str
    """The same with its case folded and a straight apostrophe."""
    possessive: bool
    """Whether 's or s' followed."""

    @property
    def span(self) -> Span:
        """The word's place, without the possessive ending."""
        return Span(self.start, self.end)

    @property
    def is_content(self) -> bool:
        """Whether the word carries sense."""
        return self.lower not in FUNCTION_WORDS


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Split `text[start:end]` into words; a hyphen separates, an apostrophe inside a word does not.

    Offsets count from the beginning of `text`, not from `start`.
    """
    out = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        raw = match.group()
        core = _POSSESSIVE.sub("", raw)
        possessive = len(core) < len(raw) and bool(core)
        if not possessive:
            core = raw
        first = match.start()
        out.append(Word(first, first + len(core), core, fold_case(core).replace("’", "'"), possessive))
    return out


def fold_case(word: str) -> str:
    """Give a word in lower case; an acronym that would become a function word (IT, US) stays as it is."""
    return word if word in _ACRONYMS else word.lower()


def is_han(word: str) -> bool:
    """Tell whether a word is a run of Chinese characters."""
    return _HAN_RUN.fullmatch(word) is not None


def han_share(text: str) -> float:
    """Give the share of Chinese characters among the letters of a text, 0 for a text without letters."""
    letters = sum(c.isalpha() for c in text)
    return sum(len(run) for run in _HAN_RUN.findall(text)) / letters if letters else 0.0
