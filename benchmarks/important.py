"""Whether the picked sentences say what editors put into the standfirst, against the first sentences of the article.

    python -m benchmarks.important [--data DIR]     DIR as for benchmarks.quality

Words shared with the standfirst (`summary` in the fundus corpus): precision, recall and F over words of more than three
letters, first seven letters each, mean over pages.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from narrate.text.important import chosen
from narrate.text.segment import segment

FEWEST = 8
"""Sentences of a page worth choosing from."""
Choice = Callable[[Sequence[str], str, int], Sequence[int]]


def first(texts: Sequence[str], title: str, count: int) -> Sequence[int]:
    return range(min(count, len(texts)))


def pages(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Title, standfirst and sentences of each page that has them."""
    with gzip.open(folder / "extraction" / "fundus.truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            texts = [text for kind, text in page["blocks"] if kind == "paragraph"]
            found = [text[begin:end] for text in texts for begin, end in segment(text, page.get("lang") or "en")]
            if page.get("summary") and len(found) >= FEWEST:
                yield page.get("title", ""), str(page["summary"]), found


def words(text: str) -> Counter[str]:
    return Counter(word[:7] for word in re.findall(r"\w+", text.lower()) if len(word) > 3 or word.isdigit())


def shared(said: str, wanted: str) -> tuple[float, float, float]:
    ours, theirs = words(said), words(wanted)
    both = (ours & theirs).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / ours.total(), both / theirs.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def score(data: list[tuple[str, str, list[str]]], choose: Choice, count: int) -> list[float]:
    """Mean precision, recall and F."""
    rows = [
        shared(" ".join(texts[place] for place in choose(texts, title, count)), summary)
        for title, summary, texts in data
    ]
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def main() -> None:
    given = sys.argv[sys.argv.index("--data") + 1] if "--data" in sys.argv else os.environ.get("NARRATE_CORPORA")
    folder = Path(given) if given else Path(__file__).parent.parent.parent / "shared" / "corpora"
    if not (folder / "extraction").is_dir():
        print("skipped: the corpora are not here (NARRATE_CORPORA or --data names their folder)")
        return
    data = list(pages(folder))
    print(f"{len(data)} pages       precision recall     F")
    for count in (2, 3, 5):
        for name, choose in (("first", first), ("chosen", chosen)):
            print(f"{name:8} {count}     " + "".join(f"{value:9.3f}" for value in score(data, choose, count)))


if __name__ == "__main__":
    main()
