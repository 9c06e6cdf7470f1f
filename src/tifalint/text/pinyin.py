"""How Chinese is read aloud."""

from __future__ import annotations


def pinyin(chinese: str) -> str:
    """Give a Chinese text in pinyin with tone marks, a space between syllables: 算力 is suàn lì."""
    import pypinyin  # heavy: 0.1 s, and needed for a page only

    return " ".join(pypinyin.lazy_pinyin(chinese, style=pypinyin.Style.TONE))


def readings(character: str) -> list[str]:
    """Give every reading of one character, without tones, in capitals: 曾 is CENG and ZENG."""
    import pypinyin

    found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)
    return [reading.upper().replace("Ü", "U") for reading in found[0]]
