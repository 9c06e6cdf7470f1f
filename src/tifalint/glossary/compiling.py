"""Concepts and pivot lexicons to a `Glossary` that matches fast.

Checked here, because it needs all concepts at once: that no two concepts claim a form, that a wrong form is not
another's right one, and that every form finds itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import permutations

from tifalint.errors import GlossaryError
from tifalint.glossary.authoring import PivotLexicon
from tifalint.glossary.matching import find_terms
from tifalint.glossary.model import PLACE_BITS, Concept, Form, Glossary
from tifalint.text.inflection import Lexicon, build_lexicon, stem
from tifalint.text.words import ARTICLES, is_han, split_words

LONGEST_UNIT = 3
"""Words of the longest English expression of a pivot lexicon that is looked for in a draft."""


def compile_glossary(concepts: Sequence[Concept], pivots: Sequence[PivotLexicon]) -> Glossary:
    """Compile concepts and pivot lexicons; raises `GlossaryError` for conflicts and for forms that cannot match."""
    lexicon = build_lexicon(_vocabulary(concepts, pivots))
    forms = [
        _form(c, d, concept.designations[d].form, lexicon)
        for c, concept in enumerate(concepts)
        for d in range(len(concept.designations))
    ]
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        index[" ".join(form.keys[:2])].append(number)
    for numbers in index.values():
        numbers.sort(key=lambda n: -len(forms[n].keys))
    targets = [
        n
        for n, form in enumerate(forms)
        if concepts[form.concept].designations[form.designation].status.is_approved
        and 2 <= len(form.content) <= PLACE_BITS
    ]
    places = _places(forms, targets)
    confusions = _confusions(pivots, lexicon, places)
    meant = {unit for rights in confusions.values() for unit in rights}
    glossary = Glossary(
        concepts=list(concepts),
        forms=forms,
        index=dict(index),
        places={unit: found for unit, found in places.items() if " " not in unit or unit in meant},
        confusions=confusions,
        stems=_stems(places),
        acronyms={a: (en, p.name) for p in pivots for a, en in p.acronyms.items()},
        lexicon=lexicon,
    )
    _check(glossary)
    return glossary


def _vocabulary(concepts: Iterable[Concept], pivots: Iterable[PivotLexicon]) -> Iterable[str]:
    for concept in concepts:
        for designation in concept.designations:
            yield from (w.lower for w in split_words(designation.form))
    for pivot in pivots:
        for senses in pivot.words.values():
            for sense in senses:
                yield from (w.lower for w in split_words(sense))


def _form(concept: int, designation: int, text: str, lexicon: Lexicon) -> Form:
    words = [w for w in split_words(text) if w.lower not in ARTICLES and not is_han(w.text)]
    return Form(
        concept=concept,
        designation=designation,
        keys=[lexicon.key(w.lower) for w in words],
        content=[i for i, w in enumerate(words) if w.is_content],
        comma="," in text,
    )


def _places(forms: Sequence[Form], targets: Sequence[int]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number in targets:
        content = [forms[number].keys[i] for i in forms[number].content]
        for length in range(1, LONGEST_UNIT + 1):
            for first in range(len(content) - length + 1):
                mask = ((1 << length) - 1) << first
                places[" ".join(content[first : first + length])].append((number << PLACE_BITS) | mask)
    return dict(places)


def _confusions(
    pivots: Iterable[PivotLexicon], lexicon: Lexicon, places: dict[str, list[int]]
) -> dict[str, dict[str, str]]:
    out: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for pivot in pivots:
        for word, senses in pivot.words.items():
            units = {}
            for sense in senses:
                keys = [lexicon.key(w.lower) for w in split_words(sense) if w.is_content]
                if 1 <= len(keys) <= LONGEST_UNIT:
                    units[" ".join(keys)] = sense
            for (wrong, seen), (right, meant) in permutations(units.items(), 2):
                if right in places:
                    out[wrong].setdefault(right, f"{pivot.name} {word}: {meant}, {seen}")
    return dict(out)


def _stems(places: Iterable[str]) -> dict[str, list[str]]:
    out: defaultdict[str, list[str]] = defaultdict(list)
    for unit in places:
        if " " not in unit:
            out[stem(unit)].append(unit)
    return dict(out)


def _check(glossary: Glossary) -> None:
    claims: dict[tuple[str, ...], Form] = {}
    for form in glossary.forms:
        concept, designation = glossary.concept(form), glossary.designation(form)
        place = f"{concept.file}:{concept.line}"
        if not form.content:
            raise GlossaryError(place, f'{concept.id}: "{designation.form}" has no word that could be matched')
        other = claims.setdefault(tuple(form.keys), form)
        if other is form:
            continue
        claimant = glossary.concept(other)
        if claimant.id != concept.id:
            raise GlossaryError(
                place,
                f'{concept.id}: "{designation.form}" is claimed by {claimant.id} too '
                f"({claimant.file}:{claimant.line}); leave it to one of the two",
            )
        if glossary.designation(other).status.is_approved != designation.status.is_approved:
            raise GlossaryError(
                place,
                f'{concept.id}: "{designation.form}" is both {glossary.designation(other).status} and '
                f"{designation.status}; matching understands inflection, so these are one form",
            )
    for form in glossary.forms:
        concept, designation = glossary.concept(form), glossary.designation(form)
        found = find_terms(glossary, designation.form, split_words(designation.form))
        if not any(hit.concept.id == concept.id for hit in found):
            raise GlossaryError(
                f"{concept.file}:{concept.line}",
                f'{concept.id}: "{designation.form}" can never match: only spaces, hyphens, commas and quotation '
                "marks may stand between its words",
            )
