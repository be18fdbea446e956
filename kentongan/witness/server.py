"""The witness on HTTP: POST /add-checkpoint and the page at /. It hears nothing that is too long or too slow.

Put a proxy with TLS in front where strangers can reach it. Nobody's address is kept or logged.
"""

from __future__ import annotations

import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from kentongan.support.tlog.note import MAX_BYTES
from kentongan.witness.core import Answer, Witness
from kentongan.witness.page import page
from kentongan.witness.store import StoreError

_MAX_BODY: Final = MAX_BYTES + 8 * 1024
_SECONDS: Final = 10  # a connection that says nothing for so long is closed
_AT_ONCE: Final = 32
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """One witness on one port; at most 32 requests are answered at once, the others wait in the queue."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for room before a thread is begun."""
        self._room.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._room.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is nothing to write about; its address is nobody's business."""


class Handler(BaseHTTPRequestHandler):
    """One connection, one request."""

    server: Server
    timeout = _SECONDS
    server_version = "kentongan-witness"
    sys_version = ""

    def do_GET(self) -> None:
        """The page."""
        if self.path != "/":
            self._say(Answer(404, "not found\n"))
        else:
            self._say(Answer(200, page(self.server.witness), "text/html; charset=utf-8"))

    do_HEAD = do_GET  # noqa: N815  (the library's name)

    def do_POST(self) -> None:
        """add-checkpoint."""
        if self.path != "/add-checkpoint":
            self._say(Answer(404, "not found\n"))
            return
        body = self._body()
        if body is not None:
            self._say(self._answer(body))

    def _answer(self, body: bytes) -> Answer:
        try:
            return self.server.witness.add_checkpoint(body, int(time.time()))
        except StoreError:
            return Answer(503, "the memory of this witness is busy or full; try again later\n")

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 12):
            self._say(Answer(411, "a request says its length\n"))
            return None
        if int(length) > _MAX_BODY:
            self._say(Answer(413, "the request is too long\n"))
            return None
        until, parts, missing = time.monotonic() + _SECONDS, [], int(length)
        while missing and time.monotonic() < until:
            part = self.rfile.read1(min(missing, 16 * 1024))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        if missing:
            self._say(Answer(400, "the request is cut short\n"))
            return None
        return b"".join(parts)

    def _say(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status, http.client.responses.get(answer.status))
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nobody's address is written down."""
