"""What is wrong with a glossary that can only be seen in the whole of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from tifalint.glossary.matching import find_terms
from tifalint.glossary.model import Concept, Form, Glossary
from tifalint.text.words import split_words

_ALIKE = 95
"""Similarity, of 100, of two preferred forms from which they are likely to be one concept entered twice."""

_ALIKE_WORDS = 75
"""Likewise of the words in which they differ."""


class Problem(NamedTuple):
    """Something to mend."""

    place: str
    """File and line of the concept."""
    text: str


def find_errors(glossary: Glossary) -> Iterator[Problem]:
    """Give what makes a glossary unusable: conflicts, and entries that could never do what they say."""
    yield from _find_conflicts(glossary)
    for form in glossary.forms:
        concept, designation = glossary.concept(form), glossary.designation(form)
        if form.content and not _is_found(glossary, concept, designation.form):
            reason = "only spaces, hyphens, commas and quotation marks may stand between its words"
            yield _problem(concept, f'"{designation.form}" can never match: {reason}')
    for concept in glossary.concepts:
        for example in concept.examples:
            if not _is_found(glossary, concept, example):
                yield _problem(concept, f'its example has none of its forms: "{example[:60]}"; mend one of the two')
    yield from _find_broken_succession(glossary)


def find_duplicates(glossary: Glossary, own: Collection[str]) -> Iterator[Problem]:
    """Give what may be one concept entered twice: the same Chinese, or English that hardly differs.

    `own` holds the ids of the concepts that are asked about.
    """
    from rapidfuzz import fuzz, process

    by_chinese: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in glossary.concepts:
        for term in concept.zh:
            by_chinese[term].append(concept)
    seen: set[frozenset[str]] = set()
    for term, concepts in by_chinese.items():
        for other in concepts[1:]:
            if {concepts[0].id, other.id} & set(own):
                seen.add(frozenset((concepts[0].id, other.id)))
                yield _problem(other, f"{term} is the Chinese of {concepts[0].id} too; one sense each, or one concept")
    names = [c.preferred.lower().replace("-", " ") for c in glossary.concepts]
    for number, concept in enumerate(glossary.concepts):
        if concept.id not in own or concept.kind.is_name:
            continue
        for _, _, index in process.extract(
            names[number], names, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=4
        ):
            other = glossary.concepts[index]
            pair = frozenset((concept.id, other.id))
            ours, theirs = set(names[number].split()), set(names[index].split())
            # One word in another's place is another concept (China-Africa, China-Arab), a slip of the pen is not.
            only_ours, only_theirs = (" ".join(sorted(words)) for words in (ours - theirs, theirs - ours))
            differ = only_ours != only_theirs and fuzz.ratio(only_ours, only_theirs) < _ALIKE_WORDS
            if len(pair) == 2 and pair not in seen and not other.kind.is_name and not differ:
                seen.add(pair)
                yield _problem(
                    concept, f'"{concept.preferred}" is almost "{other.preferred}" of {other.id}; merge them'
                )


def _find_conflicts(glossary: Glossary) -> Iterator[Problem]:
    claims: dict[tuple[str, ...], Form] = {}
    for form in glossary.forms:
        concept, designation = glossary.concept(form), glossary.designation(form)
        if not form.content:
            yield _problem(concept, f'"{designation.form}" has no word that could be matched')
            continue
        other = claims.setdefault(tuple(form.keys), form)
        if other is form:
            continue
        claimant, claimed = glossary.concept(other), glossary.designation(other)
        if claimant.id != concept.id:
            what = f"is claimed by {claimant.id} too"
            if claimed.status.is_approved != designation.status.is_approved:
                what = f"is {designation.status} here and {claimed.status} in {claimant.id}"
            place = f"{Path(claimant.file).name}:{claimant.line}"
            yield _problem(concept, f'"{designation.form}" {what} ({place}); leave it to one of the two')
        elif claimed.status.is_approved != designation.status.is_approved:
            both = f"is both {claimed.status} and {designation.status}"
            yield _problem(
                concept, f'"{designation.form}" {both}; matching understands inflection, so these are one form'
            )


def _find_broken_succession(glossary: Glossary) -> Iterator[Problem]:
    sound: set[str] = set()
    for concept in glossary.concepts:
        path = [concept.id]
        at = concept
        while at.superseded_by and at.id not in sound:
            successor = glossary.by_id(at.superseded_by)
            if successor is None:
                if at is concept:
                    yield _problem(concept, f'superseded by "{at.superseded_by}", which is no concept; mend the id')
                break
            path.append(successor.id)
            if successor.id in path[:-1]:
                if successor is concept:
                    yield _problem(concept, f"superseded in a circle: {' → '.join(path)}; one of them must stay")
                break
            at = successor
        sound.update(path)


def _is_found(glossary: Glossary, concept: Concept, text: str) -> bool:
    return any(hit.concept.id == concept.id for hit in find_terms(glossary, text, split_words(text)))


def _problem(concept: Concept, text: str) -> Problem:
    return Problem(f"{concept.file}:{concept.line}", f"{concept.id}: {text}")
