"""Words of one spelling and two sounds: how often the default voice reads them right, by itself and with our cues.

    python -m benchmarks.heteronyms [--half development|test|all] [--json] [--wrong]

`heteronyms.tsv` holds sentences written for this, in the manner of news, each with one such word and its sound in
IPA. Every second sentence of a sound is in the test half; the cues in `narrate/text/spoken/en/heteronyms.toml` were
made on the other half, after both were written. One hand wrote all of it, so that the test half is a little kind.
A reading counts as that of the word's known sounds it is nearest to.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypedDict

DATA = Path(__file__).with_suffix(".tsv")
GOAL = 0.95


class Case(NamedTuple):
    word: str
    ipa: str
    half: str
    sentence: str


def cases(half: str) -> list[Case]:
    with DATA.open(encoding="utf-8", newline="") as file:
        found = [Case(**row) for row in csv.DictReader(file, delimiter="\t")]
    return [case for case in found if half in (case.half, "all")]


class Row(TypedDict):
    n: int
    alone: float
    ours: float


class Voice:
    """The default voice's reading of a text, without its sound."""

    def __init__(self) -> None:
        from hibari.g2p.oov import OOV

        from narrate.engines import hibari
        from narrate.engines._hibari_words import Reader

        self.vocabulary: dict[str, int] = json.loads((hibari._assets() / "vocab.json").read_text("utf-8"))
        self._reader = Reader(OOV(hibari._oov(False)), self.vocabulary, False)

    def sound(self, text: str, word: str) -> str:
        """The phonemes of the first `word` in `text`, which may carry its pronunciation."""
        from narrate.engines._phonemes import CHUNK
        from narrate.model import without_phonemes

        chunks = [without_phonemes(match.group()) for match in CHUNK.finditer(text)]
        place = next(n for n, chunk in enumerate(chunks) if re.fullmatch(rf"\W*{word}\W*", chunk, re.IGNORECASE))
        _, parts = self._reader.read(text)
        pairs = (pair for part in parts for pair in zip(part.symbols, part.owners, strict=True))
        return "".join(symbol for symbol, owner in pairs if owner == place)


def distance(one: str, other: str) -> int:
    """How many phonemes to put in, take out or change."""
    row = list(range(len(other) + 1))
    for number, left in enumerate(one, 1):
        corner, row[0] = row[0], number
        for place, right in enumerate(other, 1):
            corner, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, corner + (left != right))
    return row[-1]


def judged(half: str) -> Iterator[tuple[Case, bool, bool]]:
    """Each case with whether the voice alone reads it right, and whether it does with our cues."""
    from narrate.engines._hibari_ipa import symbols
    from narrate.text.spoken import edits, worded

    voice = Voice()
    known: dict[str, set[str]] = {}
    for case in cases("all"):
        known.setdefault(case.word, set()).add(symbols(case.ipa, voice.vocabulary))
    for case in cases(half):
        wanted = symbols(case.ipa, voice.vocabulary)
        right = []
        for text in (case.sentence, worded(case.sentence, edits(case.sentence, "en"))):
            sound = voice.sound(text, case.word)
            right.append(min(sorted(known[case.word]), key=lambda one: distance(one, sound)) == wanted)
        yield case, right[0], right[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("development", "test", "all"), default="test")
    parser.add_argument("--json", action="store_true", help="the table as JSON")
    parser.add_argument("--wrong", action="store_true", help="name the sentences read wrong with our cues")
    options = parser.parse_args()
    table: dict[str, tuple[int, int, int]] = {}
    for case, alone, ours in judged(options.half):
        for name in (case.word, "all"):
            n, before, after = table.get(name, (0, 0, 0))
            table[name] = n + 1, before + alone, after + ours
        if options.wrong and not ours:
            print(f"{'worse ' if alone else '      '}{case.word} {case.ipa}: {case.sentence}")
    table["all"] = table.pop("all")
    figures = {word: Row(n=n, alone=alone / n, ours=ours / n) for word, (n, alone, ours) in table.items()}
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print(f"{'word':<10} {'n':>4} {'engine alone':>13} {'with our cues':>14}")
        for word, row in figures.items():
            print(f"{word:<10} {row['n']:>4} {row['alone']:>13.3f} {row['ours']:>14.3f}")
    fallen = [word for word, row in figures.items() if row["ours"] < row["alone"]]
    return 1 if fallen or figures["all"]["ours"] < GOAL else 0


if __name__ == "__main__":
    raise SystemExit(main())
