"""A text whose parts are known: blocks, sentences, words; what is code, what is quoted."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import sentencex

from tifalint.text.spans import Lines, Position, Span, SpanSet
from tifalint.text.words import Word, han_share, split_words

Language = Literal["en", "zh"]

LONGEST_SENTENCE = 1_000
"""Characters after which a sentence is cut at a space: no prose has longer ones, and a model reads no more at once."""


class Block(NamedTuple):
    """A run of text that no sentence leaves: a paragraph, a heading, a table cell, a list item."""

    span: Span
    heading: bool = False


class Sentence(NamedTuple):
    """One sentence of a block."""

    span: Span
    """Without the white space around it."""
    words: tuple[Word, ...]
    """Its words, those in code, links and markup left out."""
    block: int
    """Index into `Document.blocks`."""


@dataclass(frozen=True)
class Layout:
    """What a format's reader finds in a text. All spans are in characters of that text."""

    blocks: tuple[Block, ...]
    protected: tuple[Span, ...] = ()
    """Code, URLs, markup, metadata: never checked and never changed."""
    quoted: tuple[Span, ...] = ()
    """Words that the draft reports as somebody's: checked, but not changed without being asked."""
    title: str = ""
    date: datetime.date | None = None
    readout: str = ""
    """The readout that the text names for itself, as written there."""


@dataclass(frozen=True)
class Document:
    """A text as it was decoded, never altered, with its layout.

    Offsets everywhere are Unicode characters of `text`, 0-based, ends exclusive.
    """

    path: str
    """As the user named it; `<stdin>` for standard input."""
    text: str
    layout: Layout
    language: Language = field(init=False)

    def __post_init__(self) -> None:
        sample = "".join(self.text[b.span.start : b.span.end] for b in self.layout.blocks[:200])
        object.__setattr__(self, "language", "zh" if han_share(sample) > 0.5 else "en")

    @cached_property
    def lines(self) -> Lines:
        """The line starts."""
        return Lines(self.text)

    @cached_property
    def protected(self) -> SpanSet:
        """Code, URLs, markup, metadata."""
        return SpanSet(self.layout.protected)

    @cached_property
    def quoted(self) -> SpanSet:
        """Quotations, of whole blocks or between quotation marks."""
        return SpanSet(self.layout.quoted)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences that have a word, in order."""
        out = []
        for number, block in enumerate(self.layout.blocks):
            for span in self._split(block.span):
                words = tuple(w for w in split_words(self.text, *span) if not self.protected.overlaps(w.span))
                if words:
                    out.append(Sentence(span, words, number))
        return tuple(out)

    @cached_property
    def word_count(self) -> int:
        """Number of words that can be checked."""
        return sum(len(s.words) for s in self.sentences)

    def position(self, offset: int) -> Position:
        """Give line and column of a character offset."""
        return self.lines.position(offset)

    def slice(self, span: Span) -> str:
        """Give the text of a span."""
        return self.text[span.start : span.end]

    def prose(self, span: Span) -> str:
        """Give the text of a span with protected characters blanked, so that offsets within it stay true."""
        return self._masked[span.start : span.end]

    def sentence_at(self, offset: int) -> int:
        """Give the index of the sentence that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    @cached_property
    def _masked(self) -> str:
        pieces, end = [], 0
        for hidden in self.protected:
            pieces += [self.text[end : hidden.start], " " * (hidden.end - hidden.start)]
            end = hidden.end
        return "".join([*pieces, self.text[end:]])

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.span.start for s in self.sentences]

    def _split(self, block: Span) -> list[Span]:
        prose = self.prose(block)
        # A single line end inside a block is only where the author's editor wrapped the line.
        unwrapped = re.sub(r"[\r\n]", " ", prose)
        out = []
        for found in sentencex.get_sentence_boundaries(self.language, unwrapped):
            out += _pieces(unwrapped, found["start_index"], found["end_index"])
        return [Span(block.start + s, block.start + e) for s, e in out]


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Trim a sentence, and cut one that is too long for prose at spaces."""
    out = []
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        stop = end
        if end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            stop = space if space > 0 else start + LONGEST_SENTENCE
        last = stop
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start:
            out.append(Span(start, last))
        start = stop
    return out


_QUOTATION = re.compile(r"“[^“”]{1,2000}”|(?<![\w\"])\"[^\"\n]{1,2000}\"(?!\w)|「[^「」]{1,2000}」|『[^『』]{1,2000}』")


def find_quotations(text: str, blocks: tuple[Block, ...]) -> list[Span]:
    """Find what stands between quotation marks, block by block; an unclosed mark quotes nothing."""
    return [
        Span(block.span.start + m.start(), block.span.start + m.end())
        for block in blocks
        for m in _QUOTATION.finditer(text[block.span.start : block.span.end])
    ]


_LINE = re.compile(r"[^\r\n]+")
WRAPPED_AT_MOST = 120
"""Characters of the longest line that an editor's line wrapping leaves; a longer one is a paragraph by itself."""


def split_paragraph(text: str, span: Span, *, heading: bool = False) -> list[Block]:
    """Give the blocks of a run of lines without an empty line between them.

    Where lines are longer than any editor wraps them, each line is a block of its own; else the lines are one.
    """
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text, *span) if m.group().strip()]
    if any(line.end - line.start > WRAPPED_AT_MOST for line in lines):
        return [Block(line, heading) for line in lines]
    return [Block(Span(lines[0].start, lines[-1].end), heading)] if lines else []
