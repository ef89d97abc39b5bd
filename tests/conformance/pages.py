"""Read-along pages for the browser: real speech, beeps whose times are known, and articles that mean harm."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np

from narrate import words
from narrate.cache import ClipCache
from narrate.model import Cue, Document, Mark, Narration, Sentence, Timeline
from narrate.outputs import html
from narrate.pipeline import Options, narrate, write_script
from narrate.samples import quantised
from narrate.text.policy import chosen
from narrate.text.script import Preparation
from tests.conformance import tools
from tests.helpers import block, script, sentences, sine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RATE = 24_000
ROOT = Path(__file__).parents[2]
FLAGS = ("--no-sandbox", "--autoplay-policy=no-user-gesture-required")
WATCH = """
window.faults = [];
addEventListener("securitypolicyviolation", (event) => faults.push(event.violatedDirective + " " + event.blockedURI));
"""
STEP, PATIENCE = 20, 90_000
"""Milliseconds between looks, and until hope is lost."""
BEEP, REST = 0.3, 0.3
"""Seconds that a word sounds, and is silent after that."""


@dataclass
class Opened:
    """A page in the browser, with what it complained of and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def run(self, code: str, argument: Any = None) -> Any:
        return self.page.evaluate(code, argument)

    @property
    def time(self) -> float:
        return float(self.run("document.getElementById('sound').currentTime"))

    @property
    def playing(self) -> bool:
        return not self.run("document.getElementById('sound').paused")

    def text(self, selector: str) -> str:
        """What stands in the first element that fits, "" where none does."""
        return str(self.run("(name) => document.querySelector(name)?.textContent ?? ''", selector))

    def at(self, time: float) -> None:
        """Go to a time, and wait until the player has."""
        self.run(
            """(time) => new Promise((done) => { const sound = document.getElementById("sound");
               sound.addEventListener("seeked", () => requestAnimationFrame(() => done()), { once: true });
               sound.currentTime = time; })""",
            time,
        )

    def wait(self, condition: str) -> None:
        """Until it holds; Playwright's own way of waiting needs `eval`, which the page's policy forbids."""
        patience = PATIENCE
        while not self.run(condition):
            assert patience > 0, f"never came true: {condition}"
            self.page.wait_for_timeout(STEP)
            patience -= STEP


@contextmanager
def opened(browser: Browser, target: Path, *, before: str = "", ready: bool = True, **world: Any) -> Iterator[Opened]:
    """Open a file; nothing but files and what the page itself holds can be loaded."""
    context = browser.new_context(**world)
    page = context.new_page()
    one = Opened(page)
    page.on("console", lambda message: one.complaints.append(message.text))
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (one.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: one.requests.append(request.url))
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    if ready:
        page.add_init_script(WATCH + before)
    page.goto(target.as_uri())
    if ready:
        one.wait("document.getElementById('sound').readyState > 0")
    try:
        yield one
        if ready:
            assert one.run("window.faults") == []
        assert one.complaints == []
        assert [url for url in one.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    finally:
        context.close()


def spoken(name: str, folder: Path, voice: str = "", kind: str = "html", **ways: str) -> tuple[Narration, Path]:
    """One of our samples, narrated."""
    source = ROOT / "samples" / name
    document = Document(data=source.read_bytes(), source=str(source))
    options = Options(voice=voice, preparation=Preparation(reading=chosen(ways)))
    suffix = {"html": ".read.html", "html-folder": ".read"}[kind]
    target = folder / (source.stem + suffix)
    return narrate(write_script(document, options), {kind: target}, options, cache=ClipCache(folder / "clips")), target


def beeping(folder: Path, texts: tuple[str, ...]) -> tuple[Narration, Path]:
    """Each word a beep: sound whose words begin where nobody can doubt it."""
    pieces = [np.zeros(RATE // 2, np.float32)]
    cues: list[Cue] = []
    at = RATE // 2
    for text in texts:
        marks: list[Mark] = []
        begin = at
        for start, end in words.words(text):
            pieces += sine(600 + 200 * (len(marks) % 2), BEEP), np.zeros(round(REST * RATE), np.float32)
            marks.append(Mark(start=start, end=end, begin=at - begin, finish=at - begin + round(BEEP * RATE)))
            at += round((BEEP + REST) * RATE)
        finish = at - round(REST * RATE)
        cues.append(Cue(sentence=sentences([text])[0], begin=begin, finish=finish, marks=tuple(marks)))
    said = tuple(cue.sentence for cue in cues)
    article = replace(script().article, blocks=tuple(one.block for one in said), title="Beeps")
    timeline = Timeline(rate=RATE, length=at, cues=tuple(cues))
    made = Narration(script=replace(script(), article=article, sentences=said), timeline=timeline)
    return written(made, folder / "beeps.read.html", np.concatenate(pieces))


def silent(folder: Path, text: str, kind: Any) -> Path:
    """A page of one block, with nothing to hear; the text stands in all that a page tells of an article, too."""
    whole = block(text, kind)
    sentence = Sentence(block=whole, start=0, end=len(text), language="en")
    article = replace(script().article, blocks=(whole,), title=text, authors=(text,), site=text, source=f"x://{text}")
    timeline = Timeline(rate=RATE, length=RATE, cues=(Cue(sentence=sentence, begin=0, finish=RATE),))
    made = Narration(script=replace(script(), article=article, sentences=(sentence,)), timeline=timeline)
    return written(made, folder / "x.read.html", np.zeros(RATE, np.float32))[1]


def written(made: Narration, target: Path, pcm: np.ndarray) -> tuple[Narration, Path]:
    master = target.with_suffix(".wav")
    with wave.open(str(master), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(quantised(pcm).tobytes())
    html.write(replace(made, master=master), target)
    return made, target


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine, for programs that take no files."""
    handler = partial(Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of who asks for what."""

    def log_message(self, *_: object) -> None:
        pass


def axe(one: Opened) -> list[str]:
    """What axe-core finds wrong, every rule that it has."""
    one.run((tools.package("axe-core") / "axe.min.js").read_text("utf-8"))
    found = one.run("axe.run(document, {resultTypes: ['violations']})")
    return [f"{fault['id']}: {json.dumps([node['html'] for node in fault['nodes']])}" for fault in found["violations"]]
