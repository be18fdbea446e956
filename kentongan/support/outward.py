"""One POST to an address that a stranger named: to the public internet only, never into our own network (SSRF).

The name is resolved once, every address it has is checked, and the connection goes to that very address: a name server
cannot answer differently a moment later. No redirects, no proxy, no cookies; of the answer only its status is read. A
watchdog ends what takes longer than allowed, however slowly bytes drip in.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import ssl
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from kentongan.support.pinned import Forbidden, NotFound, connection_to, is_address, may_go_to, port_of, target_of

_PORTS_BELOW_1024: Final = frozenset(
    {80, 443}
)  # below lie mail servers and the like, which a POST could talk into work


class NotReached(Exception):
    """No answer. `sentence` says why, for the person who named the address."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def obstacle(url: str, *, private: bool) -> str:
    """Say why an address may not be asked as far as its letters tell, or return ""."""
    if not is_address(url):
        return "not an http(s) address"
    parts = urlsplit(url)
    port = port_of(parts)
    if port < 1024 and port not in _PORTS_BELOW_1024:
        return "port"
    with contextlib.suppress(ValueError):
        if not may_go_to(ipaddress.ip_address(parts.hostname or ""), private=private):
            return "private address"
    return ""


def post_json(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, private: bool) -> int:
    """POST JSON, and return the status of the answer, whatever it is.

    `seconds` bounds the whole exchange after the name is resolved. Raises NotReached.
    """
    if obstacle(url, private=private):
        raise NotReached("Alamat ini tidak boleh dituju.")
    until = time.monotonic() + seconds
    fixed = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "kentongan", "Connection": "close"}
    try:
        with connection_to(url, seconds=seconds, private=private) as connection:
            until = time.monotonic() + seconds
            connection.request("POST", target_of(urlsplit(url)), body=body, headers={**fixed, **headers})
            return connection.getresponse().status
    except NotFound:
        raise NotReached("Nama penerima tidak ditemukan di internet.") from None
    except Forbidden:
        raise NotReached("Alamat ini mengarah ke jaringan dalam, dan itu tidak diizinkan di sini.") from None
    except TimeoutError:
        raise NotReached("Penerima terlalu lama menjawab.") from None
    except ssl.SSLError:
        raise NotReached("Sertifikat TLS penerima tidak dapat dipercaya.") from None
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        late = time.monotonic() >= until
        raise NotReached("Penerima terlalu lama menjawab." if late else "Penerima tidak dapat dihubungi.") from None
