"""The command line: make cases, fit, and score."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tifalint.errors import TifalintError
from tifalint.glossary import Glossary, load_glossary

from .cases import CleanText, clean_texts, write_cases
from .fitting import PRIOR, fit_and_judge, record
from .garbling import garbled_cases
from .material import material
from .roundtrips import CHAINS, roundtrip_cases
from .scoring import Detector
from .tables import Program, baselines, clean, labelled, prose, round_trips, table, without_known_garbles


def _scores(
    cases: Sequence[Path],
    prose_files: Sequence[Path],
    texts: Sequence[CleanText],
    glossary: Glossary,
    *,
    alone: bool,
) -> str:
    from tifalint.embedding.models import open_model

    encoder = open_model()
    program = Program(glossary, encoder)
    materials = [
        *(material for path in cases for material in labelled(path)),
        *round_trips(texts, glossary),
        *clean(texts),
        *(prose(path) for path in prose_files),
    ]
    detectors: dict[str, Detector] = {"tifalint": program} | ({} if alone else baselines(glossary, encoder))
    unaided: dict[str, Detector] = {"tifalint": program.with_glossary(without_known_garbles(glossary))}
    return "\n".join(
        [
            table(materials, detectors, say=_say),
            "With every known garble taken out of the glossary:\n",
            table(materials, unaided, say=_say),
        ]
    )


def _fit(cases: Sequence[Path], prose_files: Sequence[Path], texts: Sequence[CleanText], glossary: Glossary) -> str:
    """Fit the models, write them where the program reads them, and say how well they carry over."""
    from tifalint.detection.decision import WEIGHTS, read_models
    from tifalint.embedding.models import open_model

    program = Program(glossary, open_model())
    records = []
    for given in material(cases, prose_files, texts, glossary):
        records.append(record(given.case, glossary, program.encode, weight=given.weight, real=given.real))
        if not len(records) % 50:
            _say(f"{len(records)} drafts looked at")
    fitted, report = fit_and_judge(records, read_models(PRIOR))
    WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(fitted), indent=1) + b"\n")
    return report


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> int:
    """Run one command; 2 when it cannot be run, with the reason in one line."""
    parser = argparse.ArgumentParser(prog="python tests/evaluation", description="Make labelled cases, fit, and score.")
    commands = parser.add_subparsers(dest="command", required=True)
    trips = commands.add_parser("roundtrips", help="cases through Debian's Apertium")
    trips.add_argument("folder", type=Path)
    garble = commands.add_parser("garble", help="cases from the lexicons")
    garble.add_argument("folder", type=Path)
    garble.add_argument("--seed", type=int, default=0)
    garble.add_argument("--count", type=int, default=100)
    garble.add_argument("--languages", nargs="*", default=[], metavar="CODE", help="ISO 639-1; all if none is named")
    scores = commands.add_parser("score", help="the tables of the README, as Markdown")
    scores.add_argument("cases", type=Path, nargs="*", help="folders of labelled cases")
    scores.add_argument("--prose", type=Path, nargs="*", default=[], metavar="JSONL", help="clean English")
    scores.add_argument("--alone", action="store_true", help="without the baselines, which take most of the time")
    fit = commands.add_parser("fit", help="the models' weights, on cases, clean prose and what is made here")
    fit.add_argument("cases", type=Path, nargs="*", help="folders of labelled cases")
    fit.add_argument("--prose", type=Path, nargs="*", default=[], metavar="JSONL", help="clean English")
    given = parser.parse_args()
    try:
        glossary, texts = load_glossary(), [*clean_texts()]
        if given.command == "score":
            print(_scores(given.cases, given.prose, texts, glossary, alone=given.alone))
            return 0
        if given.command == "fit":
            print(_fit(given.cases, given.prose, texts, glossary))
            return 0
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
