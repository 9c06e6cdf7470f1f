"""Finding a concept by what a person calls it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tifalint.errors import TifalintError
from tifalint.glossary.matching import find_terms
from tifalint.glossary.model import Concept, Confusion, Glossary
from tifalint.text.words import split_words


def find_concepts(glossary: Glossary, name: str, rules: Sequence[str] = ()) -> list[Concept]:
    """Give the concepts with this id, Chinese designation or English form, in any inflection.

    Raises `TifalintError` where there is none, naming what is spelt most like it; `rules` are names that the person
    could have meant as well.
    """
    known = glossary.by_id(name)
    if known:
        return [known]
    chinese = [c for c in glossary.concepts if name in (*c.zh, *c.zh_hant)]
    if chinese:
        return chinese
    words = split_words(name)
    hits = find_terms(glossary, name, words)
    whole = [h for h in hits if words and h.span == (words[0].start, words[-1].end)]
    if whole:
        return [whole[0].concept]
    kinds = "rule, concept or term" if rules else "concept or term"
    near = ", ".join(_nearest(name, [*rules, *glossary.ids]))
    raise TifalintError("", f'no {kinds} "{name}"; nearest are {near}')


class Pitfall(NamedTuple):
    """How a word of a term comes out wrong."""

    right: str
    wrong: str
    causes: tuple[str, ...]


MOST_PITFALLS = 8


def find_pitfalls(glossary: Glossary, concept: Concept) -> list[Pitfall]:
    """Give how the words of a concept's preferred form are known to come out wrong, the most telling ones first.

    A confusion tells the more the fewer words it happens in: near-synonyms meet in many.
    """
    words = split_words(concept.preferred)
    keys = {glossary.lexicon.key(w.lower): w.lower for w in words if w.is_content}
    units = keys | {
        " ".join(glossary.lexicon.key(w.lower) for w in words[i : i + n]): " ".join(w.lower for w in words[i : i + n])
        for n in (2, 3)
        for i in range(len(words) - n + 1)
    }
    found = [
        (confusion.meetings, -len(confusion.causes), len(wrong), Pitfall(units[right], wrong, confusion.causes))
        for wrong, rights in _all_confusions(glossary)
        for right, confusion in rights.items()
        if right in units and confusion.causes
    ]
    return [pitfall for *_, pitfall in sorted(found)[:MOST_PITFALLS]]


def _all_confusions(glossary: Glossary) -> Iterator[tuple[str, dict[str, Confusion]]]:
    yield from glossary.confusions.items()
    for expressions in glossary.expressions.values():
        yield from expressions.items()


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    """Give the three names that are spelt most like `name`."""
    from rapidfuzz import process

    return [match for match, _, _ in process.extract(name.lower().replace(" ", "-"), names, limit=3)]
