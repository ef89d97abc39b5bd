"""Google Translate's voices, online, through the gTTS library: no account, no promise, and limits nobody publishes.

gTTS sends at most 100 characters a request and would make a request of every clause; here a paragraph is cut into as
few as possible. Each answer is checked for being whole, and asked for again if it isn't, or if the service is busy.
Proxies are taken from the environment (`HTTPS_PROXY`), as everywhere in Python.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Sequence
from functools import cache, partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from narrate.contracts import EngineInfo
from narrate.engines._parts import asked_for, hurried
from narrate.engines._patience import OFFLINE, Busy, Line, Patience, Unreachable, asked_wait, no_connection
from narrate.engines._speed import checked
from narrate.engines._words import wordless
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


PATIENCE = Patience()


class _Setting(NamedTuple):
    language: str
    domain: str
    slow: bool


class _Speaker:
    def __init__(self, voice: Voice, setting: _Setting) -> None:
        self.rate = RATE
        self.fingerprint = f"{voice} gTTS {metadata.version('gTTS')} make 1"
        self._setting = setting
        self._line = Line(f"https://{_host(setting)}/")
        self.hurry, self.close = self._line.hurry, self._line.close

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Fetch the sound of `text`; the service has one pace, so others are made by stretching."""
        import numpy as np

        from narrate.engines._stretch import stretched

        speed = checked(speed)
        wanted = [" ".join(part.split()) for _, part in asked_for(text, MOST)]
        sounds = [self._line.fetched(partial(self._sound, part), PATIENCE, part) for part in wanted]
        return Clip(pcm=stretched(np.concatenate(sounds), RATE, speed), rate=RATE)

    def _sound(self, part: str) -> NDArray[np.float32]:
        return _sound(part, _asked(part, self._setting, PATIENCE))


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
    return _voice(name, setting.language, f"{_languages()[setting.language]}, {_host(setting)}")


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


def _asked(part: str, setting: _Setting, patience: Patience) -> bytes:
    """One request's MP3; raises `Busy` or `EngineError`."""
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
        raise (Unreachable(_host(setting)) if no_connection(error) else _failure(error.rsp, setting)) from error
    except AssertionError as error:  # how gTTS says that only punctuation is left
        raise wordless(part) from error
    except (ValueError, OSError) as error:  # damaged base64 or UTF-8; a connection lost while reading
        raise Busy("Google's answer was damaged on its way", "check the network") from error


def _host(setting: _Setting) -> str:
    return f"translate.google.{setting.domain}"


def _failure(response: Any, setting: _Setting) -> Busy | EngineError:
    """What went wrong, for the user."""
    if response is None:
        return Busy(f"{_host(setting)} can't be reached", f"check the network, {OFFLINE}")
    status = response.status_code
    if status == 429:
        wait = asked_wait(response.headers.get("Retry-After"))
        return Busy("Google refuses: too many requests for now", f"try again in an hour, {OFFLINE}", wait)
    if status >= 500:
        return Busy(f"Google's service fails (HTTP {status})", f"try again later, {OFFLINE}")
    if status == 200:
        return Busy("Google sent no sound", f"try again later, {OFFLINE}")
    if status == 404:
        return EngineError(f"there is no service at {_host(setting)}", hint="choose another accent")
    return EngineError(f"Google refuses (HTTP {status})", hint=f"try again in an hour, {OFFLINE}")


def _sound(part: str, mp3: bytes) -> NDArray[np.float32]:
    """The samples of an answer that is whole; raises `Busy` if it is not."""
    from narrate.engines._decode import decoded, mp3_whole

    if not mp3:
        raise Busy("Google sent no sound", "try again later, or choose a voice that needs no network")
    cut_off = Busy("Google's sound was cut off", "try again later, or choose a voice that needs no network")
    if not mp3_whole(mp3):
        raise cut_off
    pcm, _ = decoded(mp3, RATE)
    if hurried(part, len(pcm) / RATE):
        raise cut_off
    return pcm
