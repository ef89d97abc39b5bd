"""Which language a text is in: by its script first, by its letters and words where the script is shared.

Pure and deterministic. Frequent little words settle nearly all texts in Latin and Cyrillic letters; `py3langid` (half a
second to load) is asked about the rest.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from narrate.text.language_words import LACKED, WORDS

# Start of each run of code points and the script that begins there; "" is no script of its own. Only what tells
# languages apart: Unicode's Scripts.txt has far more.
_RUNS: tuple[tuple[int, str], ...] = (
    (0x0041, "Latn"), (0x005B, ""), (0x0061, "Latn"), (0x007B, ""), (0x00AA, "Latn"), (0x00AB, ""), (0x00B5, ""),
    (0x00C0, "Latn"), (0x02B9, ""), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"),
    (0x0600, "Arab"), (0x0700, ""), (0x0750, "Arab"), (0x0780, ""), (0x08A0, "Arab"), (0x0900, "Deva"),
    (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"),
    (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"),
    (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, ""), (0x1780, "Khmr"),
    (0x1800, ""), (0x1C80, "Cyrl"), (0x1C90, "Geor"), (0x1CC0, ""), (0x1E00, "Latn"), (0x1F00, "Grek"), (0x2000, ""),
    (0x2C60, "Latn"), (0x2C80, ""), (0x2DE0, "Cyrl"), (0x2E00, ""), (0x3041, "Hira"), (0x30A0, "Kana"),
    (0x3100, ""), (0x3131, "Hang"), (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""), (0x3400, "Hani"), (0x4DC0, ""),
    (0x4E00, "Hani"), (0xA000, ""), (0xA640, "Cyrl"), (0xA6A0, ""), (0xA720, "Latn"), (0xA800, ""), (0xA8E0, "Deva"),
    (0xA900, ""), (0xAB30, "Latn"), (0xAB70, ""), (0xAC00, "Hang"), (0xD7B0, ""), (0xF900, "Hani"), (0xFB00, "Latn"),
    (0xFB07, ""), (0xFB13, "Armn"), (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, ""), (0xFE70, "Arab"), (0xFF00, ""),
    (0xFF21, "Latn"), (0xFF3B, ""), (0xFF41, "Latn"), (0xFF5B, ""), (0xFF66, "Kana"), (0xFFA0, ""),
    (0x20000, "Hani"), (0x32000, ""),
)  # fmt: skip
_STARTS = tuple(start for start, _ in _RUNS)

_BY_SCRIPT: Mapping[str, str] = MappingProxyType(
    {
        "Grek": "el", "Armn": "hy", "Hebr": "he", "Beng": "bn", "Guru": "pa", "Gujr": "gu", "Orya": "or",
        "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Tibt": "bo",
        "Mymr": "my", "Geor": "ka", "Hang": "ko", "Ethi": "am", "Khmr": "km", "Hira": "ja", "Kana": "ja", "Hani": "zh",
    }
)  # fmt: skip

# The languages that the classifier may answer with, by script: those with many speakers or news sites. Rare ones
# (la, eo, vo, wa, an, br, rw, xh, zu, jv ...) are left out: on short lines they are nearly always a mistake.
_SHARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Latn": ("af", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu",
                 "id", "is", "it", "lt", "lv", "ms", "nb", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv",
                 "sw", "tl", "tr", "vi"),
        "Cyrl": ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "uk"),
        "Arab": ("ar", "fa", "ku", "ps", "ug", "ur"),
        "Deva": ("hi", "mr", "ne"),
    }
)  # fmt: skip

# Letters that only one of a script's languages has, against all others listed beside it here.
_TELLING: Mapping[str, str] = MappingProxyType(
    {"ў": "be", "ї": "uk", "є": "uk", "ґ": "uk", "ј": "sr", "ђ": "sr", "ћ": "sr", "ѓ": "mk", "ќ": "mk", "ә": "kk",
     "ғ": "kk", "қ": "kk", "ұ": "kk", "ы": "ru", "э": "ru"}
)  # fmt: skip

# Paragraphs and headings of 460 news pages and blogs, each against the language of its whole page: right for 23 %
# of those with under 10 letters, 69 % with 10-19, 91 % with 20-29, 96 % with 30-39, 98 % with 40-49, 99.4 % with
# 50-59 and 99.9 % above. Below this we take the default.
MIN_LETTERS = 40
SAMPLE = 4000

# A vote of little words is taken when one language leads so far. Of 4,600 blocks and passages with 40 letters and more
# in 20 languages it settled 80 %, none of them wrong (py3langid: 38 wrong of all); with a smaller lead enough for the
# language that was expected, 95 %, 7 wrong, and 96 % of articles are read without py3langid.
SURE_HITS = 4
SURE_LEAD = 3
SURE_TIMES = 1.5
SURE_SHARE = 0.15
EXPECTED_HITS = 2
FOREIGN_HITS = 4
ODD_LETTERS = 3
_RIGHT_TO_LEFT = frozenset(str.split("ar arc ckb dv fa he iw ji ks nqo ps sd syr ug ur yi"))
# Letters behind an apostrophe ("Ann's") and initials are no words.
_WORD = re.compile(r"[^\W\d_]{2,}|(?<!['’])[^\W\d_](?!\.)")


def primary(language: str) -> str:
    """The first subtag of a BCP 47 tag, in small letters."""
    return language.partition("-")[0].lower()


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left, by itself or by the script that its tag names."""
    _, _, rest = language.lower().partition("-")
    return (primary(language) in _RIGHT_TO_LEFT and "latn" not in rest) or "arab" in rest.split("-")


def script_of(character: str) -> str:
    """The ISO 15924 code of a letter's script, "" for what belongs to none that we tell apart."""
    place = bisect_right(_STARTS, ord(character)) - 1
    return _RUNS[place][1] if place >= 0 else ""


def scripts(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    letters = Counter(text)
    found: Counter[str] = Counter()
    for letter, times in letters.items():
        if letter.isalpha() and (script := script_of(letter)):
            found[script] += times
    return found


def same_script(first: str, second: str) -> bool:
    """Whether two languages share a script, as far as we know them."""
    return main_script(first) == main_script(second)


def main_script(language: str) -> str:
    """The ISO 15924 code of the script a language is written in, "Latn" where we know no better."""
    subtag = primary(language)
    shared = (script for script, members in _SHARED.items() if subtag in members)
    own = (script for script, member in _BY_SCRIPT.items() if member == subtag)
    return next(shared, next(own, "Latn"))


def detect(text: str, default: str = "en") -> str:
    """The BCP 47 primary language of a text; `default` where it is too short or mixed to tell."""
    sample = _sample(text)
    found = scripts(sample)
    if not found:
        return default
    if found["Hira"] + found["Kana"] > 0.05 * found["Hani"] and found["Hani"] + found["Hira"] + found["Kana"] > max(
        found["Latn"], found["Hang"], found["Cyrl"]
    ):
        return "ja"  # Japanese mixes Chinese characters with its own syllables
    script, letters = max(found.items(), key=lambda pair: (pair[1], pair[0]))
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script]
    own = primary(default)
    if own in _SHARED[script] and letters < MIN_LETTERS:
        return default
    return _classified(sample, script, letters, own) or default


@cache
def worded() -> frozenset[str]:
    """The languages whose little words we know."""
    return frozenset(one for table in WORDS.values() for told in table.values() for one in told)


def foreign(text: str, own: str) -> str:
    """The language whose little words stand out in a text amid one in `own`, both in the same script; "" if none."""
    home = primary(own)
    ranked = _votes(_sample(text), main_script(own))
    votes = dict(ranked)
    best, most = ranked[0] if ranked else ("", 0)
    rivals = [times for one, times in ranked[1:] if one != home]
    sure = most >= max(FOREIGN_HITS, SURE_TIMES * max(rivals, default=0), SURE_LEAD * votes.get(home, 0))
    words = len(_WORD.findall(text))
    return best if sure and best != home and most >= SURE_SHARE * words else ""


def _sample(text: str) -> str:
    """At most `SAMPLE` characters from the start and the middle, composed, without lone surrogates."""
    if len(text) > SAMPLE:
        middle = len(text) // 2
        text = text[: SAMPLE // 2] + " " + text[middle : middle + SAMPLE // 2]
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))


def _classified(sample: str, script: str, letters: int, primary: str) -> str:
    if script == "Cyrl" and letters < MIN_LETTERS:
        told = Counter(_TELLING[letter] for letter in sample.lower() if letter in _TELLING)
        return told.most_common(1)[0][0] if told else "ru"
    if letters < MIN_LETTERS and script != "Latn":
        return _SHARED[script][0]
    if letters < MIN_LETTERS:
        return ""
    voted = _voted(sample, script, primary)
    if voted:
        return voted
    ranked = _classifier(script)(sample)
    return "nb" if ranked == "no" else ranked


def _voted(sample: str, script: str, expected: str) -> str:
    """The language whose little words stand out, "" where that is not clear."""
    ranked = _votes(sample, script)
    if not ranked:
        return ""
    best, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    ahead = most - second
    words = len(_WORD.findall(sample))
    if most >= max(SURE_HITS, SURE_TIMES * second, SURE_SHARE * words) and ahead >= SURE_LEAD:
        return best
    expected = "nb" if expected == "no" else expected
    return expected if best == expected and most >= EXPECTED_HITS and ahead else ""


def _votes(sample: str, script: str) -> list[tuple[str, int]]:
    """How many of a text's words each language has among its little ones, most first."""
    table = WORDS.get(script)
    if table is None:
        return []
    lower = sample.lower()
    votes = Counter(language for word in _WORD.findall(lower) for language in table.get(word, ()))
    letters = Counter(lower)
    odd = {one for one in votes if sum(letters[letter] for letter in LACKED.get(one, ())) >= ODD_LETTERS}
    return sorted(((one, times) for one, times in votes.items() if one not in odd), key=lambda pair: (-pair[1], pair))


@cache
def _classifier(script: str) -> Callable[[str], str]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # heavy: numpy and the model

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(sorted(set(_SHARED[script]) & set(identifier.nb_classes)))
    return lambda sample: str(identifier.classify(sample)[0])
