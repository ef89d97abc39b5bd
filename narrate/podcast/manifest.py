"""What has been published where, as it is kept beside the files: their digests, and since when some are not wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NAME = ".published.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Files that were sent whole, by their names."""

    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """SHA-256 of each."""
    unwanted: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Since when a file is none of the podcast's any more, in seconds since 1970."""

    def to_json(self) -> bytes:
        """The same bytes for the same values."""
        return json.dumps(
            {"version": VERSION, "files": dict(self.files), "unwanted": dict(self.unwanted)}, indent=0, sort_keys=True
        ).encode()


def manifest_of(data: bytes) -> Manifest:
    """Read; of one that is broken, or of a newer program, nothing is believed, so that all is sent again."""
    try:
        read = json.loads(data)
        if read["version"] != VERSION:
            return Manifest()
        files = {str(name): str(digest) for name, digest in read["files"].items()}
        unwanted = {str(name): float(since) for name, since in read["unwanted"].items() if name in files}
    except (ValueError, TypeError, KeyError, AttributeError):
        return Manifest()
    return Manifest(files=files, unwanted=unwanted)
