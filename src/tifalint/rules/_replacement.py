"""What rules share: suggestions for a known form, and whether they are safe to apply."""

from __future__ import annotations

from tifalint.detection.wording import in_number_of, with_article
from tifalint.diagnostics import Applicability, Suggestion
from tifalint.facts import Facts
from tifalint.glossary.matching import TermHit
from tifalint.text.casing import recase
from tifalint.text.spans import Span

SAFE_FROM = 0.9
"""The confidence from which a suggestion may be applied unseen."""


def suggest(facts: Facts, span: Span, texts: tuple[str, ...], confidence: float) -> tuple[Suggestion, ...]:
    """Make suggestions of texts, the best first.

    Only the first can be safe: when it is the only one, the finding is sure, and the words are the draft's own and not
    a quotation's.
    """
    safe = len(texts) == 1 and confidence >= SAFE_FROM and not facts.draft.quoted.overlaps(span)
    first = Applicability.SAFE if safe else Applicability.UNSAFE
    return tuple(Suggestion(t, first if i == 0 else Applicability.UNSAFE) for i, t in enumerate(texts))


def replace_form(facts: Facts, sentence: int, hit: TermHit) -> tuple[Span, tuple[Suggestion, ...]]:
    """Suggest the preferred form for a known form that should not be used, in its number and case."""
    words = facts.draft.sentences[sentence].words
    lexicon = facts.glossary.lexicon
    preferred = hit.concept.preferred
    found, listed = words[hit.words[-1]].lower, hit.designation.form.split()[-1].split("-")[-1].lower()
    if found != listed and lexicon.lemma(found) == lexicon.lemma(listed) and not hit.concept.kind.is_name:
        preferred = in_number_of(preferred, found, not found.endswith("s"), facts.glossary)
    text = recase(preferred, facts.draft.slice(hit.span), sentence_start=hit.words[0] == 0)
    span, texts = with_article(facts.draft, words, hit.words[0], hit.span, (text,))
    return span, suggest(facts, span, texts, 0.99)
