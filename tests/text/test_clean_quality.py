"""The pinned figures of cleaning hold on the pasted pages, where the corpora are at hand, and the gate sees a fall."""

from __future__ import annotations

import tomllib

import pytest

from benchmarks import quality


def test_a_figure_below_its_floor_or_above_its_ceiling_is_named() -> None:
    figures = {"pasted": {"pasted": {"f1": 0.5, "capt": 0.5, "worst": 0.9}}}
    limits = {"pasted": {"pasted": {"f1": 0.6, "capt": 0.4, "worst": 0.9, "never_scored": 1.0}}}
    found = list(quality.missed(figures, limits))
    assert [line.split(" is ")[0] for line in found] == ["pasted: f1", "pasted: capt", "pasted: never_scored"]


def test_the_floors_name_known_parts() -> None:
    assert set(tomllib.loads(quality.FLOORS.read_text(encoding="utf-8"))) <= set(quality.PARTS)


def test_pasted_pages_are_cleaned_as_well_as_before() -> None:
    data = quality.default_data()
    if not (data / "pasted").is_dir() or not (data / "extraction" / "evaluate.py").is_file():
        pytest.skip(f"no corpora in {data}")
    found = quality.score(data, ("pasted",), 0)
    assert not list(quality.missed(found, tomllib.loads(quality.FLOORS.read_text(encoding="utf-8"))))
