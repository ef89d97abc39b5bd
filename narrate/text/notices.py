"""Notices of the page amid an article: who may read on, how long reading takes, that a machine reads it aloud.

They are whole sentences, so neither their shape nor their place gives them away; what does is that they speak to the
reader about this very article. A phrase of each language for each thing that is said is enough: houses differ in the
words around it.
"""

from __future__ import annotations

import re

MOST_WORDS = 35
"""Longer blocks are the article's own, about subscriptions."""

_PHRASES = (
    # English
    r"(?:this|the) (?:article|story|content|page|feature|post) is (?:only |exclusive(?:ly)? )?"
    r"(?:available |open )?(?:only )?(?:for|to) (?:our )?(?:\w+ )?(?:subscribers|members)",
    r"subscribe (?:now |today )?(?:to|for) (?:read|continue|unlock|get access|access|full access|keep reading)",
    r"^(?:to|want to) (?:continue|keep) reading",
    r"^to read (?:the )?(?:full|whole|rest of th\w+) (?:article|story)",
    r"already (?:a |an )?(?:subscriber|member|subscribed)\s*\?",
    r"free (?:articles?|stories) (?:left|remaining|this month)",
    r"(?:log|sign) ?in to (?:read|continue|your account)",
    r"this audio (?:was|is|version|has been) .{0,30}(?:generated|created|machine|ai\b|computer|auto)",
    r"^(?:estimated )?(?:reading time|read time)\s*:?\s*\d",
    # German
    r"(?:artikel|inhalt|text|beitrag) ist (?:nur|exklusiv) für (?:\w+ )?(?:abonnent|mitglieder|registrierte)",
    r"^(?:jetzt )?weiterlesen mit\b",
    r"^(?:um|wenn sie) .{0,40}weiter(?:zu)?lesen",
    r"(?:sie sind |bereits |schon )abonnent\w*\s*\?",
    r"audioversion wurde|(?:künstlich|automatisch|maschinell) (?:erzeugt|generiert|vorgelesen)\w*\b.{0,80}vorlese",
    r"^(?:geschätzte )?lesezeit\s*:?\s*(?:ca\. )?\d",
    # French
    r"il vous reste .{1,40} à lire",
    r"(?:la suite|cet article|ce contenu) est réservée?s? (?:à nos|aux) abonné",
    r"abonnez[- ]vous pour (?:lire|continuer|accéder|profiter)",
    r"déjà abonnée?\s*\?",
    r"^pour (?:lire la suite|continuer (?:à lire|la lecture))",
    r"^temps de lecture\s*:?\s*\d",
    # Spanish, Portuguese, Italian
    r"(?:exclusivo|solo|sólo) para (?:nuestros )?suscriptores",
    r"^(?:para|si quieres|si desea) (?:seguir|continuar) leyendo",
    r"suscr[ií]b(?:e|a)(?:te|se) (?:para|y) (?:leer|seguir|acceder|continuar)",
    r"¿ya (?:eres|es) suscriptor",
    r"^tiempo de lectura\s*:?\s*\d",
    r"(?:conteúdo|matéria|texto) (?:é )?exclusiv[oa] para assinantes|^para continuar (?:a ler|lendo)|"
    r"^tempo de leitura\s*:?\s*\d",
    r"(?:contenuto|articolo) (?:è )?riservato agli abbonati|^per continuare a leggere|^tempo di lettura\s*:?\s*\d",
    # Russian
    r"(?:доступ\w*|читать|открыт\w*) .{0,20}только .{0,12}подписчик",
    r"^чтобы (?:читать|прочитать|продолжить|дочитать) .{0,30}(?:подпи|войдите|зарегистрируйтесь|оформите)",
    r"^оформите подписку|^подпишитесь,? чтобы (?:читать|продолжить|прочитать)",
    r"уже (?:есть подписка|подписаны|подписчик)\s*\?",
    r"^время (?:на )?(?:чтени[яе]|прочтени[яе])\s*:?\s*\d",
    # Dutch, Polish, Swedish
    r"alleen (?:toegankelijk )?voor abonnees|^om verder te lezen|tylko dla (?:prenumeratorów|subskrybentów)|"
    r"endast för prenumeranter|^för att (?:läsa vidare|fortsätta läsa)",
)
NOTICES = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES))
"""For lower case."""
# Without one of these there is no notice: the pattern above is slow where it finds nothing.
_STEMS = re.compile(
    r"subscri|member|reading|read |articles|stories|log ?in|sign ?in|audio|abonn|weiter|lesezeit|vorles|reste|suite|"
    r"lecture|suscri|suscrí|leyendo|lectura|assinant|continuar|leitura|leggere|lettura|подпис|чтобы|чтени|"
    r"подпиш|прочт|prenumer|subskryb|lezen|läsa"
)


def is_notice(text: str) -> bool:
    """Whether a block speaks to the reader about reading this article."""
    if len(text) > 12 * MOST_WORDS or len(text.split()) > MOST_WORDS:
        return False
    lower = text.strip().lower()
    return bool(_STEMS.search(lower)) and bool(NOTICES.search(lower))
