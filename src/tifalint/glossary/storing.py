"""A compiled glossary as bytes, and back: opened at once, whatever its size, and decoded where it is looked at.

A draft of a thousand words meets a small part of a glossary. Mappings are therefore spread over boards of a shelf by a
checksum of their keys, and rows lie in blocks; opening a glossary only finds where these begin.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload
from zlib import crc32

import msgspec

from tifalint.glossary.model import Concept, Confusion, Form, Glossary, Literal
from tifalint.text.inflection import Lexicon

_BOARD = 4
"""Entries of a board, on the average: few enough to decode in microseconds, many enough to keep the boards few. Where
an entry is large, a board has fewer."""
_BLOCK = 2
"""Rows of a block."""

T = TypeVar("T")
D = TypeVar("D")


class Shelf(Mapping[str, T], Generic[T]):
    """A mapping whose entries are decoded a board at a time, when a key of the board is first looked up."""

    def __init__(self, boards: Sequence[bytes], decoder: msgspec.msgpack.Decoder[dict[str, T]]) -> None:
        self._boards = boards
        self._decode = decoder.decode
        self._opened: list[dict[str, T] | None] = [None] * len(boards)

    def _board(self, number: int) -> dict[str, T]:
        board = self._opened[number]
        if board is None:
            board = self._opened[number] = self._decode(self._boards[number])
        return board

    @overload
    def get(self, key: str, /) -> T | None: ...
    @overload
    def get(self, key: str, default: T | D, /) -> T | D: ...
    def get(self, key: str, default: T | D | None = None, /) -> T | D | None:
        """Give the entry of a key, or `default`."""
        return self._board(crc32(key.encode()) % len(self._boards)).get(key, default)

    def __getitem__(self, key: str) -> T:
        return self._board(crc32(key.encode()) % len(self._boards))[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._board(crc32(key.encode()) % len(self._boards))

    def __iter__(self) -> Iterator[str]:
        for number in range(len(self._boards)):
            yield from self._board(number)

    def __len__(self) -> int:
        return sum(len(self._board(number)) for number in range(len(self._boards)))


class Rows(Sequence[T], Generic[T]):
    """A sequence whose rows are decoded a block at a time, when one of the block is first looked at."""

    def __init__(self, blocks: Sequence[bytes], count: int, decoder: msgspec.msgpack.Decoder[list[T]]) -> None:
        self._blocks = blocks
        self._count = count
        self._decode = decoder.decode
        self._opened: list[list[T] | None] = [None] * len(blocks)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        if index < 0:
            index += self._count
        if index < 0:
            raise IndexError(index)
        number = index // _BLOCK
        block = self._opened[number]  # raises IndexError behind the last one
        if block is None:
            block = self._opened[number] = self._decode(self._blocks[number])
        return block[index % _BLOCK]

    def __len__(self) -> int:
        return self._count


class _Stored(msgspec.Struct, array_like=True):
    """How a glossary lies in a file."""

    counts: tuple[int, int]
    concepts: list[bytes]
    forms: list[bytes]
    ids: list[bytes]
    lengths: list[bytes]
    whole: list[bytes]
    having: list[bytes]
    partners: list[bytes]
    starts: bytes
    confusions: list[bytes]
    expressions: list[bytes]
    ordinary: list[bytes]
    stems: list[bytes]
    beat: list[bytes]
    surnames: dict[str, list[int]]
    acronyms: dict[str, tuple[str, str]]
    readings: list[bytes]
    literals: list[bytes]
    lemmas: list[bytes]
    paradigms: list[bytes]


_DECODER = msgspec.msgpack.Decoder(_Stored)
_CONCEPTS = msgspec.msgpack.Decoder(list[Concept])
_FORMS = msgspec.msgpack.Decoder(list[Form])
_CONFUSIONS = msgspec.msgpack.Decoder(dict[str, dict[str, Confusion]])
_EXPRESSIONS = msgspec.msgpack.Decoder(dict[str, dict[str, dict[str, Confusion]]])
_NUMBERS = msgspec.msgpack.Decoder(dict[str, int])
_NUMBER_LISTS = msgspec.msgpack.Decoder(dict[str, list[int]])
_PARTNERS = msgspec.msgpack.Decoder(dict[str, dict[str, list[int]]])
_TEXTS = msgspec.msgpack.Decoder(dict[str, str])
_TEXT_LISTS = msgspec.msgpack.Decoder(dict[str, list[str]])
_LITERALS = msgspec.msgpack.Decoder(dict[str, list[Literal]])
_FLAGS = msgspec.msgpack.Decoder(dict[str, bool])


def pack(glossary: Glossary) -> bytes:
    """Give a glossary as bytes that `unpack` reads."""
    return msgspec.msgpack.encode(
        _Stored(
            counts=(len(glossary.concepts), len(glossary.forms)),
            concepts=_blocks(glossary.concepts),
            forms=_blocks(glossary.forms),
            ids=_boards(glossary.ids),
            lengths=_boards(glossary.lengths),
            whole=_boards(glossary.whole),
            having=_boards(glossary.having),
            partners=_boards(glossary.partners, 1),
            starts=array("I", glossary.starts).tobytes(),
            confusions=_boards(glossary.confusions, 2),
            expressions=_boards(glossary.expressions, 1),
            ordinary=_boards(glossary.ordinary),
            stems=_boards(glossary.stems),
            beat=_boards(glossary.domain_words),
            surnames=dict(glossary.surnames),
            acronyms=dict(glossary.acronyms),
            readings=_boards(glossary.readings),
            literals=_boards(glossary.literals, 2),
            lemmas=_boards(glossary.lexicon.lemmas),
            paradigms=_boards(glossary.lexicon.paradigms),
        )
    )


def unpack(content: bytes) -> Glossary:
    """Open a glossary that `pack` made; raises `msgspec.MsgspecError` for bytes that are none."""
    stored = _DECODER.decode(content)
    return Glossary(
        concepts=Rows(stored.concepts, stored.counts[0], _CONCEPTS),
        forms=Rows(stored.forms, stored.counts[1], _FORMS),
        ids=Shelf(stored.ids, _NUMBERS),
        lengths=Shelf(stored.lengths, _NUMBER_LISTS),
        whole=Shelf(stored.whole, _NUMBER_LISTS),
        having=Shelf(stored.having, _NUMBER_LISTS),
        partners=Shelf(stored.partners, _PARTNERS),
        starts=memoryview(stored.starts).cast("I"),
        confusions=Shelf(stored.confusions, _CONFUSIONS),
        expressions=Shelf(stored.expressions, _EXPRESSIONS),
        ordinary=Shelf(stored.ordinary, _FLAGS),
        stems=Shelf(stored.stems, _TEXT_LISTS),
        domain_words=Shelf(stored.beat, _FLAGS),
        surnames=stored.surnames,
        acronyms=stored.acronyms,
        readings=Shelf(stored.readings, _TEXT_LISTS),
        literals=Shelf(stored.literals, _LITERALS),
        lexicon=Lexicon(Shelf(stored.lemmas, _TEXTS), Shelf(stored.paradigms, _TEXT_LISTS)),
    )


def _boards(entries: Mapping[str, Any], each: int = _BOARD) -> list[bytes]:
    boards: list[dict[str, Any]] = [{} for _ in range(max(1, len(entries) // each))]
    for key, value in entries.items():
        boards[crc32(key.encode()) % len(boards)][key] = value
    return [msgspec.msgpack.encode(board) for board in boards]


def _blocks(rows: Iterable[Any]) -> list[bytes]:
    listed = list(rows)
    return [msgspec.msgpack.encode(listed[i : i + _BLOCK]) for i in range(0, len(listed), _BLOCK)]
