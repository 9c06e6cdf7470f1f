"""The rules, in the order of their precedence: where two flag the same words, the first one speaks."""

from __future__ import annotations

from tifalint.diagnostics import Rule
from tifalint.rules import (
    deprecated_rendering,
    diverging_sense,
    known_garble,
    near_miss,
    repeated_words,
    translation_debris,
    wrong_name,
)

RULES: tuple[Rule, ...] = (
    known_garble.RULE,
    deprecated_rendering.RULE,
    wrong_name.RULE,
    near_miss.RULE,
    repeated_words.RULE,
    translation_debris.RULE,
    diverging_sense.RULE,
)
