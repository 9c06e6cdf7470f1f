"""`tifalint glossary`: look at the glossary, check it, and exchange it with other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tifalint.cli.check import ENCODING, GLOSSARY, Encoding
from tifalint.cli.console import complain, open_glossary, show_concepts, use_colour, write_file
from tifalint.errors import GlossaryError, InputError

# Plain data, and light: the options' values are listed by --help.
from tifalint.glossary.formats import Format, read_glossary_file, render_glossary

if TYPE_CHECKING:
    from tifalint.glossary.model import Concept, Glossary

app = typer.Typer(
    help="List, show, check, measure, import and export the glossary.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
OUTPUT = typer.Option("--output", "-o", metavar="FILE", help="Where to write; without it, standard output.")
DOMAIN = typer.Option(help="Only this domain.")


@app.command("list")
def list_concepts(
    domain: Annotated[str, DOMAIN] = "",
    unconfirmed: Annotated[bool, typer.Option("--unconfirmed", help="Only those without a source.")] = False,
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
) -> None:
    """List the concepts: id, Chinese, preferred English."""
    from tifalint.output.pages import render_concepts

    concepts = [c for c in _of_domain(open_glossary(glossary), domain) if c.unconfirmed or not unconfirmed]
    sys.stdout.write(render_concepts(concepts, colour=use_colour()))


@app.command()
def show(
    concept: Annotated[str, typer.Argument(help="A concept's id, or one of its terms in English or Chinese.")],
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
) -> None:
    """Show a concept with all its forms and sources."""
    show_concepts(concept, glossary)


@app.command()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="[PATH...]", help="Glossaries of your own; none checks the bundled one."),
    ] = [],  # noqa: B006  # typer copies it
) -> int:
    """Check a glossary: forms that two concepts claim or that can never match, examples, circles, near-duplicates.

    Exit status: 0 no error, 2 an error. A near-duplicate is said and is no error.
    """
    from tifalint.glossary.checking import find_duplicates, find_errors
    from tifalint.glossary.loading import bundled_folder, compile_layers, glossary_files

    layers = [glossary_files(path) for path in (bundled_folder(), *paths)]
    glossary = compile_layers(layers, {})
    files = {str(file) for layer in (layers[1:] or layers) for file in layer}
    own = [c for c in glossary.concepts if c.file in files]
    errors = [problem for problem in find_errors(glossary) if problem.place.rpartition(":")[0] in files]
    for problem in errors:
        complain(f"{problem.place}: {problem.text}")
    if errors:
        return 2
    for problem in find_duplicates(glossary, {c.id for c in own}):
        sys.stdout.write(f"{problem.place}: {problem.text}\n")
    forms = sum(len(c.designations) for c in own)
    confirmed = sum(bool(c.sources) for c in own)
    sys.stdout.write(f"{len(own)} concepts, {forms} forms, {confirmed} concepts with a source: no error\n")
    return 0


@app.command()
def stats(
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
) -> None:
    """Count concepts and forms by domain, status and sourcing."""
    from tifalint.output.pages import render_stats

    sys.stdout.write(render_stats(open_glossary(glossary).concepts, colour=use_colour()))


@app.command()
def coverage(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Texts in English; - is standard input.")],
    most: Annotated[int, typer.Option(help="How many unknown phrases to list.", min=0)] = 20,
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
    encoding: Annotated[Encoding, ENCODING] = Encoding.UTF_8,
) -> int:
    """Tell what share of the terms in texts the glossary knows, and which frequent phrases it does not."""
    from tifalint.documents.reading import find_drafts, read_document
    from tifalint.glossary.coverage import measure_coverage
    from tifalint.output.pages import render_coverage

    sentences, failed = [], False
    for found in find_drafts(paths):
        try:
            if isinstance(found, InputError):
                raise found
            document = read_document(found, encoding=encoding)
            sentences += [(document.text, sentence.words) for sentence in document.sentences]
        except InputError as error:
            complain(str(error))
            failed = True
    loaded = open_glossary(glossary)
    if sentences:
        sys.stdout.write(render_coverage(measure_coverage(loaded, sentences), loaded, most, colour=use_colour()))
    return 2 if failed else 0


@app.command("import")
def import_glossary(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A term base: TBX, CSV, TSV or XLSX.")],
    output: Annotated[str, OUTPUT] = "",
    encoding: Annotated[Encoding, typer.Option(help="Encoding of a CSV or TSV file.")] = Encoding.UTF_8,
) -> None:
    """Turn another program's term base into a glossary in TOML.

    It is checked whole before anything is written.
    """
    read = read_glossary_file(path, encoding)
    _check_alone(read.concepts)
    _put(output, render_glossary(read.concepts, Format.TOML, title=read.title, extra=read.extra))
    left = sum(e.at == "body" for e in read.extra)
    if left:
        complain(f"{path}: {left} entries have no English term; extra keeps them for an export")


@app.command()
def export(
    paths: Annotated[
        list[Path], typer.Argument(metavar="[PATH...]", help="Glossaries; none exports the bundled one.")
    ] = [],  # noqa: B006  # typer copies it
    output_format: Annotated[Format | None, typer.Option("--format", help="Default: by the name of --output.")] = None,
    output: Annotated[str, OUTPUT] = "",
    domain: Annotated[str, DOMAIN] = "",
) -> None:
    """Write glossaries for other programs: TBX-Basic (ISO 30042:2019), CSV, TSV or XLSX."""
    form = output_format or next((f for f in Format if output.lower().endswith(f".{f}")), None)
    if form is None:
        known = ", ".join(Format)
        raise typer.BadParameter(f"which format? give --format ({known}), or an --output that ends in one")
    if form is Format.XLSX and not output:
        raise typer.BadParameter("a workbook is no text; name a file with --output")
    if paths:
        from tifalint.glossary.loading import glossary_files, holds_concepts

        files = [read_glossary_file(f) for p in paths for f in glossary_files(p) if holds_concepts(f)]
        concepts = [c for file in files for c in file.concepts if domain in ("", c.domain)]
        title = files[0].title if len(files) == 1 else "glossary"
        extra = [e for file in files for e in file.extra] if not domain else []
    else:
        concepts, title, extra = _of_domain(open_glossary([]), domain), "tifalint", []
    _put(output, render_glossary(concepts, form, title=title, extra=extra))


@app.command()
def new(
    concept_id: Annotated[str, typer.Argument(metavar="ID", help="The id: lower case, digits, hyphens.")],
    zh: Annotated[str, typer.Option(help="The Chinese term.")] = "",
    en: Annotated[str, typer.Option(help="The preferred English term; without it, the words of the id.")] = "",
) -> None:
    """Print the skeleton of a concept, to be appended to a glossary."""
    from tifalint.glossary.entries import Entry, concept_of
    from tifalint.glossary.formats.toml import write_skeleton

    entry = Entry(en=en or concept_id.replace("-", " "), zh=zh, unconfirmed=True)
    concept = concept_of(concept_id, "house", entry, Path("new"), 1)
    known = open_glossary([]).by_id(concept_id)
    if known:
        complain(f"{concept_id}: the bundled glossary has it ({known.preferred}); yours will replace it")
    sys.stdout.write(write_skeleton(concept))


def _of_domain(glossary: Glossary, domain: str) -> list[Concept]:
    concepts = [c for c in glossary.concepts if domain in ("", c.domain)]
    if not concepts:
        known = ", ".join(sorted({c.domain for c in glossary.concepts}))
        raise typer.BadParameter(f'no domain "{domain}"; known are {known}')
    return concepts


def _check_alone(concepts: list[Concept]) -> None:
    """Refuse concepts that contradict each other; raises `GlossaryError` for the first of them."""
    from tifalint.glossary.checking import find_errors
    from tifalint.glossary.compiling import compile_glossary

    for problem in find_errors(compile_glossary(concepts, [], {})):
        raise GlossaryError(*problem)


def _put(output: str, content: bytes) -> None:
    if output:
        write_file(output, content)
    else:
        sys.stdout.buffer.write(content)
