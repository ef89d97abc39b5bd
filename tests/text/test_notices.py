"""Notices about reading the article are not read; sentences about subscriptions are."""

from __future__ import annotations

import pytest

from narrate.text.notices import is_notice


@pytest.mark.parametrize(
    "text",
    [
        "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
        "Diese Audioversion wurde künstlich generiert. Mehr Informationen zu unserer Vorlesefunktion finden Sie hier.",
        "This article is for subscribers only.",
        "The story is available only to our paying members.",
        "Subscribe to read the full story.",
        "To continue reading, please log in or subscribe.",
        "Already a subscriber? Log in",
        "You have 2 free articles remaining this month",
        "Reading time: 4 minutes",
        "Dieser Artikel ist nur für Abonnenten verfügbar.",
        "Weiterlesen mit Plus",
        "Lesezeit: 3 Minuten",
        "Pour lire la suite, abonnez-vous.",
        "Para seguir leyendo, suscríbete",
        "Este contenido es exclusivo para suscriptores",
        "Материал доступен только подписчикам",
        "Чтобы читать дальше, оформите подписку",
        "Conteúdo exclusivo para assinantes",
    ],
)
def test_a_notice_is_told(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "The paper lost 40,000 subscribers in a year, and half of its members of staff.",
        "Members of the council were reading the report when the alarm went off.",
        "He had to sign in at the door, and to leave his coat.",
        "Die Zeitung verlor 40.000 Abonnenten in einem Jahr.",
        "Les abonnés du journal ont reçu une lettre, et il leur reste un mois pour répondre.",
        "Число подписчиков выросло вдвое, сообщила газета.",
        "Чтобы прочитать письмо, он надел очки.",
        "El periódico perdió la mitad de sus suscriptores.",
    ],
)
def test_what_is_written_about_such_things_is_not(text: str) -> None:
    assert not is_notice(text)
