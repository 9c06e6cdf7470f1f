"""`tifalint explain`, `rules`, `terms` and `align`: what there is, and what is seen in a text."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tifalint.cli.check import ENCODING, GLOSSARY, MODEL, Encoding, OutputFormat
from tifalint.cli.console import columns, complain, open_encoder, open_glossary, show_concepts, use_colour
from tifalint.errors import InputError


def explain(
    name: Annotated[str, typer.Argument(metavar="RULE|CONCEPT", help="A rule's name, a concept's id, or a term.")],
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
) -> None:
    """Explain a rule or a concept."""
    from tifalint.output.pages import render_rule
    from tifalint.rules import RULES

    for rule in RULES:
        if rule.name == name:
            sys.stdout.write(render_rule(rule, colour=use_colour()))
            return
    show_concepts(name, glossary, [rule.name for rule in RULES])


def rules() -> None:
    """List the rules."""
    from tifalint.output.pages import render_rules
    from tifalint.rules import RULES

    sys.stdout.write(render_rules(RULES, colour=use_colour()))


def terms(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Texts in English; - is standard input.")],
    output_format: Annotated[OutputFormat, typer.Option(help="How results are written.")] = OutputFormat.TEXT,
    glossary: Annotated[list[str], GLOSSARY] = [],  # noqa: B006  # typer copies it
    encoding: Annotated[Encoding, ENCODING] = Encoding.UTF_8,
) -> int:
    """List the glossary's terms in texts, each with its place and status."""
    from tifalint.documents.reading import find_drafts, read_document
    from tifalint.facts import Facts
    from tifalint.output.json import render_terms_json
    from tifalint.output.text import render_terms_text

    found, failed = [], False
    for path in find_drafts(paths):
        try:
            if isinstance(path, InputError):
                raise path
            found.append(Facts(read_document(path, encoding=encoding), open_glossary(glossary, str(path))))
        except InputError as error:
            complain(str(error))
            failed = True
    if output_format is OutputFormat.JSON:
        sys.stdout.write(render_terms_json(found))
    else:
        sys.stdout.write(render_terms_text(found, colour=use_colour()))
    return 2 if failed else 0


def align(
    draft: Annotated[str, typer.Argument(help="The draft.")],
    readout: Annotated[str, typer.Argument(help="The readout, in English.")],
    model: Annotated[str, MODEL] = "",
    encoding: Annotated[Encoding, ENCODING] = Encoding.UTF_8,
) -> None:
    """Show a draft and a readout side by side, sentence by sentence."""
    from tifalint.alignment.encoded import encode_document
    from tifalint.alignment.sentences import align as link
    from tifalint.documents.reading import read_document
    from tifalint.output.text import render_alignment

    ours, theirs = (read_document(path, encoding=encoding) for path in (draft, readout))
    encoder = open_encoder(model)
    found = link(encode_document(ours, encoder), encode_document(theirs, encoder))
    if not found.related:
        complain(f"{readout}: seems to be about another event than {draft}")
    width = max(80, columns())
    sys.stdout.write(render_alignment(ours, theirs, found, colour=use_colour(), columns=width))
