"""The server for trying: parts, types, kept copies, other origins, and nothing that is none of the podcast's files."""

from __future__ import annotations

import gc
import http.client
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from narrate.errors import SourceError, UsageError
from narrate.podcast import serve
from narrate.podcast.serve import Server
from tests.waiting import until

BASE = "https://example.org/pod/"
SOUND = bytes(range(256)) * 800
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link rel="self" type="application/rss+xml" href="{BASE}feed.xml"/>
<link>{BASE}</link>
<item><link>https://example.org/pod/of-the-host.html</link>
<enclosure url="{BASE}episodes/a-0123456789ab.mp3" length="204800" type="audio/mpeg"/></item>
</channel></rss>
"""
EPISODE = "/episodes/a-0123456789ab.mp3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "podcast"
    (there / "episodes").mkdir(parents=True)
    (there / ".narrate").mkdir()
    (there / ".narrate" / "library.sqlite").write_text("private")
    (there / "feed.xml").write_text(FEED)
    (there / "index.html").write_text(f'<a href="{BASE}feed.xml">{BASE}</a>')
    (there / EPISODE[1:]).write_bytes(SOUND)
    (there / "episodes" / "a.chapters.json").write_text(f'{{"img": "{BASE}cover.png"}}')
    (there / "cover.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.txt").write_text("secret")
    return there


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def server(folder: Path, lines: list[str]) -> Iterator[Server]:
    with Server(folder, port=0, listen=lines.append) as running:
        yield running
    gc.collect()


class Got:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}


def ask(server: Server, path: str = EPISODE, method: str = "GET", **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return Got(connection.getresponse())
    finally:
        connection.close()


def raw(server: Server, data: bytes) -> bytes:
    """All that the server answers to these bytes, until it ends the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


# Whole files


def test_a_file_comes_whole_with_all_that_players_want_to_know(server: Server) -> None:
    got = ask(server)
    assert (got.status, got.body) == (200, SOUND)
    assert got.headers["content-type"] == "audio/mpeg"
    assert got.headers["content-length"] == str(len(SOUND))
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in got.headers["access-control-expose-headers"]
    assert "immutable" in got.headers["cache-control"]
    assert ask(server, "/feed.xml").headers["cache-control"] == "no-cache"


def test_head_tells_the_same_and_sends_nothing(server: Server) -> None:
    got, head = ask(server), ask(server, method="HEAD", Range="bytes=0-1")
    assert (head.status, head.body) == (200, b"")
    got.headers.pop("date"), head.headers.pop("date")
    assert head.headers == got.headers


# Parts


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=204700-", 204700, 204800),
        ("bytes=-100", 204700, 204800),
        ("bytes=-999999", 0, 204800),
        ("bytes=204700-999999999", 204700, 204800),
        ("Bytes = 5 - 9", 5, 10),
        ("bytes=0-9,5-20,21-30", 0, 31),
    ],
)
def test_a_part_comes_as_asked(server: Server, asked: str, begin: int, end: int) -> None:
    got = ask(server, Range=asked)
    assert (got.status, got.body) == (206, SOUND[begin:end])
    assert got.headers["content-range"] == f"bytes {begin}-{end - 1}/{len(SOUND)}"
    assert got.headers["content-length"] == str(end - begin)
    assert got.headers["content-type"] == "audio/mpeg"


def test_several_parts_come_as_one_message(server: Server) -> None:
    got = ask(server, Range="bytes=300-309, 0-4, -3")
    assert got.status == 206
    assert got.headers["content-length"] == str(len(got.body))
    message = message_from_bytes(f"Content-Type: {got.headers['content-type']}\r\n\r\n".encode() + got.body)
    parts = [(part["Content-Range"], part.get_payload(decode=True)) for part in message.get_payload()]  # type: ignore
    assert parts == [
        ("bytes 300-309/204800", SOUND[300:310]),
        ("bytes 0-4/204800", SOUND[:5]),
        ("bytes 204797-204799/204800", SOUND[-3:]),
    ]


@pytest.mark.parametrize("asked", ["bytes=204800-", "bytes=999999-9999999", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(server: Server, asked: str) -> None:
    got = ask(server, Range=asked)
    assert got.status == 416
    assert got.headers["content-range"] == "bytes */204800"


NO_RANGES = (
    "bytes=",
    "bytes=-",
    "bytes=9-5",
    "bytes=a-b",
    "items=0-5",
    "bytes 0-5",
    "bytes=0-" + "9" * 5000,
    "bytes=٣-٥",
)
TOO_MANY = "bytes=" + ",".join(f"{number}-{number}" for number in range(0, 400, 2))


@pytest.mark.parametrize("asked", [*NO_RANGES, TOO_MANY], ids=lambda asked: ascii(asked[:20]))
def test_what_is_no_range_is_not_heeded(server: Server, asked: str) -> None:
    assert raw(server, f"GET {EPISODE} HTTP/1.0\r\nRange: {asked}\r\n\r\n".encode()).startswith(b"HTTP/1.1 200 ")


def test_an_empty_file_has_no_parts(server: Server, folder: Path) -> None:
    (folder / "empty.txt").touch()
    assert ask(server, "/empty.txt").body == b""
    assert ask(server, "/empty.txt", Range="bytes=0-").status == 416


def test_a_part_of_a_file_that_has_changed_comes_whole(server: Server, folder: Path) -> None:
    first = ask(server)
    for known in (first.headers["etag"], first.headers["last-modified"]):
        assert ask(server, Range="bytes=0-9", If_Range=known).status == 206
    (folder / EPISODE[1:]).write_bytes(SOUND[:-1])
    os.utime(folder / EPISODE[1:], (1, 1))
    for known in (first.headers["etag"], first.headers["last-modified"], '"other"', "W/" + first.headers["etag"], "no"):
        got = ask(server, Range="bytes=0-9", If_Range=known)
        assert (got.status, got.body) == (200, SOUND[:-1])


# Copies that clients keep


def test_a_copy_that_is_still_true_is_not_sent_again(server: Server) -> None:
    for path in (EPISODE, "/feed.xml"):
        first = ask(server, path)
        tag, date = first.headers["etag"], first.headers["last-modified"]
        true: list[dict[str, str]] = [
            {"If_None_Match": tag},
            {"If_None_Match": f'"x", W/{tag}'},
            {"If_None_Match": "*"},
            {"If_Modified_Since": date},
            {"If_None_Match": tag, "If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        ]
        for headers in true:
            got = ask(server, path, **headers)
            assert (got.status, got.body) == (304, b"")
            assert got.headers["etag"] == tag
        stale = [{"If_None_Match": '"x"'}, {"If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"}]
        for headers in [*stale, {"If_None_Match": '"x"', "If_Modified_Since": date}, {"If_Modified_Since": "soon"}]:
            assert ask(server, path, **headers).status == 200
        assert ask(server, path, If_Match='"x"').status == 412
        assert ask(server, path, If_Match=tag).status == 200
        assert ask(server, path, If_Unmodified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status == 412


def test_a_file_that_is_replaced_has_another_tag(server: Server, folder: Path) -> None:
    first = ask(server, "/feed.xml")
    (folder / "feed.xml").write_text(FEED.replace("<link>", "<link> "))
    second = ask(server, "/feed.xml", If_None_Match=first.headers["etag"])
    assert second.status == 200
    assert second.body != first.body


# The address


def test_the_podcasts_address_is_the_one_that_was_asked_for(server: Server) -> None:
    feed = ask(server, "/feed.xml", Host="listener.local:81").body.decode()
    assert 'href="http://listener.local:81/feed.xml"' in feed
    assert f'url="http://listener.local:81{EPISODE}"' in feed
    assert "<link>http://listener.local:81/</link>" in feed
    assert "https://example.org/pod/of-the-host.html" in feed  # no file of the podcast's
    page = ask(server, "/").body.decode()
    assert page == f'<a href="{server.address}feed.xml">{server.address}</a>'
    assert ask(server, "/episodes/a.chapters.json").body.decode() == f'{{"img": "{server.address}cover.png"}}'
    tunnel = ask(server, "/feed.xml", Host="a.example", X_Forwarded_Proto="https").body.decode()
    assert 'href="https://a.example/feed.xml"' in tunnel


def test_tags_and_parts_are_those_of_what_is_sent(server: Server) -> None:
    here, there = ask(server, "/feed.xml"), ask(server, "/feed.xml", Host="other:1")
    assert here.headers["etag"] != there.headers["etag"]
    assert here.headers["content-length"] == str(len(here.body))
    assert ask(server, "/feed.xml", Range="bytes=10-99").body == here.body[10:100]


def test_an_address_given_goes_before_the_one_in_the_feed(folder: Path) -> None:
    (folder / "feed.xml").write_text("<rss>https://other.example/a?b&amp;c/feed.xml</rss>")
    with Server(folder, port=0, base="https://other.example/a?b&c/") as server:
        assert ask(server, "/feed.xml").body.decode() == f"<rss>{server.address}feed.xml</rss>"


def test_a_feed_that_tells_no_address_is_sent_as_it_is(server: Server, folder: Path) -> None:
    for text in ("<rss/>", '<rss><atom:link rel="self" href="odd"/></rss>', "\udcff<rss/>"):
        (folder / "feed.xml").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert ask(server, "/feed.xml").body == text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("host", ["a b", 'x"><script>', "a/b", "a@b", "", "a:b:c", "<", "a..b", "%41", "a:999999"])
def test_a_host_that_is_none_is_refused(server: Server, host: str) -> None:
    answer = raw(server, f"GET /feed.xml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"script" not in answer


def test_old_clients_that_name_no_host_are_answered(server: Server) -> None:
    answer = raw(server, b"GET /feed.xml HTTP/1.0\r\n\r\n").decode()
    assert f'href="{server.address}feed.xml"' in answer
    assert raw(server, b"GET /feed.xml HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    absolute = raw(server, b"GET http://proxied:8/feed.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").decode()
    assert 'href="http://proxied:8/feed.xml"' in absolute


# What is not there


@pytest.mark.parametrize(
    "path",
    [
        "/none.mp3",
        "/episodes",
        "/episodes/",
        "/feed.xml/",
        "/feed.xml/a",
        "/episodes//a.chapters.json",
        "/.narrate/library.sqlite",
        "/%2enarrate/library.sqlite",
        "/.",
        "/..",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/episodes/../../secret.txt",
        "/episodes/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%00",
        "/feed.xml%00.png",
        "/C:/secret.txt",
        "/%ff",
        "/out.txt",
        "/out/secret.txt",
        "/inner.txt",
        "/podcast.toml",
        "/loop",
        "/pipe",
        "/" + "a" * 3000,
        "feed.xml",
    ],
)
def test_what_is_no_file_of_the_podcast_is_not_found(server: Server, folder: Path, path: str) -> None:
    (folder / "out.txt").symlink_to("../secret.txt")
    (folder / "out").symlink_to("..")
    (folder / "inner.txt").symlink_to(".narrate/library.sqlite")
    (folder / "podcast.toml").write_text("private")
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    answer = raw(server, f"GET {path} HTTP/1.0\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"secret" not in answer
    assert b"private" not in answer
    assert str(folder).encode() not in answer


def test_a_file_that_may_not_be_read_is_not_found(server: Server, folder: Path) -> None:
    (folder / "a.txt").write_text("a")
    (folder / "a.txt").chmod(0)
    assert ask(server, "/a.txt").status == (200 if os.geteuid() == 0 else 404)


def test_a_link_within_the_folder_is_followed(server: Server, folder: Path) -> None:
    (folder / "latest.mp3").symlink_to(EPISODE[1:])
    assert ask(server, "/latest.mp3").body == SOUND


def test_a_folder_with_a_page_is_that_page(server: Server, folder: Path) -> None:
    (folder / "episodes" / "ü book").mkdir()
    (folder / "episodes" / "ü book" / "index.html").write_text("page")
    moved = ask(server, "/episodes/%C3%BC%20book?x")
    assert (moved.status, moved.headers["location"]) == (301, "/episodes/%C3%BC%20book/")
    assert ask(server, moved.headers["location"]).body == b"page"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(server: Server, folder: Path, method: str) -> None:
    request = f"{method} /feed.xml HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello".encode()
    answer = raw(server, request)
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert b"Allow: GET, HEAD, OPTIONS\r\n" in answer
    assert b"Connection: close\r\n" in answer
    assert (folder / "feed.xml").read_text() == FEED
    assert b" 501 " in raw(server, b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n")


def test_other_origins_are_told_what_they_may_ask(server: Server) -> None:
    got = ask(server, method="OPTIONS", Origin="https://player.example", Access_Control_Request_Headers="range")
    assert (got.status, got.body) == (204, b"")
    assert "Range" in got.headers["access-control-allow-headers"]
    assert got.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert ask(server, "/none").headers["access-control-allow-origin"] == "*"


# Connections


def test_one_connection_serves_many_requests(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    asked = [("GET", EPISODE, 200), ("HEAD", EPISODE, 200), ("GET", "/none", 404), ("OPTIONS", "/", 204)]
    connection.connect()
    assert connection.sock
    ours = connection.sock.getsockname()
    for method, path, status in asked * 3:
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        assert response.status == status
        assert connection.sock
        assert connection.sock.getsockname() == ours
    connection.close()


def test_clients_that_hang_up_harm_nobody(server: Server, lines: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    (server_socket,) = [("127.0.0.1", server.port)]
    for data in (b"", b"GET", b"GET / HTTP/1.1\r\nHost", f"GET {EPISODE} HTTP/1.0\r\n\r\n".encode() * 3):
        for _ in range(5):
            connection = socket.create_connection(server_socket, timeout=20)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # ends with a reset
            connection.sendall(data)
            connection.close()
    assert ask(server).body == SOUND
    out, err = capfd.readouterr()
    assert out == err == ""


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % number for number in range(200)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70000 + b"\r\n\r\n",
        b"\0\0\0\n\n",
    ],
)
def test_nonsense_is_answered_or_dropped(server: Server, data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        answer = raw(server, data)
    except ConnectionError:
        answer = b""
    assert re.match(rb"(HTTP/1.1 (400|404|414|431) |400 |505 |\Z)", answer)
    assert ask(server).status == 200
    assert capfd.readouterr() == ("", "")


def test_too_many_connections_are_turned_away(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "MOST", 4)
    held = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(4)]
    try:
        for connection in held:
            connection.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert ask(server).status == 503
    finally:
        for connection in held:
            connection.close()
    until(lambda: ask(server).status == 200, 20)


def test_each_request_is_told_in_a_line_that_holds_nothing_odd(server: Server, lines: list[str]) -> None:
    raw(server, b"GET /none\x1b[2J HTTP/1.0\r\nUser-Agent: gPodder/3\x07\r\n\r\n")
    ask(server, Range="bytes=0-9")
    until(lambda: len(lines) == 2, 20)  # it is told after it was answered
    assert lines[0] == '127.0.0.1 "GET /none?[2J HTTP/1.0" 404 14 "gPodder/3?"'
    assert lines[1] == f'127.0.0.1 "GET {EPISODE} HTTP/1.1" 206 10 ""'


# Ports and folders


def test_a_taken_port_is_told_or_passed_over(folder: Path, server: Server) -> None:
    with pytest.raises(UsageError, match="can't be served") as caught:
        Server(folder, port=server.port)
    assert "--port" in caught.value.hint
    with Server(folder, port=server.port, search=True) as other:
        assert server.port < other.port <= server.port + serve.FURTHER
        assert ask(other).body == SOUND
        assert other.address == f"http://127.0.0.1:{other.port}/"


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_is_none_is_refused(folder: Path, port: int) -> None:
    with pytest.raises(UsageError, match="no port"):
        Server(folder, port=port, search=True)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder"):
        Server(tmp_path / "none", port=0)


def test_ipv6_is_served_where_it_is(folder: Path) -> None:
    try:
        server = Server(folder, "::1", 0)
    except UsageError:
        pytest.skip("this machine has no IPv6")
    with server, urlopen(f"{server.address}feed.xml", timeout=20) as response:
        assert f'href="{server.address}feed.xml"' in response.read().decode()


def test_a_server_that_was_closed_answers_nobody(folder: Path) -> None:
    with Server(folder, port=0) as server:
        port = server.port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=20)
    Server(folder, port=0).close()


# Clients of others


def test_urllib_reads_a_part(server: Server) -> None:
    with urlopen(Request(f"{server.address}{EPISODE[1:]}", headers={"Range": "bytes=7-"}), timeout=20) as response:
        assert response.read() == SOUND[7:]


def test_curl_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not here")
    (tmp_path / "got.mp3").write_bytes(SOUND[:5000])
    command = ["curl", "-sSf", "-C", "-", "-o", str(tmp_path / "got.mp3"), f"{server.address}{EPISODE[1:]}"]
    subprocess.run(command, check=True, timeout=60)
    assert (tmp_path / "got.mp3").read_bytes() == SOUND
