"""Wording of a draft at odds with the readout that it copies: what differs, and how far that can be explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tifalint.detection.evidence import Evidence, Explanation, explain_expression, explain_word
from tifalint.documents.document import Document
from tifalint.glossary.matching import TermHit
from tifalint.glossary.model import LONGEST_UNIT, Glossary
from tifalint.text.inflection import stem
from tifalint.text.spans import Span
from tifalint.text.words import ARTICLES, Word

if TYPE_CHECKING:
    from tifalint.alignment.differences import Difference, Differences  # numpy, which not every check needs

_BRIDGE = 2
"""Words that two differences may have between them and still be one, where one alone would not make sense."""
COPY = 0.6
"""The share of a draft's words that stand in the same order in its readout from which it is its copy. Damaged copies
had 0.75 to 0.95, independent accounts of one event at most 0.52, close translations of one text mostly under 0.8."""
_CLOSE = 0.8
"""The share of copied words that two close translations of one text reach as well; a copy has more."""
_TELLING = 4
"""Shared words on one side from which more say nothing more."""
LONGEST = 16
"""Words, on either side, of the longest difference that is looked at; a longer one is another statement."""
LONGEST_IN_ACCOUNT = 6
"""The same in a draft that is another account of the event, where sentences differ in most of their words."""


@dataclass(frozen=True)
class Divergence:
    """A run of a draft's words and the readout's words in whose place it stands."""

    sentence: int
    """Index of the sentence in the draft."""
    first: int
    """Index of the first word to replace in the sentence; where only words are lacking, those beside the gap count."""
    last: int
    """Index of the last one."""
    span: Span
    """The place of these words in the draft."""
    readout: Span
    """What stands there in the readout."""
    causes: tuple[str, ...]
    """How words of the draft could come from the readout's, where that is known."""
    term: TermHit | None
    """The readout's term whose words differ, if the draft's sentence does not render it."""
    features: dict[str, float]


def find_divergences(
    draft: Document,
    readout: Document,
    differences: Differences,
    glossary: Glossary,
    draft_terms: Sequence[Sequence[TermHit]],
    readout_terms: Sequence[Sequence[TermHit]],
) -> list[Divergence]:
    """Judge the differences that are short enough to be one wording in the place of another."""
    terms = [hit for hits in readout_terms for hit in hits if hit.designation.status.is_approved]
    is_copy = differences.copied >= COPY
    out = []
    for difference in _joined(differences.found):
        if max(len(difference.ours), len(difference.theirs)) > (LONGEST if is_copy else LONGEST_IN_ACCOUNT):
            continue
        hits = [hit for hit in draft_terms[difference.sentence] if hit.designation.status.is_approved]
        rendered = {hit.concept.id for hit in hits}
        term = next((h for h in terms if _touches(difference, h.span) and h.concept.id not in rendered), None)
        causes, features = _explain(glossary, difference)
        places = _places(draft.text, readout.text, difference, term)
        if places is None:
            continue
        span, place = places
        features |= {
            "copied": difference.copied,
            "copy": differences.copied,
            "close": max(0.0, differences.copied - _CLOSE),
            "before": float(min(_TELLING, len(difference.before))),
            "after": float(min(_TELLING, len(difference.after))),
            "term": float(term is not None),
            "approved": float(any(hit.span.covers(span) for hit in hits)),
        }
        words = draft.sentences[difference.sentence].words
        inside = [i for i, w in enumerate(words) if span.covers(w.span)]
        features["case"] = float(_is_case(difference))
        out.append(Divergence(difference.sentence, inside[0], inside[-1], span, place, causes, term, features))
    return _with_company(out, sum(len(s.words) for s in draft.sentences))


def _with_company(found: Sequence[Divergence], words: int) -> list[Divergence]:
    """Say for each divergence what the others are: where some are damage, this one is likely to be.

    - company: others per hundred words that a machine's hand shows in: a term that is not rendered, a word in another
      sense or place, stray capitals; at most five;
    """
    damaged = [_is_damage(d.features) for d in found]
    out = []
    for divergence, own in zip(found, damaged, strict=True):
        company = 100 * (sum(damaged) - own) / max(100, words)
        features = divergence.features | {"company": min(5.0, company)}
        out.append(replace(divergence, features=features))
    return out


def _is_damage(features: dict[str, float]) -> bool:
    names = ("term", "pivot", "moved", "case", "derived")
    return not features["synonyms"] and any(features[name] for name in names) and not features["gap"]


def _joined(differences: Sequence[Difference]) -> Iterator[Difference]:
    """Join differences that are one: words that changed places leave a shared word between them."""
    pending: Difference | None = None
    for following in differences:
        if pending and _belong(pending, following):
            ours, theirs = zip(*pending.after, strict=True)
            pending = replace(
                pending,
                ours=(*pending.ours, *ours, *following.ours),
                theirs=(*pending.theirs, *theirs, *following.theirs),
                after=following.after,
            )
        else:
            if pending:
                yield pending
            pending = following
    if pending:
        yield pending


def _is_case(difference: Difference) -> bool:
    """Tell whether nothing but capitals differs."""
    return [w.lower for w in difference.ours] == [w.lower for w in difference.theirs] and [
        w.possessive for w in difference.ours
    ] == [w.possessive for w in difference.theirs]


def _belong(left: Difference, right: Difference) -> bool:
    between = [ours for ours, _ in left.after]
    if left.sentence != right.sentence or not 0 < len(between) <= _BRIDGE:
        return False
    if right.before[-1][0] != between[-1]:
        return False
    return len(between) == 1 or not any(word.is_content for word in between)


def _touches(difference: Difference, term: Span) -> bool:
    """Tell whether words of a term of the readout are among those that differ, or are what a gap tears apart."""
    if difference.theirs:
        return term.overlaps(Span(difference.theirs[0].start, difference.theirs[-1].end))
    if not difference.before or not difference.after:
        return False
    return term.covers(Span(difference.before[-1][1].start, difference.after[0][1].end))


def _places(draft: str, readout: str, difference: Difference, term: TermHit | None) -> tuple[Span, Span] | None:
    """Give what to replace and what with: a whole term, and never half of a hyphenated word or bare grammar."""
    pairs_before, pairs_after = list(difference.before), list(difference.after)
    ours, theirs = list(difference.ours), list(difference.theirs)

    def grow_back() -> None:
        our, their = pairs_before.pop()
        ours.insert(0, our)
        theirs.insert(0, their)

    def grow_on() -> None:
        our, their = pairs_after.pop(0)
        ours.append(our)
        theirs.append(their)

    grammar = not any(w.is_content for w in (*ours, *theirs))
    if term:
        while pairs_before and pairs_before[-1][1].start >= term.span.start:
            grow_back()
        while pairs_after and pairs_after[0][1].end <= term.span.end:
            grow_on()
    if ours and theirs and grammar and not term:
        # A preposition is wrong beside what follows it.
        while pairs_after and not ours[-1].is_content and not _breaks(readout, theirs[-1], pairs_after[0][1]):
            grow_on()
    elif not ours or not theirs:
        if pairs_before and not (theirs and _breaks(readout, pairs_before[-1][1], theirs[0])):
            grow_back()
        if pairs_after and not (theirs and _breaks(readout, theirs[-1], pairs_after[0][1])):
            grow_on()
    if not ours or not theirs:
        return None
    while pairs_before and (
        _hyphened(draft, pairs_before[-1][0], ours[0]) or _hyphened(readout, pairs_before[-1][1], theirs[0])
    ):
        grow_back()
    while pairs_after and (
        _hyphened(draft, ours[-1], pairs_after[0][0]) or _hyphened(readout, theirs[-1], pairs_after[0][1])
    ):
        grow_on()
    return Span(ours[0].start, _end(draft, ours[-1])), Span(theirs[0].start, _end(readout, theirs[-1]))


def _breaks(text: str, left: Word, right: Word) -> bool:
    return any(mark in text[left.end : right.start] for mark in ",.;:")


def _hyphened(text: str, left: Word, right: Word) -> bool:
    return text[left.end : right.start].strip() in ("-", "‐", "‑")


def _end(text: str, word: Word) -> int:
    """Give the end of a word with its possessive ending."""
    if not word.possessive:
        return word.end
    return word.end + (2 if text[word.end + 1 : word.end + 2] in ("s", "S") else 1)


def _explain(glossary: Glossary, difference: Difference) -> tuple[tuple[str, ...], dict[str, float]]:
    """Say how the draft's words could come from the readout's.

    - lacking, added: content words of the readout without a counterpart, and of the draft;
    - inflected, synonyms: words that are another form of a counterpart, or may stand in its place;
    - pivot: words that share a foreign word with a counterpart; derived: words of the same stem;
    - grammar: whether only function words differ; articles: whether only articles do;
    - moved: content words that stand on both sides in another place;
    - gap: whether one side is empty.
    """
    ours = [w for w in difference.ours if w.is_content]
    theirs = [w for w in difference.theirs if w.is_content]
    key = glossary.lexicon.key
    left, right = [key(w.lower) for w in ours], [key(w.lower) for w in theirs]
    shared = Counter(left) & Counter(right)
    moved = Counter(w.lower for w in ours) & Counter(w.lower for w in theirs)
    rest, open_ = list((Counter(left) - shared).elements()), Counter(right) - shared
    counts: Counter[Evidence] = Counter()
    causes: list[str] = []
    unexplained = 0
    for explanations in _units(glossary, rest):
        best = min((e for e in explanations if _stands(e.unit, open_)), key=lambda e: e.evidence, default=None)
        if best is None:
            unexplained += 1
            continue
        for part in best.unit.split(" "):
            open_[part] -= 1
        counts[best.evidence] += 1
        causes += best.causes[:1]
    kin = {stem(k) for k in (+open_).elements()}
    derived = sum(stem(k) in kin for k in rest)
    surface = {w.lower for w in (*difference.ours, *difference.theirs)}
    return tuple(dict.fromkeys(causes)), {
        "lacking": float((+open_).total()),
        "added": float(unexplained),
        "inflected": float(shared.total() - moved.total()),
        "synonyms": float(counts[Evidence.SYNONYM]),
        "pivot": float(counts[Evidence.PIVOT]),
        "derived": float(max(derived, counts[Evidence.DERIVED])),
        "moved": float(moved.total()),
        "grammar": float(not ours and not theirs),
        "articles": float(surface <= ARTICLES),
        "gap": float(not difference.ours or not difference.theirs),
        "length": float(max(len(difference.ours), len(difference.theirs))),
    }


def _stands(unit: str, open_: Counter[str]) -> bool:
    return not Counter(unit.split(" ")) - +open_


def _units(glossary: Glossary, keys: Sequence[str]) -> Iterator[Sequence[Explanation]]:
    i = 0
    while i < len(keys):
        for length in range(min(LONGEST_UNIT, len(keys) - i), 1, -1):
            unit = " ".join(keys[i : i + length])
            found = explain_expression(glossary, keys[i], unit)
            if found:
                yield found
                i += length
                break
        else:
            yield explain_word(glossary, keys[i])
            i += 1
