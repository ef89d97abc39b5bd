"""What a run tells of its results, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from narrate.cli.words import duration, size
from narrate.model import Narration, Script, Target, without_phonemes


def estimate(script: Script, speed: float) -> float:
    """Seconds that a narration would last, at the pace of its languages and with its pauses."""
    from narrate.audio.assemble import LEAD_IN, LEAD_OUT
    from narrate.text.pace import seconds

    spoken = sum(seconds(without_phonemes(one.spoken), one.language, speed) for one in script.sentences)
    return LEAD_IN + spoken + sum(sentence.pause for sentence in script.sentences[:-1]) + LEAD_OUT


def voices(script: Script) -> list[str]:
    return list(dict.fromkeys(sentence.voice for sentence in script.sentences if sentence.voice))


def _article(script: Script) -> dict[str, Any]:
    return {
        "title": script.article.title,
        "language": script.article.language,
        "voices": voices(script),
        "sentences": len(script.sentences),
        "left_out": len(script.removed),
    }


def foretold(script: Script, targets: dict[str, Path], seconds: float) -> dict[str, Any]:
    outputs = [{"format": name, "path": str(path), "exists": path.exists()} for name, path in targets.items()]
    source = script.article.source
    return {"source": source, **_article(script), "estimated_seconds": round(seconds, 1), "outputs": outputs}


def as_json(source: str, narration: Narration, targets: dict[str, Path], took: float, fresh: int) -> dict[str, Any]:
    measures = dict(narration.loudness)
    outputs = []
    for name, path in targets.items():
        row: dict[str, Any] = {"format": name, "path": str(path), "bytes": path.stat().st_size}
        if path in measures:
            row |= {
                "integrated_lufs": round(measures[path].integrated, 2),
                "true_peak_dbtp": round(measures[path].true_peak, 2),
            }
        outputs.append(row)
    return {
        "source": source,
        **_article(narration.script),
        "seconds": round(narration.timeline.seconds(narration.timeline.length), 3),
        "took_seconds": round(took, 2),
        "characters_spoken_now": fresh,
        "skipped": [
            {"place": str(s.sentence.block.anchor), "text": s.sentence.text, "reason": s.reason}
            for s in narration.skipped
        ],
        "doubts": [
            {"place": str(one.sentence.block.anchor), "text": one.sentence.text, "fault": one.fault, "heard": one.heard}
            for one in narration.doubts
        ],
        "taken_over": [
            {"place": str(one.sentence.block.anchor), "text": one.sentence.text, "voice": one.voice, "by": one.by}
            | {"whole_article": one.whole, "reason": one.reason}
            for one in narration.taken_over
        ],
        "outputs": outputs,
    }


def unmet(narration: Narration, wanted: float) -> Iterator[str]:
    """What is said of files that are not as loud as promised, or whose encoder made a peak of its own."""
    target = Target(integrated=wanted)
    for path, measure in narration.loudness:
        if measure.integrated > -70 and abs(measure.integrated - wanted) > 1:
            yield f"{path}: it came out at {measure.integrated:.1f} LUFS, not {wanted:.1f}"
        if measure.true_peak > target.true_peak + 0.1:
            yield f"{path}: its encoder made a peak of {measure.true_peak:+.1f} dBTP; another format may not"


def in_words(narration: Narration, targets: dict[str, Path], took: float) -> str:
    length = narration.timeline.seconds(narration.timeline.length)
    parts = [f"{duration(length)} of sound in {duration(took)}", f"voice {', '.join(voices(narration.script))}"]
    parts += [f"{path.suffix[1:]} {size(path.stat().st_size)}" for path in targets.values()]
    parts += [f"{measure.integrated:.1f} LUFS" for _, measure in narration.loudness[:1]]
    return ", ".join(parts)
