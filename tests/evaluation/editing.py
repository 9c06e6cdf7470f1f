"""Clean copies: what a desk does to an official text before it publishes it.

A draft that follows its readout word for word need not be garbled: an editor cuts, adds background and attributions,
and puts plainer words for official ones. These are the texts that a comparison word by word must leave alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from tifalint.text.words import split_words

from .cases import Case, CleanText

_PLAINER = {
    "said": ("noted", "stated", "told reporters"), "stressed": ("emphasized", "said", "underlined"),
    "held": ("convened",), "will": ("is to",), "percent": ("per cent",), "about": ("around", "some"),
    "important": ("major", "significant"), "country": ("nation",), "help": ("assist",), "show": ("demonstrate",),
    "many": ("numerous",), "big": ("large",), "while": ("as",), "build": ("construct",), "visit": ("tour",),
    "meeting": ("gathering",), "need": ("require",), "begin": ("start",), "officials": ("authorities",),
    "continue": ("keep on",), "efforts": ("work",), "called": ("appealed",), "companies": ("firms",),
    "residents": ("locals",), "ensure": ("make sure",), "increase": ("rise",), "improve": ("better",),
    "according": ("going",), "strengthen": ("step up",), "promote": ("advance",), "expected": ("due",),
    "people": ("residents",), "issues": ("problems",), "measures": ("steps",), "support": ("back",),
}  # fmt: skip
_ASIDES = (
    ", according to officials,", ", a person familiar with the matter said,", ", which began last year,", " on Tuesday",
    ", state media reported,", " this year", ", the third in as many years,", ", officials said,",
)  # fmt: skip
_TRAILING = re.compile(r", (?:and|which|with|while) [^.,]{20,90}(?=\.)")
_SENTENCE_END = re.compile(r"(?<=[.!?])(\s+)")


def edited_cases(texts: Sequence[CleanText], synonyms: Mapping[str, Sequence[str]], seed: int) -> Iterator[Case]:
    """Edit each text once, held against itself as it was; `synonyms` are words that may stand for each other."""
    for text in texts:
        rng = random.Random(f"{seed} {text.name}")
        yield Case(
            f"{text.name}-edited", "edited", edit(text.text, synonyms, rng), text.text, [], event_group=text.event
        )


def edit(text: str, synonyms: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """Put other words, add and cut; how much, chance decides."""
    rate = rng.uniform(0.05, 0.3)
    pieces, end = [], 0
    for word in split_words(text):
        others = (*_PLAINER.get(word.lower, ()), *synonyms.get(word.lower, ()))
        chance = rng.random()
        if others and chance < rate:
            other = rng.choice(others)
            pieces += [text[end : word.start], other[:1].upper() + other[1:] if word.text[0].isupper() else other]
            end = word.end
        elif word.lower.endswith("ly") and chance < 2 * rate:
            pieces.append(text[end : word.start].rstrip(" "))
            end = word.end
        elif chance > 1 - rate / 20:
            pieces += [text[end : word.end], rng.choice(_ASIDES)]
            end = word.end
    edited = "".join([*pieces, text[end:]])
    kept = [s if rng.random() > rate / 3 else "" for s in _SENTENCE_END.split(edited)]
    return _TRAILING.sub(lambda m: "" if rng.random() < rate else m[0], "".join(kept))
