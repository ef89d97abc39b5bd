"""All that is known of a voice, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from narrate.cli.words import size
from narrate.errors import EngineError, MissingExtra
from narrate.model import Voice

FIGURES = {
    "dnsmos_overall": "DNSMOS overall {:.2f}",
    "misheard_percent": "{:.1f} % of words misheard by Whisper base",
    "times_realtime": "{:.0f} times realtime on one core",
}
"""How the figures of `[measured]` are said."""


def facts(voice: Voice) -> dict[str, Any]:
    from narrate import installation, plugins, voices

    record, info = voices.record(voice), plugins.load("engines", voice.engine).INFO
    problem = ""
    try:
        here = voices.installed(voice)
    except (EngineError, MissingExtra) as error:
        here, problem = False, f"{error}; {error.hint}"
    downloads = voices.files(voice)
    return {
        "name": str(voice),
        "label": voice.label,
        "description": record.description,
        "gender": record.gender,
        "languages": [voice.language, *(tag for tag in record.languages if tag not in ("*", voice.language))],
        "licence": voice.licence,
        "rate": voice.rate,
        "offline": info.offline,
        "word_times": info.marks,
        "repeatable": info.repeatable,
        "installed": here,
        "problem": problem,
        "folder": str(installation.folder(voice)) if downloads else "",
        "rank": record.rank,
        "reason": record.reason,
        "measured": dict(record.measured) if record.name == voice.name else {},
        "files": [
            {"name": one.name, "size": one.size, "sha256": one.sha256, "md5": one.md5, "urls": [one.url, *one.others]}
            for one in downloads
        ],
        "present": [str(path) for path in installation.present(voice)],
    }


def in_words(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['name']}: {told['label'] or told['description']}"
    for name, value in _rows(told):
        if value:
            yield f"    {name:12} {value}"


def _rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "description", told["description"] if told["label"] else ""
    yield "gender", told["gender"]
    yield "languages", ", ".join(told["languages"])
    yield "licence", told["licence"]
    yield "rate", f"{told['rate']} Hz" if told["rate"] else ""
    yield "network", "not needed" if told["offline"] else "needed"
    yield "installed", _state(told)
    yield "rank", f"{told['rank']}: {told['reason']}"
    yield "measured", ", ".join(FIGURES[key].format(value) for key, value in told["measured"].items())
    for file in told["files"]:
        hashed = f"sha256 {file['sha256']}" if file["sha256"] else f"md5 {file['md5']}"
        yield "file", f"{file['name']}, {size(file['size'])}, {hashed}, {', '.join(file['urls'])}"


def _state(told: dict[str, Any]) -> str:
    if told["installed"]:
        return f"yes, in {told['folder']}" if told["present"] else "yes"
    if told["problem"]:
        return f"no: {told['problem']}"
    if not told["files"]:
        return "no"
    total = size(sum(file["size"] for file in told["files"]))
    return f"no; `narrate voices install {told['name']}` downloads {total} into {told['folder']}"
