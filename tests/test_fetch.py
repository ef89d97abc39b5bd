"""Sources: files, standard input and addresses, each with words that help when it can't be had."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from narrate import fetch as fetching
from narrate.errors import SourceError
from narrate.fetch import fetch, is_address, picture
from tests.readers import books


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"\xef\xbb\xbfA story\r\n")
    document = fetch(str(path))
    assert document.data == b"\xef\xbb\xbfA story\r\n"
    assert (document.source, document.media_type, document.charset) == (str(path), "", "")


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"^{tmp_path}: this is a folder, not an article") as caught:
        fetch(str(tmp_path))
    assert caught.value.hint == "name the files in it"


def test_a_missing_file_is_told_with_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "article.html").touch()
    with pytest.raises(SourceError, match="there is no such file") as caught:
        fetch(str(tmp_path / "artcle.html"))
    assert caught.value.hint == f"did you mean “{tmp_path / 'article.html'}”?"
    with pytest.raises(SourceError) as caught:
        fetch(str(tmp_path / "quite-another.md"))
    assert caught.value.hint == "check the name and the folder"
    with pytest.raises(SourceError) as caught:
        fetch(str(tmp_path / "no" / "folder" / "a.txt"))
    assert caught.value.hint == f"the folder {tmp_path / 'no' / 'folder'} can't be read either"


@pytest.mark.parametrize("name", ["below/a.txt", "x" * 300, "nul\0l"])
def test_a_path_that_cannot_be_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "below").touch()
    with pytest.raises(SourceError):
        fetch(str(tmp_path / name))


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST", 2 * 1024**2)
    path = tmp_path / "story.txt"
    path.write_bytes(bytes(2 * 1024**2))
    assert len(fetch(str(path)).data) == 2 * 1024**2
    path.write_bytes(bytes(2 * 1024**2 + 1))
    with pytest.raises(SourceError, match="larger than 2 MB"):
        fetch(str(path))


def test_addresses_are_known_by_their_scheme() -> None:
    assert is_address("https://example.org/story")
    assert is_address("HTTP://example.org")
    assert not is_address("example.org/story.html")
    assert not is_address("https.html")


JPEG, PNG = b"\xff\xd8\xff and more", b"\x89PNG\r\n\x1a\n and more"


class Site(BaseHTTPRequestHandler):
    """Pages of a site that is well, ill or gone."""

    asked: ClassVar[list[tuple[str, str]]] = []
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        name = self.path.split("?")[0].strip("/").partition("/")[0]
        getattr(self, f"page_{name}", self.page_missing)()

    def page_story(self) -> None:
        self._answer(200, b"<p>A story</p>", {"Content-Type": "text/html; charset=windows-1251"})

    def page_picture(self) -> None:
        self._answer(200, JPEG, {"Content-Type": "image/jpeg"})

    def page_plain(self) -> None:
        self._answer(200, b"A story", {})

    def page_moved(self) -> None:
        self._answer(302, b"", {"Location": "/story"})

    def page_loop(self) -> None:
        self._answer(302, b"", {"Location": "/loop"})

    def page_local(self) -> None:
        self._answer(302, b"", {"Location": "file:///etc/hostname"})

    def page_forbidden(self) -> None:
        self._answer(403, b"no", {})

    def page_missing(self) -> None:
        self._answer(404, b"no", {})

    def page_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"The first half of")
        self.close_connection = True

    def page_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"6\r\nA stor\r\n")
        self.close_connection = True

    def page_dropped(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def page_nonsense(self) -> None:
        self.wfile.write(b"this is no HTTP\r\n\r\n")
        self.close_connection = True

    def page_silent(self) -> None:
        threading.Event().wait(2)
        self.close_connection = True

    def page_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(65536))
        except OSError:
            self.close_connection = True

    def _answer(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not on the tests' stderr."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_comes_with_its_type_and_character_set(site: str) -> None:
    document = fetch(f"{site}/story")
    assert document.data == b"<p>A story</p>"
    assert (document.source, document.media_type, document.charset) == (f"{site}/story", "text/html", "windows-1251")
    assert "narrate" in Site.asked[-1][1]


def test_a_page_that_does_not_say_its_type_has_none(site: str) -> None:
    assert fetch(f"{site}/plain").media_type == ""


def test_a_page_that_moved_is_known_by_its_final_address(site: str) -> None:
    assert fetch(f"{site}/moved").source == f"{site}/story"


@pytest.mark.parametrize("letters", ["история", "день и ночь", "caf%C3%A9?q=ж"])
def test_an_address_may_be_in_any_letters(site: str, letters: str) -> None:
    assert fetch(f"{site}/story/{letters}").data == b"<p>A story</p>"
    path = Site.asked[-1][0]
    assert path.isascii()
    assert "%25" not in path, "what is escaped already stays as it is"


@pytest.mark.parametrize(
    ("page", "words", "hint"),
    [
        ("missing", "the server answered 404 Not Found", ""),
        ("forbidden", "the server answered 403 Forbidden", "save the page in a browser and give the file"),
        ("loop", "the server answered 302", ""),
        ("local", "the server answered 302", ""),
        ("cut", "the page can't be fetched: it broke off after 17 of 1000 bytes", "try again"),
        ("chunks", "the page can't be fetched: it broke off", "try again"),
        ("dropped", "the page can't be fetched: ", ""),
        ("nonsense", "the page can't be fetched: ", ""),
        ("endless", "larger than 1 MB", ""),
    ],
)
def test_a_page_that_cannot_be_had_is_told_with_its_address(
    page: str, words: str, hint: str, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST", 1024**2)
    with pytest.raises(SourceError, match=f"^{site}/{page}: {words}") as caught:
        fetch(f"{site}/{page}")
    assert hint in caught.value.hint


def test_a_server_that_says_nothing_is_not_waited_for_forever(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    with pytest.raises(SourceError, match=r"the page can't be fetched: .*timed out"):
        fetch(f"{site}/silent")


def test_a_closed_door_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(SourceError, match=r"the page can't be fetched: .*refused"):
            fetch(address)


@pytest.mark.parametrize("address", ["http://", "http://[::1", "http://localhost:port/", "http://local host/"])
def test_an_address_that_cannot_be_is_told(address: str) -> None:
    with pytest.raises(SourceError, match="the page can't be fetched"):
        fetch(address)


# -- Pictures -------------------------------------------------------------------------------------------------------


def test_the_cover_of_a_page_on_the_web_is_fetched_from_there(site: str) -> None:
    assert picture("/picture", f"{site}/story") == JPEG
    assert picture(f"{site}/picture", f"{site}/story") == JPEG
    assert picture("/plain", f"{site}/story") is None, "no picture"
    assert picture("/missing", f"{site}/story") is None
    assert picture("file:///etc/hostname", f"{site}/story") is None
    assert picture("", f"{site}/story") is None


def test_the_cover_of_a_saved_page_is_a_file_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "cover.png").write_bytes(PNG)
    page = str(tmp_path / "page.html")
    assert picture("page_files/cover.png", page) == PNG
    assert picture("page_files/none.png", page) is None
    assert picture("page_files", page) is None
    assert picture("nul\0l", page) is None
    monkeypatch.chdir(tmp_path)
    assert picture("page_files/cover.png", "page.html") == PNG
    assert picture("-", "page.html") is None, "and not standard input"


def test_a_saved_page_asks_no_server_and_takes_no_file_from_elsewhere(site: str, tmp_path: Path) -> None:
    (tmp_path / "private.jpg").write_bytes(JPEG)
    (tmp_path / "pages").mkdir()
    page = str(tmp_path / "pages" / "page.html")
    asked = len(Site.asked)
    assert picture(f"{site}/picture", page) is None
    assert len(Site.asked) == asked
    assert picture("../private.jpg", page) is None
    assert picture(str(tmp_path / "private.jpg"), page) is None


def test_a_chosen_picture_may_lie_anywhere(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(JPEG)
    assert picture(str(tmp_path / "cover.jpg"), "") == JPEG


def test_the_cover_of_a_book_is_in_the_book(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(books.book())
    assert picture("OPS/pictures/light-house.png", str(path)) == books.PIXEL
    assert picture("OPS/style.css", str(path)) is None
    assert picture("../secret.png", str(path)) is None
