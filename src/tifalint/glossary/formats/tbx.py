"""TBX-Basic, the XML in which term bases are exchanged (ISO 30042:2019), in both of its styles, and TBX version 2.

In style DCA a data category is an attribute (`<termNote type="administrativeStatus">`), in style DCT an element of its
own namespace (`<min:administrativeStatus>`). What TBX-Basic has no category for (the kind of a concept, how bad a wrong
rendering is, since when a form is used) goes into notes that begin with "tifalint" and a name. What a file of another
program says beyond this project's model is kept as `Extra` and written back to where it was.

Categories and levels: https://github.com/LTAC-Global/TBX-Basic_dialect (the dialect's schemas and examples).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from tifalint.errors import GlossaryError
from tifalint.glossary.entries import (
    LISTS,
    UNDATED,
    Entry,
    FormEntry,
    GlossaryFile,
    concept_of,
    read_bytes,
    slug,
    status_of,
)
from tifalint.glossary.model import Concept, Designation, Extra, Kind, Severity, Source, Status

Style = Literal["dca", "dct"]
_CORE = "urn:iso:std:iso:30042:ed-2"
_MODULES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}
_IN_MIN = frozenset(("administrativeStatus", "customerSubset", "partOfSpeech", "subjectField"))
_META = {
    **dict.fromkeys(
        ("administrativeStatus", "partOfSpeech", "termType", "grammaticalGender", "geographicalUsage"), "termNote"
    ),
    "termLocation": "termNote",
    **dict.fromkeys(("subjectField", "definition", "context"), "descrip"),
    **dict.fromkeys(("source", "customerSubset", "projectSubset"), "admin"),
    **dict.fromkeys(("externalCrossReference", "xGraphic"), "xref"),
    "crossReference": "ref",
    "transactionType": "transac",
    "responsibility": "transacNote",
}
"""The element that carries each category in style DCA."""
_ROOTS = {
    "dca": f'<tbx xmlns="{_CORE}"/>',
    "dct": f'<tbx xmlns="{_CORE}" xmlns:min="{_MODULES["min"]}" xmlns:basic="{_MODULES["basic"]}"/>',
}
_XML = "http://www.w3.org/XML/1998/namespace"
_TAGGED = re.compile(r"tifalint ([a-z-]+): (.*)", re.DOTALL)
_STATUS_NAMES = ("administrativeStatus", "normativeAuthorization", "status", "Status", "Usage status", "usageStatus")


def read_tbx(path: Path) -> GlossaryFile:
    """Read a term base of TBX-Basic in style DCA or DCT, or of TBX version 2.

    English terms become the designations, Chinese ones the Chinese designations; entries without an English term are
    kept among the file's extras, at "body". Raises `GlossaryError` with file and line for XML that is broken or that
    declares entities, and for what `concept_of` refuses.
    """
    root = _parse(path)
    if _local(root) not in ("tbx", "martif"):
        raise GlossaryError(f"{path}:{_line(root)}", f"<{_local(root)}> is no TBX; its root is <tbx> or <martif>")
    for element in root.iter(etree.Element):
        _normalise(element)
    concepts: list[Concept] = []
    extra: list[Extra] = []
    seen: dict[str, int] = {}
    for found in root.iter(f"{{{_CORE}}}conceptEntry"):
        concept = _concept(found, path)
        if concept is None:
            extra.append(Extra("body", _xml(found)))
            continue
        if concept.id in seen:
            problem = (
                f'the id "{concept.id}" is taken already, in line {seen[concept.id]}; give one of the two another id'
            )
            raise GlossaryError(f"{path}:{concept.line}", problem)
        seen[concept.id] = concept.line
        concepts.append(concept)
    if not concepts:
        raise GlossaryError(str(path), 'no entry with an English term (xml:lang="en") here; name another file')
    title = root.findtext(f".//{{{_CORE}}}titleStmt/{{{_CORE}}}title") or ""
    for name, place in (("tbxHeader", "header"), ("back", "back")):
        for part in root.iter(f"{{{_CORE}}}{name}"):
            extra += [Extra(place, _xml(child)) for child in part if not _is_ours(child)]
    return GlossaryFile(concepts, _text(title), extra)


def write_tbx(
    concepts: Sequence[Concept], title: str = "", extra: Sequence[Extra] = (), *, style: Style = "dca"
) -> bytes:
    """Write concepts as TBX-Basic, UTF-8, with the extras of the file that they came from."""
    root = etree.fromstring(_ROOTS[style])
    root.set("type", "TBX-Basic")
    root.set("style", style)
    root.set(f"{{{_XML}}}lang", "en")
    header = _add(root, "tbxHeader")
    _restore(header, extra, "header")
    if not any(e.at == "header" for e in extra):
        description = _add(header, "fileDesc")
        if title:
            _add(_add(description, "titleStmt"), "title", title)
        _add(_add(description, "sourceDesc"), "p", "written by tifalint")
    text = _add(root, "text")
    body = _add(text, "body")
    for concept in concepts:
        _write_concept(_add(body, "conceptEntry"), concept)
    _restore(body, extra, "body")
    if any(e.at == "back" for e in extra):
        _restore(_add(text, "back"), extra, "back")
    if style == "dct":
        for element in root.iter(etree.Element):
            category = element.get("type")
            if element is not root and category and _META.get(category) == _local(element):
                module = _MODULES["min" if category in _IN_MIN else "basic"]
                element.tag = f"{{{module}}}{category}"
                del element.attrib["type"]
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _parse(path: Path) -> etree._Element:
    content = read_bytes(path)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise GlossaryError(str(path), f"byte {error.start} is not {encoding[:6].upper()}; save it as UTF-8") from None
    if "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!ENTITY")) + 1
        raise GlossaryError(f"{path}:{line}", "declares entities, which a term base does not need; remove them")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise GlossaryError(f"{path}:{line}:{column}", f"{error.msg}; mend the XML") from None


_RENAMED = {
    "martif": "tbx",
    "martifHeader": "tbxHeader",
    "termEntry": "conceptEntry",
    "langSet": "langSec",
    "tig": "termSec",
    "ntig": "termSec",
}


def _normalise(element: etree._Element) -> None:
    """Bring an element of any style and version to the names of style DCA of this version."""
    name = etree.QName(element)
    if name.namespace in _MODULES.values() and name.localname in _META:
        element.tag = f"{{{_CORE}}}{_META[name.localname]}"
        element.set("type", name.localname)
    elif (name.namespace or _CORE).startswith("urn:iso:std:iso:30042"):
        element.tag = f"{{{_CORE}}}{_RENAMED.get(name.localname, name.localname)}"
    if name.localname == "langSet" and element.get("lang"):
        element.set(f"{{{_XML}}}lang", element.attrib.pop("lang"))


@dataclass
class _Found:
    """What an entry has said so far."""

    extra: list[Extra] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    domain: str = ""
    definition: str = ""
    chinese: dict[str, list[str]] = field(default_factory=lambda: {"zh": [], "zh-hant": []})
    forms: list[Designation] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


def _concept(entry: etree._Element, path: Path) -> Concept | None:
    found = _Found()
    for child in entry:
        if _local(child) == "langSec":
            _read_section(child, found)
        else:
            _read_general(child, found)
    if not found.forms:
        return None
    given = entry.get("id") or ""
    name = slug(given.replace("_", "-").replace(".", "-")) or slug(found.forms[0].form)
    if given and given not in (name, f"_{name}"):
        found.extra.append(Extra("@id", given))
    by_rank = sorted(found.forms, key=lambda f: list(Status).index(f.status))
    best, known = by_rank[0], found.known
    forms: dict[str, list[str | FormEntry]] = {key: [] for key in LISTS.values()}
    for form in found.forms:
        status, note = form.status, form.note
        if form is best or form.form == best.form:
            continue
        if status is Status.PREFERRED:
            status = Status.ADMITTED
        elif status is Status.SUPERSEDED and not form.until:
            status, note = Status.DEPRECATED, note or UNDATED
        forms[LISTS[status]].append(FormEntry(form.form, form.since, form.until, note, form.cause))
    return concept_of(
        name,
        found.domain or slug(path.stem) or "house",
        Entry(
            en=best.form,
            zh=_unique(found.chinese["zh"]),
            zh_hant=_unique(found.chinese["zh-hant"]),
            kind=Kind(known["kind"]) if known.get("kind") in set(Kind) else Kind.TERM,
            severity=Severity(known["severity"]) if known.get("severity") in set(Severity) else Severity.MAJOR,
            definition=found.definition,
            note=" ".join(found.notes),
            sources=found.sources,
            unconfirmed=not found.sources,
            superseded_by=known.get("superseded-by", ""),
            examples=found.examples,
            extra=sorted(found.extra, key=lambda extra: extra.at),
            admitted=forms["admitted"],
            deprecated=forms["deprecated"],
            superseded=forms["superseded"],
            garbles=forms["garbles"],
        ),
        path,
        _line(entry),
    )


def _read_general(child: etree._Element, found: _Found) -> None:
    """Read what an entry says of the concept, whatever the language."""
    category, text = _category(child), _text(child)
    if category == "subjectField" and not found.domain:
        found.domain = slug(text)
        if found.domain != text:
            found.extra.append(Extra("", _xml(child)))
    elif category == "definition" and not found.definition:
        found.definition = text
        found.sources += _sources(child)
    elif category == "source":
        found.sources += _sources(child)
    elif category == "note":
        _take_note(text, found.known, found.notes)
    else:
        found.extra.append(Extra("", _xml(child)))


def _read_section(section: etree._Element, found: _Found) -> None:
    """Read the terms of one language; a language that is neither English nor Chinese is kept as it is."""
    language = (section.get(f"{{{_XML}}}lang") or "").lower()
    if language.split("-")[0] not in ("en", "zh"):
        found.extra.append(Extra("", _xml(section)))
        return
    is_traditional = bool(re.search(r"-(hant|tw|hk|mo)\b", language))
    at = "en" if language.startswith("en") else "zh-hant" if is_traditional else "zh"
    for child in section:
        if _local(child) != "termSec":
            if _category(child) == "definition" and at == "en" and not found.definition:
                _read_general(child, found)
            else:
                found.extra.append(Extra(at, _xml(child)))
            continue
        form, beyond, contexts = _term(child, found.sources if at == "en" else None)
        if not form.form or (at != "en" and not form.status.is_approved):
            found.extra.append(Extra(at, _xml(child)))
            continue
        found.extra += [Extra(f"{at}/{form.form}", _xml(element)) for element in beyond]
        if at == "en":
            found.forms.append(form)
            found.examples += contexts
        else:
            found.chinese[at].append(form.form)


def _term(section: etree._Element, sources: list[Source] | None) -> tuple[Designation, list[etree._Element], list[str]]:
    """Read a term: the designation, the elements that this model has no place for, and sentences that hold the term."""
    term, status = "", None
    notes: list[str] = []
    known: dict[str, str] = {}
    beyond: list[etree._Element] = []
    contexts: list[str] = []
    for child in _flat(section):
        category, text = _category(child), _text(child)
        if _local(child) == "term" and not term:
            term = text
        elif category in _STATUS_NAMES and status is None and status_of(text):
            status = status_of(text)
        elif category == "note":
            _take_note(text, known, notes)
        elif category == "source" and sources is not None:
            sources += _sources(child)
        elif category == "context" and term and term.lower() in text.lower() and _local(child) == "descrip":
            contexts.append(text)
        else:
            beyond.append(child)
    if "garble" in known:
        status = Status.GARBLE
    form = Designation(
        term,
        status or Status.ADMITTED,
        known.get("since", ""),
        known.get("until", ""),
        " ".join(notes),
        known.get("cause", ""),
    )
    return form, beyond, contexts


def _flat(section: etree._Element) -> Iterator[etree._Element]:
    """Give what a term section holds; version 2 and groups nest the term and its status one level deeper."""
    for child in section:
        if _local(child) == "termGrp":
            yield from _flat(child)
        elif _local(child) == "termNoteGrp" and len(child) == 1:
            yield child[0]
        else:
            yield child


def _sources(element: etree._Element) -> list[Source]:
    """Read where something was seen: a source by itself, or in a group with a reference, a title and a date."""
    out = []
    group = [element] if _local(element) == "admin" else list(element)
    for child in group:
        if _category(child) == "source" and _text(child):
            notes: dict[str, str] = {}
            url = ""
            for other in group:
                if _local(other) == "xref":
                    url = other.get("target") or _text(other)
                elif _local(other) == "note":
                    _take_note(_text(other), notes, [])
            text = _text(child)
            if re.match(r"https?://\S+$", text) and not url:
                text, url = text.split("/")[2], text
            out.append(Source(text, notes.get("title", ""), notes.get("date", ""), url))
    return out


def _take_note(text: str, known: dict[str, str], notes: list[str]) -> None:
    tagged = _TAGGED.fullmatch(text)
    if tagged:
        known[tagged[1]] = tagged[2]
    elif text:
        notes.append(text)


def _write_concept(entry: etree._Element, concept: Concept) -> None:
    given = next((e.xml for e in concept.extra if e.at == "@id"), concept.id)
    entry.set("id", f"_{given}" if given[0].isdigit() else given)
    if not any(e.at == "" and 'type="subjectField"' in e.xml for e in concept.extra):
        _categorised(entry, "subjectField", concept.domain)
    if concept.definition:
        _categorised(entry, "definition", concept.definition)
    for source in concept.sources:
        group = _add(entry, "adminGrp")
        _categorised(group, "source", source.publisher)
        if source.url:
            _categorised(group, "externalCrossReference", source.title or source.publisher).set("target", source.url)
        _tag(group, "title", source.title)
        _tag(group, "date", source.date)
    if concept.note:
        _add(entry, "note", concept.note)
    _tag(entry, "kind", "" if concept.kind is Kind.TERM else concept.kind)
    _tag(entry, "severity", "" if concept.severity is Severity.MAJOR else concept.severity)
    _tag(entry, "superseded-by", concept.superseded_by)
    sections = [e for e in concept.extra if e.at == "" and _holds(e, "langSec")]
    _restore(entry, [e for e in concept.extra if e not in sections], "")
    for at, language, terms in (("zh", "zh-Hans", concept.zh), ("zh-hant", "zh-Hant", concept.zh_hant)):
        if terms or any(e.at == at for e in concept.extra):
            section = _language(entry, language, concept, at)
            for number, term in enumerate(terms):
                status = Status.ADMITTED if number else Status.PREFERRED
                _write_term(section, Designation(term, status), concept.extra, at, [])
            _restore(section, [e for e in concept.extra if _holds(e, "termSec")], at)
    section = _language(entry, "en", concept, "en")
    for number, form in enumerate(concept.designations):
        _write_term(section, form, concept.extra, "en", [] if number else concept.examples)
    _restore(section, [e for e in concept.extra if _holds(e, "termSec")], "en")
    _restore(entry, sections, "")


def _language(entry: etree._Element, language: str, concept: Concept, at: str) -> etree._Element:
    section = _add(entry, "langSec")
    section.set(f"{{{_XML}}}lang", language)
    _restore(section, [e for e in concept.extra if not _holds(e, "termSec")], at)
    return section


def _write_term(
    section: etree._Element, form: Designation, extra: Sequence[Extra], at: str, examples: Sequence[str]
) -> None:
    term = _add(section, "termSec")
    _add(term, "term", form.form)
    garbled = form.status is Status.GARBLE
    status = Status.DEPRECATED if garbled else form.status
    _categorised(term, "administrativeStatus", f"{status}Term-admn-sts")
    for example in examples:
        _categorised(term, "context", example)
    if form.note:
        _add(term, "note", form.note)
    _tag(term, "garble", "seen in print" if garbled else "")
    _tag(term, "since", form.since)
    _tag(term, "until", form.until)
    _tag(term, "cause", form.cause)
    _restore(term, extra, f"{at}/{form.form}")


def _restore(parent: etree._Element, extra: Sequence[Extra], at: str) -> None:
    for item in extra:
        if item.at == at:
            try:
                if "<!" in item.xml:
                    raise ValueError
                parent.append(etree.fromstring(item.xml, etree.XMLParser(resolve_entities=False, no_network=True)))
            except (etree.XMLSyntaxError, ValueError):
                problem = f"{item.xml[:60]!r}, kept in extra at {at!r}, is not one XML element; mend or remove it"
                raise GlossaryError("", problem) from None


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_CORE}}}{name}")
    element.text = text
    return element


def _categorised(parent: etree._Element, category: str, text: str) -> etree._Element:
    element = _add(parent, _META[category], text)
    element.set("type", category)
    return element


def _tag(parent: etree._Element, name: str, value: str) -> None:
    if value:
        _add(parent, "note", f"tifalint {name}: {value}")


def _category(element: etree._Element) -> str:
    """Give the data category of an element; that of a group is its first child's."""
    name = _local(element)
    if name in ("descripGrp", "adminGrp") and len(element):
        return _category(element[0])
    return element.get("type") or name


def _line(element: etree._Element) -> int:
    return int(str(element.sourceline))  # the stubs know no number here


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _text(element: etree._Element | str) -> str:
    """Give the text of an element (a definition's group: of its first child), with single spaces."""
    if isinstance(element, str):
        return " ".join(element.split())
    if _local(element) in ("descripGrp", "adminGrp") and len(element):
        return _text(element[0])
    return " ".join("".join(str(t) for t in element.itertext()).split())


def _xml(element: etree._Element) -> str:
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    for part in alone.iter():
        # Indentation is the file's, and would be another in the next one.
        part.text = part.text if part.text and part.text.strip() else None
        part.tail = part.tail if part.tail and part.tail.strip() else None
    etree.cleanup_namespaces(alone)
    text = etree.tostring(alone, encoding="unicode")
    return re.sub(r"(</?|xmlns:)ns0(:|=)", lambda m: "xmlns=" if m[2] == "=" else m[1], text)


def _holds(extra: Extra, name: str) -> bool:
    """Tell whether what was kept is an element of this name, under whatever prefix."""
    return re.match(rf"<{name}\b", extra.xml) is not None


def _is_ours(element: etree._Element) -> bool:
    """Tell whether a part of the header is one that is written anew each time."""
    return _local(element) == "fileDesc" and "written by tifalint" in _text(element)


def _unique(items: list[str]) -> list[str]:
    return list(dict.fromkeys(items))
