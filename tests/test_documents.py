"""Drafts come in with every offset right, and what is no prose is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifalint.documents.decoding import decode
from tifalint.documents.document import LONGEST_SENTENCE, Document
from tifalint.documents.language import is_english
from tifalint.documents.reading import find_drafts, parse_document, read_document
from tifalint.errors import InputError

MARKDOWN = """---
title: A draft
date: 2025-04-26
readout: readout.md
---

# A *bold* heading 中文 😀

First sentence, with `code here` and [a link](https://example.org/path). Second “quoted words” sentence.

> A quotation
> over two lines.

```py
print("code")
```

| cell one | cell two |
|---|---|
| high-end | chips |

- an item, see https://example.org/x
"""


def texts(document: Document, spans: object) -> list[str]:
    return [document.slice(s) for s in spans]  # type: ignore[attr-defined]


def test_markdown_parts_are_known(draft: Callable[[str], Document]) -> None:
    """Front matter, code, links, quotations and blocks of Markdown are told apart."""
    document = draft(MARKDOWN)
    assert (document.layout.title, str(document.layout.date), document.layout.readout) == (
        "A draft",
        "2025-04-26",
        "readout.md",
    )
    hidden = "".join(texts(document, document.protected))
    for code in (
        "date: 2025",
        "`code here`",
        "https://example.org/path",
        'print("code")',
        "https://example.org/x",
    ):
        assert code in hidden
    assert [b.heading for b in document.layout.blocks][:2] == [True, False]
    quoted = texts(document, document.quoted)
    assert "“quoted words”" in quoted
    assert any(q.startswith("> A quotation") for q in quoted)
    words = [w.text for s in document.sentences for w in s.words]
    assert "quotation" in words and "lines" in words and "chips" in words
    assert not {"code", "print", "https", "example", "date"} & set(words)


def test_a_wrapped_quotation_is_one_sentence(draft: Callable[[str], Document]) -> None:
    """A line end inside a paragraph, and the mark of a quoted line, do not end a sentence."""
    document = draft("> A quotation\n> over two lines.\n")
    assert len(document.sentences) == 1


def test_long_lines_are_paragraphs_of_their_own() -> None:
    """An article pasted with one line per paragraph is not read as one paragraph."""
    line = "This is a sentence that has quite a few words in it, more than fit on one line of an editor. " * 2
    document = parse_document(f"A heading\n{line}\n{line}\n", "x", ".txt")
    assert len(document.layout.blocks) == 3


def test_chinese_sentences() -> None:
    """A Chinese text is known as one, and split at its own marks."""
    document = parse_document("习近平强调，要完善顶层设计。“好。”他说！", "x", ".txt")
    assert document.language == "zh"
    assert texts(document, [s.span for s in document.sentences])[0] == "习近平强调，要完善顶层设计。"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The meeting was held on Friday, and the party secretary of the province was there.", True),
        ("La réunion s'est tenue vendredi, et le secrétaire du parti de la province était là.", False),
        ("Die Sitzung fand am Freitag statt, und der Parteisekretär der Provinz war auch dabei.", False),
        ("会议于周五举行。省委书记出席会议并讲话。", False),
        ("Short", True),
    ],
)
def test_language(text: str, english: bool) -> None:
    """English is told from other languages, in Latin letters too."""
    assert is_english(parse_document(text, "x", ".txt")) is english


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"\xef\xbb\xbfplain", "utf-8", "plain"),
        ("中文 text".encode("utf-16"), "utf-16", "中文 text"),
        ("中文 text".encode("gb18030"), "gb18030", "中文 text"),
        (b"a\r\nb\rc\n", "utf-8", "a\r\nb\rc\n"),
    ],
)
def test_decoding(data: bytes, encoding: str, text: str) -> None:
    """Byte-order marks go, line ends stay."""
    assert decode(data, "x", encoding) == text


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"ab\ncd \x84 e", "utf-8", r"x:2: byte 0x84 at offset 6 is not UTF-8; convert .* --encoding"),
        (
            "中文".encode("utf-16"),
            "utf-8",
            r"x: starts with a UTF-16 byte-order mark; read it with --encoding utf-16",
        ),
        (b"ab\nc\0d", "utf-8", r"x:2:2: a null byte"),
        (b"\xed\xa0\x80", "utf-8", r"x:1: byte 0xed at offset 0 is not UTF-8"),
        (b"x" * 10_000_001, "utf-8", r"x: 10 MB; drafts up to 10 MB are read"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, encoding: str, message: str) -> None:
    """The byte, the place and the mend are said."""
    with pytest.raises(InputError, match=message):
        decode(data, "x", encoding)


def test_folders_hold_their_drafts(tmp_path: Path) -> None:
    """A folder stands for the drafts below it, hidden ones left out, each once; an empty folder is an error."""
    for name in ("b.md", "a.txt", "sub/c.markdown", ".hidden/d.md", "e.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()
    found = list(find_drafts([str(tmp_path), str(tmp_path / "b.md"), str(tmp_path / "empty")]))
    names = [Path(f).name if isinstance(f, str) else f.problem[:8] for f in found]
    assert names == ["a.txt", "b.md", "c.markdown", "no draft"]


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """What cannot be read is not guessed at."""
    with pytest.raises(InputError, match=r"not a format that is read \(\.md"):
        read_document(str(tmp_path / "x.docx"))


PIECES = st.sampled_from(
    ["The leader", " spoke. ", "\n", "\n\n", "> ", "# ", "`code`", "中文。", "😀", "e\u0301", "“quote”", "\r\n", "* ",
     "[a](b)", "---\n", "|", "\u200f", "high -end", "<b>", "\\*", "&amp;", "    ", "```\n", "1. "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([".md", ".txt"]))
@settings(max_examples=300, deadline=None)
def test_offsets_are_true_whatever_comes_in(text: str, suffix: str) -> None:
    """Words, sentences and hidden spans lie where they say, in any mix of markup, scripts and line ends."""
    document = parse_document(text, "x", suffix)
    ends = 0
    for sentence in document.sentences:
        assert ends <= sentence.span.start < sentence.span.end <= len(text)
        ends = sentence.span.end
        for word in sentence.words:
            assert text[word.start : word.end] == word.text
            assert sentence.span.covers(word.span)
            assert not document.protected.overlaps(word.span)
    assert (
        len(document.prose(document.layout.blocks[0].span)) == len(document.slice(document.layout.blocks[0].span))
        if document.layout.blocks
        else True
    )


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_positions_count_lines_as_editors_do(text: str) -> None:
    """A position's line and column lead back to its offset; only CR, LF and CRLF end a line."""
    document = parse_document(text, "x", ".txt")
    for offset in range(len(text) + 1):
        line, column = document.position(offset)
        assert document.lines.starts[line - 1] + column - 1 == offset
    assert len(document.lines.starts) == 1 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def test_a_sentence_without_end_is_cut(draft: Callable[[str], Document]) -> None:
    """A line of a million characters is cut into pieces that a model can read."""
    document = draft("word " * 50_000)
    assert max(s.span.end - s.span.start for s in document.sentences) <= LONGEST_SENTENCE
