"""Spanish abbreviations and what they stand for."""

from __future__ import annotations

import re

WORDS = {
    "EE.UU.": "Estados Unidos", "EEUU": "Estados Unidos", "EE.UU": "Estados Unidos", "Sr.": "señor", "Sra.": "señora",
    "Srta.": "señorita", "Sres.": "señores",
    "Dr.": "doctor", "Dra.": "doctora", "D.": "don", "Dña.": "doña", "Da.": "doña", "D.ª": "doña",
    "Prof.": "profesor", "Ud.": "usted", "Uds.": "ustedes",
    "Vd.": "usted", "Vds.": "ustedes", "a.C.": "antes de Cristo", "d.C.": "después de Cristo", "p.ej.": "por ejemplo",
    "etc.": "etcétera",
    "pág.": "página", "págs.": "páginas", "núm.": "número", "núms.": "números", "nº": "número", "n.º": "número",
    "n°": "número", "Nº": "número", "N°": "número", "N.º": "número",
    "art.": "artículo", "arts.": "artículos", "cap.": "capítulo", "vol.": "volumen", "fig.": "figura",
    "tel.": "teléfono", "Avda.": "avenida", "Av.": "avenida",
    "avda.": "avenida", "c/": "calle", "C/": "calle", "pza.": "plaza", "Pza.": "plaza", "Gral.": "general",
    "gral.": "general", "Ing.": "ingeniero", "Lic.": "licenciado",
    "aprox.": "aproximadamente", "cf.": "véase", "vs.": "contra", "S.M.": "su majestad", "JJ.OO.": "Juegos Olímpicos",
    "RR.HH.": "recursos humanos",
    "FF.AA.": "Fuerzas Armadas", "Sto.": "santo", "Sta.": "santa", "Excmo.": "excelentísimo", "Ilmo.": "ilustrísimo",
    "dpto.": "departamento", "depto.": "departamento", "Mons.": "monseñor", "Fdo.": "firmado",
    "Arq.": "arquitecto", "Cía.": "compañía", "Ctra.": "carretera", "máx.": "máximo", "mín.": "mínimo",
    "ed.": "edición", "coord.": "coordinador", "izq.": "izquierda", "dcha.": "derecha", "Excma.": "excelentísima",
    "Rvdo.": "reverendo", "Hno.": "hermano", "Hna.": "hermana", "Cnel.": "coronel", "Tte.": "teniente",
    "Pdte.": "presidente", "CC.AA.": "comunidades autónomas", "CC.OO.": "Comisiones Obreras", "e.c.": "era común",
    "a.e.c.": "antes de la era común", "kms.": "kilómetros", "q.e.p.d.": "que en paz descanse",
    "p.": "página", "pp.": "páginas",
}  # fmt: skip
BY_LOWER = {re.sub(r"\s", "", word).lower(): said for word, said in WORDS.items()}
FIGURED = ("núm.", "núms.", "nº", "n.º", "n°", "art.", "arts.", "cap.", "vol.", "fig.", "p.", "pp.", "pág.", "págs.")
MANY = ("página", "artículo", "capítulo", "figura", "número")
NAMED = ("D.", "Da.", "Av.", "Dña.", "D.ª")
