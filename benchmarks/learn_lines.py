"""Learn which lines of pasted page text are its article, and write narrate/text/lines.json.

    python -m benchmarks.learn_lines [--data DIR] [--check]

There are few pasted pages, but many web pages whose article is known: their blocks without markup are the lines.
Half of the pages keep which lines are headings and items, as Markdown does, the other half lose it. `--check`
writes nothing and prints F1 by cross-validation: no publisher is in two folds. Pages that DIR/pasted is made of are
left out, so that those can judge.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.learn_body import FOLDS, Label, examples, rows
from benchmarks.quality import default_data
from narrate.model import Anchor, Block
from narrate.text import lines

OUT = Path(lines.__file__).with_name("lines.json")
HERE = Anchor(source="page")
PENALTY = 3.0
RARE = 8
"""A sign of fewer lines gets no weight."""
SMALL = 0.02
"""Weights nearer to zero are left out."""

Weights = dict[str, float]


@dataclass(slots=True)
class Example:
    """The lines of a page."""

    lines: lines.Lines
    labels: list[Label | None]
    fold: int
    signs: list[list[str]]
    among: list[list[str]] = field(default_factory=list)


def pages(data: Path) -> Iterator[Example]:
    judged = {row.get("source") for row in rows(data / "pasted" / "pasted.truth.jsonl.gz")}
    for number, one in enumerate(examples(data / "extraction", captions=True)):
        if one.name in judged or f"{one.corpus}/{one.name}" in judged or f"{one.corpus}:{one.name}" in judged:
            continue
        kept = ("item", "heading") if number % 2 else ()
        blocks = [
            Block(kind=seen.kind if seen.kind in kept else "paragraph", text=seen.text.replace("\n", " "), anchor=HERE)
            for seen in one.page.blocks
        ]
        held = lines.Lines(blocks)
        yield Example(held, one.labels, one.fold, lines.signs(held))


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


def learn(found: Sequence[Example]) -> tuple[Weights, Weights]:
    """Both sets of weights; the second learns from scores of a first that did not see the page."""
    every = [label for one in found for label in one.labels]
    for fold in sorted({one.fold for one in found}):
        others = [one for one in found if one.fold != fold]
        alone = fit([row for one in others for row in one.signs], [label for one in others for label in one.labels])
        for one in found:
            if one.fold == fold:
                told = [sum(alone.get(sign, 0.0) for sign in row) for row in one.signs]
                one.among = lines.context_signs(one.lines, one.signs, told)
    first = fit([row for one in found for row in one.signs], every)
    return first, fit([row for one in found for row in one.among], every)


def check(found: Sequence[Example]) -> None:
    """F1 over words, a mean over pages that neither set of weights saw; beside it the stretch of `body.span`."""
    results = []
    for fold in range(FOLDS):
        weights = learn([one for one in found if one.fold != fold])
        for one in (one for one in found if one.fold == fold):
            first, behind = one.lines.within
            plain = [first <= place < behind for place in range(len(one.labels))]
            results.append((_f1(one, lines.chosen(one.lines.blocks, weights)), _f1(one, plain)))
    ours, theirs = (sum(row[n] for row in results) / len(results) for n in (0, 1))
    print(f"F1 {ours:.4f} with weights, {theirs:.4f} with the best stretch, {len(results)} pages")


def _f1(one: Example, kept: Sequence[bool]) -> float:
    told = [(label[0], n, keep) for label, n, keep in zip(one.labels, one.lines.counts, kept, strict=True) if label]
    right = sum(count for label, count, keep in told if label and keep)
    sizes = sum(count for _, count, keep in told if keep) + sum(count for label, count, _ in told if label)
    return 2 * right / sizes if sizes else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = parser.parse_args()
    found = list(pages(options.data))
    if options.check:
        check(found)
        return
    first, second = learn(found)
    OUT.write_text(json.dumps({"alone": first, "among others": second}, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{len(found)} pages, {len(first)} and {len(second)} weights in {OUT.name}")


if __name__ == "__main__":
    main()
