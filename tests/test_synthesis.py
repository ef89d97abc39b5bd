"""Script -> clips: each sentence spoken once, judged, kept, and found again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate import voices
from narrate.cache import ClipCache
from narrate.calls import JOIN, cut
from narrate.contracts import EngineInfo
from narrate.division import MOST, divided, pieces, utterances
from narrate.errors import EngineError, MissingExtra
from narrate.model import Clip, Edit, Script, Sentence, Utterance
from narrate.synthesis import TRIES, Manner, Speakers, Spoken, synthesize
from tests.conftest import Trial
from tests.helpers import PARAGRAPHS, script, sentences

RATE = 24_000
ALL = [text for texts in PARAGRAPHS for text in texts]


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


def speak(script: Script, cache: ClipCache, manner: Manner | None = None) -> list[tuple[Utterance, Spoken]]:
    parts = utterances(divided(script), voices.engine_of)
    with Speakers(voices.opened) as speakers:
        return list(synthesize(parts, speakers, cache, manner or Manner(), RATE))


def clips(spoken: list[tuple[Utterance, Spoken]]) -> list[Clip]:
    return [result.clip for _, result in spoken if result.clip is not None]


def equal(one: list[Clip], other: list[Clip]) -> bool:
    return len(one) == len(other) and all(
        np.array_equal(a.pcm, b.pcm) and a.marks == b.marks for a, b in zip(one, other, strict=True)
    )


# -- In order, once, and again from the cache -------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [0, 1, 4])
def test_every_sentence_is_spoken_once_and_delivered_in_order(jobs: int, cache: ClipCache, trial: Trial) -> None:
    spoken = speak(script(voice="trial:one"), cache, Manner(jobs=jobs))
    assert [utterance.spoken for utterance, _ in spoken] == ALL
    assert sorted(trial.said) == sorted(ALL)
    assert [result.fresh for _, result in spoken] == [len(text) for text in ALL]


def test_a_second_run_speaks_nothing_and_sounds_the_same(cache: ClipCache, trial: Trial) -> None:
    first = speak(script(voice="trial:one"), cache)
    trial.forget()
    second = speak(script(voice="trial:one"), cache)
    assert trial.said == []
    assert [result.fresh for _, result in second] == [0] * len(ALL)
    assert equal(clips(first), clips(second))


def test_a_changed_paragraph_is_all_that_is_spoken_again(cache: ClipCache, trial: Trial) -> None:
    speak(script(voice="trial:one"), cache)
    trial.forget()
    changed = [*PARAGRAPHS[:1], ("A candle burned there instead.", "Nobody minded much."), *PARAGRAPHS[2:]]
    speak(script(changed, voice="trial:one"), cache)
    assert sorted(trial.said) == ["A candle burned there instead.", "Nobody minded much."]


@pytest.mark.parametrize("change", ["speed", "voice"])
def test_another_speed_or_voice_is_spoken_anew(change: str, cache: ClipCache, trial: Trial) -> None:
    speak(script(voice="trial:one"), cache)
    trial.forget()
    voice, manner = ("trial:one", Manner(speed=1.1)) if change == "speed" else ("trial-short:one", Manner())
    speak(script(voice=voice), cache, manner)
    assert sorted("".join(trial.said)) == sorted("".join(ALL))


def test_without_a_cache_that_works_everything_is_spoken_all_the_same(tmp_path: Path, trial: Trial) -> None:
    (tmp_path / "file").touch()
    broken = ClipCache(tmp_path / "file")
    spoken = speak(script(voice="trial:one"), broken)
    assert equal(clips(spoken), clips(speak(script(voice="trial:one"), ClipCache(tmp_path / "clips"))))
    assert broken.problem


def test_a_damaged_clip_is_spoken_again(cache: ClipCache, trial: Trial) -> None:
    before = speak(script(voice="trial:one"), cache)
    trial.forget()
    damaged = next(iter(cache.folder.rglob("*.clip")))
    damaged.write_bytes(damaged.read_bytes()[:-7])
    after = speak(script(voice="trial:one"), cache)
    assert len(trial.said) == 1
    assert equal(clips(before), clips(after))


# -- Engines that fail ------------------------------------------------------------------------------------------------

BAD = [
    ("fail", "the trial failed as told"),
    ("break", "the engine failed: IndexError: list index out of range"),
    ("retry", "the voice failed 2 times: the line was busy"),
    ("silence", "the voice failed 2 times: there is only silence"),
    ("nothing", "the voice failed 2 times: there is only silence"),
    ("noise", "the voice failed 2 times: the sound holds values that are no numbers"),
    ("cut", "the voice failed 2 times: 0.1 s of sound are too short for 28 letters"),
    ("babble", "are too long for 28 letters"),
]


@pytest.mark.parametrize(("how", "words"), BAD)
def test_a_failure_is_told_with_its_place_and_the_sentence(
    how: str, words: str, cache: ClipCache, trial: Trial
) -> None:
    trial.misbehave(at="lamp", do=how)
    with pytest.raises(EngineError) as caught:
        speak(script(voice="trial:one"), cache, Manner(jobs=2))
    assert str(caught.value.place) == "story.txt, line 2"
    assert caught.value.quote == "A lamp burned until the sun came up."
    assert words in caught.value.message


@pytest.mark.parametrize(("how", "words"), BAD)
def test_what_was_finished_before_a_failure_is_kept(how: str, words: str, cache: ClipCache, trial: Trial) -> None:
    trial.misbehave(at="captain", do=how)
    with pytest.raises(EngineError):
        speak(script(voice="trial:one"), cache, Manner(jobs=1))
    first = trial.said
    assert first[:4] == ALL[:4]
    trial.behave()
    speak(script(voice="trial:one"), cache, Manner(jobs=1))
    finished = [text for text in first if "captain" not in text]
    assert sorted(trial.said + finished) == sorted(ALL), "only what is missing is spoken"


@pytest.mark.parametrize(("how", "words"), BAD)
def test_a_failure_may_be_skipped_and_is_then_reported(how: str, words: str, cache: ClipCache, trial: Trial) -> None:
    trial.misbehave(at="lamp", do=how)
    spoken = speak(script(voice="trial:one"), cache, Manner(on_error="skip"))
    assert [utterance.spoken for utterance, _ in spoken] == ALL
    reasons = {utterance.spoken: result.reason for utterance, result in spoken if result.clip is None}
    assert list(reasons) == ["A lamp burned until the sun came up."]
    assert words in next(iter(reasons.values()))


def test_a_passing_failure_is_tried_again_by_itself(cache: ClipCache, trial: Trial) -> None:
    trial.misbehave(at="lamp", do="recover")
    spoken = speak(script(voice="trial:one"), cache)
    assert len(clips(spoken)) == len(ALL)
    assert len([text for text in trial.said if "lamp" in text]) == TRIES == 2


@pytest.mark.parametrize(("how", "times"), [("stammer once", 1), ("stammer", 2)])
def test_what_is_unusual_for_a_voice_is_spoken_again_once(how: str, times: int, cache: ClipCache, trial: Trial) -> None:
    texts = [f"The boat with the number {word} was lying in the harbour." for word in "abcdefghijklmnop"]
    whole = clips(speak(script([texts], voice="trial:one"), cache, Manner(jobs=1)))
    assert trial.said == texts
    trial.misbehave(at="number p was", do=how)
    spoken = speak(script([texts], voice="trial:one"), ClipCache(cache.folder / "other"), Manner(jobs=1))
    assert trial.said == [*texts, texts[-1]]
    assert len(clips(spoken)[-1].pcm) == pytest.approx(times * len(whole[-1].pcm), rel=0.05)
    assert spoken[-1][1].fresh == len(texts[-1])


def test_what_can_not_help_is_not_tried_again(cache: ClipCache, trial: Trial) -> None:
    trial.misbehave(at="lamp", do="fail")
    with pytest.raises(EngineError):
        speak(script(voice="trial:one"), cache)
    assert len([text for text in trial.said if "lamp" in text]) == 1


@pytest.mark.parametrize("on_error", ["stop", "skip"])
def test_a_voice_that_is_not_installed_is_told_and_never_skipped(on_error: str, cache: ClipCache, trial: Trial) -> None:
    with pytest.raises(MissingExtra, match="the trial voice is not installed") as caught:
        speak(script(voice="trial-missing:one"), cache, Manner(on_error=on_error))  # type: ignore[arg-type]
    assert caught.value.hint == "pip install 'narrate-articles[trial]'"


@pytest.mark.parametrize("how", ["well", "fail"])
def test_voices_are_opened_once_and_closed_at_the_end(how: str, cache: ClipCache, trial: Trial) -> None:
    if how == "fail":
        trial.misbehave(at="captain", do="fail")
    opened: list[str] = []

    def opening(name: str) -> tuple[EngineInfo, object]:
        opened.append(name)
        return voices.opened(name)

    both = script(voice="trial:one").sentences + script(voice="trial-short:one").sentences
    parts = tuple(Utterance(sentences=(one,)) for one in both)
    closed = Path(f"{trial.log}.closed")
    with Speakers(opening) as speakers:  # type: ignore[arg-type]
        results = synthesize(parts, speakers, cache, Manner(jobs=3), RATE)
        if how == "fail":
            with pytest.raises(EngineError):
                list(results)
        else:
            list(results)
            assert sorted(opened) == ["trial-short:one", "trial:one"]
        assert not closed.exists()
    assert len(opened) == len(set(opened))
    assert closed.exists()


# -- Engines of other rates, and those that speak whole paragraphs --------------------------------------------------


def test_sound_of_another_rate_is_brought_to_the_programme_s(cache: ClipCache, trial: Trial) -> None:
    texts = ["The harbour was quiet that morning."]
    slow = clips(speak(script([texts], voice="trial-paragraph:one"), cache))[0]
    own = clips(speak(script([texts], voice="trial:one"), cache))[0]
    assert slow.rate == own.rate == RATE
    assert abs(len(slow.pcm) - len(own.pcm)) <= 2 * RATE // 200
    assert len(slow.marks) == len(own.marks) == 6
    for one, other in zip(slow.marks, own.marks, strict=True):
        assert (one.start, one.end) == (other.start, other.end)
        assert abs(one.begin - other.begin) <= 2 * RATE // 200
        assert abs(one.finish - other.finish) <= 2 * RATE // 200


def test_an_engine_that_speaks_paragraphs_gets_them_whole(cache: ClipCache, trial: Trial) -> None:
    spoken = speak(script(voice="trial-paragraph:one"), cache)
    assert sorted(trial.said) == sorted(" ".join(texts) for texts in PARAGRAPHS)
    assert [[one.text for one in utterance.sentences] for utterance, _ in spoken] == [list(t) for t in PARAGRAPHS]


def engine(**facts: object) -> EngineInfo:
    return EngineInfo(name="any", summary="", **facts)  # type: ignore[arg-type]


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    said: list[Sentence] = []
    for number in range(draw(st.integers(0, 5))):
        texts = draw(st.lists(st.text("ab ", min_size=1, max_size=40), min_size=1, max_size=5))
        said += sentences(texts, ref=f"line {number}", voice=draw(st.sampled_from(["any:a", "any:b"])))
    return Script(article=script().article, sentences=tuple(said))


@given(scripts(), st.sampled_from(["sentence", "paragraph"]), st.integers(1, 120))
def test_sentences_are_grouped_as_the_engine_speaks_them_best(script: Script, unit: str, most: int) -> None:
    parts = utterances(script, lambda _: engine(unit=unit, max_chars=most))
    assert tuple(one for part in parts for one in part.sentences) == script.sentences
    for part in parts:
        assert len({id(one.block) for one in part.sentences}) == 1
        assert len({one.voice for one in part.sentences}) == 1
        assert len(part.sentences) == 1 or (unit == "paragraph" and len(part.spoken) <= most)
    if unit == "paragraph":
        for one, other in pairwise(parts):
            together = len(one.spoken) + 1 + len(other.sentences[0].spoken)
            assert one.sentences[0].block is not other.sentences[0].block or together + 1 > most


# -- Texts too long for one call ------------------------------------------------------------------------------------


@given(st.text(alphabet="ab .,;!?\"'”—。\n\u00a0", max_size=300) | st.text(max_size=300), st.integers(1, 80))
def test_the_parts_of_a_long_text_are_the_text(text: str, most: int) -> None:
    parts = list(cut(text, most))
    assert "".join(parts) == text
    assert all(len(part) <= most for part in parts)
    assert all(parts) or not text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One is here. Two is there, and more of it.", ["One is here. ", "Two is there, and more of it."]),
        ("One is here, and two is there with more.", ["One is here, ", "and two is there with more."]),
        ("One is here and two is there with much more", ["One is here and two is there ", "with much more"]),
        ("“He said so.” She said nothing at all.", ["“He said so.” ", "She said nothing at all."]),
        ("x" * 70, ["x" * 30, "x" * 30, "x" * 10]),
    ],
)
def test_a_long_text_is_cut_where_a_speaker_breathes(text: str, parts: list[str]) -> None:
    assert list(cut(text, 30)) == parts


def test_a_text_too_long_for_one_call_is_spoken_in_parts_with_nothing_lost(cache: ClipCache, trial: Trial) -> None:
    text = "The harbour was quiet that morning, and the boats lay still, for nobody had slept well before it."
    spoken = speak(script([[text]], voice="trial-short:one"), cache)
    said = trial.said
    assert len(said) > 1
    assert sorted("".join(said)) == sorted(text)
    clip = clips(spoken)[0]
    assert [text[mark.start : mark.end].strip(",.") for mark in clip.marks] == text.replace(",", "").strip(".").split()
    times = [place for mark in clip.marks for place in (mark.begin, mark.finish)]
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] <= len(clip.pcm)
    whole = clips(speak(script([[text]], voice="trial:one"), cache))[0]
    assert abs(len(clip.pcm) - len(whole.pcm)) < len(said) * (JOIN + 0.2) * RATE
    for mark in clip.marks:
        assert np.abs(clip.pcm[mark.begin : mark.finish]).max() > 0.1, "each word sounds when its mark says"


def test_a_part_without_a_letter_is_not_asked_for(cache: ClipCache, trial: Trial) -> None:
    text = "He said it to them all and then again: " + "“" * 45
    speak(script([[text]], voice="trial-short:one"), cache)
    assert trial.said == ["He said it to them all and then again: "]


@given(
    st.lists(st.sampled_from(["word ", "clause, ", "end. ", "x" * 90, "… ", "12 "]), min_size=1, max_size=900),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 60), st.integers(0, 2500)), max_size=8),
)
def test_a_sentence_too_long_to_hold_as_sound_is_parted_with_nothing_lost_or_said_twice(
    words: list[str], drawn: list[tuple[int, int, int]]
) -> None:
    whole = sentences(["".join(words)], pause=0.7)[0]
    edits: list[Edit] = []
    for start, size, said in sorted(drawn):
        end = min(start + size, len(whole.text))
        if start <= end and start >= (edits[-1].end if edits else 0):
            edits.append(Edit(start=start, end=end, spoken="said " * (said // 5), rule="test"))
    whole = replace(whole, edits=tuple(edits))
    parts = list(pieces(whole))
    assert "".join(part.text for part in parts) == whole.text
    assert "".join(part.spoken for part in parts) == whole.spoken
    assert [part.pause for part in parts] == [JOIN] * (len(parts) - 1) + [0.7]
    longest = max((len(edit.spoken) for edit in edits), default=0)
    assert all(any(map(str.isalnum, part.spoken)) for part in parts) or len(parts) == 1 or longest
    if "word " in words and not edits and "… " not in words:
        assert max(len(part.spoken) for part in parts) <= MOST
    if len(whole.spoken) <= MOST // 2 and not edits:
        assert parts == [whole]


def test_a_very_long_sentence_is_several_utterances(trial: Trial, cache: ClipCache) -> None:
    text = "The boats lay still, for nobody had slept, " * 120 + "and then it rained."
    spoken = speak(script([[text]], voice="trial:one"), cache)
    assert len(spoken) == 3
    assert "".join(utterance.spoken for utterance, _ in spoken) == text
    assert max(len(clip.pcm) for clip in clips(spoken)) < 200 * RATE
