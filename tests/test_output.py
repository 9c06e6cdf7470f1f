"""Every format as a golden file; the JSON contract to the letter."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from wcwidth import wcswidth

from conftest import EVENTS, FIXTURES, ROOT
from tifalint import __version__
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder
from tifalint.engine import check
from tifalint.glossary import Glossary
from tifalint.output.terminal import clip, safe, width
from tifalint.output.text import render_text


def call(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tifalint", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def files(event: str) -> tuple[str, str]:
    folder = FIXTURES / event
    draft, readout = (next(folder.glob(f"{part}.*")).relative_to(ROOT).as_posix() for part in ("draft", "readout"))
    return draft, readout


def steady(text: str) -> str:
    """Take out what differs from machine to machine: the version, and a last digit of a model's scores."""
    return text.replace(f'"version": "{__version__}"', '"version": "…"')


@pytest.mark.parametrize("event", EVENTS)
def test_checks(event: str, golden: Callable[[str, str], None], encoder: Encoder) -> None:
    """A check of each fixture, as text and as JSON."""
    draft, readout = files(event)
    golden(f"{event}.txt", call("check", draft, "--readout", readout))
    golden(f"{event}.json", steady(call("check", draft, "--readout", readout, "--output-format", "json")))


def test_other_commands(golden: Callable[[str, str], None], encoder: Encoder) -> None:
    """Terms, alignment, pages and lists."""
    draft, readout = files("trade-forum")
    golden("terms.txt", call("terms", draft))
    golden("terms.json", call("terms", draft, "--output-format", "json"))
    golden("align.txt", call("align", draft, readout))
    golden("rules.txt", call("rules"))
    golden("explain-rule.txt", call("explain", "repeated-words"))
    golden("explain-concept.txt", call("explain", "community-with-a-shared-future"))


def test_the_json_contract(encoder: Encoder) -> None:
    """Every key is there, every offset leads to its text, line and column agree with it."""
    draft, readout = files("computing-conference")
    found = json.loads(call("check", draft, "--readout", readout, "--output-format", "json"))
    assert (found["version"], found["tool"]["name"]) == (1, "tifalint")
    (file,) = found["files"]
    assert list(file) == ["path", "readout", "score", "diagnostics"]
    assert list(file["score"]) == ["mqm", "words", "critical", "major", "minor"]
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in (draft, readout)}
    for d in file["diagnostics"]:
        assert list(d) == ["rule", "category", "severity", "confidence", "message", "text", "start", "end", "concept",
                           "zh", "cause", "readout", "suggestions"]  # fmt: skip
        check_place(d, texts[draft])
        assert d["severity"] in ("critical", "major", "minor", "neutral") and 0 <= d["confidence"] <= 1
        assert all(s["applicability"] in ("safe", "unsafe") for s in d["suggestions"])
        if d["readout"]:
            check_place(d["readout"], texts[readout])
    assert any(d["readout"] for d in file["diagnostics"])


def check_place(place: dict[str, object], text: str) -> None:
    start, end = place["start"], place["end"]
    assert text[start["offset"] : end["offset"]] == place["text"]  # type: ignore[index]
    for p in (start, end):
        before = text[: p["offset"]]  # type: ignore[index]
        assert p["line"] == before.count("\n") + 1  # type: ignore[index]
        assert p["column"] == len(before) - (before.rfind("\n") + 1) + 1  # type: ignore[index]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "中文字 ",
        "😀 ",
        "e\u0301e\u0301 ",
        "\u202e",
        "a\tb ",
        " ".join(f"bird{i}" for i in range(60)) + " ",
        "长" * 120 + " ",
    ],
)
def test_underlines_lie_under_their_words(before: str, glossary: Glossary) -> None:
    """The underline begins and ends with the words on a terminal, whatever stands before them."""
    text = render_text([check(parse_document(f"{before}high-end fleas 中文", "d.md", ".md"), glossary)], columns=80)
    _, line, marks, *_ = text.splitlines()
    start = wcswidth(line[: line.index("high-end fleas")])
    assert marks == " " * start + "~" * len("high-end fleas")
    assert wcswidth(line) <= 80


def test_colour_only_where_asked(glossary: Glossary) -> None:
    """Escape sequences appear with colour and never without."""
    report = check(parse_document("high-end fleas\n", "d.md", ".md"), glossary)
    assert "\x1b[" in render_text([report], colour=True)
    assert "\x1b" not in render_text([report])
    plain = re.sub(r"\x1b\[[\d;]*m", "", render_text([report], colour=True))
    assert plain == render_text([report])


def test_nothing_takes_the_terminal_over() -> None:
    """Control characters and those that turn text round are shown, not obeyed."""
    assert safe("a\x1b[31mb\u202ec\nd") == "a\\u001b[31mb\\u202ec d"


def test_clipping_keeps_the_marked_part() -> None:
    """A long line is shortened on both sides to the columns there are."""
    before, marked, after = clip("a" * 200, "MARK", "b" * 200, 60)
    assert marked == "MARK" and before.startswith("…") and after.endswith("…")
    assert width(before + marked + after) <= 60


def test_nothing_found(glossary: Glossary) -> None:
    """A clean draft gets one friendly line."""
    assert render_text([check(parse_document("All is well.", "d.md", ".md"), glossary)]) == (
        "Nothing found in 1 draft (3 words)\n"
    )
