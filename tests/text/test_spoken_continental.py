"""German, French and Spanish wording where the words around a figure, or its look, decide how it is said."""

from __future__ import annotations

import pytest

from narrate.model import Anchor, Block, Sentence
from narrate.text.spoken import edits


def said(text: str, language: str) -> str:
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    return Sentence(block=block, start=0, end=len(text), edits=edits(text, language)).spoken


CASES = {
    "de": {
        "1 Frau in Artikel 1 GG": "eine Frau in Artikel eins GG",
        "der 68er, ein 6er-Pack": "der achtundsechziger, ein sechser Pack",
        "50%ige, 3x täglich, 2,5-fach": "fünfzigprozentige, dreimal täglich, zweieinhalbfach",
        "auf der 35. Tagung, in der 5. Klasse": "auf der fünfunddreißigsten Tagung, in der fünften Klasse",
        "Die 5. Klasse kam.": "Die fünfte Klasse kam.",
        "Ludwig\u00a0XIV. und": "Ludwig der Vierzehnte und",
        "Elisabeth II. und Karl V. kamen": "Elisabeth die Zweite und Karl der Fünfte kamen",
        "1. FC Köln": "erster FC Köln",
        "von 9.00 bis 17.30 Uhr": "von neun Uhr bis siebzehn Uhr dreißig",
        "8:00-12:00 Uhr": "acht Uhr bis zwölf Uhr",
        "im Verhältnis 1:10": "im Verhältnis eins zu zehn",
        "84:73": "vierundachtzig zu dreiundsiebzig",
        "Gesetz 7021/2022": "Gesetz siebentausendeinundzwanzig Schrägstrich zweitausendzweiundzwanzig",
        "3 Std. Fahrt": "drei Stunden Fahrt",
        "200 Einwohner/km²": "zweihundert Einwohner pro Quadratkilometer",
        "6 l/100 km": "sechs Liter auf hundert Kilometer",
        "20 PLN und 1 SEK": "zwanzig Zloty und eine schwedische Krone",
        "Mo.–Fr., inkl. MwSt.": "Montag bis Freitag, inklusive Mehrwertsteuer.",
        "S. 12–15, §§ 3–5": "Seiten zwölf bis fünfzehn, Paragrafen drei bis fünf",
        "zur 45. Sitzung, ihre 9. Sinfonie": "zur fünfundvierzigsten Sitzung, ihre neunte Sinfonie",
        "30 x 20 x 10 cm, 3 x 2 m": "dreißig mal zwanzig mal zehn Zentimeter, drei mal zwei Meter",
        "1,20 €/l": "ein Euro zwanzig pro Liter",
        "Vgl. S. 5": "Vergleiche Seite fünf",
        "aus dem Iran - 2010 noch": "aus dem Iran - zweitausendzehn noch",
    },
    "fr": {
        "1\u00a0000\u00a0000, no\u202f5": "un million, numéro cinq",
        "« 1/2 » (3/4)": "« un demi » (trois quarts)",
        "en 1441 s'ouvrent": "en mille quatre cent quarante et un s'ouvrent",
        "en 1887 l’actuel": "en mille huit cent quatre-vingt-sept l’actuel",
        "les 25/11 et 02/12": "les vingt-cinq novembre et deux décembre",
        "9h-17h": "neuf heures à dix-sept heures",
        "50 av. J.-C., 12, av. Foch": "cinquante avant Jésus-Christ, douze, avenue Foch",
        "St-Malo, Ste-Anne": "Saint-Malo, Sainte-Anne",
        "120 hab./km²": "cent vingt habitants au kilomètre carré",
        "6 l/100 km": "six litres aux cent kilomètres",
        "p. 12-15": "pages douze à quinze",
        "10 mA, 5 kPa": "dix milliampères, cinq kilopascals",
        "loi n° 2005-102, l'art. 12": "loi numéro deux mille cinq, cent deux, l'article douze",
        "500 k€ et 1 k€": "cinq cent mille euros et mille euros",
        "20 h ; 48 h": "vingt heures ; quarante-huit heures",
        "100 MAD": "cent dirhams marocains",
    },
    "es": {
        "Entre 1971 ocupa la silla": "Entre mil novecientos setenta y uno ocupa la silla",
        "21.000 personas, la ruta 21 parte": "veintiún mil personas, la ruta veintiuno parte",
        "7,63 hab. / km²": "siete coma sesenta y tres habitantes por kilómetro cuadrado",
        "300 d. C.": "trescientos después de Cristo.",
        "Franklin D. Roosevelt y D. Juan": "Franklin D. Roosevelt y don Juan",
        "$ 46,250": "cuarenta y seis mil doscientos cincuenta dólares",
        "Ley 39/2015": "Ley treinta y nueve barra dos mil quince",
        "el 25/11": "el veinticinco de noviembre",
        "a las 20 h, 15 min de retraso": "a las veinte, quince minutos de retraso",
        "2 gtq": "dos quetzales",
        "si ves 3 coches": "si ves tres coches",
        "a los 15 mi madre": "a los quince mi madre",
        "1 ft, 5 µg, 2 mA": "un pie, cinco microgramos, dos miliamperios",
        "12:00 GMT-3": "doce G M T menos tres",
        "3 h 20 min 15 s": "tres horas veinte minutos y quince segundos",
        "XX Congreso, III Congreso": "vigésimo Congreso, tercer Congreso",
        "la V edición": "la quinta edición",
        "1/2000, Ley 1/2000": "un dosmilésimo, Ley uno barra dos mil",
        "maría vii": "maría séptima",
        "págs. 3 y 4, p. 12-15": "páginas tres y cuatro, páginas doce a quince",
        "10.0.0.19": "uno cero punto cero punto cero punto uno nueve",
        "91 123 45 67": "noventa y uno, uno dos tres, cuarenta y cinco, sesenta y siete",
    },
}


@pytest.mark.parametrize(("language", "written"), [(language, text) for language in CASES for text in CASES[language]])
def test_figures_are_said_as_their_place_asks(language: str, written: str) -> None:
    assert said(written, language) == CASES[language][written]
