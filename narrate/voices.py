"""The catalogue of voices: what there is, what is installed, and which is chosen for a language.

What an engine can't tell about its voices stands in `records`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from narrate import plugins
from narrate.contracts import Engine, EngineInfo, Price, Speaker
from narrate.errors import EngineError, MissingExtra, NarrateError, VoiceError
from narrate.model import Download, Voice
from narrate.records import ANY, FAMILY, UNRANKED, Record, plain, records

Chosen = Mapping[str, Mapping[str, Any]]
"""Settings of engines, by engine and name."""
NOTHING: Chosen = MappingProxyType({})
LATIN_AMERICA = "419"  # a region of regions: Mexico's Spanish is nearer to it than Spain's
SPEAKER = "#"  # between the name of a voice and that of one of its speakers
PREFERRED = "en-US"  # when an engine is named without a voice or language

# Tags that name the same language; a family may use either. ISO 639's own deprecations, and macrolanguages of which
# one member is meant in practice.
SAME = {"no": "nb", "zh": "cmn", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "tl": "fil", "jw": "jv", "sh": "hr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A voice and what a listener wants to know before choosing it."""

    voice: Voice
    installed: bool
    offline: bool
    description: str = ""
    rank: int = UNRANKED
    """The highest installed offline voice of a language is its default."""
    reason: str = ""
    """Why the rank is what it is."""


def catalogue(*, tests: bool = False) -> tuple[Listing, ...]:
    """Every voice, best first, those of test engines only if asked for. May ask the operating system for its voices."""
    listings: list[Listing] = []
    named = {str(record.voice) for record in records()}
    for record in records():
        engine = _engine(record.engine)
        if engine is None or (engine.INFO.silent and not tests):
            continue
        members = _members(engine)
        if record.name == FAMILY:
            own = [voice for voice in members if str(voice) not in named]
            listings += [_listing(record, engine, voice, True) for voice in own]
            named |= {str(voice) for voice in own}
            more = [voice for voice in _offered(engine) if str(voice) not in named]
            listings += [_listing(record, engine, voice, False) for voice in more]
        else:
            listings.append(_listing(record, engine, record.voice, str(record.voice) in map(str, members)))
    return tuple(listings)


def record(voice: Voice) -> Record:
    """What is known of a voice, or of its family."""
    known = {found.name: found for found in records() if found.engine == voice.engine}
    return known.get(voice.name) or known.get(FAMILY) or plain(voice.engine)


def files(voice: Voice) -> tuple[Download, ...]:
    """What has to be downloaded for a voice, as its record or else its engine tells; may raise `EngineError`."""
    told = getattr(_engine(voice.engine), "files", None)
    return record(voice).files or (tuple(told(voice)) if told else ())


def installed(voice: Voice) -> bool:
    """Whether a voice, or the one whose speaker it is, can be opened now; raises `MissingExtra` without its engine."""
    engine = _engine(voice.engine)
    return engine is not None and any(base(voice) == one.name for one in engine.voices())


def base(voice: Voice) -> str:
    """The name of a voice without that of one of its speakers."""
    return voice.name.partition(SPEAKER)[0]


def find(name: str, language: str = "") -> Voice:
    """The voice called `engine:name`, or by its name or its engine alone; raises `VoiceError`.

    An engine alone means its best voice for `language`. Where the engine is not here to tell whether there is such a
    voice, there is one, and `open_speaker` raises what is missing.
    """
    for record in records():
        if record.name != FAMILY and name in (str(record.voice), record.name):
            return record.voice
    engine_name, _, voice_name = name.partition(":")
    engine = _engine(engine_name) if engine_name in plugins.names("engines") else None
    if engine is None:
        raise _unknown(name)
    members = _members(engine)
    if not voice_name:
        return _best(engine, members, language)
    for voice in members:
        if voice.name.casefold() == voice_name.casefold():
            return voice
    for left_out, reason in getattr(engine, "LEFT_OUT", {}).items():  # an engine may say why it lacks a voice
        if left_out == voice_name.casefold():
            raise VoiceError(f"there is no voice “{name}”: {reason}", hint=_others(left_out))
    unlisted = getattr(engine, "voice", None)  # it may take names that it does not list, and says how
    try:
        found: Voice | None = unlisted(voice_name) if unlisted else None
    except MissingExtra:
        found = None
    if found is None and members:
        raise _unknown(name)
    return found or Voice(engine=engine_name, name=voice_name, language=language or ANY)


def _best(engine: Engine, members: Sequence[Voice], language: str) -> Voice:
    """An engine's best voice for a language among `members`, else one that can be installed."""
    wanted = language or PREFERRED
    offered = _offered(engine)
    for known in (members, offered):
        found = max(known, key=lambda voice: _match(voice.language, wanted), default=None)
        if found is not None and (_match(found.language, wanted) or not language):
            return found
    if not members and not offered:
        return Voice(engine=engine.INFO.name, name="", language=language or ANY)
    raise VoiceError(f"{engine.INFO.name} has no voice for “{wanted}”", hint="`narrate voices` lists what it has")


def absent(voice: Voice) -> bool:
    """Whether it is known without opening a voice that it can't be opened: its engine or its files are not here."""
    engine = _engine(voice.engine)
    if engine is None:
        return True
    here = {one.name for one in _members(engine)}
    return not here or (base(voice) not in here and base(voice) in {one.name for one in _offered(engine)})


def default(language: str) -> Voice:
    """The best voice for a language that is installed and needs no network; raises `VoiceError`."""
    found = next(_at_home(language), None)
    if found is None:
        raise VoiceError(f"no voice here speaks the language “{language}”", hint=_others(language))
    return found


def reference(language: str, engine: str) -> Voice | None:
    """The best voice for a language against whose speech clips of `engine` can be laid (`EngineInfo.reference`)."""
    found = _at_home(language, lambda info: info.reference and info.name != engine)
    return next(found, None)


def _at_home(language: str, fits: Callable[[EngineInfo], bool] = lambda info: True) -> Iterator[Voice]:
    """Each engine's best voice for a language that is installed and needs no network, the best first."""
    for record in records():
        if not any(tag == FAMILY or _match(tag, language) for tag in record.languages):
            continue
        engine = _engine(record.engine)
        if engine is None or engine.INFO.silent or not engine.INFO.offline or not fits(engine.INFO):
            continue
        members = [voice for voice in _members(engine) if record.name in (FAMILY, voice.name)]
        best = max(members, key=lambda voice: _match(voice.language, language), default=None)
        if best is not None and _match(best.language, language):
            yield best


def _others(language: str) -> str:
    """Which voices that are not chosen by themselves speak a language, in words."""
    fitting = [
        max(fits, key=lambda voice: _match(voice.language, language))
        for engine in map(_engine, dict.fromkeys(record.engine for record in records()))
        if engine is not None and not engine.INFO.silent and not engine.INFO.offline
        if (fits := [voice for voice in _members(engine) if voice.language != ANY and _match(voice.language, language)])
    ]
    if not fitting:
        return "choose one with --voice; `narrate voices` lists them"
    return f"--voice {' or '.join(map(str, fitting))} speaks it, through the network"


def speaks(voice: Voice, language: str) -> bool:
    """Whether a voice is made for a language, in whatever variety."""
    return bool(_match(voice.language, language))


def open_speaker(voice: Voice, engines: Chosen = NOTHING) -> Speaker:
    """Load a voice, with what is set for its engine; raises `EngineError`, `VoiceError` or `MissingExtra`."""
    engine = _engine(voice.engine)
    if engine is None:
        raise _unknown(str(voice))
    chosen = plugins.checked("engines", engines).get(voice.engine)
    if not voice.name:
        engine.voices()  # which raises what kept it from telling one
    try:
        opened: Speaker = engine.open_speaker(voice, chosen) if chosen else engine.open_speaker(voice)  # type: ignore[call-arg]
    except NarrateError:
        raise
    except Exception as error:  # of a library that an engine did not expect to fail, or of files that are no model
        raise EngineError(
            f"the voice {voice} can't be opened: {type(error).__name__}: {error}", hint="try another voice"
        ) from error
    return opened


def engine_of(voice: str) -> EngineInfo:
    """What is known of the engine of an `engine:name`."""
    info: EngineInfo = plugins.load("engines", voice.partition(":")[0]).INFO
    return info


def opened(name: str, engines: Chosen = NOTHING) -> tuple[EngineInfo, Speaker]:
    """Load the voice of this name; raises as `find` and `open_speaker`."""
    return engine_of(name), open_speaker(find(name), engines)


def price(voice: Voice, engines: Chosen = NOTHING) -> Price | None:
    """What speaking with it costs: nothing, for engines that don't tell; None when nobody knows."""
    asked = getattr(_engine(voice.engine), "price", None)
    found: Price | None = asked(voice, engines.get(voice.engine, {})) if asked else Price()
    return found


def _engine(name: str) -> Engine | None:
    if name not in plugins.names("engines"):
        return None
    engine: Engine = plugins.load("engines", name)
    return engine


def _members(engine: Engine) -> Sequence[Voice]:
    """An engine's voices; none when it can't be used here."""
    try:
        return engine.voices()
    except (EngineError, MissingExtra):
        return ()


def _offered(engine: Engine) -> Sequence[Voice]:
    """Voices that the engine knows of and that could be installed."""
    offered = getattr(engine, "offered", None)
    return offered() if offered else ()


def _match(tag: str, wanted: str) -> int:
    """How well a voice's language suits the wanted one: 0 not at all, up to 4 for the same tag."""
    if tag == ANY:
        return 1
    ours, theirs = _subtags(tag), _subtags(wanted)
    if ours[0] != theirs[0]:
        return 0
    if ours == theirs:
        return 4
    if ours[1:] == [LATIN_AMERICA] and theirs[1:] and theirs[1] != "es":
        return 3
    shared = sum(1 for one, other in zip(ours, theirs, strict=False) if one == other)
    return 1 + (len(ours) == 1 or shared > 1) + (shared == len(theirs) and _subtags(PREFERRED) == ours)


def _subtags(tag: str) -> list[str]:
    first, *rest = tag.casefold().replace("_", "-").split("-")
    return [SAME.get(first, first), *rest]


def _unknown(name: str) -> VoiceError:
    close = get_close_matches(name, sorted(set(_names())), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "`narrate voices` lists all voices"
    return VoiceError(f"there is no voice “{name}”", hint=hint)


def _names() -> Iterator[str]:
    """All names that `find` takes."""
    for record in records():
        yield record.engine
        engine = _engine(record.engine)
        if record.name != FAMILY:
            yield from (str(record.voice), record.name)
        elif engine is not None:
            yield from map(str, (*_members(engine), *_offered(engine)))


def _listing(record: Record, engine: Engine, voice: Voice, installed: bool) -> Listing:
    return Listing(
        voice=voice,
        installed=installed,
        offline=engine.INFO.offline,
        description=voice.label or record.description if record.name == FAMILY else record.description,
        rank=record.rank,
        reason=record.reason,
    )
