"""Plain text: paragraphs between empty lines."""

from __future__ import annotations

import re

from tifalint.documents.document import Block, Layout, find_quotations, split_paragraph
from tifalint.text.spans import Span

_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*(?:(?:\r\n|\r|\n)[^\r\n]*\S[^\r\n]*)*")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"“”]+|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")


def read_plain(text: str) -> Layout:
    """Read plain text."""
    blocks: list[Block] = []
    for match in _PARAGRAPH.finditer(text):
        blocks += split_paragraph(text, Span(match.start(), match.end()))
    return Layout(tuple(blocks), tuple(find_urls(text)), tuple(find_quotations(text, tuple(blocks))))


def find_urls(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Find web and mail addresses in `text[start:end]`."""
    return [Span(m.start(), m.end()) for m in _URL.finditer(text, start, len(text) if end is None else end)]
