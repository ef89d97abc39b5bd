"""Exports of read-later services and browsers, as they write them, and damaged ones."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from narrate.fetch import Web
from narrate.readers import read
from narrate.sources import Choice, Entry, Listing, listed
from tests.sources.test_feeds import LONG, WHOLE

ONE, TWO = "https://news.example/1", "https://news.example/2"


def export(path: Path, data: str | bytes, **more: object) -> Listing:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return listed(str(path), web=Web(), **more)  # type: ignore[arg-type]


def facts(entry: Entry) -> tuple[str, str, float, tuple[str, ...]]:
    return entry.where, entry.title, entry.added, entry.labels


POCKET = (
    "title,url,time_added,cursor,tags,status\n"
    f'"A ""title"", with commas",{ONE},1728576752,7187,opensource|with space,unread\n'
    f"{TWO},{TWO},1728576753,7188,,archive\n"
)
POCKET_PAGE = f"""<!DOCTYPE html>
<html>
  <!--So long and thanks for all the fish-->
  <head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>Pocket Export</title></head>
  <body>
    <h1>Unread</h1>
    <ul><li><a href="{ONE}" time_added="1728576752" tags="a,b c">A &amp; B</a></li></ul>
    <h1>Read Archive</h1>
    <ul><li><a href="{TWO}" time_added="1728576753" tags="">{TWO}</a></li></ul>
  </body>
</html>"""


def test_pocket_exports_a_table(tmp_path: Path) -> None:
    found = export(tmp_path / "part_000000.csv", POCKET)
    assert [facts(entry) for entry in found.entries] == [
        (ONE, 'A "title", with commas', 1728576752.0, ("opensource", "with space", "unread")),
        (TWO, "", 1728576753.0, ("archive",)),
    ]
    assert (found.kind, found.whole, found.troubles) == ("a table of saved articles", True, ())
    assert all(entry.trusted and entry.published == "" for entry in found.entries)


def test_pocket_exported_a_page_of_links(tmp_path: Path) -> None:
    found = export(tmp_path / "ril_export.html", POCKET_PAGE)
    assert [facts(entry) for entry in found.entries] == [
        (ONE, "A & B", 1728576752.0, ("unread", "a", "b c")),
        (TWO, "", 1728576753.0, ("read archive",)),
    ]
    assert found.title == "Pocket Export"


def test_an_archive_of_tables_is_opened(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pocket/part_000000.csv", POCKET)
        archive.writestr(
            "pocket/part_000001.csv", "title,url,time_added,tags,status\nC,https://news.example/3,17,,unread\n"
        )
        archive.writestr("pocket/annotations/part_000000.json", "{}")
    found = export(tmp_path / "pocket.zip", packed.getvalue())
    assert [entry.where for entry in found.entries] == [ONE, TWO, "https://news.example/3"]
    assert found.kind == "an export of saved articles"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "words")
    assert export(tmp_path / "other.zip", other.getvalue()).kind == "an article", (
        "its reader tells what is wrong with it"
    )


def test_an_archive_that_bursts_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part_000000.csv", bytes(65 << 20))
    found = export(tmp_path / "bomb.zip", packed.getvalue())
    assert not found.entries
    assert [trouble.message for trouble in found.troubles] == ["larger than 64 MB when it is unpacked"]


def test_instapaper_exports_a_table(tmp_path: Path) -> None:
    text = "URL,Title,Selection,Folder,Timestamp,Tags\r\n"
    text += f'{ONE},A title,"quoted,\r\nwords",Unread,1700000000,"[""x"",""y z""]"\r\n'
    found = export(tmp_path / "instapaper-export.csv", f"{text}{TWO},B,,Archive,1700000001,[]\r\n")
    assert [facts(entry) for entry in found.entries] == [
        (ONE, "A title", 1700000000.0, ("x", "y z", "unread")),
        (TWO, "B", 1700000001.0, ("archive",)),
    ]


def test_raindrop_exports_a_table(tmp_path: Path) -> None:
    text = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    text += f'1,"A title",,Words,{ONE},Research/Go,"a, b",2024-01-02T03:04:05.123Z,https://c.example/1.jpg,,true\n'
    entry = export(tmp_path / "raindrop.csv", text).entries[0]
    assert facts(entry) == (ONE, "A title", 1704164645.123, ("a", "b", "research/go"))
    assert entry.cover == "https://c.example/1.jpg"


def test_readwise_reader_exports_a_table(tmp_path: Path) -> None:
    text = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    text += f"A title,{ONE},01gmj,\"['one', 'two']\",2022-11-06 04:33:50+00:00,0,new,True\n"
    assert facts(export(tmp_path / "reader.csv", text).entries[0]) == (
        ONE,
        "A title",
        1667709230.0,
        ("one", "two", "new"),
    )


def test_wallabag_exports_a_table_with_the_articles_in_it(tmp_path: Path) -> None:
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(["Title", "URL", "Content", "Tags", "MIME Type", "Language", "Creation date"])
    table.writerow(["A title", ONE, WHOLE * 40, "a", "text/html", "en_GB", "05/01/2026 08:30:00"])
    table.writerow(["B", TWO, "<p>wallabag can't retrieve contents.</p>", "", "", "", ""])
    first, second = export(tmp_path / "wallabag.csv", text.getvalue()).entries
    assert facts(first) == (ONE, "A title", 1767601800.0, ("a",))
    assert first.language == "en-GB"
    assert first.document
    assert (first.document.source, read(first.document).title) == (ONE, "A title")
    assert second.document is None, "it has to be fetched"


def test_wallabag_exports_json_with_the_articles_in_it(tmp_path: Path) -> None:
    told = {"is_archived": 0, "tags": ["a"], "title": "A title", "url": ONE, "content": WHOLE, "language": "de",
            "created_at": "2026-01-05T08:30:00+0000", "published_at": "2025-12-31T00:00:00+0000",
            "published_by": ["Ann Lee", ""], "preview_picture": "https://c.example/1.jpg", "id": 7}  # fmt: skip
    first, second = export(tmp_path / "All.json", json.dumps([told, {"url": TWO, "is_archived": True}])).entries
    assert facts(first) == (ONE, "A title", 1767601800.0, ("a", "unread"))
    assert (first.published, first.authors, first.language) == ("2025-12-31T00:00:00Z", ("Ann Lee",), "de")
    assert first.cover == "https://c.example/1.jpg"
    assert first.document
    assert LONG in " ".join(block.text for block in read(first.document).blocks)
    assert second.labels == ("archive",)


def test_omnivore_exports_json(tmp_path: Path) -> None:
    told = {"id": "7f", "slug": "a-title", "title": "A title", "author": "Ann Lee", "url": ONE,
            "state": "Archived", "readingProgress": 0, "thumbnail": "", "labels": ["x"],
            "savedAt": "2024-10-30T12:39:28.023Z", "updatedAt": "2024-10-30T12:39:29.000Z",
            "publishedAt": "2024-10-29T00:00:00.000Z"}  # fmt: skip
    entry = export(tmp_path / "metadata_0_to_20.json", json.dumps([told])).entries[0]
    assert facts(entry) == (ONE, "A title", 1730291968.023, ("x", "archived"))
    assert (entry.authors, entry.published) == (("Ann Lee",), "2024-10-29T00:00:00Z")


def test_browsers_export_bookmarks_in_folders(tmp_path: Path) -> None:
    text = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000">To read</H3>
    <DL><p>
        <DT><A HREF="{ONE}" ADD_DATE="1700000000" TAGS="a,b">A title</A>
        <DD>A description
        <DT><A HREF="javascript:alert(1)">Tool</A>
    </DL><p>
    <DT><A HREF="{TWO}">B</A>
</DL>
"""
    found = export(tmp_path / "bookmarks.html", text)
    assert [facts(entry) for entry in found.entries] == [
        (ONE, "A title", 1700000000.0, ("bookmarks", "to read", "a", "b")),
        (TWO, "B", 0.0, ("bookmarks",)),
    ]
    assert not found.troubles


def test_saved_articles_are_chosen_by_what_they_are_filed_under_and_when(tmp_path: Path) -> None:
    def chosen(**choice: object) -> list[str]:
        found = export(tmp_path / "part_000000.csv", POCKET, choice=Choice(**choice))  # type: ignore[arg-type]
        return [entry.where for entry in found.entries]

    assert chosen(match=("label:unread",)) == [ONE]
    assert chosen(exclude=("label:unread",)) == [TWO]
    assert chosen(match=("label:OPEN*",)) == [ONE]
    assert chosen(most=1) == [TWO], "the one that was added last"


@pytest.mark.parametrize("text", ["url,title\n", "url,title\n,A\nnot an address,B\n", '[{"url": "https:'])
def test_an_export_without_articles_names_none(text: str, tmp_path: Path) -> None:
    found = export(tmp_path / "saved.csv", text)
    assert not [entry for entry in found.entries if entry.where.startswith("http")]


def test_rows_without_an_address_are_told_and_the_others_are_listed(tmp_path: Path) -> None:
    found = export(tmp_path / "saved.csv", f"url,title\n,A\n{ONE},B\nftp://x/1,C\n")
    assert [entry.where for entry in found.entries] == [ONE]
    assert [trouble.message for trouble in found.troubles] == ["2 rows have no address of a page"]
