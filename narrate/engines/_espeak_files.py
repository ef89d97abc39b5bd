"""Where eSpeak NG's library and voices are: in the package espeakng-loader."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from narrate.engines._espeak_left_out import LEFT_OUT
from narrate.errors import EngineError, MissingExtra

LIBRARIES = ("libespeak-ng.so", "espeak-ng.dll", "libespeak-ng.dylib")


def setting(name: str) -> dict[str, str]:
    """What a process that runs eSpeak is told first: the library, its data and the voice called `name`."""
    base, plus, variant = name.partition("+")
    voice = voice_files()[base].relative_to(_languages()).as_posix()
    return {"library": str(library()), "data": str(_data()), "voice": f"{voice}{plus}{variant}"}


@cache
def variants() -> frozenset[str]:
    """Other throats for any voice, as in "en-US+f3"; eSpeak passes over one that it does not know."""
    return frozenset(file.name for file in (_data() / "voices" / "!v").iterdir() if file.is_file())


@cache
def voice_files() -> dict[str, Path]:
    """The description of each voice by its name, which is a file's; languages without a dictionary are mute, and those
    `LEFT_OUT` can't be understood."""
    languages, dictionaries = _languages(), {path.name for path in _data().glob("*_dict")}
    found: dict[str, Path] = {}
    for file in sorted(languages.rglob("*")):
        if file.is_file() and file.name not in LEFT_OUT:
            named = re.search(r"^dictionary\s+(\S+)", file.read_text("utf-8", "replace"), re.MULTILINE)
            stem = named[1] if named else file.name.split("-")[0].lower()
            if f"{stem}_dict" in dictionaries:
                found[file.name] = file
    return found


def _home() -> Path:
    found = find_spec("espeakng_loader")
    if found is None or found.origin is None:
        raise MissingExtra("eSpeak NG (espeakng-loader)", "")
    return Path(found.origin).parent


def _data() -> Path:
    return _home() / "espeak-ng-data"


def _languages() -> Path:
    return _data() / "lang"


def library() -> Path:
    for name in LIBRARIES:
        if (_home() / name).exists():
            return _home() / name
    raise EngineError(
        "espeakng-loader has no library for this system", hint="pip install --force-reinstall espeakng-loader"
    )
