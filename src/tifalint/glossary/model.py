"""What a concept is, after ISO 30042 (TBX): a sense with designations in two languages, each with a status.

The compiled glossary adds what matching needs. All of it is plain data, which `storing` writes and reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from tifalint.text.inflection import Lexicon


class Status(StrEnum):
    """The administrative status of a designation, as TBX names them, and `garble`."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    """Known to circulate, and wrong."""
    SUPERSEDED = "superseded"
    """Official until a date, then replaced."""
    GARBLE = "garble"
    """A mistranslation seen in print; no rendering at all."""

    @property
    def is_approved(self) -> bool:
        """Whether the form may be used."""
        return self in (Status.PREFERRED, Status.ADMITTED)


class Kind(StrEnum):
    """What sort of thing a concept names."""

    TERM = "term"
    PERSON = "person"
    OFFICE = "office"
    BODY = "body"
    PLACE = "place"
    EVENT = "event"
    DOCUMENT = "document"
    COMPANY = "company"

    @property
    def is_name(self) -> bool:
        """Whether a wrong rendering is a wrong name rather than a wrong term."""
        return self not in (Kind.TERM, Kind.EVENT, Kind.DOCUMENT)


class Severity(StrEnum):
    """The severity levels of MQM."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    NEUTRAL = "neutral"

    @property
    def rank(self) -> int:
        """0 for neutral to 3 for critical."""
        return (Severity.NEUTRAL, Severity.MINOR, Severity.MAJOR, Severity.CRITICAL).index(self)


class Source(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where an English rendering was seen."""

    publisher: str
    title: str = ""
    date: str = ""
    url: str = ""


class Designation(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One English form of a concept."""

    form: str
    """As it stands in running text: a capital is part of the form."""
    status: Status
    since: str = ""
    """First day of use, as YYYY, YYYY-MM or YYYY-MM-DD; empty when not known."""
    until: str = ""
    """Last day of use, likewise."""
    note: str = ""
    cause: str = ""
    """For a garble: how it came about."""

    def is_stale(self, day: str) -> bool:
        """Tell whether the form had been replaced by a day (ISO date)."""
        return bool(self.until) and day[: len(self.until)] > self.until


class Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What another program's TBX says beyond this model: kept, so that it is there when the glossary goes back."""

    at: str = ""
    """Where it belongs: "" for the concept, "en" or "zh" for a language, "en/FORM" or "zh/FORM" for a term."""
    xml: str = ""
    """One element, with its namespaces; at "@id", the id that the concept had there."""


class Concept(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sense, in Chinese and English."""

    id: str
    domain: str
    zh: list[str]
    """Chinese designations in simplified characters, the canonical one first; none in a glossary without Chinese."""
    designations: list[Designation]
    """The preferred form first."""
    kind: Kind = Kind.TERM
    severity: Severity = Severity.MAJOR
    """How bad a wrong rendering is."""
    zh_hant: list[str] = []
    """Forms used where traditional characters are written, when they differ in more than script."""
    definition: str = ""
    note: str = ""
    sources: list[Source] = []
    unconfirmed: bool = False
    superseded_by: str = ""
    """Id of the concept that took this one's place: what became of a body or a policy that is no more."""
    examples: list[str] = []
    """Sentences in which the concept must be found."""
    extra: list[Extra] = []
    file: str = ""
    """Path of the file that it was read from."""
    line: int = 0

    @property
    def chinese(self) -> str:
        """The canonical Chinese designation, empty where there is none."""
        return self.zh[0] if self.zh else ""

    @property
    def label(self) -> str:
        """What a message calls it: its Chinese, else its English."""
        return self.chinese or self.preferred

    @property
    def preferred(self) -> str:
        """The preferred English form."""
        return self.designations[0].form


LONGEST_UNIT = 3
"""Words of the longest English expression of a pivot lexicon that is looked for in a draft."""
LONGEST_TARGET = 12
"""Content words of the longest form that garbles are looked for; a longer one is a sentence."""


class Form(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A designation made ready for matching."""

    concept: int
    """Index into `Glossary.concepts`."""
    designation: int
    """Index into that concept's designations."""
    keys: list[str]
    """One key per word, articles left out."""
    possessive: list[bool]
    """Whether each of the words is a possessive."""
    content: list[int]
    """Which of the keys are content words."""
    comma: bool
    """Whether the form has a comma, so that commas may stand in the text."""

    @property
    def content_keys(self) -> list[str]:
        """The keys of the content words."""
        return self.keys if len(self.content) == len(self.keys) else [self.keys[i] for i in self.content]


def units_of(content: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Give the units of a form's content words, each with the first and the last of the words that it covers.

    A unit is one to three keys, joined by spaces.
    """
    for number, key in enumerate(content):
        yield key, number, number
    for length in range(2, LONGEST_UNIT + 1):
        for first in range(len(content) - length + 1):
            yield " ".join(content[first : first + length]), first, first + length - 1


class Confusion(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why one English unit may stand where another belongs."""

    causes: tuple[str, ...]
    """For the reader, one for each language: "French puce: chip, flea", or "thesaurus: deep, profound"; none for what a
    careful writer may put in its place."""
    meetings: int
    """In how many foreign words the two meet, related languages counted once. Words that meet by the accident of one
    language meet once; near-synonyms meet again and again."""


class Literal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A term's Chinese cut into the pieces that a word-for-word rendering gives one by one."""

    concept: int
    """Index into `Glossary.concepts`."""
    pieces: list[str]
    """The Chinese words, in order; particles left out."""


def route_of(cause: str) -> str:
    """Give, from a cause, what the text passed through for the confusion to happen: a language, or the thesaurus."""
    return cause.split(maxsplit=1)[0].removesuffix(":")


@dataclass(frozen=True)
class Glossary:
    """Everything known about the terms, compiled.

    Mappings and sequences may be lazy: what is never looked at is never decoded.
    """

    concepts: Sequence[Concept]
    forms: Sequence[Form]
    ids: Mapping[str, int]
    """Index of each concept by its id."""
    lengths: Mapping[str, list[int]]
    """The first two keys of a form (or its only one), joined by a space, with how many keys the forms have that begin
    so, the longest first."""
    whole: Mapping[str, list[int]]
    """All keys of a form, joined by spaces, with the forms that have them."""
    having: Mapping[str, list[int]]
    """A unit (one to three keys joined by spaces) with the indices of the approved forms of two or more content words
    that have it."""
    partners: Mapping[str, dict[str, list[int]]]
    """A content word with the units that, of the rest of a form that has it, cover the rarest word, or of three and
    more the second rarest as well, and with these forms. A garble keeps one word of a form and keeps or explains all
    others, of three and more all but one: so where it stands, a word has a partner."""
    starts: Sequence[int]
    """For each concept, the index of its first form; its others follow."""
    confusions: Mapping[str, dict[str, Confusion]]
    """A word of a draft, by its key, with the units that it may have replaced."""
    expressions: Mapping[str, dict[str, dict[str, Confusion]]]
    """The first key of an expression of two or three, with the whole expressions, and the units that each may have
    replaced."""
    ordinary: Mapping[str, bool]
    """Pairs of keys that a garble would make of an approved form and that are ordinary English all the same."""
    stems: Mapping[str, list[str]]
    """A derivational stem with the one-word units that have it."""
    domain_words: Mapping[str, bool]
    """Keys of the content words of all approved forms: what this beat is written with."""
    surnames: Mapping[str, list[int]]
    """Surnames of Chinese people, in capitals, with the indices of those who bear them."""
    acronyms: Mapping[str, tuple[str, str]]
    """Foreign acronyms (IA) with the English one and the language."""
    readings: Mapping[str, list[str]]
    """An English reading (one to three roots, joined by spaces) with the pieces of Chinese terms that it may render."""
    literals: Mapping[str, list[Literal]]
    """The rarest piece of a Chinese term with the terms that it is the rarest piece of."""
    lexicon: Lexicon
    explained: dict[str, Any] = field(default_factory=dict, compare=False)
    """What detection has found out about words; it is the same for every draft."""

    def by_id(self, name: str) -> Concept | None:
        """Give the concept with an id."""
        number = self.ids.get(name)
        return None if number is None else self.concepts[number]

    def concept(self, form: Form) -> Concept:
        """Give the concept that a form belongs to."""
        return self.concepts[form.concept]

    def designation(self, form: Form) -> Designation:
        """Give the designation that a form was made of."""
        return self.concepts[form.concept].designations[form.designation]
