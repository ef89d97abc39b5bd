"""What a Markdown file says of itself before its text."""

from __future__ import annotations

from narrate.model import Document
from narrate.pipeline import Options, write_script
from narrate.readers import read

PAGE = """---
title: The ferry
authors:
  - Ann Lee
  - Bo Dahl
voice: "espeak:en-US"
cast:
  quote: espeak:en-GB-x-rp
  fr: espeak:fr-BE
---

It was late, and nobody was at the pier.

> Come back tomorrow, said the man at the counter.
"""


def page(text: str) -> Document:
    return Document(data=text.encode(), source="page.md", media_type="text/markdown")


def test_an_author_s_wishes_for_voices_are_read() -> None:
    article = read(page(PAGE))
    assert article.authors == ("Ann Lee", "Bo Dahl")
    assert article.cast == (("", "espeak:en-US"), ("quote", "espeak:en-GB-x-rp"), ("fr", "espeak:fr-BE"))
    flat = PAGE.replace(
        "cast:\n  quote: espeak:en-GB-x-rp\n  fr: espeak:fr-BE", "cast: quote=espeak:en-GB-x-rp, fr=espeak:fr-BE"
    )
    assert read(page(flat)).cast == article.cast


def test_they_are_followed_unless_the_listener_chose() -> None:
    def voices(options: Options) -> list[str]:
        return [one.voice for one in write_script(page(PAGE), options).sentences][-2:]

    assert voices(Options()) == ["espeak:en-US", "espeak:en-GB-x-rp"]
    assert voices(Options(voice="hibari:heart")) == ["hibari:heart", "espeak:en-GB-x-rp"]
    assert voices(Options(roles={"quote": "hibari:heart"})) == ["espeak:en-US", "hibari:heart"]
