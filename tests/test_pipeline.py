"""Article in, narration out: the whole path, with real engines, codecs, cache and files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest

from narrate import plugins
from narrate.audio.edits import trimmed
from narrate.audio.loudness import integrated
from narrate.cache import ClipCache
from narrate.casting import substitutes
from narrate.engines import tone
from narrate.errors import EngineError, OutputError, SourceError, VoiceError
from narrate.model import Document, Narration, Progress, Script, Target
from narrate.pipeline import Options, narrate, write_script
from narrate.synthesis import Manner
from narrate.text.script import Preparation
from tests.conftest import Trial
from tests.helpers import PARAGRAPHS, heard, likeness, parts_left, script

RATE = 24_000
ROOT = Path(__file__).parents[1]
ALL = [text for texts in PARAGRAPHS for text in texts]
OUTPUTS = plugins.names("outputs")
SOUND = [name for name in OUTPUTS if plugins.load("outputs", name).INFO.audio]


class Studio:
    """A folder for finished files, with its cache of clips."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "out"
        self.folder.mkdir(parents=True)
        self.cache = ClipCache(folder / "clips")
        self.told: list[Progress] = []

    def make(self, script: Script, *names: str, options: Options | None = None, title: str = "story") -> Narration:
        self.told.clear()
        targets = self.targets(*names, title=title)
        return narrate(script, targets, options or Options(), cache=self.cache, listen=self.told.append)

    def targets(self, *names: str, title: str = "story") -> dict[str, Path]:
        suffixes = {name: plugins.load("outputs", name).INFO.suffix for name in names}
        return {name: self.folder / f"{title}{suffix}" for name, suffix in suffixes.items()}

    @property
    def fresh(self) -> int:
        """Characters that an engine spoke for the last narration, in whichever pass."""
        return max(progress.fresh for progress in self.told)

    @property
    def files(self) -> dict[str, bytes]:
        paths = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def tones(text: str) -> np.ndarray:
    """How the test engine says a text."""
    return trimmed(tone.open_speaker(tone.voices()[0]).say(text, "en", 1.0)).pcm


def test_every_sentence_is_heard_once_in_order_where_its_cue_says(studio: Studio) -> None:
    narration = studio.make(script(), "wav")
    pcm = heard(studio.folder / "story.wav")
    assert [cue.sentence.text for cue in narration.timeline.cues] == ALL
    assert narration.timeline.length == len(pcm)
    for cue in narration.timeline.cues:
        sound = pcm[cue.begin : cue.finish]
        assert len(sound) == len(tones(cue.sentence.spoken))
        assert likeness(sound, tones(cue.sentence.spoken)) > 0.999
        assert all(likeness(sound, tones(text)) < 0.8 for text in ALL if text != cue.sentence.text)
    covered = np.zeros(len(pcm), bool)
    for cue in narration.timeline.cues:
        covered[cue.begin : cue.finish] = True
    assert not pcm[~covered].any(), "nothing sounds besides the sentences"


def test_a_second_run_speaks_nothing_and_makes_the_same_files(studio: Studio, trial: Trial) -> None:
    story = script(voice="trial:one", title="The harbour at noon")
    studio.make(story, *OUTPUTS)
    first = studio.files
    assert studio.fresh == studio.told[-1].total == sum(len(one.spoken) for one in story.sentences)
    trial.forget()
    studio.make(story, *OUTPUTS, options=Options(overwrite=True))
    assert trial.said == []
    assert studio.fresh == 0
    assert studio.files == first
    assert len({name.partition("/")[0] for name in first}) == len(OUTPUTS)


def test_the_number_of_workers_changes_nothing_in_the_files(tmp_path: Path) -> None:
    made = []
    for jobs in (1, 4):
        studio = Studio(tmp_path / str(jobs))
        studio.make(script(), *OUTPUTS, options=Options(manner=Manner(jobs=jobs)))
        made.append(studio.files)
    assert made[0] == made[1]


def test_a_changed_paragraph_is_all_that_is_spoken_again(studio: Studio, trial: Trial) -> None:
    studio.make(script(voice="trial:one"), "wav")
    trial.forget()
    changed = [*PARAGRAPHS[:2], ("At noon there was no letter at all.",)]
    narration = studio.make(script(changed, voice="trial:one"), "wav", options=Options(overwrite=True))
    assert trial.said == ["At noon there was no letter at all."]
    assert studio.fresh == len("At noon there was no letter at all.")
    assert [cue.sentence.text for cue in narration.timeline.cues] == [*ALL[:4], *trial.said, *changed[2]]


def test_progress_ascends_to_the_end(studio: Studio) -> None:
    studio.make(script(), "wav")
    done = [progress.done for progress in studio.told]
    assert done == sorted(done)
    assert {progress.total for progress in studio.told} == {done[-1]} == {sum(map(len, ALL))}
    assert {progress.stage for progress in studio.told} == {"speaking"}


def test_a_failing_engine_leaves_no_file_and_keeps_what_was_finished(studio: Studio, trial: Trial) -> None:
    trial.misbehave(at="captain", do="fail")
    with pytest.raises(EngineError, match="the trial failed as told") as caught:
        studio.make(script(voice="trial:one"), *OUTPUTS, options=Options(manner=Manner(jobs=1)))
    assert str(caught.value.place) == "story.txt, line 3"
    assert caught.value.quote == ALL[4]
    assert studio.files == {}
    finished = [text for text in trial.said if "captain" not in text]
    trial.behave()
    studio.make(script(voice="trial:one"), *OUTPUTS)
    assert sorted(trial.said + finished) == sorted(ALL)


def test_a_skipped_sentence_is_named_and_the_rest_is_made(studio: Studio, trial: Trial) -> None:
    trial.misbehave(at="captain", do="fail")
    options = Options(manner=Manner(on_error="skip"))
    narration = studio.make(script(voice="trial:one"), "mp3", "vtt", options=options)
    assert [(one.sentence.text, one.reason) for one in narration.skipped] == [(ALL[4], "the trial failed as told")]
    assert [cue.sentence.text for cue in narration.timeline.cues] == [text for text in ALL if text != ALL[4]]
    assert set(studio.files) == {"story.mp3", "story.vtt"}
    assert ALL[4] not in studio.files["story.vtt"].decode()


def fallback(names: str = "tone", *, by_sentence: bool = False) -> Options:
    chain = substitutes(names.split(",")) if names else lambda language, failed: ""
    return Options(manner=Manner(on_error="fallback", substitute=chain, by_sentence=by_sentence, jobs=1))


def test_another_voice_takes_over_the_whole_article_so_that_it_does_not_flip(studio: Studio, trial: Trial) -> None:
    trial.misbehave(at="captain", do="fail")
    narration = studio.make(script(voice="trial:one"), "wav", options=fallback())
    assert [cue.sentence.text for cue in narration.timeline.cues] == ALL
    assert {cue.sentence.voice for cue in narration.timeline.cues} == {"tone:sine"}
    [change] = narration.taken_over
    assert (change.voice, change.by, change.whole) == ("trial:one", "tone:sine", True)
    assert (change.sentence.text, change.reason) == (ALL[4], "the trial failed as told")
    assert not narration.skipped


def test_another_voice_may_take_over_a_sentence_only(studio: Studio, trial: Trial) -> None:
    trial.misbehave(at="captain", do="fail")
    narration = studio.make(script(voice="trial:one"), "wav", options=fallback(by_sentence=True))
    assert [cue.sentence.text for cue in narration.timeline.cues] == ALL
    assert [(one.sentence.text, one.by, one.whole) for one in narration.taken_over] == [(ALL[4], "tone:sine", False)]
    assert len([text for text in trial.said if "captain" not in text]) == len(ALL) - 1


@pytest.mark.parametrize("by_sentence", [False, True])
def test_when_no_voice_is_left_the_failure_is_told(studio: Studio, trial: Trial, by_sentence: bool) -> None:
    trial.misbehave(at="captain", do="fail")
    with pytest.raises(EngineError, match="the trial failed as told") as caught:
        studio.make(script(voice="trial:one"), "wav", options=fallback("", by_sentence=by_sentence))
    assert caught.value.quote == ALL[4]
    assert studio.files == {}


def test_the_library_itself_says_nothing(studio: Studio, trial: Trial) -> None:
    trial.misbehave(at="captain", do="fail")
    code = f"""
from pathlib import Path
from narrate.cache import ClipCache
from narrate.pipeline import Options, narrate
from narrate.synthesis import Manner
from tests.helpers import script
options = Options(manner=Manner(on_error="skip"))
targets = {{"mp3": Path({str(studio.folder / "story.mp3")!r})}}
narrate(script(voice="trial:one"), targets, options, cache=ClipCache(Path({str(studio.cache.folder)!r})))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (ran.stdout, ran.stderr) == ("", "")
    assert studio.files


def test_when_all_are_skipped_there_is_no_file(studio: Studio, trial: Trial) -> None:
    trial.misbehave(at="e", do="fail")
    with pytest.raises(EngineError, match="not one sentence could be spoken"):
        studio.make(script(voice="trial:one"), "mp3", options=Options(manner=Manner(on_error="skip")))
    assert studio.files == {}


def test_several_voices_share_a_programme_at_one_loudness(studio: Studio, trial: Trial) -> None:
    first, second = script(PARAGRAPHS[:1]), script(PARAGRAPHS[1:2], voice="trial-paragraph:one")
    both = replace(first, sentences=first.sentences + second.sentences)
    narration = studio.make(both, "wav")
    assert [cue.sentence.text for cue in narration.timeline.cues] == ALL[:4]
    pcm = heard(studio.folder / "story.wav").astype(np.float64)
    meter = pyloudnorm.Meter(RATE)
    cues = narration.timeline.cues
    one = meter.integrated_loudness(pcm[cues[0].begin : cues[1].finish])
    other = meter.integrated_loudness(pcm[cues[2].begin : cues[3].finish])
    assert one == pytest.approx(other, abs=1.0)


def test_sentences_spoken_in_one_call_have_cues_in_order(studio: Studio, trial: Trial) -> None:
    narration = studio.make(script(voice="trial-paragraph:one"), "wav")
    places = [place for cue in narration.timeline.cues for place in (cue.begin, cue.finish)]
    assert places == sorted(places)
    assert [cue.sentence.text for cue in narration.timeline.cues] == ALL
    assert all(cue.estimated for cue in narration.timeline.cues)
    assert all(cue.finish - cue.begin > RATE for cue in narration.timeline.cues)


def test_another_package_s_output_is_written_like_ours(studio: Studio, trial: Trial) -> None:
    studio.make(script(), "wav", "trial-list")
    assert studio.files["story.list"].decode().splitlines() == ALL


def test_captions_alone_need_no_sound_file(studio: Studio) -> None:
    narration = studio.make(script(), "vtt")
    assert set(studio.files) == {"story.vtt"}
    assert narration.loudness == ()


def test_nothing_is_spoken_for_a_file_that_may_not_be_written(studio: Studio, trial: Trial) -> None:
    (studio.folder / "story.mp3").write_text("the user's")
    with pytest.raises(OutputError, match="the file exists already"):
        studio.make(script(voice="trial:one"), "wav", "mp3")
    assert trial.said == []
    assert studio.files == {"story.mp3": b"the user's"}


def test_a_file_is_complete_or_not_there_while_it_is_made(studio: Studio) -> None:
    seen: set[str] = set()

    def look(progress: Progress) -> None:
        seen.update(path.name for path in studio.folder.iterdir())

    narrate(script(), studio.targets("mp3", "vtt"), Options(), cache=studio.cache, listen=look)
    assert seen
    assert not {"story.mp3", "story.vtt"} & seen
    assert parts_left(studio.folder) == []


def test_a_listener_s_interrupt_leaves_nothing_half(studio: Studio) -> None:
    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        narrate(script(), studio.targets(*OUTPUTS), Options(), cache=studio.cache, listen=stop)
    assert studio.files == {}
    assert list(studio.cache.folder.rglob("*.clip"))


# -- Loudness ---------------------------------------------------------------------------------------------------------


def peak_by_ffmpeg(path: Path) -> float:
    """True peak in dBTP by FFmpeg's own meter, which is not ours."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=stream)
        meter = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        peak = 0.0
        for frame in container.decode(stream):
            source.push(frame)
            while True:
                try:
                    found = sink.pull().metadata
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
                peak = max([peak, *(float(v) for k, v in found.items() if "true_peaks_ch" in k)])
    assert peak > 0, "FFmpeg measured nothing"
    return 20 * float(np.log10(peak))


def checked_by_others(path: Path, narration: Narration) -> None:
    pcm = heard(path).astype(np.float64)
    loudness = pyloudnorm.Meter(RATE).integrated_loudness(pcm)
    assert loudness == pytest.approx(-16, abs=1.0)
    assert peak_by_ffmpeg(path) <= -1.0
    told = dict(narration.loudness)[path]
    assert told.integrated == pytest.approx(loudness, abs=0.2)
    assert told.true_peak <= -1.0


REPORT = (
    ("Russia has obligations to ensure the security of Belarus and has no intention to abandon them.",),
    ("Absolutely right, he added.", "He also stated that Ukraine is being used by the West."),
    ("According to him, there will be no political pressure on citizens at the upcoming elections.",),
)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Studio, Narration]:
    """News in the default voice, in every format."""
    studio = Studio(tmp_path_factory.mktemp("report"))
    return studio, studio.make(script(REPORT, voice="hibari:heart"), *OUTPUTS)


@pytest.mark.parametrize("name", SOUND)
def test_every_finished_file_has_the_loudness_of_podcasts(name: str, reported: tuple[Studio, Narration]) -> None:
    studio, narration = reported
    checked_by_others(studio.targets(name)[name], narration)


@pytest.mark.parametrize("speed", [0.7, 1.6])
def test_so_has_fast_and_slow_speech(speed: float, studio: Studio) -> None:
    options = Options(manner=Manner(speed=speed))
    narration = studio.make(script(REPORT, voice="hibari:heart"), "mp3", options=options)
    checked_by_others(studio.folder / "story.mp3", narration)


def test_words_sound_where_the_default_voice_says(reported: tuple[Studio, Narration]) -> None:
    studio, narration = reported
    pcm = heard(studio.folder / "story.wav")
    for cue in narration.timeline.cues:
        sound = np.abs(pcm[cue.begin : cue.finish])
        assert sound.max() > 0.1
        assert len(sound) / RATE == pytest.approx(len(cue.sentence.spoken) / 15, rel=0.4)


def test_another_loudness_may_be_asked_for(studio: Studio) -> None:
    options = Options(target=Target(integrated=-20.0, true_peak=-3.0))
    narration = studio.make(script(), "mp3", options=options)
    assert narration.loudness[0][1].integrated == pytest.approx(-20, abs=0.7)
    assert narration.loudness[0][1].true_peak <= -3.0


def test_a_programme_that_missed_its_loudness_is_levelled_from_the_cache(studio: Studio, trial: Trial) -> None:
    quiet_at_first = script([[f"Sentence number {n} of the story." for n in range(6)]], voice="trial:one")
    options = Options(target=Target(tolerance=0.0))
    studio.make(quiet_at_first, "mp3", options=options)
    stages = list(dict.fromkeys(progress.stage for progress in studio.told))
    assert stages == ["speaking", "levelling"]
    assert len(trial.said) == 6, "each sentence is spoken once, whatever the number of passes"


@pytest.mark.parametrize("name", ["mp3", "m4b", "opus"])
def test_a_voice_whose_peaks_are_all_held_needs_no_second_pass(name: str, studio: Studio) -> None:
    texts = ["Ветер стих, и лодки стояли в порту.", "Всю ночь на пирсе горела лампа.", "Утром пришло письмо."]
    plain = script([texts], voice="espeak:ru")
    russian = replace(plain, sentences=tuple(replace(one, language="ru") for one in plain.sentences))
    ((_, measure),) = studio.make(russian, name).loudness
    assert {progress.stage for progress in studio.told} == {"speaking"}
    assert measure.integrated == pytest.approx(-16, abs=0.7)
    assert measure.true_peak <= -1


def test_voices_of_two_engines_are_equally_loud_and_joined_without_a_click(studio: Studio) -> None:
    english = script(
        [["The harbour was quiet, the boats lay still."], ["Nobody had slept well."]], voice="hibari:heart"
    )
    plain = script([["Ветер стих, и лодки стояли в порту."], ["Кто там? Пётр."]], voice="espeak:ru")
    russian = [replace(one, language="ru") for one in plain.sentences]
    mixed = [one for pair in zip(english.sentences, russian, strict=True) for one in pair]
    narration = studio.make(replace(english, sentences=tuple(mixed)), "wav")
    pcm = heard(studio.folder / "story.wav")
    pause = np.zeros(RATE // 2, np.float32)
    said: dict[str, list[np.ndarray]] = {}
    for cue in narration.timeline.cues:
        sound = pcm[cue.begin : cue.finish]
        said.setdefault(cue.sentence.voice, []).extend((sound, pause))
        for edge in (sound[:24], sound[::-1][:24]):  # a millisecond
            assert np.abs(np.diff(edge, prepend=np.float32(0))).max() < 0.03
            assert abs(edge.mean()) < 0.01
    levels = [integrated(clips, RATE) for clips in said.values()]
    assert len(levels) == 2
    assert max(levels) - min(levels) < 1


# -- From a document ----------------------------------------------------------------------------------------------


def document(text: str, name: str = "story.txt") -> Document:
    return Document(data=text.encode(), source=name)


STORY = "The harbour at noon\n\n" + "\n\n".join(" ".join(texts) for texts in PARAGRAPHS) + "\n"


def test_an_article_becomes_a_script_that_is_cast() -> None:
    made = write_script(document(STORY), Options(voice="tone:sine"))
    assert made.article.title == "The harbour at noon"
    assert [one.text for one in made.sentences] == ["The harbour at noon", *ALL]
    assert {one.voice for one in made.sentences} == {"tone:sine"}
    assert {one.language.split("-")[0] for one in made.sentences} == {"en"}


def test_without_a_choice_the_best_installed_voice_speaks() -> None:
    assert {one.voice for one in write_script(document(STORY), Options()).sentences} == {"hibari:heart"}


def test_a_voice_that_does_not_exist_is_told() -> None:
    with pytest.raises(VoiceError, match="there is no voice “hibari:hart”") as caught:
        write_script(document(STORY), Options(voice="hibari:hart"))
    assert "hibari:heart" in caught.value.hint


@pytest.mark.parametrize("text", ["", "   \n", "* * *\n\n----\n", "!!! ??? ...\n"])
def test_an_article_without_words_is_told(text: str) -> None:
    with pytest.raises(SourceError):
        write_script(document(text), Options())


def test_a_voice_is_not_made_to_speak_a_language_it_does_not_know(studio: Studio) -> None:
    made = write_script(document(STORY), Options(voice="hibari:heart", preparation=Preparation(language="de")))
    with pytest.raises(VoiceError, match=r"story\.txt, line 1: the voice hibari:heart does not speak “de”") as caught:
        studio.make(made, "mp3")
    assert "--language" in caught.value.hint
    assert studio.files == {}
    assert not studio.cache.folder.exists()


def test_another_variety_of_its_language_is_no_other_language(studio: Studio) -> None:
    made = write_script(
        document("It was late."), Options(voice="hibari:heart", preparation=Preparation(language="en-AU"))
    )
    assert studio.make(made, "wav").timeline.cues


def test_a_page_of_which_only_the_title_is_left_is_refused_with_a_hint() -> None:
    links = "".join(f"<li><a href='/{n}'>Another story {n}</a></li>" for n in range(9))
    page = f"<html><head><title>A ferry</title></head><body><nav><ul>{links}</ul></nav></body></html>"
    shown = Document(data=page.encode(), source="a.html", media_type="text/html")
    with pytest.raises(SourceError, match="title") as caught:
        write_script(shown, Options())
    assert "explain" in caught.value.hint
    assert [one.text for one in write_script(shown, Options(), empty=True).sentences] == ["A ferry"]


def test_a_text_that_is_no_more_than_a_title_is_read() -> None:
    assert write_script(Document(data=b"# A ferry\n", source="a.md"), Options()).sentences


def test_a_very_long_sentence_is_found_again_in_every_output(studio: Studio) -> None:
    """It is spoken in pieces, each of which is highlighted, and so are the sentences beside it."""
    long = "The boats lay still, for nobody had slept, " * 120 + "and then it rained."
    narration = studio.make(script([["It was early.", long, "It was late."]]), "epub", "html", "marks")
    sentences = narration.script.sentences
    assert [cue.sentence for cue in narration.timeline.cues] == list(sentences)
    assert "".join(sentence.text for sentence in sentences[1:-1]) == long
    page = studio.files["story.read.html"].decode()
    assert page.count('class="s"') == len(sentences)
    with zipfile.ZipFile(studio.folder / "story.epub") as book:
        overlay = book.read("EPUB/part1.smil").decode()
    assert overlay.count("<par ") == len(sentences)
