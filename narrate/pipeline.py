"""Article in, narration out: the one path that the command line, batches and the player share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrate import plugins, voices
from narrate.audio.around import Around
from narrate.casting import casting, offered
from narrate.contracts import EngineInfo, Speaker
from narrate.errors import SourceError, VoiceError
from narrate.mastering import Take
from narrate.model import CaptionLimits, Document, Narration, Progress, Script, Sentence, Skipped, TakenOver, Target
from narrate.outputs import folders, tells_words
from narrate.staging import Staged
from narrate.synthesis import (
    Manner,
    Speakers,
    Spoken,
    Substitute,
    VoiceFailed,
    divided,
    named,
    synthesize,
    utterances,
)  # fmt: skip
from narrate.text.language import primary
from narrate.text.script import Preparation, prepare

if TYPE_CHECKING:
    from narrate.cache import ClipCache
    from narrate.model import Cue, Doubt, Timeline, Utterance
    from narrate.outputs import Encoder
    from narrate.verify import Ear

PASSES = 3
"""Most times a programme is encoded to meet its loudness: the first is right for all but odd ones."""
MASTER, LOSSLESS = "master", "flac"
"""What the sound is called that outputs cut up, and the output that makes it."""
Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a listener may choose."""

    voice: str = ""
    """For the article's own language; empty is that language's best installed one."""
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Voices for kinds of blocks and for languages; see `casting`."""
    defaults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Voices by language, where `voice` and `roles` name none."""
    preparation: Preparation = Preparation()
    """What is made of the text."""
    begin: str = ""
    finish: str = ""
    """Words in the first and the last sentence to narrate; empty is the article's own."""
    important: float = 0.0
    """Share of the sentences to narrate, the most important ones; 0 is all."""
    manner: Manner = Manner()
    target: Target = Target()
    formats: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    """What is set for outputs; see `OutputInfo.settings`."""
    engines: voices.Chosen = field(default_factory=lambda: voices.NOTHING)
    """What is set for engines."""
    cover: bytes | None = None
    """JPEG or PNG."""
    intro: Path | None = None
    outro: Path | None = None
    """Sound files before and after the speech."""
    bed: Path | None = None
    """A sound file under the title."""
    ear: Ear | None = None
    """Listens to the finished sound; what it does not hear is spoken once more."""
    captions: CaptionLimits = CaptionLimits()
    overwrite: bool = False


def write_script(document: Document, options: Options, *, empty: bool = False) -> Script:
    """Read, clean and word an article; raises `SourceError` when at most its title is left, unless `empty` is fine."""
    from narrate.readers import read
    from narrate.text.clean import clean
    from narrate.text.important import DEFAULT_SHARE, marked, only_important
    from narrate.text.part import part
    from narrate.text.policy import dropped, kept

    chosen = options.preparation
    article, removed = clean(read(document), keep=kept(chosen.reading), drop=dropped(chosen.reading))
    if chosen.language:
        article = replace(article, language=chosen.language)
    wished = offered(article.cast)
    own = wished.pop("", "")
    cast = casting(
        article.language, options.voice or own, {**wished, **options.roles}, article.blocks, options.defaults
    )
    script = prepare(article, removed, cast=cast, chosen=chosen)
    script = marked(script, options.important or DEFAULT_SHARE)
    script = part(script, options.begin, options.finish)
    if options.important:
        script = only_important(script)
    bodiless = bool(removed) and all(block.kind in ("title", "byline") for block in article.blocks)
    if (not script.sentences or bodiless) and not empty:
        raise SourceError(
            "only the title of it is left" if script.sentences else "there is no article text in it",
            place=document.source,
            hint="`narrate clean --explain` shows what was left out and why",
        )
    return script


def narrate(
    script: Script, targets: dict[str, Path], options: Options, *, cache: ClipCache, listen: Listener | None = None
) -> Narration:
    """Speak a script and write the files asked for (output name -> path), all of them or none."""
    outputs = {name: plugins.load("outputs", name) for name in targets}
    opened = partial(_opened, engines=options.engines)
    timed = any(tells_words(output, options.formats.get(name, {})) for name, output in outputs.items())
    options = replace(options, manner=replace(options.manner, words=timed or options.manner.words))
    spare = [MASTER] if any(output.INFO.master for output in outputs.values()) else []
    with (
        Staged(targets, overwrite=options.overwrite, folders=folders(targets), spare=spare) as staged,
        Speakers(opened) as speakers,
    ):
        work = _Work(divided(script), outputs, staged, speakers, cache, options, listen)
        narration = work.narrated(targets)
        again = frozenset(named(one.sentence) for one in narration.doubts)
        if again:
            manner = replace(options.manner, afresh=again)
            narration = replace(work, options=replace(options, manner=manner)).narrated(targets)
        for name in outputs.keys() - work.sound.keys():
            with staged.writing(name):
                outputs[name].write(narration, staged.part(name))
        staged.commit()
    return replace(narration, master=None)


@dataclass(frozen=True, slots=True)
class _Work:
    """A script on its way to sound."""

    script: Script
    outputs: Mapping[str, Any]
    staged: Staged
    speakers: Speakers
    cache: ClipCache
    options: Options
    listen: Listener | None

    @property
    def sound(self) -> dict[str, Any]:
        """The sound files to be made, and the master if an output asks for it."""
        files = {name: output for name, output in self.outputs.items() if output.INFO.audio}
        if any(output.INFO.master for output in self.outputs.values()):
            files[MASTER] = plugins.load("outputs", LOSSLESS)
        return files

    @property
    def losses(self) -> list[float]:
        """What the encoders take of the loudness, in LU; the master's own are those of the outputs that cut it up."""
        return [output.INFO.loss for output in self.outputs.values() if output.INFO.audio or output.INFO.master]

    def narrated(self, targets: Mapping[str, Path]) -> Narration:
        """Make the sound files, with other voices where some fail, and listen to them if there is an ear."""
        from narrate.audio.tags import Tags

        work, changes = self, list[TakenOver]()
        while True:
            try:
                take, encoders = work.recorded()
                break
            except VoiceFailed as failure:
                script, changes = _recast(work.script, failure, self.options.manner.substitute, changes)
                work = replace(work, script=script)
        made = take.narration(work.script, targets)
        for name, encoder in encoders.items():
            encoder.finish(self.staged.part(name), Tags.of(work.script.article), made.timeline, self.options.cover)
        return replace(
            made,
            skipped=(*_voiceless(work.script), *made.skipped),
            taken_over=(*changes, *made.taken_over),
            doubts=work.listened(made.timeline),
            master=self.staged.part(MASTER) if MASTER in encoders else None,
            cover=self.options.cover,
            captions=self.options.captions,
        )

    def listened(self, timeline: Timeline) -> tuple[Doubt, ...]:
        """What can't be heard in the first sound file."""
        from narrate import verify
        from narrate.audio.codec import decoded

        ear, name = self.options.ear, next(iter(self.sound), "")
        if ear is None or not name:
            return ()
        total = sum(len(cue.sentence.spoken) for cue in timeline.cues)
        done = 0

        def told(cues: list[Cue]) -> None:
            nonlocal done
            done += sum(len(cue.sentence.spoken) for cue in cues)
            if self.listen:
                self.listen(Progress(stage="listening", done=done, total=total))

        return tuple(verify.doubts(decoded(self.staged.part(name), verify.RATE), timeline, ear, told))

    def recorded(self) -> tuple[Take, dict[str, Encoder]]:
        """Speak and encode, again until the sound is as loud as asked for; raises `VoiceFailed`."""
        from narrate.audio.assemble import RATE
        from narrate.outputs import opened

        options = self.options
        voiced = tuple(sentence for sentence in self.script.sentences if sentence.voice)
        check_language(voiced)
        parts = utterances(replace(self.script, sentences=voiced), engine_of)
        sound = self.sound
        take = Take(
            target=options.target,
            correction=0.0 if options.target.integrated is None else _loss(self.losses),
            lower=max((output.INFO.headroom for output in sound.values()), default=0.0),
            around=_around(options),
        )
        for number in range(PASSES):
            with ExitStack() as stack:
                encoders = {
                    name: opened(output, self.staged.bare(name), RATE, options.formats.get(name, {}))
                    for name, output in sound.items()
                }
                for encoder in encoders.values():
                    stack.callback(encoder.abandon)
                spoken = synthesize(parts, self.speakers, self.cache, options.manner, RATE)
                take.record(_told(spoken, parts, self.listen, number), encoders)
            if take.good_enough(sound.keys() - {MASTER} or sound.keys()):
                break
        return take, encoders


def _recast(
    script: Script, failure: VoiceFailed, substitute: Substitute, before: list[TakenOver]
) -> tuple[Script, list[TakenOver]]:
    """The script with other voices for all that the failing one was to speak, and who took over from whom by now.

    Raises the failing voice's error when none is left.
    """
    voice = failure.sentence.voice
    failed = frozenset((voice, *(one.voice for one in before)))
    others = {language: substitute(language, failed) for language in {one.language for one in script.sentences}}
    by = others[failure.sentence.language]
    if not by:
        raise failure.error
    sentences = tuple(
        replace(one, voice=others[one.language] or one.voice) if one.voice == voice else one for one in script.sentences
    )
    change = TakenOver(sentence=failure.sentence, voice=voice, by=by, reason=failure.error.message, whole=True)
    passed_on = [replace(one, by=by) if one.by == voice else one for one in before]
    return replace(script, sentences=sentences), [*passed_on, change]


def _voiceless(script: Script) -> Iterator[Skipped]:
    for sentence in script.sentences:
        if not sentence.voice:
            yield Skipped(sentence=sentence, reason=f"no installed voice speaks “{sentence.language}”")


def _loss(losses: list[float]) -> float:
    """What to give in advance for what encoders take: the middle, where they differ."""
    return (min(losses) + max(losses)) / 2 if losses else 0.0


def _around(options: Options) -> Around:
    """The sounds around the speech, read from their files."""
    from narrate.audio.assemble import RATE
    from narrate.audio.music import bed, jingle

    level = options.target.integrated
    return Around(
        opening=jingle(options.intro, RATE, level) if options.intro else None,
        closing=jingle(options.outro, RATE, level) if options.outro else None,
        bed=bed(options.bed, RATE, level) if options.bed else None,
    )


def engine_of(voice: str) -> EngineInfo:
    """What is known of the engine of an `engine:name`."""
    info: EngineInfo = plugins.load("engines", voice.partition(":")[0]).INFO
    return info


def _opened(name: str, engines: voices.Chosen = voices.NOTHING) -> tuple[EngineInfo, Speaker]:
    voice = voices.find(name)
    return engine_of(name), voices.open_speaker(voice, engines)


def _told(
    spoken: Iterator[tuple[Utterance, Spoken]], parts: tuple[Utterance, ...], listen: Listener | None, number: int
) -> Iterator[tuple[Utterance, Spoken]]:
    """Tell how far it has come, utterance by utterance."""
    total = sum(len(part.spoken) for part in parts)
    done = fresh = 0
    stage = "levelling" if number else "speaking"
    for utterance, result in spoken:
        done += len(utterance.spoken)
        fresh += result.fresh
        if listen:
            listen(Progress(stage=stage, done=done, total=total, fresh=fresh))
        yield utterance, result


def check_language(sentences: Iterable[Sentence]) -> None:
    """Raise `VoiceError` when a voice is to speak a language that its engine can't."""
    for sentence in sentences:
        languages = engine_of(sentence.voice).languages
        own = primary(sentence.language)
        if "*" not in languages and own not in set(map(primary, languages)):
            raise VoiceError(
                f"the voice {sentence.voice} does not speak “{own}”",
                place=sentence.block.anchor,
                quote=sentence.text,
                hint="leave --voice out, or say the language with --language",
            )
