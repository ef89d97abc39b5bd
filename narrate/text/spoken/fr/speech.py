"""French units, money and little words for the shared rules."""

from __future__ import annotations

import re

from narrate.text.spoken.fr.numbers import cardinal, decimals, fraction, group
from narrate.text.spoken.speech import Speech, Unit, table

_FEMININE = re.compile(
    r"\s(?:[a-zà-ÿ]+e\s)?(?:personne|femme|fille|fois|heure|année|minute|seconde|semaine|journée|ville|page|place|voix|"
    r"tonne|livre|part|vie|mort|victime|commune|région|école|entreprise|étape|partie|saison|victoire|défaite|voiture|"
    r"maison|chambre|pièce|chance|famille|équipe|île|œuvre|langue|couronne|arme|balle|roupie|nuit|main|"
    r"[a-zà-ÿ]+(?:tion|sion|ette|ance|ence|ité|aison|ière|elle|euse|trice))s?\b"
)


def _gender_after(text: str, end: int, written: str) -> str:
    return "f" if written[-1:] == "1" and _FEMININE.match(text, end) else ""


def _noun(one: str, gender: str = "m", many: str = "") -> Unit:
    return Unit(one, many or one + "s", gender)


MILLION, MILLIARD, _EURO, _DOLLAR = _noun("million"), _noun("milliard"), _noun("euro"), _noun("dollar")
_UNITS = {
    "%": Unit("pour cent", "pour cent"), "‰": Unit("pour mille", "pour mille"),
    "km/h": Unit("kilomètre à l'heure", "kilomètres à l'heure"), "km": _noun("kilomètre"), "m": _noun("mètre"),
    "cm": _noun("centimètre"),
    "mm": _noun("millimètre"), "µm": _noun("micromètre"), "nm": _noun("nanomètre"), "kg": _noun("kilogramme"),
    "kilos": Unit("kilo", "kilos"), "g": _noun("gramme"), "mg": _noun("milligramme"), "t": _noun("tonne", "f"),
    "ha": _noun("hectare"),
    "l": _noun("litre"), "L": _noun("litre"), "cl": _noun("centilitre"), "ml": _noun("millilitre"),
    "hl": _noun("hectolitre"),
    "h": _noun("heure", "f"), "min": _noun("minute", "f"), "mn": _noun("minute", "f"),
    "s": _noun("seconde", "f"), "ms": _noun("milliseconde",
    "f"),
    "W": Unit("watt", "watts"), "kW": _noun("kilowatt"), "MW": _noun("mégawatt"), "GW": _noun("gigawatt"),
    "kWh": Unit("kilowattheure", "kilowattheures"), "MWh": _noun("mégawattheure"), "GWh": _noun("gigawattheure"),
    "TWh": _noun("térawattheure"), "V": _noun("volt"), "kV": _noun("kilovolt"), "Hz": Unit("hertz", "hertz"),
    "kHz": Unit("kilohertz", "kilohertz"), "MHz": Unit("mégahertz", "mégahertz"), "GHz": Unit("gigahertz", "gigahertz"),
    "ch": Unit("cheval", "chevaux"), "ko": _noun("kilooctet"), "Ko": _noun("kilooctet"), "Mo": _noun("mégaoctet"),
    "Go": _noun("gigaoctet"),
    "To": _noun("téraoctet"), "dB": _noun("décibel"), "kcal": _noun("kilocalorie", "f"), "kJ": _noun("kilojoule"),
    "hPa": _noun("hectopascal"), "°C": Unit("degré Celsius", "degrés Celsius"), "° C": Unit("degré Celsius",
    "degrés Celsius"),
    "°F": Unit("degré Fahrenheit", "degrés Fahrenheit"), "°": Unit("degré", "degrés"), "m²": Unit("mètre carré",
    "mètres carrés"),
    "m2": Unit("mètre carré", "mètres carrés"), "km²": Unit("kilomètre carré", "kilomètres carrés"),
    "km2": Unit("kilomètre carré", "kilomètres carrés"), "cm²": Unit("centimètre carré", "centimètres carrés"),
    "m³": Unit("mètre cube", "mètres cubes"), "m3": Unit("mètre cube", "mètres cubes"), "cm³": Unit("centimètre cube",
    "centimètres cubes"),
    "m/s": Unit("mètre par seconde", "mètres par seconde"), "Mbit/s": Unit("mégabit par seconde",
    "mégabits par seconde"),
    "hab": Unit("habitant", "habitants"), "ans": Unit("an", "ans"),
}  # fmt: skip
_UNITS |= table(
    """
    µg: microgramme, microgrammes
    dl: décilitre, décilitres
    dm: décimètre, décimètres
    mA: milliampère, milliampères
    Ah: ampère-heure, ampères-heures
    mAh: milliampère-heure, milliampères-heures
    mV: millivolt, millivolts
    mW: milliwatt, milliwatts
    TW: térawatt, térawatts
    Wh: wattheure, wattheures
    J: joule, joules
    MJ: mégajoule, mégajoules
    kN: kilonewton, kilonewtons
    Nm: newton mètre, newtons mètres
    Pa: pascal, pascals
    kPa: kilopascal, kilopascals
    MPa: mégapascal, mégapascals
    bar bars: bar, bars
    mbar: millibar, millibars
    Po: pétaoctet, pétaoctets
    Mb: mégabit, mégabits
    Gbit/s Gb/s: gigabit par seconde, gigabits par seconde
    Mb/s: mégabit par seconde, mégabits par seconde
    Mo/s: mégaoctet par seconde, mégaoctets par seconde
    km/s: kilomètre par seconde, kilomètres par seconde
    tr/min: tour par minute, tours par minute
    µs: microseconde, microsecondes, f
    ns: nanoseconde, nanosecondes, f
    mm²: millimètre carré, millimètres carrés
    dm³: décimètre cube, décimètres cubes
    hm³: hectomètre cube, hectomètres cubes
    km³: kilomètre cube, kilomètres cubes
    cal: calorie, calories, f
    Mt: mégatonne, mégatonnes, f
    kt: kilotonne, kilotonnes, f
    mph: mile par heure, miles par heure
    ft: pied, pieds
    lb: livre, livres, f
    oz: once, onces, f
    mSv: millisievert, millisieverts
    Mpx: mégapixel, mégapixels
    ppm: partie par million, parties par million, f
    """
)
_PER = {"100 km": "aux cent kilomètres", "100\u00a0km": "aux cent kilomètres", "m³": "par mètre cube",
        "ml": "par millilitre", "ha": "par hectare", "t": "par tonne", "kWh": "par kilowattheure",
        "personne": "par personne", "j": "par jour", "semaine": "par semaine", "nuit": "par nuit", "heure": "par heure",
        "h": "par heure", "s": "par seconde", "km": "au kilomètre", "m²": "au mètre carré", "kg": "par kilo",
    "l": "par litre",
        "km²": "au kilomètre carré", "an": "par an", "jour": "par jour", "mois": "par mois",
        "min": "par minute"}  # fmt: skip
_SCALE_WORDS = {"million": MILLION, "millions": MILLION, "milliard": MILLIARD, "milliards": MILLIARD,
    "Md": MILLIARD,
                "Mds": MILLIARD, "billion": _noun("billion"), "billions": _noun("billion")}  # fmt: skip
_MONEY = {
    "€": _EURO, "EUR": _EURO, "euros": _EURO, "euro": _EURO, "d'euros": _EURO, "d’euros": _EURO, "M€": _EURO,
    "$": _DOLLAR,
    "USD": _DOLLAR, "US$": _DOLLAR, "de dollars": _DOLLAR, "dollars": _DOLLAR, "£": _noun("livre", "f"),
    "GBP": _noun("livre", "f"), "CHF": _noun("franc"), "¥": _noun("yen"), "₽": _noun("rouble"), "₩": _noun("won"),
    "₹": _noun("roupie", "f"), "₿": _noun("bitcoin"), "¢": _noun("cent"),
}  # fmt: skip
_MONEY |= table(
    """
    PLN: zloty, zlotys
    CZK: couronne tchèque, couronnes tchèques, f
    HUF: forint, forints
    SEK: couronne suédoise, couronnes suédoises, f
    NOK: couronne norvégienne, couronnes norvégiennes, f
    DKK: couronne danoise, couronnes danoises, f
    RUB: rouble, roubles
    UAH ₴: hryvnia, hryvnias, f
    TRY ₺: livre turque, livres turques, f
    CNY RMB: yuan, yuans
    JPY: yen, yens
    KRW: won, wons
    INR: roupie, roupies, f
    BRL: réal, réaux
    AUD: dollar australien, dollars australiens
    CAD: dollar canadien, dollars canadiens
    MXN: peso mexicain, pesos mexicains
    ZAR: rand, rands
    ILS ₪: shekel, shekels
    MAD: dirham marocain, dirhams marocains
    DZD: dinar algérien, dinars algériens
    TND: dinar tunisien, dinars tunisiens
    XOF XAF FCFA: franc CFA, francs CFA
    BTC: bitcoin, bitcoins
    """
)
_CENTIME, _CENT = _noun("centime"), _noun("cent")
_SMALL_MONEY = {**dict.fromkeys(("€", "EUR", "euros", "euro", "CHF"), _CENTIME), **dict.fromkeys(("$", "USD", "US$"),
    _CENT),
                **dict.fromkeys(("£", "GBP"), Unit("penny", "pence"))}  # fmt: skip
_SIGNS = {
    "&amp;": "et", "&": "et", "+": "plus", "=": "égale", "±": "plus ou moins", "×": "fois", "÷": "divisé par",
    "≈": "environ",
    "≠": "différent de", "≤": "inférieur ou égal à", "≥": "supérieur ou égal à", "°": "degrés", "%": "pour cent",
    "§": "paragraphe", "€": "euros", "$": "dollars", "£": "livres", "¥": "yens", "₽": "roubles", "₹": "roupies",
    "₩": "wons",
    "¢": "cents", "№": "numéro", "#": "dièse", "<": "inférieur à", ">": "supérieur à", "~": "environ", "²": "au carré",
    "³": "au cube", "¹": "", "₂": "deux", "‰": "pour mille", "@": "arobase", "©": "", "®": "", "™": "", "^": "",
    "|": ",",
    "*": "", "_": " ", "\\": " ", "µ": "micro", "∞": "infini", "√": "racine de", "→": "vers", "º": "degrés",
    "₿": "bitcoins", "†": "",
}  # fmt: skip


def _of(noun: str) -> str:
    return f" d'{noun}" if noun[0] in "aeiouéèêœh" else f" de {noun}"


SPEECH = Speech(
    cardinal=cardinal, decimals=decimals, fraction=fraction, group=group,
    country=lambda digits: cardinal(int(digits)),
    gender_after=_gender_after, units=_UNITS, per=_PER, money=_MONEY, small=_SMALL_MONEY, scales=_SCALE_WORDS, of=_of,
    coins=lambda whole, coin, cents: f"{whole} {coin if 'euro' in whole else cents}", point="virgule", minus="moins",
    plus="plus", to="à", score="à", by="sur", slash="barre", about="environ", joint="et", plural_from=2.0, signs=_SIGNS,
    scores=r"score|gagn|vainqueur|victoire|défaite|battu|s'impos|match|but|menai|nul",
)  # fmt: skip
