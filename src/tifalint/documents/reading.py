"""The one door through which files come in: which files to take, and how each becomes a `Document`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tifalint.documents.decoding import SIZE_LIMIT, decode
from tifalint.documents.document import Document, Layout
from tifalint.errors import InputError

STDIN = "-"
_MARKDOWN = (".md", ".markdown")
_PLAIN = (".txt", ".text")
_SUFFIXES = (*_MARKDOWN, *_PLAIN)


def read_document(path: str, *, encoding: str = "utf-8") -> Document:
    """Read a draft or a readout; `-` is standard input, read as Markdown.

    Raises `InputError` when there is no such file, it cannot be read, is too large, or is not text.
    """
    if path == STDIN:
        data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        return parse_document(decode(data, "<stdin>", encoding), "<stdin>", ".md")
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise InputError(path, f"not a format that is read ({', '.join(_SUFFIXES)}); save it as one of them")
    try:
        # The size is asked of the open file, so that it is the size of what is read.
        with Path(path).open("rb") as file:
            size = file.seek(0, 2)
            if size > SIZE_LIMIT:
                limit = SIZE_LIMIT // 1_000_000
                raise InputError(path, f"{size / 1e6:.0f} MB; drafts up to {limit} MB are read; split the file")
            file.seek(0)
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise InputError(path, _reason(error)) from None
    return parse_document(decode(data, path, encoding), path, suffix)


def parse_document(text: str, path: str, suffix: str) -> Document:
    """Make a `Document` of a decoded text; `suffix` (`.md`, `.txt`, …) names its format."""
    reader: Callable[[str], Layout]
    if suffix in _MARKDOWN:
        from tifalint.documents.markdown import read_markdown

        reader = read_markdown
    else:
        from tifalint.documents.plain import read_plain

        reader = read_plain
    return Document(path, text, reader(text))


def find_drafts(paths: Sequence[str]) -> Iterator[str | InputError]:
    """Give the drafts that `paths` name, in order and each once; a folder stands for the drafts below it.

    Hidden files and folders are left out. A path at which there is nothing to check is given as an `InputError`, so
    that the others are still checked.
    """
    seen: set[Path] = set()
    for path in paths:
        if path == STDIN or not Path(path).is_dir():
            key = Path(path).absolute()
            if key not in seen:
                seen.add(key)
                yield path
            continue
        inside = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
        inside = [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
        if not inside:
            yield InputError(path, f"no draft in this folder ({', '.join(_SUFFIXES)})")
        for found in inside:
            if found.absolute() not in seen:
                seen.add(found.absolute())
                yield str(found)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; check the path"
    if isinstance(error, PermissionError):
        return "not allowed to read this file; check its permissions"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a file in it"
    return f"cannot be read ({error.strerror or error})"
