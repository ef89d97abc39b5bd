"""Bytes to text: what a document's bytes are, and which characters they stand for."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from narrate.errors import SourceError
from narrate.model import Document

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes: browsers look for a declared charset in the first 1,024; pages put it later now and then

# First bytes of what people hand in by mistake, and what it is called.
_BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (EPUB, DOCX and ODT files are such archives too)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WAV, WebP or AVI file"),
    (b"ID3", "an MP3 file"),
    (b"\xff\xfb", "an MP3 file"),
    (b"\xff\xf3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x00\x00\x00\x1cftyp", "an MP4 file"),
    (b"\x00\x00\x00\x20ftyp", "an MP4 file"),
    (b"\x00\x00\x00\x18ftyp", "an MP4 file"),
)
_CONTROL = bytes(sorted(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b\x00")))


def decoded(document: Document) -> str:
    """The document's text, line ends as "\\n".

    The order: byte order mark, UTF-16 by its pattern of zeros, the charset that came with the document, the one
    it declares itself, UTF-8, then a guess between the old Cyrillic and Western encodings.

    Raises:
        SourceError: the document is binary.
    """
    data = document.data
    text = _by_mark(data)
    if text is None:
        refuse_binary(document)
        text = _by_name(data, document.charset) or _by_name(data, _declared(data)) or _guessed(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def refuse_binary(document: Document) -> None:
    """Raise `SourceError` for a document that is no text, saying what it looks like."""
    data = document.data
    looks = next((name for magic, name in _BINARIES if data.startswith(magic)), "")
    if not looks and (data[4:8] == b"ftyp" or data.startswith(b"\x00\x00\x01\x00")):
        looks = "a media file"
    sample = data[:8192]
    if not looks and sample:
        controls = len(sample) - len(sample.translate(None, _CONTROL))
        if sample.count(0) > 0 or controls > 0.02 * len(sample) + 4:
            looks = "binary data"
    if looks:
        raise SourceError(
            f"this is {looks}, not the text of an article",
            hint="save the page as HTML or text, or paste its text into a file",
            place=document.source,
        )


def _by_mark(data: bytes) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    sample = data[:4096]
    if len(sample) >= 8 and sample.count(0) * 3 > len(sample):  # UTF-16 without a mark: every other byte is 0
        little = sample[1::2].count(0) > sample[0::2].count(0)
        text = data.decode("utf-16-le" if little else "utf-16-be", "replace")
        letters = sum(character.isalnum() or character.isspace() for character in text[:2000])
        if letters > 0.7 * len(text[:2000]):
            return text
    return None


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    return (found.group(1) or found.group(2)).decode("ascii") if found else ""


def _by_name(data: bytes, name: str) -> str | None:
    """Decoded by a declared charset, unless that is unknown or does not fit the bytes."""
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    if not codec or codec.startswith(("utf-16", "utf-32")):  # ASCII-readable declarations are then wrong
        return None
    codec = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(codec, codec)
    if codec != "utf-8" and not data.isascii():
        try:
            return data.decode("utf-8")  # declared otherwise, but valid UTF-8 with accents is no coincidence
        except UnicodeDecodeError:
            pass
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" or _bad_share(data) < 0.01:
            return data.decode("utf-8", "replace")
    return data.decode(_old_encoding(data), "replace")


def _bad_share(data: bytes) -> float:
    text = data[:100_000].decode("utf-8", "replace")
    beyond = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") / beyond if beyond else 1.0


def _old_encoding(data: bytes) -> str:
    """Windows-1251, KOI8-R, Shift JIS, GB 18030 or Windows-1252, whichever gives the most likely letters."""
    sample = data[:100_000]
    high = [byte for byte in sample if byte > 127]
    neighbours = sum(first > 127 and second > 127 for first, second in pairwise(sample))
    if neighbours < 0.5 * len(high):
        return "cp1252"  # single accents among ASCII letters
    for codec in ("shift_jis", "gb18030", "euc_kr"):
        try:
            text = sample.decode(codec, "strict")
        except UnicodeDecodeError:
            continue
        if sum("\u3041" <= character <= "\u30ff" for character in text) > 0.1 * len(text):
            return codec
    # Russian text is mostly lower-case letters, which the two encodings hold in different halves.
    lower_1251 = sum(byte >= 0xE0 for byte in high)
    lower_koi8 = sum(0xC0 <= byte < 0xE0 for byte in high)
    return "cp1251" if lower_1251 >= lower_koi8 else "koi8_r"
