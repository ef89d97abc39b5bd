"""English titles, abbreviations, initials, acronyms and Roman numerals."""

from __future__ import annotations

import re

from narrate.text.spoken.capitals import shouted
from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.en.numbers import cardinal, ordinal, year
from narrate.text.spoken.roman import roman
from narrate.text.spoken.rules import STOP, Lazy, Rule

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
TITLE = Lazy(
    r"\b(?P<title>Mrs?|Ms|Messrs|Drs?|Profs?|Revd?|Fr|Hon|Gov|Sens?|Reps?|Gen|Lt|Col|Sgt|Capt|Cmdr|Cdr|Maj|Adm|Brig|"
    r"Cpl|Pvt|Pfc|Supt|Det|Insp|Amb|"
    r"Pres|Sec|Atty|St|Ste|Mts?|Ft|Msgr|Asst|Assoc|dr|prof|mrs?)(?P<stop>\.)(?=\s?[A-ZÀ-Þ]|\s?$|\s(?:of|to|and)\s)|"
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
    "figs.": "figures", "ch.": "chapter", "chap.": "chapter", "sect.": "section", "pop.": "population",
    "apt.": "apartment", "eq.": "equation", "eqs.": "equations", "para.": "paragraph",
    "art.": "article", "p.": "page", "pp.": "pages", "pg.": "page", "ext.": "extension", "op.": "opus",
    "intl.": "international", "natl.": "national", "univ.": "university", "ed.": "edition",
    "eds.": "editors", "assn.": "association", "dist.": "district",
}  # fmt: skip
COUNTED = Lazy(
    r"(?<![\w.])(?P<bare>vols?|pp)(?=\s\d)|"
    r"(?<![\w.])(?P<word>no|nos|vols?|figs?|chap|ch|sect?|art|pp?|pg|ext|op|c|ca|pop|apt|eqs?|para)\.(?=\s?\d)|"
    r"(?<=\d\s)(?P<after>mins?|hrs?|secs?|lbs?|oz)\.(?!\w)|(?<=\d)(?P<tight>mins?|hrs?|secs?|lbs?|oz)\.(?!\w)",
    re.IGNORECASE,
)
ABBREVIATION = Lazy(
    r"(?<![\w.])(?P<word>e\.g\.|i\.e\.|eg\.|ie\.|etc\.|et al\.|vs\.?|cf\.|approx\.|incl\.|excl\.|esp\.|dept\.|"
    r"govt\.|a\.k\.a\.|aka|jr\.?|sr\.|inc\.|ltd\.|corp\.|co\.|bros\.|ave\.|blvd\.|"
    r"w/o|w/(?=\s)|sq\.(?!\s(?:ft|mi|km|in|yd)\b)|intl\.|natl\.|univ\.|assn\.)(?!\w)",
    re.IGNORECASE,
)
VERSUS = Lazy(r"(?<=[A-Z][a-z])(?<=\w)\sv\.?\s(?=[A-Z])|(?<=[a-z])\sv\.\s(?=[A-Z])")

# Letters with stops, said one by one; the last stop stays when it ends the text.
DOTTED = Lazy(
    r"(?<![\w.])(?P<letters>(?:[A-Za-z]\.){2,8}|"
    r"(?:[A-Z]\.\s?){1,4}[A-Z]\.)(?P<tail>[A-Za-z](?!\w))?(?=(?P<end>[\"'”’)]*$)|\W|$)"
)
INITIAL = Lazy(r"(?<![\w.])(?P<letters>[A-Z]\.(?:[\s-]?[A-Z]\.){0,4})(?=\s?[A-Z][a-zà-ÿ'’])")
DEGREE = Lazy(r"\b(?P<word>Ph\.?D\.?|M\.?D\.(?!\w)|D\.Phil\.?|B\.Sc\.?|M\.Sc\.?|Ed\.D\.?|LL\.?B\.?|LL\.?M\.?)(?!\w)")

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
REGNAL = Lazy(rf"(?<=\b)(?P<name>(?:{_NAMES})) (?P<number>[IVX]{{1,6}})(?P<poss>['’]s)?(?!\w)(?!\.\s?[A-Z]\.)")
# "Charles I was": the pronoun, unless a title or the beginning of the sentence makes it a king.
_PRONOUN = re.compile(
    r"\s(?:am|was|have|had|will|would|can|could|do|did|think|know|knew|said|love|met|saw|went|got|must|may|should|\w+ed)\b"
)
_PAST = re.compile(r"\s(?:was|had|would|could|did|said|met|saw|went|\w+ed)\b")
_REIGNING = re.compile(r"(?:^|\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Kaiser|when|after|before|since|while) )$")
_COUNTED_NAMES = (
    "[Cc]hapter|[Pp]art|[Aa]rticle|[Bb]ook|[Vv]olume|[Vv]ol\\.|[Aa]ct|[Ss]cene|[Ss]ection|Title|[Pp]hase|[Ss]tage|"
    "[Tt]ype|[Cc]lass|Wars?|war|[Tt]ier|[Ll]evel|Division|Group|Schedule|Bowl|[Ee]pisode|Season|Round|Mark|Mk|Figure|"
    "[Tt]able|Appendix|Annex|[Gg]rade|Olympiad|Apollo|Saturn|Ariane|Titan|Falcon|Windows|Rocky|Godfather|Fantasy|Corps|"
    "Region|Zone|Category|Vatican|League|Superleague|Pentium|[Pp]ages?|Canto|Psalm|Symphony|Sonata|Quartet|Concerto|"
    "Opus|No\\.|Unit|Generation"
)
COUNTED_ROMAN = Lazy(rf"\b(?P<name>{_COUNTED_NAMES}) (?P<number>[IVXLC]{{1,7}}|[ivx]{{2,5}})(?!\w|\.\w)")
CENTURY = Lazy(r"(?<!\w)(?P<number>[IVX]{1,6})(?:th|st|nd|rd)? (?=centur|Centur|Olympi|Congress|Army|Corps)")
_LOWER = re.compile(r"(?<![\w.])[a-z]+ $")
_DRIP = re.compile(r"\s(?:drips?|fluids?|lines?|bags?|antibiotics?|therapy|infusions?|treatment)\b")
ROMAN = Lazy(r"(?<![\w.'’&-])(?P<number>[IVX]{2,7}|M{1,3}[DCLXVIM]{4,12})(?![\w'’&]|\.\w|-\w)")

# Acronyms with a vowel that are nevertheless spelled; those without vowels always are.
_SPELLED = frozenset(
    str.split(
        "AI API ATM BMI CEO CFO CIA COO CTO EPA ER EU FBI FDA GI GOP GPU HIV ICU IMF IP IPO IOC IQ ISBN ISSN NBA NCAA "
        "NGO NHL OECD PA PE PR RNA ROI SUV UAE UAW UCLA UFC UFO UK UN USA USB USC USD USDA USSR VIP DNA ABC AP AFP UPI "
        "ESPN BBC IBM ACLU NAACP AARP"
    )
)
ACRONYM = Lazy(r"(?<![\w.'’&@#/-])(?P<letters>[A-Z]{2,6})(?P<plural>s)?(?![\w&]|\.\w|[-'’][A-Z])")
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
    word = (match["bare"] or match["word"] or match["after"] or match["tight"]).lower()
    said = "section" if match["word"] and word == "sec" else _ABBREVIATIONS[f"{word}."]
    if match["tight"]:
        said = f" {said}"
    if match["word"] and match.string[match.end() : match.end() + 1].isdigit():
        said += " "
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
    number, name = roman(match["number"]), match["name"]
    if not number or name in ("Queen", "King", "Pope", "Emperor", "Tsar", "Sultan") or match.group() == "Malcolm X":
        return None
    if match["number"] == "I" and _PRONOUN.match(match.string, match.end()):
        titled = _REIGNING.search(match.string[max(0, match.start() - 24) : match.start()])
        if not titled or not _PAST.match(match.string, match.end()):
            return None
    return f"{name} the {ordinal(number)}{match['poss'] or ''}"


def _counted_roman(match: re.Match[str]) -> str | None:
    number, text = roman(match["number"].upper()), match.string
    if match["name"][0].islower() and (
        set(match["number"]) & {"C", "L"}
        or (match["number"] == "I" and text[match.end() : match.end() + 2].lstrip().islower())
    ):
        return None  # "the article I could find", "high-volume CI"
    name = {"Vol.": "Volume", "vol.": "volume", "No.": "number"}.get(match["name"], match["name"])
    return f"{name} {cardinal(number)}" if number else None


def _roman(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    if match["number"] == "IV" and _DRIP.match(match.string, match.end()):
        return "I.V"
    if number > 1000:
        return year(number)
    if match["number"] in ("VI", "IV") and _LOWER.search(match.string[: match.start()][-12:]):
        return ".".join(match["number"])  # hardly a numeral: "without VI"
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


# What the rules below need. Each alternative begins with something fixed where it can, for speed (see `rules.gate`).
_SHORTENED = re.compile(
    STOP.pattern + r"|/| (?:vs|aka|[Jj]r)\b| (?:vols?|pp) \d|"
    r"\.(?:(?<=\b(?i:co|jr|sr|sq|oz|hr|lb|al)\.)|(?<=\b(?i:etc|inc|ltd|ave|esp|min|hrs|sec|lbs)\.)|"
    r"(?<=\b(?i:incl|excl|corp|bros|blvd|govt|dept|univ|intl|natl|assn|mins|secs)\.)|(?<=\bapprox\.))"
)
_TITLED = re.compile(
    STOP.pattern + r"| (?:[Mm]rs?|Ms|[Dd]r|Prof|St|Lt|Sgt|Capt|Mt) [A-Z]|"
    r"^\W?(?:[Mm]rs?|Ms|[Dd]r|Prof|St|Lt|Sgt|Capt|Mt) [A-Z]|"
    r"^[A-Z][a-z]{1,5}\.$|\.(?:(?<=\b(?:Mr|Ms|Dr|Jr|St|Mt)\.)|(?<=\b(?:Mrs|Gov|Gen|Sen)\.))"
)
_DEGREED = re.compile(STOP.pattern + r"|Ph\.?D")
_CAPITALS = re.compile("[A-Z]{2}")
_ROMANS = re.compile(
    r" (?:[VX]|[IVXLCDM]{2,}|[ivx]{2,5})\b|^[IVXLCDM]{1,}\b|[(“\"‘'/–—-][IVXLC]{1,7}\b|"
    r" I\b(?! (?:am|have|think|know|can|do|did|don)\b)(?!['’])"
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
