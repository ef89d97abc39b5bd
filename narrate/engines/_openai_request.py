"""One request to a server that speaks OpenAI's protocol, and what its failures mean. Imports `requests`."""

from __future__ import annotations

import json
import re
from contextlib import closing
from threading import Event
from time import monotonic
from typing import Any, NamedTuple

import requests
from requests import exceptions as lost

from narrate import __version__
from narrate.engines._patience import OFFLINE, Busy, Unreachable, asked_wait, no_connection, place
from narrate.engines._whole import kind_of
from narrate.engines.openai import OPENAI, Service
from narrate.errors import EngineError, VoiceError

MOST = 400_000_000
"""Bytes of an answer: far more than any text's sound."""
TEXTS = ("application/json", "application/problem+json", "text/")
LONGEST = 200
"""Characters told of what a server says."""
SECRET = re.compile(r"\b(?:sk|pk|key|bearer|token)[-_ ][\w*.…-]{6,}", re.IGNORECASE)
PAY = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_exhausted")
SETTINGS = "[engines.openai] of the settings"


class Reply(NamedTuple):
    """The bytes of an answer."""

    data: bytes
    framed: bool
    """Whether the transport told how much was to come, so that nothing of it can be missing."""


class _Bearer(requests.auth.AuthBase):
    """Names the key, and keeps `requests` from taking another out of `.netrc`."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, asked: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            asked.headers["Authorization"] = f"Bearer {self._key}"
        return asked


def session(key: str) -> requests.Session:
    """Connections that are used again for one request after the other."""
    made = requests.Session()
    made.auth = _Bearer(key)
    made.headers["User-Agent"] = f"narrate/{__version__}"
    return made


def answered(one: requests.Session, part: str, voice: str, service: Service, over: Event) -> Reply:
    """What the server sends for `part`; raises `Busy` or `EngineError`."""
    asked: dict[str, Any] = {
        "model": service.model,
        "input": part,
        "voice": {"id": voice} if voice.startswith("voice_") else voice,  # so OpenAI wants its customers' own
        "response_format": service.format,
    }
    if service.instructions:
        asked["instructions"] = service.instructions
    host, patience = place(service.base), service.patience
    try:
        response = one.post(
            service.url, json=asked, stream=True, allow_redirects=False, timeout=(patience.connect, patience.read)
        )
        with closing(response):
            data = _read(response, patience.whole, host, over)
    except (OSError, ValueError) as error:  # those of `requests` and `urllib3`, of sockets, of addresses that are none
        raise _lost(error, host) from error
    kind = response.headers.get("Content-Type", "").lower()
    words = kind.startswith(TEXTS) or data.lstrip()[:1] in (b"{", b"<")
    if response.status_code != 200 or not data or (words and not kind_of(data)):
        raise _failure(response, data, service)
    framed = "Content-Length" in response.headers or "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    return Reply(data, framed)


def _read(response: requests.Response, patience: float, host: str, over: Event) -> bytes:
    data = bytearray()
    begun = monotonic()
    for piece in response.iter_content(65536):
        data += piece
        if over.is_set() or monotonic() - begun > patience:
            raise Busy(f"{host} takes too long")
        if len(data) > MOST:
            raise EngineError(f"{host} sends without end", hint="check the server")
    return bytes(data)


def _lost(error: Exception, host: str) -> Busy | EngineError:
    """What kept an answer from coming, for the user."""
    words = str(error)
    if isinstance(error, lost.SSLError) and "CERTIFICATE" in words.upper():
        hint = (
            "a proxy may look into connections, or the clock may be wrong; REQUESTS_CA_BUNDLE names further authorities"
        )
        return EngineError(f"{host} has no certificate that can be trusted", hint=hint)
    if isinstance(error, lost.SSLError) and ("WRONG_VERSION" in words.upper() or "RECORD_LAYER" in words.upper()):
        return EngineError(f"{host} speaks no TLS", hint="its base_url may have to begin with http://")
    if isinstance(error, lost.ConnectionError | lost.Timeout) and no_connection(error):
        return Unreachable(host)
    if isinstance(error, lost.ReadTimeout) or "Read timed out" in words:
        return Busy(f"{host} does not answer")
    if isinstance(error, lost.InvalidURL | lost.InvalidSchema | lost.MissingSchema | UnicodeError):
        return EngineError("base_url of openai is no address", hint="write it like http://localhost:8880/v1")
    return Busy(f"the connection to {host} was lost", f"check the network, {OFFLINE}")


def _failure(response: requests.Response, data: bytes, service: Service) -> Busy | EngineError:
    """What an answer without sound means, for the user."""
    host, status = place(service.base), response.status_code
    problem = _problem(data)
    if status == 200 and problem.status >= 400:
        status = problem.status
    said = f": {told(problem.message, service.key)}" if problem.message else ""
    if status == 402 or problem.code in PAY:
        return EngineError(f"{host} wants to be paid: the account has no credit", hint="look at the account's billing")
    if status == 429:
        wait = asked_wait(response.headers.get("Retry-After"))
        hint = f"set requests_per_minute in {SETTINGS}, {OFFLINE}"
        return Busy(f"{host} refuses: too many requests for now", hint, wait)
    if status in (408, 409, 425) or (status >= 500 and status != 501):
        return Busy(f"{host} fails (HTTP {status}){said}", wait=asked_wait(response.headers.get("Retry-After")))
    if status == 200:
        return Busy(f"{host} sent no sound{said}")
    return _refusal(status, problem, said, host, service)


def _refusal(status: int, problem: _Problem, said: str, host: str, service: Service) -> EngineError:
    if status == 401:  # OpenAI's message repeats part of the key
        if service.key:
            return EngineError(f"{host} does not take the key", hint="check OPENAI_API_KEY, or key in " + SETTINGS)
        return EngineError(f"{host} wants a key", hint=f"set key in {SETTINGS}")
    if status == 403:
        return EngineError(f"{host} refuses (HTTP 403){said}", hint="the key may not be for this model or country")
    if status in (404, 405, 501) or 300 <= status < 400:
        hint = f"check model and base_url in {SETTINGS}: it usually ends in /v1, as {OPENAI} does"
        return EngineError(f"{host} has no such service or model (HTTP {status}){said}", hint=hint)
    if status == 413 or problem.code == "string_above_max_length":
        return EngineError(f"{host} takes no text of this length{said}", hint="try a voice that needs no network")
    if "voice" in (problem.param, problem.code) or re.search(r"\bvoices?\b", problem.message, re.IGNORECASE):
        return VoiceError(f"{host} does not take this voice{said}", hint="name one that the server has")
    return EngineError(
        f"{host} does not take the request (HTTP {status}){said}", hint=f"check model and format in {SETTINGS}"
    )


class _Problem(NamedTuple):
    message: str = ""
    code: str = ""
    param: str = ""
    status: int = 0


def _problem(data: bytes) -> _Problem:
    """What a server says in one of the forms that are usual.

    OpenAI: `{"error": {"message", "type", "param", "code"}}`; FastAPI: `{"detail": text}`, `{"detail": {…}}` or, for
    values that can't be, `{"detail": [{"loc": […], "msg"}]}`; others: `{"message"}`, `{"error": text}`, or plain text.
    """
    try:
        found: Any = json.loads(data[:100_000])
    except ValueError:
        text = data[:2000].decode("utf-8", "replace").strip()
        return _Problem("" if text.startswith("<") or "\ufffd" in text else text)
    for name in ("error", "detail"):
        if isinstance(found, dict) and found.get(name):
            found = found[name]
    if isinstance(found, list):
        found = found[0] if found else ""
    if not isinstance(found, dict):
        return _Problem(found if isinstance(found, str) else "")
    code = found.get("code") or found.get("type") or ""
    param = found.get("param") or (found.get("loc") or [""])[-1]
    message = found.get("message") or found.get("msg") or ""
    status = found.get("code") or found.get("status")
    return _Problem(str(message), str(code), str(param), status if isinstance(status, int) else 0)


def told(message: str, key: str) -> str:
    """A server's words as they may be repeated: short, on one line, without the key or what looks like one."""
    line = " ".join(part for part in message.split() if part)
    if key:
        line = line.replace(key, "…")
    line = "".join(letter for letter in SECRET.sub("…", line) if letter.isprintable())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
