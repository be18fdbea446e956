"""Asking a WSGI application directly, as a server does."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator


@dataclass(frozen=True)
class Seen:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as it is read."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def ask(app: WSGIApplication, path: str = "/", *, method: str = "GET", **headers: str) -> Seen:
    """Send one request; `path` may carry a query, headers are named like `if_none_match`. WSGI's rules are checked."""
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    found: list[Any] = []

    def start(status: str, given: list[tuple[str, str]], exc_info: Any = None) -> Any:
        found[:] = [int(status[:3]), {name.lower(): value for name, value in given}]
        return lambda _: None

    answer = validator(app)(environ, start)
    body = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]  # the validator's own
    return Seen(found[0], found[1], body)
