"""Cases from the lexicons: terms of clean texts garbled as a text is that passes through one language.

They are material for fitting. The lexicons are those that the program looks garbles up in, so what it finds of these
says how well it composes what it knows, and nothing of what it does not know; round trips and real cases tell that.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, permutations, product
from typing import NamedTuple

from tifalint.glossary.literal import literal_readings
from tifalint.glossary.loading import bundled_folder
from tifalint.glossary.matching import TermHit, find_terms
from tifalint.glossary.model import LONGEST_UNIT, Glossary, Kind
from tifalint.glossary.pivots import PivotLexicon, read_pivot_lexicon
from tifalint.text.inflection import Lexicon
from tifalint.text.words import FUNCTION_WORDS, split_words

from .cases import Case, CleanText, Garble, kind_of


class Sense(NamedTuple):
    """Two English words, or expressions, that meet in one of another language."""

    meant: str
    seen: str
    meeting: str
    """The foreign word."""


@dataclass(frozen=True)
class Route:
    """A language that a text passes through."""

    language: str
    """ISO 639-1 code; `zh` is the original itself, read word by word."""
    senses: Mapping[str, Sequence[Sense]]
    """A unit of one to three keys with what it may come out as."""
    acronyms: Mapping[str, str]
    """English acronyms with those that the language leaves behind."""

    @property
    def reorders(self) -> bool:
        """Whether the language puts what is described before what describes it."""
        return self.language in ("fr", "es", "pt", "ar", "ru")


def routes(glossary: Glossary, languages: Sequence[str] = ()) -> list[Route]:
    """Give a route for each pivot lexicon, or for those of `languages` (ISO 639-1).

    That of Chinese has the other readings of CC-CEDICT as well.
    """
    lexicons = (read_pivot_lexicon(path) for path in sorted(bundled_folder().glob("pivots/*.toml")))
    return [_route(lexicon, glossary) for lexicon in lexicons if not languages or lexicon.language in languages]


def _route(lexicon: PivotLexicon, glossary: Glossary) -> Route:
    senses: defaultdict[str, list[Sense]] = defaultdict(list)
    pairs = [Sense(*pair, word) for word, found in lexicon.words.items() for pair in permutations(found, 2)]
    if lexicon.language == "zh":
        readings = literal_readings(glossary.concepts)
        pairs += [Sense(*pair, r.chinese) for r in readings for pair in product(r.right, r.wrong)]
    for pair in pairs:
        right, wrong = _unit(pair.meant, glossary.lexicon), _unit(pair.seen, glossary.lexicon)
        confusion = glossary.confusions.get(wrong, {}).get(right)
        # Near-synonyms meet in word after word, or are listed as such.
        if right != wrong and (confusion is None or (confusion.causes and confusion.meetings <= _FEW_MEETINGS)):
            senses[right].append(pair)
    return Route(lexicon.language, dict(senses), {en: foreign for foreign, en in lexicon.acronyms.items()})


_FEW_MEETINGS = 2
_TRIES = 8
"""How often a term is garbled anew when what came out is right after all."""


def _unit(text: str, lexicon: Lexicon) -> str:
    return " ".join(lexicon.key(w.lower) for w in split_words(text))


def garbled_cases(
    texts: Sequence[CleanText], glossary: Glossary, *, seed: int, count: int, languages: Sequence[str] = ()
) -> Iterator[Case]:
    """Give `count` cases, each of a text and a route chosen by chance; `languages` limits the routes to these.

    One seed gives the same cases again, with the same texts and glossary.
    """
    ways = routes(glossary, languages)
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        text, route = rng.choice(texts), rng.choice(ways)
        yield garble_text(text, glossary, route, rng, name=f"{text.name}-{route.language}-{seed}-{number}")


def garble_text(text: CleanText, glossary: Glossary, route: Route, rng: random.Random, *, name: str) -> Case:
    """Garble a part of a text's terms, from a fifth to four fifths."""
    share = rng.uniform(0.2, 0.8)
    draft, end = "", 0
    spans = []
    for hit in (hit for hits in text.terms(glossary) for hit in hits):
        right = text.document.slice(hit.span)
        before = text.text[: hit.span.start].rstrip()
        wrong = garble_term(right, hit, glossary, route, rng) if rng.random() < share else None
        # A machine writes the article that goes with its own words, which would change the text around the term.
        if wrong is None or (before[-2:].lower() in (" a", "an") and _is_vowel(right) != _is_vowel(wrong.text)):
            continue
        draft += text.text[end : hit.span.start]
        end = hit.span.end
        only_torn = wrong.steps == ("split",)
        spans.append(
            Garble(
                start=len(draft),
                end=len(draft) + len(wrong.text),
                text=wrong.text,
                correction=right,
                kind="fluency" if only_torn else kind_of(hit.concept),
                severity="minor" if only_torn or wrong.steps == ("capitals",) else hit.concept.severity.value,
                concept=hit.concept.id,
                accept=[d.form for d in hit.concept.designations if d.status.is_approved and d.form != right],
                cause=", ".join(wrong.steps),
            )
        )
        draft += wrong.text
    draft += text.text[end:]
    return Case(name, f"en>{route.language}>en", draft, text.text, spans, text.name, text.event)


def _is_vowel(text: str) -> bool:
    return text[:1].lower() in "aeiou"


@dataclass(frozen=True)
class Wording:
    """A term on its way through a route."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    """What stands between each two words."""
    steps: tuple[str, ...] = ()
    """What has happened to it."""

    @classmethod
    def of(cls, text: str) -> Wording:
        """Take a text apart; what stands before its first word and behind its last is left out."""
        words = split_words(text)
        gaps = (text[a.end : b.start] for a, b in pairwise(words))
        return cls(tuple(w.text for w in words), tuple(gaps))

    @property
    def text(self) -> str:
        """The words with what stands between them."""
        return "".join(piece for pair in zip(self.words, (*self.gaps, ""), strict=True) for piece in pair)

    @property
    def content(self) -> list[int]:
        """Which of the words carry sense."""
        return [i for i, w in enumerate(self.words) if w.lower() not in FUNCTION_WORDS]

    def put(self, first: int, last: int, words: Sequence[str], step: str) -> Wording:
        """Put words in the place of those from `first` to `last`."""
        inner = (" ",) * (len(words) - 1)
        gaps = (*self.gaps[:first], *inner, *self.gaps[last:])
        return Wording((*self.words[:first], *words, *self.words[last + 1 :]), gaps, (*self.steps, step))


Channel = Callable[[Wording, random.Random], Wording | None]
"""One way in which a wording suffers; None where this one cannot."""


def garble_term(text: str, hit: TermHit, glossary: Glossary, route: Route, rng: random.Random) -> Wording | None:
    """Garble a term through one route; None where nothing came of it that is wrong.

    Nearly all garbles have a word in another sense or in another order; the accidents come on top, or alone.
    """
    sense = partial(another_sense, route=route, lexicon=glossary.lexicon)
    is_person = hit.concept.kind is Kind.PERSON
    accidents: list[Channel] = [capitals, false_stop] if is_person else [echo, drop, split, capitals, false_stop]
    for _ in range(_TRIES):
        wording = Wording.of(text)
        for channel, chance in ((partial(foreign_acronym, route=route), 0.5), (sense, 0.85), (sense, 0.3)):
            wording = (channel(wording, rng) if rng.random() < chance else None) or wording
        if route.reorders and not is_person and rng.random() < 0.4:
            wording = other_order(wording, rng) or wording
        if rng.random() < (0.1 if wording.steps else 0.4):
            wording = rng.choice(accidents)(wording, rng) or wording
        if wording.steps and _is_wrong(wording, hit, glossary):
            return wording
    return None


def _is_wrong(wording: Wording, hit: TermHit, glossary: Glossary) -> bool:
    """Tell whether a wording is not, by chance, an approved form of this concept or, as a whole, of any."""
    text = wording.text
    found = [h for h in find_terms(glossary, text, split_words(text)) if h.designation.status.is_approved]
    if {"split", "capitals"} >= set(wording.steps):
        return True
    return all(h.concept.id != hit.concept.id and (h.span.start > 0 or h.span.end < len(text)) for h in found)


def another_sense(wording: Wording, rng: random.Random, *, route: Route, lexicon: Lexicon) -> Wording | None:
    """Give a word, or an expression, another sense of a foreign word that it meets in (chips, fleas)."""
    keys = [lexicon.key(w.lower()) for w in wording.words]
    content = wording.content
    places = [
        (first, first + length - 1, senses)
        for length in range(1, LONGEST_UNIT + 1)
        for first in range(len(keys) - length + 1)
        if first in content and first + length - 1 in content
        if (senses := route.senses.get(" ".join(keys[first : first + length])))
    ]
    if not places:
        return None
    first, last, senses = rng.choice(places)
    meant, seen, meeting = rng.choice(senses)
    *others, final = seen.split()
    model = wording.words[last]
    if not meant.lower().endswith(model.lower()) and lexicon.lemma(final) == final:
        final = lexicon.inflect_like(final, model.lower())
    words = [*others, final]
    if model[0].isupper() and not model.isupper():
        words = [w if w.lower() in FUNCTION_WORDS else w[0].upper() + w[1:] for w in words]
    return wording.put(first, last, words, f"{route.language} {meeting}")


def other_order(wording: Wording, rng: random.Random) -> Wording | None:
    """Put what is described first: "model of large language", "South Global"."""
    if len(wording.content) < len(wording.words) or len(wording.words) < 2:
        return None
    *rest, head = wording.words
    words = [head, "of", *rest] if rng.random() < 0.6 else [head, *rest]
    return wording.put(0, len(wording.words) - 1, words, "order")


def echo(wording: Wording, rng: random.Random) -> Wording | None:
    """Repeat a word in its neighbour's place: "gaps and gaps", "South South"."""
    content = wording.content
    if len(content) < 2:
        return None
    at = rng.randrange(len(content) - 1)
    here, other = rng.sample(content[at : at + 2], 2)
    return (
        None if wording.words[here] == wording.words[other] else wording.put(here, here, [wording.words[other]], "echo")
    )


def drop(wording: Wording, rng: random.Random) -> Wording | None:
    """Lose a word of a long term, and what joined it."""
    if len(wording.content) < 3:
        return None
    at = rng.choice(wording.content[:-1])
    words = (*wording.words[:at], *wording.words[at + 1 :])
    gaps = (*wording.gaps[:at], *wording.gaps[at + 1 :])
    return replace(wording, words=words, gaps=gaps, steps=(*wording.steps, "drop"))


def split(wording: Wording, rng: random.Random) -> Wording | None:
    """Tear a hyphen from its word: "high -end"."""
    places = [i for i, gap in enumerate(wording.gaps) if gap == "-"]
    return _with_gap(wording, rng.choice(places), " -", "split") if places else None


def capitals(wording: Wording, rng: random.Random) -> Wording | None:
    """Take a name's capitals away, or give an acronym those of a word ("Ai")."""
    words = tuple(w.capitalize() if w.isupper() and len(w) > 1 else w.lower() for w in wording.words)
    changed = words != wording.words and re.search(r"\s[A-Z]|[A-Z]{2}", wording.text)
    return replace(wording, words=words, steps=(*wording.steps, "capitals")) if changed else None


def false_stop(wording: Wording, rng: random.Random) -> Wording | None:
    """End a sentence inside the term."""
    places = [i for i, gap in enumerate(wording.gaps) if gap == " "]
    if not places:
        return None
    at = rng.choice(places)
    after = wording.words[at + 1]
    torn = _with_gap(wording, at, ". ", "stop")
    return replace(torn, words=(*torn.words[: at + 1], after[0].upper() + after[1:], *torn.words[at + 2 :]))


def _with_gap(wording: Wording, at: int, gap: str, step: str) -> Wording:
    return replace(wording, gaps=(*wording.gaps[:at], gap, *wording.gaps[at + 1 :]), steps=(*wording.steps, step))


def foreign_acronym(wording: Wording, rng: random.Random, *, route: Route) -> Wording | None:
    """Leave an acronym as the language has it (IA for AI)."""
    places = [i for i, word in enumerate(wording.words) if word in route.acronyms]
    if not places:
        return None
    at = rng.choice(places)
    return wording.put(at, at, [route.acronyms[wording.words[at]]], "acronym")
