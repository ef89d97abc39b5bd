"""What `docs/sources.md` says of limits and of Python is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrate.fetch import web
from narrate.fetch.polite import APART, AT_ONCE
from narrate.sources import Limits, listed
from narrate.sources._whole import LONG

PAGE = (Path(__file__).parent.parent.parent / "docs" / "sources.md").read_text("utf-8")


def test_the_limits_are_as_told() -> None:
    text = " ".join(PAGE.split())
    assert f"{LONG:,} characters" in text
    assert (Limits().depth, "followed four deep") == (4, re.findall("followed four deep", text)[0])
    assert f"{Limits().lists:,} in all, a million articles" in text
    assert Limits().entries == 1_000_000
    assert (AT_ONCE, APART) == (2, 0.25)
    assert "two requests at once at most, a quarter of a second apart" in text
    assert f"{web.TIMEOUT:.0f} seconds to begin and go on, {web.PATIENCE / 60:.0f} minutes in all" in text
    assert f"have {web.MOST >> 20} MB, unpacked" in text


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("Words", "utf-8")
    (tmp_path / "feed.xml").write_text(
        "<rss><channel><item><description>W</description></item></channel></rss>", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    told: dict[str, object] = {}
    exec(code.replace("https://example.org/feed.xml", "feed.xml").replace("Web()", "Web(timeout=5)"), told)
    assert capsys.readouterr().out == ""
    assert getattr(told["document"], "data", b"")
    assert listed("articles/").whole
