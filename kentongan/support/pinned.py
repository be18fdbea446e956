"""Connections that go to an address that was checked, and that end in time: what every request outwards is made with.

A name is resolved once, every address it has is checked, and the connection goes to one of those: a name server cannot
answer differently a moment later. No proxy of the environment is used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

_EMBEDDING: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFound(Exception):
    """The host has no address, or its name can be none."""


class Forbidden(Exception):
    """The host has an address that may not be gone to."""


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


def port_of(parts: SplitResult) -> int:
    """Return the port that an address names, or the usual one of its scheme."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def target_of(parts: SplitResult) -> str:
    """Return what is asked of the host: path and query."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


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


class Pinned(http.client.HTTPConnection):
    """A connection to addresses that were checked; the name is only told to the receiver and to TLS."""

    def __init__(self, host: str, port: int, addresses: Sequence[str], *, tls: bool, seconds: float) -> None:
        if tls:
            self.default_port = 443  # so that no port stands in the Host header where none is needed
        super().__init__(host, port, timeout=seconds)
        self._addresses, self._tls, self._until = addresses, tls, time.monotonic() + seconds
        self._wire: socket.socket | None = None  # kept: `sock` goes when only the answer still reads from it
        self.late = False

    def connect(self) -> None:
        """Connect to the first of the checked addresses that answers, and to no other."""
        plain = self._connected()
        self.sock = self._wire = plain
        if self._tls:
            context = ssl.create_default_context()
            # Known to `cut` before the first byte of the handshake, which may drip, too.
            self.sock = self._wire = context.wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._stop_if_late()
            self.sock.do_handshake()
        self._stop_if_late()

    def cut(self) -> None:
        """End whatever is going on, from another thread."""
        self.late = True
        wire = self._wire
        if wire is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(wire, socket.SHUT_RDWR)

    def _connected(self) -> socket.socket:
        trouble: OSError = TimeoutError()
        for address in self._addresses:
            left = self._until - time.monotonic()
            if left <= 0:
                break
            try:
                return socket.create_connection((address, self.port), timeout=left)
            except OSError as problem:
                trouble = problem
        raise trouble

    def _stop_if_late(self) -> None:
        """The watchdog may have come before there was a socket to cut."""
        if self.late:
            raise TimeoutError


@contextlib.contextmanager
def connection_to(url: str, *, seconds: float, private: bool) -> Iterator[Pinned]:
    """Give a connection to the host of an http(s) address, which a watchdog cuts after `seconds`, and close it.

    The name is resolved before the time runs. Raises NotFound, Forbidden.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", port_of(parts)
    addresses = _resolved(host, port, private=private)
    connection = Pinned(host, port, addresses, tls=parts.scheme == "https", seconds=seconds)
    watchdog = threading.Timer(seconds, connection.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield connection
    finally:
        watchdog.cancel()
        connection.close()


def _resolved(host: str, port: int, *, private: bool) -> list[str]:
    """Return the addresses of the host. One that may not be gone to refuses the host as a whole."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:  # a label that is empty or too long is a UnicodeError
        raise NotFound(host) from problem
    numbers = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    if not numbers:
        raise NotFound(host)
    if not all(may_go_to(ipaddress.ip_address(one), private=private) for one in numbers):
        raise Forbidden(host)
    return numbers


def _inner(address: _Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one carries within itself, by whatever kind of translation."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
