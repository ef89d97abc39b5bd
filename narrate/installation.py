"""Voices put on this machine and taken off it."""

from __future__ import annotations

from pathlib import Path

from narrate import downloads, plugins, settings, voices
from narrate.downloads import Listener
from narrate.errors import VoiceError
from narrate.model import Download, Voice


def folder(voice: Voice) -> Path:
    """Where the downloaded files of a voice belong."""
    own = getattr(plugins.load("engines", voice.engine), "folder", None)
    found: Path = own() if own else settings.voice_folder(voice.engine)
    return found


def files(voice: Voice) -> tuple[Download, ...]:
    """What has to be downloaded for a voice; raises `VoiceError` when there is nothing."""
    found = voices.files(voice)
    if not found:
        raise VoiceError(
            f"{voice} has no files that could be downloaded", hint="it comes with its engine, or you put it there"
        )
    return found


def present(voice: Voice) -> tuple[Path, ...]:
    """Those of a voice's downloaded files that are there, by their names alone."""
    paths = (folder(voice) / file.name for file in voices.files(voice))
    return tuple(path for path in paths if path.is_file())


def install(voice: Voice, *, mirror: str = "", local: Path | None = None, listen: Listener | None = None) -> Path:
    """Download what a voice needs, see `downloads.fetch`; the folder it is in.

    Raises `DownloadError`, `OutputError`, `MissingExtra` when its engine could not use it, and `VoiceError` when there
    is nothing to download or the engine does not take what came.
    """
    target = folder(voice)
    downloads.fetch(files(voice), target, mirror=mirror, local=local, listen=listen)
    if not voices.installed(voice):
        raise VoiceError(
            f"the files of {voice} are there, but its engine does not find it", hint="its other part may be missing"
        )
    return target


def remove(voice: Voice) -> int:
    """Delete a voice's downloaded files, except those that other installed voices need; how many bytes that freed.

    Raises `VoiceError` when none of its files was downloaded.
    """
    if not present(voice):
        raise VoiceError(
            f"{voice} was not downloaded, so there is nothing to remove",
            hint="`narrate voices --installed` lists what is here; some voices come with their engine",
        )
    others = (other for other in plugins.load("engines", voice.engine).voices() if other.name != voices.base(voice))
    needed = {file.name for other in others for file in voices.files(other)}
    return downloads.remove([file for file in voices.files(voice) if file.name not in needed], folder(voice))
