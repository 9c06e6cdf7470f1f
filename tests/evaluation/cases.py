"""Labelled cases: a draft, the places in it that are garbled, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tifalint.documents.document import Document
from tifalint.documents.reading import parse_document, read_document
from tifalint.errors import InputError
from tifalint.glossary.matching import TermHit, find_terms
from tifalint.glossary.model import Concept, Glossary
from tifalint.text.spans import Span

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LEAST_CONTENT = 2
"""Content words of the shortest term that is followed through a garbling: a single word is often meant otherwise."""


class Garble(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a draft where something stands for what was meant."""

    start: int
    end: int
    """In Unicode characters of the draft, the end exclusive."""
    text: str
    """What the draft has between the two."""
    correction: str
    kind: str
    """`term`, `title` (a name of a person, body, office or place), `word`, `fact` or `fluency`."""
    severity: str
    concept: str = ""
    """Id of the concept that was meant; empty where the labels do not say."""
    accept: list[str] = []
    """Other wordings that are right."""
    cause: str = ""

    @property
    def span(self) -> Span:
        """The place."""
        return Span(self.start, self.end)


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """A draft with its garbles labelled. Fields of a file that are not named here are passed over."""

    id: str
    cause: str
    """What the text went through: "en>es>en"."""
    draft: str
    readout: str | None
    """English text of the same event, or the clean text that the draft was made from."""
    spans: list[Garble]
    topic: str = ""
    event_group: str = ""
    """Cases of one event, or made from texts of one event, have the same; a split by article keeps them together."""
    decoys: list[str] = []
    """Odd wording of the draft that is right."""
    unclear: list[Span] = []
    """Stretches of the draft that came through altered without a label: a diagnostic there is neither right nor wrong."""

    @property
    def twin(self) -> str:
        """The draft with every garble put right."""
        pieces, end = [], 0
        for garble in sorted(self.spans, key=lambda g: g.start):
            pieces += [self.draft[end : garble.start], garble.correction]
            end = garble.end
        return "".join([*pieces, self.draft[end:]])


def read_cases(path: Path) -> list[Case]:
    """Read a case file, or all below a folder in the order of their names.

    Raises `InputError` for what is no case, and for a label that does not stand where it says.
    """
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InputError(str(path), "no case in this folder (.json)")
    return [_read_case(file) for file in files]


def _read_case(file: Path) -> Case:
    try:
        case = msgspec.json.decode(file.read_bytes(), type=Case)
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(str(file), f"not a case ({error})") from None
    for garble in case.spans:
        if case.draft[garble.start : garble.end] != garble.text:
            raise InputError(str(file), f'"{garble.text}" does not stand at {garble.start}')
    return case


def write_cases(cases: Iterable[Case], folder: Path) -> int:
    """Write each case to a file of its own, named by its id; gives how many there were."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for case in cases:
        content = msgspec.json.format(msgspec.json.encode(case), indent=1)
        written += (folder / f"{case.id}.json").write_bytes(content + b"\n") > 0
    return written


@dataclass(frozen=True)
class CleanText:
    """A text without errors that cases are made from."""

    name: str
    """Of the event and the part: `trade-forum-readout`."""
    event: str
    document: Document

    @property
    def text(self) -> str:
        """The text as it was decoded."""
        return self.document.text

    def terms(self, glossary: Glossary) -> list[list[TermHit]]:
        """Give, for each sentence, the approved terms that are long enough to be followed."""
        return [
            [h for h in find_terms(glossary, self.text, s.words) if is_followed(h)] for s in self.document.sentences
        ]


def is_followed(hit: TermHit) -> bool:
    """Tell whether a term is one that can be garbled with its identity in no doubt."""
    return hit.designation.status.is_approved and len(hit.form.content) >= LEAST_CONTENT


def clean_texts(folder: Path = FIXTURES) -> Iterator[CleanText]:
    """Give the clean texts among the fixtures: every readout, and the drafts whose events are called clean."""
    for readout in sorted(folder.rglob("readout.*")):
        event = readout.parent.name
        yield CleanText(f"{event}-readout", event, read_document(str(readout)))
        if event.startswith("clean-") or readout.parent.parent.name == "clean":
            draft = next(readout.parent.glob("draft.*"))
            yield CleanText(f"{event}-draft", event, read_document(str(draft)))


def clean_text(text: str, name: str = "text") -> CleanText:
    """Make a clean text of a string, read as Markdown."""
    return CleanText(name, name, parse_document(text, f"{name}.md", ".md"))


def kind_of(concept: Concept) -> str:
    """Give what kind of garble a wrong rendering of a concept is."""
    return "title" if concept.kind.is_name else "term"
