"""What every format that a glossary is exchanged in comes down to: entries, and the rules that a concept must keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tifalint.errors import GlossaryError
from tifalint.glossary.model import Concept, Designation, Extra, Kind, Severity, Source, Status

SIZE_LIMIT = 20_000_000
"""Bytes of the largest file that is read as a glossary."""
UNDATED = "superseded, the source does not say when"
"""Note of a form of another program's that is superseded without a date, and so deprecated."""
CONCEPT_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LONGEST = 2_000
"""Characters of the longest text of an entry; a form is a tenth of it at most."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class FormEntry(msgspec.Struct, forbid_unknown_fields=True):
    """One English form with what is known of it."""

    form: str
    since: str = ""
    until: str = ""
    note: str = ""
    cause: str = ""


class Entry(
    msgspec.Struct, forbid_unknown_fields=True, rename={"zh_hant": "zh-hant", "superseded_by": "superseded-by"}
):
    """A concept as it is written."""

    en: str
    zh: str | list[str] = []
    zh_hant: str | list[str] = []
    kind: Kind = Kind.TERM
    definition: str = ""
    admitted: list[str | FormEntry] = []
    deprecated: list[str | FormEntry] = []
    superseded: list[str | FormEntry] = []
    garbles: list[str | FormEntry] = []
    severity: Severity = Severity.MAJOR
    note: str = ""
    sources: list[Source] = []
    unconfirmed: bool = False
    superseded_by: str = ""
    examples: list[str] = []
    domain: str = ""
    """Where a file holds several: the concept's own."""
    extra: list[Extra] = []


LISTS = {
    Status.ADMITTED: "admitted",
    Status.DEPRECATED: "deprecated",
    Status.SUPERSEDED: "superseded",
    Status.GARBLE: "garbles",
}
"""The key of an entry that lists the forms of each status; the preferred form is `en`."""


@dataclass(frozen=True)
class GlossaryFile:
    """What one file says."""

    concepts: list[Concept]
    title: str = ""
    extra: list[Extra] = field(default_factory=list)
    """What a TBX file says of itself beyond its title, at "header" and "back"."""


def read_bytes(path: Path) -> bytes:
    """Read a file of limited size; raises `GlossaryError`."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise GlossaryError(str(path), f"larger than {SIZE_LIMIT // 1_000_000} MB; split the file")
        return path.read_bytes()
    except OSError as error:
        raise GlossaryError(str(path), f"cannot be read ({error.strerror or error}); check the path") from None


def concept_of(
    name: str, domain: str, entry: Entry, path: Path, line: int, locate: Callable[[str], int] | None = None
) -> Concept:
    """Make a concept of an entry.

    `line` is where the entry begins, 1-based, and `locate` gives the line of a piece of it where the format can tell.
    Raises `GlossaryError` for an id, a date or a text that is none, a superseded form without a date, and for an entry
    that neither gives a source nor says that it has none.
    """

    def refuse(problem: str, near: str = "") -> GlossaryError:
        return GlossaryError(f"{path}:{locate(near) if near and locate else line}", problem)

    if not CONCEPT_ID.fullmatch(name):
        raise refuse(f'"{name}" is no concept id: lower case, digits and hyphens; write {slug(name) or "another"}')
    designations = [Designation(_tidy(entry.en), Status.PREFERRED)]
    for status, key in LISTS.items():
        for given in getattr(entry, key):
            form = FormEntry(given) if isinstance(given, str) else given
            for name_of, value in (("since", form.since), ("until", form.until)):
                if value and not PERIOD.fullmatch(value):
                    raise refuse(f'{name}: {name_of} = "{value}" is no date; write YYYY, YYYY-MM or YYYY-MM-DD', value)
            if status is Status.SUPERSEDED and not form.until:
                raise refuse(f'{name}: "{form.form}" is superseded since when? add until')
            designations.append(
                Designation(_tidy(form.form), status, form.since, form.until, _tidy(form.note), _tidy(form.cause))
            )
    if bool(entry.sources) == entry.unconfirmed:
        problem = "no source" if not entry.sources else "sources and unconfirmed = true"
        raise refuse(f"{name}: {problem}; give sources or unconfirmed = true, one of them")
    zh, zh_hant = ([_tidy(term) for term in _listed(terms)] for terms in (entry.zh, entry.zh_hant))
    definition, note, examples = _tidy(entry.definition), _tidy(entry.note), [_tidy(e) for e in entry.examples]
    sources = [Source(_tidy(s.publisher), _tidy(s.title), _tidy(s.date), _tidy(s.url)) for s in entry.sources]
    short = [*zh, *zh_hant, *(d.form for d in designations)]
    texts = [definition, note, *examples, *(t for d in designations for t in (d.note, d.cause))]
    texts += [t for s in sources for t in (s.publisher, s.title, s.date, s.url)]
    for text, longest in [*((t, _LONGEST // 10) for t in short), *((t, _LONGEST) for t in texts)]:
        if len(text) > longest:
            raise refuse(f'{name}: "{text[:40]}…" is longer than {longest} characters; shorten it', text[:40])
        if _CONTROL.search(text):
            raise refuse(f"{name}: {_CONTROL.sub('�', text)[:60]!r} holds a control character; remove it")
    if not all(short):
        raise refuse(f"{name}: an empty term; remove it")
    return Concept(
        id=name,
        domain=entry.domain or domain,
        zh=zh,
        zh_hant=zh_hant,
        designations=designations,
        kind=entry.kind,
        severity=entry.severity,
        definition=definition,
        note=note,
        sources=sources,
        unconfirmed=entry.unconfirmed,
        superseded_by=entry.superseded_by,
        examples=examples,
        extra=entry.extra,
        file=str(path),
        line=line,
    )


def entry_of(concept: Concept) -> Entry:
    """Give the entry that a concept is made of, the shortest that says all of it."""
    forms: dict[str, list[str | FormEntry]] = {key: [] for key in LISTS.values()}
    for d in concept.designations[1:]:
        full = FormEntry(d.form, d.since, d.until, d.note, d.cause)
        forms[LISTS[d.status]].append(d.form if full == FormEntry(d.form) else full)
    return Entry(
        en=concept.preferred,
        zh=concept.zh[0] if len(concept.zh) == 1 else concept.zh,
        zh_hant=concept.zh_hant[0] if len(concept.zh_hant) == 1 else concept.zh_hant,
        kind=concept.kind,
        definition=concept.definition,
        severity=concept.severity,
        note=concept.note,
        sources=concept.sources,
        unconfirmed=concept.unconfirmed,
        superseded_by=concept.superseded_by,
        examples=concept.examples,
        extra=concept.extra,
        admitted=forms["admitted"],
        deprecated=forms["deprecated"],
        superseded=forms["superseded"],
        garbles=forms["garbles"],
    )


def status_of(text: str) -> Status | None:
    """Give the status that a glossary of any make means, by its ISO 30042 name or one in common use; None if none."""
    folded = re.sub(r"(?:term)?-?(?:admn)?-?(?:sts)?$", "", re.sub(r"[\s_]+", "-", text.strip().lower()))
    return _STATUSES.get(folded.strip("-"))


_STATUSES = {
    **{str(status): status for status in Status},
    **dict.fromkeys(("approved", "recommended", "standardized", "main", "yes"), Status.PREFERRED),
    **dict.fromkeys(("allowed", "alternative", "synonym", "variant", "admissible"), Status.ADMITTED),
    **dict.fromkeys(
        ("forbidden", "not-recommended", "prohibited", "rejected", "avoid", "no", "wrong"), Status.DEPRECATED
    ),
    **dict.fromkeys(("obsolete", "outdated"), Status.SUPERSEDED),
}


def slug(text: str) -> str:
    """Make a concept id of an English term: "People's Bank of China" gives peoples-bank-of-china."""
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower())))


def _tidy(text: str) -> str:
    """Give a text with single spaces: line breaks and indentation are its file's, not its own."""
    return " ".join(text.split())


def _listed(value: str | list[str]) -> list[str]:
    return ([value] if value else []) if isinstance(value, str) else value
