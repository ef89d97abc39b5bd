"""Who asks and who answers: in interviews only."""

from __future__ import annotations

import pytest

from narrate.casting import casting
from narrate.model import Anchor, Block
from narrate.text.dialogue import parts

LABELS = ("An interview.", "Q: Why?", "A: Because.", "It was late.", "Q: Really?", "A. Yes.")
NAMES = (
    "Ann Lee runs the ferry.",
    "Harbour News: You sail at night. Why?", "Ann Lee: The sea is calm.", "And there is the moon.",
    "Harbour News: And in winter?", "Ann Lee: Never.", "Harbour News: Thank you.", "Ann Lee: Thank you!",
)  # fmt: skip
QUESTIONS = (
    "Ann Lee runs the ferry.", "Why do you sail at night?", "The sea is calm.", "And there is the moon.",
    "And in winter?", "Never. It is too dark.", "What comes next?", "A second ship.",
)  # fmt: skip


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(kind="paragraph", text=text, anchor=Anchor(source="test")) for text in texts)


@pytest.mark.parametrize(
    ("texts", "told"),
    [(LABELS, ".qaaqa"), (NAMES, ".qaaqaqa"), (QUESTIONS, ".qaaqaqa")],
    ids=["labels", "names", "questions"],
)
def test_an_interview_has_its_parts(texts: tuple[str, ...], told: str) -> None:
    found = parts(blocks(*texts))
    assert "".join(found.get(n, ".")[0] for n in range(len(texts))) == told


@pytest.mark.parametrize(
    "texts",
    [
        ("He asked why.", "“Why?” she said.", "Nobody knew.", "It rained: all day.", "It snowed: all night."),
        ("Is it late?", "It is.", *["The ferry sailed on."] * 12, "Was it early?", "No."),
        ("Note: bring a coat.", "Note: bring a hat.", "Time: noon.", "Time: six.", *["Text."] * 9),
        (),
    ],
)
def test_other_texts_have_none(texts: tuple[str, ...]) -> None:
    assert parts(blocks(*texts)) == {}


def test_a_voice_may_be_cast_for_the_questions() -> None:
    texts = blocks(*NAMES)
    cast = casting("en", "", {"question": "espeak:en-US"}, texts)
    assert [cast(block, "en") for block in texts[:4]] == ["hibari:heart", "espeak:en-US", *["hibari:heart"] * 2]
