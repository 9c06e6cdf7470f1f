"""The evaluation: what labels say is true, what is generated can be undone, and scores are what they are defined to be."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FIXTURES, ROOT
from evaluation.baselines import EmbeddingSimilarity, ExactGlossary, FuzzyMatching
from evaluation.cases import Case, CleanText, Garble, clean_text, clean_texts, read_cases, write_cases
from evaluation.garbling import (
    Route,
    Wording,
    capitals,
    drop,
    echo,
    false_stop,
    foreign_acronym,
    garble_text,
    garbled_cases,
    other_order,
    routes,
    split,
)
from evaluation.roundtrips import altered, apertium, garbled_terms, label, roundtrip_cases, tidy
from evaluation.scoring import Counts, Flag, estimates, is_fixed, is_on, score
from evaluation.tables import Material, Program, clean, labelled, prose, table, without_known_garbles
from tifalint.embedding.encoder import Encoder
from tifalint.errors import InputError
from tifalint.glossary import Glossary, Status
from tifalint.glossary.matching import find_terms
from tifalint.text.spans import Span
from tifalint.text.words import split_words

TEXTS = [*clean_texts()]


def garble(draft: str, text: str, correction: str, **more: object) -> Garble:
    start = draft.index(text)
    given = {"kind": "term", "severity": "major"} | more
    return Garble(start, start + len(text), text, correction, **given)  # type: ignore[arg-type]


# --- cases


def test_cases_are_read_as_they_were_written(tmp_path: Path) -> None:
    """A label stays where it was, and a folder gives its cases in the order of their names."""
    draft = "High -end fleas are made here."
    case = Case(
        "b", "en>fr>en", draft, None, [garble(draft, "High -end fleas", "High-end chips")], unclear=[Span(0, 4)]
    )
    assert write_cases([case, Case("a", "", "Nothing.", "Nothing.", [])], tmp_path) == 2
    first, second = read_cases(tmp_path)
    assert (first.id, second) == ("a", case)
    assert second.twin == "High-end chips are made here."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "not a case"),
        ('{"id": "x"}', "not a case"),
        (
            '{"id":"x","cause":"","draft":"ab","readout":null,"spans":[{"start":1,"end":2,"text":"a",'
            '"correction":"c","kind":"term","severity":"major"}]}',
            '"a" does not stand at 1',
        ),
    ],
)
def test_a_broken_case_is_named(content: str, problem: str, tmp_path: Path) -> None:
    """A file that is no case, or whose label is off, is said with its path."""
    file = tmp_path / "case.json"
    file.write_text(content)
    with pytest.raises(InputError, match=problem) as failure:
        read_cases(file)
    assert failure.value.place == str(file)


def test_an_empty_folder_is_no_evaluation(tmp_path: Path) -> None:
    """No case is not a perfect score."""
    with pytest.raises(InputError, match="no case"):
        read_cases(tmp_path)


# --- round trips


@pytest.mark.parametrize(
    ("clean_side", "garbled_side", "expected"),
    [
        ("Delegates discussed food security.", "Delegates discussed food security.", []),
        ("Delegates discussed food security.", "Delegates discussed alimentary security.", ["alimentary security"]),
        ("China needs high-end chips now.", "China needs chips of tall end now.", ["chips of tall end"]),
        ("China needs high-end chips now.", "China needs fleas haughty now.", ["fleas haughty"]),
        # Reordered with a preposition: English all the same for a term, a wrong name for a body.
        ("It reported on poverty alleviation.", "It reported on alleviation of poverty.", []),
        (
            "Ma heads the National Data Administration.",
            "Ma heads the Administration of National Data.",
            ["Administration of National Data"],
        ),
        ("The Global South should advance.", "The South Global should advance.", ["South Global"]),
        # The place is in doubt: two words for two, on one side of the anchor, and another has no counterpart either.
        ("The fruitful study session ended.", "The session of profitable studio ended.", []),
        ("River chiefs and lake chiefs met.", "Bosses of river and bosses of lake met.", []),
        # Nothing stands for it any more.
        ("The forum on food security closed.", "The forum closed.", []),
        ("Officials praised rural revitalization.", "Officials praised rural revitalisation.", []),
    ],
)
def test_what_stands_for_a_term_is_labelled(
    clean_side: str, garbled_side: str, expected: list[str], glossary: Glossary
) -> None:
    """A term that came through, may pass as English, or cannot be placed has no label."""
    found = garbled_terms(clean_side, split_words(clean_side), garbled_side, glossary, {})
    assert [garbled_side[slice(*span)] for span, _ in found] == expected


def test_what_the_engine_makes_of_a_term_alone_places_it(glossary: Glossary) -> None:
    """Two strange words beside each other are told apart by what the engine says for each."""
    right, wrong = "The fruitful study session ended.", "The session of studio profitable ended."
    assert garbled_terms(right, split_words(right), wrong, glossary, {}) == []
    senses = {"study": frozenset({"studio"}), "fruitful": frozenset({"profitable"})}
    ((span, hit),) = garbled_terms(right, split_words(right), wrong, glossary, senses)
    assert (wrong[slice(*span)], right[slice(*hit.span)]) == ("session of studio", "study session")


@pytest.mark.parametrize(
    ("came_out", "expected"),
    [("the *Xi @state of #thing", "the Xi state of thing"), ("a  b\n c", "a b c"), ("1 * 2 #", "1 * 2 #")],
)
def test_the_engines_marks_are_taken_out(came_out: str, expected: str) -> None:
    """What Apertium adds for words that it does not know is no garble."""
    assert tidy(came_out) == expected


@pytest.mark.parametrize(
    ("garbled", "expected"),
    [
        # A lone equal word amid others proves nothing; runs of two and more came through.
        ("The forum spoke of trade outside in Ningbo today.", ["spoke of trade outside"]),
        ("The forum discussed foreign\ntrade in Ningbo today.", []),
        ("The forum foreign trade in Ningbo today.", ["forum foreign"]),  # a word was lost between them
        ("The forum discussed foreign -trade in Ningbo today.", ["foreign -trade"]),
        ("The forum discussed foreign trade in Ningbo.", ["Ningbo"]),
    ],
)
def test_altered_stretches_are_what_is_not_the_clean_text(garbled: str, expected: list[str]) -> None:
    """Also where something is missing, or only the hyphen is torn."""
    clean_side = "The forum discussed foreign trade in Ningbo today."
    stretches = altered(clean_side, split_words(clean_side), garbled)
    assert [garbled[slice(*s)] for s in stretches] == expected


def test_a_round_trip_keeps_the_documents_structure(glossary: Glossary) -> None:
    """Headings and paragraphs stay; labels and unclear stretches point at their text."""
    text = clean_text("# Forum on food security\n\nIt began. The forum on food security closed.\n")
    out = ["Forum on alimentary security", "It began.", "The forum on security of eating closed."]
    case = label(text, out, glossary, {}, name="x", cause="en>es>en")
    assert case.draft == "# Forum on alimentary security\n\nIt began. The forum on security of eating closed.\n"
    assert [g.text for g in case.spans] == ["alimentary security", "security of eating"]
    assert [case.draft[g.start : g.end] for g in case.spans] == [g.text for g in case.spans]
    assert {g.concept for g in case.spans} == {"food-security"}
    assert [case.draft[slice(*s)] for s in case.unclear] == ["alimentary security", "security of eating closed"]


ENGINE = """#!/bin/sh
[ "$1" = -l ] && { echo '  eng-spa'; echo '  spa-eng'; exit; }
[ "$2" = eng-spa ] && exec sed 's/food security/seguridad alimentaria/'
exec sed 's/seguridad alimentaria/security *of eating/'
"""


def test_the_engine_is_run_on_all_sentences_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, glossary: Glossary
) -> None:
    """A stand-in with Apertium's manners: modes on `-l`, sentences apart by empty lines, marks on strange words."""
    engine = tmp_path / "apertium"
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    (case,) = roundtrip_cases([clean_text("The forum on\nfood security closed. It was long.")], glossary, "en>es>en")
    assert case.draft == "The forum on security of eating closed. It was long."
    assert [(g.text, g.correction) for g in case.spans] == [("security of eating", "food security")]
    engine.write_text("#!/bin/sh\n[ $1 = -l ] && echo eng-spa || cat > /dev/null\n")
    with pytest.raises(InputError, match="1 sentences of 2"):
        apertium("eng-spa")(["One.", "Two."])
    with pytest.raises(InputError, match="spa-eng is not installed"):
        apertium("spa-eng")


def test_a_missing_engine_is_said_in_one_line(tmp_path: Path, glossary: Glossary) -> None:
    """With the Debian packages by name, and the exit status of a run that failed."""
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "evaluation", "roundtrips", tmp_path],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "apt install apertium apertium-eng-spa apertium-eng-cat" in line


# --- garbling


@pytest.fixture(scope="module")
def ways(glossary: Glossary) -> list[Route]:
    return routes(glossary, ("es", "fr", "ja"))


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, 2**32), text=st.sampled_from(TEXTS), way=st.integers(0, 2))
def test_a_generated_case_can_be_undone(
    number: int, text: CleanText, way: int, glossary: Glossary, ways: list[Route]
) -> None:
    """Each label points at its text, none overlaps another, and put right the draft is the clean text again."""
    case = garble_text(text, glossary, ways[way], random.Random(number), name="x")
    assert case.twin == text.text
    assert [case.draft[g.start : g.end] for g in case.spans] == [g.text for g in case.spans]
    assert all(a.end <= b.start for a, b in zip(case.spans, case.spans[1:], strict=False))
    for g in case.spans:
        assert g.text != g.correction
        hits = find_terms(glossary, g.text, split_words(g.text))
        approved = [h.concept.id for h in hits if h.designation.status.is_approved]
        assert g.concept not in approved or {"split", "capitals"} >= set(g.cause.split(", "))


def test_one_seed_gives_one_set_of_cases(glossary: Glossary) -> None:
    """Another seed gives another one, and a language limits the routes."""
    first, again, other = (
        [*garbled_cases(TEXTS, glossary, seed=seed, count=3, languages=["es"])] for seed in (1, 1, 2)
    )
    assert first == again
    assert [c.draft for c in first] != [c.draft for c in other]
    assert {c.cause for c in first} == {"en>es>en"}
    assert any(c.spans for c in first)


@pytest.mark.parametrize(
    ("channel", "text", "expected"),
    [
        (other_order, "large language models", {"models of large language", "models large language"}),
        (other_order, "rule of law", set()),
        (echo, "Global South", {"Global Global", "South South"}),
        (echo, "gaps", set()),
        (drop, "new energy vehicles", {"energy vehicles", "new vehicles"}),
        (drop, "Global South", set()),
        (split, "high-end chips", {"high -end chips"}),
        (split, "food security", set()),
        (capitals, "Political Bureau", {"political bureau"}),
        (capitals, "AI sector", {"Ai sector"}),
        (capitals, "food security", set()),
        (false_stop, "red line", {"red. Line"}),
        (false_stop, "cross-border", set()),
    ],
)
def test_channels(channel: object, text: str, expected: set[str]) -> None:
    """Each channel does what it says and nothing else, or leaves a term alone that it cannot garble."""
    found = [channel(Wording.of(text), random.Random(n)) for n in range(20)]  # type: ignore[operator]
    assert {wording.text for wording in found if wording} == expected


def test_acronyms_stay_foreign() -> None:
    """The word in the term is replaced, and nothing where the language has none."""
    route = Route("fr", {}, {"AI": "IA"})
    found = foreign_acronym(Wording.of("AI sector"), random.Random(0), route=route)
    assert found is not None
    assert found.text == "IA sector"
    assert foreign_acronym(Wording.of("the sector"), random.Random(0), route=route) is None


# --- scoring


@pytest.mark.parametrize(
    ("flagged", "labelled_", "expected"),
    [
        ((0, 10), (0, 10), True),
        ((0, 100), (40, 50), True),  # all of the shorter
        ((0, 10), (5, 15), True),  # half of it
        ((0, 10), (6, 16), False),
        ((0, 10), (10, 20), False),
        ((3, 3), (0, 10), False),
    ],
)
def test_a_flag_is_on_a_garble(flagged: tuple[int, int], labelled_: tuple[int, int], expected: bool) -> None:
    """Half of the shorter of the two is enough, either way round."""
    assert is_on(Span(*flagged), Span(*labelled_)) is expected
    assert is_on(Span(*labelled_), Span(*flagged)) is expected


@pytest.mark.parametrize(
    ("wrong", "right", "accept", "suggestion", "expected"),
    [
        ("high -end fleas", "high-end chips", [], "high-end chips", True),
        ("high -end fleas", "high-end chips", [], "the chip", True),  # what was lacking, inflected
        ("high -end fleas", "high-end chips", [], "high-end equipment", False),
        ("high -end fleas", "high-end chips", ["high-end semiconductors"], "semiconductors", True),
        ("secretary general", "general secretary", [], "general secretary", True),  # order: nothing is lacking
        ("secretary general", "general secretary", [], "secretary general", False),
        ("XI", "Xi", [], "Xi", True),
        ("XI", "Xi", [], "XI", False),
        ("cross -border", "cross-border", [], "cross-border", True),
    ],
)
def test_a_suggestion_mends(wrong: str, right: str, accept: list[str], suggestion: str, expected: bool) -> None:
    """It brings what the garble lacks; where it lacks nothing, the right wording as it stands."""
    assert is_fixed(garble(wrong, wrong, right, accept=accept), [suggestion]) is expected


def test_scores_of_a_hand_made_case() -> None:
    """Found, fixed, right concept and false alarms are counted apart, and unclear places not at all."""
    draft = "The South Global buys high -end fleas, and your total is strange and odd here."
    case = Case(
        "x",
        "",
        draft,
        None,
        [
            garble(draft, "South Global", "Global South", concept="global-south"),
            garble(draft, "high -end fleas", "high-end chips", concept="high-end-chips", kind="title"),
            garble(draft, "your", "its", kind="word"),
        ],
        unclear=[Span(draft.index("strange"), draft.index("strange") + 7)],
    )

    def at(text: str) -> Span:
        return Span(draft.index(text), draft.index(text) + len(text))

    flags = [
        Flag(at("South Global"), ("Global North", "Global South"), "global-south"),  # found, the second would mend it
        Flag(at("fleas"), ("chips",), "chips"),  # found and fixed, as another concept
        Flag(at("flea"), (), ""),  # on the same garble again
        Flag(at("strange"), (), ""),  # unclear
        Flag(at("odd here"), (), ""),  # a false alarm
    ]
    assert score(case, flags) == Counts(
        words=15, garbles=3, found=2, fixed=1, names=2, names_found=2, concepts=2, concepts_right=1, hits=3, misses=1
    )
    assert score(case, []) == Counts(words=15, garbles=3, names=2, concepts=2)


def test_estimates() -> None:
    """A figure is over all documents; its interval is as wide as they differ, and what cannot be counted is left out."""
    good, bad = (Counts(words=100, garbles=4, found=n, names=4, names_found=n, hits=n, misses=4 - n) for n in (4, 1))
    alike = estimates([good] * 10)
    assert alike["recall"] == (1.0, 1.0, 1.0)
    assert "right concept" not in alike
    mixed = estimates([good] * 10 + [bad] * 10)
    assert mixed["recall"].value == pytest.approx(50 / 80)
    assert mixed["recall"].low < 50 / 80 < mixed["recall"].high
    assert mixed["false alarms"].value == pytest.approx(1_000 * 30 / 2_000)
    assert set(estimates([Counts(words=10)])) == {"false alarms"}


# --- what is compared


DRAFT = "The plant makes high -end fleas. It relies on artifical intelligence, or intelligence artificial, and on food security."
READOUT = "The plant makes high-end chips. It relies on artificial intelligence."


def test_baselines_find_what_they_can(glossary: Glossary, encoder: Encoder) -> None:
    """The list finds what is listed, spelling what is misspelt, and neither touches a term that is right."""
    found = {
        name: [(DRAFT[slice(*f.span)], f.concept) for f in detector(DRAFT, READOUT)]
        for name, detector in (
            ("exact", ExactGlossary(glossary)),
            ("fuzzy", FuzzyMatching(glossary)),
            ("cosine", EmbeddingSimilarity(glossary, encoder)),
        )
    }
    assert found["exact"] == [("high -end fleas", "high-end-chips")]
    assert ("artifical intelligence", "artificial-intelligence") in found["fuzzy"]
    assert found["cosine"] == [("intelligence artificial", "artificial-intelligence")]
    assert all("food security" not in text for texts in found.values() for text, _ in texts)
    assert FuzzyMatching(glossary)(DRAFT, "Nothing of the sort.") == []


def test_the_program_is_scored_as_it_ships(glossary: Glossary, encoder: Encoder) -> None:
    """With the clean text as readout it finds the listed garble, and on the clean text nothing."""
    program = Program(glossary, encoder)
    first = program(DRAFT, READOUT)[0]
    assert (DRAFT[slice(*first.span)], first.concept, first.suggestions[0]) == (
        "high -end fleas",
        "high-end-chips",
        "high-end chips",
    )
    assert program(READOUT, READOUT) == program(READOUT, None) == []


def test_known_garbles_can_be_taken_out(glossary: Glossary) -> None:
    """Only those and deprecated forms go; every concept stays."""
    bare = without_known_garbles(glossary)
    left = {d.status for c in bare.concepts for d in c.designations}
    assert left == {Status.PREFERRED, Status.ADMITTED, Status.SUPERSEDED}
    assert [c.id for c in bare.concepts] == [c.id for c in glossary.concepts]
    assert ExactGlossary(glossary)(DRAFT, None) != []
    assert ExactGlossary(bare)(DRAFT, None) == []


# --- tables


def test_a_folder_of_cases_is_looked_at_in_five_ways(tmp_path: Path) -> None:
    """As labelled, without readout, against the undamaged text, and that text itself."""
    draft = "High -end fleas are made here."
    write_cases([Case("a", "", draft, "Chips.", [garble(draft, "High -end fleas", "High-end chips")])], tmp_path)
    twin = "High-end chips are made here."
    assert [(c.draft, c.readout, len(c.spans)) for m in labelled(tmp_path) for c in m.cases] == [
        (draft, "Chips.", 1),
        (draft, None, 1),
        (draft, twin, 1),
        (twin, "Chips.", 0),
        (twin, None, 0),
    ]


def test_prose_comes_in_documents(tmp_path: Path) -> None:
    """Lines become documents of some length, each field's apart; a file without English is named."""
    file = tmp_path / "prose.jsonl"
    file.write_text(
        "\n".join(json.dumps({"en_a": f"{i} " + "word " * 299, "en_b": "short", "zh": "中"}) for i in range(3))
    )
    assert [len(c.draft.split()) for c in prose(file).cases] == [600, 300, 3]
    file.write_text("\n".join(json.dumps({"text": "word " * 500}) for _ in range(200)))
    assert len(prose(file).cases) == 67  # of a hundred thousand words every third document
    file.write_text('{"zh": "中"}')
    with pytest.raises(InputError, match="no line has a field of English"):
        prose(file)
    file.write_text("no json")
    with pytest.raises(InputError, match="not JSONL"):
        prose(file)


def test_clean_texts_are_held_against_their_event() -> None:
    """Only an event with two clean texts has something to hold one against; alone, all are looked at."""
    held, alone = clean(TEXTS)
    assert all(c.readout and c.readout != c.draft for c in held.cases)
    assert "clean-inspection-tour-draft" in {c.id for c in held.cases}
    assert [c.id for c in alone.cases] == [t.name for t in TEXTS]
    assert {c.readout for c in alone.cases} == {None}
    assert all(t.text == next(FIXTURES.rglob(f"{t.event}/{t.name.rpartition('-')[2]}.*")).read_text() for t in TEXTS)


def test_a_table_is_markdown() -> None:
    """A row for each text and detector; what there was nothing of stays empty."""
    draft = "High -end fleas are made here."
    case = Case("a", "", draft, None, [garble(draft, "High -end fleas", "High-end chips")])
    said: list[str] = []
    detectors = {"all": lambda draft, readout: [Flag(Span(0, 15), ("chips",))], "none": lambda draft, readout: []}
    lines = table([Material("cases", "nothing", [case])], detectors, say=said.append).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert lines[2:] == said
    sure, never = "1.00 (1.00–1.00)", "0.00 (0.00–0.00)"
    start = "| cases (1, 6) | nothing |"
    assert said[0] == f"{start} all | {sure} | {sure} |  | {sure} | {sure} | {never} |"
    assert said[1] == f"{start} none | {never} | {never} |  | {never} |  | {never} |"
