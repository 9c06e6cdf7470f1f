"""Clean copies: what a desk does to an official text before it publishes it.

A draft that follows its readout word for word need not be garbled: an editor cuts, adds background and attributions,
and puts plainer words for official ones. These are the texts that a comparison word by word must leave alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from tifalint.text.words import split_words

from .cases import Case, CleanText

_PLAINER = {
    "said": ("noted", "stated"), "stressed": ("emphasized", "said", "underlined"), "noted": ("said", "added"),
    "held": ("convened",), "percent": ("per cent",), "about": ("around", "some"), "urged": ("called on",),
    "important": ("major", "significant"), "country": ("nation",), "help": ("assist",), "show": ("demonstrate",),
    "many": ("numerous",), "big": ("large",), "build": ("construct",), "visit": ("tour",), "also": ("further",),
    "meeting": ("gathering",), "need": ("require",), "begin": ("start",), "continue": ("keep on",),
    "companies": ("firms",), "residents": ("locals",), "ensure": ("make sure",), "increase": ("raise",),
    "strengthen": ("step up",), "promote": ("advance",), "expected": ("due",), "but": ("yet",), "while": ("as",),
    "issues": ("problems",), "measures": ("steps",), "support": ("back",), "including": ("among them",),
    "such as": ("including",), "growth": ("expansion",), "major": ("big", "key"), "improve": ("raise", "better"),
    "officials": ("cadres",), "must": ("should", "have to"), "should": ("must", "need to"), "told": ("reminded",),
    "called": ("appealed",), "work": ("efforts",), "efforts": ("work",), "set": ("laid",), "further": ("more",),
    "over": ("in",), "during": ("in",), "across": ("throughout",), "through": ("by way of",), "new": ("fresh",),
}  # fmt: skip
_ASIDES = (
    ", according to officials,", ", a person familiar with the matter said,", ", which began last year,", " on Tuesday",
    ", state media reported,", " this year", ", the third in as many years,", ", officials said,",
)  # fmt: skip
_TRAILING = re.compile(r", (?:and|which|with|while) [^.,]{20,90}(?=\.)")
_SENTENCE_END = re.compile(r"(?<=[.!?])(\s+)")


def edited_cases(texts: Sequence[CleanText], seed: int) -> Iterator[Case]:
    """Edit each text once, held against itself as it was."""
    for text in texts:
        rng = random.Random(f"{seed} {text.name}")
        yield Case(f"{text.name}-edited", "edited", edit(text.text, rng), text.text, [], event_group=text.event)


def edit(text: str, rng: random.Random) -> str:
    """Put other words, add and cut; how much, chance decides."""
    rate = rng.uniform(0.05, 0.6)
    pieces, end = [], 0
    for word in split_words(text):
        others = _PLAINER.get(word.lower, ())
        chance = rng.random()
        if others and chance < rate:
            other = rng.choice(others)
            pieces += [text[end : word.start], other[:1].upper() + other[1:] if word.text[0].isupper() else other]
            end = word.end
        elif word.lower.endswith("ly") and chance < rate:
            pieces.append(text[end : word.start].rstrip(" "))
            end = word.end
        elif chance > 1 - rate / 40:
            pieces += [text[end : word.end], rng.choice(_ASIDES)]
            end = word.end
    edited = "".join([*pieces, text[end:]])
    kept = [s if rng.random() > rate / 3 else "" for s in _SENTENCE_END.split(edited)]
    return _TRAILING.sub(lambda m: "" if rng.random() < rate else m[0], "".join(kept))
