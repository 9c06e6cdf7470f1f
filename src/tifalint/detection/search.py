"""Finds the candidates of a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tifalint.detection.assembling import assemble
from tifalint.detection.candidates import Candidate, Passage
from tifalint.detection.evidence import Evidence
from tifalint.detection.gathering import gather
from tifalint.glossary.model import Glossary
from tifalint.text.words import Word


def find_candidates(
    glossary: Glossary,
    number: int,
    text: str,
    words: Sequence[Word],
    known: Iterable[tuple[str, int, int]],
    passages: Sequence[Passage] = (),
) -> list[Candidate]:
    """Find the candidates of one sentence, the best for each span and concept.

    `number` is the sentence's index, carried into the result; `words` are its words, with offsets into `text`. `known`
    holds the concept's id, the first and the last word of each approved form in the sentence: what it says is right, so
    none of its words can be the damaged one. `passages` are the forms that aligned sentences of a readout hold and this
    one lacks.
    """
    keys = [glossary.lexicon.key(w.lower) for w in words]
    content = [i for i, w in enumerate(words) if w.is_content]
    ranks = {word: rank for rank, word in enumerate(content)}
    approved = [(concept, set(range(first, last + 1))) for concept, first, last in known]
    shielded = set().union(*(span for _, span in approved))
    by_form = {p.form.concept: p for p in sorted(passages, key=lambda p: p.score)}
    out = []
    for form_number, events in gather(glossary, keys, words, by_form).items():
        form = glossary.forms[form_number]
        passage = next((p for p in passages if p.form is form), by_form.get(form.concept))
        for candidate in assemble(glossary, number, text, keys, words, ranks, form, events, passage):
            damaged = {i for m in candidate.matches if m.evidence.is_damage for i in range(m.first, m.last + 1)}
            inside = set(range(candidate.first, candidate.last + 1))
            guessed = candidate.count(Evidence.ECHO, Evidence.CONTEXT, Evidence.FOREIGN, Evidence.MISSING) > 0
            rendered = any(
                inside <= span or (guessed and concept == candidate.concept.id and inside & span)
                for concept, span in approved
            )
            if candidate.is_damaged and not damaged & shielded and not inside <= shielded and not rendered:
                out.append(candidate)
    return _undominated(out)


def _undominated(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of the candidates for one concept that overlap, keep the one that leaves the least to explain."""
    kept: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda c: (c.cost, c.first)):
        others = kept[candidate.concept.id]
        if not any(candidate.first <= other.last and other.first <= candidate.last for other in others):
            others.append(candidate)
    return [candidate for found in kept.values() for candidate in found]
