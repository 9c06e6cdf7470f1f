"""Grammar and word choice that only machines get wrong: what a foreign language leaves in an English sentence.

Nothing here knows the parts of speech. A check is a pattern over closed lists of words, narrow enough that no careful
writer's sentence fits it; what cannot be told so is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tifalint.documents.document import Document
from tifalint.glossary.model import Glossary, Kind
from tifalint.text.spans import Span

_LONGEST = 1_000
"""Characters of a sentence that grammar is looked at in."""


class Slip(NamedTuple):
    """A place where the grammar is not English."""

    span: Span
    replacement: str
    reason: str
    """What is wrong, as the end of a sentence about the span."""


class _Pattern(NamedTuple):
    """One way in which machines write and people do not."""

    regex: str
    """What is wrong; the group "x", where there is one, is what is replaced."""
    mended: str | Mapping[str, str]
    """The template of what belongs there, or what belongs there by what is wrong."""
    reason: str
    unless: str = ""
    """A pattern that, found anywhere in the sentence, explains the wording."""
    not_after: str = ""
    """Words, separated by spaces, after which the wording is English."""


def find_slips(document: Document, glossary: Glossary) -> list[Slip]:
    """Find slips in a draft, in order, none overlapping another; quotations are looked at as well."""
    found = [*_in_sentences(document, glossary), *_of_persons(document)]
    out: list[Slip] = []
    for slip in sorted(found, key=lambda s: (s.span.start, -s.span.end)):
        if not document.protected.overlaps(slip.span) and not (out and out[-1].span.overlaps(slip.span)):
            out.append(slip)
    return out


def _in_sentences(document: Document, glossary: Glossary) -> Iterator[Slip]:
    whole = document.prose(Span(0, len(document.text)))
    general_ai = not _PARTICULAR_AI.search(whole)
    for sentence in document.sentences:
        text = document.prose(sentence.span)[:_LONGEST].replace("\n", " ").replace("’", "'")
        for start, end, mended, reason in _slips_of(text):
            yield Slip(Span(sentence.span.start + start, sentence.span.start + end), mended, reason)
        if general_ai:
            for m in _THE_AI.finditer(text):
                span = Span(sentence.span.start + m.start("x"), sentence.span.start + m.end("x"))
                yield Slip(span, "AI", _FOREIGN_ARTICLE)
        for start, end, mended, reason in (
            *_companies(text, glossary),
            *_standing(text, glossary),
            *_names_of_states(text),
        ):
            yield Slip(Span(sentence.span.start + start, sentence.span.start + end), mended, reason)


def _slips_of(text: str) -> Iterator[tuple[int, int, str, str]]:
    for regex, unless, pattern in _compiled():
        for m in regex.finditer(text):
            before = re.search(r"([\w']+)\W+$", text[: m.start()])
            if before and before[1].lower() in pattern.not_after.split():
                continue
            if unless and unless.search(text):
                continue
            group = "x" if "x" in regex.groupindex else 0
            mended = m.expand(pattern.mended) if isinstance(pattern.mended, str) else pattern.mended[m[group]]
            if m[group][:1].isupper():
                mended = mended[:1].upper() + mended[1:]
            yield m.start(group), m.end(group), mended, pattern.reason


@cache
def _compiled() -> list[tuple[re.Pattern[str], re.Pattern[str] | None, _Pattern]]:
    patterns = (*_CHOICE, *_COMPOUNDS, *_NUMBERS, *_ARTICLES, *_REPORTS, *_VERB_FORMS)
    return [(re.compile(p.regex), re.compile(p.unless) if p.unless else None, p) for p in patterns]


# --- Verbs -----------------------------------------------------------------------------------------------------------

# Verbs of policy that are regular and, in these forms, no nouns or adjectives.
_VERBS = """strengthen promote improve deepen accelerate maintain enhance expand ensure establish consolidate optimize
stimulate encourage achieve pursue provide eliminate reinforce protect realize cultivate modernize create adopt
integrate oppose""".split()
# Between the verbs these begin a clause that may have the second; anywhere in the sentence, another verb may.
_CLAUSE = r"(?:that|which|who|whose|whom|where|what|how|why|when|while|as|if|because|since|wh\w+ever|it|he|she|they)\b"
_PRESENT = r"\b(?:which|who|says|claims|believes|argues|insists|hopes|wants|plans|promises|pledges|vows|seeks|aims)\b"
_THIRD = {f"{base}s": base for base in _VERBS}
_PAST = {base: f"{base.removesuffix('e')}ed" for base in _VERBS}
_GERUND = {base: f"{base.removesuffix('e')}ing" for base in _VERBS}
_BASE = {gerund: base for base, gerund in _GERUND.items()}
_WRONG_FORM = "is not the form that goes with the word before it"


def _one_of(words: Iterable[str]) -> str:
    return f"(?P<x>{'|'.join(words)})\\b"


_VERB_FORMS = (
    _Pattern(
        rf"\b(?:must|could|can|shall|to|will|would|should) {_one_of(_THIRD)}",
        _THIRD,
        _WRONG_FORM,
        not_after="the a his her their its our political free popular good people's",
    ),
    _Pattern(rf"\bhas {_one_of(_VERBS)}", _PAST, _WRONG_FORM, not_after="what that which"),
    _Pattern(rf"\b(?:for|of|by|without) {_one_of(_VERBS)}", _GERUND, _WRONG_FORM),
    _Pattern(
        rf"\b(?:needs?|efforts?|in order|able|wants?|seeks?|hopes?|aims?|pledged|vowed) to {_one_of(_BASE)}",
        _BASE,
        _WRONG_FORM,
    ),
    _Pattern(
        rf"\b(?:will|must|shall) (?:\w+ly )?(?:{'|'.join(_VERBS)})\b"
        rf"(?:(?! {_CLAUSE})[^.;:]){{3,120}} and (?:\w+ly )?{_one_of(_THIRD)}",
        _THIRD,
        "does not agree with the other verb after the auxiliary",
        unless=_PRESENT,
    ),
)


# --- Reports ---------------------------------------------------------------------------------------------------------

_SAID = r"(?:said|says|added|adds|noted|stressed|emphasi[sz]ed|pointed out|urged|highlighted|underlined|underscored)"
_SUBJECT = r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Tt]he [a-z]+|[A-Z]\w+)(?: [A-Z]\w+)?"
_REPORTS = (
    _Pattern(
        rf"(?:^|, ){_SUBJECT} (?:has|have|had)(?: (?:also|repeatedly|again))? "
        r"(?P<x>(?P<verb>urged|encouraged|exhorted|instructed) to)(?= [a-z])",
        "called for efforts to",
        "does not say whom, as the verb must in English",
        unless=r"\b(?:whom|who|which|what)\b",
    ),
    _Pattern(
        r"(?:^|[.,] )(?P<x>[Hh]e (?:also )?(?:urged|encouraged|exhorted) to)(?= (?!the\b|an?\b|his\b|her\b|no\b)[a-z])",
        "he called for efforts to",
        "does not say whom, as the verb must in English",
    ),
    _Pattern(
        rf", (?P<x>(?P<said>{_SAID}) (?P<who>(?:the )?[A-Z]\w+(?: [A-Z]\w+)?) (?P=said))(?=[.,])",
        r"\g<who> \g<said>",
        "reports the speaker twice",
    ),
    _Pattern(
        r"\b(?P<x>[Aa]ccording to (?P<who>[A-Z]\w+(?: [A-Z]\w+| news agency)?) (?P<said>said|reported))(?= that\b|,)",
        r"\g<who> \g<said>",
        "reports the speaker twice",
    ),
)

# --- Numbers ---------------------------------------------------------------------------------------------------------

_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty)"
_NUMBERS = (
    _Pattern(
        rf"\b[Tt]he (?P<x>(?P<n>{_COUNT}) (?P<w>last|past|next|coming) "
        r"(?P<u>years|decades|months|weeks|days|centuries))\b(?! of)",
        r"\g<w> \g<n> \g<u>",
        "has the number in the wrong place",
    ),
    _Pattern(
        r"(?P<x>\b(?P<n>\d+(?:[.,]\d+)?) (?P<u>million|billion|trillion)s)\b(?! of)",
        r"\g<n> \g<u>",
        "has a plural after a number",
    ),
    _Pattern(
        r"(?<![\d.,])(?P<x>(?P<a>\d{1,3}),(?P<b>\d{1,2}))(?= ?%| (?:percent|per cent|million|billion|trillion)\b)",
        r"\g<a>.\g<b>",
        "has a comma for the decimal point",
        not_after="section sections article articles chapter chapters figure figures table tables",
    ),
    _Pattern(r"(?P<n>\d ?)%(?: ?%| per ?cent\b)", r"\g<n>%", "has its unit twice"),
    _Pattern(r"\b(?P<n>[1-9]\d{0,3}) ten thousand\b(?!-)", r"\g<n>0,000", "counts in ten thousands, as Chinese does"),
    _Pattern(r"\bin (?P<x>(?P<n>(?:19|20)\d\d) year)(?=[.,;)])", r"\g<n>", "says “year”, as Chinese does"),
    _Pattern(
        rf"\bsince (?P<n>{_COUNT}) (?P<u>years|months|weeks|days)(?=[.,;])",
        r"for \g<n> \g<u>",
        "counts from a length of time",
    ),
    _Pattern(
        r"\b(?:[Pp]arty's|CPC(?:'s)?|[Tt]he) (?P<x>(?P<n>1\d|20|2[4-9]|30)(?= (?:CPC )?(?:National|Party) Congress\b))",
        r"\g<n>th",
        "has lost the ending of its ordinal",
    ),
    _Pattern(
        r"\b(?:spirits?|principles|theme|report|decisions) (?:of|to|at) (?:the )?(?:[Pp]arty's|CPC(?:'s)?) "
        r"(?P<x>(?P<n>1\d|20) Congress(?:es)?)\b",
        r"\g<n>th Congress",
        "has lost the ending of its ordinal",
    ),
    _Pattern(
        r"\b(?:the|[Pp]arty's|CPC's) (?P<x>(?:20|[Tt]wenty) [Gg]reat)(?=[.,;:]| (?:is|was|on|in|to|and|has)\b|$)",
        "20th CPC National Congress",
        "is 二十大 put word by word",
    ),
    _Pattern(
        r"\b(?P<x>(?P<n>\d\d?)-year-(?:frail|aged|elderly|ancient|antique|vintage|outdated))\b",
        r"\g<n>-year-old",
        "has a synonym where only “old” can stand",
    ),
)

# --- Articles --------------------------------------------------------------------------------------------------------

_AUXILIARY = r"(?:has|have|had|is|are|was|were|will|would|must|should|can|could)"
_ABSTRACT = (
    r"(?:multilateralism|globalization|hegemonism|carbon neutrality|climate change|rural revitalization|mutual learning"
    r"|common prosperity)"
)
_FOREIGN_ARTICLE = "has an article, as French and Spanish have and English has not"
# A draft about one program says "the AI" of it.
_PARTICULAR_AI = re.compile(
    r"\b(?:[Aa]n|[Tt]his|[Ee]ach|[Ee]very) AI\b"
    r"(?! (?:company|firm|startup|incubator|sector|industry|plan|strategy|summit|conference|forum|race|hub|lab)\b)"
    r"|\bAIs\b|\b[Cc]hatbots?\b"
)
_THE_AI = re.compile(
    r"\b(?:development|governance|regulation|field|rise|promotion|popularity|sector|industry|era|age|advancement) "
    r"of (?P<x>the AI)"
    rf"(?=[.,;:)]| {_AUXILIARY}\b| (?:and|in|to|for|by|as|on|at)\b)"
)
_ARTICLES = (
    _Pattern(
        r"\b(?:fight|fights|fighting|struggle|battle) against (?P<x>the (?P<n>poverty|terrorism"
        r"|hunger|inequality|climate change|protectionism|desertification))(?=[.,;])",
        r"\g<n>",
        _FOREIGN_ARTICLE,
    ),
    _Pattern(rf"(?P<x>\b[Tt]he (?P<n>{_ABSTRACT}))(?=[.,;])", r"\g<n>", _FOREIGN_ARTICLE),
    _Pattern(
        r"(?P<x>\b[Tt]he (?P<n>President Xi(?: Jinping)?|Premier Li(?: Qiang)?|Comrade [A-Z][a-z]+))"
        rf"(?=[.,;:)]| {_AUXILIARY}\b| {_SAID}\b)",
        r"\g<n>",
        _FOREIGN_ARTICLE,
    ),
    _Pattern(
        r"(?P<x>\b[Tt]he (?P<n>China|Japan|Russia|India|Vietnam|Iran|France|Germany|Brazil|Canada|Australia))"
        rf"(?= {_AUXILIARY}\b)",
        r"\g<n>",
        _FOREIGN_ARTICLE,
    ),
    _Pattern(r"\b(?:the|a|an) (?P<n>its|their|our)(?= [a-z])", r"\g<n>", "has two determiners"),
    _Pattern(r"\b(?P<x>a)(?= AI\b)", "an", "is not the article that goes before a vowel"),
)

# --- Words -----------------------------------------------------------------------------------------------------------

_PREPOSITION = "keeps the preposition of another language"
_FRENCH = "keeps a French or Spanish turn of phrase"
_CHOICE = (
    # Prepositions.
    _Pattern(r"\b(?P<v>[Cc](?:ame|omes?|oming)) to the heels of\b", r"\g<v> on the heels of", _PREPOSITION),
    _Pattern(r"\b(?:at|by) the occasion of\b", "on the occasion of", _PREPOSITION),
    _Pattern(r"\b(?:at|in) the eve of\b", "on the eve of", _PREPOSITION),
    _Pattern(
        r"\b(?P<v>[Pp]articipat(?:e|es|ed|ing)) (?P<x>to)"
        r"(?= (?:the|a|an|this|these)\b(?! (?:best|full|fullest|extent|utmost|end|point|degree|maximum)))",
        "in",
        _PREPOSITION,
    ),
    _Pattern(r"\b(?:[Dd]epend(?:s|ed|ing)?) (?P<x>of)(?= (?:the|a|an|its|their)\b)", "on", _PREPOSITION),
    _Pattern(r"\b(?:is|are|was|were|be) responsible (?P<x>of)\b(?! course)", "for", _PREPOSITION),
    _Pattern(r"\b(?P<v>[Tt]ak(?:e|es|en|ing)|[Tt]ook) (?P<x>in)(?= account\b)", "into", _PREPOSITION),
    _Pattern(r"\bin function of(?= (?:the|its|their)\b)", "depending on", _PREPOSITION),
    _Pattern(
        r"\b(?:with)?in the frame of(?= (?:the|a|this|an|its|their) (?:\w+ )?"
        r"(?:cooperation|initiative|agreement|visit|forum|summit|plan|project|program|programme)\b)",
        "within the framework of",
        _PREPOSITION,
    ),
    # Participles and infinitives.
    _Pattern(
        r"(?<=s, )engaging(?= (?:discussions|talks|dialogue|dialogues|exchanges|conversations|debates) with\b)",
        "engaging in",
        "has lost its preposition",
        unless=r"engaging \w+ with .*\band\b",
    ),
    _Pattern(
        r"\b(?:which|that|, and|, thus|, also|^It|^This)(?: also| thus)? "
        r"(?P<x>(?:allows|enables) to)(?= [a-z]+\b)",
        "makes it possible to",
        "does not say whom, as the verb must in English",
        unless=r"\b(?:allows|enables) to (?:be|have)\b",
    ),
    _Pattern(
        r"\b(?:is|was|be|remains|becomes) (?P<x>(?P<a>an?) (?P<b>\w+) one and "
        r"(?P<c>(?!(?:an?|the|this|that|not?|any|every|only|another)\b)\w+) one)\b",
        r"\g<a> \g<b> and \g<c> one",
        "says “one” twice",
    ),
    # False friends, each in a company that the English word does not keep.
    _Pattern(
        r"\bduring (?:a|the) presidency of(?= (?:a|the|this) [^.,;]{0,60}\b(?:session|meeting|symposium|seminar)\b)",
        "while presiding over",
        "takes French présidence, the chairing of a meeting, for an office",
        unless=r"\b(?:EU|European|UN|United Nations|rotating|COP\d*|G20|G7)\b",
    ),
    _Pattern(
        r"\b(?:[Gg]ave|[Gg]iv(?:e|es|en|ing)|[Dd]eliver(?:s|ed|ing)?) (?:a|his|her) (?P<x>conference)(?= on\b)",
        "lecture",
        "takes French conférence or Spanish conferencia, a lecture, for a meeting",
    ),
    _Pattern(
        r"\blisten(?:s|ed|ing)? to (?:a|the|his|her) (?P<x>conference)\b(?! call)",
        "lecture",
        "takes French conférence or Spanish conferencia, a lecture, for a meeting",
        unless=r"\b(?:press|news|call|phone|radio|online|live|livestream|video|Zoom)\b",
    ),
    _Pattern(
        r"\b[Gg](?:ave|iv(?:e|es|en|ing)) full (?P<x>game)(?= to\b)", "play", "takes French jeu, play, for a game"
    ),
    _Pattern(
        r"\b(?P<x>thr(?:ew|own|ow|ows|owing))(?= the (?:\w+ ){0,2}(?:foundations?|groundwork|bases) (?:of|for)\b)",
        {"throw": "lay", "throws": "lays", "threw": "laid", "thrown": "laid", "throwing": "laying"},
        "takes French jeter, to lay a foundation, for throwing",
        unless=r"\b(?:into|off|open|away|aside|out)\b",
    ),
    _Pattern(
        r"\b(?P<x>pronounced)(?= (?:a|an|the|his|her) (?:(?:important|opening|keynote) )?"
        r"(?:speech|address|discourse)\b(?! (?:an?|the|to be|\w+[.,])))",
        "delivered",
        "takes French prononcer, to deliver a speech, for pronouncing",
    ),
    _Pattern(
        r"\b(?P<x>assisted to)"
        r"(?= (?:the|a|an) (?:\w+ ){0,2}(?:meeting|ceremony|session|conference|opening|parade)\b)",
        "attended",
        "takes French assister, to attend, for helping",
    ),
    _Pattern(
        r"\b(?:has|have|had) (?P<x>known)"
        r"(?= an? (?:\w+ )?(?:growth|development|increase|rise|expansion)\b)",
        "seen",
        "takes French connaître, to see or undergo, for knowing",
        unless=r"\b(?:never|ever)\b",
    ),
    _Pattern(
        r"\b(?:[Hh]as|[Hh]ave|[Hh]ad) (?P<x>for (?P<n>objective|goal|purpose))(?= (?:to|the)\b)",
        r"as its \g<n>",
        _FRENCH,
    ),
    _Pattern(r"\b(?P<x>take conscience of)\b", "become aware of", _FRENCH),
    _Pattern(r"\bresponsibles\b", "officials", "is no noun in English"),
    _Pattern(r"\binformations\b", "information", "has a plural, which English has not"),
    _Pattern(
        r"\b(?:great|major|significant|new|remarkable|important|solid) (?P<x>progresses)\b"
        r"(?= (?:in|have|were|are)\b|[.,])",
        "progress",
        "has a plural, which English has not",
    ),
    _Pattern(
        r"\b[Bb]reakthroughs? (?:(?:must|should|will|can|need to|are to) be|(?:has|have) been|was|were|being) "
        r"(?P<x>carried out|done)\b",
        "made",
        "goes with “make”",
    ),
    _Pattern(
        r"\b[Ee]fforts (?:(?:must|should|will|need to|are to) be|(?:has|have) been) "
        r"(?P<x>done)\b",
        "made",
        "goes with “make”",
    ),
    _Pattern(
        r"\b(?:made|gave|delivered) a (?:presentation|lecture|preaching) report\b",
        "delivered a lecture",
        "is 宣讲报告 put word by word",
    ),
    _Pattern(
        r"\b(?:[Pp]ropaganda|[Pp]ublicity|[Ll]ecture) (?:group|team|corps)\b[^.;]{0,60}? "
        r"(?P<x>preached)(?= (?:in|at|to)\b)",
        "gave a lecture",
        "takes 宣讲, to lecture, for preaching",
    ),
    # Companies.
    _Pattern(
        r"\b(?:Group|Technology|Technologies|Trading|Industry|Industrial|Motor|Motors|Steel|Electric|Energy|Power"
        r"|Machinery|Manufacturing|Equipment|Investment|Pharmaceutical|Holdings?|Engineering|Construction) (?P<x>CO)"
        r"(?=,|[.]$|[.]? Ltd)",
        "Co",
        "has capitals that are not its own",
        unless=r"[A-Z]{4} CO\b|CO,? \d",
    ),
    _Pattern(
        r"\bAi (?P<n>Giant|Company|Sector|Industry|Startup|Model|Models|Chip|Chips|Firm|Technology|giant|company|sector"
        r"|industry|startup|models?|chips?|firms?|technology)\b",
        r"AI \g<n>",
        "has capitals that are not its own",
    ),
)

_HYPHEN = "has lost its hyphen"
_COMPOUNDS = (
    _Pattern(
        r"\b(?P<a>[Cc]ross) (?P<b>cyclical|regional|departmental|sectoral|ministerial|disciplinary|provincial)\b",
        r"\g<a>-\g<b>",
        _HYPHEN,
        not_after="to can could will would must may might should not or",
    ),
    _Pattern(
        r"\b(?P<a>[Aa]nti|[Cc]ounter) (?P<b>corruption|cyclical|monopoly|poverty|dumping|graft"
        r"|espionage|secession|epidemic)\b",
        r"\g<a>-\g<b>",
        _HYPHEN,
        not_after="the a an this each over every bar lunch",
    ),
    _Pattern(
        r"\b(?P<a>[Nn]on) (?P<b>interference|proliferation|fossil|public|governmental|traditional|discrimination)\b",
        r"\g<a>-\g<b>",
        _HYPHEN,
    ),
    _Pattern(
        r"\b(?P<a>[Ss]elf) (?P<b>reliance|reliant|sufficiency|sufficient|revolution|governance|strengthening"
        r"|determination|criticism)\b",
        r"\g<a>-\g<b>",
        _HYPHEN,
    ),
    _Pattern(
        r"\b(?P<a>[Mm]ulti) (?P<b>polar|polarization|party|tiered|level|layered|dimensional)\b", r"\g<a>-\g<b>", _HYPHEN
    ),
)

_COMPANY = re.compile(
    r"\b(?P<n>startup|start-up|company|firm|giant) of (?P<b>(?:Chinese|American|US|Japanese|Korean|French|German) "
    r"(?:AI|chip|tech|technology|internet|software|robotics|electronics)) (?P<c>[A-Z]\w+)"
)
_LOST_APOSTROPHE = re.compile(r"\b(?P<n>[A-Z][a-z]{3,})s(?= [A-Za-z])")


def _companies(text: str, glossary: Glossary) -> Iterator[tuple[int, int, str, str]]:
    """Find companies whose description has kept the word order, or whose possessive has lost its apostrophe."""
    for m in _COMPANY.finditer(text):
        name = _company(m["c"], glossary) or m["c"]
        yield m.start("n"), m.end(), f"{m['b']} {m['n']} {name}", "has the word order of another language"
    for m in _LOST_APOSTROPHE.finditer(text):
        name = _company(m["n"], glossary)
        if name and name != m["n"]:
            yield m.start(), m.end(), f"{name}'s", "has lost its apostrophe"


_HELD = re.compile(
    r"(?P<a>[A-Z]\w+(?: [A-Z]\w+)?) (?P<x>was held) "
    r"(?=(?:alongside|beside|next to|at the side of) (?P<b>[A-Z]\w+ [A-Z]\w+))"
)
_PRISON = re.compile(r"\b(?:prison|jail|cell|custody|captive|hostage|detention|detained|arrest|charges?|trial)\b")


def _standing(text: str, glossary: Glossary) -> Iterator[tuple[int, int, str, str]]:
    """Find a person who "was held" beside another: French se tenir is to stand, and, of a meeting, to be held."""
    for m in _HELD.finditer(text):
        if not _PRISON.search(text) and any(_is_person(m[group], glossary) for group in "ab"):
            yield m.start("x"), m.end("x"), "stood", "takes French se tenir, to stand, for the holding of a meeting"


def _is_person(name: str, glossary: Glossary) -> bool:
    keys = " ".join(glossary.lexicon.key(word.lower()) for word in name.split())
    return any(glossary.concept(glossary.forms[n]).kind is Kind.PERSON for n in glossary.whole.get(keys, ()))


def _company(word: str, glossary: Glossary) -> str:
    """Give the name of a company with a capital inside (DeepSeek) as it is written, empty for any other word."""
    for number in glossary.whole.get(glossary.lexicon.key(word.lower()), ()):
        form = glossary.forms[number]
        name = glossary.designation(form).form
        if glossary.concept(form).kind is Kind.COMPANY and name.lower() == word.lower() and not name[1:].islower():
            return name
    return ""


# --- States ----------------------------------------------------------------------------------------------------------

_STATE = (
    r"(?:China|Japan|Russia|India|Pakistan|Vietnam|Indonesia|Malaysia|Singapore|Thailand|Kazakhstan|Iran|Egypt"
    r"|Brazil|Argentina|Mexico|Canada|Australia|Germany|Italy|Spain|Britain|Poland|Hungary|Serbia|Beijing|Moscow)"
)
_PROVINCE = (
    r"(?:Anhui|Fujian|Gansu|Guangdong|Guizhou|Hainan|Hebei|Heilongjiang|Henan|Hubei|Hunan|Jiangsu|Jiangxi|Jilin|Liaoning"
    r"|Qinghai|Shaanxi|Shandong|Shanxi|Sichuan|Yunnan|Zhejiang|Guangxi|Ningxia|Xinjiang|Xizang|Tibet)"
)
_PLURAL_STATE = re.compile(rf"\b(?P<n>{_STATE})s(?P<p>'?)(?![\w'’-])(?P<after>\s+[A-Za-z]+|[.,;:]|$)")
_NO_OWNER = re.compile(rf"\s*(?:{_AUXILIARY}|and|or|in|on|at|for|to|from|with|by|as|that|which|who|does|did)|[.,;:]|")
_MANY = re.compile(
    r"\b(?:two|three|four|many|several|both|the|these|those|other|more|all|different|new|future|few|no|our|possible)"
    r"(?: \w+)? $",
    re.IGNORECASE,
)
_BARE_STATE = re.compile(
    r"\b[Tt]he (?P<n>China|Japan|Russia|India|Vietnam|Iran|France|Germany|Brazil|Canada|Australia) "
    r"(?P<o>industry|economy|leadership|population|army|military|ambitions|government)"
    r"(?=[.,;:]|$| (?:is|are|was|were|has|have|had|will|would|must|should|and|in|to|that|which)\b)"
)
_BARE_PROVINCE = re.compile(
    rf"\b(?:central|eastern|western|northern|southern|east|west|north|south|north(?:east|west)|south(?:east|west)"
    rf"|north(?:east|west)ern|south(?:east|west)ern) "
    rf"(?P<x>(?P<n>China) (?P<o>{_PROVINCE}))(?= [Pp]rovince\b|[.,;]|$| [a-z])"
)


def _names_of_states(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Find states that have lost the apostrophe of their possessive, or the whole ending."""
    for m in _PLURAL_STATE.finditer(text):
        if not _MANY.search(text[: m.start()]):
            alone = _NO_OWNER.fullmatch(m["after"]) and not m["p"]
            yield m.start(), m.end("p"), m["n"] if alone else f"{m['n']}'s", "has lost its apostrophe"
    for m in _BARE_STATE.finditer(text):
        yield m.start(), m.end(), f"{m['n']}'s {m['o']}", "has lost its possessive"
    for m in _BARE_PROVINCE.finditer(text):
        yield m.start("x"), m.end("x"), f"{m['n']}'s {m['o']}", "has lost its possessive"


# --- Persons ---------------------------------------------------------------------------------------------------------

# Verbs of reports, with their gerunds.
_REPORTING = {
    "note": "noting", "recall": "recalling", "stress": "stressing", "emphasize": "emphasizing", "add": "adding",
    "emphasise": "emphasising", "highlight": "highlighting", "underline": "underlining", "recognize": "recognizing",
    "underscore": "underscoring", "observe": "observing", "indicate": "indicating", "affirm": "affirming",
}  # fmt: skip
_BARE_VERB = re.compile(rf"({'|'.join(_REPORTING)})(?= that\b.*, (?:\w+ ){{1,4}}{_SAID}\b)", re.IGNORECASE | re.DOTALL)
_IT_SAID = re.compile(rf"(?:{'|'.join(_REPORTING.values())})\b.{{20,}}, (it)(?= {_SAID}\b)", re.IGNORECASE | re.DOTALL)
_IT_ALSO = re.compile(
    r"(It) also (?:urged|stressed|emphasi[sz]ed|underlined|underscored|called (?:on|for)|pointed out)\b"
)
_SPOKEN = re.compile(
    r"(?:He|She) |.*, (?:he|she) (?:said|added|argued|continued|noted|stressed|went on|concluded|pointed out)\b",
    re.DOTALL,
)
# What an "it" may be that speaks.
_SPEAKERS = re.compile(
    r"\b(?:meeting|session|conference|statement|report|document|article|plan|paper|communique|ministry|commission|party"
    r"|committee|government|agency|newspaper|book|letter|speech|study|survey|group|company|forum|congress|council|court"
    r"|law|guidelines?|editorial|commentary|bank|association|organi[sz]ation|union|bureau|department|office|team|notice"
    r"|circular|resolution|decision|declaration|agreement|country|nation|message|plenum|delegation|administration)\b(?!['’])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<=[\w,] )[A-Z]\w+(?![\w'’])|^(?!(?:The|He|She|This|That|In|On|At|To|As|For|But|And|These)\b)[A-Z]"
)
_SHE = re.compile(
    r"(?:^|, )[Tt]he (?:startup|start-up|company|firm|group|country|ministry|bank|agency)(?: (?=[A-Z])\w+)?\b"
    r"[^A-Z.;:]{0,90} (?:when|after|before|because|since|although|once|where) (?P<x>she) "
    r"(?:has|had|was|will|is|[a-z]+ed)\b"
)
_WOMAN = re.compile(
    r"\b(?:she|hers?|herself|wom[ae]n|Mrs|Ms|Miss|Madame?|lady|wife|mother|daughter|sister|girl|widow|actress|queen|female"
    r"|\w+woman)\b",
    re.IGNORECASE,
)


def _of_persons(document: Document) -> Iterator[Slip]:
    """Find a bare verb for a participle that a person governs, "it" for a person, "she" for a thing."""
    he = "is said of a person, as languages do in which things are he and she"
    before = ""
    for previous, sentence in pairwise((None, *document.sentences)):
        assert sentence is not None
        text = document.prose(sentence.span)[:_LONGEST]
        start = sentence.span.start
        bare = _BARE_VERB.match(text)
        if bare:
            gerund = _REPORTING[bare[1].lower()].capitalize()
            yield Slip(Span(start, start + bare.end(1)), gerund, "is a bare verb where a participle belongs")
        it = _IT_SAID.match(text)
        if it and previous and previous.words[0].lower in ("he", "she"):
            yield Slip(Span(start + it.start(1), start + it.end(1)), "he", he)
        it = _IT_ALSO.match(text)
        last = document.prose(previous.span)[:_LONGEST] if previous else ""
        if (
            it
            and _SPOKEN.match(last)
            and not any(_SPEAKERS.search(text) or _NAMED.search(text) for text in (before, last))
        ):
            yield Slip(Span(start, start + 2), "He", he)
        she = _SHE.search(text)
        if she and len(_WOMAN.findall(document.text)) == 1:
            reason = "is said of a thing, as languages do in which things are he and she"
            yield Slip(Span(start + she.start("x"), start + she.end("x")), "it", reason)
        before = last
