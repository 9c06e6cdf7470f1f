"""Bytes to text."""

from __future__ import annotations

import codecs

from tifalint.errors import InputError
from tifalint.text.spans import Lines

ENCODINGS = ("utf-8", "utf-16", "gb18030")
SIZE_LIMIT = 10_000_000
"""Bytes of a draft or a readout that are read; a book has about one million."""

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, path: str, encoding: str = "utf-8") -> str:
    """Decode a file; a leading byte-order mark is dropped, line ends stay as they are.

    Raises `InputError`, naming the first byte that does not fit, when `data` is not text in `encoding`.
    """
    if len(data) > SIZE_LIMIT:
        raise InputError(
            path,
            f"{len(data) / 1e6:.0f} MB; drafts up to {SIZE_LIMIT // 1_000_000} MB are read; split the file",
        )
    if encoding == "utf-8" and data.startswith(_UTF16_MARKS):
        raise InputError(path, "starts with a UTF-16 byte-order mark; read it with --encoding utf-16")
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "convert the file to UTF-8, or name its encoding with --encoding (gb18030, utf-16)"
        if encoding != "utf-8":
            hint = "check the encoding"
        raise InputError(
            f"{path}:{line}",
            f"byte 0x{data[error.start]:02x} at offset {error.start} is not {encoding.upper()}; {hint}",
        ) from None
    if "\0" in text:
        line, column = Lines(text).position(text.index("\0"))
        raise InputError(f"{path}:{line}:{column}", "a null byte: this is not a text file")
    return text
