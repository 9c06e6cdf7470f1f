"""`tifalint glossary`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tifalint.cli.check import GLOSSARY
from tifalint.cli.console import open_glossary, use_colour

app = typer.Typer(
    help="List, show and check the glossary.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
def list_concepts(
    domain: Annotated[str, typer.Option(help="Only this domain.")] = "",
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
) -> None:
    """List the concepts: id, Chinese, preferred English."""
    from tifalint.output.pages import render_concepts

    loaded = open_glossary(glossary)
    concepts = [c for c in loaded.concepts if domain in ("", c.domain)]
    if not concepts:
        known = ", ".join(sorted({c.domain for c in loaded.concepts}))
        raise typer.BadParameter(f'no domain "{domain}"; known are {known}')
    sys.stdout.write(render_concepts(concepts, colour=use_colour()))


@app.command()
def show(
    concept: Annotated[str, typer.Argument(help="A concept's id, or one of its terms in English or Chinese.")],
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
) -> None:
    """Show a concept with all its forms and sources."""
    from tifalint.glossary.lookup import find_concepts
    from tifalint.output.pages import render_concept

    found = find_concepts(open_glossary(glossary), concept)
    sys.stdout.write("\n".join(render_concept(c, colour=use_colour()) for c in found))


@app.command()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="[PATH...]", help="Glossaries of your own; none checks the bundled one."),
    ] = [],  # noqa: B006  # typer copies it
) -> None:
    """Check a glossary: syntax, ids, forms that two concepts claim, forms that can never match."""
    from tifalint.glossary.loading import load_glossary

    glossary = load_glossary(paths)
    own = [c for c in glossary.concepts if not paths or c.file in {f.name for p in paths for f in _files(p)}]
    forms = sum(len(c.designations) for c in own)
    confirmed = sum(bool(c.sources) for c in own)
    sys.stdout.write(f"{len(own)} concepts, {forms} forms, {confirmed} concepts with a source: no error\n")


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else list(path.glob("*.toml"))
