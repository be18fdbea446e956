"""A redirect is no answer of the one that was asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kentongan.support import plain_http

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
