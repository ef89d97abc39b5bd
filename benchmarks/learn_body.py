"""Learn which blocks of a web page are its article, and write narrate/readers/_weights.json.

    python -m benchmarks.learn_body [--data DIR] [--check]

The blocks of the pages in DIR/extraction are labelled by the truth there: a block is article text when most of its
runs of four words are. Then two logistic regressions are fitted, the second on what the first says of pages that it
did not see. `--check` writes nothing and prints F1 by cross-validation: no publisher is in two folds.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
PENALTY = 3.0
RARE = 8
"""A sign of fewer blocks gets no weight."""
SMALL = 0.02
"""Weights nearer to zero are left out."""

Weights = dict[str, float]
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
    signs: list[list[str]] = field(default_factory=list)
    among: list[list[str]] = field(default_factory=list)


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
            yield Example(corpus, truth["id"], page, labels(page, truth, captions), fold, _evidence.signs(page))


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
        apart = not captions and page.blocks[place].kind in ("caption", "figure", "byline")
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


def fit(rows: Sequence[Sequence[str]], labelled: Sequence[Label | None]) -> Weights:
    """Logistic regression with an L2 penalty; a weight a sign."""
    import numpy as np
    from scipy.optimize import minimize  # type: ignore[import-untyped]
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    used = [(set(row), label) for row, label in zip(rows, labelled, strict=True) if label is not None]
    counts = Counter(sign for row, _ in used for sign in row)
    names = {sign: n for n, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= RARE))}
    columns = [sorted(names[sign] for sign in row if sign in names) for row, _ in used]
    starts = np.cumsum([0, *map(len, columns)])
    places = [place for row in columns for place in row]
    matrix = csr_matrix((np.ones(len(places)), places, starts), shape=(len(used), len(names)))
    wanted = np.array([label[0] for _, label in used])
    weight = np.array([label[1] for _, label in used])

    def loss(guess: Any) -> tuple[float, Any]:
        odds = matrix @ guess
        cost = (weight * (np.logaddexp(0, odds) - wanted * odds)).sum() + PENALTY * (guess @ guess) / 2
        slope = matrix.T @ (weight * (1 / (1 + np.exp(-odds)) - wanted)) + PENALTY * guess
        return cost, slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {sign: round(float(best[n]), 2) for sign, n in names.items() if abs(best[n]) >= SMALL}


def learn(pages: Sequence[Example]) -> tuple[Weights, Weights]:
    """Both sets of weights; the second learns from scores of a first that did not see the page."""
    every = [label for one in pages for label in one.labels]
    for fold in sorted({one.fold for one in pages}):
        others = [one for one in pages if one.fold != fold]
        alone = fit([row for one in others for row in one.signs], [label for one in others for label in one.labels])
        for one in pages:
            if one.fold == fold:
                told = [sum(alone.get(sign, 0.0) for sign in row) for row in one.signs]
                one.among = _evidence.context_signs(one.page, one.signs, told)
    first = fit([row for one in pages for row in one.signs], every)
    return first, fit([row for one in pages for row in one.among], every)


def check(pages: Sequence[Example]) -> None:
    """F1 over words, a mean over pages, for what neither set of weights saw and for the library alone."""
    results: dict[str, list[tuple[float, float]]] = {}
    for fold in range(FOLDS):
        weights = learn([one for one in pages if one.fold != fold])
        for one in (one for one in pages if one.fold == fold):
            kept = _choose.chosen(one.page, weights)
            results.setdefault(one.corpus, []).append((_f1(one, kept), _f1(one, one.page.held)))
    for corpus, rows in results.items():
        ours, theirs = (sum(row[n] for row in rows) / len(rows) for n in (0, 1))
        print(f"{corpus}: F1 {ours:.4f} with weights, {theirs:.4f} with the library's choice, {len(rows)} pages")


def _f1(one: Example, kept: Sequence[bool]) -> float:
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
    first, second = learn(pages)
    OUT.write_text(json.dumps({"alone": first, "among others": second}, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{len(pages)} pages, {len(first)} and {len(second)} weights in {OUT.name}")


if __name__ == "__main__":
    main()
