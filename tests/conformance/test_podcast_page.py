"""A podcast's page in a real browser, served as it will be: heard, searched, left and come back to, without a mouse."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from narrate.podcast.cover import cover
from narrate.podcast.page import page
from narrate.podcast.serve import Server
from narrate.podcast.show import File
from narrate.samples import quantised
from tests.conformance import tools
from tests.conformance.pages import WATCH, Opened, axe
from tests.helpers import sine
from tests.podcast.shows import HOSTILE, episode, file, show

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RATE, SECONDS = 8000, 30
COUNT = 8
PLAYING = "[...document.querySelectorAll('audio')].map((one) => !one.paused)"
FOCUS = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A podcast of a few episodes, and one page of texts that mean harm."""
    made = tmp_path_factory.mktemp("podcast")
    (made / "episodes").mkdir()
    with wave.open(str(made / "episodes" / "tone.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(quantised(sine(300, SECONDS, 0.1, RATE)).tobytes())
    size = (made / "episodes" / "tone.wav").stat().st_size
    starts = [{"startTime": 0, "title": "Begin"}, {"startTime": 20.5, "title": "<b>End</b>"}]
    (made / "episodes" / "tone.chapters.json").write_text(json.dumps({"version": "1.2.0", "chapters": starts}), "utf-8")
    (made / "cover.png").write_bytes(cover("Harbour & sea", "Ann Lee"))
    sound_file = File(name="episodes/tone.wav", size=size, media_type="audio/wav")
    also = (("chapters", file("tone.chapters.json", "application/json+chapters")), ("vtt", file("a.vtt", "text/vtt")))
    told = [episode(number, sound=sound_file, also=also) for number in range(1, COUNT)]
    told.append(
        episode(COUNT, title="Élan vital", sound=sound_file, also=(), summary="Tout autre chose", language="fr")
    )
    for name, data in page(show(description="Ships & the sea", link="https://example.org/"), told).items():
        (made / name).write_bytes(data)
    nasty = [episode(number, title=text, summary=text, authors=(text,)) for number, text in enumerate(HOSTILE, 1)]
    (made / "nasty.html").write_bytes(page(show(title=HOSTILE[1], description=HOSTILE[1]), nasty)["index.html"])
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with Server(folder, port=0) as server:
        yield server.address


@contextmanager
def opened(browser: Browser, address: str, **world: Any) -> Iterator[Opened]:
    """Open a page; nothing but what its own host serves can be loaded."""
    context = browser.new_context(**world)
    tab = context.new_page()
    one = Opened(tab)
    tab.on("console", lambda message: one.complaints.append(message.text))
    tab.on("pageerror", lambda error: one.complaints.append(str(error)))
    tab.on("dialog", lambda dialog: (one.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: one.requests.append(request.url))
    tab.add_init_script(WATCH)
    tab.goto(address)
    try:
        yield one
        if world.get("java_script_enabled", True):
            assert one.run("window.faults") == []
        assert one.complaints == []
        host = address.split("/")[2]
        assert [url for url in one.requests if host not in url and not url.startswith("data:")] == []
    finally:
        context.close()


def sound(number: int) -> str:
    return f"document.querySelectorAll('audio')[{number}]"


def play(one: Opened, number: int) -> None:
    one.run(f"{sound(number)}.play()")
    one.wait(f"{sound(number)}.currentTime > 0.05")


def test_nothing_is_fetched_until_somebody_listens(browser: Browser, address: str) -> None:
    with opened(browser, address) as one:
        one.wait("document.querySelector('img').complete")
        assert [url.removeprefix(address) for url in one.requests] == ["", "cover.png"]
        assert one.run("document.querySelector('img').naturalWidth") == 1400
        play(one, 0)
        assert f"{address}episodes/tone.wav" in one.requests


def test_one_player_sounds_at_a_time(browser: Browser, address: str) -> None:
    with opened(browser, address) as one:
        play(one, 0)
        play(one, 2)
        assert one.run(PLAYING) == [number == 2 for number in range(COUNT)]


def test_the_place_in_an_episode_is_remembered_and_forgotten_at_its_end(browser: Browser, address: str) -> None:
    with opened(browser, address) as one:
        play(one, 1)
        one.run(f"{sound(1)}.currentTime = 14")
        one.wait(f"{sound(1)}.currentTime > 14 && !{sound(1)}.seeking")
        one.run(f"{sound(1)}.pause()")
        one.wait("Object.keys(localStorage).length === 1")
        one.page.reload()
        one.run(f"{sound(1)}.play()")
        one.wait(f"{sound(1)}.currentTime >= 14")
        play(one, 0)
        assert one.run(f"{sound(0)}.currentTime") < 10  # another episode has a place of its own
        one.run(f"{sound(1)}.currentTime = {SECONDS - 0.3}; {sound(1)}.play()")
        one.wait(f"{sound(1)}.ended")
        one.page.reload()
        play(one, 1)
        assert one.run(f"{sound(1)}.currentTime") < 10


def test_chapters_come_when_they_are_asked_for_and_lead_into_the_sound(browser: Browser, address: str) -> None:
    with opened(browser, address) as one:
        assert not any(url.endswith(".json") for url in one.requests)
        one.page.locator("summary").nth(0).press("Enter")
        one.wait("document.querySelectorAll('.chapters button').length === 2")
        last = one.page.locator(".chapters button").nth(1)
        assert last.text_content() == "0:20 <b>End</b>"
        last.press("Enter")
        one.wait(f"{sound(1)}.currentTime > 20.4 && !{sound(1)}.paused")


def test_episodes_are_found_by_their_words_however_they_are_written(browser: Browser, address: str) -> None:
    with opened(browser, address) as one:
        shown = "[...document.querySelectorAll('article')].filter((one) => !one.hidden).length"
        for words, count in (
            ("elan", 1),
            ("DAY  3.", 1),
            ("autre élan", 1),
            ("ann", COUNT),
            ("nowhere", 0),
            ("", COUNT),
        ):
            one.page.get_by_label("Find episodes on this page").fill(words)
            assert one.run(shown) == count
            assert one.text("#told") == ("" if count else "No episode has these words.")


def test_all_can_be_reached_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, address) as one:
        seen = []
        for _ in range(40):
            one.page.keyboard.press("Tab")
            seen.append(one.run(FOCUS).strip())
        assert seen[0] == "To the episodes"
        wanted = ["Listen: Élan vital", "Download: Élan vital", "Article: Élan vital",
                  "Listen: Story 7", "Chapters", "Download: Story 7", "Transcript: Story 7"]  # fmt: skip
        places = [seen.index(name) for name in wanted]
        assert places == sorted(places)
        one.page.reload()
        one.page.keyboard.press("Tab")
        one.page.keyboard.press("Enter")
        assert one.run("document.activeElement.id") == "episodes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["", "nasty.html"])
def test_axe_finds_nothing_wrong(browser: Browser, address: str, scheme: Any, name: str) -> None:
    with opened(browser, address + name, color_scheme=scheme, bypass_csp=True) as one:
        assert axe(one) == []
        if not name:
            one.page.locator("summary").nth(0).press("Enter")
            one.wait("document.querySelectorAll('.chapters button').length === 2")
            assert axe(one) == []


def test_lighthouse_gives_all_points_for_accessibility(address: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    program, chrome = tools.node("lighthouse"), tools.chromium()
    tools.said(
        [program, address, "--only-categories=accessibility", "--output=json", "--quiet",
         f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"],
        CHROME_PATH=chrome,
    )  # fmt: skip
    assert json.loads(report.read_text("utf-8"))["categories"]["accessibility"]["score"] == 1


@pytest.mark.parametrize("name", ["", "nasty.html"])
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, name: str) -> None:
    with opened(browser, address + name, viewport={"width": 320, "height": 640}) as one:
        assert one.run("document.documentElement.scrollWidth") <= 320
        controls = one.page.locator("summary, .files a, input[type=search]")
        boxes = [control.bounding_box() for control in controls.all() if control.is_visible()]
        assert boxes
        assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)


def test_without_scripts_every_episode_can_be_heard_and_fetched(browser: Browser, address: str) -> None:
    with opened(browser, address, java_script_enabled=False) as one:
        assert one.page.locator("audio:visible").count() == COUNT
        assert one.page.locator("a[download]:visible").count() == COUNT
        assert one.page.locator("#search").is_hidden()
        assert one.page.locator("details").nth(0).is_hidden()


def test_the_page_works_from_a_folder_too(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    one = Opened(context.new_page())
    one.page.add_init_script(WATCH)
    one.page.on("console", lambda message: one.complaints.append(message.text))
    one.page.goto((folder / "index.html").as_uri())
    play(one, 0)
    assert one.page.locator("details").nth(0).is_hidden()
    assert one.run("window.faults") == one.complaints == []
    context.close()
