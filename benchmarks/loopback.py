"""The loopback servers of the tests that stand in for speech services, in a process of their own.

python -m benchmarks.loopback edge|gtts|openai    prints, as JSON, the environment that leads to it; ends with its input
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

Environment = dict[str, str]


def edge() -> Environment:
    from tests.engines.microsoft import Microsoft

    server = Microsoft()
    server.start()
    authority = Path(tempfile.mkdtemp()) / "authority.pem"
    server.authority.cert_pem.write_to_path(str(authority))
    proxy = f"http://127.0.0.1:{server.port}"
    return {"wss_proxy": proxy, "https_proxy": proxy, "HTTPS_PROXY": proxy, "LOOPBACK_AUTHORITY": str(authority)}


def gtts() -> Environment:
    from tests.engines.google import Google, speaking

    server = Google(speaking)
    server.start()
    proxy = f"http://127.0.0.1:{server.port}"
    return {"https_proxy": proxy, "HTTPS_PROXY": proxy}


def openai() -> Environment:
    from tests.engines.speech_server import SpeechServer, speaking

    server = SpeechServer(speaking)
    server.start()
    return {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "none"}


SERVERS: dict[str, Callable[[], Environment]] = {"edge": edge, "gtts": gtts, "openai": openai}


def main() -> None:
    print(json.dumps(SERVERS[sys.argv[1]]()), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
