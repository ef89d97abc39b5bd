"""Listens to a finished narration and tells which sentences were not heard, or were heard twice.

Whisper (`faster-whisper`, the extra `verify`) writes down what it hears of stretches of about twenty seconds; its words
are aligned with those that should be there. What looks wrong, and what is much shorter or longer than its voice would
have it, is listened to again by itself before it is believed: over a stretch a recogniser leaves words out now and then
that are there, and takes the second of two readings for an echo.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Literal

from narrate.errors import EngineError, MissingExtra
from narrate.model import Cue, Doubt, Sentence, Timeline, without_phonemes
from narrate.text.language import primary
from narrate.text.pace import seconds

if TYPE_CHECKING:
    from narrate.model import Samples

Ear = Callable[["Samples", str], str]
"""From mono samples at `RATE` and a language to the words that were heard."""

RATE = 16_000
"""Hz: what Whisper takes."""
STRETCH = 22.0
"""Seconds: Whisper hears thirty at a time, however little of them is filled."""
MARGIN = 0.15
"""Seconds around a stretch that are listened to as well."""
ALIKE = 0.6
"""Likeness of two words from which one is taken for the other as a recogniser misspelt it."""
ENOUGH = 0.5
"""Share of a sentence's words that must be heard; the rest may be misheard."""
MOST = 0.8
"""The same of a sentence that is far too short for its text."""
SHORT, LONG = 0.65, 1.55
"""Length against what the voice usually takes, from which a sentence is listened to by itself."""
FEW_WORDS = 3
FEW_CUES = 5
"""Cues of a voice below which its pace is not known."""
SHORTEST = 0.8
"""Seconds that a sentence should take at least for its length to tell anything."""
AGAIN = 0.65
"""Share of a sentence's words that, heard beyond all that should be there, make a second reading."""
SILENCE = 1e-3
"""Root mean square under which there is nothing to hear (-60 dBFS)."""


def doubts(
    blocks: Iterable[Samples], timeline: Timeline, ear: Ear, told: Callable[[list[Cue]], None] = lambda cues: None
) -> Iterator[Doubt]:
    """Listen to a programme (blocks of mono samples at `RATE`) whose cues say what should be where, in order.

    `told` is called with the cues of each stretch that was listened to.
    """
    sound = _Sound(blocks)
    paces = _paces(timeline)
    for cues in _stretches(timeline):
        begin, finish = (_at(timeline, cues[0].begin) - _MARGIN, _at(timeline, cues[-1].finish) + _MARGIN)
        pcm = sound.part(max(0, begin), finish)
        language = cues[0].sentence.language
        heard = _words(ear(pcm, language), language) if _loud(pcm) else []
        suspects = {id(cue) for cue in _suspects(cues, heard)}
        for cue in cues:
            pace = paces.get(id(cue), 1.0)
            if id(cue) not in suspects and SHORT < pace < LONG:
                continue
            start = _at(timeline, cue.begin) - _MARGIN - max(0, begin)
            alone = pcm[max(0, start) : _at(timeline, cue.finish) + _MARGIN - max(0, begin)]
            doubt = _doubt(cue.sentence, alone, pace, ear)
            if doubt:
                yield doubt
        told(cues)


def _doubt(sentence: Sentence, pcm: Samples, pace: float, ear: Ear) -> Doubt | None:
    """Listen to one sentence alone; `pace` is its length against what its voice would take."""
    expected, language = _expected(sentence), sentence.language
    heard = ear(pcm, language) if _loud(pcm) else ""
    enough = MOST if pace <= SHORT and len(expected) > FEW_WORDS else ENOUGH
    fault = judged(expected, _words(heard, language), enough)
    if fault is None and pace >= LONG:  # asked for both at once, a recogniser takes the second for an echo
        second = ear(pcm[len(pcm) // 2 :], language)
        if len(_matched(expected, _words(second, language))) >= AGAIN * len(expected):
            return Doubt(sentence=sentence, fault="heard twice", heard=f"{heard.strip()} … {second.strip()}")
    return Doubt(sentence=sentence, fault=fault, heard=heard.strip()) if fault else None


def _paces(timeline: Timeline) -> dict[int, float]:
    """How long each cue is against what its text would take, by the median of its voice in this programme."""
    ratios: dict[str, list[tuple[int, float]]] = {}
    for cue in timeline.cues:
        usual = seconds(without_phonemes(cue.sentence.spoken), cue.sentence.language)
        if usual > SHORTEST:
            length = timeline.seconds(cue.finish - cue.begin)
            ratios.setdefault(cue.sentence.voice, []).append((id(cue), length / usual))
    found: dict[int, float] = {}
    for rows in ratios.values():
        middle = median(ratio for _, ratio in rows)
        if len(rows) >= FEW_CUES and middle > 0:
            found |= {key: ratio / middle for key, ratio in rows}
    return found


def judged(expected: list[str], heard: list[str], enough: float = ENOUGH) -> Literal["not heard", "heard twice"] | None:
    """What is wrong with one sentence, given its words and those that were heard of it alone."""
    matched = _matched(expected, heard)
    if len(matched) < enough * len(expected):
        return "not heard"
    rest = [word for place, word in enumerate(heard) if place not in set(matched.values())]
    return "heard twice" if _again(expected, rest) else None


_MARGIN = round(MARGIN * RATE)


def _at(timeline: Timeline, sample: int) -> int:
    return round(sample * RATE / timeline.rate)


def _stretches(timeline: Timeline) -> Iterator[list[Cue]]:
    """Neighbouring cues in one language that fit into what is heard at once."""
    held: list[Cue] = []
    for cue in timeline.cues:
        long = held and timeline.seconds(cue.finish - held[0].begin) > STRETCH
        if held and (long or cue.sentence.language != held[0].sentence.language):
            yield held
            held = []
        held.append(cue)
    if held:
        yield held


def _suspects(cues: list[Cue], heard: list[str]) -> list[Cue]:
    """The cues of a stretch that have too few of the words, or whose words are among those left over."""
    texts = [_expected(cue.sentence) for cue in cues]
    matched = _matched([word for words in texts for word in words], heard)
    taken = set(matched.values())
    rest = [word for place, word in enumerate(heard) if place not in taken]
    found, at = [], 0
    for cue, words in zip(cues, texts, strict=True):
        hits = sum(place in matched for place in range(at, at + len(words)))
        at += len(words)
        if hits < ENOUGH * len(words) or _again(words, rest):
            found.append(cue)
    return found


def _again(expected: list[str], rest: list[str]) -> bool:
    """Whether words that were heard beside those expected are the expected ones once more."""
    return len(rest) >= 2 and len(_matched(expected, rest)) >= AGAIN * len(expected)


def _expected(sentence: Sentence) -> list[str]:
    return _words(without_phonemes(sentence.spoken), sentence.language)


def _words(text: str, language: str) -> list[str]:
    """Small letters only, figures in words: recognisers write "16th" where "sixteenth" was said."""
    from narrate.text.spoken import in_words

    plain = unicodedata.normalize("NFC", in_words(text, language)).lower().replace("ё", "е")
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+", plain)


def _matched(expected: list[str], heard: list[str]) -> dict[int, int]:
    """Place of each expected word among the heard ones, in order: the alignment that is most alike in all.

    Needleman and Wunsch's (1970, doi:10.1016/0022-2836(70)90057-4), without a cost for gaps.
    """
    rows, columns = len(expected), len(heard)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        word, below, here = expected[row], best[row + 1], best[row]
        for column in range(columns - 1, -1, -1):
            alike = _likeness(word, heard[column])
            most = max(below[column], here[column + 1])
            here[column] = max(most, below[column + 1] + alike) if alike else most
    found: dict[int, int] = {}
    row = column = 0
    while row < rows and column < columns:
        alike = _likeness(expected[row], heard[column])
        if alike and best[row][column] == best[row + 1][column + 1] + alike:
            found[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> float:
    """1 for the same word, 0 below `ALIKE`."""
    if one == other:
        return 1.0
    if one[:1] != other[:1] and one[-2:] != other[-2:]:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= ALIKE else 0.0


def _loud(pcm: Samples) -> bool:
    import numpy as np

    return bool(len(pcm)) and float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))) > SILENCE


class _Sound:
    """A programme that comes in blocks, of which ever later parts are asked for; keeps only what may still be."""

    def __init__(self, blocks: Iterable[Samples]) -> None:
        self._blocks = iter(blocks)
        self._held: list[Samples] = []
        self._start = 0

    def part(self, begin: int, finish: int) -> Samples:
        import numpy as np

        held = np.concatenate(self._held) if self._held else np.zeros(0, np.float32)
        more = [held]
        size = self._start + len(held)
        while size < finish:
            block = next(self._blocks, None)
            if block is None:
                break
            more.append(block)
            size += len(block)
        whole = np.concatenate(more)
        kept = whole[max(0, begin - self._start) :]
        self._start = max(self._start, begin)
        self._held = [kept]
        return kept[: finish - self._start]


def whisper(model: str = "base", threads: int = 0) -> Ear:
    """An ear that needs the extra `verify`; `model` is a size that is downloaded once, or a folder with its files.

    Raises `MissingExtra`, or `EngineError` when the model can't be had.
    """
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise MissingExtra("listening back (faster-whisper)", "verify") from error
    try:
        loaded = WhisperModel(model, device="auto", compute_type="auto", cpu_threads=threads)
    except Exception as error:  # whatever the hub's client, the network or CTranslate2 raise
        hint = "check the network, or name a folder with the model's files: --verify-model FOLDER"
        raise EngineError(f"Whisper's model “{model}” can't be loaded: {error}", hint=hint) from error

    def ear(pcm: Samples, language: str) -> str:
        spoken = primary(language)
        segments, _ = loaded.transcribe(
            pcm, language=spoken if spoken in loaded.supported_languages else None, beam_size=1, temperature=0.0,
            condition_on_previous_text=False, without_timestamps=True,
        )  # fmt: skip
        return " ".join(segment.text for segment in segments)

    return ear
