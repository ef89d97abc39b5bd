"""Addresses to bytes: conditional, polite, limited, and kept out of private networks."""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPException, HTTPResponse, IncompleteRead
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from narrate.errors import SourceError
from narrate.fetch.body import unpacked, whole
from narrate.fetch.guard import AUTHORIZATION, Forbidden, Way, opener
from narrate.fetch.polite import Polite
from narrate.model import Document

MOST = 64 * 1024**2
"""Bytes: longer than any book's text; what is larger was named by mistake."""
TIMEOUT = 30.0
"""Seconds without an answer."""
PATIENCE = 300.0
"""Seconds until all of an answer has come."""
AGENT = "Mozilla/5.0 (compatible; narrate-articles)"
UNCHANGED = 304
LONGEST_REST = 7 * 86_400.0
"""Seconds: who asks to be left alone for longer is asked again after a week."""
FOR_A_WHILE = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others soon."""
BUSY = frozenset({429, 503})
"""Answers that ask for fewer requests."""
UNAUTHORIZED = 401
MISSING = frozenset({404, 410})
CLOSED = frozenset({402, 403, 429})
"""Answers to programs where a person in a browser is let in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of an address, so that it need not be had again."""

    etag: str = ""
    modified: str = ""
    """The server's own words for when it was changed."""
    digest: str = ""
    """SHA-256 of its bytes, in hexadecimal."""
    held: bytes = b""
    """What whoever asked made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    document: Document | None
    """None where it tells that nothing has changed since what is known, or the bytes are the same."""
    known: Known
    """What to remember; `held` is left as it was where nothing has changed, and empty otherwise."""
    private: bool = False
    """Whether it came from a private network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How addresses are fetched; may be used by several threads at once."""

    timeout: float = TIMEOUT
    patience: float = PATIENCE
    most: int = MOST
    agent: str = AGENT
    polite: Polite = field(default_factory=Polite)
    allowed: tuple[str, ...] = ()
    """Private networks that anything may lead into, such as "10.1.0.0/16"; "0.0.0.0/0" and "::/0" are all."""

    def get(self, address: str, *, known: Known | None = None, trusted: bool = True) -> Answer:
        """What is at an http or https address.

        Args:
            known: what was remembered of it; the server is asked to answer only if that has changed.
            trusted: whether the user named the address. Any other may not lead to a private one; neither may a
                redirection from a public address.

        Raises:
            SourceError: it can't be had; `retry` and `retry_after` tell whether and when it may.
        """
        known = known or Known()
        headers = {"User-Agent": self.agent, "Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip, deflate"}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.modified} if known.modified else {}
        try:
            way = Way(trusted, self.allowed)
            request = _request(address, headers)
            with self.polite.turn(address), opener(way).open(request, timeout=self.timeout) as answer:
                data = whole(answer, self.most, self.patience)
                document = self._document(answer, data, address)
                told = answer.headers
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == UNCHANGED and (known.etag or known.modified):
                return Answer(document=None, known=known, private=way.private)
            raise self._refusal(error, address) from error
        except (Forbidden, OSError, ValueError, HTTPException) as error:
            raise _failure(error, address) from error
        digest = sha256(document.data).hexdigest()
        same = digest == known.digest
        now = Known(
            etag=told["ETag"] or "",
            modified=told["Last-Modified"] or "",
            digest=digest,
            held=known.held if same else b"",
        )
        return Answer(document=None if same else document, known=now, private=way.private)

    def _document(self, answer: HTTPResponse, data: bytes, address: str) -> Document:
        """Raises `SourceError` for an answer that is too large."""
        told = answer.headers
        try:
            data = data if len(data) > self.most else unpacked(data, told["Content-Encoding"] or "", self.most)
        except SourceError as error:
            error.place = address
            raise
        return Document(
            data=limited(data, address, self.most),
            source=answer.url,
            media_type=told.get_content_type() if "Content-Type" in told else "",
            charset=told.get_content_charset() or "",
        )

    def _refusal(self, error: urllib.error.HTTPError, address: str) -> SourceError:
        after = _asked_wait(error.headers) if error.code in FOR_A_WHILE else 0.0
        if error.code in BUSY and after:
            self.polite.rest(address, after)
        circles = str(error.reason).startswith(urllib.request.HTTPRedirectHandler.inf_msg)
        reason = "and redirects without end" if circles else " ".join(str(error.reason).split())
        return SourceError(
            f"the server answered {error.code} {reason}",
            place=address,
            hint=_way_out(error.code),
            retry=error.code in FOR_A_WHILE,
            retry_after=after,
        )


def _way_out(status: int) -> str:
    if status == UNAUTHORIZED:
        return "write a name and password into it, https://NAME:PASSWORD@…, or save the page and give the file"
    if status in MISSING:
        return "check the address; what was there may be gone"
    if status in CLOSED:
        return "save the page in a browser and give the file"
    return "try again later" if status in FOR_A_WHILE else "open it in a browser to see what is wrong"


def limited(data: bytes, place: str, most: int) -> bytes:
    if len(data) > most:
        raise SourceError(
            f"larger than {most // 1024**2} MB", place=place, hint="give the article, not an archive of many"
        )
    return data


def _request(address: str, headers: dict[str, str]) -> urllib.request.Request:
    """A request for an address; a name and password in it are told to its own host alone, whatever it redirects to."""
    made = urllib.request.Request(escaped(address), headers=headers)
    user, at, _ = urlsplit(address).netloc.rpartition("@")
    if at:
        name, _, password = user.partition(":")
        told = f"{unquote(name)}:{unquote(password)}".encode()
        made.add_unredirected_header(AUTHORIZATION, f"Basic {b64encode(told).decode()}")
    return made


def escaped(address: str) -> str:
    """The address as the protocol wants it, without a name and password; browsers show and copy it with letters of any
    script."""
    parts = urlsplit(address)
    netloc = parts.netloc.rpartition("@")[2]
    host = netloc if netloc.isascii() else netloc.encode("idna").decode()
    path, query = (quote(part, safe="%/:=&?~+!$,;'@()*[]|") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _failure(error: Exception, address: str) -> SourceError:
    if isinstance(error, Forbidden):
        return SourceError(
            "it leads into a private network, and was not named by you",
            place=address,
            hint="name the address itself if it is meant, or allow its network",
        )
    if isinstance(error, IncompleteRead):
        return SourceError(f"the page can't be fetched: {_broken(error)}", place=address, hint="try again", retry=True)
    reason = getattr(error, "reason", None) or str(error) or type(error).__name__
    lasting = isinstance(error, ValueError) and not isinstance(error, OSError)
    return SourceError(
        f"the page can't be fetched: {reason}", place=address, hint="check the address", retry=not lasting
    )


def _broken(error: IncompleteRead) -> str:
    had = len(error.partial)
    return f"it broke off after {had} of {had + error.expected} bytes" if error.expected else "it broke off"


def _asked_wait(headers: Message) -> float:
    """Seconds that `Retry-After` tells, as a number or as a date (RFC 9110, 10.2.3); 0 where it tells nothing."""
    asked = str(headers["Retry-After"] or "").strip()
    if asked.isdecimal():
        return min(float(asked), LONGEST_REST)
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_REST)
