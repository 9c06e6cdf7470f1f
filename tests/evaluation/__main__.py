"""The commands of the evaluation; `python tests/evaluation --help` lists them."""

import sys
from pathlib import Path

# Started by its folder's name, Python looks for modules inside the package and not beside it.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from evaluation.commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
