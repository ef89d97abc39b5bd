"""Voices of OpenAI, and of every server that answers `/v1/audio/speech` as OpenAI does: Kokoro-FastAPI, LocalAI,
speaches, openedai-speech and others, also one on your own machine.

Which server, and the key if it wants one, come from the settings (`[engines.openai]`) or, as for OpenAI's own library,
from `OPENAI_BASE_URL` and `OPENAI_API_KEY`. The key goes into no message, no file and no name of a clip. The sound is
asked for at the voice's own pace, as some models heed no other, and stretched here; of whatever kind it is, it is told
by its bytes. See `docs/online.md`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from narrate import records
from narrate.contracts import EngineInfo, Price
from narrate.engines._parts import asked_for, hurried
from narrate.engines._patience import Busy, Line, Patience, place
from narrate.engines._speed import checked
from narrate.errors import EngineError, UsageError, VoiceError
from narrate.model import Clip, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INFO = EngineInfo(
    name="openai",
    summary="OpenAI's voices, or those of any server that answers alike; a key, or a server of your own",
    requires=("requests", "av"),
    offline=False,
    parallel="requests",
    workers=4,
    repeatable=False,  # models speak a sentence differently each time
    max_chars=2000,
    settings=MappingProxyType(
        {
            "base_url": "where the server is, such as http://localhost:8880/v1; OpenAI if not given",
            "key": "what the server wants for a key, or $NAME of an environment variable that holds it",
            "model": "tts-1 if not given",
            "format": "what to ask for: wav (if not given), mp3, flac, opus, aac or pcm",
            "instructions": "how to speak, in words, for models that heed it",
            "requests_per_minute": "at most; as many as go if not given",
            "timeout": "seconds without a sign of the server, 60 if not given",
        }
    ),
)

OPENAI = "https://api.openai.com/v1"
FORMATS = ("wav", "mp3", "flac", "opus", "aac", "pcm")
# OpenAI takes 4,096 characters, and its newer models 2,000 tokens: at least as many characters, in any script
MOST = 2_000
PATIENCE = Patience(read=60.0)
NAME = re.compile(r"[^\s\x00-\x1f\"'<>]{1,200}")
OWN = ("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Which server is asked, and for what."""

    base: str
    key: str = field(repr=False)
    model: str
    format: str
    instructions: str
    a_minute: float
    patience: Patience

    @property
    def url(self) -> str:
        parts = urlsplit(self.base)
        return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/audio/speech"))

    @property
    def fingerprint(self) -> str:
        """What changes the sound; of the address only a digest, of its host and path alone."""
        parts = urlsplit(self.base)
        where = f"{parts.hostname}:{parts.port}{parts.path.rstrip('/')}"
        digest = hashlib.blake2b(where.encode(), digest_size=6).hexdigest()
        return f"{self.model} {self.format} at {digest} {self.instructions}"


class _Speaker:
    def __init__(self, voice: Voice, service: Service) -> None:
        self.rate = voice.rate
        self.fingerprint = f"{voice} make 1 {service.fingerprint}"
        self._voice, self._service = voice, service
        self._line = Line(service.url, service.a_minute)
        self._free: list[Any] = []  # sessions of `requests`, each for one thread at a time
        self.hurry = self._line.hurry

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Fetch the sound of `text` and bring it to its pace."""
        import numpy as np

        from narrate.engines._stretch import stretched

        speed = checked(speed)
        wanted = [" ".join(part.split()) for _, part in asked_for(text, MOST)]
        patience = self._service.patience
        sounds = [self._line.fetched(partial(self._sound, part), patience, part) for part in wanted]
        rate = sounds[0][1]
        if any(other != rate for _, other in sounds):
            raise EngineError("the server changed its sample rate on the way", hint="try again", quote=text, retry=True)
        return Clip(pcm=stretched(np.concatenate([pcm for pcm, _ in sounds]), rate, speed), rate=rate)

    def close(self) -> None:
        self._line.close()
        while self._free:
            self._free.pop().close()

    def _sound(self, part: str) -> tuple[NDArray[np.float32], int]:
        """The samples of an answer that is whole, and their rate; raises `Busy` if it is not."""
        from narrate.engines._openai_request import answered, session
        from narrate.engines._whole import CUT_OFF, whole

        one = self._free.pop() if self._free else session(self._service.key)
        try:
            answer = answered(one, part, self._voice.name, self._service, self._line.over)
        finally:
            if self._line.over.is_set():
                one.close()
            else:
                self._free.append(one)
        host = place(self._service.base)
        try:
            pcm, rate = whole(answer.data, bare=self._service.format == "pcm", framed=answer.framed)
        except (Busy, EngineError) as error:
            raise Busy(f"{host}: {error}") from error
        if hurried(part, len(pcm) / rate):
            raise Busy(f"{host}: {CUT_OFF}")
        return pcm, rate


def voices() -> Sequence[Voice]:
    """OpenAI's own, most of which other servers take too; any other name can be used as well."""
    return tuple(map(_voice, OWN))


def voice(name: str) -> Voice:
    """A voice that is not listed, by the name that its server gives it; raises `VoiceError`."""
    return _checked(_voice(name))


def open_speaker(voice: Voice, settings: Mapping[str, Any] = MappingProxyType({})) -> _Speaker:
    service = service_of(settings)
    if service.base == OPENAI and not service.key:
        hint = "set OPENAI_API_KEY, or base_url in [engines.openai] of the settings to a server that wants none"
        raise EngineError("OpenAI wants a key, and none is set", hint=hint)
    return _Speaker(_checked(voice), service)


def price(voice: Voice, settings: Mapping[str, Any]) -> Price | None:
    """Nothing on one's own machine, what is known of a service's models, else None."""
    service = service_of(settings)
    host = urlsplit(service.base).hostname or ""
    if _own(host):
        return Price()
    for rate in records.rates("openai"):
        if (rate["host"], rate["model"]) == (host, service.model):
            return Price(
                per_million=rate.get("per_million", 0.0), per_minute=rate.get("per_minute", 0.0), as_of=rate["as_of"]
            )
    return None


def service_of(settings: Mapping[str, Any]) -> Service:
    """What is set, and the environment for what is not; raises `UsageError`."""
    given = {name: str(value).strip() for name, value in settings.items()}
    base = given.get("base_url") or os.environ.get("OPENAI_BASE_URL", "").strip() or OPENAI
    parts = _split(base)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("base_url of openai is no address", hint="write it like http://localhost:8880/v1")
    kind = given.get("format") or "wav"
    if kind not in FORMATS:
        raise UsageError(f"openai can't be asked for “{kind}”", hint=f"known: {', '.join(FORMATS)}")
    return Service(
        base=base.rstrip("/"),
        key=_key(given),
        model=given.get("model") or "tts-1",
        format=kind,
        instructions=given.get("instructions", ""),
        a_minute=_number(given, "requests_per_minute", 0.0),
        patience=_patience(given),
    )


def _split(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _key(given: Mapping[str, str]) -> str:
    """The key that is set; that of the environment only for the server that the environment names, or OpenAI."""
    key = given.get("key", "")
    if key.startswith("$"):
        key = os.environ.get(key[1:], "").strip()
        if not key:
            raise UsageError(f"{given['key']}, the key of openai, is not set", hint="set that environment variable")
    elif not key and not given.get("base_url"):
        key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError("the key of openai holds signs that no key has", hint="copy it anew")
    return key


def _patience(given: Mapping[str, str]) -> Patience:
    from dataclasses import replace

    return replace(PATIENCE, read=_number(given, "timeout", PATIENCE.read) or PATIENCE.read)


def _number(given: Mapping[str, str], name: str, usual: float) -> float:
    try:
        found = float(given.get(name) or usual)
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e6:
        raise UsageError(f"{name} of openai must be a number, not “{given[name]}”", hint=INFO.settings[name])
    return found


def _own(host: str) -> bool:
    """Whether a host is this machine or one in the same house."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".lan", ".internal")) or "." not in host


def _voice(name: str) -> Voice:
    return Voice(
        engine="openai",
        name=name,
        language=records.ANY,
        label="OpenAI's, or your server's",
        licence="the service's terms",
    )


def _checked(voice: Voice) -> Voice:
    if not NAME.fullmatch(voice.name):
        raise VoiceError(f"there is no voice “{voice}”", hint="write it like openai:nova, without blanks")
    return voice
