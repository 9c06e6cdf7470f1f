"""What simpler means find: each takes a draft and a readout, and says what it would flag.

With a readout, they look only for terms that the readout has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from tifalint.documents.document import Document
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder, Vectors
from tifalint.errors import InputError
from tifalint.glossary.matching import TermHit, find_terms
from tifalint.glossary.model import Form, Glossary, Status
from tifalint.text.spans import Span
from tifalint.text.words import Word

from .cases import LEAST_CONTENT
from .scoring import Flag

LEAST_RATIO = 84.0
"""rapidfuzz's partial ratio, 0..100, from which an n-gram passes for a garble of a form.

This and the cosine are where F1 on the labelled cases, without a readout, is near its best; higher ones find less."""
LEAST_COSINE = 0.72
"""Cosine of two phrases, from which one passes for a garble of the other."""
_LONGEST = 5
"""Words of the longest n-gram."""


def _read(draft: str) -> Document:
    return parse_document(draft, "draft.md", ".md")


def _terms(document: Document, glossary: Glossary) -> list[list[TermHit]]:
    return [find_terms(glossary, document.text, s.words) for s in document.sentences]


class ExactGlossary:
    """Only what the glossary lists as wrong."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary

    def __call__(self, draft: str, readout: str | None) -> list[Flag]:
        """Flag known garbles and deprecated forms."""
        return [
            Flag(hit.span, (hit.concept.preferred,), hit.concept.id)
            for hits in _terms(_read(draft), self.glossary)
            for hit in hits
            if hit.designation.status in (Status.GARBLE, Status.DEPRECATED)
        ]


class Phrase(NamedTuple):
    """An n-gram of a draft that is no approved term."""

    span: Span
    text: str
    keys: tuple[str, ...]
    """Of its content words."""


def phrases(document: Document, glossary: Glossary) -> Iterator[Phrase]:
    """Give the n-grams of two to five words that begin and end with content words and touch no approved term."""
    for sentence, hits in zip(document.sentences, _terms(document, glossary), strict=True):
        right = [h.span for h in hits if h.designation.status.is_approved]
        words = sentence.words
        for first, last in _ranges(words):
            span = Span(words[first].start, words[last].end)
            if not any(span.overlaps(r) for r in right):
                keys = tuple(glossary.lexicon.key(w.lower) for w in words[first : last + 1] if w.is_content)
                yield Phrase(span, document.text[span.start : span.end].lower(), keys)


def _ranges(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    content = [i for i, w in enumerate(words) if w.is_content]
    return ((i, j) for i in content for j in content if 0 < j - i < _LONGEST)


def _best(scored: Iterable[tuple[float, Flag]]) -> list[Flag]:
    """Of flags that overlap, keep the best."""
    kept: list[Flag] = []
    for _, flag in sorted(scored, key=lambda pair: (-pair[0], pair[1].span)):
        if not any(flag.span.overlaps(other.span) for other in kept):
            kept.append(flag)
    return sorted(kept)


class _FormSearch:
    """The approved forms that a phrase may be meant for."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary

    @cached_property
    def forms(self) -> list[Form]:
        """All approved forms of two content words and more."""
        return [
            form
            for form in self.glossary.forms
            if len(form.content) >= LEAST_CONTENT and self.glossary.designation(form).status.is_approved
        ]

    @cached_property
    def texts(self) -> list[str]:
        """Their wording, in lower case."""
        return [self.glossary.designation(form).form.lower() for form in self.forms]

    def wanted(self, readout: str | None) -> frozenset[int] | None:
        """Give the concepts that a readout names; None where there is no readout, so that all are looked for."""
        if readout is None:
            return None
        return frozenset(hit.form.concept for hits in _terms(_read(readout), self.glossary) for hit in hits)

    def flag(self, phrase: Phrase, number: int) -> Flag:
        """Flag a phrase as meant for a form."""
        concept = self.glossary.concept(self.forms[number])
        return Flag(phrase.span, (self.glossary.designation(self.forms[number]).form,), concept.id)


class FuzzyMatching(_FormSearch):
    """Spelling: rapidfuzz's partial ratio with the forms of as many content words that share one."""

    @cached_property
    def _having(self) -> dict[tuple[str, int], list[int]]:
        out: dict[tuple[str, int], list[int]] = {}
        for number, form in enumerate(self.forms):
            for key in form.content_keys:
                out.setdefault((key, len(form.content)), []).append(number)
        return out

    def __call__(self, draft: str, readout: str | None) -> list[Flag]:
        """Flag n-grams that are spelt much like a form."""
        wanted = self.wanted(readout)
        scored = []
        for phrase in phrases(_read(draft), self.glossary):
            near = {n for key in phrase.keys for n in self._having.get((key, len(phrase.keys)), ())}
            ranked = [
                (fuzz.partial_ratio(phrase.text, self.texts[n]), -n)
                for n in near
                if wanted is None or self.forms[n].concept in wanted
            ]
            ratio, number = max(ranked, default=(0.0, 0))
            if ratio >= LEAST_RATIO:
                scored.append((ratio, self.flag(phrase, -number)))
        return _best(scored)


class EmbeddingSimilarity(_FormSearch):
    """Sense: the cosine of the vectors of phrase and form."""

    def __init__(self, glossary: Glossary, encoder: Encoder) -> None:
        super().__init__(glossary)
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        unknown = sorted({text for text in texts if text not in self._known})
        for first in range(0, len(unknown), 512):
            batch = unknown[first : first + 512]
            self._known |= {t: e.vector for t, e in zip(batch, self._encoder.encode(batch), strict=True)}
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def __call__(self, draft: str, readout: str | None) -> list[Flag]:
        """Flag n-grams that mean much the same as a form."""
        found = list(phrases(_read(draft), self.glossary))
        wanted = self.wanted(readout)
        numbers = [n for n, form in enumerate(self.forms) if wanted is None or form.concept in wanted]
        if not found or not numbers:
            return []
        cosine = self._vectors([p.text for p in found]) @ self._vectors([self.texts[n] for n in numbers]).T
        best = cosine.argmax(axis=1)
        return _best(
            (float(row[n]), self.flag(phrase, numbers[n]))
            for phrase, row, n in zip(found, cosine, best, strict=True)
            if row[n] >= LEAST_COSINE
        )


class Proselint:
    """The prose linter proselint, which knows neither terms nor readouts."""

    def __init__(self) -> None:
        """Load its checks; raises `InputError` where it is not installed."""
        try:
            from proselint.checks import __register__
            from proselint.registry import CheckRegistry
        except ImportError:
            raise InputError("proselint", "not installed; pip install '.[evaluation]'") from None
        registry = CheckRegistry()  # the one of the process
        if not registry.checks:
            registry.register_many(__register__)

    def __call__(self, draft: str, readout: str | None) -> list[Flag]:
        """Flag what it finds."""
        from proselint.tools import LintFile

        found = (result.check_result for result in LintFile("draft", draft).lint())
        # It counts from a line end that it puts before the text.
        return [
            Flag(Span(r.span[0] - 1, r.span[1] - 1), (r.replacements,) if isinstance(r.replacements, str) else ())
            for r in found
        ]
