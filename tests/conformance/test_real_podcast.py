"""Real web pages become a podcast, and gPodder listens to it: what "done" means for `narrate podcast`."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest

from narrate.podcast.serve import Server
from tests.conformance.gpodder import Client

CORPORA = Path(os.environ.get("NARRATE_CORPORA") or Path(__file__).parents[2].parent / "shared" / "corpora")
PAGES = 120
PATIENCE = 1200.0
DAY = 86_400


def pages() -> Iterator[tuple[str, str]]:
    """Names and HTML of the corpora's pages, of some thirty countries."""
    for corpus in ("fundus", "scrapinghub"):
        with gzip.open(CORPORA / "extraction" / f"{corpus}.pages.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                yield f"{corpus}-{number:03}.html", json.loads(line)["html"]


def narrate(*arguments: object, cache: Path) -> dict[str, Any]:
    """What the program tells; it may not fail but for pages that it names."""
    quick = {"NARRATE_CACHE": str(cache), "NARRATE_DEFAULT": "en=espeak:en-US"}
    ran = subprocess.run(
        [sys.executable, "-m", "narrate", "podcast", *map(str, arguments), "--json"],
        env={**os.environ, **quick},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode in (0, 7), ran.stderr
    assert "Traceback" not in ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here (NARRATE_CORPORA names their folder)")
def test_a_hundred_real_pages_become_a_podcast_that_gpodder_listens_to(tmp_path: Path) -> None:
    source, out, cache = tmp_path / "pages", tmp_path / "podcast", tmp_path / "clips"
    source.mkdir()
    for number, (name, html) in enumerate(pages()):
        if number < PAGES:
            (source / name).write_text(html, "utf-8")
            os.utime(source / name, (1_700_000_000 + DAY * number,) * 2)

    told = narrate(source, "--out", out, "-f", "mp3,vtt,json,chapters", cache=cache)
    assert told["episodes"] >= 100
    assert told["episodes"] + len({one["number"] for one in told["failed"]}) == PAGES  # each is heard, or named
    assert all("no voice here speaks" in one["error"] for one in told["failed"]), told["failed"]
    assert len(list((out / "episodes").glob("*.mp3"))) == told["episodes"]

    with Server(out, port=0) as server:
        feed = feedparser.parse((out / "feed.xml").read_bytes())
        assert not feed.bozo
        with (out / "feed.xml").open("rb") as stream:
            assert len(podcastparser.parse("feed.xml", stream)["episodes"]) == told["episodes"]
        client = Client(tmp_path / "listener")
        client.subscribe(f"{server.address}feed.xml")
        assert client.update() == told["episodes"]
        assert len(client.download()) == told["episodes"]
        heard = {hashlib.sha256(path.read_bytes()).hexdigest() for path in client.files()}
        assert heard == {hashlib.sha256(path.read_bytes()).hexdigest() for path in (out / "episodes").glob("*.mp3")}
        guids = {one.guid for one in client.episodes()}

        (source / "new.txt").write_text("What is new today\n\nThis came last, and is short.\n", "utf-8")
        changed = next(path for path in sorted(source.iterdir(), reverse=True) if path.suffix == ".html")
        changed.write_text(changed.read_text("utf-8").replace("</p>", " And one sentence more.</p>", 3), "utf-8")
        again = narrate(source, "--out", out, "-f", "mp3,vtt,json,chapters", "--retry", cache=cache)
        assert len(again["made"]) == 2
        assert client.update() == 1
        assert len(client.download()) == 1
        assert len({one.guid for one in client.episodes()} - guids) == 1
