"""A podcast that is kept up to date for as long as the program runs."""

from __future__ import annotations

import signal
import time

from narrate.cli import watching
from tests.cli.conftest import PATIENCE
from tests.library.conftest import VOICE, Pod
from tests.sources.sites import serving


def _until(holds: object) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_watching_narrates_what_comes(pod: Pod) -> None:
    pod.article(1)
    process = pod.shell.start("podcast", pod.sources, "--out", "podcast", "--voice", "espeak:en-US", "--watch", "-q")
    _until(lambda: (pod.folder / "feed.xml").exists() and len(pod.episodes()) == 1)
    pod.article(2)
    _until(lambda: len(pod.episodes()) == 2)
    process.send_signal(signal.SIGINT)
    assert pod.shell.end(process).code == 130


def test_watching_asks_the_web_no_more_often_than_it_was_told_to(pod: Pod) -> None:
    with serving() as site:
        page = site.put("/one.html", "<html lang=en><h1>One</h1><p>It was the first that won.</p></html>")
        item = f"<item><title>One</title><link>{page}</link></item>"
        feed = site.put("/feed.xml", f'<rss version="2.0"><channel>{item}</channel></rss>', "application/rss+xml")
        pod.shell.write("feeds.opml", f'<opml version="2.0"><body><outline xmlUrl="{feed}"/></body></opml>')
        process = pod.shell.start("podcast", "feeds.opml", f"feed:{feed}", pod.sources, "--out", "podcast", *VOICE,
                                  "--watch", "-q")  # fmt: skip
        _until(lambda: (pod.folder / "feed.xml").exists() and len(pod.episodes()) == 1)
        asked = len(site.asked)
        time.sleep(2.5 * watching.LOOK)
        assert len(site.asked) == asked
        process.send_signal(signal.SIGINT)
        assert pod.shell.end(process).code == 130


def test_watching_goes_by_the_plan_as_it_is_by_then_and_is_not_ended_by_a_broken_one(pod: Pod) -> None:
    pod.article(1)
    pod.plan("podcast", 'title = "Days"\n')
    process = pod.shell.start("podcast", pod.sources, "--out", "podcast", *VOICE, "--watch", "-q")
    _until(lambda: (pod.folder / "feed.xml").exists() and len(pod.episodes()) == 1)
    pod.plan("podcast", "title = 7\n")
    time.sleep(2.5 * watching.LOOK)
    pod.plan("podcast", 'title = "Nights and days"\n')
    _until(lambda: "Nights and days" in (pod.folder / "feed.xml").read_text("utf-8"))
    process.send_signal(signal.SIGINT)
    ran = pod.shell.end(process)
    assert ran.code == 130
    assert "must be a text" in ran.err


def test_watching_refuses_standard_input_and_a_plan_that_is_broken_from_the_start(pod: Pod) -> None:
    assert pod.shell("podcast", "-", "--out", "podcast", "--watch").code == 2
    pod.plan("podcast", "title = 7\n")
    assert pod.make("--watch").code == 2
