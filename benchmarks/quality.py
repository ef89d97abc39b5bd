"""How well articles are prepared: cleaning, sentences and wording, scored on corpora by their own evaluators.

    python -m benchmarks.quality [--data DIR] [--only extraction,pasted,normalisation,segmentation] [--json] [--worst N]

DIR is laid out as `extraction/`, `pasted/`, `normalisation/`, `segmentation/`, each with its data and, unless the
default folder has it, its evaluator. The default is the variable NARRATE_CORPORA, then `../shared/corpora` beside
the repository. Every figure with a floor or ceiling in `quality_floors.toml` is compared with it; the exit code is
1 when one is missed. Without corpora there is nothing to score, which is said and is no failure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from narrate import readers
from narrate.errors import SourceError
from narrate.model import Article, Document, without_phonemes
from narrate.text.clean import clean

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "quality_floors.toml"
PARTS = ("extraction", "pasted", "normalisation", "segmentation")
BODY_TYPES = frozenset(str.split("paragraph quote heading list_item code table summary"))
KINDS = {"item": "list_item"}
LANGUAGES = "en,ru,de,fr,es"

Figures = dict[str, dict[str, float]]
Blocks = list[tuple[str, str]]


# ---------------------------------------------------------------- what is scored


def page_blocks(html: str) -> Blocks:
    """What is the article of a web page: also the code and tables that are not read aloud unless asked for."""
    return _blocks(html, "page.html", "text/html")


def text_blocks(text: str) -> Blocks:
    """What is the article of a page that was pasted as text."""
    return _blocks(text, "-", "")


def _blocks(text: str, source: str, media_type: str) -> Blocks:
    document = Document(data=text.encode("utf-8", "replace"), source=source, media_type=media_type, charset="utf-8")
    article: Article
    article, _ = clean(readers.read(document), keep=("code", "table"))
    return [(KINDS.get(block.kind, block.kind), block.text) for block in article.blocks]


def sentences(text: str, lang: str = "en") -> list[str]:
    from narrate.text.segment import segment

    return [text[start:end] for start, end in segment(text, lang)]


def spoken(text: str, lang: str = "en") -> str:
    from narrate.text.spoken import edits, worded

    return without_phonemes(worded(text, edits(text, lang)))


# ---------------------------------------------------------------- cleaning


def extraction(data: Path, evaluator: Path, worst: int) -> Figures:
    """Web pages, a table row a corpus, with the CPU time a page takes."""
    return _pages(data, evaluator, page_blocks, worst)


def pasted(data: Path, evaluator: Path, worst: int) -> Figures:
    """Page text as people paste it."""
    return _pages(data, evaluator, text_blocks, worst)


def _pages(data: Path, evaluator: Path, prepare: Callable[[str], Blocks], worst: int) -> Figures:
    judge = _module(evaluator)
    found: Figures = {}
    prepare("<html><body><p>The time that imports take is no page's own.</p></body></html>")
    for name, pages in judge.load([data]).items():
        results = judge.score(name, pages, _Runner(judge, prepare), False)
        figures = judge.summarise(name, results, 0)
        if any(page.get("blocks") for page in pages):
            figures |= _typed(judge.block_table(pages, results))
        figures["worst"] = min(one["f"] for one in results)
        figures["ms_most"] = max(one["ms"] for one in results)
        found[name] = {key: round(value, 4) for key, value in figures.items() if value is not None}
        for one in sorted(results, key=lambda one: float(one["f"]))[:worst]:
            print(f"    {one['f']:.3f} P{one['p']:.2f} R{one['r']:.2f} {one['id']} {one['err'] or ''}", file=sys.stderr)
    return found


class _Runner:
    """Gives the evaluator what we make of a page, with the CPU milliseconds it took instead of the clock's."""

    def __init__(self, judge: Any, prepare: Callable[[str], Blocks]) -> None:
        self.judge, self.prepare = judge, prepare

    def __call__(self, source: str, url: str | None) -> tuple[str, Blocks | None, float, str | None]:
        begin, error = time.process_time(), None
        blocks: Blocks = []
        try:
            blocks = self.prepare(source)
        except SourceError as refusal:  # any other exception is a fault of ours and ends the run
            error = str(refusal)
        took = (time.process_time() - begin) * 1000
        text, kinds = self.judge.normal(blocks, BODY_TYPES)
        return text, kinds, took, error


def _typed(table: Mapping[str, Any]) -> dict[str, float]:
    figures = {f"{kind}_f1": row["f1"] for kind, row in table["types"].items()}
    return {**figures, "title_exact": table["title_exact"], "byline": table["byline_all_names"]}


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"corpus_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} can't be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- wording and sentences


def normalisation(data: Path, evaluator: Path, worst: int) -> Figures:
    """Figures, dates and signs in words; a row a suite of each language."""
    report = _run(evaluator, "spoken", data)
    found: Figures = {}
    for language, rows in report.items():
        for name, row in rows.items():
            suite, _, kind = name.partition("/")
            if kind == "= all":
                row_name = f"{language}.{'all' if suite.startswith('=') else suite}"
                found[row_name] = {key: round(row[key], 4) for key in ("n", "exact", "sense", "tokens", "raw")}
        found.setdefault(f"{language}.all", {})["crashes"] = rows["speed"]["crashes"]
    return found


def segmentation(data: Path, evaluator: Path, worst: int) -> Figures:
    """Where sentences end; a row a suite of each language."""
    report = _run(evaluator, "sentences", data)
    found: Figures = {}
    for language, rows in report.items():
        for suite, row in rows.items():
            if suite != "speed":
                found[f"{language}.{suite}"] = {key: round(row[key], 4) for key in ("n", "exact", "P", "R", "F")}
    return found


def _run(evaluator: Path, function: str, data: Path) -> dict[str, Any]:
    """What an evaluator that is a program says of a function of this module."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        options = ["--lang", LANGUAGES, "--corpora", str(data), "--json", str(out)]
        command = [sys.executable, str(evaluator), f"benchmarks.quality:{function}", *options]
        done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
        if done.returncode or not out.exists():
            raise SystemExit(f"{evaluator.name} failed:\n{done.stdout[-500:]}\n{done.stderr[-2000:]}")
        report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return report


# ---------------------------------------------------------------- tables and floors

EVALUATORS = {
    "extraction": (extraction, "extraction/evaluate.py"),
    "pasted": (pasted, "extraction/evaluate.py"),
    "normalisation": (normalisation, "normalisation/norm_eval.py"),
    "segmentation": (segmentation, "segmentation/seg_eval.py"),
}


def default_data() -> Path:
    """Where corpora are looked for unless told."""
    return Path(os.environ.get("NARRATE_CORPORA") or HERE.parent.parent / "shared" / "corpora")


def score(data: Path, only: tuple[str, ...], worst: int) -> dict[str, Figures]:
    """All figures by part, corpus and name; parts without data or evaluator are left out."""
    found: dict[str, Figures] = {}
    for part in only:
        function, script = EVALUATORS[part]
        evaluator = next((root / script for root in (data, default_data()) if (root / script).is_file()), None)
        if not (data / part).is_dir() or evaluator is None:
            print(f"{part}: no corpus or evaluator in {data}, not scored", file=sys.stderr)
            continue
        found[part] = function(data / part, evaluator, worst)
    return found


def missed(found: Mapping[str, Figures], limits: Mapping[str, Any]) -> Iterator[str]:
    """In words, each figure that is below its floor or above its ceiling."""
    for part, corpora in found.items():
        for corpus, figures in corpora.items():
            pinned = limits.get(part, {}).get(corpus, {})
            for name, floor in pinned.items():
                ceiling = name.endswith("_most") or name in ("capt", "leak", "raw", "crashes", "empty", "ms_median")
                value = figures.get(name)
                if value is None or (value > floor if ceiling else value < floor):
                    yield f"{corpus}: {name} is {value}, pinned at {'most' if ceiling else 'least'} {floor}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=default_data(), help="folder of the corpora")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, joined by commas")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages")
    options = parser.parse_args()
    only = tuple(part for part in options.only.split(",") if part)
    if unknown := set(only) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if not options.data.is_dir():
        print(f"no corpora in {options.data}: nothing scored", file=sys.stderr)
        return 0
    found = score(options.data, only, options.worst)
    failures = list(missed(found, tomllib.loads(FLOORS.read_text(encoding="utf-8"))))
    if options.json:
        print(json.dumps({"figures": found, "missed": failures}, indent=1))
        return 1 if failures else 0
    for part, corpora in found.items():
        print(f"\n{part}")
        for corpus, figures in corpora.items():
            print(f"  {corpus:<20} " + "  ".join(f"{name} {value:.4g}" for name, value in figures.items()))
    for line in failures:
        print(f"MISSED {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
