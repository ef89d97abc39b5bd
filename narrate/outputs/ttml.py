"""TTML: captions for broadcast and streaming, in the text profile of IMSC 1.1 (https://www.w3.org/TR/ttml-imsc1.1/)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from narrate.outputs import OutputInfo
from narrate.outputs._clock import stamp
from narrate.outputs._transcript import flat

if TYPE_CHECKING:
    from narrate.model import Article, Narration

INFO = OutputInfo(
    name="ttml",
    summary="TTML captions (IMSC 1.1), for broadcast and streaming",
    suffix=".ttml",
    media_type="application/ttml+xml",
)
PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
SPACES = {
    "xmlns": "http://www.w3.org/ns/ttml",
    "xmlns:ttp": "http://www.w3.org/ns/ttml#parameter",
    "xmlns:tts": "http://www.w3.org/ns/ttml#styling",
    "xmlns:ttm": "http://www.w3.org/ns/ttml#metadata",
}
REGION = {
    "xml:id": "bottom", "tts:origin": "10% 80%", "tts:extent": "80% 15%", "tts:displayAlign": "after",
    "tts:textAlign": "center", "tts:showBackground": "whenActive",
}  # fmt: skip
STYLE = {
    "xml:id": "caption", "tts:fontFamily": "proportionalSansSerif", "tts:fontSize": "5.33rh", "tts:lineHeight": "125%",
    "tts:color": "#ffffff", "tts:backgroundColor": "#000000c2",
}  # fmt: skip
"""Two lines of 5.33 % of the picture's height fit the region; a character is half as wide as high."""


def write(narration: Narration, target: Path) -> None:
    from narrate.captions.cut import captions

    found = captions(narration.timeline, narration.captions)
    root = _root(narration.script.article)
    body = ElementTree.SubElement(root, "body", {"region": "bottom", "style": "caption"})
    division = ElementTree.SubElement(body, "div")
    way = _direction(narration.script.article.language)
    rate = narration.timeline.rate
    for one in found:
        times = {"begin": stamp(one.begin, rate), "end": stamp(one.finish, rate)}
        paragraph = ElementTree.SubElement(division, "p", {**times, **way})
        paragraph.text = one.texts[0]
        for line in one.texts[1:]:
            ElementTree.SubElement(paragraph, "br").tail = line
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)


def _direction(language: str) -> dict[str, str]:
    from narrate.text.language import is_right_to_left

    return {"tts:direction": "rtl"} if is_right_to_left(language) else {}


def _root(article: Article) -> ElementTree.Element:
    """A document without its body."""
    facts = {"xml:lang": article.language, "ttp:timeBase": "media", "ttp:contentProfiles": PROFILE}
    root = ElementTree.Element("tt", {**SPACES, **facts})
    head = ElementTree.SubElement(root, "head")
    if article.title:
        metadata = ElementTree.SubElement(head, "metadata")
        ElementTree.SubElement(metadata, "ttm:title").text = flat(article.title)
    ElementTree.SubElement(ElementTree.SubElement(head, "styling"), "style", STYLE)
    ElementTree.SubElement(ElementTree.SubElement(head, "layout"), "region", REGION)
    return root
