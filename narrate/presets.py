"""How loud a programme is to be, and how it is encoded, by where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narrate.model import Loudness, Target

Formats = Mapping[str, Mapping[str, int | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What a kind of place asks for."""

    target: Target
    formats: Formats = field(default_factory=lambda: MappingProxyType({}))
    """Settings by output, below those that the listener chose."""


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "podcast": Preset(target=Target()),  # Apple Podcasts: -16 LUFS within 1, -1 dBTP
        "broadcast": Preset(target=Target(integrated=-23.0, tolerance=0.5)),  # EBU R 128
        "audiobook": Preset(  # what ACX asks for; 0.5 to 1 s before and 1 to 5 s behind the speech
            target=Target(integrated=-19.5, true_peak=-3.0, rms=(-23.0, -18.0), noise_floor=-60.0, head=0.75, tail=2.0),
            formats={"mp3": {"bit_rate": 192, "rate": 44_100, "vbr": "off"}},
        ),
        "raw": Preset(target=Target(integrated=None)),
    }
)


def unmet(target: Target, found: Loudness) -> list[str]:
    """In words, what a file is not that it should be. Peaks may be off by 0.1 dB, loudness by 1 LU: meters differ."""
    wrong: list[str] = []
    if target.rms is not None and not target.rms[0] <= found.rms <= target.rms[1]:
        least, most = target.rms
        wrong.append(f"it came out at {found.rms:.1f} dB RMS, not within {least:.0f} and {most:.0f}")
    if target.rms is None and target.integrated is not None and abs(found.integrated - target.integrated) > 1:
        wrong.append(f"it came out at {found.integrated:.1f} LUFS, not {target.integrated:.1f}")
    if found.true_peak > target.true_peak + 0.1:
        wrong.append(f"its encoder made a peak of {found.true_peak:+.1f} dBTP; another format may not")
    if target.noise_floor is not None and found.noise_floor > target.noise_floor:
        wrong.append(f"its noise floor is {found.noise_floor:.1f} dB, above {target.noise_floor:.0f}")
    return wrong
