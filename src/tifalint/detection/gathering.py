"""Which forms are worth a closer look: those whose words a sentence has, or may have in another guise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from tifalint.detection.candidates import Passage
from tifalint.detection.evidence import Evidence, Explanation, Match, explain_expression, explain_word
from tifalint.glossary.model import LONGEST_TARGET, LONGEST_UNIT, Glossary, units_of
from tifalint.text.words import Word

MOST_EXTRAS = 2
"""Content words that may stand between the words of a garbled term without belonging to it."""
_ECHO_REACH = 6
"""Content words within which a word must come again to echo."""


class Event(NamedTuple):
    """What explains one or several content words of a form; `mask` has a bit for each of them."""

    mask: int
    match: Match


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


def gather(
    glossary: Glossary, keys: Sequence[str], words: Sequence[Word], supported: Mapping[int, Passage]
) -> dict[int, list[Event]]:
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
    out: dict[int, list[Event]] = {}
    for number in sorted(possible):  # the same choice between equals in every run
        form = glossary.forms[number]
        content = form.content_keys
        is_supported = form.concept in supported
        if not 2 <= len(content) <= LONGEST_TARGET:
            continue
        is_echoed = not repeated.isdisjoint(content)
        if number not in seen.phrases and number not in seen.uneven:
            # What `is_promising` and `_windows` will say, told from the keys alone.
            masks = [seen.stands.get(key, 0) for key in content]
            missing = masks.count(0)
            lenient = is_supported or is_echoed
            if missing > 1 or not (lenient or sum(key in seen.same for key in content) > missing):
                continue
            wanted = len(content) - (lenient or len(content) > 2)
            if not _stand_together(masks, len(content) + MOST_EXTRAS, wanted):
                continue
        events: list[tuple[int, Event]] = []
        anchored = explained = 0
        whole = False
        for unit, first, last in units_of(content):
            for order_found, match in found.get(unit, ()):
                mask = ((1 << (last - first + 1)) - 1) << first
                events.append((order_found, Event(mask, match)))
                whole |= match.last > match.first
                if match.evidence is Evidence.SAME:
                    anchored |= mask
                else:
                    explained |= mask
        if is_promising(
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


def is_promising(size: int, anchored: int, explained: int, *, supported: bool, whole: bool, echoed: bool) -> bool:
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
