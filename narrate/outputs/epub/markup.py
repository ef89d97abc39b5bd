"""Text as XML, whatever it holds, and what a language asks of a page."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from narrate.text.language import is_right_to_left

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
UNKNOWN = "und"


def content(text: str) -> str:
    """Text between tags; what no XML may hold becomes U+FFFD."""
    return escape(_NO_XML.sub("\ufffd", text).replace("\r", " "))


def attribute(text: str) -> str:
    """Text within double quotes."""
    return escape(_NO_XML.sub("\ufffd", text), {'"': "&quot;", "\n": " ", "\t": " ", "\r": " "})


def tag(language: str) -> str:
    """A language as XML takes it; "und" for what is no BCP 47 tag."""
    return language if _TAG.fullmatch(language) else UNKNOWN


def spoken_in(language: str, around: str) -> str:
    """The attributes of an element in another language than what is around it."""
    if not language or tag(language) == tag(around):
        return ""
    told = f' xml:lang="{tag(language)}" lang="{tag(language)}"'
    turned = is_right_to_left(language) != is_right_to_left(around)
    return told + (f' dir="{direction(language)}"' if turned else "")


def direction(language: str) -> str:
    return "rtl" if is_right_to_left(language) else "ltr"
