"""Podcasts' pictures: drawn ones, looked at as pictures are, and what is said of the user's own."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, features

from narrate.errors import UsageError
from narrate.podcast import cover as covers
from narrate.podcast.cover import MARGIN, SIDE, WHITE, checked, colours, contrast, cover
from tests.podcast.shows import HOSTILE

RIGHT = pytest.mark.skipif(not features.check("fribidi"), reason="without FriBiDi such titles are not drawn")
SCRIPTS = [
    "Harbour & Sea", "Ежедневные новости", "Τα νέα της ημέρας", "Tiếng Việt mỗi ngày", "Žluťoučký kůň", "Łódź",
    "Straße & Größe", "Ünïcödé 2026 №1",
    pytest.param("שלום עולם", marks=RIGHT), pytest.param("أخبار اليوم", marks=RIGHT),
]  # fmt: skip


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def white(data: bytes) -> NDArray[np.bool_]:
    """Where the words are."""
    return (np.asarray(opened(data)) == WHITE).all(axis=2)


def same(one: bytes, other: bytes) -> bool:
    return bool((white(one) == white(other)).all())


@pytest.mark.parametrize("title", ["Harbour & Sea", "", "A", "吾輩は猫である", *HOSTILE])
def test_a_drawn_cover_is_what_directories_take(title: str) -> None:
    data = cover(title, title)
    assert checked(data) == "image/png"
    assert opened(data).size == (SIDE, SIDE)
    assert len(data) < 500_000


@settings(max_examples=15, deadline=None)
@given(title=st.text(max_size=80), author=st.text(max_size=80))
def test_any_words_make_a_cover_whose_words_stay_inside(title: str, author: str) -> None:
    data = cover(title, author)
    assert checked(data) == "image/png"
    words = white(data)
    edge = MARGIN // 3
    assert not words[:, :edge].any()
    assert not words[:, -edge:].any()
    assert not words[-edge:].any()


@pytest.mark.parametrize("title", SCRIPTS)
def test_a_title_is_drawn_in_its_letters_and_no_boxes(title: str) -> None:
    words = white(cover(title, ""))
    assert words.any()
    assert words[:900].sum() > 20_000  # large: it is to be read at 100 pixels
    assert not same(cover(title, ""), cover(title[:-1] + title[-2], ""))
    font = covers._font(title)
    assert font is not None
    box = bytes(font.getmask("\U0010ffff"))
    assert all(bytes(font.getmask(letter)) != box for letter in title if letter != " ")


def test_titles_from_the_right_begin_there() -> None:
    if not features.check("fribidi"):
        pytest.skip("without FriBiDi such titles are not drawn")
    for title in ("שלום", "أخبار"):
        columns = np.flatnonzero(white(cover(title, "")).any(axis=0))
        assert columns[-1] > SIDE - MARGIN - 40
    assert np.flatnonzero(white(cover("A", "")).any(axis=0))[0] < MARGIN + 40


@pytest.mark.parametrize("title", ["吾輩は猫である", "뉴스", "ข่าว", "Harbour 港", "🦊", ""])
def test_a_title_in_letters_that_no_font_has_is_left_out_whole(title: str) -> None:
    assert not white(cover(title, "Ann Lee")).any()


def test_without_fribidi_titles_from_the_right_are_left_out_and_others_drawn_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = cover("Harbour", "Ann")
    monkeypatch.setattr(features, "check", lambda _name: False)
    assert not white(cover("שלום", "דנה")).any()
    assert not white(cover("أخبار", "ليلى")).any()
    assert cover("Harbour", "Ann") == before


def test_a_title_of_signs_alone_is_drawn() -> None:
    assert white(cover("???", "")).any()


def test_signs_that_no_font_has_are_left_out_of_a_title() -> None:
    assert same(cover("🦊 Foxes 👨\u200d👩\u200d👧", "Ann 🦊"), cover("Foxes", "Ann"))


def test_a_title_that_is_too_long_is_cut_and_stays_large() -> None:
    words = white(cover("Many words are in this title " * 40, ""))
    rows = np.flatnonzero(words.any(axis=1))
    assert rows[-1] < 900
    gaps = np.flatnonzero(np.diff(rows) > 1)
    assert len(gaps) <= 7
    assert same(cover("Many words " * 40, ""), cover("Many words " * 80, ""))


def test_a_long_word_is_broken_rather_than_made_small() -> None:
    words = white(cover("Donaudampfschifffahrtsgesellschaftskapitän", ""))
    assert words.sum() > 30_000


@settings(max_examples=200)
@given(st.binary(min_size=32, max_size=32))
def test_words_and_ornament_stand_out_whatever_the_colour(seed: bytes) -> None:
    ground, light = colours(seed)
    assert contrast(ground, WHITE) >= 4.5
    assert contrast(ground, light) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), WHITE) == pytest.approx(21)
    assert contrast(WHITE, (0x76, 0x76, 0x76)) == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes
    assert contrast(WHITE, WHITE) == 1


def test_the_same_words_make_the_same_bytes_in_another_process() -> None:
    program = "import sys; from narrate.podcast.cover import cover; sys.stdout.buffer.write(cover('Sea', 'Ann'))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout == cover("Sea", "Ann")
    assert cover("Sea", "Ann") != cover("Lake", "Ann")


# -- The user's own -------------------------------------------------------------------------------------------------


def picture(size: tuple[int, int], mode: str = "RGB", kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("side", "kind", "media_type"),
    [(1400, "PNG", "image/png"), (3000, "JPEG", "image/jpeg"), (2000, "JPEG", "image/jpeg")],
)
def test_a_picture_that_directories_take_is_let_through(side: int, kind: str, media_type: str) -> None:
    assert checked(picture((side, side), kind=kind)) == media_type


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (picture((1400, 1500)), "square, not 1400 by 1500"),
        (picture((1399, 1399)), "1400 to 3000 pixels wide, not 1399"),
        (picture((3001, 3001)), "1400 to 3000 pixels wide, not 3001"),
        (picture((20_000, 20_000), "1"), "no PNG or JPEG picture|not 20000"),
        (picture((1400, 1400), "RGBA"), "RGB, not transparent"),
        (picture((1400, 1400), "L"), "RGB, not grey"),
        (picture((1400, 1400), "P"), "RGB, not of a palette"),
        (picture((1400, 1400), "CMYK", "JPEG"), "RGB, not CMYK"),
        (picture((1400, 1400), kind="GIF"), "no PNG or JPEG"),
        (picture((1400, 1400))[:-30], "no PNG or JPEG"),
        (picture((1400, 1400), kind="JPEG")[:3000], "no PNG or JPEG"),
        (b"", "no PNG or JPEG"),
        (b"<svg/>", "no PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "no PNG or JPEG"),
    ],
)
def test_a_picture_that_directories_would_not_take_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        checked(data)
    assert "1400x1400" in caught.value.hint
