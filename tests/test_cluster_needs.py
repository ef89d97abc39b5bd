"""What a worker of a cluster asks for, by its voice and by what is set, and how many such workers there is room for."""

from __future__ import annotations

from typing import Any

import pytest

from narrate.cluster.needs import ASKING, CARD, Needs, needs, room
from narrate.engines._kokoro_network import CPU, DEVICE
from narrate.settings import Settings

PLAIN = {"Alive": True, "Resources": {"CPU": 4.0}}
WITH_CARD = {"Alive": True, "Resources": {"CPU": 8.0, "GPU": 1.0}}
LOST = {"Alive": False, "Resources": {"CPU": 64.0, "GPU": 8.0}}


@pytest.mark.parametrize(
    ("voice", "cpus"),
    [("", 1.0), ("hibari:heart", 1.0), ("espeak:ru", 1.0), ("gtts:de", ASKING), ("openai:alloy", ASKING)],
)
def test_a_voice_that_is_a_service_takes_less_of_a_machine(voice: str, cpus: float) -> None:
    assert needs({}, Settings(voice=voice), [PLAIN]) == Needs(cpus=cpus)


def test_a_service_beside_a_voice_of_this_machine_takes_a_core() -> None:
    assert needs({}, Settings(voice="gtts:de", cast={"quote": "espeak:de"}), [PLAIN]).cpus == 1.0


def test_what_is_set_is_taken() -> None:
    asked = needs({"cpus": 4, "gpus": 0.5}, Settings(voice="gtts:de"), [WITH_CARD])
    assert asked == Needs(cpus=4.0, gpus=0.5)
    assert asked.threads == 4
    assert str(asked) == "4 CPUs and 0.5 GPUs"


def test_a_card_is_asked_for_where_there_is_one_and_the_voice_can_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings(voice="kokoro:ff_siwis")
    for device, nodes, gpus in (
        ("cuda", [PLAIN, WITH_CARD], CARD),
        ("cuda", [PLAIN], 0.0),
        (CPU, [WITH_CARD], 0.0),
    ):
        monkeypatch.setenv(DEVICE, device)
        assert needs({}, chosen, nodes).gpus == gpus
    assert needs({}, Settings(voice="hibari:heart"), [WITH_CARD]).gpus == 0.0


@pytest.mark.parametrize(
    ("wanted", "nodes", "count"),
    [
        (Needs(cpus=1.0), [PLAIN, WITH_CARD, LOST], 12),
        (Needs(cpus=3.0), [PLAIN, WITH_CARD], 1 + 2),
        (Needs(cpus=0.25), [PLAIN], 16),
        (Needs(cpus=1.0, gpus=0.25), [PLAIN, WITH_CARD], 4),
        (Needs(cpus=0.1), [{"Alive": True, "Resources": {"CPU": 1.0}}], 10),
        (Needs(cpus=1.0), [{"Alive": True, "Resources": {}}], 0),
        (Needs(cpus=1.0), [], 0),
    ],
)
def test_there_is_room_for_as_many_workers_as_each_machine_holds(wanted: Needs, nodes: list[Any], count: int) -> None:
    assert room(wanted, nodes) == count
