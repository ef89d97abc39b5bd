"""The read-along page as a listener has it, in a browser: clicks, keys, scrolling, what is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from narrate import words
from narrate.model import Narration
from tests.conformance.pages import RATE, Opened, opened, spoken

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Made = tuple[Narration, Path]
NOW = ".s .now"
SMALL: Any = {"width": 320, "height": 640}
LOW: Any = {"width": 400, "height": 500}
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none here'); } });"
FOCUS = "document.activeElement.id"


def begin(made: Made, number: int) -> float:
    return made[0].timeline.cues[number].begin / RATE


def sentence(one: Opened) -> int:
    """The number of the highlighted sentence."""
    return int(one.run("document.querySelector('.s.current')?.id.slice(1) ?? -1"))


def test_a_click_on_a_word_goes_there(browser: Browser, ferry: Made) -> None:
    cue = ferry[0].timeline.cues[7]
    word = words.timed(cue)[3]
    with opened(browser, ferry[1]) as one:
        one.page.locator("#s7 span").nth(3).click()
        one.wait("document.querySelector('.s .now')")
        assert one.text(NOW) == cue.sentence.text[word.start : word.end]
        assert one.time == pytest.approx(word.begin / RATE, abs=0.03)
        assert not one.playing


def test_what_is_marked_to_be_copied_stays_marked(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        one.page.locator("#s7 span").nth(3).dblclick()
        assert one.run("getSelection().toString().trim()") == one.run(
            "document.querySelectorAll('#s7 span')[3].textContent"
        )


def test_every_key_does_what_the_page_says(browser: Browser, ferry: Made) -> None:
    length = ferry[0].timeline.length / RATE
    with opened(browser, ferry[1]) as one:
        press = one.page.keyboard.press
        for key in (" ", "k"):
            press(key)
            one.wait("!document.getElementById('sound').paused")
            press(key)
            one.wait("document.getElementById('sound').paused")
        press("3")
        assert one.time == pytest.approx(length * 0.3, abs=0.1)
        press("l")
        assert one.time == pytest.approx(length * 0.3 + 15, abs=0.1)
        press("j")
        assert one.time == pytest.approx(length * 0.3, abs=0.1)
        press("0")
        assert one.time == 0
        for number in (0, 1, 2):
            press("ArrowRight")
            assert sentence(one) == number
        press("ArrowLeft")
        assert sentence(one) == 1
        press("Shift+>")
        assert one.run("document.getElementById('sound').playbackRate") == 1.25
        for _ in range(20):
            press("Shift+<")
        assert one.run("document.getElementById('sound').playbackRate") == 0.5
        assert "0.5" in one.text("[role=status]")


def test_keys_are_left_alone_in_fields_with_modifiers_and_when_switched_off(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        one.at(20)
        for key in ("Control+k", "Alt+j", "Meta+l", "Control+3"):
            one.page.keyboard.press(key)
        one.page.focus("#rate")
        for key in ("k", "j", "5", "l"):
            one.page.keyboard.press(key)
        assert one.time == pytest.approx(20, abs=0.01)
        assert not one.playing
        one.page.click("#panel")
        one.page.uncheck("#shortcuts")
        one.page.click("h1", position={"x": 1, "y": 1})
        one.run("document.activeElement.blur()")
        before = one.time
        for key in ("k", "j", "5"):
            one.page.keyboard.press(key)
        assert one.time == before
        assert not one.playing


def test_keys_work_on_a_keyboard_with_other_letters(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        one.at(40)
        one.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))")
        assert one.time == pytest.approx(25, abs=0.1)


def test_place_speed_and_settings_are_remembered(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        one.at(31)
        one.page.select_option("#rate", "1.5")
        one.page.click("#panel")
        one.page.select_option("#colours", "dark")
        one.page.select_option("#size", "150")
        one.page.check("#dyslexia")
        one.page.reload()
        one.wait("document.getElementById('sound').currentTime > 0")
        assert one.time == pytest.approx(31, abs=0.1)
        assert not one.playing
        assert one.text(NOW)
        assert one.run("document.getElementById('sound').playbackRate") == 1.5
        assert one.run("document.documentElement.dataset.colours") == "dark"
        assert one.run("getComputedStyle(document.documentElement).fontSize") == "24px"
        assert one.run("document.getElementById('dyslexia').checked")


def test_without_storage_all_else_works(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1], before=NO_STORAGE) as one:
        one.page.select_option("#rate", "2")
        one.page.click("#play")
        one.wait("document.querySelector('.s .now')")
        assert one.playing


def test_the_page_scrolls_along_until_the_reader_does(browser: Browser, bridge: Made) -> None:
    visible = """() => { const box = document.querySelector('.s.current').getBoundingClientRect();
                 return box.top >= 0 && box.top < document.getElementById('player').getBoundingClientRect().top; }"""
    with opened(browser, bridge[1], viewport=LOW) as one:
        last = len(bridge[0].timeline.cues) - 4
        one.at(begin(bridge, last))
        one.page.click("#play")
        one.wait(visible)
        assert one.run("scrollY") > 100
        one.page.mouse.move(200, 100)
        for _ in range(3):  # the first one may only stop the page's own scrolling
            one.page.mouse.wheel(0, -5000)
            one.page.wait_for_timeout(100)
        one.wait("scrollY === 0")
        one.wait(f"document.getElementById('sound').currentTime > {begin(bridge, last + 1) + 0.5}")
        assert one.run("scrollY") == 0
        one.page.click("#return")
        one.wait(visible)
        assert one.run("document.getElementById('return').hidden")
        one.page.keyboard.press("PageUp")
        assert not one.run("document.getElementById('return').hidden")
        one.page.click("#panel")
        one.page.uncheck("#follow")
        assert one.run("document.getElementById('return').hidden")


def test_using_the_player_does_not_move_the_text(browser: Browser, bridge: Made) -> None:
    with opened(browser, bridge[1], viewport=LOW) as one:
        one.at(begin(bridge, 8))
        one.page.mouse.move(200, 100)
        one.page.mouse.wheel(0, 300)
        one.wait("scrollY === 300")
        for name in ("panel", "play", "rate", "panel"):
            one.page.click(f"#{name}")
            one.page.focus(f"#{name}")
            one.page.wait_for_timeout(100)
            assert one.run("scrollY") == 300, name
        one.page.keyboard.press("Shift+Tab")
        one.page.wait_for_timeout(100)
        assert one.run("scrollY") == 300


def test_only_important_sentences_are_played_when_that_is_asked_for(browser: Browser, ferry: Made) -> None:
    important = {number for number, cue in enumerate(ferry[0].timeline.cues) if cue.sentence.important}
    with opened(browser, ferry[1]) as one:
        one.page.click("#panel")
        one.page.check("#important")
        one.page.select_option("#rate", "3")
        one.run("""() => { window.seen = new Set(); const look = () => { const now = document.querySelector('.s .now');
            const sound = document.getElementById('sound');
            if (now && !sound.paused) seen.add(Number(now.closest('.s').id.slice(1))); requestAnimationFrame(look); };
            look(); }""")
        one.page.click("#play")
        one.wait("document.getElementById('sound').ended")
        assert set(one.run("[...window.seen]")) == important


def test_the_folder_plays_as_the_one_file_does(browser: Browser, tmp_path: Path) -> None:
    _, target = spoken("night-ferry.html", tmp_path, "tone:sine", kind="html-folder")
    with opened(browser, target / "index.html") as one:
        one.page.click("#play")
        one.wait("document.querySelector('.s .now')")
        one.at(20)
        assert one.text(NOW)


def test_the_system_is_told_what_plays(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        one.page.click("#play")
        one.wait("navigator.mediaSession.playbackState === 'playing'")
        assert one.run("navigator.mediaSession.metadata.title") == ferry[0].script.article.title
