"""Books for tests: EPUB 3 and 2, of several documents, with what real ones have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090775 3de0000000c4944415408d763f8cfc0f01f0005000"
    "1ff56c7cf450000000049454e44ae426082".replace(" ", "")
)
"""A PNG of one pixel."""


def page(title: str, body: str, *, kind: str = "", head: str = "") -> str:
    told = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<!DOCTYPE html>\r\n<html xmlns="http://www.w3.org/1999/xhtml"\n'
        f'  xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en" lang="en"><head><title>{title}</title>{head}'
        f'<link rel="stylesheet" type="text/css" href="../style.css"/></head>\n<body{told}>\n{body}\n</body></html>'
    )


OPF = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="en">
  <!-- made by hand -->
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="uid">urn:uuid:7f3e1d0a-6a44-4c1e-9d0b-0d8a3c1b2e11</dc:identifier>
    <dc:title id="t1">The Keeper of Cape Sorrel</dc:title>
    <dc:creator id="c1">Odalys Brenner</dc:creator>
    <dc:creator id="c2">Ann Other</dc:creator>
    <meta refines="#c2" property="role" scheme="marc:relators">ill</meta>
    <dc:language>en</dc:language>
    <dc:date>2019-03-04</dc:date>
    <meta property="pageBreakSource">none</meta>
    <meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="css" href="style.css" media-type="text/css"/>
    <item id="pic" href="pictures/light-house.png" media-type="image/png" properties="cover-image"/>
    <item id="front" href="text/title.xhtml" media-type="application/xhtml+xml"/>
    <item id="legal" href="text/legal.xhtml" media-type="application/xhtml+xml"/>
    <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml" properties="svg"/>
    <item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
    <item id="notes" href="text/notes.xhtml" media-type="application/xhtml+xml"/>
  </manifest>
  <spine>
    <itemref idref="front"/><itemref idref="legal"/><itemref idref="one"/><itemref idref="two"/>
    <itemref idref="notes"/>
  </spine>
</package>"""
NAV = page(
    "Contents",
    '<nav epub:type="toc" id="toc"><h1>Contents</h1><ol><li><a href="text/title.xhtml">The Keeper of Cape Sorrel</a>'
    '</li><li><a href="text/one.xhtml">The <em>Lamp</em></a></li><li><a href="text/two.xhtml#c2">2. The Storm</a></li>'
    '</ol></nav><nav epub:type="page-list" hidden="hidden"><ol><li><a href="text/one.xhtml#pg2">2</a></li></ol></nav>',
).replace("../style.css", "style.css")
TITLE = page(
    "Title", "<section epub:type='titlepage'><h1>The Keeper of Cape Sorrel</h1><p>Odalys Brenner</p></section>"
)
LEGAL = page("Legal", "<p>Copyright 2019 by nobody. All rights reserved.</p>", kind="copyright-page")
ONE = page(
    "The Lamp",
    """<h1>The <em>Lamp</em></h1>
<p id="p1">The lamp of Cape Sorrel burned  all
night. “It is <b>old</b>,” he said; <i>nobody listened. Nobody</i> came&#8212;until the&#x20;morning &amp; after.<a
 epub:type="noteref" href="notes.xhtml#n1"><sup>1</sup></a></p>
<p>A page <span epub:type="pagebreak" id="pg2" title="2">2</span>break stands in here, and <a href="two.xhtml">a
link</a>. <!-- nobody sees this --> It costs $1.85 billion.</p>
<p class="author">The author of the log was paid by the word.</p>
<div class="sidebar ad"><p>Books have no menus, whatever their classes say.</p></div>
<figure><img src="../pictures/light-house.png" alt="A lighthouse"/>
<figcaption>The house at noon.</figcaption></figure>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>1987</td><td>41</td></tr></table>
<aside epub:type="footnote" id="f9"><p>A note on this page.</p></aside>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="5">unread</text></svg>""",
)
TWO = page("The Storm", """<section epub:type="chapter"><h1 id="c2">The Storm</h1>
<p>Waves came.</p><p>They went, <span lang="de">und niemand hat etwas davon gehört oder gesehen</span>, again.</p>
<ol><li>First, the <span>boats</span>.</li><li><p>Second, the pier.</p></li></ol></section>""")  # fmt: skip
END = page("Notes", '<ol><li id="n1"><p>The lamp was lit in 1871.</p></li></ol>', kind="endnotes")
STYLE = "p { color: #111 }"


def book(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """An EPUB 3, with files changed, added or (None) left out."""
    files: dict[str, str | bytes | None] = {
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": OPF,
        "OPS/nav.xhtml": NAV,
        "OPS/style.css": STYLE,
        "OPS/pictures/light-house.png": PIXEL,
        "OPS/text/title.xhtml": TITLE,
        "OPS/text/legal.xhtml": LEGAL,
        "OPS/text/one.xhtml": ONE,
        "OPS/text/two.xhtml": TWO,
        "OPS/text/notes.xhtml": END,
        **(changes or {}),
    }
    return zipped(files)


def zipped(files: Mapping[str, str | bytes | None]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)
    return memory.getvalue()


OLD_OPF = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="uid">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>Маяк</dc:title><dc:creator opf:role="aut">Павел Рудаков</dc:creator><dc:language>ru</dc:language>
<dc:identifier id="uid" opf:scheme="UUID">urn:uuid:0c9a1f6e-0b8e-4c57-a3c4-93a1c52f7a10</dc:identifier>
<dc:date opf:event="creation">2001-01-01</dc:date><dc:date opf:event="publication">1999</dc:date>
<meta name="cover" content="pic"/></metadata>
<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="pic" href="cover.png" media-type="image/png"/>
<item id="c" href="cover.html" media-type="application/xhtml+xml"/>
<item id="a" href="a.html" media-type="application/xhtml+xml"/>
<item id="b" href="b.html" media-type="application/xhtml+xml"/></manifest>
<spine toc="ncx"><itemref idref="c" linear="no"/><itemref idref="a"/><itemref idref="b"/></spine>
<guide><reference type="cover" title="c" href="cover.html"/></guide></package>"""
NCX = """<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head>
<meta name="dtb:uid" content="urn:uuid:0c9a1f6e-0b8e-4c57-a3c4-93a1c52f7a10"/></head>
<docTitle><text>Маяк</text></docTitle><navMap>
<navPoint id="n1" playOrder="1"><navLabel><text>Глава первая</text></navLabel><content src="a.html"/></navPoint>
<navPoint id="n2" playOrder="2"><navLabel><text>Глава вторая</text></navLabel><content src="b.html#x"/></navPoint>
</navMap></ncx>"""
OLD_PAGE = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN"
"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><a id="x"/><p class="t">{}</p><p>{}</p></body></html>"""


def old_book() -> bytes:
    """An EPUB 2 whose headings are paragraphs, in Russian."""
    return zipped(
        {
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": OLD_OPF,
            "OPS/toc.ncx": NCX,
            "OPS/cover.png": PIXEL,
            "OPS/cover.html": OLD_PAGE.format("Обложка", "Картинка на обложке."),
            "OPS/a.html": OLD_PAGE.format("Глава&nbsp;первая", "Маяк горел всю ночь. Никто не спал&hellip;"),
            "OPS/b.html": OLD_PAGE.format("Глава вторая", "Утром пришёл корабль."),
        }
    )


NOVEL_OPF = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="BookId">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>The Salt Road</dc:title>
<dc:creator opf:role="aut" opf:file-as="Brenner, Odalys">Odalys Brenner</dc:creator>
<dc:contributor opf:role="ill">Ann Other</dc:contributor><dc:language>en-GB</dc:language><dc:publisher></dc:publisher>
<dc:identifier id="BookId" opf:scheme="UUID">urn:uuid:3b1a6f7e-2f3c-4a6b-9a41-5d1f0c0a9b77</dc:identifier>
<dc:identifier opf:scheme="ISBN">9780000000019</dc:identifier>
<dc:date opf:event="publication">2009-05-06</dc:date><dc:date opf:event="modification">2012-02-03</dc:date>
<dc:rights>Public domain</dc:rights><dc:subject>Travel</dc:subject>
<meta name="cover" content="cover-image"/><meta name="Sigil version" content="0.5.3"/></metadata>
<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="Styles/book.css" media-type="text/css"/>
<item id="cover-image" href="Images/cover.png" media-type="image/png"/>
<item id="map" href="Images/map.png" media-type="image/png"/>
<item id="cover" href="Text/cover.xhtml" media-type="application/xhtml+xml"/>
<item id="titlepage" href="Text/title.xhtml" media-type="application/xhtml+xml"/>
<item id="c1" href="Text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="c2" href="Text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="plates" href="Text/plates.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine toc="ncx"><itemref idref="cover" linear="no"/><itemref idref="titlepage"/><itemref idref="c1"/>
<itemref idref="c2"/><itemref idref="plates" linear="no"/></spine>
<tours><tour id="t" title="All"><site title="One" href="Text/one.xhtml"/></tour></tours>
<guide><reference type="cover" title="Cover" href="Text/cover.xhtml"/>
<reference type="text" title="Beginning" href="Text/one.xhtml#start"/>
<reference type="other.map" title="Map" href="Text/two.xhtml#map"/></guide></package>"""
NOVEL_NCX = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN"
"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd"><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><meta name="dtb:uid" content="urn:uuid:3b1a6f7e-2f3c-4a6b-9a41-5d1f0c0a9b77"/><meta name="dtb:depth" content="2"/>
<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>
<docTitle><text>The Salt Road</text></docTitle><navMap>
<navPoint id="p1" playOrder="1"><navLabel><text>Title page</text></navLabel><content src="Text/title.xhtml"/></navPoint>
<navPoint id="p2" playOrder="2"><navLabel><text>1. The Pass &amp; the Inn</text></navLabel>
<content src="Text/one.xhtml"/>
<navPoint id="p3" playOrder="3"><navLabel><text>At the Inn</text></navLabel>
<content src="Text/one.xhtml#inn"/></navPoint>
</navPoint>
<navPoint id="p4" playOrder="4"><navLabel><text>The Shore</text></navLabel>
<content src="Text/two.xhtml#gone"/></navPoint>
</navMap></ncx>"""
NOVEL_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en-GB"><head>
<meta http-equiv="Content-Type" content="application/xhtml+xml; charset=utf-8" /><title>{}</title>
<link href="../Styles/book.css" rel="stylesheet" type="text/css" />
<style type="text/css">/*<![CDATA[*/ p > b {{ color: #333 }} /*]]>*/</style></head>
<body class="text">
{}
</body></html>"""
NOVEL_STYLE = """@page { margin: 5pt } body { font-family: serif } .text p { text-indent: 1.2em; margin: 0 }
.drop { float: left; font-size: 3em }"""
NOVEL_COVER = """<div><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"
width="100%" height="100%" viewBox="0 0 1 1" preserveAspectRatio="none"><image width="1" height="1"
xlink:href="../Images/cover.png"/></svg></div>"""
NOVEL_ONE = """<h2 id="start" class="head">The Pass and the Inn</h2>
<p class="first" align="justify"><span class="drop">I</span>t rained on the <acronym title="Salt Road">SR</acronym>
that night&nbsp;&mdash; and &ldquo;nobody&rdquo; came.<br clear="all"/> We walked on.</p>
<h3><a name="inn"></a>At the Inn</h3>
<p>The <tt>sign</tt> said <big>closed</big>; see <a href="two.xhtml#map">the map</a>.</p>
<center><font color="#880000" size="4">The door was red.</font></center>
<table summary="Prices" border="1" cellpadding="2" cellspacing="0" width="80%"><tr valign="top"><th width="40">Bed</th>
<td align="right" nowrap="nowrap">2 shillings</td></tr></table>
<hr width="50%" size="1" noshade="noshade"/>
<ul type="square" compact="compact"><li>Salt</li><li value="3">Bread</li></ul>"""
NOVEL_TWO = """<h2>The Shore</h2><p xml:lang="de" lang="de">Das Meer war still, und niemand sprach ein Wort.</p>
<p id="map" style="text-align: center"><img src="../Images/map.png" alt="A map of the road" border="0"
align="middle" width="100%" hspace="4"/></p><blockquote><p>We had arrived.</p></blockquote>"""


def novel(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """An EPUB 2 as publishers' tools wrote them: cover in SVG, nested NCX, guide, markup of XHTML 1.1 and before."""
    pages = {"cover": NOVEL_COVER, "title": "<h1>The Salt Road</h1><p>Odalys Brenner</p>", "one": NOVEL_ONE,
             "two": NOVEL_TWO, "plates": "<p>Plate 1.</p>"}  # fmt: skip
    return zipped(
        {
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": NOVEL_OPF,
            "OPS/toc.ncx": NOVEL_NCX,
            "OPS/Styles/book.css": NOVEL_STYLE,
            "OPS/Images/cover.png": PIXEL,
            "OPS/Images/map.png": PIXEL,
            **{f"OPS/Text/{name}.xhtml": NOVEL_PAGE.format("" if name == "one" else "x", body)
               for name, body in pages.items()},
            **(changes or {}),
        }
    )  # fmt: skip
