"""Places in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

# Editors and git count these line ends, and no others: not U+2028, form feed or U+0085, at which splitlines() breaks.
_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A half-open range of Unicode characters of a text, 0-based."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two have a character in common."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether every character of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """A line and a column, both 1-based, the column in Unicode characters."""

    line: int
    column: int


class Lines:
    """The line starts of a text, for turning offsets into positions."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        """Give the position of a character offset."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)


class SpanSet:
    """Spans that are asked again and again whether they touch a place."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: Sequence[Span] = merge(spans)
        self._starts = [s.start for s in self._spans]

    def overlaps(self, span: Span) -> bool:
        """Tell whether any of the spans has a character in common with `span`."""
        i = bisect_right(self._starts, span.end - 1) - 1
        return i >= 0 and self._spans[i].end > span.start

    def covers(self, span: Span) -> bool:
        """Tell whether one run of the spans holds all of `span`."""
        i = bisect_right(self._starts, span.start) - 1
        return i >= 0 and self._spans[i].end >= span.end

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sort spans and join those that touch or overlap; empty ones are dropped."""
    out: list[Span] = []
    for span in sorted(s for s in spans if s.end > s.start):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
