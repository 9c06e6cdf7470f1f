"""What the size of the glossary costs: loading beside reading TOML, and checking with a small, this and a tenfold one.

    python tests/benchmarks/glossary.py

Prints each figure as a share of what is measured beside it in the same run, and exits with 1 when one is above its
budget. The tenfold glossary is generated: the forms of each concept, with content words of others of its domain.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from tifalint.documents.reading import parse_document
from tifalint.engine import check
from tifalint.glossary.formats import Format, render_glossary
from tifalint.glossary.loading import bundled_folder, glossary_files, load_glossary
from tifalint.glossary.matching import find_terms
from tifalint.glossary.model import Concept, Designation, Status
from tifalint.text.words import FUNCTION_WORDS

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
WORDS = 1_000
COMMAND = """
import sys, pathlib, tifalint.glossary.loading as loading
folder = pathlib.Path(sys.argv.pop(1))
loading.bundled_folder = lambda: folder
from tifalint.cli import main
main()
"""


def fastest(action: Callable[[], object], runs: int = 7) -> float:
    """Give the least seconds that an action takes, which is what the machine's other work disturbs least."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


def command_seconds(draft: Path, *folders: Path) -> list[float]:
    """Give the least seconds of the whole command on a draft with the glossary of each folder, run in turns."""
    taken: list[list[float]] = [[] for _ in folders]
    for _ in range(12):
        for folder, seconds in zip(folders, taken, strict=True):
            start = time.perf_counter()
            arguments = [sys.executable, "-c", COMMAND, str(folder), "check", str(draft)]
            subprocess.run(arguments, check=False, capture_output=True)
            seconds.append(time.perf_counter() - start)
    return [min(seconds) for seconds in taken]


def written(folder: Path, concepts: Sequence[Concept]) -> Path:
    """Write a glossary of these concepts with the bundled pivots and synonyms."""
    shutil.copytree(bundled_folder() / "pivots", folder / "pivots")
    shutil.copy(bundled_folder() / "synonyms.toml", folder)
    (folder / "all.toml").write_bytes(render_glossary(concepts, Format.TOML))
    return folder


def is_replaceable(word: str) -> bool:
    """Tell whether a word of a form may become another one: a content word, no number and no acronym."""
    return word.isalpha() and not word.isupper() and word.lower() not in FUNCTION_WORDS


def multiplied(concepts: Sequence[Concept], times: int) -> list[Concept]:
    """Give concepts and, for each, `times` - 1 others of the same make: other content words of its domain in its forms."""
    rng = random.Random(0)
    vocabulary: defaultdict[str, list[str]] = defaultdict(list)
    for concept in concepts:
        vocabulary[concept.domain] += [w for d in concept.designations for w in d.form.split() if is_replaceable(w)]
    taken = {d.form.lower() for c in concepts for d in c.designations}
    out = list(concepts)
    for concept in concepts:
        for number in range(times - 1):
            designations = []
            for d in concept.designations:
                others = vocabulary[concept.domain]
                form = " ".join(rng.choice(others) if is_replaceable(w) else w for w in d.form.split())
                if form.lower() not in taken:
                    taken.add(form.lower())
                    status = Status.ADMITTED if designations else Status.PREFERRED
                    designations.append(Designation(form, status))
            if designations:
                more = {"id": f"{concept.id}-{number}", "designations": designations, "examples": [], "zh": []}
                out.append(msgspec.structs.replace(concept, **more))
    return out


def compiled(folder: Path, concepts: Sequence[Concept]) -> Path:
    """Put a glossary into the cache without looking for its errors: generated forms claim each other's places."""
    from tifalint.glossary import loading

    layers = [glossary_files(written(folder, concepts))]
    loading._write(loading._cache_path(layers, {}), loading.pack(loading.compile_layers(layers, {})))
    return folder


def main() -> int:
    """Measure, print, compare with the budgets."""
    late = False

    def report(what: str, share: float, budget: float) -> None:
        nonlocal late
        late |= share > budget
        shown = f"1/{1 / share:.0f}" if share < 0.5 else f"{share:.2f} times"
        limit = f"1/{1 / budget:.0f}" if budget < 0.5 else f"{budget:.1f} times"
        print(f"{what:64} {shown:>10}, at most {limit}")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = name
        glossary = load_glossary()
        files = glossary_files(bundled_folder())
        toml = fastest(lambda: [tomllib.loads(path.read_text(encoding="utf-8")) for path in files], 3)
        report("loading the compiled glossary, beside reading its TOML", fastest(load_glossary) / toml, 1 / 20)

        prose = " ".join(p.read_text(encoding="utf-8") for p in sorted(FIXTURES.glob("*/draft.*")))
        words = prose.split()
        text = " ".join((words * (WORDS // len(words) + 1))[:WORDS])
        draft = folder / "draft.md"
        draft.write_text(text, encoding="utf-8")
        few = random.Random(0).sample(list(glossary.concepts), 200)
        (folder / "few").mkdir()
        small = compiled(folder / "few", few)
        ours, theirs = command_seconds(draft, bundled_folder(), small)
        report(f"checking {WORDS:,} words with {len(glossary.concepts):,} concepts, beside 200", ours / theirs, 1.3)

        (folder / "many").mkdir()
        concepts = multiplied(glossary.concepts, 10)
        large = load_glossary(bundled=compiled(folder / "many", concepts))
        document = parse_document(text, "draft.md", ".md")
        sentences = document.sentences
        for what, action in (
            ("matching", lambda g: [find_terms(g, text, s.words) for s in sentences]),
            ("checking", lambda g: check(document, g)),
        ):
            share = fastest(lambda a=action: a(large)) / fastest(lambda a=action: a(glossary))
            report(
                f"{what} {WORDS:,} words with {len(concepts):,} concepts, beside {len(glossary.concepts):,}", share, 2
            )
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
