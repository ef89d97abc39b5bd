"""The tests themselves stay on this machine and out of the user's folders."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from narrate import settings

CODE = "import socket; socket.create_connection(('{host}', 80), 0.1)"


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "narrate.invalid"])
def test_no_test_leaves_this_machine(host: str) -> None:
    with pytest.raises(BaseException, match=f"a test wanted to reach {host}") as caught:
        socket.create_connection((host, 80), 0.1)
    assert not isinstance(caught.value, Exception), "no `except Exception` hides it"


def test_no_message_leaves_it() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(BaseException, match="wanted"):
        sender.sendto(b"x", ("192.0.2.1", 53))
    with pytest.raises(BaseException, match="wanted"):
        socket.gethostbyname("narrate.invalid")


@pytest.mark.parametrize("host", ["192.0.2.1", "narrate.invalid"])
def test_no_process_of_a_test_leaves_it_either(host: str) -> None:
    ran = subprocess.run([sys.executable, "-c", CODE.format(host=host)], capture_output=True, text=True, check=False)
    assert ran.returncode
    assert f"a test wanted to reach {host}" in ran.stderr


def test_this_machine_itself_may_be_talked_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(("localhost", address[1]), 5):
            pass


def test_settings_and_clips_are_the_tests_own() -> None:
    found = settings.load({})
    assert found.cache == os.environ["NARRATE_CACHE"]
    assert "pytest" in str(settings.cache_folder(found))
    assert "pytest" in str(settings.voice_folder("any"))
    assert settings.config_file().read_text() == ""
