"""The command line: arguments in, calls, results out, an exit status.

0: nothing at or above `--fail-on`; 1: something found; 2: the run itself failed; 130: interrupted; 141: nobody reads
the output any more.
"""

from tifalint.cli.app import main

__all__ = ["main"]
