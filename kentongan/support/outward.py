"""One POST to an address that a stranger named: to the public internet only, never into our own network (SSRF).

The name is resolved once, every address it has is checked, and the connection goes to that very address: a name server
cannot answer differently a moment later. No redirects, no proxy, no cookies; of the answer only its status is read. A
watchdog ends what takes longer than allowed, however slowly bytes drip in.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from kentongan.support.plain_http import is_address

_PORTS_BELOW_1024: Final = frozenset(
    {80, 443}
)  # below lie mail servers and the like, which a POST could talk into work
_EMBEDDING: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


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
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port < 1024 and port not in _PORTS_BELOW_1024:
        return "port"
    with contextlib.suppress(ValueError):
        if not may_go_to(ipaddress.ip_address(parts.hostname or ""), private=private):
            return "private address"
    return ""


def may_go_to(address: _Address, *, private: bool) -> bool:
    """Whether a connection may go to this address: public ones only; `private` allows those of an office too.

    Never to the machine's own network link, where clouds keep their secrets, and never to a group of machines.
    """
    inner = _inner(address)
    if inner is not None:
        return may_go_to(inner, private=private)
    if address.is_loopback:
        return private
    if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
        return False
    if private:
        return address.is_global or address.is_private
    return address.is_global


def post_json(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, private: bool) -> int:
    """POST JSON, and return the status of the answer, whatever it is.

    `seconds` bounds the whole exchange after the name is resolved. Raises NotReached.
    """
    if obstacle(url, private=private):
        raise NotReached("Alamat ini tidak boleh dituju.")
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(parts.hostname or "", port, private=private)
    until = time.monotonic() + seconds
    connection = _Pinned(parts.hostname or "", port, address, tls=parts.scheme == "https", seconds=seconds)
    watchdog = threading.Timer(seconds, connection.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fixed = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "kentongan", "Connection": "close"}
        connection.request("POST", target, body=body, headers={**fixed, **headers})
        return connection.getresponse().status
    except ssl.SSLError:
        raise NotReached("Sertifikat TLS penerima tidak dapat dipercaya.") from None
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        late = time.monotonic() >= until
        raise NotReached("Penerima terlalu lama menjawab." if late else "Penerima tidak dapat dihubungi.") from None
    finally:
        watchdog.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked; the name is only told to the receiver and to TLS."""

    def __init__(self, host: str, port: int, address: str, *, tls: bool, seconds: float) -> None:
        if tls:
            self.default_port = 443  # so that no port stands in the Host header where none is needed
        super().__init__(host, port, timeout=seconds)
        self._address, self._tls, self._seconds = address, tls, seconds

    def connect(self) -> None:
        """Connect to the checked address, and to no other."""
        plain = socket.create_connection((self._address, self.port), timeout=self._seconds)
        self.sock = plain
        if self._tls:
            context = ssl.create_default_context()
            # Known to `cut` before the first byte of the handshake, which may drip, too.
            self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def cut(self) -> None:
        """End whatever is going on, from another thread."""
        sock = self.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _resolved(host: str, port: int, *, private: bool) -> str:
    """Return an address of the host. One that may not be gone to refuses the host as a whole. Raises NotReached."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached("Nama penerima tidak ditemukan di internet.") from None
    numbers = [str(one[4][0]).partition("%")[0] for one in found]
    if not numbers or not all(may_go_to(ipaddress.ip_address(one), private=private) for one in numbers):
        raise NotReached("Alamat ini mengarah ke jaringan dalam, dan itu tidak diizinkan di sini.")
    return numbers[0]


def _inner(address: _Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one carries within itself, by whatever kind of translation."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
