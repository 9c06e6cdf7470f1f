"""Markdown, read by tree-sitter's grammar, which gives the place of every node, inline ones included."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import tree_sitter_markdown
from tree_sitter import Language, Node, Parser

from tifalint.documents.document import Block, Layout, find_quotations, split_paragraph
from tifalint.documents.plain import find_urls
from tifalint.text.spans import Span

_METADATA = {"minus_metadata", "plus_metadata"}
_CODE = {"fenced_code_block", "indented_code_block", "html_block", "link_reference_definition"}
# Characters that are markup, not words: they are hidden where they stand between or inside words.
_INLINE_MARKUP = {
    "code_span", "link_destination", "link_title", "link_label", "uri_autolink", "email_autolink", "html_tag",
    "emphasis_delimiter", "latex_block",
}  # fmt: skip
_FRONT_MATTER_LIMIT = 65_536


def read_markdown(text: str) -> Layout:
    """Read Markdown (CommonMark with tables and front matter).

    A line longer than an editor wraps is a paragraph by itself even without an empty line before it: that is how
    pasted articles look.
    """
    offsets = _CharacterOffsets(text)
    blocks: list[Block] = []
    protected: list[Span] = []
    quoted: list[Span] = []
    metadata: dict[str, Any] = {}
    for node in _walk(_parser("block").parse(offsets.data).root_node):
        span = offsets.span(node)
        if node.type in _METADATA:
            protected.append(span)
            metadata = metadata or _read_metadata(text[span.start : span.end])
        elif node.type in _CODE or node.type == "block_continuation":
            protected.append(span)
        elif node.type == "block_quote":
            quoted.append(span)
        elif node.type in ("inline", "pipe_table_cell"):
            parent = node.parent.type if node.parent else ""
            blocks += split_paragraph(text, span, heading=parent.endswith("heading"))
            protected += _inline_markup(node, offsets)
            protected += find_urls(text, *span)
    return Layout(
        tuple(blocks),
        tuple(protected),
        tuple(quoted + find_quotations(text, tuple(blocks))),
        title=str(metadata.get("title") or ""),
        date=_as_date(metadata.get("date")),
        readout=str(metadata.get("readout") or ""),
    )


def _inline_markup(block: Node, offsets: _CharacterOffsets) -> Iterator[Span]:
    start = block.start_byte
    tree = _parser("inline").parse(offsets.data[start : block.end_byte])
    for node in _walk(tree.root_node):
        if node.type in _INLINE_MARKUP:
            yield offsets.between(start + node.start_byte, start + node.end_byte)


def _walk(root: Node) -> Iterator[Node]:
    """Give all nodes, parents first, without recursion: a file may nest as deep as it likes."""
    cursor = root.walk()
    while True:
        if cursor.node is not None:
            yield cursor.node
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return


class _CharacterOffsets:
    """Turns the byte offsets of a parse into character offsets."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8")
        self._ascii = len(self.data) == len(text)
        self._starts: list[int] = []
        if not self._ascii:
            total = 0
            for char in text:
                self._starts.append(total)
                total += len(char.encode("utf-8"))

    def between(self, start: int, end: int) -> Span:
        if self._ascii:
            return Span(start, end)
        return Span(self._character(start), self._character(end))

    def span(self, node: Node) -> Span:
        return self.between(node.start_byte, node.end_byte)

    def _character(self, byte: int) -> int:
        return bisect_right(self._starts, byte - 1)


@lru_cache(maxsize=2)
def _parser(kind: str) -> Parser:
    grammar = tree_sitter_markdown.language() if kind == "block" else tree_sitter_markdown.inline_language()
    return Parser(Language(grammar))


def _read_metadata(block: str) -> dict[str, Any]:
    """Read YAML (`---`) or TOML (`+++`) front matter; what cannot be read counts as none."""
    body = block.strip()
    if len(body) > _FRONT_MATTER_LIMIT:
        return {}
    if body.startswith("+++"):
        import tomllib

        try:
            return tomllib.loads(body.strip("+\r\n "))
        except tomllib.TOMLDecodeError:
            return {}
    import yaml  # 20 ms, and most drafts have no front matter

    try:
        found = yaml.safe_load(body.strip("-\r\n "))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _as_date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
