"""One request to Microsoft's service through edge-tts, and what its failures mean. Imports the library."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Event, Thread
from time import monotonic
from typing import Any

import aiohttp
import edge_tts
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError

from narrate.engines._edge_marks import TICKS, Announced
from narrate.engines._patience import OFFLINE, Busy, Patience, Unreachable, asked_wait, proxy
from narrate.engines.edge import HOST, Answer, voices
from narrate.errors import EngineError, VoiceError
from narrate.model import Voice

POLL = 0.25
"""Seconds between looks at whether the run is over."""
LEAVE = 0.1
"""Seconds in which connections that have ended close."""
RENEW = "set the clock right, or bring edge-tts up to date (pip install -U edge-tts)"


class Stream:
    """A thread on which all requests of a voice are waited for; ended connections take it a moment to take leave."""

    def __init__(self, voice: Voice, pitch: str, over: Event) -> None:
        self._voice, self._pitch, self._over = voice, pitch, over
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="narrate-edge", daemon=True)
        self._thread.start()

    def begin(self, part: str, pace: str, patience: Patience) -> Future[Answer]:
        """Ask for `part`; not to be called when closed."""
        asked = _received(part, self._voice.name, pace, self._pitch, patience, self._over)
        return asyncio.run_coroutine_threadsafe(asked, self._loop)

    def end(self, asked: Future[Answer]) -> Answer:
        """What the service has sent; raises `Busy` or `EngineError`."""
        try:
            return asked.result()
        except (aiohttp.ClientError, EdgeTTSException, OSError, ValueError, KeyError, TypeError) as error:
            raise _failure(error, self._voice) from error

    def close(self) -> None:
        """Wait for the requests in hand, which end soon when the run is over."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_forever()
        while waited := asyncio.all_tasks(self._loop):
            self._loop.run_until_complete(asyncio.wait(waited))
        self._loop.run_until_complete(asyncio.sleep(LEAVE))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


async def _received(part: str, voice: str, pace: str, pitch: str, patience: Patience, over: Event) -> Answer:
    asked = edge_tts.Communicate(
        part,
        voice,
        rate=pace,
        pitch=pitch,
        boundary="WordBoundary",
        proxy=proxy(f"wss://{HOST}/"),  # aiohttp looks at `wss_proxy` alone
        connect_timeout=max(1, round(patience.connect)),
        receive_timeout=max(1, round(patience.read)),
    )
    answer = _Coming()
    job = asyncio.ensure_future(answer.take(asked.stream()))
    try:
        while not (await asyncio.wait({job}, timeout=min(POLL, patience.read)))[0]:
            answer.check(patience, over)
    finally:
        if not job.done():
            job.cancel()
            await asyncio.wait({job})
    job.result()
    # The library ends quietly also when the connection is lost; it counts a turn's bytes only when the turn has ended.
    counted = asked.state["cumulative_audio_bytes"]
    return Answer(bytes(answer.sound), answer.told, ended=counted == len(answer.sound))


class _Coming:
    """What has come of an answer so far."""

    def __init__(self) -> None:
        self.sound = bytearray()
        self.told: list[Announced] = []
        self._begun = self._last = monotonic()

    async def take(self, stream: Any) -> None:
        """All of `stream`."""
        try:
            async for chunk in stream:
                self._last = monotonic()
                if chunk["type"] == "audio":
                    self.sound += chunk["data"]
                else:
                    begin = chunk["offset"] / TICKS
                    self.told.append(Announced(chunk["text"], begin, begin + chunk["duration"] / TICKS))
        finally:
            await stream.aclose()

    def check(self, patience: Patience, over: Event) -> None:
        """Raise `Busy` when nothing came for too long, or not all in time, or the run is over.

        The library sets a time limit too, which does not hold for a connection that is open and silent.
        """
        now = monotonic()
        if over.is_set() or now - self._last > patience.read:
            raise Busy("Microsoft's service does not answer")
        if now - self._begun > patience.whole:
            raise Busy("Microsoft's service takes too long")


def _failure(error: Exception, voice: Voice) -> Busy | EngineError:
    """What went wrong, for the user."""
    if isinstance(error, NoAudioReceived):
        return _mute(voice)
    if isinstance(error, SkewAdjustmentError):
        return EngineError("Microsoft refuses (HTTP 403)", hint=RENEW)
    if isinstance(error, aiohttp.ClientResponseError):
        return _refusal(error)
    if isinstance(error, aiohttp.ClientSSLError | aiohttp.ClientConnectorCertificateError):
        hint = (
            "a proxy may look into connections here, or the clock may be wrong; or choose a voice that needs no network"
        )
        return EngineError(f"{HOST} has no certificate that can be trusted", hint=hint)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ServerTimeoutError):
        return Unreachable(HOST)
    return Busy("Microsoft's answer was damaged on its way", f"check the network, {OFFLINE}")


def _mute(voice: Voice) -> Busy | EngineError:
    """No sound, which is also how the service tells of voices that it does not know."""
    if voice.name not in {known.name for known in voices()}:
        return VoiceError(
            f"Microsoft sent no sound: it may know no voice “{voice}”", hint="`narrate voices` lists those"
        )
    return Busy("Microsoft sent no sound", "the voice may not speak this language, or be gone: choose another")


def _refusal(error: aiohttp.ClientResponseError) -> Busy | EngineError:
    status = error.status
    if status == 429:
        wait = asked_wait(error.headers.get("Retry-After") if error.headers else None)
        return Busy("Microsoft refuses: too many requests for now", f"try again in an hour, {OFFLINE}", wait)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return EngineError(f"the proxy refuses (HTTP {status})", hint="check HTTPS_PROXY")
    if status >= 500 or status == 408:
        return Busy(f"Microsoft's service fails (HTTP {status})")
    return EngineError(f"Microsoft refuses (HTTP {status})", hint=RENEW)
