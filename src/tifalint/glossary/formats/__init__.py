"""The formats that a glossary is read from and written to, one module each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from tifalint.errors import GlossaryError
from tifalint.glossary.entries import GlossaryFile
from tifalint.glossary.model import Concept, Extra


class Format(StrEnum):
    """A format that a glossary is written in."""

    TOML = "toml"
    TBX = "tbx"
    TBX_DCT = "tbx-dct"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"


SUFFIXES = (".toml", ".tbx", ".xml", ".csv", ".tsv", ".xlsx")
"""How the names of files end that are read as glossaries."""


def read_glossary_file(path: Path, encoding: str = "utf-8") -> GlossaryFile:
    """Read a file of concepts in the format that its name says; `encoding` is that of CSV and TSV.

    Raises `GlossaryError` with file and line; then nothing of the file is used.
    """
    match path.suffix.lower():
        case ".toml":
            from tifalint.glossary.formats.toml import read_toml

            return read_toml(path)
        case ".tbx" | ".xml":
            from tifalint.glossary.formats.tbx import read_tbx

            return read_tbx(path)
        case ".csv" | ".tsv":
            from tifalint.glossary.formats.table import read_csv

            return read_csv(path, encoding)
        case ".xlsx":
            from tifalint.glossary.formats.table import read_xlsx

            return read_xlsx(path)
    raise GlossaryError(str(path), f"no glossary by its name; it should end in {', '.join(SUFFIXES)}")


def render_glossary(
    concepts: Sequence[Concept], form: Format, *, title: str = "", extra: Sequence[Extra] = ()
) -> bytes:
    """Write concepts in a format; `title` and `extra` are the file's, where the format has a place for them."""
    match form:
        case Format.TOML:
            from tifalint.glossary.formats.toml import write_toml

            return write_toml(concepts, title, extra).encode()
        case Format.TBX | Format.TBX_DCT:
            from tifalint.glossary.formats.tbx import write_tbx

            return write_tbx(concepts, title, extra, style="dct" if form is Format.TBX_DCT else "dca")
        case Format.CSV | Format.TSV:
            from tifalint.glossary.formats.table import write_csv

            return write_csv(concepts, separator="\t" if form is Format.TSV else ",").encode("utf-8-sig")
        case Format.XLSX:
            from tifalint.glossary.formats.table import write_xlsx

            return write_xlsx(concepts)
