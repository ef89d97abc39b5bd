"""Who speaks what: the chosen voice, voices for kinds and languages, and none where nobody can."""

from __future__ import annotations

import pytest

from narrate.casting import casting, offered, substitutes
from narrate.errors import UsageError, VoiceError
from narrate.model import Anchor, Block, Kind


def block(kind: Kind = "paragraph") -> Block:
    return Block(kind=kind, text="Text.", anchor=Anchor(source="test"))


def test_each_language_has_its_best_voice_unless_one_was_chosen() -> None:
    cast = casting("en", "", {})
    assert cast(block(), "en") == "hibari:heart"
    assert cast(block(), "ru") == "espeak:ru"
    assert casting("en", "espeak:en-GB-x-rp", {})(block(), "en-US") == "espeak:en-GB-x-rp"


def test_kinds_and_languages_have_the_voices_cast_for_them() -> None:
    cast = casting("en", "", {"quote": "espeak:en-GB-x-rp", "fr": "espeak:fr-BE"})
    assert cast(block("quote"), "en") == "espeak:en-GB-x-rp"
    assert cast(block("quote"), "ru") == "espeak:ru"
    assert cast(block(), "fr") == "espeak:fr-BE"
    assert cast(block(), "en") == "hibari:heart"


def test_a_language_that_nobody_speaks_has_no_voice_but_an_article_in_it_is_an_error() -> None:
    assert casting("en", "", {})(block(), "qqq") == ""
    with pytest.raises(VoiceError, match="qqq"):
        casting("qqq", "", {})(block(), "qqq")


def test_roles_and_voices_that_cannot_be_are_told() -> None:
    with pytest.raises(UsageError, match="no voice can be cast as “narrator 2”"):
        casting("en", "", {"narrator 2": "espeak:en"})
    with pytest.raises(VoiceError, match="nobody"):
        casting("en", "", {"quote": "nobody"})


def test_voices_that_take_over_are_tried_in_order_and_behind_them_the_best_installed_one() -> None:
    following = substitutes(["gtts", "espeak"])
    assert following("en-US", frozenset()) == "gtts:en-US"
    assert following("en-US", frozenset({"gtts:en-US"})) == "espeak:en-US"
    assert following("en-US", frozenset({"gtts:en-US", "espeak:en-US"})) == "hibari:heart"
    assert following("en-US", frozenset({"gtts:en-US", "espeak:en-US", "hibari:heart"})) == ""
    assert following("ru", frozenset({"gtts:ru"})) == "espeak:ru"
    assert substitutes(["hibari:heart"])("ru", frozenset()) == "espeak:ru"
    with pytest.raises(VoiceError, match="nobody"):
        substitutes(["espeak:nobody"])


def test_an_author_may_wish_for_voices_but_not_for_the_network() -> None:
    wishes = (
        ("", "espeak:en-US"),
        ("quote", "gtts:en"),
        ("fr", "espeak:fr-BE"),
        ("title", "nobody"),
        ("x y", "espeak:en"),
    )
    assert offered(wishes) == {"": "espeak:en-US", "fr": "espeak:fr-BE"}
