"""Glossaries in the formats that term bases are exchanged in: nothing lost on the way, nothing taken on trust."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tifalint.errors import GlossaryError
from tifalint.glossary import Concept, Designation, Glossary, Kind, Severity, Source, Status, load_glossary
from tifalint.glossary.formats import Format, read_glossary_file, render_glossary

SUFFIX = {Format.TOML: "toml", Format.TBX_DCT: "tbx"}
_text = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn")), max_size=30).map(
    lambda text: " ".join(text.split())
)
_word = st.text("abcdefghijklmnop'-|;\\é“+=", min_size=1, max_size=8)
_form = st.lists(_word, min_size=1, max_size=4).map(" ".join)
_day = st.sampled_from(["", "2017", "2017-10", "2017-10-25"])
_source = st.builds(
    Source, publisher=_form, title=_text, date=_day, url=st.sampled_from(["", "https://example.org/a?b=1&c"])
)


@st.composite
def concepts(draw: st.DrawFn) -> list[Concept]:
    """Give concepts with everything that one can have, each form once."""
    out = []
    for number in range(draw(st.integers(1, 3))):
        forms = draw(st.lists(_form, min_size=1, max_size=5, unique=True))
        designations = [Designation(forms[0], Status.PREFERRED)]
        for form in forms[1:]:
            status = draw(st.sampled_from([s for s in Status if s is not Status.PREFERRED]))
            until = draw(_day.filter(bool)) if status is Status.SUPERSEDED else draw(_day)
            designations.append(Designation(form, status, draw(_day), until, draw(_text), draw(_text)))
        designations = [designations[0], *sorted(designations[1:], key=lambda d: list(Status).index(d.status))]
        sources = draw(st.lists(_source, max_size=2))
        out.append(
            Concept(
                id=f"concept-{number}",
                domain=draw(st.sampled_from(["house", "law"])),
                zh=draw(st.lists(st.text("算力网络强国", min_size=1, max_size=6), min_size=1, max_size=3, unique=True)),
                zh_hant=draw(st.lists(st.text("國會", min_size=1, max_size=4), max_size=1)),
                designations=designations,
                kind=draw(st.sampled_from(list(Kind))),
                severity=draw(st.sampled_from(list(Severity))),
                definition=draw(_text),
                note=draw(_text.filter(lambda text: not text.startswith("tifalint "))),
                sources=sources,
                unconfirmed=not sources,
                superseded_by=draw(st.sampled_from(["", "concept-0"])),
                examples=draw(st.sampled_from([[], [f"They spoke of {forms[0]} there."]])),
            )
        )
    return out


def plain(found: list[Concept]) -> list[Concept]:
    """Give concepts without where they were read."""
    return [msgspec.structs.replace(c, file="", line=0) for c in found]


@pytest.mark.parametrize("form", list(Format))
@given(given_concepts=concepts())
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, form: Format, given_concepts: list[Concept]) -> None:
    """What is written in a format and read back is the same, whatever characters it has."""
    path = tmp_path_factory.mktemp("formats") / f"house.{SUFFIX.get(form, str(form))}"
    path.write_bytes(render_glossary(given_concepts, form))
    assert plain(read_glossary_file(path).concepts) == given_concepts


@pytest.mark.parametrize("form", [Format.TBX, Format.TBX_DCT, Format.XLSX])
def test_the_bundled_glossary_survives(tmp_path: Path, glossary: Glossary, form: Format) -> None:
    """The whole glossary goes out and comes back."""
    path = tmp_path / f"all.{SUFFIX.get(form, str(form))}"
    path.write_bytes(render_glossary(glossary.concepts, form, title="tifalint"))
    assert plain(read_glossary_file(path).concepts) == plain(list(glossary.concepts))


FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
  <martifHeader><fileDesc><titleStmt><title>Press office</title></titleStmt>
    <sourceDesc><p>made by another program</p></sourceDesc></fileDesc></martifHeader>
  <text><body>
    <termEntry id="C_17">
      <descrip type="subjectField">Domestic policy</descrip>
      <descripGrp><descrip type="definition">Planning of the whole
        before its parts.</descrip><admin type="source">https://example.org/terms</admin></descripGrp>
      <langSet xml:lang="zh-CN"><tig><term>顶层设计</term></tig></langSet>
      <langSet xml:lang="de"><tig><term>Planung von oben</term></tig></langSet>
      <langSet xml:lang="en-GB">
        <ntig><termGrp><term>top design</term><termNote type="partOfSpeech">noun</termNote>
          <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termGrp></ntig>
        <ntig><termGrp><term>top-level design</term>
          <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
        <tig><term>high design</term><termNote type="administrativeStatus">deprecated</termNote><note>of old</note></tig>
      </langSet>
    </termEntry>
    <termEntry id="c18"><langSet xml:lang="de"><tig><term>nur deutsch</term></tig></langSet></termEntry>
  </body>
  <back><refObjectList type="respPerson"><refObject id="p1"><item>editor</item></refObject></refObjectList></back></text>
</martif>
"""


def test_another_programs_tbx(tmp_path: Path) -> None:
    """A term base of TBX version 2 loads, and what this model has no place for is still there when it goes back."""
    path = tmp_path / "press.tbx"
    path.write_text(FOREIGN, encoding="utf-8")
    read = read_glossary_file(path)
    (concept,) = read.concepts
    assert (concept.id, concept.domain, concept.zh, read.title) == (
        "c-17",
        "domestic-policy",
        ["顶层设计"],
        "Press office",
    )
    assert [(d.form, d.status, d.note) for d in concept.designations] == [
        ("top-level design", Status.PREFERRED, ""),
        ("top design", Status.ADMITTED, ""),
        ("high design", Status.DEPRECATED, "of old"),
    ]
    assert concept.definition == "Planning of the whole before its parts."
    assert concept.sources == [Source("example.org", url="https://example.org/terms")]
    for form in (Format.TOML, Format.TBX, Format.TBX_DCT):
        path = tmp_path / f"again.{SUFFIX.get(form, str(form))}"
        path.write_bytes(render_glossary(read.concepts, form, title=read.title, extra=read.extra))
        again = read_glossary_file(path)
        assert plain(again.concepts) == plain(read.concepts) and again.title == read.title
        for kept in ("Planung von oben", "nur deutsch", "respPerson", "Domestic policy", "C_17", "noun"):
            assert kept in path.read_text(encoding="utf-8")


def test_tbx_says_what_it_is(tmp_path: Path) -> None:
    """The two styles of TBX-Basic carry the status as the standard wants it."""
    concept = Concept("a", "house", ["甲"], [Designation("big chip", Status.PREFERRED)], unconfirmed=True)
    core = "{urn:iso:std:iso:30042:ed-2}"
    for form, name in (
        (Format.TBX, f".//{core}termNote[@type='administrativeStatus']"),
        (Format.TBX_DCT, ".//{http://www.tbxinfo.net/ns/min}administrativeStatus"),
    ):
        root = etree.fromstring(render_glossary([concept], form))
        assert root.tag == f"{core}tbx" and root.get("type") == "TBX-Basic"
        assert {e.text for e in root.iterfind(name)} == {"preferredTerm-admn-sts"}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("en\nbig chip\nsmall chip\n", {"big-chip": ["big chip"], "small-chip": ["small chip"]}),
        ("中文;英文\n甲;big chip\n甲;large chip\n", {"big-chip": ["big chip", "large chip"]}),
        ("Concept ID\tEnglish\tUsage Status\nx1\tbad chip\tForbidden\nx1\tbig chip\tpreferred\n",
         {"x1": ["big chip", "bad chip"]}),
        ('\ufeffzh,en,remark\n甲,"big chip, the",none\n', {"big-chip-the": ["big chip, the"]}),
    ],
)  # fmt: skip
def test_tables_of_other_makes(tmp_path: Path, text: str, forms: dict[str, list[str]]) -> None:
    """Columns under other names, separators and statuses are understood; one column is enough."""
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    assert {c.id: [d.form for d in c.designations] for c in read_glossary_file(path).concepts} == forms


def workbook(*sheets: bytes, names: tuple[str, ...] = ("xl/worksheets/sheet1.xml",)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in zip(names, sheets, strict=True):
            packed.writestr(name, content)
    return out.getvalue()


def formula() -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["en"])
    sheet.append(['=HYPERLINK("http://example.org")'])
    book.save(out)
    return out.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx>&b;</tbx>'
OUTSIDE = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx><text>&x;</text></tbx>'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("big.tbx", b"<tbx>" + b" " * 20_000_001, r"big.tbx: larger than 20 MB; split the file"),
        ("bomb.tbx", BOMB.encode(), r"bomb.tbx:1: declares entities"),
        ("bomb16.tbx", BOMB.encode("utf-16"), r"bomb16.tbx:1: declares entities"),
        ("outside.tbx", OUTSIDE.encode(), r"outside.tbx:1: declares entities"),
        ("torn.tbx", b"<tbx><text>", r"torn.tbx:1:\d+: .*; mend the XML"),
        ("page.tbx", b"<html/>", r"page.tbx:1: <html> is no TBX"),
        ("empty.tbx", b"<tbx/>", r"empty.tbx: no entry with an English term"),
        ("bomb.xlsx", workbook(b"a" * 210_000_000), r"bomb.xlsx: unpacks to 210 MB, more than 200; split the file"),
        ("entity.xlsx", workbook(BOMB.encode()), r"entity.xlsx: declares XML entities"),
        ("none.xlsx", b"PK no zip", r"none.xlsx: is no workbook that can be read \(File is not a zip file\)"),
        ("formula.xlsx", formula(), r"formula.xlsx:2: cell A2 is a formula; put its value there"),
        ("old.csv", "zh,en\n顶层设计,top-level design\n".encode("gb18030"),
         r"old.csv: byte 6 is not UTF-8; save it as UTF-8, or name its encoding"),
        ("de.csv", b"de,fr\na,b\n", r'de.csv:1: no column "en" for the English term; the header has de, fr'),
        ("two.csv", b"en,english\na b,c d\n", r'two.csv:1: two columns for "en"; rename one of them'),
        ("gap.csv", "zh,en\n甲,\n".encode(), r"gap.csv:2: no English term in this row"),
        ("status.csv", b"en,status\nbig chip,nice\n", r'status.csv:2: big-chip: no status "nice"; known are preferred'),
        ("quote.csv", b'en,zh\n"big chip,a\n', r"quote.csv:\d: .*; mend the quotation marks"),
        ("null.csv", b"en\0\n", r"null.csv: holds null characters"),
        ("control.csv", b"en\nbig \x1b[31mchip\n", r"control.csv:2: .*holds a control character; remove it"),
        ("circle.csv", b"id,en,superseded by\na,big chip,b\nb,small chip,a\n",
         r"circle.csv:2: a: superseded in a circle: a → b → a; one of them must stay"),
        ("lost.csv", b"id,en,superseded by\na,big chip,zz\n", r'lost.csv:2: a: superseded by "zz", which is no concept'),
        ("example.csv", b"en,example\nbig chip,No term here.\n", r"example.csv:2: .* its example has none of its forms"),
        ("wrong.csv", b"id,en,status\na,big chip,preferred\nb,small chip,preferred\nb,big chips,deprecated\n",
         r'wrong.csv:3: b: "big chips" is deprecated here and preferred in a'),
        ("notes.txt", b"en\n", r"notes.txt: no glossary by its name; it should end in .toml, .tbx"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """A broken or hostile file is named with its fault, and nothing of it is used."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GlossaryError, match=message) as error:
        load_glossary([path])
    assert "\n" not in str(error.value)


@given(st.binary(max_size=300), st.sampled_from(["tbx", "csv", "tsv", "xlsx", "toml"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    """Whatever a file holds, reading it gives concepts or one error of ours."""
    path = tmp_path_factory.mktemp("bytes") / f"x.{suffix}"
    path.write_bytes(content)
    try:
        assert isinstance(read_glossary_file(path).concepts, list)
    except GlossaryError as error:
        assert "\n" not in str(error)


def test_spreadsheets_see_no_formula(tmp_path: Path) -> None:
    """A text that a spreadsheet would run is written so that it is text, and read back as it was."""
    concept = Concept("a", "house", ["=1+1"], [Designation("@big chip", Status.PREFERRED)], unconfirmed=True)
    for form in (Format.CSV, Format.XLSX):
        path = tmp_path / f"safe.{form}"
        path.write_bytes(render_glossary([concept], form))
        assert plain(read_glossary_file(path).concepts) == [concept]
    assert "'=1+1" in (tmp_path / "safe.csv").read_text(encoding="utf-8-sig")
