"""In every Python process that tests start (through `PYTHONPATH`): refuses connections that leave this machine, and
does without the packages, and their modules, that `TRIAL_WITHOUT` names, as if they were not installed."""

import os
import sys
from collections.abc import Iterable
from importlib.machinery import PathFinder
from importlib.metadata import Distribution
from ipaddress import ip_address
from typing import Any

LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname"}
EVENTS = {"socket.connect", "socket.sendto"} | LOOK_UPS


class LeftTheMachine(BaseException):
    """No test may: derived so that no `except Exception` hides it."""


def is_here(host: str) -> bool:
    """Whether a name or address of a host means this machine; no host at all does."""
    if host in ("", "localhost", "localhost."):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: called before sockets do anything."""
    if event not in EVENTS:
        return
    where = args[0] if event in LOOK_UPS else args[1]
    host = where[0] if isinstance(where, tuple) else where
    if event not in LOOK_UPS and not isinstance(where, tuple):
        return  # a socket of the file system
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is not None and not is_here(str(host)):
        raise LeftTheMachine(f"a test wanted to reach {host}")


class Without(PathFinder):
    """Finds what is installed, but for some of it."""

    gone = frozenset(filter(None, os.environ.get("TRIAL_WITHOUT", "").split(",")))

    @classmethod
    def find_spec(cls, fullname: str, *rest: Any, **more: Any) -> Any:
        return None if fullname.partition(".")[0] in cls.gone else super().find_spec(fullname, *rest, **more)

    @classmethod
    def find_distributions(cls, *rest: Any, **more: Any) -> Iterable[Distribution]:
        return (one for one in super().find_distributions(*rest, **more) if one.metadata["Name"] not in cls.gone)


if Without.gone:
    sys.meta_path[sys.meta_path.index(PathFinder)] = Without
if not getattr(sys, "_narrate_guarded", False):
    sys._narrate_guarded = True  # type: ignore[attr-defined]
    sys.addaudithook(refuse)
