"""What can go wrong in a way that the user can mend.

TifalintError
├── InputError          a draft or a readout that cannot be read
├── GlossaryError       a glossary or a pivot lexicon that is broken
├── ConfigurationError  a configuration file that is broken
└── ModelError          an embedding model that cannot be had, compiled or run
"""

from __future__ import annotations


class TifalintError(Exception):
    """A failure of the run that is said in one line, without a traceback.

    `place` is the file, with `:line` and `:column` where they are known; `problem` says what is wrong and how to
    mend it. Both are shown to the user as they stand.
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


class InputError(TifalintError):
    """A draft or a readout cannot be read."""


class GlossaryError(TifalintError):
    """A glossary or a pivot lexicon is broken; nothing of it is used."""


class ConfigurationError(TifalintError):
    """A configuration file cannot be read, or says what is not known."""


class ModelError(TifalintError):
    """An embedding model cannot be found, verified, compiled or run."""
