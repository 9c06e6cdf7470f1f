"""Grammar, word choice and typography that only machines get wrong: what is flagged with which fix, and what is not."""

from __future__ import annotations

import pytest

from tifalint.documents.reading import parse_document
from tifalint.engine import check
from tifalint.glossary import Glossary
from tifalint.rules import translation_debris, wrong_name


def found(text: str, glossary: Glossary) -> list[tuple[str, str]]:
    draft = parse_document(text, "draft.md", ".md")
    rules = [translation_debris.RULE, wrong_name.RULE]
    return [(draft.slice(d.span), d.suggestions[0].text) for d in check(draft, glossary, None, rules=rules).diagnostics]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        # States and articles.
        ("Germanys exports fell in May.", "Germanys", "Germany's"),
        ("He said that Brazils has agreed.", "Brazils", "Brazil"),
        ("Russias' gas flows east.", "Russias'", "Russia's"),
        ("They fear for the Vietnam economy.", "the Vietnam economy", "Vietnam's economy"),
        ("A plant opened in southwest China Yunnan province.", "China Yunnan", "China's Yunnan"),
        ("He thinks that the Brazil will sign.", "the Brazil", "Brazil"),
        ("Much has been done in the fight against the poverty.", "the poverty", "poverty"),
        ("Both sides stand for the multilateralism.", "the multilateralism", "multilateralism"),
        ("Rules for the governance of the AI are being drawn up.", "the AI", "AI"),
        ("On Monday the President Xi Jinping said so.", "the President Xi Jinping", "President Xi Jinping"),
        ("Each province has the its own plan.", "the its", "its"),
        ("They built a AI lab.", "a", "an"),
        # Verbs.
        ("Li Qiang has urged to cut red tape.", "urged to", "called for efforts to"),
        ("He encouraged to plant trees.", "He encouraged to", "He called for efforts to"),
        ("The fund must promotes trade.", "promotes", "promote"),
        ("The town wants to improving its roads.", "improving", "improve"),
        ("The port has expand.", "expand", "expanded"),
        ("It is a plan for strengthen the ports.", "strengthen", "strengthening"),
        ("Officials must protect the wetlands and improves the dikes.", "improves", "improve"),
        ("He said the fund will protect wetlands, dikes and promotes trade.", "promotes", "promote"),
        ("It is a device that allows to measure salt.", "allows to", "makes it possible to"),
        ("Guests sat at round tables, engaging talks with farmers.", "engaging", "engaging in"),
        # Reports.
        ("Prices held steady, noted Reuters noted.", "noted Reuters noted", "Reuters noted"),
        ("According to Xinhua reported, the dam is full.", "According to Xinhua reported", "Xinhua reported"),
        # Persons and things.
        ("He spoke of jobs. It also stressed that prices must hold.", "It", "He"),
        ("The company doubled its sales after she moved to the coast.", "she", "it"),
        ("Narendra Modi was held beside Xi Jinping on the steps.", "was held", "stood"),
        # Numbers.
        ("Output doubled in the five last years.", "five last years", "last five years"),
        ("They moved 12 millions people.", "12 millions", "12 million"),
        ("Exports grew by 4,7 percent.", "4,7", "4.7"),
        ("Exports grew by 4.7% percent.", "7% percent", "7%"),
        ("The town has 35 ten thousand people.", "35 ten thousand", "350,000"),
        ("He has lived there since six months.", "since six months", "for six months"),
        ("It was set up in 1998 year.", "1998 year", "1998"),
        ("Delegates to the 19 National Congress met.", "19", "19th"),
        ("They studied the spirit of the twenty great.", "twenty great", "20th CPC National Congress"),
        ("The 54-year-elderly governor resigned.", "54-year-elderly", "54-year-old"),
        # Words in the wrong company.
        (
            "He spoke during a presidency of the group's third session.",
            "during a presidency of",
            "while presiding over",
        ),
        ("A professor gave a conference on rice.", "conference", "lecture"),
        ("By throwing the bases for peace they won.", "throwing", "laying"),
        ("The law gives full game to the market.", "game", "play"),
        ("The treaty threw the foundations of a lasting peace.", "threw", "laid"),
        ("He pronounced a keynote speech in Boao.", "pronounced", "delivered"),
        ("The region has known a rapid growth.", "known", "seen"),
        ("Breakthroughs must be carried out in battery research.", "carried out", "made"),
        ("Great efforts have been done.", "done", "made"),
        ("All departments should take in account the cost.", "in", "into"),
        ("She will participate to the talks.", "to", "in"),
        ("The visit came to the heels of a trade deal.", "came to the heels of", "came on the heels of"),
        ("It opened at the occasion of the fair.", "at the occasion of", "on the occasion of"),
        (
            "The rail giant of Chinese tech Deepseek grew.",
            "giant of Chinese tech Deepseek",
            "Chinese tech giant DeepSeek",
        ),
        ("The answer was a hard one and costly one.", "a hard one and costly one", "a hard and costly one"),
        ("It was a plan of cross regional transfer.", "cross regional", "cross-regional"),
        # Capitals.
        ("The order went to Anhui Steel CO, a maker of rails.", "CO", "Co"),
        ("The city hosts an Ai Startup.", "Ai Startup", "AI Startup"),
        ("Bytedances rival rose.", "Bytedances", "ByteDance's"),
        ("Wang Yi and DING Xuexiang were there.", "DING Xuexiang", "Ding Xuexiang"),
        ("ZHU Lan came. Later Zhu Lan sang.", "ZHU Lan", "Zhu Lan"),
        ("Xi Jinping left. XI speech was short.", "XI", "Xi's"),
        ("Xi Jinping left. XIS plan was clear.", "XIS", "Xi's"),
        ("They put it to the test In the hills and valleys.", "In", "in"),
        # Marks and spaces.
        ("The share of gross output (GDP). ) rose.", "(GDP). )", "(GDP)"),
        ("Steel, coal, . And oil fell.", "coal, .", "coal."),
        ("The harbor is full.The ships wait.", "full.The", "full. The"),
        ("A road opened innorthern Shaanxi.", "innorthern", "in northern"),
        ("Steel fell，and coal rose.", "，", ", "),
        ("On Monday Premierli qiang left.", "Premierli qiang", "Premier Li Qiang"),
    ],
)
def test_what_machines_leave_is_mended(text: str, wrong: str, right: str, glossary: Glossary) -> None:
    """The slip is found at its place, and nothing else; the first suggestion reads well there."""
    assert found(text, glossary) == [(wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        # States and articles.
        "There were two Germanys, and it feared many Vietnams.",
        "Frances called; Tsar of all the Russias was his title.",
        "The China industry council met on the China policy.",
        "In central China, Henan grew.",
        "He led the fight against the poverty of his youth.",
        "A chatbot wrote it. The development of the AI took years.",
        "An AI wrote it. The development of the AI took years.",
        "The development of the AI sector took years.",
        "The climate change of that era was slow.",
        "The President Xi era began. The president, Xi Jinping, left.",
        # Verbs.
        "It is they whom he has urged to stay. Residents urged to leave home did so.",
        "He has urged officials to cut red tape. He urged to the crowd.",
        "The will provides for a trust. Its political will promotes trade.",
        "Officials will build roads and bridges. The ministry, which must act and promotes trade, met.",
        "The group says it will pursue a deal and promotes trade. It will create a fund that grows and promotes trade.",
        "The workers will attend a fair that protects farms and promotes trade.",
        "What it has to expand is trade. She is committed to improving roads.",
        "The festival has readings, engaging talks with authors, and music.",
        "He held long, engaging talks with farmers.",
        "It allows users to pay. The law allows for it. They need licenses, and permits to build.",
        # Reports.
        "What he said she said is unknown. Shares fell, Reuters said.",
        "According to Reuters, the dam is full. According to sources said to be close, it is.",
        # Persons and things.
        "The ministry's statement was short, he said. It also stressed that prices must hold.",
        "Hamas agreed, he said. It also called for talks.",
        "Anna Weiss runs it. The company grew after she moved to the coast, and her staff stayed.",
        "The prisoner Xi Jinping never met was held beside a road.",
        "The meeting was held alongside the summit.",
        # Numbers.
        "The last five years were good, and the two last years of his life were not.",
        "Some 12 million people and millions of birds moved in 2,350 boats.",
        "Tables 4,7 percent the same. It was 4.7 percent, and 1,200 million.",
        "It has been open since three years ago, and since 1998.",
        "The Party has held 20 congresses. The 19 Party Congresses held since then were long.",
        "The Twenty Great Writers were old. A 54-year-old wrote a ten-year plan.",
        # Words.
        "France took it up during the presidency of the European Council. He won the presidency of the board.",
        "Reporters listened to the conference call. He gave a press conference on rice.",
        "It was a full game to remember.",
        "The find threw the foundations of physics into doubt.",
        "He pronounced the speech a success. She has known a rapid walker or two.",
        "Repairs must be carried out, and the work must be done.",
        "He participated to the best of his ability. She is responsible of course.",
        "He fell to the heels of his horse. They came on the heels of it.",
        "The head of Chinese tech was away. A startup of Chinese origin grew.",
        "It is a good one and the best one. It is a new one and not one of ours.",
        "He had to cross regional borders. The self is strong, and the counter is closed.",
        "The volunteers assisted at the opening ceremony.",
        # Capitals.
        "Ai Weiwei met Li Qiang in Denver, CO, in May.",
        "DING Xuexiang and CAI Qi were there.",
        "The film In the Mood for Love ran. He wrote On War.",
        "Chapter XI speech acts are rare.",
        # Marks and spaces.
        "It grew (by 4 percent (or 5)). He likes apples, pears, etc., and so on...",
        "See section a) and b). The site example.com and Node.js are up.",
        "The chairmanship and the presidential office are his.",
        "It has 中文，日文 versions, and high-level talks with Presidents.",
    ],
)
def test_what_people_write_passes(text: str, glossary: Glossary) -> None:
    """Near twins of every slip are left alone."""
    assert found(text, glossary) == []


def test_code_is_no_prose(glossary: Glossary) -> None:
    """What is set as code is left alone, however wrong it were in a sentence."""
    assert found("Run `must promotes ,. (x). )` and `Germanys exports` now.", glossary) == []
