"""Outputs written aside and renamed together: no half file, ever, and nothing of the user's overwritten unasked."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from narrate.errors import OutputError

ASIDE = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.(?:bare|part|old)")
NOTHING: Mapping[str, str] = MappingProxyType({})


class Staged:
    """Temporary files beside their targets; they become the targets on `commit` and vanish otherwise.

    `folders` are the targets that are no files but folders, each with the name of the file in it by which an older one
    is known to be ours. `spare` are names of files that are only needed meanwhile.
    """

    def __init__(
        self,
        targets: Mapping[str, Path],
        *,
        overwrite: bool,
        folders: Mapping[str, str] = NOTHING,
        spare: Iterable[str] = (),
    ) -> None:
        self._targets, self._overwrite, self._folders = targets, overwrite, folders
        beside = next(iter(targets.values()), Path())
        self._spare = {name: beside.with_name(f"{beside.name}.{name}") for name in spare}
        self._check()

    def _check(self) -> None:
        check_all(self._targets, self._folders, overwrite=self._overwrite)

    @property
    def _all(self) -> dict[str, Path]:
        return {**self._targets, **self._spare}

    def __enter__(self) -> Staged:
        for name, target in self._all.items():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if name in self._folders:
                    self._aside(target, "part").mkdir()
                else:
                    self._aside(target, "part").touch()
            except OSError as error:
                self.__exit__()
                raise _unwritable(target, error, "choose another place with -o") from error
            _sweep(target)
        return self

    def bare(self, name: str) -> Path:
        """Where the sound of an output is kept while it is encoded."""
        return self._aside(self._all[name], "bare")

    def part(self, name: str) -> Path:
        """Where the finished file of an output waits to be renamed."""
        return self._aside(self._all[name], "part")

    @contextmanager
    def writing(self, name: str) -> Iterator[None]:
        """Turn what the system says while an output is written into an `OutputError`."""
        try:
            yield
        except OSError as error:
            hint = "check the folder, its rights and its free space"
            raise _unwritable(self._targets[name], error, hint) from error

    def commit(self) -> None:
        """Rename all, or none when one may not be written by now; raises `OutputError`."""
        self._check()
        for name, target in self._targets.items():
            try:
                if name in self._folders and target.exists():
                    target.rename(self._aside(target, "old"))
                self.part(name).replace(target)
            except OSError as error:
                raise OutputError(f"the file can't be put in place: {error.strerror}", place=str(target)) from error

    def __exit__(self, _kind: object = None, error: object = None, _trace: object = None) -> None:
        for target in self._all.values():
            old = self._aside(target, "old")
            with suppress(OSError):
                if old.exists() and not target.exists():
                    old.rename(target)
            for kind in ("bare", "part", "old"):
                aside = self._aside(target, kind)
                if isinstance(error, OutputError) and error.place == str(aside):
                    error.place = str(target)  # the name that the user knows
                _remove(aside)

    @staticmethod
    def _aside(target: Path, kind: str) -> Path:
        return target.with_name(f".{target.name}.{os.getpid()}.{kind}")


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def check_all(targets: Mapping[str, Path], folders: Mapping[str, str], *, overwrite: bool) -> None:
    """Raise `OutputError` when one of the targets may not be written; see `Staged`."""
    check((path for name, path in targets.items() if name not in folders), overwrite=overwrite)
    for name, known_by in folders.items():
        check_folder(targets[name], known_by, overwrite=overwrite)


def check_folder(target: Path, known_by: str, *, overwrite: bool) -> None:
    """Raise `OutputError` when a folder may not be made: only one that holds a file `known_by` is ever replaced."""
    try:
        there, ours = target.exists(), (target / known_by).is_file()
    except OSError as error:
        raise _unwritable(target, error, "choose another place with -o") from error
    if there and not ours:
        raise OutputError("there is something else of this name", place=str(target), hint="choose another with -o")
    if there and not overwrite:
        raise OutputError("the folder exists already", place=str(target), hint="--force replaces it, -o names another")


def check(targets: Iterable[Path], *, overwrite: bool) -> None:
    """Raise `OutputError` when one of them may not be written."""
    for target in targets:
        try:
            folder, exists = target.is_dir(), target.exists()
        except OSError as error:
            raise _unwritable(target, error, "choose another place with -o") from error
        if folder:
            raise OutputError("there is a folder of this name", place=str(target), hint="name a file in it with -o")
        if exists and not target.is_file():
            raise OutputError("this is no ordinary file", place=str(target), hint="choose another place with -o")
        if exists and not overwrite:
            raise OutputError(
                "the file exists already", place=str(target), hint="--force replaces it, -o names another"
            )


def _unwritable(target: Path, error: OSError, hint: str) -> OutputError:
    return OutputError(f"the file can't be written: {error.strerror or error}", place=str(target), hint=hint)


def _sweep(target: Path) -> None:
    """Remove what killed runs left for the same target."""
    with suppress(OSError):
        for path in target.parent.iterdir():
            match = ASIDE.fullmatch(path.name)
            if match and match["name"] == target.name and not runs(int(match["pid"])):
                _remove(path)


def runs(pid: int) -> bool:
    if pid == os.getpid():
        return True
    if os.name == "nt":
        return False  # a file that is open can't be removed there anyway
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
