"""A redirect is no answer of the one that was asked."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kentongan.support import plain_http
from tests.watching.receiver import Receiver

pytestmark = pytest.mark.once


class _Redirects(BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(302)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


def test_a_redirect_is_answered_as_it_is_and_not_followed() -> None:
    with HTTPServer(("127.0.0.1", 0), _Redirects) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        answer = plain_http.ask(f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()
        thread.join()

    assert (answer.status, _Redirects.asked) == (302, 1)


class _Dripping(threading.Thread):
    """Sends `first`, and then a byte again and again, for as long as somebody listens (at most a few seconds)."""

    def __init__(self, first: bytes) -> None:
        super().__init__(daemon=True)
        self._first = first
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}/"

    def run(self) -> None:
        with self._door, self._door.accept()[0] as there, contextlib.suppress(OSError):
            there.sendall(self._first)
            for _ in range(60):
                time.sleep(0.05)
                there.sendall(b"x")


@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "]
)
def test_what_drips_in_ends_in_time(first: bytes) -> None:
    drip = _Dripping(first)
    drip.start()
    begun = time.monotonic()
    with pytest.raises(plain_http.Unreachable, match="too long"):
        plain_http.ask(drip.url, seconds=0.3)
    assert time.monotonic() - begun < 2
    drip.join()


@pytest.mark.parametrize(
    "url",
    [
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://169.254.169.254/",
        "https://a..b/",
        f"https://{'a' * 64}.example/",
    ],
)
def test_what_may_not_or_cannot_be_asked_is_unreachable(url: str) -> None:
    with pytest.raises(plain_http.Unreachable, match=r"may not be asked|has no address"):
        plain_http.ask(url, seconds=1)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with Receiver(status=204) as receiver:
        assert plain_http.ask(receiver.url, body=b"a", seconds=2).status == 204
