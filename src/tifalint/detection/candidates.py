"""Spans of a draft's sentence that may be garbled canonical terms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import itemgetter, or_
from typing import TYPE_CHECKING, NamedTuple

from tifalint.detection.evidence import Evidence, Explanation, Match, explain_expression, explain_word
from tifalint.detection.shape import count_joints, has_stray_possessive, order
from tifalint.glossary.model import LONGEST_TARGET, LONGEST_UNIT, Concept, Designation, Form, Glossary, units_of
from tifalint.text.spans import Span
from tifalint.text.words import Word

if TYPE_CHECKING:
    from tifalint.embedding.encoder import Vectors

MOST_EXTRAS = 2
"""Content words that may stand between the words of a garbled term without belonging to it."""
_ECHO_REACH = 6
"""Content words within which a word must come again to echo."""
LIKE_IN_CONTEXT = 0.35
"""The least cosine of two words in context, in the same place of aligned sentences, to stand for each other."""


class Passage(NamedTuple):
    """A canonical form in a readout sentence, aligned with a draft sentence that does not render its concept."""

    form: Form
    span: Span
    """Place of the form in the readout."""
    score: float
    """Score of the alignment of the two sentences."""
    similarity: Vectors
    """Cosine of each word of the draft sentence with each content word of the form, in context; shape (words, content
    words)."""


@dataclass(frozen=True)
class Candidate:
    """A span that may be a garbled form."""

    sentence: int
    """Index of the sentence in the draft."""
    first: int
    """Index of the span's first word in the sentence."""
    last: int
    """Index of the span's last word."""
    concept: Concept
    designation: Designation
    form: Form
    matches: tuple[Match, ...]
    """For each content word of the form, in the form's order, what stands for it."""
    extras: int
    """Content words inside the span that stand for nothing."""
    joints: int
    """Commas and function words inside the span that the form has not, prepositions and articles aside: signs that the
    words do not belong together."""
    possessive: bool
    """Whether a possessive inside the span is one too many or too few."""
    rotated: bool
    """Whether the only change of order is that of "X of Y" and "Y X", which English allows."""
    inversions: int
    """Number of other places where the next word of the form stands before the one before it."""
    passage: Passage | None

    def count(self, *evidence: Evidence) -> int:
        """Count the content words of the form that are explained in one of these ways."""
        return sum(m.evidence in evidence for m in self.matches)

    @property
    def is_damaged(self) -> bool:
        """Whether anything differs from the form but inflection."""
        rotated = self.rotated and len(self.matches) > 2  # "innovation of technology" is a paraphrase
        return self.inversions > 0 or rotated or self.possessive or any(m.evidence.is_damage for m in self.matches)

    @property
    def cost(self) -> tuple[float, int]:
        """What must be explained away, the smaller the better; then the length of the span."""
        price = (
            sum(_PRICE[m.evidence] for m in self.matches)
            + 1.1 * self.extras
            + 0.5 * self.inversions
            + 0.9 * self.joints
        )
        return price - 0.5 * self.count(Evidence.SAME), self.last - self.first


_PRICE = {
    Evidence.SAME: 0.0,
    Evidence.SYNONYM: 0.3,
    Evidence.DERIVED: 0.4,
    Evidence.PIVOT: 1.0,
    Evidence.ECHO: 1.0,
    Evidence.CONTEXT: 1.6,
    Evidence.FOREIGN: 1.6,
    Evidence.MISSING: 1.8,
}


class _Event(NamedTuple):
    mask: int
    match: Match


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
    for form_number, events in _gather(glossary, keys, words, by_form).items():
        form = glossary.forms[form_number]
        passage = next((p for p in passages if p.form is form), by_form.get(form.concept))
        for candidate in _assemble(glossary, number, text, keys, words, ranks, form, events, passage):
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


@dataclass
class _Explained:
    """What the words of a sentence may stand for."""

    found: defaultdict[str, list[tuple[int, Match]]]
    """By unit of a form, what stands for it, with its rank in the order of the sentence."""
    same: set[str]
    """Units that stand there themselves."""
    stands: defaultdict[str, int]
    """By unit, a bit for each content word that may stand for it alone."""
    phrases: set[int]
    """Forms of which an expression of several words stands for several together."""
    uneven: set[int]
    """Forms of which such an expression stands for one word, or one word for several."""


def _explain_all(glossary: Glossary, keys: Sequence[str], words: Sequence[Word]) -> _Explained:
    seen = _Explained(defaultdict(list), set(), defaultdict(int), set(), set())
    rank = place = 0
    for first in range(len(words)):
        if not words[first].is_content:
            continue
        place += 1
        for last in range(first, min(first + LONGEST_UNIT, len(words))):
            if not words[last].is_content:
                break
            for unit, evidence, causes, meetings in _explain(glossary, keys, first, last):
                if " " in unit and last > first:
                    seen.phrases.update(glossary.having[unit])
                elif " " in unit or last > first:
                    seen.uneven.update(glossary.having[unit])
                else:
                    seen.stands[unit] |= 1 << place
                if evidence is Evidence.SAME:
                    seen.same.add(unit)
                seen.found[unit].append((rank, Match(evidence, first, last, causes, meetings)))
                rank += 1
    return seen


def _explain(glossary: Glossary, keys: Sequence[str], first: int, last: int) -> Sequence[Explanation]:
    if first == last:
        return explain_word(glossary, keys[first])
    return explain_expression(glossary, keys[first], " ".join(keys[first : last + 1]))


def _gather(
    glossary: Glossary, keys: Sequence[str], words: Sequence[Word], supported: Mapping[int, Passage]
) -> dict[int, list[_Event]]:
    """Give, for each form whose words the sentence explains well enough to look closer, what explains them."""
    seen = _explain_all(glossary, keys, words)
    found = seen.found
    repeated = _repeated([key for key, word in zip(keys, words, strict=True) if word.is_content])
    possible = set(seen.phrases)
    for key in seen.same:
        partners = glossary.partners.get(key, _NO_PARTNERS)
        within = _spread(seen.stands[key])
        for unit in partners.keys() & found.keys():
            if seen.stands.get(unit, within) & within:
                possible.update(partners[unit])
    for key in repeated:
        possible.update(glossary.having.get(key, ()))
    for concept in supported:
        for offset, designation in enumerate(glossary.concepts[concept].designations):
            if designation.status.is_approved:
                possible.add(glossary.starts[concept] + offset)
    out: dict[int, list[_Event]] = {}
    for number in sorted(possible):  # the same choice between equals in every run
        form = glossary.forms[number]
        content = form.content_keys
        is_supported = form.concept in supported
        if not 2 <= len(content) <= LONGEST_TARGET:
            continue
        is_echoed = not repeated.isdisjoint(content)
        if number not in seen.phrases and number not in seen.uneven:
            # What `_is_promising` and `_windows` will say, told from the keys alone.
            masks = [seen.stands.get(key, 0) for key in content]
            missing = masks.count(0)
            lenient = is_supported or is_echoed
            if missing > 1 or not (lenient or sum(key in seen.same for key in content) > missing):
                continue
            wanted = len(content) - (lenient or len(content) > 2)
            if not _stand_together(masks, len(content) + MOST_EXTRAS, wanted):
                continue
        events: list[tuple[int, _Event]] = []
        anchored = explained = 0
        whole = False
        for unit, first, last in units_of(content):
            for order_found, match in found.get(unit, ()):
                mask = ((1 << (last - first + 1)) - 1) << first
                events.append((order_found, _Event(mask, match)))
                whole |= match.last > match.first
                if match.evidence is Evidence.SAME:
                    anchored |= mask
                else:
                    explained |= mask
        if _is_promising(
            len(form.content),
            anchored,
            explained,
            supported=is_supported,
            whole=whole,
            echoed=is_echoed,
        ):
            out[number] = [event for _, event in sorted(events, key=itemgetter(0))]
    return out


def _spread(mask: int) -> int:
    """Give a mask of the places within reach of those of a mask, for all but sentence-long forms."""
    for step in (1, 2, 4, 2):
        mask |= mask << step | mask >> step
    return mask


def _stand_together(masks: Sequence[int], reach: int, wanted: int) -> bool:
    """Tell whether so many words as are wanted stand less than `reach` places from one another.

    `masks` have, for each word, a bit for each place where it stands; all but one are wanted at least.
    """
    for mask in [mask for mask in masks if mask][:2]:
        rest = mask
        while rest:
            at = (rest & -rest).bit_length() - 1
            window = (((1 << (2 * reach - 1)) - 1) << at) >> (reach - 1)
            if sum(1 for other in masks if other & window) >= wanted:
                return True
            rest &= rest - 1
    return False


_NO_PARTNERS: dict[str, list[int]] = {}


def _repeated(content: Sequence[str]) -> set[str]:
    """Give the words that stand twice close together, as an echo does."""
    return {key for i, key in enumerate(content) if key in content[i + 1 : i + 1 + _ECHO_REACH]}


def _is_promising(size: int, anchored: int, explained: int, *, supported: bool, whole: bool, echoed: bool) -> bool:
    """Tell whether a form of `size` content words, some anchored and others explained, can become a candidate at all.

    This only spares work: what it turns away would find no acceptable assignment, or no confidence.
    """
    missing = size - (anchored | explained).bit_count()
    anchors = anchored.bit_count()
    if supported:
        return missing <= 1 and (anchors > 0 or missing == 0)
    if missing == 0:
        return anchors > 0 or whole
    return missing == 1 and ((echoed and anchors > 0) or (anchors >= 2 and (explained & ~anchored) != 0))


def _assemble(
    glossary: Glossary,
    number: int,
    text: str,
    keys: Sequence[str],
    words: Sequence[Word],
    ranks: Mapping[int, int],
    form: Form,
    events: list[_Event],
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
    events: Sequence[_Event], ranks: Mapping[int, int], size: int, *, supported: bool
) -> Iterator[tuple[int, list[_Event]]]:
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


def _is_enough(events: Sequence[_Event], size: int, *, supported: bool) -> bool:
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
    return _is_promising(size, anchored, explained, supported=supported, whole=whole, echoed=echoed)


def _union(events: Iterable[_Event]) -> int:
    return reduce(or_, (event.mask for event in events), 0)


def _orders(events: Sequence[_Event]) -> Iterator[list[_Event]]:
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
    return sum(_PRICE[m.evidence] for m in matches if m)


def _assign(size: int, events: Sequence[_Event]) -> list[Match | None]:
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
