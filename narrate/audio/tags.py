"""What a finished audio file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.model import Article

_PAIRS = """
    af-afr am-amh ar-ara az-aze be-bel bg-bul bn-ben bs-bos ca-cat cs-ces cy-cym da-dan de-deu el-ell en-eng eo-epo
    es-spa et-est eu-eus fa-fas fi-fin fr-fra ga-gle gl-glg gu-guj he-heb hi-hin hr-hrv hu-hun hy-hye id-ind is-isl
    it-ita ja-jpn ka-kat kk-kaz kn-kan ko-kor ky-kir la-lat lt-lit lv-lav mk-mkd ml-mal mn-mon mr-mar ms-msa mt-mlt
    my-mya nb-nob ne-nep nl-nld nn-nno no-nor pa-pan pl-pol pt-por ro-ron ru-rus sk-slk sl-slv sq-sqi sr-srp sv-swe
    sw-swa ta-tam te-tel th-tha tr-tur uk-ukr ur-urd uz-uzb vi-vie zh-zho
"""
ISO_639_2 = {pair[:2]: pair[3:] for pair in _PAIRS.split()}
"""ISO 639-1 to 639-2, which ID3 and MP4 want; the Library of Congress keeps the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Tags of an audio file; empty ones are left out."""

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    """ISO 8601."""
    language: str = "und"
    """ISO 639-2."""
    comment: str = ""

    @classmethod
    def of(cls, article: Article) -> Tags:
        address = article.source if "://" in article.source else ""
        return cls(
            title=article.title,
            artist=", ".join(article.authors) or article.site,
            album=article.site,
            date=article.published[:10],
            language=ISO_639_2.get(article.language[:2], "und"),
            comment=address,
        )

    def metadata(self) -> dict[str, str]:
        """As FFmpeg names them."""
        known = {
            "title": self.title,
            "artist": self.artist,
            "album": self.album,
            "date": self.date,
            "comment": self.comment,
            "genre": "Speech",
        }
        return {name: _printable(value) for name, value in known.items() if value}


def _printable(text: str) -> str:
    clean = "".join(character if character.isprintable() else " " for character in text)
    return clean.encode("utf-8", "replace").decode()
