"""The command line: make cases, and score."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tifalint.errors import TifalintError
from tifalint.glossary import load_glossary

from .cases import clean_texts, write_cases
from .garbling import garbled_cases
from .roundtrips import CHAINS, roundtrip_cases


def main() -> int:
    """Run one command; 2 when it cannot be run, with the reason in one line."""
    parser = argparse.ArgumentParser(prog="python tests/evaluation", description="Make labelled cases, and score.")
    commands = parser.add_subparsers(dest="command", required=True)
    trips = commands.add_parser("roundtrips", help="cases through Debian's Apertium")
    trips.add_argument("folder", type=Path)
    garble = commands.add_parser("garble", help="cases from the lexicons")
    garble.add_argument("folder", type=Path)
    garble.add_argument("--seed", type=int, default=0)
    garble.add_argument("--count", type=int, default=100)
    garble.add_argument("--languages", nargs="*", default=[], metavar="CODE", help="ISO 639-1; all if none is named")
    given = parser.parse_args()
    try:
        glossary, texts = load_glossary(), [*clean_texts()]
        if given.command == "roundtrips":
            written = sum(write_cases(roundtrip_cases(texts, glossary, chain), given.folder) for chain in CHAINS)
        else:
            cases = garbled_cases(texts, glossary, seed=given.seed, count=given.count, languages=given.languages)
            written = write_cases(cases, given.folder)
        print(f"{written} cases in {given.folder}")
    except TifalintError as error:
        print(error, file=sys.stderr)
        return 2
    return 0
