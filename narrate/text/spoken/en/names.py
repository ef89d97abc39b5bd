"""English titles, abbreviations, initials, acronyms, Roman numerals and signs."""

from __future__ import annotations

import re

from narrate.text.spoken.capitals import shouted
from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.en.numbers import cardinal, ordinal
from narrate.text.spoken.roman import roman
from narrate.text.spoken.rules import STOP, Rule

# Before a name.
_TITLES = {
    "mr": "mister", "mrs": "missus", "ms": "miz", "messrs": "messieurs", "dr": "doctor", "drs": "doctors",
    "prof": "professor", "profs": "professors",
    "rev": "reverend", "revd": "reverend", "fr": "father", "hon": "honorable", "gov": "governor", "sen": "senator",
    "sens": "senators",
    "rep": "representative", "reps": "representatives", "gen": "general", "lt": "lieutenant", "col": "colonel",
    "sgt": "sergeant", "capt": "captain",
    "cmdr": "commander", "cdr": "commander", "maj": "major", "adm": "admiral", "brig": "brigadier",
    "cpl": "corporal", "pvt": "private", "pfc": "private first class",
    "supt": "superintendent", "det": "detective", "insp": "inspector", "amb": "ambassador", "pres": "president",
    "sec": "secretary", "atty": "attorney",
    "st": "saint", "ste": "sainte", "mt": "mount", "mts": "mountains", "ft": "fort", "msgr": "monsignor",
    "asst": "assistant", "assoc": "associate",
}  # fmt: skip
TITLE = re.compile(
    r"\b(?P<title>Mrs?|Ms|Messrs|Drs?|Profs?|Revd?|Fr|Hon|Gov|Sens?|Reps?|Gen|Lt|Col|Sgt|Capt|Cmdr|Cdr|Maj|Adm|Brig|"
    r"Cpl|Pvt|Pfc|Supt|Det|Insp|Amb|"
    r"Pres|Sec|Atty|St|Ste|Mts?|Ft|Msgr|Asst|Assoc|dr|prof|mrs?)(?P<stop>\.)(?=\s?[A-ZÀ-Þ]|\s?$|\s(?:of|to)\s)|"
    r"\b(?P<bare>[Mm]rs?|Ms|[Dd]r|Prof|St|Lt|Sgt|Capt|Mt)(?=\s[A-ZÀ-Þ][a-z.])"
)
# In running text, with their stops. A final stop that ends the sentence stays out of the match.
_ABBREVIATIONS = {
    "e.g.": "for example", "eg.": "for example", "i.e.": "that is", "ie.": "that is", "etc.": "et cetera",
    "et al.": "and others", "vs.": "versus", "vs": "versus",
    "v.": "versus", "cf.": "compare", "approx.": "approximately", "ca.": "circa", "c.": "circa",
    "incl.": "including", "excl.": "excluding", "esp.": "especially",
    "dept.": "department", "govt.": "government", "est.": "estimated", "a.k.a.": "also known as",
    "aka": "also known as", "jr.": "junior", "jr": "junior", "sr.": "senior",
    "inc.": "incorporated", "ltd.": "limited", "corp.": "corporation", "co.": "company", "bros.": "brothers",
    "ave.": "avenue", "blvd.": "boulevard", "w/o": "without", "w/": "with",
    "wed.": "Wednesday", "no.": "number", "nos.": "numbers", "min.": "minutes", "mins.": "minutes", "hrs.": "hours",
    "hr.": "hour", "sec.": "seconds", "secs.": "seconds", "lbs.": "pounds",
    "lb.": "pounds", "oz.": "ounces", "sq.": "square", "vol.": "volume", "vols.": "volumes", "fig.": "figure",
    "figs.": "figures", "ch.": "chapter", "chap.": "chapter", "sect.": "section",
    "art.": "article", "p.": "page", "pp.": "pages", "pg.": "page", "ext.": "extension", "op.": "opus",
    "intl.": "international", "natl.": "national", "univ.": "university", "ed.": "edition",
    "eds.": "editors", "assn.": "association", "dist.": "district",
}  # fmt: skip
COUNTED = re.compile(
    r"(?<![\w.])(?P<word>no|nos|vols?|figs?|chap|ch|sect|art|pp?|pg|ext|op|c|ca)\.(?=\s?\d)|"
    r"(?<=\d\s)(?P<after>mins?|hrs?|secs?|lbs?|oz)\.(?!\w)|(?<=\d)(?P<tight>mins?|hrs?|secs?|lbs?|oz)\.(?!\w)",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(
    r"(?<![\w.])(?P<word>e\.g\.|i\.e\.|eg\.|ie\.|etc\.|et al\.|vs\.?|cf\.|approx\.|incl\.|excl\.|esp\.|dept\.|"
    r"govt\.|a\.k\.a\.|aka|jr\.?|sr\.|inc\.|ltd\.|corp\.|co\.|bros\.|ave\.|blvd\.|"
    r"w/o|w/(?=\s)|sq\.|intl\.|natl\.|univ\.|assn\.)(?!\w)",
    re.IGNORECASE,
)
VERSUS = re.compile(r"(?<=[A-Z][a-z])(?<=\w)\sv\.?\s(?=[A-Z])|(?<=[a-z])\sv\.\s(?=[A-Z])")

# Letters with stops, said one by one; the last stop stays when it ends the text.
DOTTED = re.compile(
    r"(?<![\w.])(?P<letters>(?:[A-Za-z]\.){2,8}|"
    r"(?:[A-Z]\.\s?){1,4}[A-Z]\.)(?P<tail>[A-Za-z](?!\w))?(?=(?P<end>[\"'”’)]*$)|\W|$)"
)
INITIAL = re.compile(r"(?<![\w.])(?P<letters>[A-Z]\.(?:[\s-]?[A-Z]\.){0,4})(?=\s?[A-Z][a-zà-ÿ'’])")
DEGREE = re.compile(
    r"\b(?P<word>Ph\.?D\.?|M\.?D\.(?!\w)|D\.Phil\.?|B\.Sc\.?|M\.Sc\.?|Ed\.D\.?|LL\.?B\.?|LL\.?M\.?)(?!\w)"
)

_NAMES = (
    "Louis|Henry|Charles|George|Edward|James|William|Richard|John|Paul|Pius|Benedict|Francis|Leo|Gregory|Clement|"
    "Innocent|Urban|Alexander|Nicholas|Peter|Catherine|Elizabeth|Mary|Philip|"
    "Ferdinand|Frederick|Wilhelm|Friedrich|Karl|Carl|Gustav|Gustaf|Christian|Haakon|Olav|Harald|Margrethe|Juan|"
    "Carlos|Felipe|Alfonso|Napoleon|Leopold|Albert|Baudouin|Ivan|Vasily|Ramesses|"
    "Ramses|Ptolemy|Cleopatra|Darius|Xerxes|Artaxerxes|Thutmose|Amenhotep|Mehmed|Selim|Murad|Suleiman|Abdul|"
    "Abdullah|Hassan|Hussein|Mohammed|Muhammad|Rama|Otto|Heinrich|Rudolf|Maximilian|"
    "Joseph|Francis|Franz|Casimir|Sigismund|Boleslaw|Stephen|Bela|Constantine|Justinian|Theodosius|Leo|Basil|"
    "Michael|Andronikos|Manuel|Malcolm|Robert|David|Alexios|Victor|Emmanuel|Umberto|"
    "Pedro|Afonso|Manoel|Sancho|Ramon|Baldwin|Bohemond|Tiberius|Valdemar|Eric|Erik|Sverre|Magnus|Knut|Canute|"
    "Ethelred|Edmund|Harold|Sixtus|Boniface|Celestine|Callixtus|Julius|Adrian|Hadrian|"
    "Eugene|Martin|Honorius|Marcellus|Theodore|Shenouda|Tawadros|Bartholomew|Kirill|Queen|King|Pope|Emperor|Tsar|Sultan"
)
REGNAL = re.compile(rf"(?<=\b)(?P<name>(?:{_NAMES})) (?P<number>[IVX]{{1,6}})(?P<poss>['’]s)?(?!\w)(?!\.\s?[A-Z]\.)")
_COUNTED_NAMES = (
    "[Cc]hapter|[Pp]art|[Aa]rticle|[Bb]ook|[Vv]olume|[Vv]ol\\.|[Aa]ct|[Ss]cene|[Ss]ection|Title|[Pp]hase|[Ss]tage|"
    "[Tt]ype|[Cc]lass|Wars?|war|[Tt]ier|[Ll]evel|Division|Group|Schedule|Bowl|[Ee]pisode|Season|Round|Mark|Mk|Figure|"
    "[Tt]able|Appendix|Annex|[Gg]rade|Olympiad|Apollo|Saturn|Ariane|Titan|Falcon|Windows|Rocky|Godfather|Fantasy|Corps|"
    "Region|Zone|Category|Vatican|League|Superleague|Pentium|[Pp]ages?|Canto|Psalm|Symphony|Sonata|Quartet|Concerto|"
    "Opus|No\\.|Unit|Generation"
)
COUNTED_ROMAN = re.compile(rf"\b(?P<name>{_COUNTED_NAMES}) (?P<number>[IVXLC]{{1,7}})(?!\w|\.\w)")
CENTURY = re.compile(r"(?<!\w)(?P<number>[IVX]{1,6})(?:th|st|nd|rd)? (?=centur|Centur|Olympi|Congress|Army|Corps)")
ROMAN = re.compile(r"(?<![\w.'’&-])(?P<number>[IVX]{2,7})(?![\w'’&]|\.\w|-\w)")

NUMBER_SIGN = re.compile(r"(?:№|#|\bN[°º]|\bNo(?=\s\d))\s?(?=\d)")
SECTION = re.compile(r"(?P<signs>§{1,2})\s?(?=\d|[IVX])")
_SIGNS = {
    "&": "and", "&amp;": "and", "+": "plus", "=": "equals", "±": "plus or minus", "×": "times", "÷": "divided by",
    "≈": "about", "≠": "is not equal to", "≤": "at most", "≥": "at least", "°": "degrees", "%": "percent",
    "@": "at", "§": "section", "¶": "paragraph", "©": "copyright", "™": "", "®": "", "→": "to", "←": "from",
    "↔": "to and from", "√": "square root of", "∞": "infinity", "µ": "micro", "π": "pi", "<": "less than",
    ">": "more than", "€": "euros", "$": "dollars", "£": "pounds", "¥": "yen", "₽": "rubles", "№": "number",
    "#": "number", "^": "", "|": ",", "~": "about", "†": "", "‡": "", "_": " ", "\\": " ", "½": "half",
    "º": "degrees", "*": "", "¢": "cents",
    "₿": "bitcoin", "₹": "rupees", "•": ",", "·": ",", "′": " minutes", "″": " seconds", "‰": "per mille",
    "¼": "a quarter", "¾": "three quarters", "²": "squared", "³": "cubed", "¹": "", "₂": "two", "₃": "three",
}  # fmt: skip
AMPERSAND = re.compile(r"(?<=\w)\s?&(?:amp;)?\s?(?=\w)")
HASHTAG = re.compile(r"(?<![\w&])#(?P<tag>[^\W\d_]\w{1,60})")
HANDLE = re.compile(r"(?<![\w.])@(?P<name>\w{1,40})")
SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_|(?<=[A-Za-z])(?=\d)")

# Acronyms with a vowel that are nevertheless spelled; those without vowels always are.
_SPELLED = frozenset(
    str.split(
        "AI API ATM BMI CEO CFO CIA COO CTO EPA ER EU FBI FDA GI GOP GPU HIV ICU IMF IP IPO IOC IQ ISBN ISSN NBA NCAA "
        "NGO NHL OECD PA PE PR RNA ROI SUV UAE UAW UCLA UFC UFO UK UN USA USB USC USD USDA USSR VIP DNA ABC AP AFP UPI "
        "ESPN BBC IBM ACLU NAACP AARP"
    )
)
ACRONYM = re.compile(r"(?<![\w.'’&@#/-])(?P<letters>[A-Z]{2,6})(?P<plural>s)?(?![\w&]|\.\w|[-'’][A-Z])")
_VOWEL = re.compile("[AEIOUY]")
_NO_ACRONYMS = frozenset(("MR", "MRS", "DR", "ST", "VS", "PHD"))


def _title(match: re.Match[str]) -> str:
    word = (match["title"] or match["bare"]).lower()
    said = _TITLES[word]
    return said if word == "dr" and match.group()[0].islower() else said[0].upper() + said[1:]


def _abbreviation(match: re.Match[str]) -> str:
    written = match["word"]
    said = _ABBREVIATIONS[written.lower()]
    ends = written.endswith(".") and not match.string[match.end() :].strip("\"'”’)] ")
    return said + ("." if ends else "")


def _counted(match: re.Match[str]) -> str:
    word = (match["word"] or match["after"] or match["tight"]).lower()
    said = _ABBREVIATIONS[f"{word}."]
    if match["tight"]:
        said = f" {said}"
    ends = not match.string[match.end() :].strip("\"'”’)] ")
    return said + ("." if ends else "")


def _dotted(match: re.Match[str]) -> str | None:
    letters = re.findall("[A-Za-z]", match["letters"] + (match["tail"] or ""))
    if (
        len(letters) > 1
        and all(letter.islower() for letter in letters)
        and "".join(letters) not in ("am", "pm", "aka", "ps")
    ):
        return None if len(letters) > 3 else ".".join(letter.upper() for letter in letters)
    return ".".join(letter.upper() for letter in letters) + ("." if match["end"] is not None else "")


def _regnal(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    if not number or (
        match["number"] == "I"
        and re.match(
            r"\s(?:am|was|have|had|will|would|can|do|did|think|know|said|\w+ed)\b", match.string[match.end() :]
        )
    ):
        return None
    title = match["name"] in ("Queen", "King", "Pope", "Emperor", "Tsar", "Sultan")
    return None if title else f"{match['name']} the {ordinal(number)}{match['poss'] or ''}"


def _counted_roman(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    return f"{match['name']} {cardinal(number)}" if number else None


def _roman(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    return cardinal(number) if number and match["number"] not in ("XX", "IVI") else None


def _acronym(match: re.Match[str]) -> str | None:
    letters = match["letters"]
    if match.start() in shouted(match.string) and CURRENT.get().capitals == "lowered":
        spell = letters in _SPELLED or not _VOWEL.search(letters)
        return _spelled(match) if spell and letters not in _NO_ACRONYMS else None
    if not (letters in _SPELLED or not _VOWEL.search(letters[1:] if len(letters) > 3 else letters)):
        return None
    return None if letters in _NO_ACRONYMS else _spelled(match)


def _spelled(match: re.Match[str]) -> str:
    return ".".join(match["letters"]) + ("s" if match["plural"] else "")


def _words_of(tag: str) -> str:
    return " ".join(_CAMEL.sub(" ", tag).split())


_SHORTENED = re.compile(
    STOP.pattern
    + r"|/|\b(?i:vs|aka|jr|et al\.|(?:etc|incl|excl|inc|ltd|corp|co|bros|ave|blvd|sr|govt|dept|univ|intl|natl|assn|"
    r"approx|esp|sq|mins?|hrs?|secs?|lbs?|oz)\.)"
)
_TITLED = re.compile(
    STOP.pattern + r"|\b(?:[Mm]rs?|Ms|[Dd]r|Prof|St|Lt|Sgt|Capt|Mt) [A-Z]|\b(?:Mr|Mrs|Ms|Dr|Jr|St|Mt|Gov|Gen|Sen)\.|"
    r"^[A-Z][a-z]{1,5}\.$"
)
_DEGREED = re.compile(STOP.pattern + r"|Ph\.?D")
_CAPITALS = re.compile("[A-Z]{2}")
_ROMANS = re.compile(
    r"\b(?:[VX]|[IVXLC]{2,})\b|\b(?:[A-Z][a-z]+|part|chapter|act|book|volume|phase|type|class|war|level|stage|"
    r"section|article|table) I\b"
)
RULES = (
    Rule("degree", DEGREE, lambda match: ".".join(re.findall("[A-Za-z]", match["word"])).upper(), _DEGREED),
    Rule("title", TITLE, _title, _TITLED),
    Rule("initials", INITIAL, lambda match: ".".join(re.findall("[A-Z]", match["letters"])), STOP),
    Rule("abbreviation", COUNTED, _counted, _SHORTENED),
    Rule("abbreviation", ABBREVIATION, _abbreviation, _SHORTENED),
    Rule("abbreviation", VERSUS, lambda match: " versus ", re.compile(r"\sv\b")),
    Rule("letters", DOTTED, _dotted, STOP),
    Rule("Roman numeral", REGNAL, _regnal, _ROMANS),
    Rule("Roman numeral", COUNTED_ROMAN, _counted_roman, _ROMANS),
    Rule(
        "Roman numeral",
        CENTURY,
        lambda match: f"{ordinal(roman(match['number']))} " if roman(match["number"]) else None,
        _ROMANS,
    ),
    Rule("Roman numeral", ROMAN, _roman, _ROMANS),
)
ACRONYMS = (Rule("acronym", ACRONYM, _acronym, _CAPITALS),)
SIGNS = (
    Rule("number sign", NUMBER_SIGN, lambda match: "number ", re.compile(r"№|#|N[°º]|No\s\d")),
    Rule(
        "section sign", SECTION, lambda match: "section " if len(match["signs"]) == 1 else "sections ", re.compile("§")
    ),
    Rule("hashtag", HASHTAG, lambda match: f"hashtag {_words_of(match['tag'])}", re.compile("#")),
    Rule("handle", HANDLE, lambda match: f"at {_words_of(match['name'])}", re.compile("@")),
    Rule("sign", AMPERSAND, lambda match: " and ", re.compile("&")),
    Rule("sign", SLASH, lambda match: " ", re.compile("/")),
    Rule(
        "sign",
        SIGN,
        lambda match: f" {_SIGNS[match.group()]} " if _SIGNS[match.group()].isalpha() else _SIGNS[match.group()],
        re.compile("[" + "".join(re.escape(sign) for sign in _SIGNS if len(sign) == 1) + "]"),
    ),
)
