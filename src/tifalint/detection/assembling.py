"""Which words of a sentence stand for which words of a form, and what became of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

from tifalint.detection.candidates import PRICE, Candidate, Passage
from tifalint.detection.evidence import Evidence, Match
from tifalint.detection.gathering import MOST_EXTRAS, Event, is_promising
from tifalint.detection.shape import count_joints, has_stray_possessive, order
from tifalint.glossary.model import Form, Glossary
from tifalint.text.words import Word

if TYPE_CHECKING:
    from tifalint.embedding.encoder import Vectors

LIKE_IN_CONTEXT = 0.35
"""The least cosine of two words in context, in the same place of aligned sentences, to stand for each other."""


def assemble(
    glossary: Glossary,
    number: int,
    text: str,
    keys: Sequence[str],
    words: Sequence[Word],
    ranks: Mapping[int, int],
    form: Form,
    events: list[Event],
    passage: Passage | None,
) -> list[Candidate]:
    """Choose, for each place where enough of a form's words stand together, what explains each of them."""
    size = len(form.content)
    similarity = passage.similarity if passage and passage.form is form else None
    best: list[Candidate] = []
    for start, inside in _windows(events, ranks, size, supported=passage is not None):
        matches = min(
            (_assign(size, ordered) for ordered in _orders(inside)),
            key=lambda ms: (ms.count(None), _price(ms), _inversions(ms)),
        )
        missing = [i for i, m in enumerate(matches) if m is None]
        if len(missing) > 1 or (missing and size < 2):
            continue
        used = {i for m in matches if m for i in range(m.first, m.last + 1)}
        if not used or min(used) != start:
            continue
        if missing:
            stand_in = _stand_in(glossary, form, keys, ranks, used, missing[0], matches, similarity)
            if stand_in is None:
                continue
            matches[missing[0]] = stand_in
            used |= set(range(stand_in.first, stand_in.last + 1)) - {-1}
        first, last = min(used), max(used)
        while last + 1 < len(words) and words[last + 1].lower == words[last].lower:
            last += 1  # the term's last word, doubled
        chosen = tuple(_with_similarity(m, i, similarity) for i, m in enumerate(matches) if m)
        extras = sum(first < i < last and i not in used for i in ranks)
        if extras <= MOST_EXTRAS:
            candidate = Candidate(
                number,
                first,
                last,
                glossary.concept(form),
                glossary.designation(form),
                form,
                chosen,
                extras,
                count_joints(text, words[first : last + 1], form),
                has_stray_possessive(words, form, chosen),
                *order(words, form, chosen),
                passage,
            )
            best.append(candidate)
    return best


def _windows(
    events: Sequence[Event], ranks: Mapping[int, int], size: int, *, supported: bool
) -> Iterator[tuple[int, list[Event]]]:
    """Give, for each word that an explanation begins with, those within reach, where they are enough for a form.

    `events` are in the order of the sentence; `ranks` number its content words.
    """
    before = -1
    for i, event in enumerate(events):
        start = event.match.first
        if start == before:
            continue
        before = start
        reach = ranks[start] + size + MOST_EXTRAS
        inside = []
        for j in range(i, len(events)):
            match = events[j].match
            if ranks[match.last] < reach:
                inside.append(events[j])
            elif ranks[match.first] >= reach:
                break
        if _is_enough(inside, size, supported=supported):
            yield start, inside
            # The same without what stands further off than the term is long: nearer words may do with one left open.
            near = [event for event in inside if ranks[event.match.last] < ranks[start] + size]
            if len(near) < len(inside) and size - _union(near).bit_count() == 1:
                yield start, near


def _is_enough(events: Sequence[Event], size: int, *, supported: bool) -> bool:
    """Tell whether these explanations alone would make a form of `size` content words promising."""
    anchored = explained = 0
    whole = echoed = False
    for mask, match in events:
        if match.evidence is Evidence.SAME:
            echoed |= anchored & mask > 0
            anchored |= mask
        else:
            explained |= mask
        whole |= match.last > match.first
    return is_promising(size, anchored, explained, supported=supported, whole=whole, echoed=echoed)


def _union(events: Iterable[Event]) -> int:
    return reduce(or_, (event.mask for event in events), 0)


def _orders(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Give the orders in which explanations are tried: the surest first, and those of several words first."""
    yield sorted(events, key=lambda e: (e.match.evidence, -e.mask.bit_count(), e.match.first))
    same = [e.mask for e in events if e.match.evidence is Evidence.SAME]
    if len(set(same)) < len(same):
        # Where a word stands twice, the later one may be the term's.
        yield sorted(events, key=lambda e: (e.match.evidence, -e.mask.bit_count(), -e.match.first))
    if any(e.match.last > e.match.first for e in events):
        yield sorted(events, key=lambda e: (-e.mask.bit_count(), e.match.evidence, e.match.first))


def _inversions(matches: Sequence[Match | None]) -> int:
    places = [m.first for m in matches if m]
    return sum(right < left for left, right in pairwise(places))


def _price(matches: Sequence[Match | None]) -> float:
    return sum(PRICE[m.evidence] for m in matches if m)


def _assign(size: int, events: Sequence[Event]) -> list[Match | None]:
    """Give each content word of a form the first explanation that is free, no word of the draft twice."""
    matches: list[Match | None] = [None] * size
    used: set[int] = set()
    taken = 0
    for event in events:
        covered = set(range(event.match.first, event.match.last + 1))
        if event.mask & taken or covered & used:
            continue
        taken |= event.mask
        used |= covered
        for i in range(size):
            if event.mask >> i & 1:
                matches[i] = event.match
    return matches


def _stand_in(
    glossary: Glossary,
    form: Form,
    keys: Sequence[str],
    ranks: Mapping[int, int],
    used: set[int],
    missing: int,
    matches: Sequence[Match | None],
    similarity: Vectors | None,
) -> Match | None:
    """Find what stands for the one content word of a form that no word explains."""
    first, last = min(used), max(used)
    content = list(ranks)
    places = [i for i in range(first + 1, last) if i in ranks and i not in used]
    # Beside the span, only where the form's order leaves room for the word: in front of the first or behind the last.
    if missing == 0 and ranks[first]:
        places.append(content[ranks[first] - 1])
    if missing == len(matches) - 1 and ranks[last] + 1 < len(content):
        places.append(content[ranks[last] + 1])
    for i in places:
        # A word simply said twice in a row is a repetition, unless the readout has a term for the place.
        doubled = similarity is None and (i - 1 in used or i + 1 in used)
        if any(keys[i] == keys[j] and not (doubled and abs(i - j) == 1) for j in used):
            return Match(Evidence.ECHO, i, i)
    foreign = [i for i in places if keys[i] not in glossary.domain_words and not keys[i][0].isdigit()]
    if foreign:
        # A word that nothing explains needs company: anchors, and a neighbour whose change is explained.
        count = Counter(m.evidence for m in matches if m)
        company = count[Evidence.PIVOT] + count[Evidence.SYNONYM]
        if count[Evidence.SAME] and company and count.total() >= 3:
            return Match(Evidence.FOREIGN, foreign[0], foreign[0])
    if similarity is not None:
        # In a term of two words, a like word alone is a paraphrase; a word foreign to the beat is not.
        like = [(float(similarity[i, missing]), i) for i in (places if len(matches) >= 3 else foreign)]
        if like and max(like)[0] >= LIKE_IN_CONTEXT:
            value, word = max(like)
            return Match(Evidence.CONTEXT, word, word, similarity=value)
        # A word that stands elsewhere in the sentence is not lost.
        if len(matches) >= 3 and form.keys[form.content[missing]] not in keys:
            return Match(Evidence.MISSING, -1, -1)
    return None


def _with_similarity(match: Match, position: int, similarity: Vectors | None) -> Match:
    if similarity is None or match.first < 0:
        return match
    value = max(float(similarity[i, position]) for i in range(match.first, match.last + 1))
    return match._replace(similarity=value)
