"""Concepts and pivot lexicons to a `Glossary` that matches fast.

What is wrong with the whole of it, `checking` finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, permutations, product

from tifalint.glossary.literal import Reading, cut_terms, literal_readings
from tifalint.glossary.model import LONGEST_TARGET, LONGEST_UNIT, Concept, Confusion, Form, Glossary, Kind, units_of
from tifalint.glossary.pivots import PivotLexicon
from tifalint.text.bigrams import common_bigrams
from tifalint.text.inflection import Lexicon, build_lexicon, stem
from tifalint.text.pinyin import readings as pinyin_readings
from tifalint.text.words import ARTICLES, is_han, split_words


def compile_glossary(
    concepts: Sequence[Concept], pivots: Sequence[PivotLexicon], synonyms: Mapping[str, Sequence[str]]
) -> Glossary:
    """Compile concepts, pivot lexicons and synonyms.

    `synonyms` gives, for a word, those that may stand in its place.
    """
    lexicon = build_lexicon(_vocabulary(concepts, pivots))
    forms = [
        _form(c, d, concept.designations[d].form, lexicon)
        for c, concept in enumerate(concepts)
        for d in range(len(concept.designations))
    ]
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    whole: defaultdict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        lengths[" ".join(form.keys[:2])].add(len(form.keys))
        whole[" ".join(form.keys)].append(number)
    targets = [
        n
        for n, form in enumerate(forms)
        if concepts[form.concept].designations[form.designation].status.is_approved
        and 2 <= len(form.content) <= LONGEST_TARGET
    ]
    having = _having(forms, targets)
    confusions = _confusions(pivots, literal_readings(concepts), lexicon, having, synonyms)
    meant = {unit for rights in confusions.values() for unit in rights}
    having = {unit: found for unit, found in having.items() if " " not in unit or unit in meant}
    readings, literals = cut_terms(concepts, _chinese(pivots), lexicon)
    glossary = Glossary(
        concepts=list(concepts),
        forms=forms,
        ids={concept.id: number for number, concept in enumerate(concepts)},
        lengths={prefix: sorted(found, reverse=True) for prefix, found in lengths.items()},
        whole=dict(whole),
        having=having,
        partners=_partners(forms, targets, having),
        starts=[n for n, form in enumerate(forms) if form.designation == 0],
        confusions={unit: rights for unit, rights in confusions.items() if " " not in unit},
        expressions=_by_opener(confusions),
        ordinary=dict.fromkeys(sorted(_ordinary(forms, targets, confusions, lexicon)), True),
        stems=_stems(having),
        domain_words=dict.fromkeys(_domain_words(concepts, forms, having), True),
        surnames=_surnames(concepts),
        acronyms={a: (en, p.name) for p in pivots for a, en in p.acronyms.items()},
        readings=readings,
        literals=literals,
        lexicon=lexicon,
    )
    return glossary


def _chinese(pivots: Iterable[PivotLexicon]) -> dict[str, list[str]]:
    return {word: senses for pivot in pivots if pivot.language == "zh" for word, senses in pivot.words.items()}


def _vocabulary(concepts: Iterable[Concept], pivots: Iterable[PivotLexicon]) -> Iterable[str]:
    for concept in concepts:
        for designation in concept.designations:
            yield from (w.text for w in split_words(designation.form))
    for pivot in pivots:
        for word in pivot.words:
            for sense in pivot.senses(word):
                yield from (w.text for w in split_words(sense))


def _form(concept: int, designation: int, text: str, lexicon: Lexicon) -> Form:
    words = [w for w in split_words(text) if w.lower not in ARTICLES and not is_han(w.text)]
    return Form(
        concept=concept,
        designation=designation,
        keys=[lexicon.key(w.lower) for w in words],
        possessive=[w.possessive for w in words],
        content=[i for i, w in enumerate(words) if w.is_content],
        comma="," in text,
    )


def _having(forms: Sequence[Form], targets: Sequence[int]) -> dict[str, list[int]]:
    out: defaultdict[str, list[int]] = defaultdict(list)
    for number in targets:
        for unit in sorted({unit for unit, _, _ in units_of(forms[number].content_keys)}):
            out[unit].append(number)
    return dict(out)


def _partners(
    forms: Sequence[Form], targets: Sequence[int], having: Mapping[str, Sequence[int]]
) -> dict[str, dict[str, list[int]]]:
    out: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in targets:
        content = forms[number].content_keys
        by_rarity = sorted(range(len(content)), key=lambda i: len(having[content[i]]))
        for anchor, word in enumerate(content):
            rarest = [i for i in by_rarity if i != anchor][: 1 if len(content) == 2 else 2]
            units = {
                unit
                for unit, first, last in units_of(forms[number].content_keys)
                if not first <= anchor <= last and any(first <= i <= last for i in rarest)
            }
            for unit in sorted(units & having.keys()):
                if number not in out[word][unit]:
                    out[word][unit].append(number)
    return {word: dict(partners) for word, partners in out.items()}


def _confusions(
    pivots: Sequence[PivotLexicon],
    readings: Sequence[Reading],
    lexicon: Lexicon,
    known: Collection[str],
    synonyms: Mapping[str, Sequence[str]],
) -> dict[str, dict[str, Confusion]]:
    acquitted = {
        (_unit(synonym, lexicon), _unit(word, lexicon)) for word, others in synonyms.items() for synonym in others
    }
    causes: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    meetings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for pivot in pivots:
        for word in pivot.words:
            units: dict[str, str] = {}
            for sense in pivot.senses(word):
                unit = _unit(sense, lexicon)
                if unit and unit.count(" ") < LONGEST_UNIT:
                    units.setdefault(unit, sense)
            route = pivot.name if pivot.is_thesaurus else f"{pivot.name} {word}"
            for (wrong, seen), (right, meant) in permutations(units.items(), 2):
                if right in known and (meant == word or not pivot.is_thesaurus):
                    causes[wrong, right].setdefault(pivot.name, f"{route}: {meant}, {seen}")
                    meetings[wrong, right][pivot.language] += 1
    for reading in readings:
        for meant, seen in product(reading.right, reading.wrong):
            right, wrong = _unit(meant, lexicon), _unit(seen, lexicon)
            if wrong and wrong != right and right in known and wrong.count(" ") < LONGEST_UNIT:
                causes[wrong, right].setdefault("Chinese", f"Chinese {reading.chinese}: {meant}, {seen}")
                meetings[wrong, right]["zh"] += 1
    out: defaultdict[str, dict[str, Confusion]] = defaultdict(dict)
    for (wrong, right), by_language in causes.items():
        # Kindred languages share their accidents (fr culture, es cultivo), so the most of any of them counts for all.
        by_family: Counter[str] = Counter()
        for language, count in meetings[wrong, right].items():
            family = "romance" if language in _ROMANCE else language
            by_family[family] = max(by_family[family], count)
        out[wrong][right] = Confusion(tuple(by_language.values()), max(by_family.values()))
    for wrong, right in sorted(acquitted):
        if wrong != right and right in known:
            out[wrong][right] = Confusion((), 0)
    return dict(out)


def _by_opener(confusions: Mapping[str, dict[str, Confusion]]) -> dict[str, dict[str, dict[str, Confusion]]]:
    out: defaultdict[str, dict[str, dict[str, Confusion]]] = defaultdict(dict)
    for unit, rights in confusions.items():
        opener, _, rest = unit.partition(" ")
        if rest:
            out[opener][unit] = rights
    return dict(out)


def _unit(expression: str, lexicon: Lexicon) -> str:
    """Give an English expression as a unit: the keys of its content words, joined by spaces."""
    return " ".join(lexicon.key(w.lower) for w in split_words(expression) if w.is_content)


_ROMANCE = frozenset(("fr", "es", "pt", "it", "ca", "ro"))


def _ordinary(
    forms: Sequence[Form],
    targets: Sequence[int],
    confusions: dict[str, dict[str, Confusion]],
    lexicon: Lexicon,
) -> frozenset[str]:
    """Of the pairs of words that one confusion or an exchange makes of neighbours in a form, give the common ones."""
    replaced_by: defaultdict[str, set[str]] = defaultdict(set)
    for wrong, rights in confusions.items():
        for right, confusion in rights.items():
            if confusion.causes:
                replaced_by[right].add(wrong)
    possible = {" ".join(pair) for wrong in confusions for pair in pairwise(wrong.split(" "))}
    for number in targets:
        for left, right in pairwise(forms[number].keys):
            possible.add(f"{right} {left}")
            possible.update(f"{wrong} {right}" for wrong in replaced_by.get(left, ()))
            possible.update(f"{left} {wrong}" for wrong in replaced_by.get(right, ()))
    return frozenset(possible & {f"{lexicon.key(left)} {lexicon.key(right)}" for left, right in common_bigrams()})


def _stems(units: Iterable[str]) -> dict[str, list[str]]:
    out: defaultdict[str, list[str]] = defaultdict(list)
    for unit in units:
        if " " not in unit:
            out[stem(unit)].append(unit)
    return dict(out)


def _domain_words(concepts: Sequence[Concept], forms: Sequence[Form], units: Iterable[str]) -> Iterator[str]:
    """Give the keys of the content words of all approved forms."""
    yield from (unit for unit in units if " " not in unit)
    for form in forms:
        if len(form.content) == 1 and concepts[form.concept].designations[form.designation].status.is_approved:
            yield form.keys[form.content[0]]


def _surnames(concepts: Sequence[Concept]) -> dict[str, list[int]]:
    """Give the surnames of Chinese people: first words that are the pinyin of the first character."""
    out: defaultdict[str, list[int]] = defaultdict(list)
    for number, concept in enumerate(concepts):
        if concept.kind is Kind.PERSON and concept.zh:
            surname = concept.preferred.split()[0].upper()
            if surname.startswith(tuple(pinyin_readings(concept.zh[0][0]))):
                out[surname].append(number)
    return dict(out)
