"""A load generator that costs little itself: raw sockets, one thread per visitor, no library between.

Run as a process of its own: `python -m bench.client flow|get PORT …` prints one line of JSON.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
TOKEN = re.compile(rb'name="formulir" value="([^"]+)"')
COOKIE = re.compile(rb"(?i)set-cookie: ([^;\r]+)")
LOCATION = re.compile(rb"(?i)location: ([^\r]+)")
STORY = "Jalan di depan pos ronda berlubang besar dan belum ditambal, sudah dua orang jatuh. Catatan {}."
LENGTH = re.compile(rb"(?i)content-length: (\d+)")


class Visitor:
    """One connection, kept open."""

    def __init__(self, port: int, sender: str = "") -> None:
        """Connect; `sender`: the address that a proxy of ours tells of him."""
        self.port = port
        self.forwarded = f"X-Forwarded-For: {sender}\r\n" if sender else ""
        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, body: bytes = b"", extra: str = "") -> tuple[int, bytes, bytes]:
        """Send a request; return status, head and body."""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n{self.forwarded}{extra}"
        if body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.line.sendall(head.encode() + b"\r\n" + body)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head_bytes, _, rest = got.partition(b"\r\n\r\n")
        length = LENGTH.search(head_bytes)
        if length is not None:
            while len(rest) < int(length[1]):
                rest += self._more()
        elif b"chunked" in head_bytes.lower():
            while not rest.endswith(b"0\r\n\r\n"):
                rest += self._more()
        return int(head_bytes[9:12]), head_bytes, rest

    def _more(self) -> bytes:
        part = self.line.recv(1 << 17)
        if not part:
            raise ConnectionError("the server hung up")
        return part


def sealed_lodging(visitor: Visitor, number: int) -> None:
    """The same about an official: everything is sealed on receipt to the officers of its route."""
    lodging(visitor, number, about_official="yes")


def lodging(visitor: Visitor, number: int, about_official: str = "no") -> None:
    """One villager: open the form, send it, read the receipt that answers it."""
    status, head, page = visitor.ask("GET", "/lapor/")
    csrf, token, cookie = CSRF.search(page), TOKEN.search(page), COOKIE.search(head)
    assert status == 200, status
    assert csrf
    assert token
    assert cookie
    words = {
        "csrfmiddlewaretoken": csrf[1].decode(),
        "formulir": token[1].decode(),
        "kind": "complaint",
        "story": STORY.format(number),
        "settlement": "Mohon ditambal sebelum musim hujan.",
        "place": "Depan pos ronda",
        "rt": "01",
        "rw": "02",
        "about_official": about_official,
        "identity_mode": "open",
        "name": "Warga Contoh",
        "phone": "081234567890",
    }
    extra = f"Cookie: {cookie[1].decode()}\r\nReferer: http://localhost:{visitor.port}/lapor/\r\n"
    status, _, page = visitor.ask("POST", "/lapor/", urlencode(words).encode(), extra)
    assert status == 200, status
    assert b"Tanda terima" in page


def ticket(visitor: Visitor, number: int) -> None:
    """The same at django-helpdesk: open its public form, send it, follow to the ticket's own page."""
    status, head, page = visitor.ask("GET", "/tickets/submit/")
    csrf, cookie = CSRF.search(page), COOKIE.search(head)
    assert status == 200, status
    assert csrf
    assert cookie
    words = {
        "csrfmiddlewaretoken": csrf[1].decode(),
        "queue": "1",
        "title": f"Jalan berlubang {number}",
        "body": STORY.format(number),
        "priority": "3",
        "submitter_email": "warga@example.org",
    }
    extra = f"Cookie: {cookie[1].decode()}\r\nReferer: http://localhost:{visitor.port}/tickets/submit/\r\n"
    status, head, _ = visitor.ask("POST", "/tickets/submit/", urlencode(words).encode(), extra)
    location = LOCATION.search(head)
    assert status == 302, status
    assert location
    status, _, page = visitor.ask("GET", location[1].decode(), extra=extra)
    assert status == 200, status
    assert b"Jalan berlubang" in page


def look_up(path: str, cookies: list[str]) -> Callable[[Visitor, int], None]:
    """Ask for a page with one of these cookies."""

    def once(visitor: Visitor, number: int) -> None:
        extra = f"Cookie: {cookies[number % len(cookies)]}\r\n" if cookies else ""
        status, _, _ = visitor.ask("GET", path, extra=extra)
        assert status == 200, status

    return once


def look_up_code(codes: list[str]) -> Callable[[Visitor, int], None]:
    """Type a tracking code into the follow-up form, as a villager does each time: POST, then his page."""
    known: dict[int, tuple[str, str]] = {}

    def once(visitor: Visitor, number: int) -> None:
        mine = threading.get_ident()
        if mine not in known:
            _, head, page = visitor.ask("GET", "/lacak/")
            csrf, cookie = CSRF.search(page), COOKIE.search(head)
            assert csrf
            assert cookie
            known[mine] = (csrf[1].decode(), cookie[1].decode())
        csrf_text, cookie_text = known[mine]
        body = urlencode({"csrfmiddlewaretoken": csrf_text, "code": codes[number % len(codes)]}).encode()
        extra = f"Cookie: {cookie_text}\r\nReferer: http://localhost:{visitor.port}/lacak/\r\n"
        status, _, _ = visitor.ask("POST", "/lacak/", body, extra)
        assert status == 302, status

    return once


def run(port: int, visitors: int, seconds: float, act: Callable[[Visitor, int], None]) -> dict[str, float]:
    """Let `visitors` act for so many seconds; return how many acts a second, and their times in milliseconds."""
    times: list[float] = []
    end = time.monotonic() + seconds
    numbers = iter(range(10**9))
    failures: list[BaseException] = []

    def visit() -> None:
        try:
            visitor = Visitor(port)
            while time.monotonic() < end:
                begun = time.perf_counter()
                act(visitor, next(numbers))
                times.append(time.perf_counter() - begun)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=visit) for _ in range(visitors)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begun
    if failures:
        raise RuntimeError("a visitor failed") from failures[0]
    times.sort()
    return {
        "per_second": len(times) / took,
        "p50_ms": 1000 * times[len(times) // 2],
        "p95_ms": 1000 * times[int(len(times) * 0.95)],
        "p99_ms": 1000 * times[int(len(times) * 0.99)],
        "count": len(times),
    }


def main() -> None:
    """Read what to do from one JSON argument, and print the outcome as one line."""
    wish = json.loads(sys.argv[1])
    acts: dict[str, Callable[[], Callable[[Visitor, int], None]]] = {
        "lodging": lambda: lodging,
        "sealed": lambda: sealed_lodging,
        "ticket": lambda: ticket,
        "get": lambda: look_up(wish["path"], wish.get("cookies", [])),
        "code": lambda: look_up_code(wish["codes"]),
    }
    print(json.dumps(run(wish["port"], wish["visitors"], wish["seconds"], acts[wish["act"]]())))


if __name__ == "__main__":
    main()
