"""What counts for and against a candidate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from tifalint.detection.candidates import Candidate
from tifalint.detection.evidence import Evidence, Match
from tifalint.glossary.model import Glossary, Severity
from tifalint.text.words import Word


def features(candidate: Candidate, glossary: Glossary, words: Sequence[Word]) -> dict[str, float]:
    """Give what counts for and against a candidate.

    - anchors: words of the form that stand as they should, at most four; share: their share of the form; rarity: how
      few forms have each, summed up;
    - unanchored: whether no word of the form stands as it should;
    - common: whether the one word that stands as it should is one that very many forms have (China, AI, new), and twice
      that for a number; minor: whether the term is one whose garbling would matter little;
    - pivot, derived, context, missing: words of the form explained in these ways;
    - paraphrase: whether nothing speaks against the damaged words but that they are not the term's;
    - phrase: whether one foreign expression explains the whole form;
    - listed: whether a lexicon of Chinese has the span as a rendering of the whole term;
    - official: for a name, words that stand as they should beyond the first, at most three;
    - alien: damaged words that no canonical term of this beat uses;
    - synonyms: how often damaged words and the right ones meet beyond the first foreign word;
    - ordinary: whether the damaged words make common English with their neighbours;
    - unchanged: whether no word is damaged, only the order; named: whether that is so of a name;
    - extras, stretch, joints, rotated, inversions: words that do not belong, words more than the form has, conjunctions
      and commas, and order, as in `Candidate`; possessive: whether one is out of place;
    - verbatim: whether the readout has this very form;
    - passage: score of the aligned readout sentence that holds the form; similarity: the least similarity in context
      between a damaged word and the right one.
    """
    damaged = [m for m in candidate.matches if m.evidence.is_damage and m.first >= 0]
    anchors = [m for m in candidate.matches if m.evidence is Evidence.SAME]
    alien = sum(
        (m.meetings <= 1 or m.last > m.first)
        and all(_is_alien(glossary, glossary.lexicon.key(words[i].lower)) for i in range(m.first, m.last + 1))
        for m in set(damaged)
    )
    rarities = [
        0.0 if words[m.first].lower in _NUMERALS else _rarity(glossary, glossary.lexicon.key(words[m.first].lower))
        for m in anchors
    ]
    return {
        "anchors": float(min(4, len(anchors))),
        "share": len(anchors) / len(candidate.matches),
        "rarity": sum(rarities),
        "unanchored": float(not anchors),
        "common": float(len(rarities) == 1 and rarities[0] < _RARE) + float(rarities == [0.0]),
        "minor": float(candidate.concept.severity is Severity.MINOR),
        "pivot": float(candidate.count(Evidence.PIVOT)),
        "derived": float(candidate.count(Evidence.DERIVED)),
        "context": float(candidate.count(Evidence.CONTEXT)),
        "missing": float(candidate.count(Evidence.MISSING)),
        "paraphrase": float(not alien and {m.evidence for m in damaged} in _PARAPHRASING),
        "phrase": float(len(set(candidate.matches)) == 1 and damaged[:1] != [] and damaged[0].last > damaged[0].first),
        "alien": float(min(1, alien)),
        "synonyms": float(max((m.meetings - 1 for m in damaged if m.meetings and m.first == m.last), default=0)),
        "ordinary": float(not alien and len(anchors) < _TELLING and _is_ordinary(candidate, damaged, glossary, words)),
        "listed": float(_is_listed(candidate)),
        "official": float(candidate.concept.kind.is_name) * max(0, min(3, len(anchors) - 1)),
        "unchanged": float(not damaged),
        "extras": float(candidate.extras),
        "stretch": float(max(0, candidate.last - candidate.first + 1 - len(candidate.form.keys))),
        "joints": float(candidate.joints),
        "possessive": float(candidate.possessive),
        "rotated": float(candidate.rotated) * (_ROTATED_NAME if candidate.concept.kind.is_name else 1.0),
        "named": float(not damaged and candidate.inversions > 0 and candidate.concept.kind.is_name),
        "inversions": float(candidate.inversions),
        "verbatim": float(candidate.passage is not None and candidate.passage.form is candidate.form),
        "passage": candidate.passage.score if candidate.passage else 0.0,
        "similarity": min((m.similarity for m in damaged), default=0.0) if candidate.passage else 0.0,
    }


def _is_listed(candidate: Candidate) -> bool:
    whole = set(candidate.matches)
    terms = tuple(f"Chinese {chinese}:" for chinese in candidate.concept.zh)
    return len(whole) == 1 and any(cause.startswith(terms) for match in whole for cause in match.causes)


_PARAPHRASING = ({Evidence.CONTEXT}, {Evidence.DERIVED})
_ROTATED_NAME = 0.5
"""How much a turn of "Y X" to "X of Y" speaks for a paraphrase in a name, beside a term."""
_NUMERALS = frozenset("one two three four five six seven eight nine ten first second third".split())
_RARE = 0.42
"""Rarity below which a word alone says little about which term is meant: one in sixty forms has it."""
_TELLING = 4
"""Words that stand as they should from which it no longer matters that the others are ordinary English."""


def _is_ordinary(candidate: Candidate, damaged: Sequence[Match], glossary: Glossary, words: Sequence[Word]) -> bool:
    """Tell whether every damaged word makes a common pair with a content word beside it."""
    inside = range(candidate.first, candidate.last + 1)
    keys = {i: glossary.lexicon.key(words[i].lower) for i in inside}
    common = {(a, b) for a, b in pairwise(inside) if f"{keys[a]} {keys[b]}" in glossary.ordinary}
    common = {(a, b) for a, b in common if words[a].is_content and words[b].is_content}
    if not damaged:
        return bool(common)
    touched = {i for pair in common for i in pair}
    return all(m.first in touched or m.last in touched for m in damaged)


_ALIEN = 1
"""The most forms that may have a word which still is foreign to the beat: in twelve thousand, some have any word."""


def _is_alien(glossary: Glossary, key: str) -> bool:
    forms = glossary.having.get(key, ())
    return len(forms) <= _ALIEN if forms else key not in glossary.domain_words


def _rarity(glossary: Glossary, key: str) -> float:
    """Give how telling a word is: 0 for one in every form, 1 for one in a single form."""
    return 1 - math.log(max(1, len(glossary.having.get(key, ())))) / math.log(len(glossary.forms))
