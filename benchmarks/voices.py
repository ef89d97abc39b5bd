"""How good and how quick voices are: speed, memory, DNSMOS and words misheard, each voice on the same sentences.

    python -m benchmarks.voices hibari:heart espeak:en-US [--sentences 30] [--whisper FOLDER] [--json] [--write]

Needs the group `listening` (Whisper base) and, for DNSMOS, the model of the package `speechmos`; what is missing stays
empty in the table. Sentences are those of the segmentation corpus (NARRATE_CORPORA) in the voice's language, or ours in
`plain/`, or those of our samples. Speed is seconds of sound a second of CPU time, loading not counted; memory is the
peak of the speaking process and its children. --write puts the rows of these voices into docs/voices.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "voices.md"
LENGTHS = range(50, 180)
"""Characters of a sentence that is spoken: whole thoughts, no headlines."""
RATE = 16_000
WINDOW = round(9.01 * RATE)
OVERALL = (-0.06766283, 1.11546468, 0.04602535)
"""DNSMOS P.835's polynomial from its network's "overall" to a mean opinion score (Reddy and others 2022,
doi:10.1109/ICASSP43922.2022.9746108), as the authors publish it with the model."""

Row = dict[str, Any]


def sentences(language: str, count: int) -> list[str]:
    """Plain sentences of a language, always the same ones."""
    folder = Path(os.environ.get("NARRATE_CORPORA") or HERE.parent.parent / "shared" / "corpora") / "segmentation"
    found: list[str] = []
    if (folder / f"{language}.tsv").exists():
        for line in (folder / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
            suite, *_, cut = line.split("\t")
            if suite == "ud-dev":
                found += (one.strip() for one in cut.split("||"))
    own = HERE / "plain" / f"{language}.txt"
    if not found and own.exists():
        found = own.read_text(encoding="utf-8").splitlines()
    if not found:
        for sample in sorted((HERE.parent / "samples").glob("*.expected.txt")):
            found += (one.strip() for one in re.split(r"(?<=[.!?])\s+", sample.read_text(encoding="utf-8")))
    plain = [
        one for one in found if len(one) in LENGTHS and one[-1] in ".!?" and not re.search(r"[\d\"“”«»„()/|@]", one)
    ]
    step = max(1, len(plain) // count)
    return plain[::step][:count]


def speak(name: str, texts: Sequence[str], folder: Path) -> Row:
    """Speak the texts in this process and leave them in `folder`; what that took."""
    import numpy as np

    from narrate import voices
    from narrate.audio.codec import resampled
    from narrate.audio.edits import trimmed
    from narrate.text.spoken import in_words

    def cpu() -> float:
        mine, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return mine.ru_utime + mine.ru_stime + others.ru_utime + others.ru_stime

    voice = voices.find(name)
    begun = time.perf_counter()
    speaker = voices.open_speaker(voice)
    speaker.say("One.", voice.language, 1.0)
    loaded, at = time.perf_counter() - begun, cpu()
    clips = [speaker.say(in_words(text, voice.language), voice.language, 1.0) for text in texts]
    speaker.close()  # the time of a process of its own is counted when it has ended
    took = cpu() - at
    length = sum(len(clip.pcm) / clip.rate for clip in clips)
    for number, clip in enumerate(map(trimmed, clips)):
        np.save(folder / f"{number:03}.npy", resampled(clip.pcm, clip.rate, RATE))
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    return {"voice": name, "language": voice.language, "realtime": length / took, "load": loaded, "memory": peak}


def misheard(clips: Iterable[Any], texts: Sequence[str], language: str, ear: Callable[[Any, str], str]) -> float:
    """Percent of words that a recogniser gets wrong: substitutions, deletions, insertions; at most all of a sentence.

    Without that bound the loops into which recognisers fall on robotic voices would count for many sentences.
    """
    wrong = total = 0
    for pcm, text in zip(clips, texts, strict=True):
        expected, heard = _words(text, language), _words(ear(pcm, language), language)
        wrong += min(len(expected), _edits(expected, heard))
        total += len(expected)
    return 100 * wrong / total


def _words(text: str, language: str) -> list[str]:
    from narrate.text.spoken import in_words

    return re.findall(r"[^\W_]+", in_words(text, language).lower().replace("ё", "е").replace("’", "'").replace("'", ""))


def _edits(one: list[str], other: list[str]) -> int:
    """Levenshtein's distance in words."""
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, 1):
        last, row[0] = row[0], number
        for place, heard in enumerate(other, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (word != heard))
    return row[-1]


def overall(clips: Iterable[Any]) -> float | None:
    """DNSMOS P.835, overall, the mean of windows of nine seconds; None without its model."""
    found = find_spec("speechmos")
    if found is None or not found.submodule_search_locations:
        return None
    import numpy as np
    import onnxruntime  # type: ignore[import-untyped]

    model = Path(found.submodule_search_locations[0]) / "dnsmos_models" / "sig_bak_ovr.onnx"
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    sound = np.concatenate(list(clips))
    windows = (sound[at : at + WINDOW] for at in range(0, len(sound) - WINDOW + 1, WINDOW))
    raw = [float(session.run(None, {"input_1": window[None].astype(np.float32)})[0][0][2]) for window in windows]
    return float(np.mean([np.polyval(OVERALL, value) for value in raw])) if raw else None


def measure(name: str, count: int, ear: Callable[[Any, str], str] | None) -> Row:
    """All figures of one voice."""
    import numpy as np

    from narrate import voices

    language = voices.find(name).language.partition("-")[0]
    texts = sentences(language, count)
    with tempfile.TemporaryDirectory() as folder:
        order = [sys.executable, "-m", "benchmarks.voices", "--speak", name, folder]
        ran = subprocess.run(
            order, input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=HERE.parent
        )
        row: Row = json.loads(ran.stdout.splitlines()[-1])
        clips = [np.load(path) for path in sorted(Path(folder).glob("*.npy"))]
    row["sentences"] = len(texts)
    row["dnsmos"] = overall(clips)
    row["misheard"] = misheard(clips, texts, language, ear) if ear else None
    return row


def table(rows: Iterable[Row]) -> list[str]:
    """The figures as lines of Markdown."""
    lines = [
        "| voice | language | DNSMOS | words misheard | times realtime a core | memory |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        quality = f"{_figure(row['dnsmos'], '{:.2f}')} | {_figure(row['misheard'], '{:.1f} %')}"
        cost = f"{row['realtime']:.0f} | {row['memory']:.0f} MB"
        lines.append(f"| `{row['voice']}` | {row['language']} | {quality} | {cost} |")
    return lines


def _figure(value: float | None, form: str) -> str:
    return form.format(value) if value is not None else ""


def write(rows: list[Row]) -> None:
    """Put the rows into the page's table, over those of the same voices."""
    text = PAGE.read_text(encoding="utf-8")
    lines = dict(re.findall(r"^\| `([^`]+)` (\|.*)$", text, re.MULTILINE))
    lines |= {row["voice"]: line.partition("` ")[2] for row, line in zip(rows, table(rows)[2:], strict=True)}
    body = "\n".join([*table([])[:2], *(f"| `{name}` {line}" for name, line in sorted(lines.items()))])
    start, end = "<!-- table -->\n", "\n<!-- end -->"
    head, _, rest = text.partition(start)
    PAGE.write_text(f"{head}{start}{body}{end}{rest.partition(end)[2]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--sentences", type=int, default=30)
    parser.add_argument("--whisper", default="base", help="a size, or a folder with the model's files")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--speak", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.speak:
        print(json.dumps(speak(given.speak[0], json.load(sys.stdin), Path(given.speak[1]))))
        return
    ear = None
    if find_spec("faster_whisper"):
        from narrate.verify import whisper

        ear = whisper(given.whisper)
    rows = [measure(name, given.sentences, ear) for name in given.voices]
    print(json.dumps(rows, indent=1) if given.json else "\n".join(table(rows)))
    if given.write:
        write(rows)


if __name__ == "__main__":
    main()
