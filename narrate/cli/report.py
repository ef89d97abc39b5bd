"""What a run tells of its results, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import presets
from narrate.cli.words import duration, size
from narrate.model import Narration, Script, Target, without_phonemes

if TYPE_CHECKING:
    from narrate.contracts import Price
    from narrate.voices import Chosen


SILENT = -70.0
"""LUFS under which there is nothing to be as loud as promised."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the services of a narration's voices would take, if nothing of it were spoken yet."""

    dollars: float
    as_of: str
    """When the prices were looked up; empty when nothing is to be paid."""

    def in_words(self) -> str:
        if not self.as_of:
            return "free of charge"
        amount = f"up to ${self.dollars:.2f}" if self.dollars >= 0.01 else "less than $0.01"
        return f"{amount} at prices of {self.as_of}"

    def as_json(self) -> dict[str, Any]:
        return {"estimated_cost_usd": round(self.dollars, 4), "prices_as_of": self.as_of or None}


def cost(script: Script, speed: float, engines: Chosen) -> Cost | None:
    """What narrating would cost; None where no voice needs a service, or a service's price is not known."""
    from narrate import plugins
    from narrate.text.pace import seconds
    from narrate.voices import find, price

    spoken = {name: find(name) for name in voices(script)}
    if all(plugins.load("engines", voice.engine).INFO.offline for voice in spoken.values()):
        return None
    prices: dict[str, Price] = {}
    for name, voice in spoken.items():
        found = price(voice, engines)
        if found is None:
            return None
        prices[name] = found
    dollars = 0.0
    for sentence in script.sentences:
        if one := prices.get(sentence.voice):
            text = without_phonemes(sentence.spoken)
            dollars += len(text) / 1e6 * one.per_million
            dollars += seconds(text, sentence.language, speed) / 60 * one.per_minute
    return Cost(dollars=dollars, as_of=max(one.as_of for one in prices.values()))


def foretold(script: Script, targets: dict[str, Path], seconds: float, price: Cost | None) -> dict[str, Any]:
    outputs = [{"format": name, "path": str(path), "exists": path.exists()} for name, path in targets.items()]
    source = script.article.source
    told = price.as_json() if price else {}
    return {"source": source, **_article(script), "estimated_seconds": round(seconds, 1), **told, "outputs": outputs}


def as_json(
    source: str, narration: Narration, targets: dict[str, Path], took: float, fresh: int, preset: str = ""
) -> dict[str, Any]:
    measures = dict(narration.loudness)
    outputs = []
    for name, path in targets.items():
        row: dict[str, Any] = {"format": name, "path": str(path), "bytes": _bytes(path)}
        if path in measures:
            row |= {
                "integrated_lufs": round(measures[path].integrated, 2),
                "true_peak_dbtp": round(measures[path].true_peak, 2),
                "rms_dbfs": round(measures[path].rms, 2),
                "noise_floor_dbfs": round(measures[path].noise_floor, 2),
            }
        outputs.append(row)
    return {
        "source": source,
        **_article(narration.script),
        **({"preset": preset} if preset else {}),
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


def _bytes(path: Path) -> int:
    """The size of a file, or of a folder of files."""
    return sum(one.stat().st_size for one in path.iterdir()) if path.is_dir() else path.stat().st_size


def unmet(narration: Narration, target: Target) -> Iterator[str]:
    """What is said of files that are not as loud as promised, or whose encoder made a peak of its own."""
    for path, measure in narration.loudness:
        if measure.integrated > SILENT:
            yield from (f"{path}: {what}" for what in presets.unmet(target, measure))


def in_words(narration: Narration, targets: dict[str, Path], took: float) -> str:
    length = narration.timeline.seconds(narration.timeline.length)
    parts = [f"{duration(length)} of sound in {duration(took)}", f"voice {', '.join(voices(narration.script))}"]
    parts += [f"{path.suffix[1:]} {size(_bytes(path))}" for path in targets.values()]
    parts += [f"{measure.integrated:.1f} LUFS" for _, measure in narration.loudness[:1]]
    return ", ".join(parts)
