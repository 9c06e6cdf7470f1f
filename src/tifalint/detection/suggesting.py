"""What an odd phrase could have been: ranks the approved forms of a glossary.

A phrase and a form are aligned word by word. What speaks for two words standing for each other, from the same lemma to
a likeness of meaning, adds up to a strength; the strengths of the best matches, weighted by how rare the words are
among the forms, and how alike the two are as a whole make the score. Words are looked up first, in all forms; only the
forms that do well are embedded.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from tifalint.detection.evidence import Evidence, Explanation, explain_expression, explain_word
from tifalint.embedding.encoder import Encoder, Vectors
from tifalint.glossary.model import LONGEST_UNIT, Concept, Glossary
from tifalint.glossary.thesaurus import Thesaurus
from tifalint.text.inflection import dictionary_key, stem
from tifalint.text.words import FUNCTION_WORDS, split_words

Numbers = NDArray[np.float32]

MOST = 5
"""Suggestions for a phrase."""
LONGEST = 200
"""Characters of the longest phrase that is ranked; a term is shorter."""
SHORTLIST = 100
"""Forms that are embedded: those whose words do best when they are looked up."""

PAIR_WEIGHTS: Mapping[str, float] = {
    "same": 6.78, "derived": -0.64, "thesaurus": 7.87, "pivot": 2.83, "synonym": 1.24, "spelling": 1.1,
    "meaning": 4.72, "distance": -3.16, "bias": -1.67,
}  # fmt: skip
"""What speaks for two words standing for each other. These and the next are what `tests/evaluation/fit_suggest.py`
fits; another word of the same stem is spelt alike and means the like, which counts already."""
WHOLE_WEIGHTS: Mapping[str, float] = {
    "found": 4.59, "used": 11.48, "both": 3.98, "least": 1.11, "meaning": 6.59, "spelling": 3.13, "length": -1.91,
    "aside": 0.44,
}  # fmt: skip
"""What speaks for a form as a whole; see `sums`."""
CALIBRATION = (0.47, -11.45)
"""Slope and intercept that turn a sum into the probability that a form among the first five is the right one."""
_USUAL_MEANING = 0.25
"""Cosine of two words at random: what a form gets for it while it is not embedded yet."""
_LEAST_SCORE = 0.01
"""A form below it has nothing to do with the phrase."""
_FUNCTION_WEIGHT = 0.15
"""What a function word counts beside a content word that is as rare."""
_LEAST_LIKENESS = 0.1
"""Cosine in the thesaurus from which a word counts as a near-synonym."""
_SPELT_ALIKE = 0.75
_LEAST_STRENGTH = 0.3
"""Strength of a match from which it is one, when the cause is told."""


class Suggestion(NamedTuple):
    """A form that a phrase could have been."""

    text: str
    """The form, as the glossary has it."""
    concept: Concept
    score: float
    """The probability that it is meant, where one of the forms is."""
    cause: str
    """How its words came out so, as far as it is known."""


class Comparison(NamedTuple):
    """A phrase of n words beside c forms of at most w words."""

    forms: NDArray[np.int64]
    """Indices of the forms; shape (c,)."""
    pairs: Numbers
    """What speaks for each word of the phrase standing for each word of a form, in the order of `PAIR_WEIGHTS` without
    the bias; shape (n, c, w, 8)."""
    present: Numbers
    """1 where a form has a word, 0 behind its end; shape (c, w)."""
    theirs: Numbers
    """The rarity of the forms' words; shape (c, w)."""
    ours: Numbers
    """The rarity of the phrase's words; shape (n,)."""
    whole: Numbers
    """How alike phrase and form are as a whole: the last four of `WHOLE_WEIGHTS`; shape (c, 4)."""


class _Phrase(NamedTuple):
    text: str
    words: list[str]
    """In lower case."""
    columns: Numbers
    """What speaks for each word standing for each of the vocabulary, meaning and distance not yet; shape (n, v, 6)."""
    causes: dict[tuple[int, int], str]
    """For a word and one of the vocabulary: the foreign word in which they meet."""
    ours: Numbers


_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ADDRESS = re.compile(r"(?:,? *\bsee +)?https?://\S+")


def plain(text: str) -> str:
    """Give a term without what stands in brackets: abbreviations and remarks; itself where nothing else is there."""
    bare = " ".join(_ASIDE.sub(" ", _ADDRESS.sub(" ", text)).split())
    return bare if any(c.isalnum() for c in bare) else text


def _words(text: str) -> list[str]:
    return [w.lower for w in split_words(text)]


class Ranker:
    """Ranks the approved forms of a glossary by how likely a phrase was meant to be each."""

    def __init__(
        self,
        glossary: Glossary,
        encoder: Encoder,
        thesaurus: Thesaurus,
        pair_weights: Mapping[str, float] = PAIR_WEIGHTS,
        whole_weights: Mapping[str, float] = WHOLE_WEIGHTS,
    ) -> None:
        """Take the forms of `glossary`, and what its pivot lexicons, `thesaurus` and `encoder` know of words."""
        self._glossary = glossary
        self._encoder = encoder
        self._thesaurus = thesaurus
        self._pair_weights = np.array([pair_weights[name] for name in PAIR_WEIGHTS], dtype=np.float32)
        self._whole_weights = np.array([whole_weights[name] for name in WHOLE_WEIGHTS], dtype=np.float32)
        self._forms: list[tuple[Concept, str]] = []
        self._split: list[list[str]] = []
        for concept in glossary.concepts:
            for designation in concept.designations:
                words = _words(plain(designation.form))
                if designation.status.is_approved and words:
                    self._forms.append((concept, designation.form))
                    self._split.append(words)
        self._vocabulary = sorted({word for words in self._split for word in words})
        column = {word: i for i, word in enumerate(self._vocabulary)}
        self._flat = np.array([column[word] for words in self._split for word in words], dtype=np.int64)
        self._lengths = np.array([len(words) for words in self._split], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(self._lengths)[:-1]]).astype(np.int64)
        self._frequency = Counter(word for words in self._split for word in set(words))
        self._rarity = np.array([self._rarity_of(word) for word in self._vocabulary], dtype=np.float32)
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._vocabulary):
            self._by_key[self._key(word)].append(number)
            self._by_stem[stem(self._key(word))].append(number)
        self._vectors: dict[str, Vectors] = {}

    @property
    def forms(self) -> list[str]:
        """The forms that are ranked, as the glossary has them; `Comparison.forms` has their indices."""
        return [text for _, text in self._forms]

    @cached_property
    def _listings(self) -> list[NDArray[np.uint16]]:
        return [self._thesaurus.listing({word, self._key(word)}) for word in self._vocabulary]

    @cached_property
    def _plain(self) -> list[str]:
        return [plain(text).lower() for _, text in self._forms]

    @cached_property
    def _asides(self) -> list[set[str]]:
        """What stands in brackets in each form, which a phrase may have kept."""
        return [
            {w for aside in _ASIDE.findall(text) for w in _words(aside)} - FUNCTION_WORDS for _, text in self._forms
        ]

    def suggest(self, phrase: str) -> list[Suggestion]:
        """Give the forms that a phrase could have been, the best first, each concept once; none where none is like it.

        A wording that the glossary lists as wrong comes first with the concept that it is listed under.
        """
        found = self._listed(phrase)
        if not self._forms or not _words(phrase):
            return found
        known = self._look_up(phrase)
        comparison = self._compare(known)
        strengths = _strengths(comparison, self._pair_weights)
        found_sums = sums(comparison, self._pair_weights, self._whole_weights)
        slope, intercept = CALIBRATION
        for place in np.argsort(-found_sums, kind="stable"):
            score = 1 / (1 + math.exp(-(slope * float(found_sums[place]) + intercept)))
            if score < _LEAST_SCORE or len(found) == MOST:
                break
            concept, text = self._forms[comparison.forms[place]]
            if all(concept is not s.concept for s in found):
                cause = self._cause(known, comparison, strengths[:, place], int(place))
                found.append(Suggestion(text, concept, score, cause))
        return found

    def compare(self, phrase: str) -> Comparison:
        """Compare a phrase with the forms on its shortlist; the phrase must have a word."""
        return self._compare(self._look_up(phrase))

    def _listed(self, phrase: str) -> list[Suggestion]:
        glossary = self._glossary
        keys = " ".join(glossary.lexicon.key(word) for word in _words(phrase) if word not in ("a", "an", "the"))
        out: list[Suggestion] = []
        for number in glossary.whole.get(keys, ()):
            form = glossary.forms[number]
            concept, designation = glossary.concept(form), glossary.designation(form)
            if not designation.status.is_approved and all(concept is not s.concept for s in out):
                cause = designation.cause or f"listed as {designation.status}"
                out.append(Suggestion(concept.preferred, concept, 0.99, cause))
        return out

    def _key(self, word: str) -> str:
        lexicon = self._glossary.lexicon
        return lexicon.key(word) if word in lexicon.lemmas else dictionary_key(word)

    def _rarity_of(self, word: str) -> float:
        """Give how rare a word is among the forms, 0 to 1."""
        count = len(self._split)
        rarity = math.log((count + 1) / (self._frequency[word] + 0.5)) / math.log(2 * count + 2)
        return max(rarity, 0.0) * (_FUNCTION_WEIGHT if word in FUNCTION_WORDS else 1)

    def _look_up(self, phrase: str) -> _Phrase:
        text = plain(phrase).lower()
        words = _words(text)
        columns = np.zeros((len(words), len(self._vocabulary), 6), dtype=np.float32)
        keys = [self._key(word) for word in words]
        for row, (word, key) in enumerate(zip(words, keys, strict=True)):
            same = self._by_key.get(key, [])
            columns[row, same, 0] = 1
            if word not in FUNCTION_WORDS and len(stem(key)) > 2:
                columns[row, [c for c in self._by_stem.get(stem(key), []) if c not in same], 1] = 1
        listings = [self._thesaurus.listing({word, key}) for word, key in zip(words, keys, strict=True)]
        columns[:, :, 2] = self._thesaurus.likeness(listings, self._listings)
        causes: dict[tuple[int, int], str] = {}
        for rows, explanation in self._explanations(words, keys):
            unit = explanation.unit.split(" ")
            kind, worth = (
                (4, 1.0) if explanation.evidence is Evidence.SYNONYM else (3, min(explanation.meetings, 3) / 3)
            )
            for column in (c for key in unit for c in self._by_key.get(key, ())):
                for row in rows:
                    columns[row, column, kind] = max(columns[row, column, kind], worth)
                    if explanation.causes and not columns[row, column, 0]:
                        causes.setdefault((row, column), explanation.causes[0])
        columns[:, :, 5] = process.cdist(words, self._vocabulary, scorer=fuzz.ratio, dtype=np.uint8) / np.float32(100)
        ours = np.array([self._rarity_of(word) for word in words], dtype=np.float32)
        return _Phrase(text, words, columns, causes, ours)

    def _explanations(self, words: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[Sequence[int], Explanation]]:
        """Give what the lexicons say that words and expressions of a phrase stand for, each with its words' indices."""
        content = [i for i, word in enumerate(words) if word not in FUNCTION_WORDS]
        for place, row in enumerate(content):
            for explanation in explain_word(self._glossary, keys[row]):
                if explanation.evidence in (Evidence.PIVOT, Evidence.SYNONYM):
                    yield [row], explanation
            for length in range(2, LONGEST_UNIT + 1):
                rows = content[place : place + length]
                if len(rows) == length:
                    unit = " ".join(keys[i] for i in rows)
                    for explanation in explain_expression(self._glossary, keys[row], unit):
                        yield rows, explanation

    def _compare(self, phrase: _Phrase) -> Comparison:
        chosen = self._shortlist(phrase)
        width = int(self._lengths[chosen].max())
        ids = np.zeros((len(chosen), width), dtype=np.int64)
        present = np.zeros((len(chosen), width), dtype=np.float32)
        places = np.zeros((len(chosen), width), dtype=np.float32)
        for row, form in enumerate(chosen):
            length = self._lengths[form]
            ids[row, :length] = self._flat[self._starts[form] : self._starts[form] + length]
            present[row, :length] = 1
            places[row, :length] = (np.arange(length) + 0.5) / length
        count = len(phrase.words)
        pairs = np.empty((count, *ids.shape, 8), dtype=np.float32)
        pairs[..., :6] = phrase.columns[:, ids]
        used, where = np.unique(ids, return_inverse=True)
        theirs = self._embed([self._vocabulary[i] for i in used])
        pairs[..., 6] = (self._embed(phrase.words) @ theirs.T)[:, where.reshape(ids.shape)]
        own = (np.arange(count, dtype=np.float32) + 0.5) / count
        pairs[..., 7] = np.abs(own[:, None, None] - places)
        texts = [self._plain[i] for i in chosen]
        kept = set(phrase.words)
        longest = np.maximum(self._lengths[chosen], count)
        whole = np.stack(
            [
                (self._embed([phrase.text]) @ self._embed(texts).T)[0],
                process.cdist([phrase.text], texts, scorer=fuzz.ratio, dtype=np.uint8)[0] / np.float32(100),
                np.abs(self._lengths[chosen] - count) / longest,
                [bool(self._asides[i] & kept) for i in chosen],
            ],
            axis=1,
        ).astype(np.float32)
        return Comparison(chosen, pairs, present, self._rarity[ids] * present, phrase.ours, whole)

    def _shortlist(self, phrase: _Phrase) -> NDArray[np.int64]:
        """Give the forms whose words do best when they are only looked up."""
        *looked_up, meaning, _, bias = self._pair_weights
        logits = phrase.columns @ np.array(looked_up) + (bias + meaning * _USUAL_MEANING)
        strengths = (1 / (1 + np.exp(-logits)))[:, self._flat]
        theirs = self._rarity[self._flat]
        best = strengths.max(axis=0)
        found = np.add.reduceat(best * theirs, self._starts) / np.maximum(np.add.reduceat(theirs, self._starts), 1e-6)
        used = phrase.ours @ np.maximum.reduceat(strengths, self._starts, axis=1) / max(float(phrase.ours.sum()), 1e-6)
        least = np.minimum.reduceat(best, self._starts)
        longest = np.maximum(self._lengths, len(phrase.words))
        length = np.abs(self._lengths - len(phrase.words)) / longest
        kept = set(phrase.words)
        aside = np.array([bool(words & kept) for words in self._asides], dtype=np.float32)
        alike = np.stack([found, used, found * used, least, length, aside], axis=1)
        sums = alike @ self._whole_weights[[0, 1, 2, 3, 6, 7]]
        return np.argsort(-sums, kind="stable")[:SHORTLIST]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of texts, of length 1; what was embedded before is kept."""
        new = sorted({text for text in texts if text not in self._vectors})
        if new:
            self._vectors |= {t: e.vector for t, e in zip(new, self._encoder.encode(new), strict=True)}
        return np.stack([self._vectors[text] for text in texts])

    def _cause(self, phrase: _Phrase, comparison: Comparison, strengths: Numbers, place: int) -> str:
        """Say how the words of a form came out as those of the phrase, the sure ones first."""
        form = comparison.forms[place]
        theirs = self._split[form]
        start = self._starts[form]
        sure, likely, matched = [], [], []
        for number, word in enumerate(theirs):
            row = int(strengths[:, number].argmax())
            same, derived, thesaurus, _, synonym, spelling, *_ = comparison.pairs[row, place, number]
            ours = phrase.words[row]
            if strengths[row, number] < _LEAST_STRENGTH or word in FUNCTION_WORDS:
                continue
            matched.append(row)
            if same:
                continue
            cause = phrase.causes.get((row, int(self._flat[start + number])))
            if cause:
                sure.append(cause)
            elif derived:
                sure.append(f'"{ours}" is another form of "{word}"')
            elif synonym or thesaurus >= _LEAST_LIKENESS:
                likely.append(f'"{ours}" is a near-synonym of "{word}"')
            elif spelling >= _SPELT_ALIKE:
                likely.append(f'"{ours}" is spelt like "{word}"')
        causes = sure + likely
        if any(left > right for left, right in pairwise(matched)):
            causes.append("word order")
        return "; ".join(dict.fromkeys(causes))


def sums(comparison: Comparison, pair_weights: Numbers, whole_weights: Numbers) -> Numbers:
    """Give how much speaks for each form, on no scale; shape (c,).

    Weighed are, as `WHOLE_WEIGHTS` names them: found and used, the shares of the form's and of the phrase's words that
    the best matches cover; both, their product; least, how well the worst covered word of the form is covered; meaning,
    the cosine of phrase and form; spelling; length, the difference in words as a share of the longer; aside, whether
    the phrase has kept what the form has in brackets.
    """
    strengths = _strengths(comparison, pair_weights)
    best = strengths.max(axis=0)
    found = (best * comparison.theirs).sum(axis=1) / np.maximum(comparison.theirs.sum(axis=1), 1e-6)
    used = comparison.ours @ strengths.max(axis=2) / max(float(comparison.ours.sum()), 1e-6)
    least = (best + (1 - comparison.present)).min(axis=1)
    covered = np.stack([found, used, found * used, least], axis=1)
    return np.asarray(np.concatenate([covered, comparison.whole], axis=1) @ whole_weights, dtype=np.float32)


def _strengths(comparison: Comparison, weights: Numbers) -> Numbers:
    """Give how strongly each word of the phrase stands for each word of a form, 0 to 1; shape (n, c, w)."""
    logits = comparison.pairs @ weights[:-1] + weights[-1]
    return np.asarray(comparison.present / (1 + np.exp(-logits)), dtype=np.float32)
