"""Reads the TOML in which glossaries and pivot lexicons are written, and says exactly what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tifalint.errors import GlossaryError
from tifalint.glossary.model import Concept, Designation, Kind, Severity, Source, Status

SIZE_LIMIT = 20_000_000
_T = TypeVar("_T")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class _FormEntry(msgspec.Struct, forbid_unknown_fields=True):
    form: str
    since: str = ""
    until: str = ""
    note: str = ""
    cause: str = ""


class _Entry(msgspec.Struct, forbid_unknown_fields=True, rename={"zh_hant": "zh-hant"}):
    """A concept as it is written."""

    zh: str | list[str]
    en: str
    zh_hant: str | list[str] = []
    kind: Kind = Kind.TERM
    definition: str = ""
    admitted: list[str | _FormEntry] = []
    deprecated: list[str | _FormEntry] = []
    superseded: list[str | _FormEntry] = []
    garbles: list[str | _FormEntry] = []
    severity: Severity = Severity.MAJOR
    note: str = ""
    sources: list[Source] = []
    unconfirmed: bool = False


class PivotLexicon(msgspec.Struct, forbid_unknown_fields=True):
    """Which English words meet in one word of a language that texts pass through."""

    language: str
    """ISO 639-1 code."""
    name: str
    """The language's English name, for messages."""
    words: dict[str, list[str]]
    """A word or fixed expression with its English translations, the canonical sense first."""
    acronyms: dict[str, str] = {}
    """Acronyms that stay behind in a translation, with the English ones."""


class _SynonymFile(msgspec.Struct, forbid_unknown_fields=True):
    words: dict[str, list[str]]


def read_synonyms(path: Path) -> dict[str, list[str]]:
    """Read which words may stand for a word of a canonical term; raises `GlossaryError` with file and line."""
    text, data = _read_toml(path)
    return _convert(data, _SynonymFile, path, text, 1, "").words


def read_concepts(path: Path) -> list[Concept]:
    """Read a file of concepts.

    Raises `GlossaryError` with file and line for a syntax error, a key that is unknown, missing or of the wrong type,
    a concept without a source that is not marked as unconfirmed, or a date that is none.
    """
    text, data = _read_toml(path)
    domain = data.pop("domain", None)
    data.pop("title", None)
    if not isinstance(domain, str):
        raise GlossaryError(f"{path}:1", 'no domain; begin the file with domain = "…"')
    out = []
    for name, table in data.items():
        line = _line_of(text, rf"\[\s*\"?{re.escape(name)}\"?\s*\]")
        if not isinstance(table, dict) or not _ID.fullmatch(name):
            raise GlossaryError(
                f"{path}:{line}", f'"{name}" is no concept id: lower case, digits and hyphens; write [{name}]'
            )
        out.append(_concept(name, domain, _convert(table, _Entry, path, text, line, name), path, text, line))
    return out


def read_pivot_lexicon(path: Path) -> PivotLexicon:
    """Read a pivot lexicon; raises `GlossaryError` with file and line."""
    text, data = _read_toml(path)
    lexicon = _convert(data, PivotLexicon, path, text, 1, "")
    for word, senses in lexicon.words.items():
        if len(set(senses)) < 2:
            place = f"{path}:{_line_of(text, re.escape(word))}"
            raise GlossaryError(place, f'"{word}" has fewer than two English words, so it explains nothing; add one')
    return lexicon


def _concept(name: str, domain: str, entry: _Entry, path: Path, text: str, line: int) -> Concept:
    designations = [Designation(entry.en, Status.PREFERRED)]
    for status, forms in (
        (Status.ADMITTED, entry.admitted),
        (Status.DEPRECATED, entry.deprecated),
        (Status.SUPERSEDED, entry.superseded),
        (Status.GARBLE, entry.garbles),
    ):
        for given in forms:
            form = _FormEntry(given) if isinstance(given, str) else given
            for key, value in (("since", form.since), ("until", form.until)):
                if value and not _PERIOD.fullmatch(value):
                    raise GlossaryError(
                        f"{path}:{_line_of(text, re.escape(value), line)}",
                        f'{name}: {key} = "{value}" is no date; write YYYY, YYYY-MM or YYYY-MM-DD',
                    )
            if status is Status.SUPERSEDED and not form.until:
                raise GlossaryError(f"{path}:{line}", f'{name}: "{form.form}" is superseded since when? add until')
            designations.append(
                Designation(form.form, status, since=form.since, until=form.until, note=form.note, cause=form.cause)
            )
    if bool(entry.sources) == entry.unconfirmed:
        problem = "no source" if not entry.sources else "sources and unconfirmed = true"
        raise GlossaryError(f"{path}:{line}", f"{name}: {problem}; give sources or unconfirmed = true, one of them")
    return Concept(
        id=name,
        domain=domain,
        zh=_as_list(entry.zh),
        zh_hant=_as_list(entry.zh_hant),
        designations=designations,
        kind=entry.kind,
        severity=entry.severity,
        definition=entry.definition,
        note=entry.note,
        sources=entry.sources,
        unconfirmed=entry.unconfirmed,
        file=str(path),
        line=line,
    )


def _read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise GlossaryError(str(path), f"larger than {SIZE_LIMIT // 1_000_000} MB; split the file")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GlossaryError(str(path), f"cannot be read ({error.strerror or error}); check the path") from None
    except UnicodeDecodeError as error:
        raise GlossaryError(str(path), f"byte {error.start} is not UTF-8; save the file as UTF-8") from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = f"{path}:{found[1]}:{found[2]}" if found else f"{path}:{text.count(chr(10)) + 1}"
        reason = re.sub(r" \(at .*", "", str(error))
        declared = re.match(r"Cannot declare \('(.+?)',\) twice", reason)
        if declared:
            first = _line_of(text, rf"\[\s*\"?{re.escape(declared[1])}\"?\s*\]")
            reason = f'the id "{declared[1]}" is taken already, in line {first}; give one of the two another id'
        raise GlossaryError(place, reason) from None


def _convert(table: dict[str, Any], kind: type[_T], path: Path, text: str, line: int, name: str) -> _T:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        reason = str(error)
        key = re.search(r"field `(.+?)`", reason) or re.search(r"at `\$\.([\w-]+)", reason)
        where = line
        if key and key[1] in table:
            where = _line_of(text, rf"{re.escape(key[1])}\s*=", line)
        unknown = re.match(r"Object contains unknown field `(.+?)`", reason)
        if unknown:
            reason = f'unknown key "{unknown[1]}"{_nearest(unknown[1], kind)}'
        missing = re.match(r"Object missing required field `(.+?)`", reason)
        if missing:
            reason = f'the key "{missing[1]}" is missing'
        raise GlossaryError(f"{path}:{where}", f"{name}: {reason}" if name else reason) from None


def _nearest(key: str, kind: type) -> str:
    from rapidfuzz import fuzz, process

    known = [f.encode_name for f in msgspec.structs.fields(kind)]
    best = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=60)
    return f'; did you mean "{best[0]}"?' if best else f"; known are {', '.join(known)}"


def _line_of(text: str, pattern: str, after: int = 1) -> int:
    """Give the 1-based line, from line `after` on, that begins with `pattern`, or holds it, or `after` itself."""
    lines = text.split("\n")
    for begins in (re.compile(rf"\s*\"?{pattern}"), re.compile(f".*{pattern}")):
        for number, content in enumerate(lines[after - 1 :], after):
            if begins.match(content):
                return number
    return after


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
