"""Finding a concept by what a person calls it."""

from __future__ import annotations

from tifalint.glossary.matching import find_terms
from tifalint.glossary.model import Concept, Glossary
from tifalint.text.words import split_words


def find_concepts(glossary: Glossary, name: str) -> list[Concept]:
    """Give the concepts with this id, Chinese designation or English form, in any inflection."""
    if name in glossary.by_id:
        return [glossary.by_id[name]]
    chinese = [c for c in glossary.concepts if name in (*c.zh, *c.zh_hant)]
    if chinese:
        return chinese
    words = split_words(name)
    hits = find_terms(glossary, name, words)
    whole = [h for h in hits if words and h.span == (words[0].start, words[-1].end)]
    return [whole[0].concept] if whole else []


def nearest(glossary: Glossary, name: str, others: list[str] | None = None) -> list[str]:
    """Give the three names (ids of concepts, or `others`) that are spelt most like `name`."""
    from rapidfuzz import process

    names = [*(others or ()), *glossary.by_id]
    return [match for match, _, _ in process.extract(name.lower().replace(" ", "-"), names, limit=3)]
