"""The values that flow from an article to its narration.

All are frozen, slotted and keyword-only. Offsets (`start`, `end`) count characters; `begin`, `finish`
and `length` count samples; pauses are seconds, rates Hz, levels LUFS or dBTP and named so; languages
are BCP 47 tags. Nothing here imports another module of ours, nor numpy at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

Kind = Literal[
    "title", "byline", "date", "heading", "paragraph", "quote", "item", "code", "table", "caption", "figure", "note",
    "break",
]  # fmt: skip


STANDARD_INPUT = "-"
"""What is written for it instead of a file's name."""


def shown(source: str) -> str:
    """A source as it is told to the listener."""
    return "standard input" if source == STANDARD_INPUT else source


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where something stood: a file or address, a part of it, a line or element in that part."""

    source: str
    part: str = ""
    ref: str = ""

    def __str__(self) -> str:
        return ", ".join(piece for piece in (shown(self.source), self.part, self.ref) if piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an article, its text as written."""

    kind: Kind
    text: str
    anchor: Anchor
    level: int = 0
    """Depth of a heading (1 is the outermost) or of a list item; 1 for a table whose first row names its columns."""
    marker: str = ""
    """What stands before an item without being in its text: "3." where a page numbers its list; empty for bullets."""
    language: str = ""
    hint: str = ""
    """A reader's evidence that this is no part of the article ("outside the main text"); cleaning decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A block that is not spoken, the rule that left it out, and why in plain words."""

    block: Block
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was written."""

    blocks: tuple[Block, ...]
    source: str
    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    """ISO 8601 date, or date and time."""
    site: str = ""
    cover: str = ""
    """Path or address of a picture."""
    cast: tuple[tuple[str, str], ...] = ()
    """Voices that the author wishes: a role (see `casting`; "" is the whole article) and a voice's name each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes with what is known of them: what a reader gets."""

    data: bytes
    source: str
    """Path or final address; "-" for standard input."""
    media_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Say `spoken` instead of `text[start:end]`, because of `rule`."""

    start: int
    end: int
    spoken: str
    rule: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"edit {self.rule!r} spans {self.start}:{self.end}")


ANCHOR, SEPARATOR, TERMINATOR = "\ufff9", "\ufffa", "\ufffb"
"""Unicode's characters for an annotation between the lines: a word, then how it sounds. They stand in no plain text."""


def with_phonemes(word: str, ipa: str) -> str:
    """A word that carries its pronunciation in IPA, for engines that accept "phonemes"."""
    return f"{ANCHOR}{word}{SEPARATOR}{ipa}{TERMINATOR}"


def without_phonemes(text: str) -> str:
    """The text with annotated words as they are spelt."""
    while ANCHOR in text:
        head, _, rest = text.partition(ANCHOR)
        inside, _, tail = rest.partition(TERMINATOR)
        text = head + inside.partition(SEPARATOR)[0] + tail
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The unit of timing and highlighting: `block.text[start:end]`, said with `edits`.

    The edits' offsets count from the sentence's own start; they ascend and never overlap.
    """

    block: Block
    start: int
    end: int
    edits: tuple[Edit, ...] = ()
    language: str = ""
    voice: str = ""
    """`engine:name`; empty until cast."""
    pause: float = 0.0
    """Seconds of silence after the sentence."""
    important: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.block.text):
            raise ValueError(f"sentence spans {self.start}:{self.end} of {len(self.block.text)} characters")
        last = 0
        for edit in self.edits:
            if edit.start < last:
                raise ValueError(f"edit {edit.rule!r} at {edit.start} overlaps the one before it")
            last = edit.end
        if last > self.end - self.start:
            raise ValueError(f"edit ends at {last}, behind the sentence")

    @property
    def text(self) -> str:
        """The sentence as written."""
        return self.block.text[self.start : self.end]

    @property
    def spoken(self) -> str:
        """The sentence as it is said."""
        text, last = self.text, 0
        pieces: list[str] = []
        for edit in self.edits:
            pieces += text[last : edit.start], edit.spoken
            last = edit.end
        return "".join([*pieces, text[last:]])

    def written(self, offset: int) -> tuple[int, int]:
        """The written characters, counted from the sentence's start, that `spoken[offset]` stands for."""
        shift = 0
        for edit in self.edits:
            begin = edit.start + shift
            if offset < begin:
                break
            if offset < begin + len(edit.spoken):
                return edit.start, edit.end
            shift += len(edit.spoken) - (edit.end - edit.start)
        return offset - shift, offset - shift + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What will be said."""

    article: Article
    sentences: tuple[Sentence, ...]
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Neighbouring sentences of one block that an engine speaks in one call (see `EngineInfo.unit`)."""

    sentences: tuple[Sentence, ...]

    @property
    def spoken(self) -> str:
        return " ".join(sentence.spoken for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of an engine, written `engine:name`."""

    engine: str
    name: str
    """Empty for any voice of an engine that is not here to tell them."""
    language: str
    label: str = ""
    licence: str = ""
    rate: int = 0
    """Sample rate in Hz; 0 where only the sound tells."""

    def __str__(self) -> str:
        return f"{self.engine}:{self.name}" if self.name else self.engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that a voice needs, and where it can be had."""

    url: str
    size: int
    """Bytes."""
    sha256: str
    """64 hexadecimal digits; empty when only `md5` is known."""
    md5: str = ""
    """For files whose publisher tells no better hash: holds against accidents, not against forgers."""
    others: tuple[str, ...] = ()
    """Further addresses of the same bytes, asked in this order after `url`."""
    save_as: str = ""
    """The file's name in the voice's folder; empty is that of `url`."""

    @property
    def name(self) -> str:
        return self.save_as or self.url.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The characters `start:end` of the text that was said sound during samples `begin:finish` of the clip."""

    start: int
    end: int
    begin: int
    finish: int
    estimated: str = ""
    """How the time was come by, where the engine did not give it; empty when it did."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """Sound of one utterance: mono float32 in [-1, 1]. Compared by identity."""

    pcm: Samples
    rate: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """When a sentence sounds, in samples of the programme."""

    sentence: Sentence
    begin: int
    finish: int
    estimated: str = ""
    """How the inner boundary was come by when several sentences were spoken in one call."""
    marks: tuple[Mark, ...] = ()
    """What is known of its words: places in `sentence.spoken`, samples from `begin`; `words.timed` reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """When a written word sounds: `sentence.text[start:end]`, in samples of the programme."""

    start: int
    end: int
    begin: int
    finish: int
    estimated: str = ""
    """How the time was come by; empty when the engine itself told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled stretch of the programme, in samples; chapters tile it."""

    title: str
    begin: int
    finish: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The only source of times for captions, chapters, overlays and player."""

    rate: int
    length: int
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()

    def seconds(self, samples: int) -> float:
        return samples / self.rate


SILENCE = -120.0
"""dBFS that stand for minus infinity, which JSON has no word for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """Measured on an encoded file as a player decodes it; no level is below `SILENCE`."""

    integrated: float
    """LUFS, ITU-R BS.1770-4 gated."""
    true_peak: float
    """dBTP."""
    rms: float = SILENCE
    """dBFS, of the whole file with its pauses."""
    noise_floor: float = SILENCE
    """dBFS, of the quietest half second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How loud a finished file is to be."""

    integrated: float | None = -16.0
    """LUFS: what podcast directories ask for. None leaves every voice as loud as it is."""
    true_peak: float = -1.0
    """dBTP, at most."""
    tolerance: float = 0.7
    """LU off the target at which a programme is levelled again."""
    rms: tuple[float, float] | None = None
    """dBFS, least and most. Where it is named it decides, and `integrated` is only where levelling begins."""
    noise_floor: float | None = None
    """dBFS, at most."""
    head: float = 0.20
    tail: float = 0.60
    """Seconds of silence before the first and after the last word: players swallow the start, an end wants rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionLimits:
    """What captions keep to: broadcasters' usual limits. `captions.limits.chosen` reads them from the settings."""

    line: int = 42
    """Columns a line at most; characters of East Asian writing and emoji take two."""
    lines: int = 2
    longest: float = 7.0
    shortest: float = 5 / 6
    """Seconds that a caption stands, where the speech allows."""
    rate: float = 20.0
    """Columns to be read in a second at most, where the speech allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A sentence that could not be spoken, and why."""

    sentence: Sentence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A voice failed at a sentence, and another one spoke it, or all of the article that the first was to speak."""

    sentence: Sentence
    voice: str
    """`engine:name` of the one that failed."""
    by: str
    reason: str
    whole: bool
    """Whether the other one spoke everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A sentence that did not come over when the finished sound was listened to."""

    sentence: Sentence
    fault: Literal["not heard", "heard twice"]
    heard: str
    """What was heard where it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """A finished programme; what outputs receive."""

    script: Script
    timeline: Timeline
    skipped: tuple[Skipped, ...] = ()
    taken_over: tuple[TakenOver, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """Only known when it was listened to."""
    loudness: tuple[tuple[Path, Loudness], ...] = ()
    """Per audio file, as measured after encoding."""
    master: Path | None = None
    """The programme without loss, mono FLAC at `timeline.rate`; only there for outputs that ask for it, while they
    write."""
    cover: bytes | None = None
    """JPEG or PNG."""
    captions: CaptionLimits = CaptionLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a narration has come, in spoken characters, or a download, in bytes."""

    stage: str
    done: int
    total: int
    fresh: int = field(default=0)
    """Characters spoken by an engine in this run, not found in the cache."""
