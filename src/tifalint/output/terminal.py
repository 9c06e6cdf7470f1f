"""What every text for a terminal needs: widths, colours, and nothing that could take the terminal over."""

from __future__ import annotations

import unicodedata
from typing import Literal

from wcwidth import wcswidth

Colour = Literal["red", "yellow", "cyan", "green", "bold", "dim"]
_CODES = {"red": "31;1", "yellow": "33;1", "cyan": "36;1", "green": "32", "bold": "1", "dim": "2"}


class Painter:
    """Adds colour where the output is a terminal, and none elsewhere."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, colour: Colour) -> str:
        """Give a text in a colour."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self._colour else text


def safe(text: str) -> str:
    """Replace control characters, and those that turn the direction of text, by visible escapes.

    A line end or a tab becomes a space, so that one line stays one line.
    """
    return "".join(
        " "
        if c in "\t\r\n"
        else f"\\u{ord(c):04x}"
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\u200d\u00ad"
        else c
        for c in text
    )


def width(text: str) -> int:
    """Give the columns that a text takes on a terminal: two for a Chinese character, none for a combining mark."""
    found = wcswidth(text)
    return found if found >= 0 else len(text)


def clip(before: str, marked: str, after: str, columns: int) -> tuple[str, str, str]:
    """Shorten a line around its marked part to a number of columns, with an ellipsis where something is left out."""
    room = max(10, columns - width(marked))
    half = room // 2
    left = min(width(before), max(half, room - width(after)))
    right = room - left
    if width(before) > left:
        while before and width(before) > left - 1:
            before = before[1:]
        before = "…" + before
    if width(after) > right:
        while after and width(after) > right - 1:
            after = after[:-1]
        after += "…"
    return before, marked, after
