"""Addresses that go out of the house on paper."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest
from django.urls import reverse

from kentongan.gateway.links import FOLLOW_UP, public_url
from kentongan.villages.tenant import village_of

START = "/masuk/mulai/"


def follow_url(request: HttpRequest) -> str:
    """Return where a reporter follows his case: the public address, for the officer may sit in the office network.

    Without one it is the address the officer himself uses, unless that is this very machine: then "", since paper must
    not carry an address that works nowhere else.
    """
    return public_url(village_of(request), FOLLOW_UP) or _as_seen_here(request, reverse("portal:track"))


def start_url(request: HttpRequest) -> str:
    """Return where a new officer opens his account, by the same rule."""
    return public_url(village_of(request), START) or _as_seen_here(request, reverse("account_start"))


def _as_seen_here(request: HttpRequest, path: str) -> str:
    return "" if _is_loopback(request.get_host()) else request.build_absolute_uri(path)


def _is_loopback(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
