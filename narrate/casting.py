"""Which voice speaks what: the chosen one, those cast for kinds and languages, the best installed one for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import get_args

from narrate import plugins, voices
from narrate.errors import UsageError, VoiceError
from narrate.model import Block, Kind, Voice
from narrate.text.dialogue import Part, parts
from narrate.text.language import primary

ROLES = (*get_args(Kind), *get_args(Part))
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


def casting(
    language: str,
    voice: str,
    roles: Mapping[str, str],
    blocks: Sequence[Block] = (),
    defaults: Mapping[str, str] | None = None,
) -> Callable[[Block, str], str]:
    """A function from a block and a language to `engine:name`, "" where no installed voice speaks the language.

    `language` is the article's own, for which `voice` was chosen ("" is its best installed one). `roles` gives voices
    to kinds of blocks, to "question" and "answer" (in `blocks` that are an interview) and to languages; such a voice
    speaks only what is in a language of its own. `defaults` are voices by language that stand for the best installed
    ones. Raises `VoiceError` for a voice that does not exist, or when there is none for the article's language, and
    `UsageError` for a role that is none of these.
    """
    own = primary(language)
    for role in roles:
        if role not in ROLES and not _TAG.fullmatch(role):
            known = ", ".join(ROLES)
            raise UsageError(f"no voice can be cast as “{role}”", hint=f"a language's tag, or one of: {known}")
    cast = {role: voices.find(name, language if role in ROLES else role) for role, name in roles.items()}
    spoken = {id(blocks[n]): part for n, part in parts(blocks).items()} if cast.keys() & set(get_args(Part)) else {}
    chosen = voices.find(voice, language) if voice else None

    @cache
    def best(wanted: str) -> str:
        named = cast.get(wanted) or cast.get(primary(wanted))
        if named:
            return str(named)
        at_home = not language or primary(wanted) == own
        if chosen and at_home:
            return str(chosen)
        if usual := (defaults or {}).get(wanted) or (defaults or {}).get(primary(wanted)):
            return str(voices.find(usual, wanted))
        if at_home:
            return str(voices.default(wanted))
        try:
            return str(voices.default(wanted))
        except VoiceError:
            return ""

    def voice_of(block: Block, wanted: str) -> str:
        named: Voice | None = cast.get(spoken.get(id(block), "")) or cast.get(block.kind)
        return str(named) if named and voices.speaks(named, wanted) else best(wanted)

    return voice_of


def substitutes(names: Sequence[str]) -> Callable[[str, frozenset[str]], str]:
    """A function from a language and the voices that failed to the next voice, "" when none is left.

    `names` are voices or engines in the order in which they are tried; those that don't speak the language, or are not
    installed, are passed over. Behind them comes the best installed voice. An engine that failed is not asked for
    another of its voices, unless that is named. Raises `VoiceError` for a name that does not exist.
    """
    for name in names:
        if ":" in name:
            voices.find(name)

    def following(language: str, failed: frozenset[str]) -> str:
        for name in names:
            try:
                voice = voices.find(name, language)
            except VoiceError:
                continue
            if str(voice) not in failed and voices.speaks(voice, language) and not voices.absent(voice):
                return str(voice)
        engines = {name.partition(":")[0] for name in failed}
        try:
            best = voices.default(language)
        except VoiceError:
            return ""
        return "" if best.engine in engines else str(best)

    return following


def offered(wishes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Roles and voices as an article's author wishes them, without those that are not there.

    Nor are voices that need the network: to whom a text is sent, the listener decides and not the text.
    """
    found: dict[str, str] = {}
    for role, name in wishes:
        try:
            voice = voices.find(name)
        except VoiceError:
            continue
        known = not role or role in ROLES or _TAG.fullmatch(role)
        if known and not voices.absent(voice) and plugins.load("engines", voice.engine).INFO.offline:
            found[role] = str(voice)
    return found
