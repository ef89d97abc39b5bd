"""`narrate lexicon check` as a user calls it."""

from __future__ import annotations

import json

from tests.cli.conftest import Shell

NAMES = '[[word]]\nwritten = "Peskov"\nsay = "Peskoff"\n\n[[word]]\nwritten = "Gdansk"\nsay = "Gdanjsk"\n'
TEXT = "Peskov met Quillfeather\n\nThe spokesman Peskov saw Quillfeather in the harbour, and nobody knew why at all.\n"


def test_entries_are_counted_and_words_the_voice_guesses_at_are_named(narrate: Shell) -> None:
    narrate.write("names.toml", NAMES)
    narrate.write("story.txt", TEXT)
    ran = narrate("lexicon", "check", "names.toml", "story.txt")
    assert ran.code == 0
    assert "Peskov: used 2 times" in ran.out
    assert "Gdansk: never used" in ran.out
    assert "story.txt: hibari:heart guesses at 1 word\n    Quillfeather\n" in ran.out
    told = json.loads(narrate("lexicon", "check", "names.toml", "story.txt", "--json").out)
    assert told["never_used"] == ["Gdansk"]
    assert told["articles"] == [
        {"source": "story.txt", "unknown": {"hibari:heart": ["Quillfeather"]}, "cannot_tell": []}
    ]


def test_an_engine_that_reads_by_rules_says_that_it_cannot_tell(narrate: Shell) -> None:
    narrate.write("names.toml", NAMES)
    narrate.write("story.txt", TEXT)
    ran = narrate("lexicon", "check", "names.toml", "story.txt", "--voice", "espeak:en-US")
    assert ran.code == 0
    assert "espeak reads by rules" in ran.err


def test_voices_are_those_that_would_read_it(narrate: Shell) -> None:
    narrate.write("names.toml", NAMES)
    narrate.write("story.txt", TEXT)
    settings = narrate.write("settings.toml", '[default]\nen = "espeak:en-GB-x-rp"\n')

    def asked(*more: str, **environment: str) -> list[str]:
        """The voices that are asked which words they know."""
        told = json.loads(narrate("lexicon", "check", "names.toml", "story.txt", "--json", *more, **environment).out)
        return [*told["articles"][0]["unknown"], *told["articles"][0]["cannot_tell"]]

    assert asked(NARRATE_CONFIG=str(settings)) == ["espeak"]
    assert asked("--voice", "hibari:heart", NARRATE_CONFIG=str(settings)) == ["hibari:heart"]
    assert asked(NARRATE_CAST="paragraph=espeak:en-GB-x-rp") == ["hibari:heart", "espeak"]
    assert asked("--cast", "en=espeak:en-US") == ["espeak"]
    ran = narrate("lexicon", "check", "names.toml", "story.txt", NARRATE_CAST="quote=no:such")
    assert ran.code == 2
    assert "NARRATE_CAST" in ran.err


def test_words_that_the_lexicon_of_the_settings_covers_are_not_guessed_at(narrate: Shell) -> None:
    narrate.write("names.toml", NAMES)
    narrate.write("own.toml", '[[word]]\nwritten = "Quillfeather"\nsay = "Zbqwrth"\n')
    narrate.write("story.txt", TEXT)
    ran = narrate("lexicon", "check", "names.toml", "story.txt", NARRATE_LEXICON="own.toml")
    assert ran.code == 0
    assert "Peskov: used 2 times" in ran.out
    assert "guesses" not in ran.out


def test_a_mistake_in_a_lexicon_is_told_with_its_place(narrate: Shell) -> None:
    narrate.write("names.toml", NAMES + '[[word]]\nwriten = "x"\n')
    ran = narrate("lexicon", "check", "names.toml")
    assert ran.code == 2
    assert "names.toml, word 3: there is no key “writen”" in ran.err
