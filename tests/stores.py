"""Places for files on this machine that are no folders: a server reached by SSH, and one that speaks S3's language."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest


@dataclass
class Ssh:
    """A server whose root is `folder`; before it writes it may lose the connection."""

    folder: Path
    port: int = 0
    drops: list[int] = field(default_factory=list)
    """For each of the next writes: how many go well before the connection is lost."""
    connected: list[Any] = field(default_factory=list)

    def address(self, path: str = "/podcast") -> str:
        return f"sftp://listener@127.0.0.1:{self.port}{path}"


@contextmanager
def ssh(folder: Path, home: Path, *, trusted: bool = True) -> Iterator[Ssh]:
    """Serve `folder`; the key for it is put into `home`, where SSH's own tools look, and so is the server's."""
    asyncssh = pytest.importorskip("asyncssh")
    there = Ssh(folder)
    mine, its = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    mine.write_private_key(str(home / ".ssh" / "id_ed25519"))

    class Sftp(asyncssh.SFTPServer):  # type: ignore[name-defined, misc]
        def __init__(self, chan: Any) -> None:
            there.connected.append(chan.get_connection())
            self._chan = chan
            super().__init__(chan, chroot=str(folder))

        def write(self, file_obj: Any, offset: int, data: bytes) -> int:
            if there.drops and not there.drops[0]:
                there.drops.pop(0)
                self._chan.get_connection().abort()
            elif there.drops:
                there.drops[0] -= 1
            return int(super().write(file_obj, offset, data))

    async def listen() -> Any:
        keys = asyncssh.import_authorized_keys(mine.export_public_key().decode())
        return await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[its], authorized_client_keys=keys, sftp_factory=Sftp
        )

    async def end() -> None:
        listener.close()
        for connection in there.connected:
            connection.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait([asyncio.ensure_future(asyncio.sleep(0.01)), *others], timeout=5)

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listener = asyncio.run_coroutine_threadsafe(listen(), loop).result(30)
    there.port = listener.get_port()
    known = f"[127.0.0.1]:{there.port} {its.export_public_key().decode()}" if trusted else ""
    (home / ".ssh" / "known_hosts").write_text(known)
    try:
        yield there
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


@contextmanager
def s3(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[tuple[str, Any]]:
    """A server that the environment names; what is yielded is an empty bucket on it, and boto3's client."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server_module = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    server = server_module.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "known",
        "AWS_SECRET_ACCESS_KEY": "nobody-may-read-this",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(home / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "none"),
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    bucket = f"podcasts-{uuid4().hex[:12]}"  # all servers in a process share what they hold
    client.create_bucket(Bucket=bucket)
    try:
        yield bucket, client
    finally:
        client.close()
        server.stop()
