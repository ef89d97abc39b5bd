"""A podcast's pages, as far as no browser is needed: what is in them, and that nothing can break out."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import html

from narrate.podcast import notes
from narrate.podcast.page import SIZE, page
from narrate.podcast.show import Episode
from tests.podcast.shows import HOSTILE, any_episode, bare, episode, episodes, file, show

LABELS = json.loads((files("narrate.podcast") / "labels.json").read_text("utf-8"))


def only(told: list[Episode], **facts: Any) -> Any:
    made = page(show(**facts), told)
    assert list(made) == ["index.html"]
    return html.document_fromstring(made["index.html"])


def titles(data: bytes) -> list[str]:
    return [node.text_content() for node in html.document_fromstring(data).iterfind(".//h3")]


def test_an_episode_has_its_title_date_length_sound_and_files() -> None:
    also = (*episode().also, ("txt", file("one.txt", "text/plain")), ("epub", file("one.epub", "application/epub+zip")))
    told = replace(episode(also=also, seconds=3725, sources=(("A & B", "https://example.org/a"),)), authors=("A", "B"))
    found = only(
        [told], description="Ships\n\n& more", link="https://example.org/about", funding=(("https://x.org/", "Give"),)
    )
    assert found.get("lang") == "en"
    assert found.findtext(".//title") == found.findtext(".//h1") == "Harbour & sea"
    (feed,) = found.iterfind(".//link[@type='application/rss+xml']")
    assert dict(feed.attrib) == {
        "rel": "alternate", "type": "application/rss+xml", "title": "Harbour & sea", "href": "feed.xml",
    }  # fmt: skip
    assert "https://example.org/harbour/feed.xml" in found.find(".//header").text_content()
    (one,) = found.iterfind(".//article")
    assert one.findtext(".//h3") == "Story 1"
    assert one.find(".//time").get("datetime") == "2026-01-02T06:30Z"
    assert one.find(".//p").text_content() == "January 2, 2026 · 1 h 2 min · A · B"
    sound = one.find("audio")
    assert (sound.get("src"), sound.get("preload")) == ("episodes/story-0001.mp3", "none")
    assert sound.get("aria-label") == "Listen: Story 1"
    links = {node.text: node.get("href") for node in one.iter("a")}
    assert links == {
        "A & B": "https://example.org/a", "Download": "episodes/story-0001.mp3", "Transcript": "episodes/one.txt",
        "EPUB": "episodes/one.epub", "Article": told.link,
    }  # fmt: skip
    assert one.find("details").get("data-src") == "episodes/story-0001.chapters.json"
    assert {node.get("href") for node in found.find(".//header").iter("a")} == {
        "feed.xml", "https://example.org/about", "https://x.org/",
    }  # fmt: skip


def test_what_there_is_not_is_not_shown() -> None:
    found = only([episode(also=(), link="story.txt", summary="", authors=())])
    assert [node.text for node in found.find(".//article").iter("a")] == ["Download"]
    assert found.find(".//details") is None
    assert found.find(".//nav") is None
    assert "There are no episodes yet." in only([]).text_content()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru", "de-AT"])
def test_the_page_speaks_the_podcasts_language(language: str) -> None:
    found = only([episode(seconds=59, language="it")], language=language)
    own = LABELS[language[:2]]
    assert found.get("lang") == language[:2]
    assert found.findtext(".//h2") == own["episodes"]
    assert own["download"] in [node.text for node in found.iter("a")]
    assert own["minutes"].format(minutes=1) in found.find(".//article//p").text_content()
    assert found.find(".//h3").get("lang") == "it"
    assert all(word in found.text_content() for word in (own["search"], own["transcript"], own["chapters"]))


def test_a_language_without_words_of_ours_has_english_ones_and_says_so() -> None:
    found = only([episode(language="")], language="zh-Hant")
    assert (found.get("lang"), found.find(".//header").get("lang")) == ("en", "zh-Hant")
    assert found.find(".//h3").get("lang") == "zh-Hant"
    assert found.find(".//time").text == "2026-01-02"


def test_every_language_has_every_label() -> None:
    for language, own in LABELS.items():
        assert own.keys() == LABELS["en"].keys(), language
        for name, label in own.items():
            assert re.findall(r"\{\w+\}", label) == re.findall(r"\{\w+\}", LABELS["en"][name]), (language, name)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_means_harm_stays_text(text: str) -> None:
    told = episode(
        title=text, summary=text, authors=(text,), guid=text, language=text, sources=((text, "javascript:x"),)
    )
    found = only([told], title=text, description=text, language=text, funding=(("javascript:x", text),))
    assert len(found.findall(".//script")) == 2
    assert {node.tag for node in found.iter() if isinstance(node.tag, str)} <= {
        "html", "head", "meta", "title", "link", "style", "body", "a", "header", "img", "div", "h1", "p", "br", "span",
        "main", "h2", "label", "input", "article", "h3", "time", "ul", "li", "audio", "details", "summary", "script",
    }  # fmt: skip
    assert all(not node.get("href", "").startswith("javascript") for node in found.iter("a"))
    assert all(not name.startswith("on") for node in found.iter() if isinstance(node.tag, str) for name in node.attrib)
    if bare(text):
        assert bare(found.findtext(".//h3")) == bare(notes.line(text))
        assert bare(found.findtext(".//h1")) == bare(notes.line(text))


@settings(max_examples=50, deadline=None)
@given(any_episode())
def test_any_episode_is_shown_as_it_was_written(told: Episode) -> None:
    (one,) = only([told]).iterfind(".//article")
    assert bare(one.findtext(".//h3")) == bare(notes.title(told))
    assert bare(told.summary) in bare(one.find("div").text_content())


def test_the_policy_lets_only_the_pages_own_script_and_style_run() -> None:
    text = page(show(), [episode()])["index.html"].decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]


@pytest.mark.parametrize("count", [0, 1, SIZE, 2 * SIZE - 1, 2 * SIZE, 3 * SIZE + 7])
def test_the_pages_hold_every_episode_and_lead_to_each_other(count: int) -> None:
    made = page(show(), episodes(count))
    seen: list[str] = []
    visited, name = list[str](), "index.html"
    while name:
        visited.append(name)
        seen += titles(made[name])
        links = {
            node.get("rel"): node.get("href") for node in html.document_fromstring(made[name]).iterfind(".//nav//a")
        }
        assert links.get("prev") == (visited[-2] if len(visited) > 1 else None)
        name = links.get("next", "")
    assert seen == [f"Story {number}" for number in range(count, 0, -1)]
    assert sorted(visited) == sorted(made)
    assert all(len(titles(made[name])) == SIZE for name in visited[1:])
    assert len(titles(made["index.html"])) < 2 * SIZE


def test_an_older_page_does_not_change_when_episodes_are_added() -> None:
    before = page(show(), episodes(3 * SIZE))
    after = page(show(), episodes(4 * SIZE))
    assert sorted(before) == ["index.html", "page-1.html", "page-2.html"]
    assert before["page-1.html"] == after["page-1.html"]
    assert titles(before["page-2.html"]) == titles(after["page-2.html"])
    assert before["page-2.html"] == page(show(), episodes(4 * SIZE - 1))["page-2.html"]


def test_the_same_values_make_the_same_bytes() -> None:
    told = episodes(250)
    assert page(show(), told) == page(show(), told[::-1])
