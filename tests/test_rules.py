"""Each rule flags what its examples say, stays silent where they say, and is documented."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifalint import rules
from tifalint.alignment.encoded import encode_document
from tifalint.diagnostics import Applicability, Example, Report, Rule
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder
from tifalint.engine import check, compare
from tifalint.facts import Comparison
from tifalint.glossary import Glossary
from tifalint.rules import RULES

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{i}") for rule in RULES for i, example in enumerate(rule.examples)
]


def report(
    text: str,
    glossary: Glossary,
    *,
    readout: str = "",
    encoder: Encoder | None = None,
    only: Rule | None = None,
) -> Report:
    draft = parse_document(text, "draft.md", ".md")
    comparison: Comparison | None = None
    if readout and encoder:
        other = parse_document(readout, "readout.md", ".md")
        comparison = compare(encode_document(draft, encoder), [encode_document(other, encoder)])
        assert comparison is not None
    return check(draft, glossary, comparison, rules=[only] if only else RULES)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_examples(rule: Rule, example: Example, glossary: Glossary, encoder: Encoder) -> None:
    """A rule run alone flags exactly the texts of its example."""
    found = report(example.draft, glossary, readout=example.readout, encoder=encoder, only=rule)
    assert tuple(found.draft.slice(d.span) for d in found.diagnostics) == example.flags


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_are_documented(rule: Rule) -> None:
    """A rule says what it does and why, and shows where it speaks and where it is silent."""
    assert re.search(r"## What it does", rule.doc) and re.search(r"## Why it matters", rule.doc)
    assert sum(bool(e.flags) for e in rule.examples) >= 1
    assert sum(not e.flags for e in rule.examples) >= 1


def test_every_rule_module_is_listed_under_its_name() -> None:
    """A rule is its module: the file name with hyphens is the rule's name, and no rule is forgotten."""
    folder = Path(rules.__file__).parent
    modules = {p.stem.replace("_", "-") for p in folder.glob("*.py") if not p.stem.startswith("_")}
    assert modules == {rule.name for rule in RULES}


ROUGH = "It is a two -way, long -term, high -end and low -cost plan."
"""Signs of a machine, without which one garble alone is not sure."""


def suggestions(text: str, glossary: Glossary) -> list[str]:
    return [s.text for d in report(text, glossary).diagnostics for s in d.suggestions[:1]]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("They make high-end fleas.", "high-end chips"),
        ("A high-end flea was shown.", "high-end chip"),
        ("High-end fleas were shown.", "High-end chips"),
        ("The Plan for High-End Fleas", "High-End Chips"),
        (f"He sought a first-motor advantage. {ROUGH}", "first-mover advantage"),
        (f"It was a tall language model. {ROUGH}", "a large language model"),
        (f"Two tall language models met. {ROUGH}", "large language models"),
        ("Two great steel walls rose.", "great walls of steel"),
        ("The Chatgpt model won.", "ChatGPT"),
        ("It was in the global global South.", "global"),
    ],
)
def test_suggestions_fit_in(text: str, suggestion: str, glossary: Glossary) -> None:
    """A suggestion takes the number, the case and the article of what it replaces."""
    found = suggestions(text, glossary)
    assert found and found[0].removeprefix("a ") == suggestion.removeprefix("a ")


@pytest.mark.parametrize(
    ("text", "whole"),
    [("He wants a IA plan for the AI age.", "AI"), ("The ONU met.", "UN"), ("The PCC has spoken.", "CPC")],
)
def test_foreign_acronyms(text: str, whole: str, glossary: Glossary) -> None:
    """An acronym of another language is put into English."""
    assert suggestions(text, glossary) == [whole]


def test_words_inside_a_quotation_are_not_mended_unseen(glossary: Glossary) -> None:
    """What stands in quotation marks is somebody's: the finding stays, the suggestion is unsafe."""
    plain, quoted = (
        report(t, glossary).diagnostics for t in ("Make high-end fleas.", "He said “make high-end fleas”.")
    )
    assert plain[0].suggestions[0].applicability is Applicability.SAFE
    assert quoted[0].suggestions[0].applicability is Applicability.UNSAFE


@pytest.mark.parametrize(
    "text",
    [
        "Run `make high-end fleas` now.",
        "See https://example.org/high-end-fleas for more.",
        "```\nhigh-end fleas\n```\n",
    ],
)
def test_code_and_addresses_are_left_alone(text: str, glossary: Glossary) -> None:
    """What is no prose is not checked."""
    assert report(text, glossary).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "readout"),
    [
        # A paraphrase, another phrase, and the term itself must pass, with the term in the readout and without.
        (
            "The group bought high-end equipment.",
            "High-end chips and high-end equipment were bought by the group.",
        ),
        (
            "The culture of tea was on show in the city.",
            "Talent cultivation was on show in the city.",
        ),
        (
            "China's leaders met the heads of state.",
            "The leaders of China met heads of state at the meeting.",
        ),
        (
            "The United States and the United Nations spoke.",
            "The United States and the United Nations spoke there.",
        ),
    ],
)
def test_clean_wording_passes(text: str, readout: str, glossary: Glossary, encoder: Encoder) -> None:
    """Ordinary English that comes near a term is no garble."""
    assert report(text, glossary).diagnostics == ()


def test_known_garbles_need_no_model_and_unlisted_ones_no_list(glossary: Glossary) -> None:
    """A garble that the glossary lists is known; one that it does not list is found all the same."""
    listed, unlisted = (
        report(t, glossary).diagnostics[0]
        for t in ("high-end fleas sell", "less advanced fleas sell and 20 th of IA it was the global global")
    )
    assert (listed.rule, unlisted.rule) == ("known-garble", "near-miss")


WORDS = st.sampled_from(
    "high end fleas chips first motor advantage political agency bureau of the and South IA HU Chatgpt chips “ ” , . "
    "`code` \n\n support policy 中文 😀 self reliance strength development -oriented computing power food".split(" ")
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_every_finding_is_where_it_says(glossary: Glossary, text: str) -> None:
    """Spans lie in the text, in order, outside what is protected; a suggestion changes something."""
    found = report(text, glossary)
    for d in found.diagnostics:
        assert 0 <= d.span.start < d.span.end <= len(text)
        assert not found.draft.protected.overlaps(d.span)
        assert 0 <= d.confidence <= 1
        assert all(s.text != text[d.span.start : d.span.end] for s in d.suggestions)
    assert [d.span for d in found.diagnostics] == sorted(d.span for d in found.diagnostics)


def test_the_score(draft: Callable[[str], object], glossary: Glossary) -> None:
    """The MQM score is 100 less the penalties per word: 25 for a critical error, 5 for a major, 1 for a minor one."""
    found = report("We saw red, blue and green birds on the old tree. " * 9 + "They sell high-end fleas.", glossary)
    assert (found.score.words, found.score.critical, found.score.major, found.score.minor) == (104, 1, 0, 0)
    assert found.score.mqm == round(100 * (1 - 25 / 104), 1)
