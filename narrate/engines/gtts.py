"""Google Translate's voices, online, through the gTTS library: no account, no promise, and limits nobody publishes.

gTTS sends at most 100 characters a request and would make a request of every clause; here a paragraph is cut into as
few as possible. Each answer is checked for being whole, and asked for again if it isn't, or if the service is busy.
Proxies are taken from the environment (`HTTPS_PROXY`), as everywhere in Python.
"""

from __future__ import annotations

import random
import re
import runpy
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from narrate.contracts import EngineInfo
from narrate.engines._speed import checked
from narrate.engines._words import plain, speakable
from narrate.errors import EngineError, MissingExtra, VoiceError
from narrate.model import Clip, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INFO = EngineInfo(
    name="gtts",
    summary="Google Translate's voices; needs the network, no account",
    requires=("gtts", "av"),
    offline=False,
    host="translate.google.com",
    unit="paragraph",
    parallel="requests",
    workers=2,  # more at once is refused sooner
    repeatable=False,  # Google changes its voices when it likes
    max_chars=3000,
)

RATE = 24_000  # what the service sends; anything else is turned into it
MOST = 100  # characters a request: gTTS.GOOGLE_TTS_MAX_CHARS
FASTEST = 40.0  # letters a second: more than twice as fast as any voice, so the sound is not all of the text
FASTEST_WIDE = 12.0  # the same for Chinese, Japanese and Korean, whose letters are syllables
WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
BREAKS = (re.compile(r"[.!?…。！？]['”’)»]*\s"), re.compile(r"[,;:—、，；：]\s?"), re.compile(r"\s"))
SLOW = "+slow"
NAME = re.compile(r"([A-Za-z-]+)(?:@([a-z.]+))?(\+slow)?")

# Where a country's accent is spoken: gTTS's own table, https://gtts.readthedocs.io/en/latest/module.html
ACCENTS = {
    "en-AU": ("en", "com.au"),
    "en-GB": ("en", "co.uk"),
    "en-US": ("en", "us"),
    "en-CA": ("en", "ca"),
    "en-IN": ("en", "co.in"),
    "en-IE": ("en", "ie"),
    "en-ZA": ("en", "co.za"),
    "en-NG": ("en", "com.ng"),
    "fr-FR": ("fr", "fr"),
    "pt-BR": ("pt", "com.br"),
    "es-MX": ("es", "com.mx"),
    "es-ES": ("es", "es"),
    "es-US": ("es", "us"),
}
UNLISTED = {"zh-TW": "Chinese (Mandarin/Taiwan)", "zh": "Chinese (Mandarin)"}  # gtts.lang adds these to its table
TAGS = {"iw": "he", "jw": "jv", "tl": "fil"}  # Google's old tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try."""

    connect: float = 4.0
    """Seconds to find the service's address, and to reach it there."""
    read: float = 30.0
    """Seconds without a byte from it."""
    tries: int = 5
    first_wait: float = 1.0
    """Seconds before the second try; then twice as long each time, each shortened by chance by up to a half."""
    longest_wait: float = 60.0
    """Seconds, even if the service asks for more."""


PATIENCE = Patience()


class _Setting(NamedTuple):
    language: str
    domain: str
    slow: bool


class _Busy(Exception):
    """The service did not give what was asked; another try may help."""

    def __init__(self, message: str, hint: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.hint = hint
        self.wait = wait


class _Unreachable(_Busy):
    """There is no way to the service: no address, nobody there, or a proxy that can't be reached either."""


class _Speaker:
    def __init__(self, voice: Voice, setting: _Setting) -> None:
        self.rate = RATE
        self.fingerprint = f"{voice} gTTS {metadata.version('gTTS')} make 1"
        self._setting = setting
        self._closed = False
        self._reached = False
        self._over = threading.Event()

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Fetch the sound of `text`; the service has one pace, so others are made by stretching."""
        import numpy as np

        from narrate.engines._stretch import stretched

        speed = checked(speed)
        if self._closed:
            raise EngineError("this voice has been closed", hint="open it again")
        parts = [part for part in _parts(plain(text)) if speakable(part)]
        if not parts:
            raise EngineError("there is no word in this text to speak", hint="leave it out", quote=text)
        sounds = [self._fetched(part, PATIENCE) for part in parts]
        return Clip(pcm=stretched(np.concatenate(sounds), RATE, speed), rate=RATE)

    def hurry(self) -> None:
        """The run is over: wait for nothing any more."""
        self._over.set()

    def close(self) -> None:
        self._closed = True
        self._over.set()

    def _fetched(self, part: str, patience: Patience) -> NDArray[np.float32]:
        """The sound of `part`, tried until it is whole; raises `EngineError` when patience ends.

        A service that could never be reached is not waited for.
        """
        if not self._reached:
            _find(self._setting, patience)
        wait = patience.first_wait
        for attempt in range(1, patience.tries + 1):
            try:
                found = _sound(part, _asked(part, self._setting, patience))
            except _Busy as busy:
                lost = isinstance(busy, _Unreachable)
                if attempt == patience.tries or (lost and not self._reached):
                    tried = f" (tried {attempt} times)" if attempt > 1 else ""
                    raise EngineError(f"{busy}{tried}", hint=busy.hint, quote=part) from busy
                self._reached = self._reached or not lost
                if self._over.wait(min(patience.longest_wait, max(busy.wait, wait * random.uniform(0.5, 1.0)))):
                    raise EngineError(f"{busy}, and the run is over", hint=busy.hint, quote=part) from busy
                wait *= 2
            else:
                self._reached = True
                return found
        raise AssertionError("patience allows no try")


def voices() -> Sequence[Voice]:
    languages = _languages()
    names = {**{tag: (tag, name) for tag, name in languages.items()}}
    for tag, (language, domain) in ACCENTS.items():
        names[tag] = (tag, f"{languages[language]}, translate.google.{domain}")
    return tuple(_voice(name, tag, label) for name, (tag, label) in sorted(names.items()))


def voice(name: str) -> Voice:
    """A voice that is not listed, such as `en@co.nz` or `en+slow`; raises `VoiceError`."""
    found = _voice(name, "und", "")
    setting = _setting(found)
    return _voice(name, setting.language, f"{_languages()[setting.language]}, translate.google.{setting.domain}")


def open_speaker(voice: Voice) -> _Speaker:
    return _Speaker(voice, _setting(voice))


def _voice(name: str, tag: str, label: str) -> Voice:
    return Voice(
        engine="gtts",
        name=name,
        language=TAGS.get(tag, tag),
        label=label,
        licence="Google's terms of service",
        rate=RATE,
    )


def _setting(voice: Voice) -> _Setting:
    """A name is a language, perhaps a domain whose accent is wanted, perhaps slow: `en-GB`, `en@co.nz`, `en+slow`."""
    found = NAME.fullmatch(voice.name)
    if found is None:
        raise VoiceError(f"there is no voice “{voice}”", hint="write it like gtts:en, gtts:en-GB or gtts:en@co.nz")
    language, domain, slow = found.groups()
    accent = ACCENTS.get(language)
    language, usual = accent or (language, "com")
    if language not in _languages():
        raise VoiceError(f"Google speaks no “{language}”", hint="`narrate voices` lists gtts's languages")
    return _Setting(language, domain or usual, slow is not None)


@cache
def _languages() -> dict[str, str]:
    """What `gtts.lang.tts_langs` gives, without importing gtts, whose HTTP library takes 0.3 s."""
    found = find_spec("gtts")
    if found is None or found.origin is None:
        raise MissingExtra("gTTS", "")
    table = runpy.run_path(str(Path(found.origin).with_name("langs.py")))
    languages: dict[str, str] = {**table["_langs"], **UNLISTED}
    return languages


def _parts(text: str) -> Iterator[str]:
    """Pieces of at most 100 characters, cut after a sentence if one ends in the second half, else a clause, a word."""
    text = " ".join(text.split())
    while len(text) > MOST:
        at = MOST
        for least, pattern in zip((MOST // 2, MOST // 3, 0), BREAKS, strict=True):
            ends = [found.end() for found in pattern.finditer(text, 0, MOST + 1) if found.end() > least]
            if ends:
                at = ends[-1]
                break
        yield text[:at].strip()
        text = text[at:].strip()
    if text:
        yield text


def _find(setting: _Setting, patience: Patience) -> None:
    """Raise `EngineError` when the service has no address: systems without a network take long to say so."""
    from requests.utils import get_environ_proxies

    host = f"translate.google.{setting.domain}"
    if get_environ_proxies(f"https://{host}/"):
        return  # which looks the address up itself
    found: list[object] = []

    def look() -> None:
        try:
            found.append(socket.getaddrinfo(host, 443))
        except OSError:
            return

    finder = threading.Thread(target=look, daemon=True)
    finder.start()
    finder.join(patience.connect)
    if not found:
        lost = _lost(setting)
        raise EngineError(str(lost), hint=lost.hint)


def _lost(setting: _Setting) -> _Unreachable:
    hint = "check the network, or choose a voice that needs none, such as those of `narrate voices --offline`"
    return _Unreachable(f"translate.google.{setting.domain} can't be reached", hint)


def _asked(part: str, setting: _Setting, patience: Patience) -> bytes:
    """One request's MP3; raises `_Busy` or `EngineError`."""
    from gtts import gTTS, gTTSError

    asked = gTTS(
        part,
        lang=setting.language,
        tld=setting.domain,
        slow=setting.slow,
        lang_check=False,  # we have, and its check warns about names that it takes all the same
        pre_processor_funcs=[],
        timeout=(patience.connect, patience.read),
    )
    try:
        return b"".join(asked.stream())
    except gTTSError as error:
        raise (_lost(setting) if _no_connection(error) else _failure(error.rsp, setting)) from error
    except AssertionError as error:  # how gTTS says that only punctuation is left
        raise EngineError("there is no word in this text to speak", hint="leave it out", quote=part) from error
    except (ValueError, OSError) as error:  # damaged base64 or UTF-8; a connection lost while reading
        raise _Busy("Google's answer was damaged on its way", "check the network") from error


def _no_connection(error: BaseException) -> bool:
    """Whether nobody was there to talk to; not so when a connection was lost, or no answer came."""
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, NewConnectionError | ConnectTimeoutError):
        told = getattr(inner, "reason", None) or getattr(inner, "original_error", None) or next(iter(inner.args), None)
        inner = told if isinstance(told, BaseException) else inner.__cause__ or inner.__context__
    return inner is not None


def _failure(response: Any, setting: _Setting) -> _Busy | EngineError:
    """What went wrong, for the user."""
    offline = "or choose a voice that needs no network"
    if response is None:
        return _Busy(f"translate.google.{setting.domain} can't be reached", f"check the network, {offline}")
    status = response.status_code
    if status == 429:
        after = response.headers.get("Retry-After", "")
        wait = float(after) if after.isdigit() else 0.0
        return _Busy("Google refuses: too many requests for now", f"try again in an hour, {offline}", wait)
    if status >= 500:
        return _Busy(f"Google's service fails (HTTP {status})", f"try again later, {offline}")
    if status == 200:
        return _Busy("Google sent no sound", f"try again later, {offline}")
    if status == 404:
        return EngineError(f"there is no service at translate.google.{setting.domain}", hint="choose another accent")
    return EngineError(f"Google refuses (HTTP {status})", hint=f"try again in an hour, {offline}")


def _sound(part: str, mp3: bytes) -> NDArray[np.float32]:
    """The samples of an answer that is whole; raises `_Busy` if it is not."""
    from narrate.engines._decode import decoded, mp3_whole

    if not mp3:
        raise _Busy("Google sent no sound", "try again later, or choose a voice that needs no network")
    cut_off = _Busy("Google's sound was cut off", "try again later, or choose a voice that needs no network")
    if not mp3_whole(mp3):
        raise cut_off
    pcm, _ = decoded(mp3, RATE)
    wide = len(WIDE.findall(part))
    letters = sum(map(str.isalnum, part)) - wide
    if len(pcm) / RATE < letters / FASTEST + wide / FASTEST_WIDE:
        raise cut_off
    return pcm
