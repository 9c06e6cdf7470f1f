"""English word forms: which forms are one lemma, and which form of another lemma corresponds to a given one.

The knowledge comes from simplemma's dictionary and is cut down to the words that a glossary needs when the glossary is
compiled, so that a check loads kilobytes and no library.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

from tifalint.text.words import fold_case


@dataclass(frozen=True)
class Lexicon:
    """Lemmas and paradigms of a limited vocabulary; words outside it follow the rules of spelling."""

    lemmas: Mapping[str, str]
    """Each known form, in lower case, with its lemma."""
    paradigms: Mapping[str, list[str]]
    """Each lemma with all its forms, itself included, sorted."""

    def lemma(self, word: str) -> str:
        """Give the lemma of a word in lower case; of an unknown word, itself."""
        return self.lemmas.get(word, word)

    def key(self, word: str) -> str:
        """Give what two spellings of one lemma have in common (labour, labor; organise, organizing)."""
        lemma = self.lemmas.get(word)
        if lemma is None:
            folded = spelling_key(word)
            lemma = self.lemmas.get(folded, folded)
        return spelling_key(lemma)

    def inflect_like(self, lemma: str, model: str) -> str:
        """Give the form of `lemma` that corresponds to the form `model` has of its own lemma.

        "chip" like "fleas" is "chips", "preside" like "chaired" is "presided". A base form stays as it is.
        """
        kind = _form_kind(model, self.lemma(model))
        forms = [f for f in self.paradigms.get(lemma, ()) if f != lemma and _form_kind(f, lemma) == kind]
        if kind == "base":
            return lemma
        return min(forms, key=len) if forms else _regular(lemma, kind)


def build_lexicon(vocabulary: Iterable[str]) -> Lexicon:
    """Build the lexicon of the given words from simplemma's English dictionary; takes about a second.

    Words come as they are written: those that only come with a capital, or once in capitals throughout, are names or
    acronyms, and the dictionary is not believed when it takes them for a form of quite another word (AI: am, Lan: Lin).
    """
    import simplemma  # heavy: 0.2 s and 20 MB, needed only when a glossary is compiled
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    forms_of: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary("en").items():
        if form.isalpha() and form.islower():
            forms_of[lemma].add(form)
    written = set(vocabulary)
    words = {fold_case(word) for word in written}
    acronyms = {word.lower() for word in written if len(word) > 1 and word.isupper()}
    common = {word for word in written if not word[:1].isupper() and word not in acronyms}
    own = {word: str(simplemma.lemmatize(word, lang="en")).lower() for word in words}
    own |= {word: word for word, lemma in own.items() if word not in common and lemma[:3] != word[:3]}
    lemmas: dict[str, str] = {}
    paradigms: dict[str, list[str]] = {}
    ours: defaultdict[str, set[str]] = defaultdict(set)
    for word, lemma in own.items():
        ours[lemma].add(word)
    for lemma in sorted(ours):
        forms = forms_of.get(lemma, set()) | {lemma} | ours[lemma]
        if lemma.isalpha() and lemma.isascii() and len(lemma) > 2:
            # The dictionary gives a form one lemma only (attaches: attaché), so the regular forms are added.
            forms |= {_regular(lemma, kind) for kind in ("s", "ing", "past")}
        paradigms[lemma] = sorted(forms)
        for form in sorted(forms):
            lemmas.setdefault(form, lemma)
    for word, lemma in sorted(own.items()):
        # A form that the dictionary makes a word of its own (crossing) stays with its verb where that is known.
        if lemma != word or lemmas[word] == word or word not in common:
            lemmas[word] = lemma
    return Lexicon(lemmas, paradigms)


def _form_kind(form: str, lemma: str) -> str:
    if form == lemma:
        return "base"
    if form.endswith("ing"):
        return "ing"
    if form.endswith("s"):
        return "s"
    return "past"


def _regular(lemma: str, kind: str) -> str:
    if kind == "s":
        if re.search(r"(s|x|z|ch|sh)$", lemma):
            return lemma + "es"
        return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"
    base = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    if kind == "ing":
        return base + "ing"
    return base[:-1] + "ied" if re.search(r"[^aeiou]y$", base) else base + "ed"


_SPELLINGS = (
    (re.compile(r"is(e[ds]?|ing|ations?|ers?)$"), r"iz\1"),
    (re.compile(r"ys(e[ds]?|ing)$"), r"yz\1"),
    (re.compile(r"([a-z]{3})our"), r"\1or"),
    (re.compile(r"([bt])re(s?)$"), r"\1er\2"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"amme(s?)$"), r"am\1"),
    (re.compile(r"ence(s?)$"), r"ense\1"),
    (re.compile(r"([aeiou])ll(ing|ed|ers?)$"), r"\1l\2"),
)


@lru_cache(maxsize=16_384)
def spelling_key(word: str) -> str:
    """Fold the British and the American spelling of a word into one key; the key itself is not for reading."""
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=16_384)
def stem(lemma: str) -> str:
    """Give the derivational stem of a lemma (collaborative, collaboration: collabor), after Porter's second stemmer."""
    return _stemmer().stemWord(lemma)


_DERIVED = (
    ("tenance", "tain"), ("duction", "duce"), ("scription", "scribe"), ("ception", "ceive"), ("sumption", "sume"),
    ("solution", "solve"), ("quisition", "quire"), ("mission", "mit"), ("version", "vert"), ("pansion", "pand"),
    ("cession", "cede"), ("cision", "cide"), ("vention", "vene"), ("ification", "ify"), ("pulsion", "pel"),
    ("clusion", "clude"), ("tension", "tend"), ("plication", "ply"), ("ference", "fer"),
)  # fmt: skip
_OWN_WORDS = frozenset(("commission", "mission", "convention", "tension", "conference", "resolution"))
"""Nouns that have left their verbs behind."""


@lru_cache(maxsize=16_384)
def root(lemma: str) -> str:
    """Give what a verb and the noun made of it have in common, also where the stem changes (maintain, maintenance)."""
    if lemma not in _OWN_WORDS:
        for ending, verb in _DERIVED:
            if lemma.endswith(ending) and len(lemma) > len(ending):
                return stem(lemma.removesuffix(ending) + verb)
    return stem(lemma)


class _Stemmer(Protocol):
    """What is used of snowballstemmer, which has no types."""

    def stemWord(self, word: str) -> str: ...  # the library's name


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import snowballstemmer

    return cast(_Stemmer, snowballstemmer.stemmer("english"))


@lru_cache(maxsize=16_384)
def dictionary_key(word: str) -> str:
    """Give the key of a word that no glossary's lexicon has, after simplemma's whole dictionary (0.2 s to load)."""
    import simplemma

    return spelling_key(str(simplemma.lemmatize(word, lang="en")).lower())
