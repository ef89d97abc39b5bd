"""Wording rules that hold in every language: addresses, bullets, invisible characters, and those of its neighbours."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from narrate.text.spoken import emojis, scholarly
from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.rules import Lazy, Rule

# "link to", "e-mail address", "at", "dot" of the languages we word; others say only the host.
_LINK_TO: Mapping[str, str] = MappingProxyType(
    {"en": "link to {}", "ru": "ссылка на {}", "de": "Link zu {}", "fr": "lien vers {}", "es": "enlace a {}",
     "it": "collegamento a {}", "pt": "ligação para {}"}
)  # fmt: skip
_AT_DOT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"en": (" at ", " dot "), "ru": (" собака ", " точка "), "de": (" ät ", " Punkt "), "fr": (" arobase ", " point "),
     "es": (" arroba ", " punto "), "it": (" chiocciola ", " punto "), "pt": (" arroba ", " ponto ")}
)  # fmt: skip

_TOP = (
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|me|tv|co|uk|us|eu|de|fr|es|it|ru|ua|by|kz|pl|nl|be|ch|at|se|no|"
    "fi|dk|cz|jp|cn|in|br|ca|au|nz|za|kr|tr|ir|il|gr|pt|ie|mx|ar|рф|бел"
)
_HOST = r"(?:[\w-]{1,63}\.){1,6}"
_URL = Lazy(
    rf"(?:(?:https?|ftp)://|www\.)[^\s<>\"“”«»]{{2,2000}}(?<![.,;:!?)\]'’])"
    rf"|(?<![\w@./])(?:[a-z0-9-]{{1,63}}\.){{1,6}}(?:{_TOP})(?:/[^\s<>\"“”«»]{{0,2000}}(?<![.,;:!?)\]'’]))?"
    rf"(?![\w@.-]*\w)",
    re.IGNORECASE,
)
_EMAIL = Lazy(rf"(?<![\w.+-])(?:mailto:)?([\w.+-]{{1,64}})@({_HOST}[^\W\d_]{{2,24}})\b")
_FIGURES = re.compile(r"\d+")
_LEADS = re.compile(r"//|^www\.|/", re.IGNORECASE)
_HOST_OF = re.compile(r"^(?:[a-z]+://)?(?:[^@/\s]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)

# Controls, bidirectional marks, zero-width characters, byte order marks, lone surrogates, private use: never heard,
# and some engines stop at them. A joiner between letters of Indic or Arabic words stays.
_UNHEARD = Lazy(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffd\ud800-\udfff\ue000-\uf8ff]+"
)
_ENTITY = Lazy(
    r"&(?:#\d{2,5}|#x[\da-fA-F]{2,5}|(?:quot|apos|nbsp|lt|gt|amp|mdash|ndash|hellip|rsquo|lsquo|ldquo|rdquo|laquo|"
    r"raquo));"
)
_UNHEARD_SIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u20e3]|"
    + emojis.HIGH.pattern
)
_BULLET_SIGN = re.compile(r"[•‣⁃◦▪▫●○■□►▶*·]|^\s*[–—-]")
_BULLET = Lazy(r"^\s*[•‣⁃◦▪▫●○■□►▶–—*·-]+\s+")


def host_of(url: str) -> str:
    """The host of an address as a person would name it: "example.com"."""
    found = _HOST_OF.match(url)
    return (found.group(1) if found else url).lower()


def _dotted(host: str, language: str, words: Callable[[str], str]) -> str:
    """A name with its dots and figures in words."""
    if language not in _AT_DOT:
        return host
    figures = _FIGURES.sub(lambda match: f" {words(match.group())} ", host)
    return " ".join(figures.split()).replace(" .", ".").replace(". ", ".").replace(".", _AT_DOT[language][1])


@cache
def rules_for(language: str, words: Callable[[str], str]) -> tuple[Rule, ...]:
    """The common rules with a language's own words for "link to", "at" and "dot"; `words` says a text in words."""
    link = _LINK_TO.get(language, "{}")
    at = _AT_DOT.get(language, ("@", "."))[0]

    def say_email(match: re.Match[str]) -> str:
        if CURRENT.get().email == "silent":
            return ""
        return f"{_dotted(match.group(1), language, words)}{at}{_dotted(match.group(2), language, words)}"

    def say_url(match: re.Match[str]) -> str:
        style = CURRENT.get().links
        if style == "silent":
            return ""
        written = match.group()
        name = style == "host" or not _LEADS.search(written)  # "Booking.com said": a name rather than an address
        return ("{}" if name else link).format(_dotted(host_of(written), language, words))

    return (
        *scholarly.formulas(language),
        Rule("entity", _ENTITY, lambda match: html.unescape(match.group()), re.compile("&")),
        Rule("bullet", _BULLET, lambda match: "", _BULLET_SIGN),
        Rule("e-mail", _EMAIL, say_email, re.compile("@")),
        Rule("address", _URL, say_url, re.compile(r"\.(?=\w)|//")),
        *scholarly.references(words),
        *emojis.rules_for(language, words),
        Rule("unheard", _UNHEARD, lambda match: " " if "\u2028" <= match.group()[0] <= "\u2029" else "", _UNHEARD_SIGN),
    )
