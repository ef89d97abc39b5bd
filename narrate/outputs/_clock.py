"""Times as formats write them, rounded down, so that what was in order stays in order."""

from __future__ import annotations


def milliseconds(samples: int, rate: int) -> int:
    """The whole millisecond that a sample lies in."""
    return samples * 1000 // rate


def milliseconds_up(samples: int, rate: int) -> int:
    """The fewest whole milliseconds that so many samples fit into: a programme's length, rounded up."""
    return -(-samples * 1000 // rate)


def stamp(samples: int, rate: int, point: str = ".") -> str:
    """`hh:mm:ss.mmm`."""
    seconds, rest = divmod(milliseconds(samples, rate), 1000)
    return f"{clock(seconds)}{point}{rest:03}"


def clock(seconds: int) -> str:
    """`hh:mm:ss`."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def short_stamp(samples: int, rate: int) -> str:
    """`mm:ss.xx`; minutes go on counting behind the hour."""
    seconds, hundredths = divmod(samples * 100 // rate, 100)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes:02}:{seconds:02}.{hundredths:02}"
