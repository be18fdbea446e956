"""Waiting one's turn: who guesses codes is slowed down, and a right code behind the same connection still gets through.

A ticket is signed, names what it is for and how long to wait, and is kept by the form alone. A right code with a ticket
that has waited opens; while it waits nothing is looked up, so the answer tells nobody whether the code was right.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core import signing
from django.http import HttpRequest

from kentongan.forms.caller import caller_of
from kentongan.support.passing import everybody
from kentongan.villages.models import Village

FIELD: Final = "giliran"
FREE: Final = 8  # wrong codes from one connection in ten minutes before the next has to wait
FREE_VILLAGE: Final = 200  # and from all connections together
LEAST_WAIT: Final = 5  # seconds, doubled with each further miss
MOST_WAIT: Final = 60
_WAIT_OF_ALL: Final = 20
GOOD_FOR: Final = 900  # seconds


@dataclass(frozen=True, repr=False)
class Wait:
    """So many seconds more, and the ticket to come back with."""

    seconds: int
    ticket: str

    @property
    def sentence(self) -> str:
        """What the reader is told."""
        return (
            f"Terlalu banyak percobaan dari sambungan ini. Tunggu {self.seconds} detik, lalu tekan tombolnya lagi: "
            "yang Anda tulis masih ada. Ini melindungi laporan warga dari orang yang menebak kode."
        )


class Gate:
    """One kind of look-up ("code", "lost") at the door of one village, for one request."""

    def __init__(
        self, request: HttpRequest, village: Village, kind: str, now: datetime, ticket: str | None = None
    ) -> None:
        """`ticket`: as it came back; None where a form carries it."""
        self._village, self._kind, self._now = village, kind, now
        self._caller = caller_of(request)
        self._ticket = str(request.POST.get(FIELD, "")) if ticket is None else ticket

    def wait_for(self, what: str) -> Wait | None:
        """Return how long to wait before `what` is looked up, or None: now."""
        seconds = self._seconds()
        if not seconds:
            return None
        held = self._read(what)
        if held is None:
            return Wait(seconds, sign(self._village, f"{self._kind}/{what}", seconds, self._now))
        wait, age = held
        return Wait(max(1, round(wait - age)), self._ticket) if age < wait else None

    def missed(self) -> None:
        """Count a look-up that found nothing."""
        everybody.add(*self._name())
        if self._caller is not None:
            everybody.add(*self._name(), self._caller)

    def _seconds(self) -> int:
        misses = everybody.seen(*self._name(), self._caller) if self._caller is not None else 0
        if misses >= FREE:
            return int(min(MOST_WAIT, LEAST_WAIT * 2 ** min(8, int(misses - FREE))))
        return _WAIT_OF_ALL if everybody.seen(*self._name()) >= FREE_VILLAGE else 0

    def _name(self) -> tuple[bytes, bytes]:
        return f"turn-{self._kind}".encode(), self._village.id.bytes

    def _read(self, what: str) -> tuple[int, float] | None:
        return read(self._village, f"{self._kind}/{what}", self._ticket, self._now)


def sign(village: Village, what: str, seconds: int, now: datetime) -> str:
    """Return a ticket for `what`, which stands in it only as a part of the signature."""
    return _signer(village, what).sign(f"{seconds}.{int(now.timestamp())}")


def read(village: Village, what: str, ticket: str, now: datetime) -> tuple[int, float] | None:
    """Return the wait of a ticket and its age, both in seconds; None when it is none of ours, or too old."""
    try:
        seconds, issued = _signer(village, what).unsign(ticket).split(".")
        age = now.timestamp() - int(issued)
    except (signing.BadSignature, ValueError):
        return None
    return (int(seconds), age) if 0 <= age <= GOOD_FOR else None


def _signer(village: Village, what: str) -> signing.Signer:
    return signing.Signer(salt=f"kentongan.portal.turn/{village.id}/{hashlib.sha256(what.encode()).hexdigest()}")
