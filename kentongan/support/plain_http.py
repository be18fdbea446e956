"""One careful request to an address that somebody typed in: http or https only, no redirects, a limit of time and size.

It goes to the internet or into an office's own network, never to the machine's own network link (169.254.0.0/16,
fe80::/10), where clouds keep their secrets, however the address is spelt.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kentongan.support.pinned import Forbidden, NotFound, Pinned, connection_to, is_address, target_of

__all__ = ["Answer", "Unreachable", "ask", "is_address"]

_CHUNK: Final = 16 * 1024


class Unreachable(Exception):
    """No answer that can be used. The text says why, without what was sent."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the content type without its parameters, and the body."""

    status: int
    type: str
    body: bytes


def ask(url: str, *, body: bytes | None = None, seconds: float = 10, limit: int = 512 * 1024) -> Answer:
    """GET the address, or POST `body` to it as text/plain. Any status is an answer, also 3xx, 4xx and 5xx.

    `seconds` bounds the whole exchange after the name is resolved, however slowly bytes drip in; `limit` the bytes of
    the answer. Raises Unreachable.
    """
    if not is_address(url):
        raise Unreachable("the address is not an http(s) address")
    try:
        with connection_to(url, seconds=seconds, private=True) as connection:
            return _exchanged(connection, target_of(urlsplit(url)), body, limit)
    except NotFound as problem:
        raise Unreachable("the host has no address") from problem
    except Forbidden as problem:
        raise Unreachable("the address may not be asked") from problem
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as problem:
        # AttributeError: what http.client makes of a connection that the watchdog cut under its hands.
        raise Unreachable(type(problem).__name__) from problem


def _exchanged(connection: Pinned, target: str, body: bytes | None, limit: int) -> Answer:
    headers = {"User-Agent": "kentongan", "Accept-Encoding": "identity", "Connection": "close"}
    if body is not None:
        headers["Content-Type"] = "text/plain; charset=utf-8"
    try:
        connection.request("GET" if body is None else "POST", target, body=body, headers=headers)
        with connection.getresponse() as answer:
            read = _read(answer, limit)
            kind = answer.headers.get_content_type()
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as problem:
        late = connection.late or isinstance(problem, TimeoutError)
        raise Unreachable("the answer takes too long" if late else type(problem).__name__) from problem
    if connection.late:  # what the watchdog cut off looks like an end
        raise Unreachable("the answer takes too long")
    return Answer(answer.status, kind, read)


def _read(answer: http.client.HTTPResponse, limit: int) -> bytes:
    parts, held = [], 0
    while part := answer.read1(_CHUNK):  # not `read`, which waits for the whole of a chunk
        held += len(part)
        if held > limit:
            raise Unreachable("the answer is too long")
        parts.append(part)
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(parts)
