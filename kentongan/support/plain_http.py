"""One careful request to an address that somebody typed in: http or https only, no redirects, a limit of time and size.

Addresses of the machine's own network link (169.254.0.0/16, fe80::/10), where clouds keep their secrets, are refused.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import urlsplit

_CHUNK: Final = 16 * 1024


class Unreachable(Exception):
    """No answer that can be used. The text says why, without what was sent."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the content type without its parameters, and the body."""

    status: int
    type: str
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_more: object) -> None:
        """Whoever redirects is not the one that was asked."""


_OPENER: Final = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler(),
    urllib.request.HTTPHandler(),
    urllib.request.HTTPSHandler(),
    urllib.request.HTTPDefaultErrorHandler(),
    _NoRedirect(),
    urllib.request.HTTPErrorProcessor(),
):
    _OPENER.add_handler(_handler)


def is_address(url: str) -> bool:
    """Whether this is an http(s) address that may be asked at all: a host, no user name, no fragment."""
    try:
        parts = urlsplit(url)
        return bool(
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and not (parts.username or parts.password or parts.fragment)
            and url.isascii()
            and not any(letter <= " " for letter in url)
        )
    except ValueError:
        return False


def ask(url: str, *, body: bytes | None = None, seconds: float = 10, limit: int = 512 * 1024) -> Answer:
    """GET the address, or POST `body` to it as text/plain. Any status is an answer, also 4xx and 5xx.

    `seconds` bounds the whole exchange, `limit` the bytes of the answer. Raises Unreachable.
    """
    if not is_address(url):
        raise Unreachable("the address is not an http(s) address")
    _refuse_link_local(url)
    headers = {"User-Agent": "kentongan", "Accept-Encoding": "identity"}
    if body is not None:
        headers["Content-Type"] = "text/plain; charset=utf-8"
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  (the scheme was checked above)
    until = time.monotonic() + seconds
    try:
        with _OPENER.open(request, timeout=seconds) as answer:
            return Answer(answer.status, answer.headers.get_content_type(), _read(answer, until, limit))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers.get_content_type(), _read(error, until, limit))
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise Unreachable(type(problem).__name__) from problem


def _read(answer: IO[bytes], until: float, limit: int) -> bytes:
    parts, held = [], 0
    try:
        while part := answer.read(_CHUNK):
            held += len(part)
            if held > limit:
                raise Unreachable("the answer is too long")
            if time.monotonic() > until:
                raise Unreachable("the answer takes too long")
            parts.append(part)
    except (OSError, http.client.HTTPException) as problem:
        raise Unreachable(type(problem).__name__) from problem
    return b"".join(parts)


def _refuse_link_local(url: str) -> None:
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise Unreachable("the host has no address") from problem
    if any(ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_link_local for one in found):
        raise Unreachable("the address belongs to the machine's own link")
