"""Words, word forms and letter case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tifalint.glossary import Glossary
from tifalint.text.casing import is_shouting, recase
from tifalint.text.inflection import build_lexicon, spelling_key
from tifalint.text.spans import Span, SpanSet, merge
from tifalint.text.words import split_words

LEXICON = build_lexicon(
    "chip preside hold policy secretary attach cross cultivate woman labour city crisis be strengthen".split()
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("high-end chips", ["high", "end", "chips"]),
        ("the country's U.S. policy", ["the", "country", "U.S.", "policy"]),
        ("Xi'an Jiaotong", ["Xi'an", "Jiaotong"]),
        ("workers’ 1.8 billion", ["workers", "1.8", "billion"]),
        ("the 20th AI模型 plan", ["the", "20th", "AI", "模型", "plan"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """A hyphen separates words, an apostrophe inside one does not, a possessive ending is left off."""
    assert [w.text for w in split_words(text)] == words


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("chips", "chip"), ("presiding", "preside"), ("held", "hold"), ("policies", "policy"), ("attaches", "attach"),
     ("crossing", "cross"), ("women", "woman"), ("crises", "crisis"), ("unknownword", "unknownword")],
)  # fmt: skip
def test_lemmas(form: str, lemma: str) -> None:
    """Forms lead to their lemma, irregular ones too, and those the dictionary claims for another word."""
    assert LEXICON.lemma(form) == lemma


@pytest.mark.parametrize(
    ("lemma", "model", "form"),
    [("chip", "policies", "chips"), ("preside", "held", "presided"), ("hold", "presiding", "holding"),
     ("policy", "chips", "policies"), ("city", "chip", "city"), ("cultivate", "strengthens", "cultivates")],
)  # fmt: skip
def test_inflection_is_carried_over(lemma: str, model: str, form: str) -> None:
    """A replacement takes the form of the word that it replaces."""
    assert LEXICON.inflect_like(lemma, model) == form


@pytest.mark.parametrize(
    ("british", "american"),
    [("labour", "labor"), ("organise", "organize"), ("centre", "center"), ("defence", "defense"),
     ("globalisation", "globalization"), ("programme", "program"), ("dialogue", "dialog")],
)  # fmt: skip
def test_spellings_meet(british: str, american: str) -> None:
    """British and American spellings are one word."""
    assert spelling_key(british) == spelling_key(american)


@pytest.mark.parametrize(
    ("replacement", "replaced", "start", "result"),
    [
        ("rural revitalization", "rural revival", False, "rural revitalization"),
        ("rural revitalization", "Rural revival", True, "Rural revitalization"),
        ("rural revitalization", "Rural Revival", False, "Rural Revitalization"),
        ("high-end chips", "HIGH-END FLEAS", False, "HIGH-END CHIPS"),
        ("State Council", "state cabinet", False, "State Council"),
        ("policy support for firms", "Policy Backing", False, "Policy Support for Firms"),
    ],
)
def test_case_is_carried_over(replacement: str, replaced: str, start: bool, result: str) -> None:
    """A replacement takes the case of what it replaces, and keeps capitals of its own."""
    assert recase(replacement, replaced, sentence_start=start) == result


def test_shouting() -> None:
    """Capitals throughout say nothing about a word."""
    assert is_shouting("XI URGES PROGRESS")
    assert not is_shouting("XI urges progress")


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)).map(lambda t: Span(t[0], t[0] + t[1])), max_size=8)


@given(SPANS, st.integers(0, 45), st.integers(1, 6))
def test_span_sets_agree_with_the_plain_way(spans: list[Span], start: int, length: int) -> None:
    """The quick look-up says what comparing with every span says."""
    probe = Span(start, start + length)
    full = [s for s in spans if s.end > s.start]
    assert SpanSet(spans).overlaps(probe) == any(s.overlaps(probe) for s in full)
    covered = {i for s in full for i in range(s.start, s.end)}
    assert {i for s in merge(spans) for i in range(s.start, s.end)} == covered


def test_the_bundled_lexicon_knows_its_terms(glossary: Glossary) -> None:
    """Every word of the glossary has its inflections."""
    lexicon = glossary.lexicon
    assert lexicon.key("secretaries") == lexicon.key("secretary")
    assert lexicon.key("cultivating") == lexicon.key("cultivate")
