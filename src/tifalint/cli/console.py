"""What the commands share: where lines go, how wide the terminal is, how a model announces itself."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tifalint.output.terminal import safe

if TYPE_CHECKING:
    from tifalint.configuration import Configuration
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


def open_glossary(extra: list[str], near: str = ".") -> Glossary:
    """Load the bundled glossary, over it those of the configuration for the file `near`, and over them `extra`.

    Raises `GlossaryError` and `ConfigurationError`.
    """
    from tifalint.configuration import find_configuration

    return _load_glossary(find_configuration(Path(near)), tuple(extra))


_loaded: dict[tuple[str, tuple[str, ...]], Glossary] = {}


def _load_glossary(configuration: Configuration, extra: tuple[str, ...]) -> Glossary:
    """Load a glossary once a run, however many drafts share its configuration."""
    from tifalint.glossary.loading import load_glossary

    key = (configuration.file, extra)
    if key not in _loaded:
        _loaded[key] = load_glossary(
            [*configuration.glossary_paths, *(Path(path) for path in extra)],
            prefer=configuration.prefer,
            prefer_from=configuration.file,
        )
    return _loaded[key]


def write_file(path: str, content: bytes) -> None:
    """Write a file in one step, so that a failure leaves what was there; raises `InputError`."""
    import tempfile

    from tifalint.errors import InputError

    target = Path(path)
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            file.write(content)
        mode = target.stat().st_mode if target.exists() else 0o644
        Path(file.name).chmod(mode & 0o777)
        Path(file.name).replace(target)
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror or error}); name another place") from None


def show_concepts(name: str, glossary: list[str], rules: Sequence[str] = ()) -> None:
    """Print the pages of the concepts that a person means by a name; `rules` are names that could be meant as well."""
    from tifalint.glossary.lookup import find_concepts, find_pitfalls
    from tifalint.output.pages import render_concept

    loaded = open_glossary(glossary)
    found = find_concepts(loaded, name, rules)
    pages = (render_concept(c, find_pitfalls(loaded, c), colour=use_colour()) for c in found)
    sys.stdout.write("\n".join(pages))


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
