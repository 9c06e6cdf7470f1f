"""The replacement for a garbled span, in the inflection and case of what it replaces, and the reason for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tifalint.detection.candidates import Candidate
from tifalint.detection.divergence import Divergence
from tifalint.detection.evidence import Evidence
from tifalint.detection.landing import Landing
from tifalint.detection.literal import Rendering
from tifalint.documents.document import Document
from tifalint.glossary.model import Designation, Form, Glossary, route_of
from tifalint.text.casing import recase
from tifalint.text.spans import Span
from tifalint.text.words import ARTICLES, Word, split_words


class Wording(NamedTuple):
    """How to mend a candidate."""

    span: Span
    """What to replace, in the draft."""
    texts: tuple[str, ...]
    """Replacements, the best first."""
    cause: str
    """How the garble came about, as far as it is known."""


def mend(candidate: Candidate, document: Document, glossary: Glossary, languages: Sequence[str] = ()) -> Wording:
    """Write the replacement of a candidate and its cause.

    `languages` names those that the draft may have passed through, the likeliest first: a cause is given in the first
    that knows it.
    """
    sentence = document.sentences[candidate.sentence]
    words = sentence.words
    span = Span(words[candidate.first].start, words[candidate.last].end)
    found = document.slice(span)
    at_start = candidate.first == 0
    forms = [
        _inflected(candidate, words, glossary),
        _in_number(candidate, candidate.concept.designations[0], words, glossary),
    ]
    if candidate.passage and candidate.passage.form is not candidate.form:
        # What the readout says goes first where it says it in like words.
        said = candidate.passage.form
        alike = 2 * len(_content(said) & _content(candidate.form)) >= len(candidate.form.content)
        forms.insert(0 if alike else 1, _in_number(candidate, glossary.designation(said), words, glossary))
    forms = [_without_echo(form, words, candidate.last + 1) for form in forms]
    texts = tuple(dict.fromkeys(recase(form, found, sentence_start=at_start) for form in forms))
    texts = tuple(text for text in texts if text != found)
    span, texts = with_article(document, words, candidate.first, span, texts)
    return Wording(span, texts, _cause(candidate, words, languages))


def mend_rendering(rendering: Rendering, document: Document, glossary: Glossary) -> Wording:
    """Write the replacement of a word-for-word rendering and its cause."""
    words = document.sentences[rendering.sentence].words
    span = Span(words[rendering.first].start, words[rendering.last].end)
    found = document.slice(span)
    forms = [rendering.concept.preferred]
    if rendering.passage:
        forms.insert(0, glossary.designation(rendering.passage.form).form)
    if not rendering.concept.kind.is_name:
        counted = rendering.first > 0 and words[rendering.first - 1].lower in _SINGULAR
        forms = [in_number_of(form, words[rendering.last].lower, counted, glossary) for form in forms]
    at_start = rendering.first == 0
    texts = tuple(dict.fromkeys(recase(form, found, sentence_start=at_start) for form in forms))
    span, texts = with_article(document, words, rendering.first, span, tuple(t for t in texts if t != found))
    wrong = {*rendering.wrong}
    pieces = [p for p in rendering.pieces if p.first >= 0 and wrong & {*range(p.first, p.last + 1)}]
    glosses = [f"{p.chinese}: {' '.join(w.lower for w in words[p.first : p.last + 1])}" for p in pieces]
    return Wording(span, texts, f"Chinese {rendering.concept.chinese} word for word ({', '.join(glosses)})")


def mend_landing(landing: Landing, document: Document, glossary: Glossary) -> Wording:
    """Write the replacement of the words that a term lands on: what the readout has, then the preferred form."""
    words = document.sentences[landing.sentence].words
    span = Span(words[landing.first].start, words[landing.last].end)
    found = document.slice(span)
    forms = [glossary.designation(landing.passage.form).form, landing.concept.preferred]
    if not landing.concept.kind.is_name:
        counted = landing.first > 0 and words[landing.first - 1].lower in _SINGULAR
        forms = [in_number_of(form, words[landing.last].lower, counted, glossary) for form in forms]
    forms = [_without_echo(form, words, landing.last + 1) for form in forms]
    texts = dict.fromkeys(recase(form, found, sentence_start=landing.first == 0) for form in forms)
    span, mended = with_article(document, words, landing.first, span, tuple(t for t in texts if t != found))
    return Wording(span, mended, "; ".join(landing.causes))


def mend_divergence(divergence: Divergence, document: Document, readout: Document) -> Wording:
    """Take the readout's words over, with the capital that their new place asks for."""
    words = document.sentences[divergence.sentence].words
    first = next(i for i, w in enumerate(words) if w.end > divergence.span.start)
    said = " ".join(readout.slice(divergence.readout).split())
    opens = any(s.words[0].start == divergence.readout.start for s in readout.sentences)
    start = split_words(said)[0]
    if first == 0:
        said = said[:1].upper() + said[1:]
    elif (
        opens and start.text[1:].islower() and (not start.is_content or start.lower in _lower_words(document, readout))
    ):
        said = said[:1].lower() + said[1:]
    span, texts = with_article(document, words, first, divergence.span, (said,))
    return Wording(span, texts, "; ".join(divergence.causes))


def _lower_words(*documents: Document) -> set[str]:
    return {w.text for document in documents for s in document.sentences for w in s.words if w.text.islower()}


def _without_echo(form: str, words: Sequence[Word], after: int) -> str:
    """Cut off the end of a form that the draft's next words say already."""
    parts = split_words(form)
    for kept in range(1, len(parts)):
        tail = [w.lower for w in parts[kept:]]
        if [w.lower for w in words[after : after + len(tail)]] == tail:
            return form[: parts[kept - 1].end]
    return form


def _content(form: Form) -> set[str]:
    return {form.keys[i] for i in form.content}


def _inflected(candidate: Candidate, words: Sequence[Word], glossary: Glossary) -> str:
    """Give the form with the draft's inflection: its words where they are the same, its number on the others."""
    form, text = candidate.form, candidate.designation.form
    parts = [w for w in split_words(text) if w.lower not in ARTICLES]
    head = _head(form)
    counted = candidate.first > 0 and words[candidate.first - 1].lower in _SINGULAR
    out, end = [], 0
    for i, part in enumerate(parts):
        replacement = part.text
        if i in form.content:
            match = candidate.matches[form.content.index(i)]
            theirs = words[match.last] if match.first >= 0 else None
            if theirs and match.evidence is Evidence.SAME and i in (form.content[0], head):
                replacement = _agreeing(part.text, theirs.lower, i == head, counted, glossary)
            elif theirs and match.evidence is not Evidence.SAME and i == head and not candidate.concept.kind.is_name:
                replacement = _number_of(part.text, theirs.lower, counted, glossary)
        out += [text[end : part.start], replacement]
        end = part.end
    kept = ""
    if candidate.extras and candidate.count(Evidence.SAME) == len(candidate.matches):
        used = {m.first for m in candidate.matches}
        inside = words[candidate.first : candidate.last + 1]
        kept = " ".join(w.text for i, w in enumerate(inside, candidate.first) if w.is_content and i not in used) + " "
    return kept + "".join([*out, text[end:]])


def _in_number(candidate: Candidate, designation: Designation, words: Sequence[Word], glossary: Glossary) -> str:
    """Give another form of the concept in the number of the draft's noun."""
    ours = _head(candidate.form)
    match = candidate.matches[candidate.form.content.index(ours) if ours in candidate.form.content else -1]
    if match.first < 0 or candidate.concept.kind.is_name:
        return designation.form
    counted = candidate.first > 0 and words[candidate.first - 1].lower in _SINGULAR
    return in_number_of(designation.form, words[match.last].lower, counted, glossary)


def in_number_of(text: str, model: str, counted: bool, glossary: Glossary) -> str:
    """Give a term the number of the noun `model`: plural for a plural, singular where the draft counts one."""
    parts = [w for w in split_words(text) if w.lower not in ARTICLES]
    head = next((i - 1 for i, w in enumerate(parts) if i and w.lower in _PREPOSITIONS), len(parts) - 1)
    noun = parts[head]
    if not noun.is_content:
        return text
    return text[: noun.start] + _number_of(noun.text, model, counted, glossary) + text[noun.end :]


def _head(form: Form) -> int:
    """Give the index of the word that takes the plural: the last before a preposition, or the last."""
    for i, key in enumerate(form.keys):
        if i and key in _PREPOSITIONS:
            return i - 1
    return len(form.keys) - 1


_PREPOSITIONS = frozenset(("of", "for", "in", "on", "with", "to", "from", "over"))
_SINGULAR = frozenset(("a", "an", "one", "each", "every", "this", "that", "another"))
"""Words in front of a noun that make it singular."""


def _agreeing(word: str, found: str, is_head: bool, counted: bool, glossary: Glossary) -> str:
    """Take over the draft's form of the same word; a plural that the form has goes only where the draft counts one."""
    lower = word.lower()
    if found == lower:
        return word
    if is_head and lower.endswith("s") and glossary.lexicon.lemma(lower) == found and not counted:
        return word
    return _in_case_of(found, word)


def _number_of(word: str, model: str, counted: bool, glossary: Glossary) -> str:
    """Give a noun the number of the one that it replaces: plural for a plural, singular where the draft counts one."""
    lower = word.lower()
    lemma = glossary.lexicon.lemma(lower)
    if model.endswith("s") and glossary.lexicon.lemma(model) != model and lower == lemma:
        if word.isupper() and len(word) > 1:
            return word + "s"  # an acronym
        return _in_case_of(glossary.lexicon.inflect_like(lemma, model), word)
    if counted and lower.endswith("s") and lower != lemma:
        return _in_case_of(lemma, word)
    return word


def _in_case_of(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[:1].isupper() else word


_VOWEL_SOUND = re.compile(r"(?:[aeio]|u(?!n[ai]|s[eua]|til|biq|rani|kr)|hon(?:e|o)|hour|heir)", re.IGNORECASE)
_LETTER_WITH_VOWEL = re.compile(r"[AEFHILMNORSX](?:[A-Z]|\b|-)")


def with_article(
    document: Document, words: Sequence[Word], first: int, span: Span, texts: tuple[str, ...]
) -> tuple[Span, tuple[str, ...]]:
    """Take an article in front of a span into the replacement where it has to change between "a" and "an".

    `first` is the index of the span's first word among `words`.
    """
    if not first or not texts or words[first - 1].lower not in ("a", "an"):
        return span, texts
    article = words[first - 1]
    wanted = [("an" if takes_an(text) else "a") for text in texts]
    if all(want == article.lower for want in wanted):
        return span, texts
    between = document.text[article.end : span.start]
    return Span(article.start, span.end), tuple(
        _in_case_of(want, article.text) + between + text for want, text in zip(wanted, texts, strict=True)
    )


def takes_an(text: str) -> bool:
    """Tell whether "an" goes before a text, by the sound it begins with (an AI plan, an hour, a union).

    A first word in capitals is spelt out, unless all of the text is in capitals.
    """
    first = re.match(r"\w+", text)
    if first and first[0].isupper() and len(first[0]) > 1 and not text.isupper():
        return _LETTER_WITH_VOWEL.match(text) is not None
    if re.match(r"(?:eu|one\b|once\b)", text, re.IGNORECASE):
        return False
    return _VOWEL_SOUND.match(text) is not None


def _cause(candidate: Candidate, words: Sequence[Word], languages: Sequence[str]) -> str:
    parts = candidate.designation.form
    rank = {language: i for i, language in enumerate(languages)}
    known = [m.causes for m in candidate.matches if m.causes]
    causes = list(dict.fromkeys(min(each, key=lambda c: rank.get(route_of(c), len(rank))) for each in known))
    content = [candidate.form.keys[i] for i in candidate.form.content]
    surface = [w.text for w in split_words(parts) if w.lower not in ARTICLES]
    names = [surface[i] for i in candidate.form.content]
    for match, name in zip(candidate.matches, names, strict=True):
        if match.evidence is Evidence.DERIVED:
            causes.append(f'"{words[match.first].text}" is another form of "{name}"')
        elif match.evidence is Evidence.ECHO:
            causes.append(f'"{words[match.first].text}" is said twice, in the place of "{name}"')
        elif match.evidence is Evidence.MISSING:
            causes.append(f'"{name}" is lost')
        elif match.evidence is Evidence.FOREIGN:
            causes.append(f'"{words[match.first].text}" stands in the place of "{name}"')
        elif match.evidence is Evidence.CONTEXT:
            causes.append(f'"{words[match.first].text}" stands where the readout has "{name}"')
    if candidate.inversions or (candidate.rotated and candidate.count(Evidence.SAME) == len(content)):
        causes.append("word order")
    if candidate.possessive and not causes:
        causes.append("a possessive out of place")
    return "; ".join(causes)
