"""Where the words of a draft differ from those of the readout sentences that it follows.

An embedding does not notice a word or two in a sentence that is otherwise the same; a comparison word by word does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from tifalint.alignment.sentences import Alignment
from tifalint.documents.document import Document
from tifalint.text.words import Word

MOST_JOINED = 3
"""Readout sentences in a row that one sentence of a draft may have folded into one."""
_WINDOW = 8
"""Words on each side of a difference that are given with it."""


Pair = tuple[Word, Word]
"""A word of a draft and the same word of a readout."""


@dataclass(frozen=True)
class Difference:
    """A run of words in a draft that stands where the readout has another run; either may be empty, not both."""

    sentence: int
    """Index of the draft's sentence."""
    ours: tuple[Word, ...]
    """The draft's words."""
    theirs: tuple[Word, ...]
    """The readout's words, with offsets into the readout."""
    before: tuple[Pair, ...]
    """The words right in front, at most eight, that are the same in both, in the order of the text."""
    after: tuple[Pair, ...]
    """The words right behind, likewise."""
    copied: float
    """Share of the words of the draft's sentence that the readout has in the same order, 0..1."""


@dataclass(frozen=True)
class Differences:
    """What a comparison word by word found."""

    found: tuple[Difference, ...]
    """In the order of the draft."""
    copied: float
    """Share of the draft's words that stand in the same order in the readout's sentences, 0..1; near 1 for a copy."""


def find_differences(draft: Document, readout: Document, alignment: Alignment) -> Differences:
    """Compare each sentence of a draft with the run of readout sentences that it copies most of."""
    theirs = [_tokens(sentence.words) for sentence in readout.sentences]
    out: list[Difference] = []
    copied = total = 0
    for number, sentence in enumerate(draft.sentences):
        ours = _tokens(sentence.words)
        total += len(ours)
        links = alignment.of_draft.get(number, ())
        runs = _runs(sorted(link.readout for link in links), len(theirs))
        if not runs:
            continue
        run = max(runs, key=lambda r: (_likeness(ours, _joined(theirs, r)), -len(r)))
        copied += LCSseq.similarity(ours, _joined(theirs, run))
        out += _compare(number, sentence.words, [w for j in run for w in readout.sentences[j].words])
    return Differences(tuple(out), copied / max(1, total))


def _tokens(words: Sequence[Word]) -> list[str]:
    return [w.lower + "'s" * w.possessive for w in words]


def _joined(tokens: Sequence[list[str]], run: Sequence[int]) -> list[str]:
    return [token for j in run for token in tokens[j]]


def _runs(linked: Sequence[int], count: int) -> list[tuple[int, ...]]:
    """Give the linked sentences, each alone and with its neighbours: a linked one may go on in one that is not."""
    out = []
    for j in linked:
        for length in range(1, MOST_JOINED + 1):
            out += [tuple(range(first, first + length)) for first in range(j - length + 1, j + 1)
                    if first >= 0 and first + length <= count]  # fmt: skip
    return sorted(set(out))


def _likeness(ours: Sequence[str], theirs: Sequence[str]) -> float:
    same = LCSseq.similarity(ours, theirs)
    return 2 * same / (len(ours) + len(theirs))


def _compare(number: int, ours: Sequence[Word], theirs: Sequence[Word]) -> list[Difference]:
    """Give the differences between two sequences of words, the shared ones in one order."""
    shared = [(i, j) for i, j in _shared(_tokens(ours), _tokens(theirs)) if not _clash(ours[i].text, theirs[j].text)]
    ends = [(-1, -1), *shared, (len(ours), len(theirs))]
    out = []
    for at, ((a, b), (c, d)) in enumerate(pairwise(ends)):
        if c - a == 1 and d - b == 1:
            continue
        before = [(ours[i], theirs[j]) for i, j in _adjoining(shared[:at][::-1], -1)][::-1]
        after = [(ours[i], theirs[j]) for i, j in _adjoining(shared[at:], 1)]
        copied = len(shared) / len(ours)
        out.append(
            Difference(number, tuple(ours[a + 1 : c]), tuple(theirs[b + 1 : d]), tuple(before), tuple(after), copied)
        )
    return out


def _clash(ours: str, theirs: str) -> bool:
    """Tell whether one word is written in capitals that no style of headings or titles explains (XI, Deepseek)."""
    return ours != theirs and len(ours) > 1 and (ours.isupper() != theirs.isupper() or not _plain(theirs))


def _plain(word: str) -> bool:
    return word[1:] == word[1:].lower() or word.isupper()


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Give the pairs of places of a longest common subsequence."""
    return [
        (op.src_start + k, op.dest_start + k)
        for op in LCSseq.opcodes(ours, theirs)
        if op.tag == "equal"
        for k in range(op.src_end - op.src_start)
    ]


def _adjoining(pairs: Sequence[tuple[int, int]], step: int) -> list[tuple[int, int]]:
    """Give the first pairs that follow one another in both texts, at most eight."""
    out = list(pairs[:1])
    for i, j in pairs[1:_WINDOW]:
        if (i, j) != (out[-1][0] + step, out[-1][1] + step):
            break
        out.append((i, j))
    return out
