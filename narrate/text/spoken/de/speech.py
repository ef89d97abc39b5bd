"""German units, money and little words for the shared rules."""

from __future__ import annotations

import re

from narrate.text.spoken.de.numbers import SCALES, SMALL, cardinal, fraction
from narrate.text.spoken.speech import Speech, Unit, table

_LABEL = re.compile(
    r"\b(?:Artikel|Art\.|Absatz|Abs\.|Satz|Nummer|Nr\.|Kapitel|Seite|Platz|Rang|Gruppe|Klasse|Teil|Band|Stufe|Phase|"
    r"Ziffer|Runde|Typ|Formel|Zimmer|Gleis|Linie|Tag|Woche|Halle|Raum)\s$"
)


def _gender_after(text: str, end: int, written: str) -> str:
    if written != "1":
        return ""
    noun = re.match(r"\s(?:\w+e[nr]?\s)?([A-ZÄÖÜ][a-zäöüß]{2,}\w*)", text[end : end + 60])
    if not noun or _LABEL.search(text[max(0, end - 20) : end - 1]):
        return ""
    return (
        "f"
        if noun[1]
        .lower()
        .endswith(
            (
                "ung",
                "heit",
                "keit",
                "schaft",
                "tion",
                "tät",
                "e",
                "ik",
                "frau",
                "stadt",
                "nacht",
                "hand",
                "zahl",
                "wahl",
                "tür",
                "tochter",
                "mutter",
                "schwester",
                "million",
                "art",
                "uhr",
            )
        )
        else "m"
    )


def group(digits: str) -> str:
    return " ".join(SMALL[int(digit)] for digit in digits)


_MILLION, _MILLIARD, _BILLION = (Unit(*SCALES[place], "f") for place in range(3))
_M, _KM, _EURO = Unit("Meter", "Meter"), Unit("Kilometer", "Kilometer"), Unit("Euro", "Euro")
_HOUR, _MINUTE, _SECOND = (
    Unit("Stunde", "Stunden", "f"),
    Unit("Minute", "Minuten", "f"),
    Unit("Sekunde", "Sekunden", "f"),
)


def _same(word: str, gender: str = "n") -> Unit:
    return Unit(word, word, gender)


_UNITS = {
    "%": _same("Prozent"), "‰": _same("Promille"), "km/h": _same("Kilometer pro Stunde", "m"), "km": _KM, "m": _M,
    "dm": _same("Dezimeter"), "cm": _same("Zentimeter"), "mm": _same("Millimeter"), "µm": _same("Mikrometer"),
    "μm": _same("Mikrometer"), "nm": _same("Nanometer"), "kg": _same("Kilogramm"), "g": _same("Gramm"),
    "mg": _same("Milligramm"), "µg": _same("Mikrogramm"), "t": Unit("Tonne", "Tonnen", "f"), "ha": _same("Hektar"),
    "l": _same("Liter"), "ml": _same("Milliliter"), "cl": _same("Zentiliter"), "hl": _same("Hektoliter"),
    "h": _HOUR, "Std": _HOUR, "min": _MINUTE, "Min": _MINUTE, "s": _SECOND, "sek": _SECOND, "Sek": _SECOND,
    "ms": Unit("Millisekunde", "Millisekunden", "f"), "W": _same("Watt"), "kW": _same("Kilowatt"),
    "MW": _same("Megawatt"),
    "GW": _same("Gigawatt"), "TW": _same("Terawatt"), "Wh": Unit("Wattstunde", "Wattstunden", "f"),
    "kWh": Unit("Kilowattstunde", "Kilowattstunden", "f"), "MWh": Unit("Megawattstunde", "Megawattstunden", "f"),
    "GWh": Unit("Gigawattstunde", "Gigawattstunden", "f"), "TWh": Unit("Terawattstunde", "Terawattstunden", "f"),
    "V": _same("Volt"), "mV": _same("Millivolt"), "kV": _same("Kilovolt"), "mA": _same("Milliampere"),
    "Hz": _same("Hertz"), "kHz": _same("Kilohertz"), "MHz": _same("Megahertz"), "GHz": _same("Gigahertz"),
    "PS": _same("P.S"), "kB": _same("Kilobyte"), "MB": _same("Megabyte"), "GB": _same("Gigabyte"),
    "TB": _same("Terabyte"),
    "dB": _same("Dezibel"), "kcal": Unit("Kilokalorie", "Kilokalorien", "f"), "kJ": _same("Kilojoule"),
    "bar": _same("Bar"), "hPa": _same("Hektopascal"), "Pa": _same("Pascal"), "°C": _same("Grad Celsius"),
    "° C": _same("Grad Celsius"), "°F": _same("Grad Fahrenheit"), "°": _same("Grad"), "m²": _same("Quadratmeter"),
    "km²": _same("Quadratkilometer"), "cm²": _same("Quadratzentimeter"), "qm": _same("Quadratmeter"),
    "m³": _same("Kubikmeter"), "cm³": _same("Kubikzentimeter"), "km³": _same("Kubikkilometer"),
    "m2": _same("Quadratmeter"), "km2": _same("Quadratkilometer"), "m3": _same("Kubikmeter"),
    "m/s": _same("Meter pro Sekunde"),
    "Mbit/s": _same("Megabit pro Sekunde"), "Gbit/s": _same("Gigabit pro Sekunde"),
}  # fmt: skip
_UNITS |= table(
    """
    dag: Dekagramm, , n
    dl: Deziliter
    Ml: Megaliter
    mi: Meile, Meilen, f
    mph: Meile pro Stunde, Meilen pro Stunde, f
    ft: Fuß
    yd: Yard, Yards, n
    lb lbs: Pfund, , n
    oz: Unze, Unzen, f
    mW: Milliwatt, , n
    GWp: Gigawatt Peak, , n
    kWp: Kilowatt Peak, , n
    MJ: Megajoule, , n
    GJ: Gigajoule, , n
    kN: Kilonewton, , n
    Nm: Newtonmeter, , n
    MPa: Megapascal, , n
    kPa: Kilopascal, , n
    mbar: Millibar, , n
    Ah: Amperestunde, Amperestunden, f
    mAh: Milliamperestunde, Milliamperestunden, f
    PB: Petabyte, , n
    KB: Kilobyte, , n
    Mbit: Megabit, , n
    Gbit: Gigabit, , n
    kbit/s: Kilobit pro Sekunde, , n
    MB/s: Megabyte pro Sekunde, , n
    GB/s: Gigabyte pro Sekunde, , n
    MP: Megapixel, , n
    lm: Lumen, , n
    dpi: D P I, , n
    rpm U/min: Umdrehung pro Minute, Umdrehungen pro Minute, f
    km/s: Kilometer pro Sekunde
    mm²: Quadratmillimeter
    dm³: Kubikdezimeter
    mm³: Kubikmillimeter
    µs: Mikrosekunde, Mikrosekunden, f
    ns: Nanosekunde, Nanosekunden, f
    °K: Grad Kelvin
    mSv: Millisievert, , n
    µSv: Mikrosievert, , n
    ct/kWh: Cent pro Kilowattstunde
    Stk Stck: Stück, , n
    Pkt: Punkt, Punkte
    Mt: Megatonne, Megatonnen, f
    kt: Kilotonne, Kilotonnen, f
    """
)
_PER = {"100 km": "auf hundert Kilometer", "100\u00a0km": "auf hundert Kilometer", "kWh": "pro Kilowattstunde",
        "Monat": "pro Monat", "Woche": "pro Woche", "Stunde": "pro Stunde", "Person": "pro Person",
        "qm": "pro Quadratmeter", "ha": "pro Hektar", "ml": "pro Milliliter", "cm²": "pro Quadratzentimeter",
        "cm³": "pro Kubikzentimeter", "dl": "pro Deziliter",
        "h": "pro Stunde", "s": "pro Sekunde", "km": "pro Kilometer", "m²": "pro Quadratmeter", "m": "pro Meter",
        "kg": "pro Kilogramm", "l": "pro Liter", "km²": "pro Quadratkilometer", "m³": "pro Kubikmeter",
        "Tag": "pro Tag", "Jahr": "pro Jahr", "min": "pro Minute", "t": "pro Tonne"}  # fmt: skip
_SCALE_WORDS = {
    "Mio": _MILLION, "Million": _MILLION, "Millionen": _MILLION, "Mrd": _MILLIARD, "Milliarde": _MILLIARD,
    "Milliarden": _MILLIARD, "Bio": _BILLION, "Billion": _BILLION, "Billionen": _BILLION,
    "Tsd": Unit("Tausend", "Tausend", "n"),
}  # fmt: skip
_DOLLAR, _CENT = Unit("Dollar", "Dollar"), Unit("Cent", "Cent")
_MONEY = {
    "€": _EURO, "EUR": _EURO, "Euro": _EURO, "US-Dollar": Unit("US-Dollar", "US-Dollar"), "$": _DOLLAR, "USD": _DOLLAR,
    "US$": _DOLLAR, "Dollar": _DOLLAR, "£": Unit("Pfund", "Pfund", "n"), "GBP": Unit("Pfund", "Pfund", "n"),
    "CHF": Unit("Franken", "Franken"), "Fr.": Unit("Franken", "Franken"), "Franken": Unit("Franken", "Franken"),
    "¥": Unit("Yen", "Yen"), "₽": Unit("Rubel", "Rubel"), "₩": Unit("Won", "Won"), "¢": _CENT, "ct": _CENT,
    "Cent": _CENT, "₿": Unit("Bitcoin", "Bitcoin"), "₹": Unit("Rupie", "Rupien", "f"),
}  # fmt: skip
_MONEY |= table(
    """
    PLN zł: Zloty
    CZK Kč: tschechische Krone, tschechische Kronen, f
    HUF: Forint
    SEK: schwedische Krone, schwedische Kronen, f
    NOK: norwegische Krone, norwegische Kronen, f
    DKK: dänische Krone, dänische Kronen, f
    kr: Krone, Kronen, f
    RUB: Rubel
    UAH ₴: Hrywnja
    TRY ₺: türkische Lira, , f
    CNY RMB: Yuan
    JPY: Yen
    KRW: Won
    INR: Rupie, Rupien, f
    BRL: Real
    AUD: australischer Dollar, australische Dollar
    CAD: kanadischer Dollar, kanadische Dollar
    NZD: neuseeländischer Dollar, neuseeländische Dollar
    HKD: Hongkong-Dollar
    SGD: Singapur-Dollar
    MXN: mexikanischer Peso, mexikanische Pesos
    ARS: argentinischer Peso, argentinische Pesos
    ZAR: Rand
    ILS ₪: Schekel
    AED: Dirham
    RON: Leu, Lei
    BGN: Lew
    DM: D-Mark, , f
    BTC: Bitcoin
    Rp.: Rappen
    """
)
_SMALL_MONEY = {
    **dict.fromkeys(("€", "EUR", "Euro", "US-Dollar", "$", "USD", "US$", "Dollar"), _CENT),
    **dict.fromkeys(("£", "GBP"), Unit("Penny", "Pence")),
    **dict.fromkeys(("CHF", "Fr.", "Franken"), Unit("Rappen", "Rappen")),
}
_SIGNS = {
    "&amp;": "und", "&": "und", "+": "plus", "=": "gleich", "±": "plus minus", "×": "mal", "÷": "geteilt durch",
    "≈": "etwa", "≠": "ungleich", "≤": "höchstens", "≥": "mindestens", "°": "Grad", "%": "Prozent", "§": "Paragraf",
    "€": "Euro", "$": "Dollar", "£": "Pfund", "¥": "Yen", "₽": "Rubel", "₹": "Rupien", "₩": "Won", "¢": "Cent",
    "№": "Nummer", "#": "Nummer", "<": "kleiner als", ">": "größer als", "~": "etwa", "²": "hoch zwei",
    "³": "hoch drei",
    "¹": "", "₂": "zwei", "‰": "Promille", "@": "ät", "©": "", "®": "", "™": "", "^": "", "|": ",", "*": "", "_": " ",
    "\\": " ", "†": "gestorben", "µ": "Mikro", "∞": "unendlich", "√": "Wurzel aus", "→": "nach", "º": "Grad",
    "₿": "Bitcoin",
}  # fmt: skip
SPEECH = Speech(
    cardinal=cardinal, decimals=group, fraction=fraction, group=group, gender_after=_gender_after, units=_UNITS,
    per=_PER, money=_MONEY, small=_SMALL_MONEY, scales=_SCALE_WORDS,
    country=lambda digits: cardinal(int(digits)),
    coins=lambda whole, coin, cents: f"{whole} {coin if 'Euro' in whole else cents}", signs=_SIGNS, joint="und",
    slash="Schrägstrich",
    ratio="zu",
    scores=r"gewonnen|gewann|verlor|sieg|niederlage|endstand|unentschieden|ergebnis|führ\w+|spielstand|besiegt|"
    r"verhältnis|maßstab",
)  # fmt: skip
