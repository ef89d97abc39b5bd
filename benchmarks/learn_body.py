"""Learn which blocks of a web page are its article, and write narrate/readers/_weights.json.

    python -m benchmarks.learn_body [--data DIR] [--check]

The blocks of the pages in DIR/extraction are labelled by the truth there: a block is article text when most of its
runs of four words are. Small trees are then grown on them, each on what those before it got wrong, by LightGBM, which
only this script needs (`pip install --group learn`). Pages that trees grown on other pages get badly wrong are left
out: there it is mostly the truth that is cut short. `--check` writes nothing and prints F1 by cross-validation: no
publisher is in two folds, and pages are left out of no test.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.quality import default_data
from narrate.model import Document
from narrate.readers import _choose, _evidence, html
from narrate.readers._match import words

OUT = Path(__file__).resolve().parent.parent / "narrate" / "readers" / "_weights.json"
CORPORA = ("scrapinghub", "fundus", "wcxb")
FOLDS = 5
TREES = 250
GROWTH: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 8, "min_data_in_leaf": 40, "lambda_l2": 5,
    "feature_fraction": 0.35, "bagging_fraction": 0.7, "bagging_freq": 1, "seed": 1, "deterministic": True,
    "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
DOUBTFUL = 0.6
"""F1 of pages that are left out."""

Label = tuple[float, float]


@dataclass(slots=True)
class Example:
    """A labelled page."""

    corpus: str
    name: str
    page: _evidence.Page
    labels: list[Label | None]
    """Per block whether it is article text and how much it counts; None where the truth can't tell."""
    fold: int


def examples(data: Path, *, captions: bool = False) -> Iterator[Example]:
    """The pages of a folder; captions are told by their markup and left out unless asked for."""
    for corpus in CORPORA:
        pages = {row["id"]: row for row in rows(data / f"{corpus}.pages.jsonl.gz")}
        for truth in rows(data / f"{corpus}.truth.jsonl.gz"):
            source = pages[truth["id"]]
            document = Document(data=b"", source=truth["id"])
            page = html.examined(source["html"], document).page
            host = ".".join(urlsplit(source.get("url") or truth["id"]).netloc.lower().split(".")[-2:])
            group = truth.get("publisher") or host or truth["id"]
            fold = int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS
            yield Example(corpus, truth["id"], page, labels(page, truth, captions), fold)


def labels(page: _evidence.Page, truth: dict[str, Any], captions: bool = False) -> list[Label | None]:
    """What the truth says of each block: longer blocks take their words from it first."""
    body = truth["body"]
    left = Counter(_runs(words(body)))
    lines = Counter(tuple(words(line)) for line in body.split("\n"))
    standfirst = set(_runs(words(truth.get("summary") or "")))
    title = words(truth.get("title") or "")
    found: list[float | None] = [None] * len(page.blocks)
    for place in sorted(range(len(page.blocks)), key=lambda n: -len(page.blocks[n].text)):
        own = words(page.blocks[place].text)
        apart = not captions and page.blocks[place].kind in ("caption", "figure", "byline", "note")
        if own == title or not own or apart:
            continue
        if len(own) < 4:
            found[place] = float(lines[tuple(own)] > 0)
            lines[tuple(own)] -= 1
            continue
        runs = Counter(_runs(own))
        if sum((runs & left).values()) >= 0.5 * runs.total():
            found[place] = 1.0
            left -= runs
        elif standfirst and sum(run in standfirst for run in runs) > 0.6 * len(runs):
            continue  # the standfirst may be read or not
        else:
            found[place] = 0.0
    total = sum(count for count, label in zip(page.counts, found, strict=True) if label)
    # All pages count alike, and a block in them by its words, with a little for being one.
    return [
        None if label is None else (label, 100 * (count + 6) / (total + 200))
        for label, count in zip(found, page.counts, strict=True)
    ]


def _runs(found: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(found[start : start + 4]) for start in range(len(found) - 3)]


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Grower:
    """Grows trees on some of the pages, measuring each page once."""

    def __init__(self, pages: Sequence[Example]) -> None:
        import numpy as np

        self.pages = pages
        self.fields = list(next(found for one in pages if (found := _evidence.measures(one.page))))
        self.rows: list[tuple[Any, Any]] = []
        """Per page the measures of its labelled blocks, and their labels with weights."""
        for one in pages:
            told = np.array([bool(label) for label in one.labels])
            some = [label for label in one.labels if label]
            if some:
                table = np.stack(list(_evidence.measures(one.page).values()), axis=1)
                self.rows.append((table[told], np.array(some)))
            else:
                self.rows.append((np.zeros((0, len(self.fields))), np.zeros((0, 2))))

    def grown(self, chosen: Sequence[int]) -> dict[str, Any]:
        """Trees, as `_choose.Trees.of` takes them, from the pages of these numbers."""
        import lightgbm
        import numpy as np

        table, told = (np.concatenate([self.rows[n][part] for n in chosen]) for part in (0, 1))
        data = lightgbm.Dataset(table, told[:, 0], weight=told[:, 1] / told[:, 1].mean())
        model = lightgbm.train(GROWTH, data, TREES).dump_model()
        return {"fields": self.fields, "trees": [_tree(one["tree_structure"]) for one in model["tree_info"]]}

    def trusted(self, chosen: Sequence[int]) -> list[int]:
        """The pages of these numbers that trees grown on the others of them get about right."""
        kept: list[int] = []
        for fold in sorted({self.pages[n].fold for n in chosen}):
            trees = _choose.Trees.of(self.grown([n for n in chosen if self.pages[n].fold != fold]))
            some = [n for n in chosen if self.pages[n].fold == fold]
            kept += [n for n in some if f1(self.pages[n], _choose.chosen(self.pages[n].page, trees)) >= DOUBTFUL]
        return sorted(kept)


def _tree(root: dict[str, Any]) -> dict[str, Any]:
    """A tree as its questions in any order, each with the leaves that a no puts out of reach, and its leaves."""
    tree: dict[str, Any] = {"asks": [], "most": [], "out": [], "values": []}

    def walk(node: dict[str, Any]) -> int:
        """Adds what is below a node; returns the bits of its leaves."""
        if "leaf_value" in node:
            tree["values"].append(round(node["leaf_value"], 4))
            return 1 << (len(tree["values"]) - 1)
        place = len(tree["asks"])
        tree["asks"].append(node["split_feature"])
        tree["most"].append(float(f"{node['threshold']:.4g}"))
        tree["out"].append(0)
        tree["out"][place] = walk(node["left_child"])
        return int(tree["out"][place] | walk(node["right_child"]))

    walk(root)
    return tree


def check(pages: Sequence[Example]) -> None:
    """F1 over words, a mean over pages that the trees did not see, and for the library alone."""
    grower = Grower(pages)
    results: dict[str, list[tuple[float, float]]] = {}
    for fold in range(FOLDS):
        others = [n for n, one in enumerate(pages) if one.fold != fold]
        trees = _choose.Trees.of(grower.grown(grower.trusted(others)))
        for one in (one for one in pages if one.fold == fold):
            kept = _choose.chosen(one.page, trees)
            results.setdefault(one.corpus, []).append((f1(one, kept), f1(one, one.page.held)))
    for corpus, found in results.items():
        ours, theirs = (sum(row[n] for row in found) / len(found) for n in (0, 1))
        print(f"{corpus}: F1 {ours:.4f} with the trees, {theirs:.4f} with the library's choice, {len(found)} pages")


def f1(one: Example, kept: Sequence[bool]) -> float:
    """F1 over the words of a page's blocks."""
    told = [(label, count, keep) for label, count, keep in zip(one.labels, one.page.counts, kept, strict=True) if label]
    right = sum(count for label, count, keep in told if label[0] and keep)
    sizes = sum(count for _, count, keep in told if keep) + sum(count for label, count, _ in told if label[0])
    return 2 * right / sizes if sizes else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = parser.parse_args()
    pages = list(examples(options.data / "extraction"))
    if options.check:
        check(pages)
        return
    grower = Grower(pages)
    trusted = grower.trusted(range(len(pages)))
    trees = grower.grown(trusted)
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees["trees"])
    OUT.write_text(f'{{"fields": {json.dumps(trees["fields"])},\n"trees": [\n{lines}\n]}}\n', "utf-8")
    print(f"{len(trusted)} of {len(pages)} pages, {len(trees['trees'])} trees in {OUT.name}")


if __name__ == "__main__":
    main()
