"""French abbreviations and what they stand for."""

from __future__ import annotations

import re

WORDS = {
    "M.": "monsieur", "MM.": "messieurs", "Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle",
    "Mlles": "mesdemoiselles", "Dr": "docteur", "Pr": "professeur", "Me": "maître", "Mgr": "monseigneur", "St": "saint",
    "Ste": "sainte", "etc.": "et cetera", "c.-à-d.": "c'est-à-dire", "p. ex.": "par exemple", "cf.": "voir",
    "env.": "environ",
    "av. J.-C.": "avant Jésus-Christ", "ap. J.-C.": "après Jésus-Christ", "vs": "contre", "bd": "boulevard",
    "av.": "avenue",
    "no": "numéro", "n°": "numéro", "nº": "numéro", "N°": "numéro", "nᵒ": "numéro", "tél.": "téléphone", "p.": "page",
    "pp.": "pages", "art.": "article",
    "chap.": "chapitre", "vol.": "volume", "fig.": "figure", "t.": "tome", "St-": "Saint-", "Mᵐᵉ": "madame",
    "Mᵐᵉˢ": "mesdames",
    "Mˡˡᵉ": "mademoiselle", "Mˡˡᵉˢ": "mademoiselles", "Dʳ": "docteur", "Mʳ": "monsieur", "Pʳ": "professeur",
    "Mᵍʳ": "monseigneur",
    "nᵒˢ": "numéros", "Cⁱᵉ": "compagnie", "Cie": "compagnie",
    "apr. J.-C.": "après Jésus-Christ", "max.": "maximum", "éd.": "édition", "coll.": "collection",
    "hab.": "habitants", "dép.": "département", "boul.": "boulevard", "qqn": "quelqu'un", "qqch.": "quelque chose",
    "ndlr": "note de la rédaction", "N.B.": "nota bene",
}  # fmt: skip
BY_TIGHT = {re.sub(r"\s", "", word): said for word, said in WORDS.items()}
FIGURED = ("no", "n°", "nº", "N°", "nᵒ", "nᵒˢ", "p.", "pp.", "art.", "chap.", "vol.", "fig.", "t.")
MANY = ("page", "article", "chapitre", "figure", "numéro")
NAMED = ("M.", "MM.", "Dr", "Pr", "Me", "St", "Ste", "Mgr", "bd", "av.")
OTHERS = tuple(word for word in WORDS if word not in (*FIGURED, *NAMED))
