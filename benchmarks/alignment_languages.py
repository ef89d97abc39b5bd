"""When words begin by alignment alone, in many languages, against what the speaking voice itself tells.

    python -m benchmarks.alignment_languages [VOICE...] [--sentences 24] [--as-sent]

Each voice speaks sentences of its language: the segmentation corpus's (NARRATE_CORPORA), or ours in `plain/`. Its own
times are thrown away, its clips laid against eSpeak's speech as those of gTTS are, and the beginnings of its words held
against the times that were thrown away. A row for that, one for shares by letters. Kokoro's times come from its own
network, though its phonemes are eSpeak's outside English. eSpeak's own voices are only a weak check: another throat,
pitch and pace, but the same rules for how long sounds last.

--as-sent: the same clips as online services send them: MP3 of 24 kHz at 32 and 64 kbit/s, silence around them, another
pace than the one that was asked for. Every written word must keep a time, ascending, within its sentence, or it ends
there.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.alignment import _lend_kokoro
from benchmarks.voices import HERE, sentences
from narrate import voices
from narrate.audio.align import aligned
from narrate.audio.codec import resampled
from narrate.audio.edits import trimmed
from narrate.engines._decode import decoded
from narrate.engines._stretch import stretched
from narrate.errors import NarrateError
from narrate.model import Anchor, Block, Clip, Cue, Mark, Sentence, Word
from narrate.text.spoken import in_words
from narrate.words import timed, written

VOICES = (
    "kokoro:ef_dora", "kokoro:ff_siwis", "kokoro:if_sara", "kokoro:pf_dora", "kokoro:af_heart",
    "kokoro:ru-experimental", "espeak:ru+f3", "espeak:de+f3", "espeak:pl+f3", "espeak:tr+f3", "espeak:ar+f3",
    "espeak:hi+f3", "espeak:cmn+f3",
)  # fmt: skip
ASKER = "gtts"
"""The engine for which a reference is chosen."""
WEAK, FASTER, HIGHER = "espeak", 1.15, 70
"""The engine that speaks the references too, and how its clips here differ from these beside the throat."""
SENT = 24_000
"""Hz that services send."""
MOST_LAG = 0.1
"""Seconds by which an MP3 may lag behind what was encoded."""
HISS = 10 ** (-75 / 20)


class Said(NamedTuple):
    """A text's clip without marks, and those that its engine gave it."""

    text: str
    clip: Clip
    told: tuple[Mark, ...]


def texts(language: str, count: int) -> list[str]:
    """Sentences in words."""
    own = HERE / "plain" / f"{language}.txt"
    found = own.read_text(encoding="utf-8").splitlines() if own.exists() else sentences(language, count)
    return [in_words(text, language) for text in found[:count]]


def spoken(name: str, count: int) -> tuple[str, list[Said]]:
    """The voice's language and its clips."""
    voice = voices.find(name)
    language = "zh" if voice.language == "cmn" else voice.language
    weak = voice.engine == WEAK
    speaker = voices.open_speaker(voice, {WEAK: {"pitch": HIGHER}} if weak else {})
    try:
        clips = [
            (text, trimmed(speaker.say(text, language, FASTER if weak else 1.0)))
            for text in texts(language.partition("-")[0], count)
        ]
    finally:
        speaker.close()
    return language, [Said(text, replace(clip, marks=()), clip.marks) for text, clip in clips]


def times(text: str, clip: Clip, marks: tuple[Mark, ...]) -> tuple[Word, ...]:
    """Of each written word; raises `AssertionError` where one has none, or not in order, or outside."""
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="benchmark"))
    sentence = Sentence(block=block, start=0, end=len(text))
    found = timed(Cue(sentence=sentence, begin=0, finish=len(clip.pcm), marks=marks))
    assert [(word.start, word.end) for word in found] == list(written(text)), text
    last = 0
    for word in found:
        assert last <= word.begin < word.finish <= len(clip.pcm), text
        last = word.finish
    return found


def errors(said: Said, marks: tuple[Mark, ...]) -> list[float]:
    """Milliseconds by which words begin later than their engine says."""
    begins = {word.start: word.begin for word in times(said.text, said.clip, marks)}
    exact = (mark for mark in said.told if not mark.estimated and mark.start in begins)
    return [1000 * (begins[mark.start] - mark.begin) / said.clip.rate for mark in exact]


def as_mp3(said: Said, kbits: int) -> Said:
    """As a service sends it; its times moved by as much as the sound lags."""
    import lameenc

    pcm = resampled(said.clip.pcm, said.clip.rate, SENT)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kbits)
    encoder.set_in_sample_rate(SENT)
    encoder.set_channels(1)
    encoder.silence()
    data = encoder.encode(np.round(32767 * np.clip(pcm, -1, 1)).astype("<i2").tobytes()) + encoder.flush()
    found, _ = decoded(bytes(data), SENT)
    room = round(MOST_LAG * SENT)
    size = 1 << (len(pcm) + len(found)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(found, size) * np.conj(np.fft.rfft(pcm, size)), size)
    return _moved(said, found, SENT, 1.0, int(likeness[:room].argmax()))


def around(said: Said, before: float, after: float) -> Said:
    """With so many seconds of nearly silence."""
    lengths = [round(seconds * said.clip.rate) for seconds in (before, after)]
    noise = np.random.default_rng(1)
    edges = [noise.normal(0, HISS, length).astype(np.float32) for length in lengths]
    pcm = np.concatenate([edges[0], said.clip.pcm, edges[1]])
    return _moved(said, pcm, said.clip.rate, 1.0, lengths[0])


def paced(said: Said, speed: float) -> Said:
    pcm = stretched(said.clip.pcm, said.clip.rate, speed)
    return _moved(said, pcm, said.clip.rate, 1 / speed, 0)


def _moved(said: Said, pcm: Any, rate: int, factor: float, shift: int) -> Said:
    def there(sample: int) -> int:
        return min(len(pcm), shift + round(sample * factor * rate / said.clip.rate))

    told = (replace(mark, begin=there(mark.begin), finish=there(mark.finish)) for mark in said.told)
    return Said(said.text, Clip(pcm=pcm, rate=rate), tuple(told))


WAYS: dict[str, Callable[[Said], Said]] = {
    "MP3, 32 kbit/s": lambda said: as_mp3(said, 32),
    "MP3, 64 kbit/s": lambda said: as_mp3(said, 64),
    "0.1 s of silence before, 0.5 s behind": lambda said: around(said, 0.1, 0.5),
    "0.5 s of silence before, 0.1 s behind": lambda said: around(said, 0.5, 0.1),
    "0.8 times the pace": lambda said: paced(said, 0.8),
    "1.3 times the pace": lambda said: paced(said, 1.3),
    "1.3 times the pace, 0.5 s of silence at both ends, MP3 of 32 kbit/s": lambda said: as_mp3(
        around(paced(said, 1.3), 0.5, 0.5), 32
    ),
}


def row(name: str, how: str, found: Sequence[float]) -> None:
    off = np.abs(found)
    figures = f"{np.median(off):.0f} | {np.mean(found):+.0f} | {np.quantile(off, 0.95):.0f}"
    print(f"| {name} | {how} | {len(off)} | {figures} |", flush=True)


def measure(name: str, count: int, as_sent: bool) -> None:
    language, clips = spoken(name, count)
    reference = voices.reference(language, ASKER)
    if reference is None:
        print(f"{name} skipped: nothing speaks {language} to lay it against", flush=True)
        return
    speaker = voices.open_speaker(reference)
    known = [speaker.say(said.text, language, 1.0) for said in clips]
    speaker.close()

    def off(change: Callable[[Said], Said]) -> Iterator[float]:
        for said, other in zip(map(change, clips), known, strict=True):
            yield from errors(said, aligned(said.clip, other, "aligned"))

    row(name, "aligned", list(off(lambda said: said)))
    row(name, "by letters", [one for said in clips for one in errors(said, ())])
    for how, change in WAYS.items() if as_sent else ():
        row(name, f"aligned; {how}", list(off(change)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*", default=VOICES, metavar="VOICE")
    parser.add_argument("--sentences", type=int, default=24)
    parser.add_argument("--as-sent", action="store_true")
    given: Any = parser.parse_args()
    print("| voice | times | words | median, ms | mean, ms | 95 %, ms |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        _lend_kokoro(Path(folder))
        for name in given.voices:
            try:
                measure(name, given.sentences, given.as_sent)
            except NarrateError as error:
                print(f"{name} skipped: {error}", flush=True)


if __name__ == "__main__":
    main()
