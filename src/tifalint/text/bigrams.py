"""Pairs of words that are common in English."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator


def common_bigrams() -> Iterator[tuple[str, str]]:
    """Give the 240,000 most frequent pairs, in lower case, from the list that symspellpy ships."""
    listed = importlib.resources.files("symspellpy") / "frequency_bigramdictionary_en_243_342.txt"
    for line in listed.read_text(encoding="utf-8-sig").splitlines():
        left, right, _count = line.split(" ")
        yield left, right
