"""`tifalint suggest`: what an odd phrase could have been, and how the command says it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from conftest import Run
from tifalint.detection.suggesting import LONGEST, MOST, Ranker, plain
from tifalint.embedding.encoder import Encoder
from tifalint.glossary import Glossary
from tifalint.glossary.loading import load_terms
from tifalint.glossary.thesaurus import Thesaurus, open_thesaurus


@pytest.fixture(scope="module")
def thesaurus(cache: Path) -> Thesaurus:
    return open_thesaurus()


@pytest.fixture(scope="module")
def ranker(glossary: Glossary, encoder: Encoder, thesaurus: Thesaurus) -> Ranker:
    return Ranker(glossary, encoder, thesaurus)


@pytest.mark.parametrize(
    ("phrase", "concept", "cause"),
    [
        ("a chip of tall range", "high-end-chips", ""),
        ("tall models", "large-ai-models", "German groß: large, tall"),
        ("productive powers of new quality", "new-quality-productive-forces", "productive power"),
        ("productive forces of quality new", "new-quality-productive-forces", "word order"),
        ("peasant vitalization", "rural-revitalization", ""),
        ("profound learning", "deep-learning", "profound"),
        ("deep learnings", "deep-learning", ""),
    ],
)
def test_right_concept_comes_first(ranker: Ranker, phrase: str, concept: str, cause: str) -> None:
    """Whichever way the words came about: a pivot language, a near-synonym, another order or form."""
    first = ranker.suggest(phrase)[0]
    assert first.concept.id == concept
    assert cause in first.cause


def test_scores_fall_and_no_concept_comes_twice(ranker: Ranker) -> None:
    for phrase in ("tall models", "national wellbeing", "the", "x" * LONGEST, "word " * 40):
        found = ranker.suggest(phrase)
        scores = [s.score for s in found]
        assert len(found) <= MOST
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len({s.concept.id for s in found}) == len(found)


def test_listed_garble_comes_first(ranker: Ranker, glossary: Glossary) -> None:
    """What the glossary lists as wrong needs no ranking, and has its cause from there."""
    listed = [(c, d) for c in glossary.concepts for d in c.designations if d.status == "garble" and d.cause][:20]
    for concept, garble in listed:
        first = ranker.suggest(garble.form)[0]
        assert (first.text, first.concept.id, first.cause) == (concept.preferred, concept.id, garble.cause)


@pytest.mark.parametrize("phrase", ["", "…", "xqzzy wvvkp qqj", "!!!"])
def test_nothing_like_it(ranker: Ranker, phrase: str) -> None:
    assert ranker.suggest(phrase) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("support vector machine (svm)", "support vector machine"),
        ("[very] big data", "big data"),
        ("(to)", "(to)"),
        ("open source, see https://example.org/a_(b)", "open source"),
    ],
)
def test_brackets_are_left_aside(text: str, found: str) -> None:
    assert plain(text) == found


def test_thesaurus_likeness(thesaurus: Thesaurus) -> None:
    """Words that are listed together are alike, a word with itself wholly, and an unknown one with nothing."""
    ours = [thesaurus.listing([w]) for w in ("ailment", "xqzzy")]
    theirs = [thesaurus.listing([w]) for w in ("ailment", "disease", "table", "xqzzy")]
    (same, near, far, unknown), nothing = thesaurus.likeness(ours, theirs)
    assert same == pytest.approx(1)
    assert near > 0.3
    assert far < 0.1
    assert unknown == 0
    assert not np.any(nothing)


TERMS = 'en\n"wishing well (ww)"\nwishing-well\nhigh tide\n-\n"running, water"\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a term base that `check` would refuse: terms that claim one form, and one without a word."""
    path = tmp_path / "terms.csv"
    path.write_text(TERMS)
    return path


def test_another_glossary_is_ranked_alone(table: Path, cache: Path, encoder: Encoder, thesaurus: Thesaurus) -> None:
    ranker = Ranker(load_terms([table]), encoder, thesaurus)
    assert set(ranker.forms) == {"wishing well (ww)", "wishing-well", "high tide", "running, water"}
    assert ranker.suggest("tall tide")[0].text == "high tide"


def test_text(run: Callable[..., Run], golden: Callable[[str, str], None]) -> None:
    found = run("suggest", "tall models", "\x1b[31mpeasant\u202e vitalization", "xqzzy wvvkp qqj")
    assert (found.status, "\x1b" in found.out, "\u202e" in found.out) == (0, False, False)
    golden("suggest.txt", found.out)


def test_json_of_phrases_on_standard_input(run: Callable[..., Run], table: Path) -> None:
    """One phrase a line, blank ones left out; `-` stands where they belong."""
    arguments = ("suggest", "--output-format", "json", "--glossary", str(table))
    found = json.loads(run(*arguments, stdin=b"\xef\xbb\xbftall tide\r\n\n  water that runs \n").out)
    assert found["version"] == 1
    assert [p["phrase"] for p in found["phrases"]] == ["tall tide", "water that runs"]
    first = found["phrases"][0]["suggestions"][0]
    assert (first["text"], first["concept"]) == ("high tide", "high-tide")
    assert set(first) == {"text", "concept", "score", "cause"}
    both = json.loads(run(*arguments, "xqzzy wvvkp", "-", stdin=b"tall tide").out)
    assert [(p["phrase"], bool(p["suggestions"])) for p in both["phrases"]] == [
        ("xqzzy wvvkp", False),
        ("tall tide", True),
    ]


@pytest.mark.parametrize(
    ("arguments", "stdin", "line"),
    [
        (["a" * 300], b"", f'"{"a" * 40}…": 300 characters; phrases up to 200 are ranked; give the odd words alone'),
        (["-"], b"caf\xe9", "<stdin>:1: byte 0xe9 at offset 3 is not UTF-8"),
        ([], b"a\0b", "<stdin>:1:2: a null byte: this is not a text file"),
        (["--glossary", "none.csv", "tall"], b"", "none.csv: "),
    ],
)
def test_bad_input(run: Callable[..., Run], arguments: list[str], stdin: bytes, line: str) -> None:
    """Said in one line, with status 2."""
    found = run("suggest", *arguments, stdin=stdin)
    assert found.status == 2
    assert found.err.startswith(f"tifalint: {line}")
    assert found.err.count("\n") == 1
