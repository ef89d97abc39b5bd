"""A podcast's picture: drawn of its title where the user gives none, or the user's own, looked at but never changed.

    cover(title, author) -> bytes    PNG, RGB, square; the same bytes for the same words, as long as Pillow is the same
    checked(data) -> str             the media type of a picture that directories take; raises `UsageError`

Apple asks for JPEG or PNG, square, 1400 to 3000 pixels, RGB: https://podcasters.apple.com/support/896-artwork-requirements
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from narrate.errors import UsageError
from narrate.podcast import notes

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Colour = tuple[int, int, int]
SIDE, LEAST, MOST = 1400, 1400, 3000
"""Pixels of ours, and of any."""
MARGIN = 110
WIDTH = SIDE - 2 * MARGIN
TITLE_HEIGHT = 760
LARGEST, WHOLE, SMALLEST, STEP = 280, 124, 100, 12
"""Sizes of a title's letters: the largest that it fits in; below `WHOLE` words may be broken, and what does not fit in
the smallest is cut: smaller letters could not be read in a list."""
LONGEST = 300
"""Letters that are looked at: more than ever fit."""
AUTHOR_SIZE = 64
LEADING = 0.88
"""Between lines, of what the font asks for: a title stands closer than a page."""
BARS = 27
CONTRAST, FAINT = 7.0, 3.0
"""Of words and of mere ornament with what is behind them, by WCAG 2: it asks for 4.5 and 3."""
WHITE: Colour = (255, 255, 255)
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
FONTS = ("sans", "hebrew", "arabic")
"""Latin, Greek and Cyrillic; Hebrew; Arabic. The last two need FriBiDi, which sets them from the right."""
_MEND = (
    "any program for pictures can do it; ImageMagick: magick yours.png -resize 1400x1400^ -gravity center "
    "-extent 1400x1400 -alpha remove -type TrueColor cover.jpg"
)


def cover(title: str, author: str) -> bytes:
    """A square of one colour with the title, the author and something like sound; without words where no font of ours
    has their letters."""
    from PIL import Image, ImageDraw

    seed = sha256(title.encode("utf-8", "replace")).digest()
    title, author = notes.line(title)[:LONGEST], notes.line(author)[:LONGEST]
    ground, light = colours(seed)
    image = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(image)
    font = _font(title)
    if font is None:
        _wave(draw, seed, light, SIDE // 2, SIDE // 3)
    else:
        _write(draw, title, font)
        signed = _font(author) if author else None
        _wave(draw, seed, light, 1010 if signed else 1090, 110 if signed else 150)
        if signed is not None:
            _sign(draw, author, signed)
    return _png(image)


def checked(data: bytes) -> str:
    """The media type of a picture; raises `UsageError` for one that directories would not take, with what to do."""
    from warnings import catch_warnings, simplefilter

    from PIL import Image

    try:
        with catch_warnings():
            simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=tuple(TYPES))
            width, height = image.size
            if max(width, height) <= MOST:
                image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError("the cover is no PNG or JPEG picture that can be read", hint=_MEND) from error
    if width != height:
        raise UsageError(f"the cover must be square, not {width} by {height} pixels", hint=_MEND)
    if not LEAST <= width <= MOST:
        raise UsageError(f"the cover must be {LEAST} to {MOST} pixels wide, not {width}", hint=_MEND)
    if image.mode != "RGB":
        kinds = {"L": "grey", "LA": "grey and transparent", "RGBA": "transparent", "P": "of a palette", "CMYK": "CMYK"}
        raise UsageError(f"the cover must be RGB, not {kinds.get(image.mode, image.mode)}", hint=_MEND)
    return TYPES[str(image.format)]


def colours(seed: bytes) -> tuple[Colour, Colour]:
    """A dark colour that white words stand out from, and a light one beside it, made of a digest."""
    hue = int.from_bytes(seed[:2], "big") / 0x10000
    lightness = 0.36
    ground = _rgb(hue, lightness)
    while contrast(ground, WHITE) < CONTRAST:
        lightness -= 0.01
        ground = _rgb(hue, lightness)
    lightness = 0.6
    while contrast(_rgb(hue + 0.09, lightness), ground) < FAINT:
        lightness += 0.01
    return ground, _rgb(hue + 0.09, lightness)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(hue: float, lightness: float) -> Colour:
    from colorsys import hls_to_rgb

    red, green, blue = (round(part * 255) for part in hls_to_rgb(hue % 1, lightness, 0.62))
    return red, green, blue


def _font(text: str) -> FreeTypeFont | None:
    """The first of our fonts that has all letters and digits of a text, or all signs where it has no others; None where
    none has, or the text is empty."""
    from PIL import features

    letters = {letter for letter in text if unicodedata.category(letter)[0] in "LMN"} or set("".join(text.split()))
    for name in FONTS:
        if name != FONTS[0] and not features.check("fribidi"):
            break
        font = _opened(name)
        missing = bytes(font.getmask("\U0010ffff"))
        if letters and all(bytes(font.getmask(letter)) != missing for letter in letters):
            return font
    return None


def _opened(name: str, size: int = 24) -> FreeTypeFont:
    from PIL import ImageFont

    engine = ImageFont.Layout.BASIC if name == FONTS[0] else ImageFont.Layout.RAQM
    data = (files(__package__) / "fonts" / f"{name}.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), size, layout_engine=engine)


def _shown(text: str, font: FreeTypeFont) -> str:
    """The text without signs that the font does not have, such as emoji; they would be boxes."""
    missing = bytes(font.getmask("\U0010ffff"))
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(one for one in composed if one == " " or bytes(font.getmask(one)) != missing).split())


def _write(draw: ImageDraw, title: str, small: FreeTypeFont) -> None:
    """The title from the top on, as large as it fits."""
    text = _shown(title, small)
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        font = small.font_variant(size=size)
        lines = list(_lines(text, font, whole=size >= WHOLE))
        most = int(TITLE_HEIGHT / _leading(font))
        if 0 < len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} {lines[most]}", font)]
    _lay(draw, lines, font, MARGIN)


def _sign(draw: ImageDraw, author: str, small: FreeTypeFont) -> None:
    """The author at the bottom, on one line, cut where it is too long."""
    font = small.font_variant(size=AUTHOR_SIZE)
    text = _shown(author, small)
    _lay(draw, [_cut(text, font)], font, SIDE - MARGIN - AUTHOR_SIZE)


def _cut(text: str, font: FreeTypeFont) -> str:
    """As much of a text as fits on a line, with a sign for what does not."""
    if font.getlength(text) <= WIDTH:
        return text
    return next(
        shown for end in range(len(text), -1, -1) if font.getlength(shown := f"{text[:end].rstrip()}…") <= WIDTH
    )


def _leading(font: FreeTypeFont) -> float:
    """Pixels from line to line."""
    return LEADING * sum(font.getmetrics())


def _lay(draw: ImageDraw, lines: Sequence[str], font: FreeTypeFont, top: float) -> None:
    """Lines below each other, at the side where their writing begins."""
    right = any(unicodedata.bidirectional(letter) in ("R", "AL") for line in lines for letter in line)
    for number, line in enumerate(lines):
        at = (SIDE - MARGIN if right else MARGIN, top + number * _leading(font))
        draw.text(at, line, font=font, fill=WHITE, anchor="ra" if right else "la")


def _lines(text: str, font: FreeTypeFont, *, whole: bool) -> Iterator[str]:
    """The text in lines that fit; nothing where a word does not and all are to stay `whole`."""
    words = text.split()
    if whole and any(font.getlength(word) > WIDTH for word in words):
        return
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= WIDTH:
            line = longer
            continue
        if line:
            yield line
        line = word
        while font.getlength(line) > WIDTH:
            cut = next(end for end in range(len(line) - 1, 0, -1) if font.getlength(line[:end]) <= WIDTH)
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line


def _wave(draw: ImageDraw, seed: bytes, colour: Colour, middle: int, half: int) -> None:
    """Bars like those of a recording, their heights made of a digest."""
    room = WIDTH / BARS
    for number in range(BARS):
        height = half * (0.18 + 0.82 * seed[number + 3] / 255)
        left = MARGIN + number * room + room * 0.22
        box = (left, middle - height, left + room * 0.56, middle + height)
        draw.rounded_rectangle(box, radius=room * 0.28, fill=colour)


def _png(image: Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
