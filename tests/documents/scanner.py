"""A stand-in for clamd that speaks its protocol: INSTREAM with framed chunks, VERSION, its size limit, its silences."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kentongan.support.clamd import Address
from tests.documents.uploads import EICAR


class _Clamd(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    limit = 1_000_000
    answer: bytes | None = None  # instead of what it would say
    heard: list[bytes]


class _Conversation(socketserver.BaseRequestHandler):
    server: _Clamd

    def handle(self) -> None:
        """Answer one command, each ended by a zero, as `z` commands are."""
        command = self._until_zero()
        if command == b"zVERSION":
            self.request.sendall(b"ClamAV 1.0.9/27500/Sat Nov 28 08:00:00 2026\x00")
        elif command == b"zINSTREAM":
            self._scan()
        else:
            self.request.sendall(b"UNKNOWN COMMAND\x00")

    def _until_zero(self) -> bytes:
        command = b""
        while (byte := self.request.recv(1)) not in (b"", b"\x00"):
            command += byte
        return command

    def _scan(self) -> None:
        data = b""
        while size := int.from_bytes(self._exactly(4), "big"):
            data += self._exactly(size)
            if len(data) > self.server.limit:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\x00")
                return
        self.server.heard.append(data)
        verdict = b"stream: Eicar-Test-Signature FOUND\x00" if EICAR in data else b"stream: OK\x00"
        self.request.sendall(verdict if self.server.answer is None else self.server.answer)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.request.recv(size - len(data))
            if not part:
                raise ConnectionAbortedError
            data += part
        return data


@contextmanager
def clamd(folder: Path) -> Iterator[tuple[Address, _Clamd]]:
    """Run the stand-in on a socket in `folder`."""
    path = folder / "clamd.ctl"
    path.unlink(missing_ok=True)
    with _Clamd(str(path), _Conversation) as server:
        server.heard = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield Address(path=str(path)), server
        finally:
            server.shutdown()
            thread.join()
