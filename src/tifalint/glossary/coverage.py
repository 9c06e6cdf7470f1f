"""How much of a text's vocabulary a glossary knows, and which phrases it might want to know."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tifalint.glossary.matching import find_terms
from tifalint.glossary.model import Glossary
from tifalint.text.bigrams import common_bigrams
from tifalint.text.words import ARTICLES, Word

_LONGEST = 5
_LINKS = frozenset(("of", "and", "for", "the", "with", "in"))
"""Function words that may stand inside a term."""


@dataclass(frozen=True)
class Coverage:
    """What a glossary knows of some texts."""

    known: Counter[str]
    """Ids of the concepts that the texts name, with how often."""
    unknown: list[tuple[str, int]]
    """Phrases of several words that stand there repeatedly and are no known term, the likeliest terms first, with how
    often they stand by themselves."""

    @property
    def share(self) -> float:
        """The known terms' share of all terms, known and likely ones, each time they stand; 1 where there are none."""
        known, unknown = self.known.total(), sum(count for _, count in self.unknown)
        return known / (known + unknown) if known + unknown else 1.0


def measure_coverage(
    glossary: Glossary, sentences: Iterable[tuple[str, Sequence[Word]]], *, least: int = 2
) -> Coverage:
    """Measure what a glossary knows of sentences, each given with the text that its words' offsets count in.

    Unknown phrases stand at least `least` times, begin and end with a content word and are not made of common English
    pairs alone. They are ranked by C-value (Frantzi, Ananiadou and Mima, 2000): long ones before short ones, and a part
    of a longer phrase only by what it is more than that.
    """
    known: Counter[str] = Counter()
    counts: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], Counter[str]] = {}
    for text, words in sentences:
        hits = find_terms(glossary, text, words)
        known.update(hit.concept.id for hit in hits if hit.designation.status.is_approved)
        taken = {i for hit in hits for i in hit.words}
        for first, last in _phrases(text, words, taken):
            keys = tuple(_lemma(w.lower) for w in words[first : last + 1] if w.lower not in ARTICLES)
            counts[keys] += 1
            shown.setdefault(keys, Counter())[" ".join(text[words[first].start : words[last].end].split())] += 1
    frequent = {keys: count for keys, count in counts.items() if count >= least}
    common = set(common_bigrams()) if frequent else set()
    nested: dict[tuple[str, ...], list[int]] = {}
    for keys, count in frequent.items():
        for part in _parts(keys):
            nested.setdefault(part, []).append(count)
    ranked = []
    for keys, count in frequent.items():
        alone = count - max(nested.get(keys, [0]))
        if alone >= least and not all(pair in common for pair in pairwise(keys)):
            value = math.log2(len(keys)) * (count - _mean(nested.get(keys, [])))
            ranked.append((-value, shown[keys].most_common(1)[0][0], alone))
    return Coverage(known, [(phrase, count) for _, phrase, count in sorted(ranked)])


def _phrases(text: str, words: Sequence[Word], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Give the first and last word of each run that could be a term: no known term's word, no punctuation inside."""
    for first, word in enumerate(words):
        if first in taken or not word.is_content or not word.text[0].isalpha():
            continue
        for last in range(first + 1, min(first + _LONGEST, len(words))):
            gap = text[words[last - 1].end : words[last].start]
            if last in taken or words[last - 1].possessive or gap.strip(" \n-") or "\n\n" in gap:
                break
            if words[last].is_content and words[last].text[0].isalpha():
                yield first, last
            elif words[last].lower not in _LINKS:
                break


@lru_cache(maxsize=16_384)
def _lemma(word: str) -> str:
    import simplemma  # heavy, and the glossary's own lexicon has only its words

    return str(simplemma.lemmatize(word, lang="en"))


def _parts(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for length in range(2, len(keys)):
        for first in range(len(keys) - length + 1):
            yield keys[first : first + length]


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
