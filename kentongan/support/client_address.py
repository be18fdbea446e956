"""Which connection a request comes from: believed only as far as our own proxies reach, and never kept.

What leaves this module is bytes that stand for one connection; they are meant for `support.passing`, which keeps
nothing but counts under a key that is thrown away. Do not store, log or show them.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MOST_HOPS: Final = 10  # a longer chain is somebody's invention
_HOUSE: Final = 64  # bits of an IPv6 address that name a connection; the rest its holder changes at will


def connection(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> bytes | None:
    """Return what stands for the sender's connection: his IPv4 address, or the /64 of his IPv6 address.

    `peer` is who speaks to us; `forwarded_for` the X-Forwarded-For header, whose hops are read from the right and only
    as long as the one who wrote them is a trusted proxy. Whatever a sender invents himself stands further left and is
    never reached. None: it cannot be told (no address, or what a trusted proxy wrote is none).
    """
    address = _read(peer)
    hops = forwarded_for.split(",")[-MOST_HOPS:] if forwarded_for else []
    while address is not None and hops and _is_trusted(address, trusted):
        address = _read(hops.pop())
    if address is None:
        return None
    if isinstance(address, IPv6Address):
        return address.packed[: _HOUSE // 8]
    return address.packed


def is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    """Tell whether this peer is one of our proxies."""
    address = _read(peer)
    return address is not None and _is_trusted(address, trusted)


def _is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in trusted)


def _read(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:4711
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:4711
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
