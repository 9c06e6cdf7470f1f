"""The command as its users run it: statuses, streams, and one clear line for whatever goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from tifalint.embedding.encoder import Encoder
from tifalint.rules import RULES

GOOD = "The leaders met on Friday, and there were high-end fleas on the table.\n"
CLEAN = "The leaders met on Friday in the capital.\n"


def fill(folder: Path) -> None:
    """Lay out drafts of every kind."""
    (folder / "good.md").write_text(GOOD)
    (folder / "clean.md").write_text(CLEAN)
    (folder / "minor.md").write_text("It is a two -way street in the state.\n")
    (folder / "drafts" / "sub").mkdir(parents=True)
    (folder / "drafts" / "a.md").write_text(GOOD)
    (folder / "drafts" / "sub" / "b.txt").write_text(CLEAN)
    (folder / "none").mkdir()


@pytest.fixture(autouse=True)
def layout(tmp_path: Path) -> None:
    fill(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["clean.md"], 0),
        (["good.md"], 1),
        (["good.md", "--exit-zero"], 0),
        (["minor.md"], 0),
        (["minor.md", "--fail-on", "minor"], 1),
        (["good.md", "--fail-on", "critical"], 1),
        (["clean.md", "missing.md"], 2),
        (["good.md", "missing.md", "--exit-zero"], 2),
        (["--no-such-option"], 2),
        (["good.md", "--fail-on", "fatal"], 2),
        (["drafts"], 1),
    ],
)
def test_exit_status(run: Callable[..., Run], arguments: list[str], status: int) -> None:
    """0 nothing found at or above --fail-on, 1 something found, 2 the run itself failed."""
    assert run("check", *arguments).status == status


BAD = [
    ("missing.md", None, "missing.md: no such file; check the path"),
    ("none", None, "none: no draft in this folder (.md, .markdown, .txt, .text)"),
    ("x.docx", b"x", "x.docx: not a format that is read (.md, .markdown, .txt, .text); save it as one of them"),
    ("latin.md", b"caf\xe9 au lait", "latin.md:1: byte 0xe9 at offset 3 is not UTF-8; convert the file to UTF-8, or "
     "name its encoding with --encoding (gb18030, utf-16)"),
    ("wide.md", "text".encode("utf-16"), "wide.md: starts with a UTF-16 byte-order mark; read it with --encoding utf-16"),
    ("null.md", b"a\nb\0c", "null.md:2:2: a null byte: this is not a text file"),
    ("surrogate.md", b"a \xed\xa0\x80 b", "surrogate.md:1: byte 0xed at offset 2 is not UTF-8; convert the file to "
     "UTF-8, or name its encoding with --encoding (gb18030, utf-16)"),
    ("huge.md", b"word " * 10_000_001, "huge.md: 50 MB; drafts up to 10 MB are read; split the file"),
    ("zh.md", "习近平强调，要完善顶层设计。".encode(), "zh.md: this draft is in Chinese; drafts are checked in English"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "line"), BAD, ids=[b[0] for b in BAD])
def test_bad_drafts(run: Callable[..., Run], tmp_path: Path, name: str, data: bytes | None, line: str) -> None:
    """A draft that cannot be read is said in one line, and the other drafts' results are whole."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = run("check", "good.md", name, "clean.md", "--output-format", "json")
    assert done.status == 2
    assert done.err == f"tifalint: {line}\n"
    files = json.loads(done.out)["files"]
    assert [f["path"] for f in files] == ["good.md", "clean.md"]
    assert [d["text"] for d in files[0]["diagnostics"]] == ["high-end fleas"]


def test_an_unreadable_file(run: Callable[..., Run], tmp_path: Path) -> None:
    """A file that may not be read is named; root may read everything, so a folder stands in for it there."""
    (tmp_path / "locked.md").write_text("x")
    (tmp_path / "locked.md").chmod(0)
    if os.access(tmp_path / "locked.md", os.R_OK):
        (tmp_path / "locked.md").unlink()
        (tmp_path / "locked.md").symlink_to("locked.md")
    done = run("check", "locked.md")
    assert done.status == 2 and done.err.count("\n") == 1 and "locked.md: " in done.err


ODD = {
    "empty": b"",
    "only-code": b"```py\nhigh-end fleas\n```\n",
    "long-line": b"a long line of words " * 50_000,
    "right-to-left": "a \u202ehigh-end fleas\u202c b \u200f\n".encode(),
    "bom": b"\xef\xbb\xbf" + GOOD.encode(),
    "mixed-ends": b"one\r\ntwo\rthree\nfour",
    "deep": b"> " * 2_000 + b"deep",
    "unclosed": b"``` \n[a](b \n\xe2\x80\x9cquote <b",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_but_legal_drafts(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    """Whatever is text is checked without complaint, and nothing in it reaches the terminal raw."""
    (tmp_path / "odd.md").write_bytes(ODD[name])
    done = run("check", "odd.md", "--exit-zero")
    assert (done.status, done.err) == (0, "")
    assert not set(done.out) & set("\u202e\u202c\u200f\x1b")


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_other_encodings_when_asked(run: Callable[..., Run], tmp_path: Path, encoding: str) -> None:
    """UTF-16 and GB18030 are read when named, with offsets in characters."""
    (tmp_path / "draft.md").write_bytes(("高端芯片: " + GOOD).encode(encoding))
    done = run("check", "draft.md", "--encoding", encoding, "--output-format", "json")
    (found,) = json.loads(done.out)["files"][0]["diagnostics"]
    assert found["start"]["offset"] == 6 + GOOD.index("high-end")


def test_standard_input(run: Callable[..., Run]) -> None:
    """A dash is standard input."""
    done = run("check", "-", "--output-format", "json", stdin=GOOD.encode())
    assert json.loads(done.out)["files"][0]["path"] == "<stdin>"
    assert done.status == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('domain = "x"\n[a]\nen = \n', "house.toml:3:6: Invalid value"),
        ('domain = "x"\n[a]\nzh = "甲"\nen = "b c"\nunconfirmed = true\n[a]\nzh = "乙"\n', "house.toml:6:3: the id "),
        ('domain = "x"\n[a]\nzh = "甲"\nen = "big chip"\nunconfirmed = true\n[b]\nzh = "乙"\nen = "big chips"\n'
         "unconfirmed = true\n", 'house.toml:6: b: "big chips" is claimed by a too (house.toml:2)'),
    ],
)  # fmt: skip
def test_bad_glossaries(run: Callable[..., Run], tmp_path: Path, text: str, line: str) -> None:
    """A broken glossary ends the run with one line that names the place."""
    (tmp_path / "house.toml").write_text(text)
    for command in (["check", "good.md", "--glossary", "house.toml"], ["glossary", "check", "house.toml"]):
        done = run(*command)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"tifalint: {line}") and done.err.count("\n") == 1


def test_readouts_that_do_not_help(run: Callable[..., Run], tmp_path: Path, encoder: Encoder) -> None:
    """A readout in another language, or about something else, is said once and accuses nobody."""
    (tmp_path / "zh.md").write_text("习近平强调，要完善顶层设计。", encoding="utf-8")
    (tmp_path / "fr.md").write_text(
        "La réunion s'est tenue vendredi, et le secrétaire du parti était là pour parler.\n"
    )
    (tmp_path / "other.md").write_text(
        "The striker scored twice in the rain, and the fans sang until the last train.\n"
    )
    done = run("check", "good.md", "--readout", "zh.md", "--readout", "fr.md", "--output-format", "json")
    assert done.err == (
        "tifalint: zh.md: this readout is not in English; give an English one\n"
        "tifalint: fr.md: this readout is not in English; give an English one\n"
    )
    assert done.status == 2
    done = run("check", "good.md", "--readout", "other.md", "--output-format", "json")
    assert done.err == "tifalint: good.md: no readout given is about the same event; checked without one\n"
    (file,) = json.loads(done.out)["files"]
    assert file["readout"] is None and [d["text"] for d in file["diagnostics"]] == ["high-end fleas"]


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """When whoever reads the output leaves, the program leaves too, without a word."""
    for i in range(300):
        (tmp_path / "drafts" / f"{i}.md").write_text(GOOD * 5)
    command = f"{sys.executable} -m tifalint check drafts | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == "" and done.stdout.count("\n") == 1


def test_an_interrupt_ends_at_once(tmp_path: Path) -> None:
    """Ctrl-C ends with 130, without a traceback, while standard input is still awaited."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tifalint", "check", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (130, b"")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["check", "explain", "glossary", "model"]),
        (["--version"], ["tifalint 0."]),
        (["check", "--help"], ["--readout", "--fail-on", "--exit-zero", "Exit status"]),
        (["rules"], [rule.name for rule in RULES]),
        (["explain", "near-miss"], ["## What it does", "Examples"]),
        (["explain", "high-end chips"], ["高端芯片", "preferred", "sources"]),
        (["glossary", "show", "总书记"], ["general secretary"]),
        (["glossary", "list", "--domain", "people"], ["xi-jinping", "习近平"]),
        (["glossary", "check"], ["concepts", "no error"]),
        (["glossary", "stats"], ["technology", "with a source", "Xinhua"]),
        (["glossary", "coverage", "good.md"], ["of the terms are known"]),
        (["glossary", "list", "--unconfirmed", "--domain", "law"], ["行政处罚"]),
        (["glossary", "export", "--format", "tbx", "--domain", "law"], ["conceptEntry", "TBX-Basic"]),
        (["terms", "clean.md"], ["no known term"]),
        (["terms", "good.md"], ["garble", "high-end-chips"]),
        (["model", "list"], ["all-MiniLM-L6-v2"]),
    ],
)
def test_commands_answer(run: Callable[..., Run], arguments: list[str], words: list[str]) -> None:
    """Every command says what it is for, and does it."""
    done = run(*arguments)
    assert (done.status, done.err) == (0, "")
    for word in words:
        assert word in done.out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["explain", "near-mis"], 'no rule, concept or term "near-mis"; nearest are near-miss'),
        (["glossary", "show", "nonesuch"], 'no concept or term "nonesuch"; nearest are'),
        (["glossary", "list", "--domain", "poetry"], 'no domain "poetry"; known are'),
        (["check", "good.md", "--readout", "clean.md", "--model", "./nowhere"], "./nowhere: no such folder"),
        (["check"], "Missing argument"),
    ],
)
def test_wrong_words_get_a_hint(run: Callable[..., Run], arguments: list[str], line: str) -> None:
    """What is not known is answered with what is, in one line, and status 2."""
    done = run(*arguments)
    assert done.status == 2 and line in done.err and done.err.count("\n") == 1


def test_a_newsrooms_configuration(run: Callable[..., Run], tmp_path: Path) -> None:
    """The nearest configuration above a draft names its glossaries and its house style; a broken one is one line."""
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "draft.md").write_text("They eat gold chips there.\n")
    csv = "id,en,status\na,{},preferred\na,gold chips,deprecated\n"
    (tmp_path / "north" / "terms.csv").write_text(csv.format("snow chips"))
    (tmp_path / "south" / "terms.csv").write_text(csv.format("sun chips"))
    (tmp_path / "north" / "tifalint.toml").write_text('glossaries = ["terms.csv"]\n')
    (tmp_path / "south" / "pyproject.toml").write_text('[tool.tifalint]\nglossaries = ["terms.csv"]\n')
    done = run("check", "north/draft.md", "south/draft.md")
    assert "write    snow chips" in done.out and "write    sun chips" in done.out
    (tmp_path / "tifalint.toml").write_text('[prefer]\npolitical-bureau = "Politburo"\n')
    shown = run("explain", "Politburo")
    assert shown.out.startswith("Politburo  ") and shown.status == 0
    for text, line in (
        (
            "glosaries = []\n",
            "tifalint.toml: Object contains unknown field `glosaries`; known are glossaries and prefer",
        ),
        ("prefer = 3\n", "known are glossaries and prefer"),
        ("x = \n", "mend the TOML"),
        ('[prefer]\nnonesuch = "x"\n', 'tifalint.toml: prefer: no concept "nonesuch"'),
        ('glossaries = ["gone.csv"]\n', "gone.csv"),
    ):
        (tmp_path / "tifalint.toml").write_text(text)
        done = run("check", "good.md")
        assert done.status == 2 and line in done.err and done.err.count("\n") == 1, (done.err, text)


def test_glossaries_come_and_go(run: Callable[..., Run], tmp_path: Path) -> None:
    """A term base is imported, exported and checked, and what cannot be is refused without a file being written."""
    (tmp_path / "old.csv").write_bytes("zh,en,status\n顶层构想,top-notch design,preferred\n".encode("gb18030"))
    done = run("glossary", "import", "old.csv", "-o", "house.toml")
    assert done.status == 2 and "name its encoding" in done.err and not (tmp_path / "house.toml").exists()
    done = run("glossary", "import", "old.csv", "--encoding", "gb18030", "-o", "house.toml")
    assert (done.status, done.out, done.err) == (0, "", "")
    assert "1 concepts, 1 forms, 0 concepts with a source: no error" in run("glossary", "check", "house.toml").out
    for name in ("out.tbx", "out.csv", "out.tsv", "out.xlsx", "out.toml"):
        assert run("glossary", "export", "house.toml", "-o", name).status == 0
        assert "top-notch design" in run("glossary", "show", "顶层构想", "--glossary", name).out
    for arguments, line in (
        (["export", "house.toml"], "which format?"),
        (["export", "house.toml", "--format", "xlsx"], "name a file with --output"),
        (["export", "house.toml", "-o", "no/where.csv"], "no/where.csv: cannot be written"),
        (["import", "house.docx"], "house.docx"),
        (["new", "Big_Chip"], '"Big_Chip" is no concept id'),
    ):
        done = run("glossary", *arguments)
        assert done.status == 2 and line in done.err and done.err.count("\n") == 1, done.err
    skeleton = run("glossary", "new", "quantum-chip", "--zh", "量子芯片").out
    (tmp_path / "new.toml").write_text(f'domain = "house"\n\n{skeleton}', encoding="utf-8")
    assert run("glossary", "check", "new.toml").status == 0


def test_align_shows_both_sides(run: Callable[..., Run], tmp_path: Path, encoder: Encoder) -> None:
    """A draft's sentence stands beside the readout's, and what has no counterpart is shown too."""
    (tmp_path / "readout.md").write_text(
        "On Friday the leaders met in the capital. A striker scored twice in the rain.\n"
    )
    done = run("align", "clean.md", "readout.md")
    row = next(line for line in done.out.splitlines() if "The leaders met on Friday" in line)
    assert "On Friday the leaders met" in row
    assert "A striker scored twice" in done.out


def test_a_hostile_glossary_reaches_no_terminal(run: Callable[..., Run], tmp_path: Path) -> None:
    """Control characters in a glossary are shown, not obeyed."""
    (tmp_path / "house.toml").write_text(
        'domain = "x"\n[evil]\nzh = "\\u001b[31m红"\nen = "table talk"\ndeprecated = ["table\\u202e chat"]\n'
        'definition = "\\u001b]0;title\\u0007"\nunconfirmed = true\n'
    )
    (tmp_path / "talk.md").write_text("There was much table chat and table talk.\n")
    for command in (["glossary", "show", "evil"], ["terms", "talk.md"], ["check", "talk.md"]):
        done = run(*command, "--glossary", "house.toml")
        assert not set(done.out + done.err) & set("\x1b\x07\u202e")
