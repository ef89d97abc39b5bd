"""Podcasts for tests: a plain one, and any that can be."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from narrate.podcast.show import Episode, File, Show

SHA256 = "ab" * 32
HOSTILE = (
    "]]> ends nothing here, <![CDATA[ begins nothing",
    "<script>alert(1)</script> & <b>bold</b> &lt;not&gt; &amp;amp; &nbsp;",
    "Controls \x00\x01\x08\x0b\x0c\x1b\x7f\x85\x9f and \ufffe\uffff\ud83d\udc00\ufdd0 what is no character",
    "A fox 🦊, a family 👨\u200d👩\u200d👧\u200d👦 and a flag 🇫🇷",
    "\u202eשלום\u202c, بيروت مدينة جميلة",
    "Many words " * 400,
    "{title} {{slot}} %s %(name)s $x",
    "Lines\r\nand\rmore\nof\ttabs",
    "'single' \"double\" `back`",
    "吾輩は猫である。名前はまだ無い。",
)
TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))


def show(**facts: Any) -> Show:
    return Show(**{"title": "Harbour & sea", "base": "https://example.org/harbour/", **facts})


def file(name: str, media_type: str = "audio/mpeg", size: int = 1_000_000) -> File:
    return File(name=f"episodes/{name}", size=size, media_type=media_type, sha256=SHA256)


def episode(number: int = 1, **facts: Any) -> Episode:
    """The episode of a day in 2026, with all that is usually made."""
    stem = f"story-{number:04}"
    usual: dict[str, Any] = {
        "guid": f"guid-{number:04}",
        "title": f"Story {number}",
        "published": datetime(2026, 1, 1, 6, 30, tzinfo=UTC) + timedelta(days=number),
        "seconds": 90.4 + number,
        "sound": file(f"{stem}.mp3", size=1_000_000 + number),
        "also": (
            ("vtt", file(f"{stem}.vtt", "text/vtt", 900)),
            ("json", file(f"{stem}.transcript.json", "application/json", 2000)),
            ("chapters", file(f"{stem}.chapters.json", "application/json+chapters", 300)),
        ),
        "link": f"https://example.org/articles/{number}",
        "authors": ("Ann Lee",),
        "summary": f"What happened on day {number}.\nAnd why.",
        "language": "en",
    }
    return Episode(**{**usual, **facts})


def episodes(count: int) -> list[Episode]:
    return [episode(number) for number in range(1, count + 1)]


ZONES = st.sampled_from([timezone(timedelta(hours=hours, minutes=30)) for hours in (-9, 0, 5)])
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=ZONES)


@st.composite
def any_episode(draw: Any) -> Episode:
    return episode(
        draw(st.integers(1, 10**6)),
        title=draw(TEXTS),
        summary=draw(TEXTS),
        authors=tuple(draw(st.lists(TEXTS, max_size=2))),
        link=draw(st.one_of(TEXTS, st.just("https://example.org/ü?q=1&r=2"), st.just("javascript:alert(1)"))),
        published=draw(MOMENTS),
        seconds=draw(st.floats(0.1, 10**6)),
        sources=tuple(draw(st.lists(st.tuples(TEXTS, st.just("https://example.org/one")), max_size=2))),
    )


def bare(text: str) -> str:
    """Without blanks, controls and what is no character: what every reader must show of a text."""
    kept = (letter for letter in text if ord(letter) & 0xFFFE != 0xFFFE)
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]", "", "".join(kept))
