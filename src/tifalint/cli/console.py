"""What the commands share: where lines go, how wide the terminal is, how a model announces itself."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tifalint.output.terminal import safe

if TYPE_CHECKING:
    from tifalint.embedding.encoder import Encoder
    from tifalint.glossary.model import Glossary


def complain(line: str) -> None:
    """Say in one line on standard error what went wrong."""
    sys.stderr.write(f"tifalint: {safe(line.strip())}\n")


def use_colour() -> bool:
    """Tell whether standard output is a terminal that takes colours (https://no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Give the width to lay text out for: the terminal's, or 100."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def open_glossary(extra: list[str]) -> Glossary:
    """Load the bundled glossary with the user's over it; raises `GlossaryError`."""
    from tifalint.glossary.loading import load_glossary

    return load_glossary([Path(path) for path in extra])


def open_encoder(name: str) -> Encoder:
    """Open a model, the default one for an empty name; says on standard error what a first compilation does.

    Raises `ModelError`.
    """
    from tifalint.embedding.models import DEFAULT, open_model

    return open_model(name or DEFAULT, say=complain)


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error while the block runs, where there is a terminal and enough to do.

    The block is given a function that takes the number of steps that are done; `total` is how many there are.
    """
    if total < _WORTH_SHOWING or not sys.stderr.isatty():
        yield lambda steps: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda steps: bar.advance(task, steps)


_WORTH_SHOWING = 100
"""Sentences from which a check takes long enough to be watched."""
