"""Plays a finished file with what the system has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from narrate.errors import OutputError

PLAYERS: tuple[tuple[str, ...], ...] = (
    ("afplay",),
    ("mpv", "--no-video", "--really-quiet"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("cvlc", "--play-and-exit", "--quiet"),
    ("mplayer", "-really-quiet"),
    ("pw-play",),
    ("paplay",),
)
"""Programs that play any of our formats, then those that need a sound library new enough."""


def play(path: Path) -> None:
    """Play to the end; on Windows the file is handed to its own player. Raises `OutputError`."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    for command in PLAYERS:
        if shutil.which(command[0]):
            if subprocess.run([*command, str(path)], check=False).returncode:
                raise OutputError(f"{command[0]} could not play it", place=str(path))
            return
    names = ", ".join(command[0] for command in PLAYERS)
    raise OutputError("no player was found", place=str(path), hint=f"install one of {names}, or open the file yourself")
