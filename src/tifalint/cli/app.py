"""The program `tifalint` and its commands."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType

import typer
from typer.exceptions import TyperException

from tifalint import __version__
from tifalint.cli import check, glossary, inspect, model, suggest
from tifalint.cli.console import complain
from tifalint.errors import TifalintError

app = typer.Typer(
    name="tifalint",
    help="Find what machine translation did to Chinese state media in English.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(check.check)
app.command()(suggest.suggest)
app.command()(inspect.explain)
app.command()(inspect.rules)
app.command()(inspect.terms)
app.command()(inspect.align)
app.add_typer(glossary.app, name="glossary")
app.add_typer(model.app, name="model")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tifalint {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and leave."
    ),
) -> None:
    pass


def main() -> None:
    """Run the program and leave with its exit status."""
    signal.signal(signal.SIGINT, _interrupted)
    # A run makes many objects that live to its end: looking through them for cycles again and again is a tenth of it.
    gc.set_threshold(1_000_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except TifalintError as error:
        complain(str(error))
        status = 2
    except TyperException as error:
        complain(error.format_message())
        status = 2
    except typer.Abort:
        status = 130
    except BrokenPipeError:
        # Whoever read the output has left; what is still in the buffer must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    sys.exit(status or 0)


def _interrupted(number: int, frame: FrameType | None) -> None:
    """Leave at once: nothing is ever written in place, so there is nothing to clean up."""
    os._exit(130)
