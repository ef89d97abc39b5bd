"""A script spoken, encoded and listened to: with other voices where some fail, again until it is loud enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import voices
from narrate.audio.around import Around
from narrate.division import utterances
from narrate.encoding import encoding
from narrate.errors import VoiceError
from narrate.mastering import Take
from narrate.model import Narration, Progress, Script, Sentence, Skipped, TakenOver
from narrate.synthesis import Speakers, Spoken, Substitute, VoiceFailed, synthesize
from narrate.text.language import primary

if TYPE_CHECKING:
    from narrate.cache import ClipCache
    from narrate.model import Cue, Doubt, Timeline, Utterance
    from narrate.options import Options
    from narrate.outputs import Encoder
    from narrate.staging import Staged

PASSES = 3
"""Most times a programme is encoded to meet its loudness: the first is right for all but odd ones."""
MASTER = "master"
"""What the sound is called that outputs cut up."""
Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Recording:
    """A script on its way to sound."""

    script: Script
    sound: Mapping[str, Any]
    """The outputs that are sound files, and the master's if one asks for it, by name."""
    losses: tuple[float, ...]
    """What their encoders take of the loudness, in LU; the master's own are those of the outputs that cut it up."""
    staged: Staged
    speakers: Speakers
    cache: ClipCache
    options: Options
    listen: Listener | None

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

        options = self.options
        voiced = tuple(sentence for sentence in self.script.sentences if sentence.voice)
        check_language(voiced)
        parts = utterances(replace(self.script, sentences=voiced), voices.engine_of)
        take = Take(
            target=options.target,
            correction=0.0 if options.target.integrated is None else _loss(self.losses),
            lower=max((output.INFO.headroom for output in self.sound.values()), default=0.0),
            around=_around(options),
        )
        for number in range(PASSES):
            with encoding(self.sound, self.staged, RATE, options.formats) as encoders:
                spoken = synthesize(parts, self.speakers, self.cache, options.manner, RATE)
                take.record(_told(spoken, parts, self.listen, number), encoders)
            if take.good_enough(self.sound.keys() - {MASTER} or self.sound.keys()):
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


def _loss(losses: tuple[float, ...]) -> float:
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
        languages = voices.engine_of(sentence.voice).languages
        own = primary(sentence.language)
        if "*" not in languages and own not in set(map(primary, languages)):
            raise VoiceError(
                f"the voice {sentence.voice} does not speak “{own}”",
                place=sentence.block.anchor,
                quote=sentence.text,
                hint="leave --voice out, or say the language with --language",
            )
