"""The tables of the evaluation: texts, what each is held against, and what each detector makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tifalint.alignment.encoded import EncodedDocument, encode_document
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder
from tifalint.engine import check, compare
from tifalint.errors import InputError
from tifalint.glossary.compiling import compile_glossary
from tifalint.glossary.loading import bundled_folder
from tifalint.glossary.model import Glossary, Severity, Status
from tifalint.glossary.pivots import read_pivot_lexicon, read_synonyms

from .baselines import EmbeddingSimilarity, ExactGlossary, FuzzyMatching, Proselint
from .cases import Case, CleanText, read_cases
from .roundtrips import CHAINS, roundtrip_cases
from .scoring import RATIOS, Counts, Detector, Estimate, Flag, estimates, score


@dataclass(frozen=True)
class Material:
    """Texts of one sort."""

    name: str
    against: str
    """What they are held against, for the reader."""
    cases: Sequence[Case]

    def without_readout(self) -> Material:
        """Take the readouts away."""
        return Material(self.name, "nothing", [msgspec.structs.replace(c, readout=None) for c in self.cases])


def labelled(path: Path) -> list[Material]:
    """Give the cases of a folder with their readouts, without, and with the undamaged text; and that text itself."""
    cases, replace = read_cases(path), msgspec.structs.replace
    own = Material(f"cases in {path.name}", "a readout", cases)
    close = Material(own.name, "the undamaged text", [replace(c, readout=c.twin) for c in cases])
    right = [replace(c, draft=c.twin, spans=[], decoys=[]) for c in cases]
    twins = Material("the same, undamaged", own.against, right)
    return [own, own.without_readout(), close, twins, twins.without_readout()]


def round_trips(texts: Sequence[CleanText], glossary: Glossary) -> Iterator[Material]:
    """Give what Apertium makes of clean texts, with the clean text as readout and without.

    Raises `InputError` where Apertium is not installed.
    """
    for chain in CHAINS:
        cases = [*roundtrip_cases(texts, glossary, chain)]
        own = Material(f"round trips {chain}", "the clean text", cases)
        yield from (own, own.without_readout())


def clean(texts: Sequence[CleanText]) -> Iterator[Material]:
    """Give the clean texts themselves: those of an event that has two, each held against the other; and all alone."""
    cases = []
    for text in texts:
        other = next((t for t in texts if t.event == text.event and t is not text), None)
        cases.append(Case(text.name, "", text.text, other.text if other else None, [], event_group=text.event))
    yield Material("clean fixtures", "the event's other text", [c for c in cases if c.readout])
    yield Material("clean fixtures", "", cases).without_readout()


WORDS_OF_PROSE = 500
"""At least so many words make a document of clean prose that comes line by line."""
MOST_PROSE = 40_000
"""Words of a file that are looked at, about: of a longer one, documents at even distances. The slowest baseline embeds
two phrases a word."""
_FIELDS = ("en", "text", "en_a", "en_b")


def prose(path: Path) -> Material:
    """Give the English of a JSONL file as documents of consecutive lines; raises `InputError`."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        columns = [[str(row[name]) for row in rows if name in row] for name in _FIELDS]
    except (OSError, ValueError, TypeError) as error:
        raise InputError(str(path), f"not JSONL ({error})") from None
    drafts: list[str] = []
    for lines in filter(None, columns):
        words = WORDS_OF_PROSE
        for line in lines:
            if words >= WORDS_OF_PROSE:
                drafts.append("")
                words = 0
            drafts[-1] += f"{line}\n\n"
            words += len(line.split())
    if not drafts:
        raise InputError(str(path), f"no line has a field of English ({', '.join(_FIELDS)})")
    step = -(-sum(len(draft.split()) for draft in drafts) // MOST_PROSE)
    cases = [Case(f"{path.stem}-{i}", "", draft, None, []) for i, draft in enumerate(drafts)]
    return Material(path.stem, "nothing", cases[::step])


class Program:
    """The program itself, in process, as the command runs it."""

    def __init__(self, glossary: Glossary, encoder: Encoder) -> None:
        self._glossary = glossary
        self._encoder = encoder
        self._encoded: dict[str, EncodedDocument] = {}

    def with_glossary(self, glossary: Glossary) -> Program:
        """Give the same with another glossary; what is encoded already is not encoded again."""
        other = Program(glossary, self._encoder)
        other._encoded = self._encoded
        return other

    def encode(self, text: str) -> EncodedDocument:
        """Encode a text, read as Markdown; what is encoded already is not encoded again."""
        if text not in self._encoded:
            document = parse_document(text, "draft.md", ".md")
            self._encoded[text] = encode_document(document, self._encoder)
        return self._encoded[text]

    def __call__(self, draft: str, readout: str | None) -> list[Flag]:
        """Flag what a check reports; what only informs is left out."""
        if readout is None:
            report = check(parse_document(draft, "draft.md", ".md"), self._glossary)
        else:
            own = self.encode(draft)
            report = check(own.document, self._glossary, compare(own, [self.encode(readout)]))
        return [
            Flag(d.span, tuple(s.text for s in d.suggestions), d.concept.id if d.concept else "")
            for d in report.diagnostics
            if d.severity is not Severity.NEUTRAL
        ]


def without_known_garbles(glossary: Glossary) -> Glossary:
    """Give a glossary that lists only what is right, or was: whatever is found with it was found unaided."""
    listed = (Status.GARBLE, Status.DEPRECATED)
    concepts = [
        msgspec.structs.replace(c, designations=[d for d in c.designations if d.status not in listed])
        for c in glossary.concepts
    ]
    folder = bundled_folder()
    pivots = [read_pivot_lexicon(path) for path in sorted(folder.glob("pivots/*.toml"))]
    return compile_glossary(concepts, pivots, read_synonyms(folder / "synonyms.toml"))


def baselines(glossary: Glossary, encoder: Encoder) -> dict[str, Detector]:
    """Give the simpler means, by the names that a table shows; raises `InputError` where one is not installed."""
    return {
        "listed garbles": ExactGlossary(glossary),
        "spelling (rapidfuzz)": FuzzyMatching(glossary),
        "embedding cosine": EmbeddingSimilarity(glossary, encoder),
        "proselint": Proselint(),
    }


COLUMNS = (*RATIOS, "precision", "false alarms")


def table(
    materials: Iterable[Material], detectors: dict[str, Detector], *, say: Callable[[str], None] = lambda line: None
) -> str:
    """Run each detector over each material, and give a Markdown table; `say` receives a line for each row done."""
    rows = [
        "| text (documents, words) | held against | found by | "
        + " | ".join([*COLUMNS[:-1], "false alarms per 1,000 words"])
        + " |",
        "|---" * 3 + "|---:" * len(COLUMNS) + "|",
    ]
    for material in materials:
        for name, detector in detectors.items():
            counts = [score(case, detector(case.draft, case.readout)) for case in material.cases]
            rows.append(_row(material, name, counts))
            say(rows[-1])
    return "\n".join(rows) + "\n"


def _row(material: Material, name: str, counts: Sequence[Counts]) -> str:
    found = estimates(counts)
    words = sum(c.words for c in counts)
    size = f"{material.name} ({len(counts)}, {words:,})"
    cells = [_cell(found[c]) if c in found else "" for c in COLUMNS]
    return f"| {size} | {material.against} | {name} | " + " | ".join(cells) + " |"


def _cell(estimate: Estimate) -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"
