"""Kokoro's network in ONNX Runtime, on the processor or a graphics card."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from narrate.engines._protobuf import (
    GRAPH_NODE,
    GRAPH_OUTPUT,
    INT64,
    MODEL_GRAPH,
    NODE_INPUT,
    NODE_OP,
    NODE_OUTPUT,
    field,
    fields,
    tensor,
    texts,
)
from narrate.errors import EngineError, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

RATE = 24_000
FRAME = RATE // 40  # samples of one unit of the network's durations
DEVICE = "NARRATE_KOKORO_DEVICE"
PROVIDERS = {"cuda": "CUDAExecutionProvider", "directml": "DmlExecutionProvider", "coreml": "CoreMLExecutionProvider"}
UNASKED = ("cuda", "directml")
"""Devices that are tried by themselves. CoreML refuses some of this network's shapes, and was no faster where it took
them (k2-fsa/sherpa-onnx#1792)."""
CPU = "cpu"
TRIAL = (50, 47, 54, 57)
"""Phonemes on which a device must not fail."""


class Network:
    """The model in a file, loaded once for all voices. May be used by several threads."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.digest = hashlib.sha256(data).hexdigest()
        try:
            found = _durations(data)
            whole_numbers = _has(data, b"ConvInteger")
        except (ValueError, IndexError):
            raise EngineError(f"{path} is no ONNX file, or a part of one", hint="download it again") from None
        if found:
            data = b"".join((data, field(MODEL_GRAPH, tensor(GRAPH_OUTPUT, found, INT64))))
        self._session, self.device = _opened(data, whole_numbers)
        self._inputs = {value.name: value.type for value in self._session.get_inputs()}
        self._ids = next(iter(self._inputs))  # "input_ids" or "tokens", by who made the file
        self._wanted = [self._session.get_outputs()[0].name, *([found] if found else [])]
        self._alone = threading.Lock() if self.device == "directml" else None  # which takes one call at a time

    def run(
        self, phonemes: Sequence[int], style: NDArray[np.float32], speed: float
    ) -> tuple[NDArray[np.float32], NDArray[np.int64] | None]:
        """Samples of `phonemes` (pads included) and how many each takes, if the model tells.

        `style` has 256 values.
        """
        import numpy as np

        inputs = {
            self._ids: np.array([phonemes], np.int64),
            "style": style.reshape(1, -1),
            "speed": np.array([speed], np.float32),
        }
        if self._alone:
            with self._alone:
                sound, *durations = self._session.run(self._wanted, inputs)
        else:
            sound, *durations = self._session.run(self._wanted, inputs)
        samples: NDArray[np.float32] = np.asarray(sound, np.float32).ravel()
        lengths = np.asarray(durations[0], np.int64).ravel() * FRAME if durations else None
        if lengths is not None and (len(lengths) != len(phonemes) or lengths.sum() != len(samples)):
            lengths = None
        return samples, lengths


_lock = threading.Lock()
_networks: WeakValueDictionary[tuple[Path, str], Network] = WeakValueDictionary()


def network(path: Path) -> Network:
    """The network of a file; one for all who hold it at a time."""
    key = (path.resolve(), os.environ.get(DEVICE, ""))
    with _lock:
        found = _networks.get(key)
        if found is None:
            found = _networks[key] = Network(path)
        return found


def _opened(data: bytes, whole_numbers: bool) -> tuple[Any, str]:
    """A session and its device.

    Networks in whole numbers stay on the processor unless told otherwise: CUDA and DirectML lack what they take most.
    """
    import onnxruntime  # type: ignore[import-untyped]

    asked = os.environ.get(DEVICE, "auto").lower() or "auto"
    if asked not in ("auto", CPU, *PROVIDERS):
        known = ", ".join(("auto", CPU, *PROVIDERS))
        raise UsageError(f"{DEVICE} can't be “{asked}”", hint=f"choose one of {known}")
    there = onnxruntime.get_available_providers()
    tried = () if asked == CPU else (asked,) if asked in PROVIDERS else () if whole_numbers else UNASKED
    for device in tried:
        if PROVIDERS[device] not in there:
            continue
        try:
            session = _session(data, PROVIDERS[device])
            _try(session)
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            log.warning("Kokoro can't use %s and goes on with the processor: %s", device, error)
        else:
            return session, device
    if asked in PROVIDERS and PROVIDERS[asked] not in there:
        log.warning("Kokoro goes on with the processor: this ONNX Runtime has no %s", asked)
    try:
        return _session(data, "CPUExecutionProvider"), CPU
    except Exception as error:
        raise EngineError(f"the Kokoro model can't be loaded: {error}", hint="download it again") from error


def _session(data: bytes, provider: str) -> Any:
    """One thread: several workers speak faster than one network on several cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # made for inputs of one size; DirectML does not allow it either
    chain = list(dict.fromkeys((provider, "CPUExecutionProvider")))
    session = onnxruntime.InferenceSession(data, options, providers=chain)
    session._model_bytes = None  # it would keep them for a change of providers: 92 MB
    return session


def _try(session: Any) -> None:
    import numpy as np

    ids = session.get_inputs()[0].name
    inputs = {
        ids: np.array([(0, *TRIAL, 0)], np.int64),
        "style": np.zeros((1, 256), np.float32),
        "speed": np.ones(1, np.float32),
    }
    session.run(None, inputs)


def _durations(data: bytes) -> str:
    """The name of the value that tells how many frames each phoneme lasts; empty if it is not found.

    They are the only numbers that are rounded, then cut off below, then turned into whole ones (int64).
    """
    made: dict[str, tuple[str, str]] = {}
    graph = next((value for number, value, _ in fields(memoryview(data)) if number == MODEL_GRAPH), memoryview(b""))
    found: list[str] = []
    for number, node, _ in fields(graph):
        if number != GRAPH_NODE:
            continue
        operation = texts(node, NODE_OP)[:1]
        if operation not in (["Round"], ["Clip"], ["Cast"]):
            continue
        first, result = texts(node, NODE_INPUT)[0], texts(node, NODE_OUTPUT)[0]
        made[result] = (operation[0], first)
    for result, (operation_name, first) in made.items():
        clip, before = made.get(first, ("", ""))
        if operation_name == "Cast" and clip == "Clip" and made.get(before, ("",))[0] == "Round":
            found.append(result)
    return found[0] if len(found) == 1 else ""


def _has(data: bytes, operation: bytes) -> bool:
    return field(NODE_OP, operation) in data
