"""What a listener may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrate import voices
from narrate.model import CaptionLimits, Target
from narrate.synthesis import Manner
from narrate.text.script import Preparation

if TYPE_CHECKING:
    from narrate.verify import Ear


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How articles are narrated."""

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
