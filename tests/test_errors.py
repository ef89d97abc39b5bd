"""Errors: their exit codes, their words, and the places filled in on the way up."""

from __future__ import annotations

import inspect
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate import errors
from narrate.errors import EngineError, MissingExtra, NarrateError, SourceError, VoiceError, located
from narrate.model import Anchor

PLACE = Anchor(source="story.html", ref="line 7")
FAMILY = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, NarrateError) and kind.__module__ == "narrate.errors"
}


def test_the_tree_in_the_docstring_is_the_tree_and_its_exit_codes() -> None:
    told: dict[str, tuple[str, int]] = {}
    above: list[tuple[int, str]] = []
    for indent, name, code in re.findall(r"^( +)(\w+) +(\d)  ", errors.__doc__ or "", re.MULTILINE):
        above = [entry for entry in above if entry[0] < len(indent)]
        told[name] = (above[-1][1] if above else "Exception", int(code))
        above.append((len(indent), name))
    assert told == {name: (kind.__mro__[1].__name__, kind.exit_code) for name, kind in FAMILY.items()}


def test_the_exit_codes_are_those_of_the_design() -> None:
    codes = {name: kind.exit_code for name, kind in FAMILY.items()}
    assert codes == {
        "NarrateError": 1,
        "UsageError": 2,
        "VoiceError": 2,
        "SourceError": 3,
        "EngineError": 4,
        "DownloadError": 4,
        "MissingExtra": 5,
        "OutputError": 6,
    }
    assert (errors.PARTLY_SKIPPED, errors.INTERRUPTED) == (7, 130)


def test_an_error_says_where_what_and_at_which_words() -> None:
    error = EngineError("the voice failed", place=PLACE, quote="He said no.", hint="try again")
    assert str(error) == "story.html, line 7: the voice failed (at “He said no.”)"
    assert error.hint == "try again"
    assert str(EngineError("the voice failed")) == "the voice failed"


@given(st.text(min_size=1).filter(str.strip))
def test_a_quote_stays_on_one_line_and_short(quote: str) -> None:
    said = str(SourceError("no", quote=quote))
    assert len(said) <= len("no (at “”)") + errors.QUOTE_LENGTH
    assert "\n" not in said
    flat = " ".join(quote.split())
    assert said == f"no (at “{flat}”)" or said.endswith("…”)")


@pytest.mark.parametrize("kind", [SourceError, EngineError, VoiceError])
def test_located_fills_in_what_is_missing(kind: type[NarrateError]) -> None:
    with pytest.raises(kind) as caught, located(PLACE, "He said no."):
        raise kind("it failed")
    assert caught.value.place == PLACE
    assert caught.value.quote == "He said no."


def test_located_leaves_what_the_raiser_knew_better() -> None:
    with pytest.raises(SourceError) as caught, located(PLACE, "the sentence"), located("page 3"):
        raise SourceError("it failed", quote="the word")
    assert caught.value.place == "page 3"
    assert caught.value.quote == "the word"


def test_located_lets_other_errors_pass_as_they_are() -> None:
    with pytest.raises(ZeroDivisionError) as caught, located(PLACE, "quote"):
        raise ZeroDivisionError
    assert not hasattr(caught.value, "place")


def test_a_missing_extra_names_the_command_that_brings_it() -> None:
    assert MissingExtra("Kokoro", "kokoro").hint == "pip install 'narrate-articles[kokoro]'"
    assert str(MissingExtra("Kokoro", "kokoro")) == "Kokoro is not installed"
    assert MissingExtra("hibari", "").hint == "pip install 'narrate-articles'"


def test_only_an_engine_knows_whether_another_try_may_help() -> None:
    assert EngineError("busy", retry=True).retry
    assert not EngineError("gone").retry
