"""Flags a person, office, body, place or company under a wrong name.

## What it does
Finds names in the wrong order or with a wrong word ("Military Central Commission"), two people's names cut in the wrong
place ("Li Qiangzhao and Le Ji"), and names in the wrong capitals ("LI", "Chatgpt").

## Why it matters
A leader's title or an institution's name that is wrong is the first thing that a reader who knows notices, and the
last that a correction can hide.

## Known problems
Surnames that are acronyms too (AI, MA) are left alone in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from tifalint.diagnostics import Category, Example, Finding, Rule
from tifalint.facts import Facts
from tifalint.glossary.model import Severity
from tifalint.rules._replacement import suggest
from tifalint.rules.near_miss import garbled


def check(facts: Facts) -> Iterator[Finding]:
    """Flag names cut in the wrong place, garbled names, and names in the wrong capitals."""
    for span, replacement, (one, other) in facts.miscuts:
        yield Finding(
            span=span,
            message=f"{one.label} and {other.label} are cut in the wrong place",
            confidence=0.97,
            suggestions=suggest(facts, span, (replacement,), 0.97),
            severity=max(one.severity, other.severity, key=lambda severity: severity.rank),
            concept=one,
            cause="Chinese names without spaces",
        )
    yield from garbled(facts, names=True)
    for span, replacement, concept in facts.wrong_case:
        yield Finding(
            span=span,
            message=f"{concept.label} is not written so",
            confidence=0.95,
            suggestions=suggest(facts, span, (replacement,), 0.95),
            severity=Severity.MINOR,
            concept=concept,
            cause="capitals",
        )


RULE = Rule(
    name="wrong-name",
    summary="a person, office, body, place or company under a wrong name",
    doc=__doc__ or "",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    check=check,
    examples=(
        Example("On Friday HU said so, and HU left.", flags=("HU", "HU")),
        Example("A model called Chatgpt drew notice.", flags=("Chatgpt",)),
        Example(
            "The Committee Standing of the Political Bureau met.", flags=("Committee Standing of the Political Bureau",)
        ),
        Example("Li Qiangzhao and Le Ji were there.", flags=("Li Qiangzhao and Le Ji",)),
        Example("Li Qiang and Zhao Leji were there, and so was Wang Yi, Li Xi's guest."),
        Example("Xi Jinping spoke. Later XI left.", flags=("XI",)),
        Example("Chapter XI of the report by Xi Jinping is on trade, and Louis XI is not in it."),
        Example("The captain named his playing XI."),
        Example("The general of the army met a secretary of the committee."),
    ),
)
