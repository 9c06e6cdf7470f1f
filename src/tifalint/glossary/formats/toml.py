"""TOML, in which the bundled glossary is written: one file a domain, one table a concept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tifalint.errors import GlossaryError
from tifalint.glossary.entries import Entry, GlossaryFile, concept_of, entry_of, read_bytes
from tifalint.glossary.model import Concept, Extra

_T = TypeVar("_T")
_HEADER = re.compile(r"^[ \t]*\[[ \t]*\"?([\w-]+)\"?[ \t]*\]", re.MULTILINE)


def read_toml(path: Path) -> GlossaryFile:
    """Read a file of concepts.

    Raises `GlossaryError` with file and line for a syntax error, a key that is unknown, missing or of the wrong type,
    and for what `concept_of` refuses.
    """
    text, data = load(path)
    domain, title = data.pop("domain", None), data.pop("title", "")
    extra = convert(data.pop("extra", []), list[Extra], path, text, 1, "extra")
    if not isinstance(domain, str):
        raise GlossaryError(f"{path}:1", 'no domain; begin the file with domain = "…"')
    headers = {m[1]: text.count("\n", 0, m.start()) + 1 for m in _HEADER.finditer(text)}
    out = []
    for name, table in data.items():
        line = headers.get(name, 1)
        if not isinstance(table, dict):
            raise GlossaryError(f"{path}:{line}", f'unknown key "{name}"; a concept begins with [{name}]')
        entry = convert(table, Entry, path, text, line, name)
        out.append(concept_of(name, domain, entry, path, line, partial(_locate, text, line)))
    return GlossaryFile(out, title if isinstance(title, str) else "", extra)


def write_toml(concepts: Sequence[Concept], title: str = "", extra: Sequence[Extra] = ()) -> str:
    """Write concepts in order; the file's domain is the first one's, and the others say their own."""
    import tomli_w

    data: dict[str, Any] = {"domain": concepts[0].domain if concepts else "house"}
    if title:
        data["title"] = title
    if extra:
        data["extra"] = [_plain(e) for e in extra]
    for concept in concepts:
        # A default says nothing: only what differs from it is written.
        default = msgspec.structs.replace(Entry(en=""), zh="")
        entry = entry_of(concept)
        if concept.domain != data["domain"]:
            entry = msgspec.structs.replace(entry, domain=concept.domain)
        written = _plain(entry)
        data[concept.id] = {k: v for k, v in written.items() if v != _plain(default).get(k) and v not in ("", [])}
    return tomli_w.dumps(data, multiline_strings=False)


def write_skeleton(concept: Concept) -> str:
    """Write a concept as one table to be filled in, with what may be added as comments."""
    lines = write_toml([concept]).partition("\n\n")[2].rstrip()
    return f"""{lines}
# definition = "What it means, in a sentence of your own."
# kind = "term"                     # person, office, body, place, event, document or company
# admitted = ["another rendering that careful outlets use"]
# deprecated = [{{ form = "a wrong one in circulation", note = "why" }}]
# superseded = [{{ form = "an official one of old", until = "2017-10" }}]
# examples = ["A sentence in which it must be found."]
# severity = "major"                # of getting it wrong: critical, major, minor or neutral
# sources = [{{ publisher = "", title = "", date = "", url = "" }}]   # in place of unconfirmed
"""


def _locate(text: str, after: int, piece: str) -> int:
    return line_of(text, re.escape(piece), after)


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    """Give a struct as built-in types, without the empty fields of what it holds."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    for key, item in plain.items():
        if isinstance(item, list):
            plain[key] = [{k: v for k, v in i.items() if v != ""} if isinstance(i, dict) else i for i in item]
    return plain


def load(path: Path) -> tuple[str, dict[str, Any]]:
    """Read a TOML file of limited size as text and as data; raises `GlossaryError` with the place of a syntax error."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
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
            first = line_of(text, rf"\[\s*\"?{re.escape(declared[1])}\"?\s*\]")
            reason = f'the id "{declared[1]}" is taken already, in line {first}; give one of the two another id'
        raise GlossaryError(place, reason) from None
    except RecursionError:
        raise GlossaryError(str(path), "nested too deeply; a glossary has no such depth") from None


def convert(table: object, kind: type[_T], path: Path, text: str, line: int, name: str) -> _T:
    """Make a struct of a table that begins in `line` of `text`; raises `GlossaryError` with the line of the key."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        reason = str(error)
        key = re.search(r"field `(.+?)`", reason) or re.search(r"at `\$\.([\w-]+)", reason)
        where = line
        if key and isinstance(table, dict) and key[1] in table:
            where = line_of(text, rf"{re.escape(key[1])}\s*=", line)
        unknown = re.match(r"Object contains unknown field `(.+?)`", reason)
        if unknown:
            reason = f'unknown key "{unknown[1]}"{_nearest(unknown[1], kind)}'
        missing = re.match(r"Object missing required field `(.+?)`", reason)
        if missing:
            reason = f'the key "{missing[1]}" is missing'
        raise GlossaryError(f"{path}:{where}", f"{name}: {reason}" if name else reason) from None


def _nearest(key: str, kind: type) -> str:
    from rapidfuzz import fuzz, process

    if not issubclass(kind, msgspec.Struct):
        return ""
    known = [f.encode_name for f in msgspec.structs.fields(kind)]
    best = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=60)
    return f'; did you mean "{best[0]}"?' if best else f"; known are {', '.join(known)}"


def line_of(text: str, pattern: str, after: int = 1) -> int:
    """Give the 1-based line, from line `after` on, that begins with `pattern`, or holds it, or `after` itself."""
    lines = text.split("\n")
    for begins in (re.compile(rf"\s*\"?{pattern}"), re.compile(f".*{pattern}")):
        for number, content in enumerate(lines[after - 1 :], after):
            if begins.match(content):
                return number
    return after
