"""The speeds that engines take."""

from __future__ import annotations

from narrate.errors import EngineError

SLOWEST, FASTEST = 0.5, 2.0


def checked(speed: float, slowest: float = SLOWEST, fastest: float = FASTEST) -> float:
    """`speed` if it is between the bounds; raises `EngineError` otherwise."""
    if not slowest <= speed <= fastest:  # also true for NaN
        raise EngineError(f"speed {speed:g} is too far from 1", hint=f"choose one from {slowest:g} to {fastest:g}")
    return speed
