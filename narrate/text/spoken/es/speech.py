"""Spanish units, money and little words for the shared rules."""

from __future__ import annotations

import re

from narrate.text.spoken.es.numbers import cardinal, decimals, fraction, group
from narrate.text.spoken.speech import Speech, Unit, plain, table

_MEN = re.compile(
    r"(?:días?|problemas?|programas?|sistemas?|temas?|idiomas?|planetas?|mapas?|poemas?|kilómetros|años|.*istas|"
    r".*istas?)$"
)
WOMEN = re.compile(
    r"(?:veces|personas?|mujer(?:es)?|muertes?|partes?|noches?|clases?|calles?|manos?|fotos?|especies?|series?|.*"
    r"(?:as?|ción|ciones|sión|siones|dad|dades|tud|tudes))$"
)
_LABEL = re.compile(
    r"\b(?:[Nn]o\.|[Nn]úm\.|[Nn]\.?[º°]|número|artículo|página|capítulo|tomo|canal|fase|tipo|grupo|zona|clase|nivel|"
    r"categoría|grado|fórmula|Fórmula|Liga|Serie|puesto)\s$"
)
_NOUN = re.compile(r"\s(?P<first>[a-záéíóúñü]+)(?:\s(?P<second>[a-záéíóúñü]+))?")
PLAIN_WORDS = frozenset(
    str.split(
        "un una unos unas a al y o u e de del la las lo los el en con por para que se su sus ha han era fue es "
        "hasta contra entre ya mas más sobre tras sin desde cuando donde como ni"
    )
)


def _gender_after(text: str, end: int, written: str) -> str:
    number = plain(written, True)
    last = number[-1:] if "," not in number else ""
    found = _NOUN.match(text, end)
    if not found or (last != "1" and not re.search(r"[2-9]\d\d(?:000)?$|[2-9]\d\d\d{3}$", number)):
        return ""
    noun = found["first"]
    if noun in PLAIN_WORDS or noun.endswith("mente") or (number != "1" and not noun.endswith("s")):
        return ""
    if number == "1" and _LABEL.search(text, max(0, end - 20), end - 1):
        return ""
    if _MEN.match(noun):
        return "m"
    if WOMEN.match(noun):
        return "f"
    return "m" if noun.endswith(("os", "o", "es", "e", "or", "l", "n", "r")) else ""


def _noun(one: str, gender: str = "m", many: str = "") -> Unit:
    return Unit(one, many or one + "s", gender)


_MILLION, _BILLION, _TRILLION = (
    _noun("millón", "m", "millones"),
    _noun("billón", "m", "billones"),
    _noun("trillón", "m", "trillones"),
)
_EURO, _DOLLAR = _noun("euro"), _noun("dólar", "m", "dólares")
_CENTIMO, _CENTAVO = _noun("céntimo"), _noun("centavo")
_UNITS = {
    "%": Unit("por ciento", "por ciento", ""), "‰": Unit("por mil", "por mil", ""), "km/h": Unit("kilómetro por hora",
    "kilómetros por hora"),
    "kph": Unit("kilómetro por hora", "kilómetros por hora"), "mph": Unit("milla por hora", "millas por hora", "f"),
    "km": _noun("kilómetro"), "m": _noun("metro"), "cm": _noun("centímetro"), "mm": _noun("milímetro"),
    "µm": _noun("micrómetro"),
    "nm": _noun("nanómetro"), "kg": _noun("kilogramo"), "g": _noun("gramo"), "gr": _noun("gramo"),
    "mg": _noun("miligramo"), "t": _noun("tonelada", "f"),
    "ha": _noun("hectárea", "f"), "l": _noun("litro"), "L": _noun("litro"), "ml": _noun("mililitro"),
    "cl": _noun("centilitro"),
    "hl": _noun("hectolitro"), "h": _noun("hora", "f"), "min": _noun("minuto"), "s": _noun("segundo"),
    "seg": _noun("segundo"),
    "ms": _noun("milisegundo"), "W": _noun("vatio"), "kW": _noun("kilovatio"), "MW": _noun("megavatio"),
    "GW": _noun("gigavatio"),
    "kWh": Unit("kilovatio hora", "kilovatios hora"), "MWh": Unit("megavatio hora", "megavatios hora"),
    "GWh": Unit("gigavatio hora", "gigavatios hora"),
    "V": _noun("voltio"), "kV": _noun("kilovoltio"), "mV": _noun("milivoltio"), "Hz": Unit("hercio", "hercios"),
    "kHz": _noun("kilohercio"),
    "MHz": _noun("megahercio"), "GHz": _noun("gigahercio"), "CV": Unit("caballo", "caballos"), "kB": Unit("kilobyte",
    "kilobytes"),
    "MB": Unit("megabyte", "megabytes"), "GB": Unit("gigabyte", "gigabytes"), "TB": Unit("terabyte", "terabytes"),
    "dB": Unit("decibelio", "decibelios"),
    "kcal": _noun("kilocaloría", "f"), "kJ": _noun("kilojulio"), "hPa": _noun("hectopascal", "m", "hectopascales"),
    "psi": Unit("p s i", "p s i"), "°C": Unit("grado Celsius", "grados Celsius"), "° C": Unit("grado Celsius",
    "grados Celsius"),
    "°F": Unit("grado Fahrenheit", "grados Fahrenheit"), "° K": Unit("grado kelvin", "grados kelvin"),
    "°K": Unit("grado kelvin", "grados kelvin"),
    "ºC": Unit("grado Celsius", "grados Celsius"), "°": Unit("grado", "grados"), "m²": Unit("metro cuadrado",
    "metros cuadrados"),
    "m2": Unit("metro cuadrado", "metros cuadrados"), "km²": Unit("kilómetro cuadrado", "kilómetros cuadrados"),
    "km2": Unit("kilómetro cuadrado", "kilómetros cuadrados"), "cm²": Unit("centímetro cuadrado",
    "centímetros cuadrados"),
    "m³": Unit("metro cúbico", "metros cúbicos"), "m3": Unit("metro cúbico", "metros cúbicos"),
    "cm³": Unit("centímetro cúbico", "centímetros cúbicos"),
    "m/s": Unit("metro por segundo", "metros por segundo"), "hab": Unit("habitante", "habitantes"),
    "Mbit/s": Unit("megabit por segundo", "megabits por segundo"),
}  # fmt: skip
_UNITS |= table(
    """
    dm: decímetro, decímetros
    hm: hectómetro, hectómetros
    dam: decámetro, decámetros
    µg mcg: microgramo, microgramos
    dg: decigramo, decigramos
    cg: centigramo, centigramos
    dl: decilitro, decilitros
    kl: kilolitro, kilolitros
    mA: miliamperio, miliamperios
    Ah: amperio hora, amperios hora
    mAh: miliamperio hora, miliamperios hora
    mW: milivatio, milivatios
    TW: teravatio, teravatios
    Wh: vatio hora, vatios hora
    TWh: teravatio hora, teravatios hora
    MJ: megajulio, megajulios
    kN: kilonewton, kilonewtons
    Pa: pascal, pascales
    kPa: kilopascal, kilopascales
    MPa: megapascal, megapascales
    bar: bar, bares
    atm: atmósfera, atmósferas, f
    cal: caloría, calorías, f
    KB: kilobyte, kilobytes
    PB: petabyte, petabytes
    Mb: megabit, megabits
    Gb: gigabit, gigabits
    Gbps Gbit/s: gigabit por segundo, gigabits por segundo
    Mbps: megabit por segundo, megabits por segundo
    kbps: kilobit por segundo, kilobits por segundo
    MB/s: megabyte por segundo, megabytes por segundo
    km/s: kilómetro por segundo, kilómetros por segundo
    rpm: revolución por minuto, revoluciones por minuto, f
    µs: microsegundo, microsegundos
    ns: nanosegundo, nanosegundos
    mm²: milímetro cuadrado, milímetros cuadrados
    dm³: decímetro cúbico, decímetros cúbicos
    hm³: hectómetro cúbico, hectómetros cúbicos
    km³: kilómetro cúbico, kilómetros cúbicos
    mi: milla, millas, f
    ft: pie, pies
    in: pulgada, pulgadas, f
    yd: yarda, yardas, f
    lb lbs: libra, libras, f
    oz: onza, onzas, f
    gal: galón, galones
    hp HP: caballo de fuerza, caballos de fuerza
    kt: kilotonelada, kilotoneladas, f
    Mt: megatonelada, megatoneladas, f
    ppm: parte por millón, partes por millón, f
    MP Mpx: megapíxel, megapíxeles
    lm: lumen, lúmenes
    """
)
_PER = {"100 km": "cada cien kilómetros", "100\u00a0km": "cada cien kilómetros", "m³": "por metro cúbico",
        "ml": "por mililitro", "ha": "por hectárea", "t": "por tonelada", "kWh": "por kilovatio hora", "g": "por gramo",
        "persona": "por persona", "semana": "a la semana", "noche": "por noche", "hora": "por hora",
        "cm³": "por centímetro cúbico", "cm²": "por centímetro cuadrado", "m": "por metro",
        "h": "por hora", "s": "por segundo", "km": "por kilómetro", "m²": "por metro cuadrado", "kg": "por kilo",
    "l": "por litro",
        "km²": "por kilómetro cuadrado", "min": "por minuto", "día": "al día", "año": "al año",
        "mes": "al mes"}  # fmt: skip
_SCALE_WORDS = {"millón": _MILLION, "millones": _MILLION, "billón": _BILLION, "billones": _BILLION,
    "trillón": _TRILLION,
                "trillones": _TRILLION, "mill": _MILLION, "M": _MILLION}  # fmt: skip
_US = _noun("dólar estadounidense", "m", "dólares estadounidenses")
_MONEY = {
    "€": _EURO, "EUR": _EURO, "euros": _EURO, "euro": _EURO, "de euros": _EURO, "$": _DOLLAR, "dólares": _DOLLAR,
    "de dólares": _DOLLAR, "USD": _US, "US$": _US, "U$S": _US, "£": _noun("libra", "f"), "GBP": _noun("libra", "f"),
    "¥": _noun("yen", "m", "yenes"), "JPY": _noun("yen", "m", "yenes"), "₩": _noun("won", "m", "wones"),
    "₽": _noun("rublo"),
    "₹": _noun("rupia", "f"), "rs": _noun("rupia", "f"), "CHF": _noun("franco"), "fr": _noun("franco"),
    "kr": _noun("corona", "f"), "MXN": _noun("peso mexicano", "m", "pesos mexicanos"),
    "ARS": _noun("peso argentino", "m", "pesos argentinos"), "COP": _noun("peso colombiano", "m", "pesos colombianos"),
    "CLP": _noun("peso chileno", "m", "pesos chilenos"), "UYU": _noun("peso uruguayo", "m", "pesos uruguayos"),
    "BOP": _noun("peso boliviano", "m", "pesos bolivianos"),
    "CRC": _noun("colón costarricense", "m", "colones costarricenses"), "HNL": _noun("lempira"),
    "NIO": _noun("córdoba", "f"),
    "PAB": _noun("balboa"), "PEN": _noun("sol", "m", "soles"), "₿": _noun("bitcoin"), "¢": _CENTAVO,
    "mk": _noun("marco"),
    "pesos": _noun("peso"),
}  # fmt: skip
_MONEY |= table(
    """
    GTQ: quetzal, quetzales
    PYG ₲: guaraní, guaraníes
    BRL R$: real, reales
    DOP RD$: peso dominicano, pesos dominicanos
    CUP: peso cubano, pesos cubanos
    BOB: boliviano, bolivianos
    VES VEF: bolívar, bolívares
    SEK: corona sueca, coronas suecas, f
    NOK: corona noruega, coronas noruegas, f
    DKK: corona danesa, coronas danesas, f
    CZK: corona checa, coronas checas, f
    PLN: esloti, eslotis
    HUF: forinto, forintos
    TRY ₺: lira turca, liras turcas, f
    ILS ₪: séquel, séqueles
    INR: rupia, rupias, f
    CNY RMB: yuan, yuanes
    KRW: won, wones
    CAD: dólar canadiense, dólares canadienses
    AUD: dólar australiano, dólares australianos
    NZD: dólar neozelandés, dólares neozelandeses
    RUB: rublo, rublos
    UAH ₴: grivna, grivnas, f
    ZAR: rand, rands
    MAD: dírham, dírhams
    BTC: bitcoin, bitcoins
    pta ptas: peseta, pesetas, f
    """
)
_SMALL_MONEY = {**dict.fromkeys(("€", "EUR", "euros", "euro"), _CENTIMO),
                **dict.fromkeys(("$", "dólares", "USD", "US$", "U$S", "MXN", "ARS", "COP", "pesos"), _CENTAVO),
                **dict.fromkeys(("£", "GBP"), Unit("penique", "peniques"))}  # fmt: skip
_SIGNS = {
    "US$": "dólares", "&amp;": "y", "&": "y", "+": "más", "=": "es igual a", "±": "más menos", "×": "por", "÷": "entre",
    "≈": "aproximadamente",
    "≠": "distinto de", "≤": "como máximo", "≥": "como mínimo", "°": "grados", "%": "por ciento", "§": "párrafo",
    "€": "euros",
    "$": "dólares", "£": "libras", "¥": "yenes", "₽": "rublos", "₹": "rupias", "₩": "wones", "¢": "centavos",
    "№": "número",
    "#": "almohadilla", "<": "menor que", ">": "mayor que", "~": "aproximadamente", "²": "al cuadrado",
    "³": "al cubo", "¹": "", "₂": "dos",
    "‰": "por mil", "@": "arroba", "©": "", "®": "", "™": "", "^": "", "|": ",", "*": "", "_": " ", "\\": " ",
    "µ": "micro",
    "∞": "infinito", "√": "raíz de", "→": "a", "º": "grados", "₿": "bitcoins", "†": "",
}  # fmt: skip
SPEECH = Speech(
    cardinal=cardinal, decimals=decimals, fraction=fraction, group=group, country=group, gender_after=_gender_after,
    units=_UNITS, per=_PER, money=_MONEY, small=_SMALL_MONEY, scales=_SCALE_WORDS, of=lambda noun: f" de {noun}",
    coins=lambda whole, coin, cents: f"{whole} con {cents}", point="coma", minus="menos", plus="más", to="a", score="a",
    by="por", slash="barra", about="aproximadamente", joint="y",
    unlike=r"(?!(?<=ha)\s\w+(?:do|to|cho)\b|(?<=[\d ]mi)\s\w|(?<=[\d ]in)\s\w)", decimals_agree=True,
    commas=True, signs=_SIGNS,
    scores=r"gan[aóo]\w*|perd\w+|empat\w+|marcador|venc\w+|derrot\w+|victoria|goles",
)  # fmt: skip
