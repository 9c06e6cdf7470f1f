"""`tifalint suggest`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from tifalint.cli.check import MODEL, OutputFormat
from tifalint.cli.console import complain, open_encoder, open_glossary, use_colour

PHRASES = typer.Argument(
    metavar="[PHRASE...]", help="Phrases; - reads them from standard input, one a line, and so does giving none."
)
GLOSSARY = typer.Option("--glossary", metavar="PATH", help="Rank the terms of this glossary, not the bundled one's.")


def suggest(
    phrases: Annotated[list[str], PHRASES] = [],  # noqa: B006  # typer copies it
    output_format: Annotated[OutputFormat, typer.Option(help="How results are written.")] = OutputFormat.TEXT,
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
    model: Annotated[str, MODEL] = "",
) -> int:
    """Tell what odd phrases could have been: the terms of the glossary that are most like them, with the reason."""
    from tifalint.output.json import render_suggestions_json
    from tifalint.output.text import render_suggestions_text

    given = _given(phrases)
    refused = [(phrase, reason) for phrase in given if (reason := _reason_against(phrase))]
    for phrase, reason in refused:
        complain(f'"{phrase[:_SHOWN]}{"…" if len(phrase) > _SHOWN else ""}": {reason}')
    kept = [phrase for phrase in given if not _reason_against(phrase)]
    found = []
    if kept:
        from tifalint.detection.suggesting import Ranker
        from tifalint.glossary.loading import load_terms
        from tifalint.glossary.thesaurus import open_thesaurus

        terms = load_terms([Path(path) for path in glossary]) if glossary else open_glossary([])
        ranker = Ranker(terms, open_encoder(model), open_thesaurus())
        found = [(phrase, ranker.suggest(phrase)) for phrase in kept]
    if output_format is OutputFormat.JSON:
        sys.stdout.write(render_suggestions_json(found))
    else:
        sys.stdout.write(render_suggestions_text(found, colour=use_colour()))
    return 2 if refused else 0


_SHOWN = 40
"""Characters of a refused phrase that are shown."""


def _given(phrases: Sequence[str]) -> list[str]:
    """Give the phrases of the arguments, those on standard input in the place of `-`; raises `InputError`."""
    if not phrases and sys.stdin.isatty():
        raise typer.BadParameter("no phrase; give some, or one a line on standard input")
    out: list[str] = []
    for phrase in phrases or ["-"]:
        out += _read_lines() if phrase == "-" else [phrase]
    return out


def _read_lines() -> list[str]:
    from tifalint.documents.decoding import SIZE_LIMIT, decode

    text = decode(sys.stdin.buffer.read(SIZE_LIMIT + 1), "<stdin>")
    return [line.strip() for line in text.split("\n") if line.strip()]


def _reason_against(phrase: str) -> str:
    """Give why a phrase cannot be ranked; empty where it can."""
    from tifalint.detection.suggesting import LONGEST

    if len(phrase) > LONGEST:
        return f"{len(phrase):,} characters; phrases up to {LONGEST} are ranked; give the odd words alone"
    try:
        phrase.encode()
    except UnicodeEncodeError:
        return "not UTF-8; convert it"
    return ""
