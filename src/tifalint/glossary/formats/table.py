"""Tables, in which terminologists exchange terms: CSV, TSV and XLSX with a header and a row a term.

Only the column `en` must be there. Rows of one `id` (or, without ids, of one Chinese term) are one concept; its first
preferred term, or its first, is the preferred one. Columns that a term base of another make calls otherwise are
understood, unknown ones are left alone. In a cell that lists several things, `|` stands between them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tifalint.errors import GlossaryError
from tifalint.glossary.entries import (
    LISTS,
    SIZE_LIMIT,
    UNDATED,
    Entry,
    FormEntry,
    GlossaryFile,
    concept_of,
    read_bytes,
    slug,
    status_of,
)
from tifalint.glossary.model import Concept, Kind, Severity, Source, Status

_TERM_COLUMNS = ("en", "status", "since", "until", "note", "cause")
_CONCEPT_COLUMNS = (
    "id", "domain", "zh", "zh-hant", *_TERM_COLUMNS,
    "kind", "severity", "definition", "concept-note", "sources", "superseded-by", "examples",
)  # fmt: skip
_NAMES = {
    **{name: name for name in _CONCEPT_COLUMNS},
    **dict.fromkeys(("english", "en us", "en gb", "target", "term", "translation", "英文", "英语", "英文译法"), "en"),
    **dict.fromkeys(("chinese", "zh cn", "zh hans", "source term", "source", "中文", "汉语", "简体中文"), "zh"),
    **dict.fromkeys(("zh tw", "zh hk", "traditional chinese", "繁体中文", "繁體中文"), "zh-hant"),
    **dict.fromkeys(("zh hant",), "zh-hant"),
    **dict.fromkeys(("concept", "concept id", "entry", "entry id", "no", "number"), "id"),
    **dict.fromkeys(("subject", "subject field", "field", "category", "领域"), "domain"),
    **dict.fromkeys(("usage", "usage status", "administrative status", "term status", "forbidden"), "status"),
    **dict.fromkeys(("meaning", "description", "定义"), "definition"),
    **dict.fromkeys(("concept note", "comment", "remark", "备注"), "concept-note"),
    **dict.fromkeys(("superseded by", "replaced by"), "superseded-by"),
    **dict.fromkeys(("example", "context"), "examples"),
    **dict.fromkeys(("references", "来源"), "sources"),
}
_MOST_ROWS = 200_000
_MOST_COLUMNS = 64
"""A workbook may claim a million rows of sixteen thousand cells and hold three."""


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def read_csv(path: Path, encoding: str = "utf-8") -> GlossaryFile:
    """Read a CSV or TSV file; what separates the columns is found out.

    Raises `GlossaryError` with file and line where it is in another encoding, has no column for English or is broken.
    """
    return _concepts(path, lambda: _csv_rows(path, encoding))


def read_xlsx(path: Path) -> GlossaryFile:
    """Read the first sheet of a workbook.

    Raises `GlossaryError` for a file that is none or unpacks to too much, for a cell with a formula, and where there is
    no column for English.
    """
    return _concepts(path, lambda: _xlsx_rows(path))


def write_csv(concepts: Sequence[Concept], *, separator: str = ",") -> str:
    """Write concepts as CSV, or TSV with a tab as the separator."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerows([_guard(cell) for cell in row] for row in _table(concepts))
    return out.getvalue()


def write_xlsx(concepts: Sequence[Concept]) -> bytes:
    """Write concepts as a workbook of one sheet, its header frozen and its columns as wide as is good to read."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = "glossary"
    for number, row in enumerate(_table(concepts), 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = _guard(text)
            cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column, name in enumerate(_CONCEPT_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = 48 if name in ("en", "definition", "sources") else 18
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(concepts: Sequence[Concept]) -> Iterator[list[str]]:
    yield list(_CONCEPT_COLUMNS)
    for concept in concepts:
        of_concept = {
            "domain": concept.domain,
            "zh": _join(concept.zh),
            "zh-hant": _join(concept.zh_hant),
            "kind": str(concept.kind),
            "severity": str(concept.severity),
            "definition": concept.definition,
            "concept-note": concept.note,
            "sources": _join(_source(s) for s in concept.sources),
            "superseded-by": concept.superseded_by,
            "examples": _join(concept.examples),
        }
        for number, d in enumerate(concept.designations):
            cells = {
                "id": concept.id, "en": d.form, "status": str(d.status), "since": d.since, "until": d.until,
                "note": d.note, "cause": d.cause, **({} if number else of_concept),
            }  # fmt: skip
            yield [cells.get(name, "") for name in _CONCEPT_COLUMNS]


def _source(source: Source) -> str:
    parts = [source.publisher, source.title, source.date, source.url]
    while not parts[-1]:
        parts.pop()
    return _join(parts, "; ")


def _concepts(path: Path, rows: Callable[[], Iterator[_Row]]) -> GlossaryFile:
    grouped: dict[str, list[_Row]] = {}
    for row in rows():
        cells = row.cells
        if not cells.get("en"):
            if any(cells.values()):
                raise GlossaryError(f"{path}:{row.line}", "no English term in this row; add one or remove the row")
            continue
        key = cells.get("id") or cells.get("zh") or cells["en"]
        grouped.setdefault(key, []).append(row)
        if len(grouped) > _MOST_ROWS:
            raise GlossaryError(str(path), f"more than {_MOST_ROWS:,} concepts; split the file")
    if not grouped:
        raise GlossaryError(str(path), "no term in it; a row a term follows the header")
    concepts: dict[str, Concept] = {}
    for key, group in grouped.items():
        given = bool(group[0].cells.get("id"))
        name = slug(key if given else group[0].cells["en"]) or f"line-{group[0].line}"
        if name in concepts:
            if given:
                first = concepts[name].line
                problem = f'the id "{name}" is taken already, in line {first}; give the two an id each'
                raise GlossaryError(f"{path}:{group[0].line}", problem)
            # Two terms that differ in a hyphen or a bracket make one slug.
            name = f"{name}-line-{group[0].line}"
        concepts[name] = _concept(name, group, path)
    return GlossaryFile(list(concepts.values()))


def _concept(name: str, rows: list[_Row], path: Path) -> Concept:
    def first(column: str) -> str:
        return next((row.cells[column] for row in rows if row.cells.get(column)), "")

    def choice(column: str, known: Sequence[str], default: str) -> str:
        value = first(column).lower() or default
        if value not in known:
            raise GlossaryError(
                f"{path}:{rows[0].line}", f'{name}: no {column} "{value}"; known are {", ".join(known)}'
            )
        return value

    statuses = []
    for row in rows:
        given = row.cells.get("status", "")
        status = status_of(given) if given else None
        if given and status is None:
            known = ", ".join(Status)
            raise GlossaryError(f"{path}:{row.line}", f'{name}: no status "{given}"; known are {known}')
        statuses.append(status)
    preferred = statuses.index(Status.PREFERRED) if Status.PREFERRED in statuses else 0
    sources = []
    for cell in _split(first("sources")):
        parts = [*_split(cell, ";"), "", "", ""]
        sources.append(Source(parts[0], parts[1], parts[2], parts[3]))
    entry = Entry(
        en=rows[preferred].cells["en"],
        zh=list(dict.fromkeys(t for row in rows for t in _split(row.cells.get("zh", "")))),
        zh_hant=list(dict.fromkeys(t for row in rows for t in _split(row.cells.get("zh-hant", "")))),
        kind=Kind(choice("kind", list(Kind), Kind.TERM)),
        severity=Severity(choice("severity", list(Severity), Severity.MAJOR)),
        definition=first("definition"),
        note=first("concept-note"),
        sources=sources,
        unconfirmed=not sources,
        superseded_by=first("superseded-by"),
        examples=_split(first("examples")),
    )
    for number, (row, status) in enumerate(zip(rows, statuses, strict=True)):
        if number != preferred and row.cells["en"] != entry.en:
            form = FormEntry(row.cells["en"], *(row.cells.get(c, "") for c in ("since", "until", "note", "cause")))
            kept = Status.ADMITTED if status in (None, Status.PREFERRED) else status
            if kept is Status.SUPERSEDED and not form.until:
                note = form.note or UNDATED
                kept, form = Status.DEPRECATED, msgspec.structs.replace(form, note=note)
            getattr(entry, LISTS[kept]).append(form)
    domain = slug(first("domain")) or slug(path.stem) or "house"
    return concept_of(name, domain, entry, path, rows[0].line)


def _csv_rows(path: Path, encoding: str) -> Iterator[_Row]:
    content = read_bytes(path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        hint = f"save it as UTF-8{_other_encoding(content)}"
        raise GlossaryError(str(path), f"byte {at} is not {encoding.upper()}; {hint}") from None
    if "\0" in text:
        raise GlossaryError(str(path), "holds null characters, so it is no text; export it as CSV in UTF-8")
    head = text[: text.find("\n") + 1] or text
    separator = max("\t;,", key=head.count) if path.suffix.lower() != ".tsv" else "\t"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] | None = None
    try:
        for cells in reader:
            if names is None:
                names = _header(path, cells)
            else:
                yield _Row(reader.line_num, _row(names, cells))
    except csv.Error as error:
        raise GlossaryError(f"{path}:{reader.line_num}", f"{error}; mend the quotation marks of this row") from None


def _other_encoding(content: bytes) -> str:
    """Name the encoding in which bytes that are no UTF-8 read as Chinese, for the hint how to go on."""
    from tifalint.text.words import han_share

    try:
        return (
            ", or name its encoding: tifalint glossary import --encoding gb18030"
            if han_share(content.decode("gb18030")) > 0.05
            else ""
        )
    except UnicodeDecodeError:
        return ""


def _xlsx_rows(path: Path) -> Iterator[_Row]:
    from openpyxl import load_workbook

    content = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            # What an entry claims to unpack to is what zipfile lets it unpack to, so the sum is to be relied on.
            size = sum(entry.file_size for entry in packed.infolist())
            if size > 10 * SIZE_LIMIT:
                problem = (
                    f"unpacks to {size // 1_000_000:,} MB, more than {10 * SIZE_LIMIT // 1_000_000}; split the file"
                )
                raise GlossaryError(str(path), problem)
            if any(
                b"<!ENTITY" in packed.read(name).replace(b"\0", b"")
                for name in packed.namelist()
                if name.endswith((".xml", ".rels"))
            ):
                raise GlossaryError(str(path), "declares XML entities, which a workbook does not need; export it anew")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        names: list[str] | None = None
        for number, row in enumerate(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS), 1):
            for cell in row:
                if cell.data_type == "f":
                    problem = f"cell {cell.coordinate} is a formula; put its value there"
                    raise GlossaryError(f"{path}:{number}", problem)
            cells = ["" if cell.value is None else str(cell.value) for cell in row]
            if names is None:
                if any(cells):
                    names = _header(path, cells)
            else:
                yield _Row(number, _row(names, cells))
    except GlossaryError:
        raise
    except Exception as error:  # a broken archive or part of one: the libraries raise a dozen kinds, some of them bare
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise GlossaryError(str(path), f"is no workbook that can be read ({reason}); export it as .xlsx anew") from None


def _header(path: Path, cells: Sequence[str]) -> list[str]:
    names = [
        _NAMES.get(re.sub(r"[\s_\-]+", " ", c.strip().lower())) or _NAMES.get(c.strip().lower(), "") for c in cells
    ]
    if "en" not in names:
        seen = ", ".join(c.strip()[:30] for c in cells if c.strip()) or "nothing"
        raise GlossaryError(f"{path}:1", f'no column "en" for the English term; the header has {seen}')
    doubled = next((n for n in names if n and names.count(n) > 1), "")
    if doubled:
        raise GlossaryError(f"{path}:1", f'two columns for "{doubled}"; rename one of them')
    return names


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: _unguard(cell.strip()) for name, cell in zip(names, cells, strict=False) if name}


_RISKY = re.compile(r"'?[=+\-@\t\r]")


def _guard(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell


def _join(items: Sequence[str] | Iterator[str], separator: str = " | ") -> str:
    mark = separator.strip()
    return separator.join(item.replace("\\", "\\\\").replace(mark, f"\\{mark}") for item in items)


def _split(cell: str, mark: str = "|") -> list[str]:
    """Take apart what `_join` put together; a mark behind a backslash does not separate."""
    parts = [""]
    escaped = False
    for character in cell:
        if escaped:
            parts[-1] += character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == mark:
            parts.append("")
        else:
            parts[-1] += character
    found = [part.strip() for part in parts]
    return found if mark == ";" else [part for part in found if part]
