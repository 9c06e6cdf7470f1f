"""Cases from real round trips through Debian's Apertium, with the truth known from the clean side.

Each clean sentence goes into another language and back. Its words are aligned with those that came out; where a term
of the clean sentence did not come through, the words that stand in its place are labelled. What is aligned with what
follows from the text and from what the same engine makes of each word and of each term alone, not from the lexicons of
the program that is measured. A place in doubt gets no label; it is kept as unclear.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from tifalint.errors import InputError
from tifalint.glossary.matching import TermHit, find_terms
from tifalint.glossary.model import Glossary
from tifalint.text.inflection import stem
from tifalint.text.spans import Span, merge
from tifalint.text.words import Word, split_words

from .cases import LEAST_CONTENT, Case, CleanText, Garble, is_followed, kind_of

CHAINS = {"en>es>en": ("eng-spa", "spa-eng"), "en>ca>en": ("eng-cat", "cat-eng")}
PACKAGES = "apertium apertium-eng-spa apertium-eng-cat"
Translate = Callable[[Sequence[str]], list[str]]
"""Turns texts of one sentence or less into another language, or into one and back, in order."""

_MARKS = re.compile(r"(?<!\w)[*@#]+(?=\w)|(?<=\w)[@#](?=\s|$)")


def apertium(mode: str) -> Translate:
    """Give one direction of Apertium as a function; raises `InputError` where it is not installed."""
    found = shutil.which("apertium")
    modes = subprocess.run([found, "-l"], capture_output=True, text=True, check=False).stdout.split() if found else []
    if found is None or mode not in modes:
        raise InputError("apertium", f"{mode} is not installed; install Debian's packages: apt install {PACKAGES}")

    def translate(texts: Sequence[str]) -> list[str]:
        # An empty line ends a sentence for the engine, so that one process serves them all.
        given = "\n\n".join(" ".join(text.split()) or "-" for text in texts)
        done = subprocess.run([found, "-u", mode], input=given, capture_output=True, text=True, check=True)
        out = [tidy(text) for text in done.stdout.strip("\n").split("\n\n")]
        if len(out) != len(texts):
            raise InputError("apertium", f"{mode} made {len(out)} sentences of {len(texts)}")
        return out

    return translate


def through(chain: str) -> Translate:
    """Give a whole round trip; raises `InputError` where Apertium is not installed."""
    there, back = (apertium(mode) for mode in CHAINS[chain])
    return lambda texts: back(there(texts)) if texts else []


def tidy(text: str) -> str:
    """Take out what Apertium puts in: marks of unknown words, and the spaces of words that it dropped."""
    return " ".join(_MARKS.sub("", text).split())


Senses = Mapping[str, frozenset[str]]
"""For a clean word or term, in lower case: the keys of what the engine makes of it alone."""


def roundtrip_cases(texts: Iterable[CleanText], glossary: Glossary, chain: str) -> Iterator[Case]:
    """Send texts through a chain of `CHAINS`; raises `InputError` where Apertium is not installed."""
    trip = through(chain)
    texts = list(texts)
    sentences = [t.document.slice(s.span) for t in texts for s in t.document.sentences]
    garbled = iter(trip(sentences))
    senses = engine_senses(texts, glossary, trip)
    name = chain.split(">")[1]
    for text in texts:
        came_out = [next(garbled) for _ in text.document.sentences]
        yield label(text, came_out, glossary, senses, name=f"{text.name}-{name}", cause=chain)


def engine_senses(texts: Iterable[CleanText], glossary: Glossary, trip: Translate) -> dict[str, frozenset[str]]:
    """Find out what a round trip makes of each word and of each term of the texts alone."""
    alone: set[str] = set()
    for text in texts:
        alone |= {w.lower for s in text.document.sentences for w in s.words if w.is_content}
        alone |= {text.document.slice(h.span).lower() for hits in text.terms(glossary) for h in hits}
    pieces = sorted(alone)
    return {
        piece: frozenset(glossary.lexicon.key(w.lower) for w in split_words(out) if w.is_content)
        for piece, out in zip(pieces, trip(pieces), strict=True)
    }


def label(
    text: CleanText, garbled: Sequence[str], glossary: Glossary, senses: Senses, *, name: str, cause: str
) -> Case:
    """Make a case of a clean text and of what came out for each of its sentences."""
    draft = ""
    end = 0
    spans: list[Garble] = []
    unclear: list[Span] = []
    for sentence, out in zip(text.document.sentences, garbled, strict=True):
        draft += text.text[end : sentence.span.start]
        end = sentence.span.end
        for place, hit in garbled_terms(text.text, sentence.words, out, glossary, senses):
            right = text.document.slice(hit.span)
            spans.append(
                Garble(
                    start=len(draft) + place.start,
                    end=len(draft) + place.end,
                    text=out[place.start : place.end],
                    correction=right,
                    kind=kind_of(hit.concept),
                    severity=hit.concept.severity.value,
                    concept=hit.concept.id,
                    accept=[d.form for d in hit.concept.designations if d.status.is_approved and d.form != right],
                    cause=cause,
                )
            )
        unclear += [Span(len(draft) + s.start, len(draft) + s.end) for s in altered(text.text, sentence.words, out)]
        draft += out
    draft += text.text[end:]
    return Case(name, cause, draft, text.text, spans, text.name, text.event, unclear=unclear)


def altered(text: str, clean: Sequence[Word], garbled: str) -> list[Span]:
    """Give the stretches of a garbled sentence that are not, in runs of two words and more, the clean sentence's.

    `clean` are the words of that sentence, with offsets into `text`. Where words were lost, or a hyphen was torn, the
    words on either side are altered.
    """
    words = split_words(garbled)
    ours, theirs = ([(w.lower, w.possessive) for w in side] for side in (clean, words))
    origin = {
        block.b + k: block.a + k
        for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        for k in range(block.size)
        if block.size > 1
    }
    changed = {j for j in range(len(words)) if j not in origin}
    for j in range(-1, len(words)):
        here, after = (
            origin.get(j, -1 if j < 0 else None),
            origin.get(j + 1, len(clean) if j + 1 == len(words) else None),
        )
        if here is None or after is None:
            continue
        lost = after != here + 1
        inside = not lost and 0 <= j < len(words) - 1
        if lost or (inside and _gap(text, clean, here) != _gap(garbled, words, j)):
            changed |= {j, j + 1} & set(range(len(words)))
    return merge(
        Span(words[j].start, words[j + 1].start if j + 1 in changed else words[j].end) for j in sorted(changed)
    )


def _gap(text: str, words: Sequence[Word], at: int) -> str:
    return re.sub(r"\s+", " ", text[words[at].end : words[at + 1].start])


class _Side(NamedTuple):
    """The content words of a sentence."""

    words: list[Word]
    keys: list[str]

    @classmethod
    def of(cls, words: Sequence[Word], glossary: Glossary) -> _Side:
        content = [w for w in words if w.is_content]
        return cls(content, [glossary.lexicon.key(w.lower) for w in content])


def garbled_terms(
    text: str, words: Sequence[Word], garbled: str, glossary: Glossary, senses: Senses
) -> list[tuple[Span, TermHit]]:
    """Find what stands in a garbled sentence in the place of each term of the clean one that did not come through.

    `words` are the clean sentence's, with offsets into `text`; the spans count from the beginning of `garbled`. Terms
    whose place is in doubt, or whose wording there may pass as English, are left out.
    """
    split = split_words(garbled)
    clean, out = _Side.of(words, glossary), _Side.of(split, glossary)
    kept = [h for h in find_terms(glossary, garbled, split) if h.designation.status.is_approved]
    through = {h.concept.id for h in kept}
    aligned = align(clean.words, clean.keys, out.words, out.keys, senses)
    found = []
    for hit in find_terms(glossary, text, words):
        if not is_followed(hit) or hit.concept.id in through:
            continue
        term = [i for i, w in enumerate(clean.words) if hit.span.covers(w.span)]
        made = senses.get(text[slice(*hit.span)].lower(), frozenset())
        place = locate(term, aligned, clean.words, out, garbled, made)
        if place is None:
            continue
        span = Span(out.words[place[0]].start, out.words[place[-1]].end)
        inside = [w for w in split if span.covers(w.span)]
        whole = [w for w in words if hit.span.covers(w.span)]
        is_torn = _has_joint(inside) and not _has_joint(whole)  # half of one phrase and half of the next
        is_other = any(h.span.overlaps(span) and len(h.form.content) >= LEAST_CONTENT for h in kept)
        if not is_torn and not is_other and is_garble(hit, [clean.keys[i] for i in term], inside, glossary):
            found.append((span, hit))
    return [(s, h) for s, h in found if not any(s.overlaps(o) for o, other in found if other is not h)]


def _has_joint(words: Sequence[Word]) -> bool:
    return any(w.lower in ("and", "or", "but") for w in words)


_FARTHEST = 9
"""Content words that a word may have moved, against its neighbours."""


def align(
    clean: Sequence[Word], clean_keys: Sequence[str], out: Sequence[Word], out_keys: Sequence[str], senses: Senses
) -> dict[int, int]:
    """Align the content words of a sentence with those that came out of it: the same word, or the engine's for it.

    Words that stand once on both sides go first; the others go where these lead one to expect them. Gives, for the
    index of a clean word, that of its counterpart; no word has two.
    """
    found = {}
    ours, theirs = Counter(clean_keys), Counter(out_keys)
    for i, key in enumerate(clean_keys):
        if ours[key] == 1 == theirs[key]:
            found[i] = out_keys.index(key)
    pairs = []
    for i, word in enumerate(clean):
        if i in found:
            continue
        expected = _expected(i, found, len(clean), len(out))
        for j in range(len(out)):
            likeness = _likeness(clean_keys[i], out_keys[j], senses.get(word.lower, frozenset()))
            distance = abs(j - expected)
            if likeness and distance <= _FARTHEST:
                pairs.append((distance / _FARTHEST - likeness, i, j))
    taken = set(found.values())
    for _, i, j in sorted(pairs):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _likeness(key: str, other: str, senses: frozenset[str]) -> float:
    if key == other:
        return 2.0
    if other in senses:
        return 1.5
    return 1.0 if stem(key) == stem(other) else 0.0


def _expected(i: int, found: Mapping[int, int], length: int, out_length: int) -> float:
    """Give where a word should have come out: as far from its nearest known neighbours as it was from them."""
    before = max((k for k in found if k < i), default=-1)
    after = min((k for k in found if k > i), default=length)
    first, last = found.get(before, -1), found.get(after, out_length)
    return first + (last - first) * (i - before) / (after - before)


_BREAK = re.compile(r"[.,;:!?()\[\]“”\"—–]")


def locate(
    term: Sequence[int],
    aligned: Mapping[int, int],
    clean: Sequence[Word],
    out: _Side,
    garbled: str,
    made: frozenset[str],
) -> list[int] | None:
    """Give the content words that came out in a term's place, as indices without gaps; None where that is unclear.

    `term` are the indices of its content words, `made` the keys of what the engine makes of the term alone. Words of
    the place that are aligned with words outside the term put it in doubt, and so do more words than the term leaves
    open, unless they are what the engine makes of it.
    """
    inverse = {j: i for i, j in aligned.items()}
    landings = sorted(aligned[i] for i in term if i in aligned)
    missing = len(term) - len(landings)

    def is_open(j: int) -> bool:
        return 0 <= j < len(out.words) and j not in inverse

    def is_near(j: int) -> bool:
        return not _BREAK.search(garbled, out.words[j].end, out.words[j + 1].start)

    if not landings:
        before, after = term[0] - 1, term[-1] + 1
        first = aligned.get(before, -1 if before < 0 else None)
        last = aligned.get(after, len(out.words) if after == len(clean) else None)
        if first is None or last is None:
            return None
        place = list(range(first + 1, last))
        fits = 0 < len(place) <= len(term) + 1 and all(is_open(j) for j in place)
        return place if fits and all(is_near(j) for j in place[:-1]) else None

    first, last = landings[0], landings[-1]
    place = list(range(first, last + 1))
    if any(j in inverse and inverse[j] not in term for j in place) or not all(is_near(j) for j in place[:-1]):
        return None
    missing -= len(place) - len(landings)
    if missing < -1:
        return None
    left, right = first, last
    while is_open(left - 1) and is_near(left - 1):
        left -= 1
    while is_open(right + 1) and is_near(right):
        right += 1
    beside = [*range(left, first), *range(last + 1, right + 1)]
    # Words beside the term that found no counterpart either compete for what is left over.
    rivals = [i for i in (term[0] - 1, term[-1] + 1) if 0 <= i < len(clean) and i not in aligned]
    if missing > 0 and beside and not rivals and len(beside) <= missing:
        return list(range(left, right + 1))
    while left < first and out.keys[left] not in made:
        left += 1
    while right > last and out.keys[right] not in made:
        right -= 1
    return list(range(left, right + 1)) if right - left + 1 <= len(term) + 1 else None


_LINKS = frozenset(("of", "for", "in", "on", "to", "by", "from", "with", "at"))


def is_garble(hit: TermHit, term: Sequence[str], inside: Sequence[Word], glossary: Glossary) -> bool:
    """Tell whether wording that stands in a term's place is one that an editor must mend.

    It is not where it only drops words, swaps in synonyms, or says a term the long way ("alleviation of poverty").
    """
    keys = [glossary.lexicon.key(w.lower) for w in inside if w.is_content]
    stems, right = [stem(k) for k in keys], [stem(k) for k in term]
    changed = [k for k, s in zip(keys, stems, strict=True) if s not in right]
    if changed:
        meant = [k for k, s in zip(term, right, strict=True) if s not in stems]
        synonyms = [k for k in changed if any(_is_synonym(k, m, glossary) for m in meant)]
        return len(synonyms) < len(changed) or len(meant) < len(synonyms)
    if len(keys) < len(term) or stems == right:
        return False
    return hit.concept.kind.is_name or not any(w.lower in _LINKS for w in inside)


def _is_synonym(wrong: str, right: str, glossary: Glossary) -> bool:
    confusion = glossary.confusions.get(wrong, {}).get(right)
    return confusion is not None and not confusion.causes
