"""How long the command takes to start, as shares of importing sentence-transformers in the same run.

    python tests/benchmarks/startup.py [DRAFT READOUT]

Prints the median of whole processes, and exits with 1 when a share is above its budget. With no arguments it checks a
fixture.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "fixtures" / "computing-conference"
RUNS = 7


def seconds(*command: str, runs: int = RUNS) -> float:
    """Give the median wall time of a command, run once before to warm the caches."""
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> int:
    """Measure, print, compare with the budgets."""
    draft, readout = sys.argv[1:3] if len(sys.argv) > 2 else (str(FIXTURE / "draft.md"), str(FIXTURE / "readout.md"))
    tifalint = str(Path(sys.executable).with_name("tifalint"))
    base = seconds(sys.executable, "-c", "import sentence_transformers", runs=3)
    print(f"{'import sentence_transformers':32} {base:6.2f} s")
    late = False
    for name, budget, arguments in (
        ("--help", 20, ["--help"]),
        # It was 1/16, and is to be 1/12 again: grammar, literal renderings and a glossary a third larger cost the rest.
        ("check, glossary only", 7, ["check", draft]),
        ("check with a readout", 4, ["check", draft, "--readout", readout]),
    ):
        taken = seconds(tifalint, *arguments)
        late |= taken * budget > base
        print(f"{name:32} {taken:6.2f} s   1/{base / taken:.1f} of it, at most 1/{budget}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
