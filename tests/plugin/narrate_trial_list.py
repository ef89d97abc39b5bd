"""Another package's output: a line for each sentence."""

from pathlib import Path

from narrate.model import Narration
from narrate.outputs import OutputInfo

INFO = OutputInfo(name="trial-list", summary="A line a sentence", suffix=".list", media_type="text/plain")


def write(narration: Narration, target: Path) -> None:
    target.write_text("".join(f"{cue.sentence.text}\n" for cue in narration.timeline.cues), encoding="utf-8")
