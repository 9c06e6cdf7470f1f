"""What is suspected and why: differences from a readout, landings, word-for-word Chinese, and the decision."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifalint.alignment.differences import Differences, find_differences
from tifalint.alignment.encoded import encode_document
from tifalint.alignment.sentences import Alignment, Link
from tifalint.detection.decision import Basis, Model, decide, models
from tifalint.detection.divergence import Divergence
from tifalint.detection.landing import Landing
from tifalint.detection.literal import Rendering
from tifalint.documents.document import Document
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder
from tifalint.engine import compare
from tifalint.facts import Facts
from tifalint.glossary import Glossary


def facts(draft: str, readout: str, glossary: Glossary, encoder: Encoder) -> Facts:
    ours, theirs = (encode_document(parse_document(t, "x.md", ".md"), encoder) for t in (draft, readout))
    comparison = compare(ours, [theirs])
    assert comparison
    return Facts(ours.document, glossary, comparison)


# --- differences


def _linked(draft: Document, readout: Document) -> Differences:
    links = tuple(Link(i, i, 1.0) for i in range(min(len(draft.sentences), len(readout.sentences))))
    return find_differences(draft, readout, Alignment(links, 1.0))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("The two sides were held firm.", "The two sides stood firm.", [("were held", "stood")]),
        ("Work on the big dam ended.", "Work on the dam ended.", [("big", "")]),
        ("Work on the dam ended.", "Work on the big dam ended.", [("", "big")]),
        ("XI spoke of a dam.", "Xi spoke of a dam.", [("XI", "Xi")]),
        ("Xi spoke of a Dam.", "Xi spoke of a dam.", []),  # capitals that a house style may set
        ("They used Deepseek there.", "They used DeepSeek there.", [("Deepseek", "DeepSeek")]),
        ("Nothing differs here.", "Nothing differs here.", []),
    ],
)
def test_differences(ours: str, theirs: str, expected: list[tuple[str, str]], draft: Callable[[str], Document]) -> None:
    """What stands between the words that two sentences share."""
    found = _linked(draft(ours), draft(theirs)).found
    assert [(" ".join(w.text for w in d.ours), " ".join(w.text for w in d.theirs)) for d in found] == expected


_SENTENCES = st.lists(st.sampled_from("one two red blue dam bridge river in of the".split()), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(_SENTENCES, _SENTENCES)
def test_differences_turn_one_text_into_the_other(ours: list[str], theirs: list[str]) -> None:
    """Putting the readout's words in the place of the draft's, from the back, gives the readout's sentence."""
    draft, readout = (parse_document(" ".join(words) + ".", "x.md", ".md") for words in (ours, theirs))
    words = [w.text for w in draft.sentences[0].words]
    for difference in reversed(_linked(draft, readout).found):
        places = [i for i, w in enumerate(draft.sentences[0].words) if w in difference.ours]
        first = draft.sentences[0].words.index(difference.before[-1][0]) + 1 if difference.before else 0
        words[first : first + len(places)] = [w.text for w in difference.theirs]
    assert words == [w.text for w in readout.sentences[0].words]


_OFFICIAL = (
    "The mayor said that the city would build a level playing field for private firms and speed up the work on the "
    "new harbour. The Political Bureau of the CPC Central Committee had stressed the need for early warning. Officials "
    "listened to a lecture on flood control and thanked the volunteers for their tireless work. Schools will open "
    "again on Monday, and the damaged bridge will be repaired before the end of next year."
)


@pytest.mark.parametrize(
    ("right", "wrong", "flagged"),
    [
        ("level playing field", "level playground", "level playground"),
        ("early warning", "early alert", "early alert"),
        ("listened to a lecture", "listened to a conference", "conference"),
        ("Political Bureau", "Political Office", "Political Office"),
    ],
)
def test_a_damaged_copy_yields_its_damage(
    right: str, wrong: str, flagged: str, glossary: Glossary, encoder: Encoder
) -> None:
    """In a copy of the readout that other damage shows to be a machine's, each difference is found and mended."""
    others = {"harbour": "harbor of news", "repaired": "mended of the deck", "Schools": "The schools of game"}
    damaged = _OFFICIAL.replace(right, wrong)
    for good, bad in others.items():
        damaged = damaged.replace(good, bad)
    found = facts(damaged, _OFFICIAL, glossary, encoder)
    start = damaged.index(wrong)
    hits = [g for g in found.garbles if g.span.start < start + len(wrong) and start < g.span.end]
    assert any(flagged in damaged[g.span.start : g.span.end] or damaged[slice(*g.span)] in flagged for g in hits)
    words = right.split()
    assert any(word in hits[0].texts[0] for word in words if word not in wrong.split() or word == words[-1])


def test_an_edited_copy_is_left_alone(glossary: Glossary, encoder: Encoder) -> None:
    """What a desk cuts, adds and puts in plainer words is no garble."""
    edited = (
        "The mayor said on Tuesday that the city would build a level playing field for private companies and speed up "
        "work on the new harbour. The Political Bureau of the CPC Central Committee had emphasized the need for early "
        "warning. Officials listened to a lecture on flood control, which lasted an hour, and thanked the volunteers "
        "for their work. Schools will open again on Monday, and the damaged bridge will be repaired next year."
    )
    assert facts(edited, _OFFICIAL, glossary, encoder).garbles == ()


def test_what_the_readout_says_is_right(glossary: Glossary, encoder: Encoder) -> None:
    """Odd wording that stands in the readout is not suspected, whatever it looks like."""
    odd = "Officials praised the tall language models of the state supply office. The harbour reopened on Monday."
    found = facts(f"{odd} It rained.", odd, glossary, encoder)
    assert not [s for s in found.suspects if not isinstance(s[0], Divergence)]


# --- landings and word-for-word Chinese


@pytest.mark.parametrize(
    ("ours", "theirs", "landing"),
    [
        (
            "The plan speaks of a strong deterrence force system for the navy.",
            "The navy needs a strong system of strategic deterrence, the plan says.",
            "strong deterrence force system",
        ),
        (
            "The plan speaks of a strong system of strategic deterrence for the navy.",
            "The navy needs a strong system of strategic deterrence, the plan says.",
            "",
        ),
    ],
)
def test_a_term_lands_where_it_is_lost(
    ours: str, theirs: str, landing: str, glossary: Glossary, encoder: Encoder
) -> None:
    """The words in a term's place are found by their likeness in context; where the term stands, nothing lands."""
    found = facts(ours, theirs, glossary, encoder)
    places = []
    for wording, _ in found.suspects:
        if isinstance(wording, Landing):
            words = found.draft.sentences[wording.sentence].words
            places.append(ours[words[wording.first].start : words[wording.last].end])
    assert places == [landing] if landing else not places


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("He is president of the Central Military Commission.", "chairman-of-the-central-military-commission"),
        ("They spoke of the twenty great spirits.", "guiding-principles-of-the-20th-cpc-national-congress"),
        ("He is chairman of the Central Military Commission.", ""),
        ("The guiding principles of the 20th CPC National Congress were studied.", ""),
    ],
)
def test_word_for_word_chinese(text: str, concept: str, glossary: Glossary, draft: Callable[[str], Document]) -> None:
    """A span that renders the pieces of a term's Chinese is suspected; an approved form is not."""
    suspects = Facts(draft(text), glossary).suspects
    found = {wording.concept.id for wording, _ in suspects if isinstance(wording, Rendering)}
    assert concept in found if concept else not found


# --- the decision


def test_every_basis_has_a_model() -> None:
    """The weights that ship cover every way of suspecting, with thresholds that mean something."""
    assert set(models()) == set(Basis)
    assert all(0.3 <= model.threshold <= 0.95 and model.weights for model in models().values())


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), st.floats(-5, 5)), st.floats(-3, 3))
def test_what_counted_adds_up(features: dict[str, float], bias: float) -> None:
    """The parts that a decision gives are its log-odds; a feature without a weight adds nothing."""
    decision = decide(Basis.LANDING, Model(bias, 0.5, {"a": 1.0, "b": -2.0}), features)
    total = sum(value for _, value in decision.parts)
    assert math.isclose(decision.confidence, 1 / (1 + math.exp(-total)), abs_tol=1e-9)
    assert not {name for name, _ in decision.parts} & {"c"}
    assert decision.is_reported == (decision.confidence >= 0.5)


def test_any_draft_against_any_readout(glossary: Glossary, encoder: Encoder) -> None:
    """Whatever stands in the two texts, suspects lie inside the draft and are written out."""
    rng = random.Random(3)
    words = "the of in Xi CPC 新 2025 fleas chips Political office Bureau, (IT). food “gaps and” high -end".split(" ")
    for _ in range(12):
        texts = [" ".join(rng.choice(words) for _ in range(60)) for _ in range(2)]
        ours, theirs = (encode_document(parse_document(t, "x.md", ".md"), encoder) for t in texts)
        comparison = compare(ours, [theirs])
        found = Facts(ours.document, glossary, comparison)
        for garble in found.garbles:
            assert 0 <= garble.span.start < garble.span.end <= len(texts[0])
            assert garble.texts and texts[0][slice(*garble.span)] not in garble.texts
