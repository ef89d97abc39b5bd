"""What will be said."""

from __future__ import annotations

from dataclasses import dataclass

from narrate.model.article import Article, Block, Removed


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
