"""`tifalint check`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tifalint.cli.console import columns, complain, open_encoder, open_glossary, progress, use_colour
from tifalint.errors import InputError
from tifalint.glossary.model import Severity

if TYPE_CHECKING:
    from tifalint.alignment.encoded import EncodedDocument
    from tifalint.diagnostics import Report
    from tifalint.documents.document import Document
    from tifalint.embedding.encoder import Encoder


class OutputFormat(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"


class Encoding(StrEnum):
    """Text encodings that drafts and readouts may have."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    GB18030 = "gb18030"


DRAFTS = typer.Argument(metavar="PATH...", help="Drafts, or folders of them; - is standard input.")
READOUT = typer.Option(
    "--readout", metavar="FILE", help="The official readout, in English. May be given several times."
)
GLOSSARY = typer.Option("--glossary", metavar="PATH", help="A glossary of your own, layered over the bundled one.")
MODEL = typer.Option("--model", metavar="NAME", help="Embedding model: a folder, or a hub name (uses the network).")
ENCODING = typer.Option("--encoding", help="Encoding of drafts and readouts.")


def check(
    paths: Annotated[list[str], DRAFTS],
    readout: Annotated[list[str], READOUT] = [],  # noqa: B006  # typer copies it
    output_format: Annotated[OutputFormat, typer.Option(help="How results are written.")] = OutputFormat.TEXT,
    fail_on: Annotated[
        Severity, typer.Option(help="The least severity that makes the exit status 1.")
    ] = Severity.MAJOR,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
    model: Annotated[str, MODEL] = "",
    encoding: Annotated[Encoding, ENCODING] = Encoding.UTF_8,
    explain_scores: Annotated[
        bool, typer.Option("--explain-scores", help="Say for each finding what made it likely.")
    ] = False,
) -> int:
    """Check drafts for garbled terms, titles and names.

    Exit status: 0 nothing found at or above --fail-on, 1 something found, 2 the run itself failed.
    """
    from tifalint.engine import check as run
    from tifalint.engine import compare
    from tifalint.output.json import render_json
    from tifalint.output.text import render_text

    drafts, failed = _read(paths, encoding, _refuse_chinese)
    readouts, unreadable = _read(readout, encoding, _refuse_foreign) if readout else ([], False)
    encoder = open_encoder(model) if readouts and drafts else None
    reports: list[Report] = []
    with progress("checking", sum(len(d.sentences) for d in (*drafts, *readouts))) as advance:
        encoded = _encode(readouts, encoder, advance) if encoder else []
        for draft in drafts:
            comparison = None
            if encoder:
                (own,) = _encode([draft], encoder, advance)
                comparison = compare(own, encoded)
                if comparison is None:
                    complain(f"{draft.path}: no readout given is about the same event; checked without one")
            else:
                advance(len(draft.sentences))
            reports.append(run(draft, open_glossary(glossary, draft.path), comparison))
    if output_format is OutputFormat.JSON:
        sys.stdout.write(render_json(reports, explain_scores=explain_scores))
    elif reports:
        text = render_text(reports, colour=use_colour(), columns=columns(), explain_scores=explain_scores)
        sys.stdout.write(text)
    if failed or unreadable:
        return 2
    bad = any(d.severity.rank >= fail_on.rank for report in reports for d in report.diagnostics)
    return 1 if bad and not exit_zero else 0


def _read(paths: list[str], encoding: str, refuse: Callable[[Document], None]) -> tuple[list[Document], bool]:
    """Read documents; what cannot be read or is refused is said and left out, and the rest goes on without it."""
    from tifalint.documents.reading import find_drafts, read_document

    documents: list[Document] = []
    failed = False
    for found in find_drafts(paths):
        try:
            if isinstance(found, InputError):
                raise found
            document = read_document(found, encoding=encoding)
            refuse(document)
        except InputError as error:
            complain(str(error))
            failed = True
        else:
            documents.append(document)
    return documents, failed


def _refuse_chinese(draft: Document) -> None:
    if draft.language == "zh":
        raise InputError(draft.path, "this draft is in Chinese; drafts are checked in English")


def _refuse_foreign(readout: Document) -> None:
    from tifalint.documents.language import is_english

    if not is_english(readout):
        raise InputError(readout.path, "this readout is not in English; give an English one")


def _encode(documents: list[Document], encoder: Encoder, advance: Callable[[int], None]) -> list[EncodedDocument]:
    from tifalint.alignment.encoded import encode_document

    return [encode_document(document, encoder, progress=advance) for document in documents]
