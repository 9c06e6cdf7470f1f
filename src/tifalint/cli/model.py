"""`tifalint model`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tifalint.cli.console import open_encoder

app = typer.Typer(
    help="List and prepare embedding models.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
def list_models() -> None:
    """List the models that are compiled, and the default one."""
    from tifalint.embedding.models import DEFAULT, compiled_models

    found = list(compiled_models())
    for folder, manifest in found:
        sys.stdout.write(f"{manifest.model}  compiled, {manifest.bytes / 1e6:.0f} MB  {folder}\n")
    if DEFAULT not in {manifest.model for _, manifest in found}:
        sys.stdout.write(f"{DEFAULT}  the default; compiled on first use, or by `tifalint model prepare`\n")


@app.command()
def prepare(
    name: Annotated[str, typer.Argument(help="The default, a folder, or a hub name (uses the network).")] = "",
) -> None:
    """Compile a model, so that the first check with a readout need not."""
    encoder = open_encoder(name)
    sys.stdout.write(f"{encoder.name} is ready\n")
