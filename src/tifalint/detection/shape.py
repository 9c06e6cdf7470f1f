"""How the words of a span stand beside those of the form: their order, and what holds them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tifalint.detection.evidence import Evidence, Match
from tifalint.glossary.model import Form
from tifalint.text.words import ARTICLES, Word


def has_stray_possessive(words: Sequence[Word], form: Form, matches: Sequence[Match]) -> bool:
    """Tell whether a word that stands as it should is a possessive where the form has none, or the reverse."""
    return any(
        m.evidence is Evidence.SAME and words[m.last].possessive != form.possessive[i]
        for m, i in zip(matches[:-1], form.content[:-1], strict=True)
    )


def order(words: Sequence[Word], form: Form, matches: Sequence[Match]) -> tuple[bool, int]:
    """Tell whether the words are only rotated about an "of", and how often they go back otherwise.

    What stands on the two sides of an "and" may change places freely.
    """
    placed = [(m.first, form.content[i]) for i, m in enumerate(matches) if m.first >= 0]
    backward = [i for i, (a, b) in enumerate(pairwise(placed)) if b[0] < a[0]]
    if len(backward) != 1:
        return False, len(backward)
    cut = backward[0]
    behind = [p for p in placed[: cut + 1] if p[0] > placed[cut + 1][0]]
    ahead = [p for p in placed[cut + 1 :] if p[0] < min(b[0] for b in behind)]
    if any(p[0] < max(b[0] for b in behind) for p in placed[cut + 1 + len(ahead) :]):
        return False, 1
    in_draft = {w.lower for w in words[ahead[-1][0] + 1 : behind[0][0]]}
    in_form = set(form.keys[behind[-1][1] + 1 : ahead[0][1]])
    in_front = placed[cut - len(behind)] if len(behind) <= cut else None
    # "Central Party Committee" tears the Central Committee of the Party apart: what turns round is not all there is.
    if in_front and not set(form.keys[in_front[1] + 1 : behind[0][1]]) & _LINKS:
        in_form = set()
    if in_draft & _JOINTS and in_form & _JOINTS:
        return False, 0
    if bool(in_draft & _LINKS) != bool(in_form & _LINKS):
        return True, 0
    return False, 1


_LINKS = frozenset(("of", "for", "in", "on", "with"))
_JOINTS = frozenset(("and", "or", "but"))


def count_joints(text: str, words: Sequence[Word], form: Form) -> int:
    """Count commas and function words in a span that the form has not, prepositions and articles aside."""
    commas = 0 if form.comma else sum(text[a.end : b.start].count(",") for a, b in pairwise(words))
    between = Counter(w.lower for w in words if not w.is_content and w.lower not in _LINKS | ARTICLES | {"to", "its"})
    return commas + (between - Counter(form.keys)).total()
