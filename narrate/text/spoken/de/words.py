"""German abbreviations and what they stand for."""

from __future__ import annotations

WORDS = {
    "z.B.": "zum Beispiel", "d.h.": "das heißt", "usw.": "und so weiter", "bzw.": "beziehungsweise",
    "u.a.": "unter anderem", "ca.": "circa", "Nr.": "Nummer", "Nrn.": "Nummern", "Dr.": "Doktor", "Prof.": "Professor",
    "St.": "Sankt", "Mio.": "Millionen", "Mrd.": "Milliarden", "Tsd.": "Tausend", "Jh.": "Jahrhundert",
    "Jhd.": "Jahrhundert", "v.Chr.": "vor Christus", "n.Chr.": "nach Christus", "Abb.": "Abbildung", "Bd.": "Band",
    "Kap.": "Kapitel", "Hr.": "Herr", "Hrn.": "Herrn", "Fr.": "Frau", "geb.": "geboren", "gest.": "gestorben",
    "ggf.": "gegebenenfalls",
    "inkl.": "inklusive", "exkl.": "exklusive", "max.": "maximal", "min.": "mindestens", "vgl.": "vergleiche",
    "evtl.": "eventuell", "etc.": "et cetera", "sog.": "sogenannte", "Tel.": "Telefon", "Art.": "Artikel",
    "Abs.": "Absatz", "u.U.": "unter Umständen", "i.d.R.": "in der Regel", "o.ä.": "oder ähnliches",
    "s.o.": "siehe oben",
    "s.u.": "siehe unten", "u.v.m.": "und vieles mehr", "z.T.": "zum Teil", "v.a.": "vor allem", "Str.": "Straße",
    "ehem.": "ehemals", "Std.": "Stunden", "Min.": "Minuten", "Sek.": "Sekunden", "Ing.": "Ingenieur",
    "Dipl.": "Diplom",
    "zzgl.": "zuzüglich", "abzgl.": "abzüglich", "bspw.": "beispielsweise", "insb.": "insbesondere",
    "m.E.": "meines Erachtens", "u.ä.": "und ähnliches", "a.D.": "außer Dienst", "h.c.": "honoris causa",
    "MwSt.": "Mehrwertsteuer", "o.Ä.": "oder Ähnliches", "u.Ä.": "und Ähnliches", "bzgl.": "bezüglich",
    "einschl.": "einschließlich", "usf.": "und so fort", "o.g.": "oben genannt", "lt.": "laut", "gem.": "gemäß",
    "mind.": "mindestens", "durchschn.": "durchschnittlich", "Jhdt.": "Jahrhundert", "Hbf.": "Hauptbahnhof",
    "p.a.": "pro Jahr", "tlw.": "teilweise", "z.Zt.": "zurzeit", "z.Z.": "zurzeit", "d.J.": "des Jahres",
    "v.l.n.r.": "von links nach rechts", "m.a.W.": "mit anderen Worten", "Hrsg.": "Herausgeber", "zw.": "zwischen",
    "allg.": "allgemein", "betr.": "betreffend", "bes.": "besonders", "entspr.": "entsprechend", "Mrs.": "Missis",
    "Tab.": "Tabelle", "Aufl.": "Auflage", "Jg.": "Jahrgang", "Anm.": "Anmerkung", "Bsp.": "Beispiel",
    "i.A.": "im Auftrag", "i.H.v.": "in Höhe von", "i.S.v.": "im Sinne von", "i.S.d.": "im Sinne des",
    "i.V.m.": "in Verbindung mit", "u.a.m.": "und anderes mehr", "e.V.": "e V", "a.M.": "am Main",
}  # fmt: skip
_ALSO_NAMES = ("max.", "min.", "bes.", "gem.", "lt.", "mind.", "sog.", "geb.", "gest.", "ca.")
WORDS |= {
    word[0].upper() + word[1:]: said[0].upper() + said[1:]
    for word, said in WORDS.items()
    if word[0].islower() and word not in _ALSO_NAMES and word[0].upper() + word[1:] not in WORDS
}
