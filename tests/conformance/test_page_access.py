"""Who can use the read-along page: by keyboard, on a phone, on paper, with little sight; and who can't misuse it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from narrate import plugins
from narrate.model import Narration
from tests.conformance import tools
from tests.conformance.pages import RATE, Opened, axe, opened, served, silent, spoken
from tests.outputs.test_html import NASTY
from tests.outputs.test_joined import three

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Made = tuple[Narration, Path]
NOW = ".s .now"
SMALL: Any = {"width": 320, "height": 640}
LOW: Any = {"width": 400, "height": 500}
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none here'); } });"
FOCUS = "document.activeElement.id"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with everything that can stand in one."""
    folder = tmp_path_factory.mktemp("rich")
    return spoken("quiet-mill.md", folder, "tone:sine", table="read", code="read", note="end", caption="read")[1]


def begin(made: Made, number: int) -> float:
    return made[0].timeline.cues[number].begin / RATE


def sentence(one: Opened) -> int:
    """The number of the highlighted sentence."""
    return int(one.run("document.querySelector('.s.current')?.id.slice(1) ?? -1"))


def test_all_can_be_reached_and_used_by_keyboard_alone(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        press = one.page.keyboard.press
        press("Tab")
        assert one.run(FOCUS) == "s0"
        for number in (1, 2, 3):
            press("ArrowRight")
            assert one.run(FOCUS) == f"s{number}"
        press("Enter")
        one.wait("document.getElementById('sound').currentTime > 0.1")
        assert one.time == pytest.approx(begin(ferry, 3), abs=1)
        press(" ")
        assert not one.playing
        seen = []
        for _ in range(8):
            press("Tab")
            seen.append(one.run(FOCUS))
        assert seen == ["previous", "back", "play", "forward", "next", "place", "rate", "panel"]
        press("Enter")
        assert one.run("!document.getElementById('settings').hidden")
        for name in ("shortcuts", "important", "follow", "dyslexia", "size", "colours"):
            for _ in range(9):
                press("Shift+Tab")
                if one.run(FOCUS) == name:
                    break
            assert one.run(FOCUS) == name
        press("Escape")
        assert one.run(FOCUS) == "panel"
        assert one.run("document.getElementById('settings').hidden")


def test_focus_is_seen(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1]) as one:
        one.page.keyboard.press("Tab")
        for _ in range(9):
            width, style = one.run("(({outlineWidth, outlineStyle}) => [outlineWidth, outlineStyle])"
                                   "(getComputedStyle(document.activeElement))")  # fmt: skip
            assert float(width.removesuffix("px")) >= 2
            assert style == "solid"
            one.page.keyboard.press("Tab")


def test_nothing_is_wider_than_a_phone(browser: Browser, rich: Path, ferry: Made) -> None:
    for target in (rich, ferry[1]):
        with opened(browser, target, viewport=SMALL) as one:
            for size in ("100", "200"):
                one.page.click("#panel")
                one.page.select_option("#size", size)
                assert one.run("document.documentElement.scrollWidth") <= 320
                one.page.click("#panel")
                assert one.run("document.documentElement.scrollWidth") <= 320
                assert one.page.locator("#play").is_visible()


SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What WCAG 1.4.12 lets readers set, paragraphs' gaps and all."""
LOST = """() => {
  const shown = (one) => one.checkVisibility() && !one.closest(".unseen, #told");
  const lost = [];
  for (const one of document.querySelectorAll("body *")) {
    if (!shown(one)) continue;
    const style = getComputedStyle(one);
    const cut = (way) => ["hidden", "clip"].includes(style["overflow-" + way]);
    if ((cut("x") && one.scrollWidth > one.clientWidth + 1) || (cut("y") && one.scrollHeight > one.clientHeight + 1))
      lost.push("cut off: " + one.outerHTML.slice(0, 80));
    if (one.closest(".wide, svg")) continue;
    for (const node of one.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim() || one.matches("option, script, style")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.left < -1 || box.right > innerWidth + 1) lost.push("outside: " + node.data.slice(0, 80));
    }
  }
  const controls = [...document.querySelectorAll("#player button, #player select, #player input")].filter(shown);
  const panel = document.getElementById("settings").getBoundingClientRect();
  const inPanel = (one, box) => !one.closest("#settings") || (box.top >= panel.top && box.bottom <= panel.bottom);
  const boxes = controls.map((one) => [one.id, one.getBoundingClientRect(), one])
    .filter(([, box, one]) => inPanel(one, box)); // the panel scrolls
  for (const [n, [name, a]] of boxes.entries()) {
    if (a.left < -1 || a.right > innerWidth + 1) lost.push("outside: " + name);
    for (const [other, b] of boxes.slice(n + 1))
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) lost.push(name + " lies over " + other);
  }
  return lost;
}"""


@pytest.mark.parametrize("panel", [False, True])
def test_nothing_is_lost_with_the_spacing_that_readers_may_set(
    browser: Browser, rich: Path, bridge: Made, panel: bool
) -> None:
    for target in (rich, bridge[1]):
        with opened(browser, target, viewport=SMALL, bypass_csp=True) as one:
            one.page.add_style_tag(content=SPACING)
            if panel:
                one.page.click("#panel")
            assert one.run("getComputedStyle(document.querySelector('article p')).letterSpacing") != "normal"
            assert one.run("document.documentElement.scrollWidth") <= 320
            assert one.run(LOST) == []
            one.page.add_style_tag(content="main { width: 700px } #play { overflow: hidden; width: 9px !important }")
            assert one.run(LOST) != [], "the look for what is lost must be able to find it"


@pytest.mark.parametrize("name", ["html", "html-folder"])
def test_the_articles_picture_is_shown_however_narrow_the_page_is(browser: Browser, name: str, tmp_path: Path) -> None:
    target = tmp_path / ("x.read" if name == "html-folder" else "x.read.html")
    if name == "html-folder":
        target.mkdir()
    plugins.load("outputs", name).write(three(tmp_path), target)
    opening = target / "index.html" if name == "html-folder" else target
    with opened(browser, opening, viewport=SMALL, bypass_csp=False) as one:
        one.wait("document.querySelector('.cover img').complete")
        assert one.run("document.querySelector('.cover img').naturalWidth") == 32
        assert one.page.get_by_role("img", name="Picture: The mill").is_visible()
        assert one.run("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_to_hit(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1], viewport=SMALL) as one:
        one.page.click("#panel")
        controls = one.page.locator("#player button:visible, #player select, #player input")
        boxes = [control.bounding_box() for control in controls.all()]
        assert len(boxes) == 14
        assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(browser: Browser, rich: Path, ferry: Made, bridge: Made, scheme: Any) -> None:
    for target in (rich, ferry[1], bridge[1]):
        with opened(browser, target, color_scheme=scheme, bypass_csp=True) as one:
            assert axe(one) == []
            one.at(12)
            assert one.text(NOW)
            assert axe(one) == []
            one.page.click("#panel")
            one.page.check("#dyslexia")
            assert axe(one) == []


def test_axe_finds_nothing_wrong_with_several_articles(browser: Browser, tmp_path: Path) -> None:
    narration, target = three(tmp_path), tmp_path / "all.read.html"
    plugins.load("outputs", "html").write(narration, target)
    with opened(browser, target, bypass_csp=True) as one:
        for number in (0, 8, len(narration.timeline.cues) - 1):
            one.at(begin((narration, target), number) + 0.1)
            assert sentence(one) == number
            assert axe(one) == []


def test_lighthouse_gives_all_points_for_accessibility(ferry: Made, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    program, chrome = tools.node("lighthouse"), tools.chromium()
    with served(ferry[1].parent) as address:
        tools.said(
            [program, f"{address}/{ferry[1].name}", "--only-categories=accessibility", "--output=json", "--quiet",
             f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"],
            CHROME_PATH=chrome,
        )  # fmt: skip
    assert json.loads(report.read_text("utf-8"))["categories"]["accessibility"]["score"] == 1


@pytest.mark.parametrize("text", NASTY)
def test_text_that_means_harm_does_none(browser: Browser, tmp_path: Path, text: str) -> None:
    for kind in ("title", "paragraph", "table", "code"):
        with opened(browser, silent(tmp_path, f"{text} words", kind)) as one:
            one.at(0.5)
            assert "words" in one.text(".s.current")
            assert one.run("document.querySelectorAll('script').length") == 2
            assert one.run("document.querySelectorAll('img, iframe').length") == 0


def test_without_scripts_the_article_and_a_player_are_there(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1], ready=False, java_script_enabled=False) as one:
        assert one.page.locator("audio").is_visible()
        assert one.page.locator("#play").is_hidden()
        assert one.page.locator("h1").is_visible()


def test_motion_is_kept_down_where_the_system_asks_for_it(browser: Browser, bridge: Made) -> None:
    with opened(browser, bridge[1], viewport=LOW, reduced_motion="reduce") as one:
        last = len(bridge[0].timeline.cues) - 1
        one.page.keyboard.press("9")
        place = one.run("scrollY")
        one.page.wait_for_timeout(300)
        assert place > 0
        assert one.run("scrollY") == place
        assert one.run("getComputedStyle(document.getElementById('play')).transitionDuration") == "0s"
        assert last > 0


def test_paper_holds_the_article_only(browser: Browser, ferry: Made) -> None:
    with opened(browser, ferry[1], color_scheme="dark") as one:
        one.at(20)
        one.page.emulate_media(media="print")
        assert one.page.locator("#player").is_hidden()
        assert one.run("getComputedStyle(document.querySelector('.s.current')).backgroundColor") == "rgba(0, 0, 0, 0)"
        assert one.run("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert re.match(rb"%PDF", one.page.pdf())
