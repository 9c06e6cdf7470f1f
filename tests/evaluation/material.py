"""What the models are fitted on, with the weight of each kind.

What people wrote and what machines did to it in print counts in full; what is made here to fill the gaps, for less. The
round trips through Catalan and those of every other text stay out: they test what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tifalint.glossary.model import Glossary

from .cases import Case, CleanText, clean_text, read_cases
from .editing import edited_cases
from .garbling import garbled_cases
from .roundtrips import roundtrip_cases
from .tables import prose

MADE = Path(__file__).parent / "made"
"""Garbled drafts written for the fit, without sight of the program: other events, and hardly any debris."""
EDITED = 0.05
"""Weight of texts as an editor would change them."""
GARBLED = 60
"""Cases from the lexicons."""
_replace = msgspec.structs.replace


class Given(NamedTuple):
    """A case to fit on."""

    case: Case
    weight: float
    real: bool
    """Whether people wrote it, or a machine in print; figures are measured on these."""


def material(
    folders: Sequence[Path],
    prose_files: Sequence[Path],
    texts: Sequence[CleanText],
    glossary: Glossary,
) -> Iterator[Given]:
    """Give all cases to fit on; raises `InputError` for files that are none, and where Apertium is not installed."""
    for folder in (*folders, MADE):
        cases = read_cases(folder)
        for case in cases:
            right = _replace(case, draft=case.twin, spans=[])
            yield from (Given(case, 1.0, True), Given(_replace(case, readout=None), 1.0, True))
            yield Given(_replace(case, readout=case.twin), 1.0, True)
            yield from (Given(right, 1.0, True), Given(_replace(right, readout=None), 1.0, True))
        twins = {case.id: case for case in cases}
        for edited in edited_cases([clean_text(c.twin, c.id) for c in cases], seed=2):
            yield Given(_replace(edited, event_group=twins[edited.event_group].event_group), EDITED, False)
    for text in texts:
        other = _other(text, texts)
        yield Given(Case(text.name, "", text.text, None, [], event_group=text.event), 1.0, True)
        if other:
            yield Given(Case(text.name, "", text.text, other.text, [], event_group=text.event), 1.0, True)
    yield from (Given(case, EDITED, False) for case in edited_cases(texts, seed=1))
    made = [
        *((case, 0.2) for case in roundtrip_cases(texts[::2], glossary, "en>es>en")),
        *((case, 0.15) for case in garbled_cases(texts, glossary, seed=5, count=GARBLED)),
    ]
    for case, weight in made:
        yield Given(_replace(case, readout=None), weight, False)
        yield Given(case, weight, False)
        account = next((t for t in texts if t.event == case.event_group and t.text != case.readout), None)
        if account:
            yield Given(_replace(case, readout=account.text), weight, False)
    for file in prose_files:
        yield from (Given(case, 1.0, True) for case in prose(file).cases)
        yield from (Given(case, 1.0, True) for case in _translations(file))


def _other(text: CleanText, texts: Sequence[CleanText]) -> CleanText | None:
    return next((t for t in texts if t.event == text.event and t is not text), None)


def _translations(file: Path) -> Iterator[Case]:
    """Give two translations of one text, where a file has them, the one held against the other."""
    rows = [json for line in file.read_bytes().splitlines() if (json := msgspec.json.decode(line)).get("en_b")]
    for first in range(0, len(rows), _LINES):
        ours, theirs = ("\n\n".join(row[name] for row in rows[first : first + _LINES]) for name in ("en_a", "en_b"))
        yield Case(f"{file.stem}-pair-{first}", "", ours, theirs, [])


_LINES = 30
