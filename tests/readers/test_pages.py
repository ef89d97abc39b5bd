"""What is read of web pages: invented ones with the furniture of real ones, in several languages."""

from __future__ import annotations

import pytest

from narrate import readers
from narrate.errors import SourceError
from narrate.model import Article, Document, Removed
from narrate.text.clean import clean

# Per language: a title, paragraphs, and lines that stand around articles there and belong to none.
PAGES: dict[str, tuple[str, list[str], list[str]]] = {
    "en": (
        "The ferry of Port Ellery runs at night again",
        [
            "The first night ferry in eleven years left the harbour on Friday with 212 passengers on board.",
            "Its operator had hoped for half of them, and opened the lower deck when the queue reached the quay.",
            "“We had forgotten how dark the sea is,” said the captain, who was a deckhand when the line was closed.",
            "The council pays 1.2 million a year for the crossing, a third of what the bus around the bay costs.",
            "Residents of Quay Street want the engines switched off after midnight; they will be heard in April.",
        ],
        ["Advertisement", "Read more: Why the old lighthouse went dark", "Sign up for our newsletter", "3 min read",
         "We use cookies to improve your experience.", "Photo: Ann Other/Agency"],
    ),
    "ru": (
        "Ночной паром снова ходит в Эллери",
        [
            "Первый за одиннадцать лет ночной паром вышел в пятницу из гавани с двумя сотнями пассажиров на борту.",
            "Перевозчик надеялся на вдвое меньшее число и открыл нижнюю палубу, когда очередь дошла до причала.",
            "«Мы забыли, какое тёмное бывает море», — сказал капитан, который служил матросом, когда линию закрыли.",
            "Город платит за переправу миллион в год, втрое меньше, чем стоит автобус вокруг залива.",
            "Жители набережной просят глушить двигатели после полуночи, и в апреле их выслушают.",
        ],
        ["Реклама", "Читайте также: Почему погас старый маяк", "Подпишитесь на нашу рассылку", "Вкл Выкл",
         "Поделиться", "Фото: РИА Новости"],
    ),
    "de": (
        "Die Nachtfähre von Ellery fährt wieder",
        [
            "Die erste Nachtfähre seit elf Jahren verließ am Freitag mit 212 Fahrgästen an Bord den Hafen.",
            "Der Betreiber hatte mit der Hälfte gerechnet und öffnete das untere Deck, als die Schlange zu lang wurde.",
            "„Wir hatten vergessen, wie dunkel die See ist“, sagte der Kapitän, der früher Matrose auf der Linie war.",
            "Die Stadt zahlt für die Überfahrt eine Million im Jahr, ein Drittel dessen, was der Bus kostet.",
            "Die Anwohner wünschen, dass die Motoren nach Mitternacht schweigen; im April werden sie gehört.",
        ],
        ["Anzeige", "Lesen Sie auch: Warum der alte Leuchtturm erlosch", "Newsletter abonnieren", "Artikel merken",
         "Foto: Anna Andere/dpa"],
    ),
    "fr": (
        "Le ferry de nuit d’Ellery reprend la mer",
        [
            "Le premier ferry de nuit depuis onze ans a quitté le port vendredi avec 212 passagers à bord.",
            "L’armateur en espérait la moitié et a ouvert le pont inférieur quand la file a atteint le quai.",
            "« Nous avions oublié combien la mer est noire », a dit le capitaine, autrefois matelot de la ligne.",
            "La ville paie un million par an pour la traversée, le tiers de ce que coûte le bus autour de la baie.",
            "Les riverains veulent que les moteurs se taisent après minuit ; ils seront entendus en avril.",
        ],
        ["Publicité", "À lire aussi : Pourquoi le vieux phare s’est éteint", "Partager l'article", "Écouter l’article",
         "Crédit photo : Anne Autre / AFP"],
    ),
    "es": (
        "El transbordador nocturno de Ellery vuelve a navegar",
        [
            "El primer transbordador nocturno en once años salió el viernes del puerto con 212 pasajeros a bordo.",
            "La naviera esperaba la mitad y abrió la cubierta inferior cuando la cola llegó hasta el muelle.",
            "«Habíamos olvidado lo oscuro que es el mar», dijo el capitán, que fue marinero cuando cerraron la línea.",
            "La ciudad paga un millón al año por la travesía, un tercio de lo que cuesta el autobús de la bahía.",
            "Los vecinos piden que los motores callen después de medianoche; en abril serán escuchados.",
        ],
        ["Publicidad", "Lea también: Por qué se apagó el viejo faro", "Suscríbete al boletín", "Compartir",
         "Foto: Ana Otra / EFE"],
    ),
}  # fmt: skip


def page(language: str, author: str = "Mara Quill") -> str:
    """An article with furniture before, amid and after its paragraphs."""
    title, paragraphs, noise = PAGES[language]
    amid = "".join(
        f"<p>{text}</p><div class='widget'>{noise[n % len(noise)]}</div>" for n, text in enumerate(paragraphs)
    )
    links = "".join(f"<li><a href='/{n}'>{noise[1]} {n}</a></li>" for n in range(6))
    return f"""<!doctype html><html lang="{language}"><head><title>{title} | The Courier</title>
    <meta property="og:title" content="{title}"><meta property="og:site_name" content="The Courier">
    <script type="application/ld+json">{{"@type": "NewsArticle", "author": {{"name": "{author}"}},
    "datePublished": "2026-03-14T08:00:00Z"}}</script></head><body>
    <nav><ul>{links}</ul></nav><main><article><h1>{title}</h1><p class="byline">{author}</p>{amid}
    <div class="tags">{noise[-2]}</div></article><aside class="related"><ul>{links}</ul></aside></main>
    <footer>{"".join(f"<p>{text}</p>" for text in noise)}</footer></body></html>"""


def cleaned(html: str) -> tuple[Article, tuple[Removed, ...]]:
    return clean(readers.read(Document(data=html.encode(), source="page.html")))


@pytest.mark.parametrize("language", PAGES)
def test_an_article_is_read_whole_and_without_furniture(language: str) -> None:
    title, paragraphs, _ = PAGES[language]
    article, _ = cleaned(page(language))
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("title", title),
        ("byline", "Mara Quill"),
        *(("paragraph", text) for text in paragraphs),
    ]
    assert (article.language, article.published[:10], article.site) == (language, "2026-03-14", "The Courier")


@pytest.mark.parametrize("language", PAGES)
def test_every_line_left_out_has_a_rule_and_a_reason(language: str) -> None:
    _, removed = cleaned(page(language))
    assert removed
    assert all(one.rule and one.reason for one in removed)


def test_the_byline_can_be_left_out() -> None:
    article, removed = clean(readers.read(Document(data=page("en").encode(), source="a.html")), drop=("byline",))
    assert all(block.kind != "byline" for block in article.blocks)
    assert any(one.rule == "byline" for one in removed)


def head(title: str, more: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in PAGES["en"][1])
    return f"<html><head><title>{title}</title>{more}</head><body><article>{paragraphs}</article></body></html>"


@pytest.mark.parametrize(
    ("title", "more", "expected"),
    [
        ("A bridge is closed | The Courier", "", "A bridge is closed"),
        ("A bridge is closed - The Courier", '<meta property="og:site_name" content="The Courier">',
         "A bridge is closed"),
        ("The Courier: A bridge is closed", '<meta property="og:title" content="A bridge is closed">',
         "A bridge is closed"),
        ("Before and after - a bridge", "", "Before and after - a bridge"),
        ("x", '<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "A bridge"}]}</script>',
         "A bridge"),
    ],
)  # fmt: skip
def test_titles_lose_the_name_of_the_site(title: str, more: str, expected: str) -> None:
    assert cleaned(head(title, more))[0].title == expected


def test_a_shown_heading_that_another_name_of_the_page_confirms_is_its_title() -> None:
    shared = '<meta property="og:title" content="This bridge will shock you">'
    shown = head("A bridge is closed for repairs | The Courier", shared)
    for heading, expected in (
        ("A bridge is closed for repairs", "A bridge is closed for repairs"),
        ("The Courier's morning letter", "This bridge will shock you"),
    ):
        page = shown.replace("<article>", f"<article><h1>{heading}</h1>")
        assert cleaned(page)[0].title == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('<meta name="author" content="By Ann Other and Bo Third">', ("Ann Other", "Bo Third")),
        ('<meta name="author" content="https://site.example/ann">', ()),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Other">',
         ("Ann Other",)),
        ('<script type="application/ld+json">[{"@type": ["NewsArticle"], "author": [{"@id": "#a"}]},'
         '{"@id": "#a", "@type": "Person", "name": "Ann Other"}]</script>', ("Ann Other",)),
        ('<script type="application/ld+json">{not json</script>', ()),
    ],
)  # fmt: skip
def test_authors_are_found_where_pages_name_them(more: str, expected: tuple[str, ...]) -> None:
    assert cleaned(head("A bridge", more))[0].authors == expected


def test_text_that_waits_for_scripts_is_read() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in PAGES["en"][1])
    streamed = f"<body><main><template id='B:0'></template></main><div hidden id='S:0'>{paragraphs}</div></body>"
    hidden = f"<body><div style='display:none'><article>{paragraphs}</article></div></body>"
    for html in (streamed, hidden):
        texts = [block.text for block in cleaned(f"<html>{html}</html>")[0].blocks]
        assert texts == PAGES["en"][1]


def test_a_page_that_shows_only_its_beginning_is_read_from_its_metadata() -> None:
    text = "\\n".join(PAGES["en"][1] * 2)
    told = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'
    html = f"<html><head>{told}</head><body><h1>A ferry</h1><p>{PAGES['en'][1][0][:60]}</p></body></html>"
    kept = [block.text for block in cleaned(html)[0].blocks if block.kind == "paragraph"]
    assert kept[: len(PAGES["en"][1])] == PAGES["en"][1]


def test_a_word_of_adverts_around_the_whole_article_means_nothing() -> None:
    html = page("en").replace("<main>", "<main class='promo subscription-box'><div class='newsletter ad-unit'>")
    assert [block.text for block in cleaned(html)[0].blocks if block.kind == "paragraph"] == PAGES["en"][1]


def test_code_and_tables_are_read_when_asked_for() -> None:
    rows = "".join(f"<tr><td>Deck {n}</td><td>{n * 40} seats</td></tr>" for n in range(1, 5))
    html = page("en").replace("<div class='widget'>3 min read</div>", f"<table>{rows}</table>")
    document = Document(data=html.encode(), source="a.html")
    assert all(block.kind != "table" for block in clean(readers.read(document))[0].blocks)
    assert any(block.kind == "table" for block in clean(readers.read(document), keep=("table",))[0].blocks)


@pytest.mark.parametrize(
    "body",
    [
        "<p " + " ".join(f"a{n}='x'" for n in range(20_000)) + ">words</p>",
        "<i>x</i> " * 160_000,
    ],
    ids=["attributes", "elements"],
)
def test_a_page_with_endless_markup_is_refused_with_a_hint(body: str) -> None:
    with pytest.raises(SourceError, match="too") as caught:
        cleaned(f"<html><body>{body}</body></html>")
    assert caught.value.hint


def test_what_links_say_to_screen_readers_only_is_not_read() -> None:
    html = (
        "<html><body><article><h1>The ferry</h1><p>The report, <a href='/r'>published<span>, opens new tab</span></a>"
        " by the harbour trust, says that the ferry was late on every second day of the winter.</p></article></body>"
    )
    article = readers.read(Document(data=html.encode(), source="a.html"))
    assert any("published by the harbour trust" in " ".join(block.text.split()) for block in article.blocks)
