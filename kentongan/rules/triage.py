"""When a lodging waits in the triage tray before it stands in the ordinary list. It is never refused (promise 1).

Whole hamlets share one connection (carrier NAT, the office's own): the limits are for neighbours who all write on the
day of a flood, not for one household. Everything here is pure; counts are passed in.
"""

from dataclasses import dataclass

from .types import Labelled

PROVEN_FACTOR = 3
"""A solved proof of work lets so many times more through from one connection: a script can solve them, too."""

CONFIRM_AFTER = 20
"""Seconds after which a reporter may confirm, without any script, that he is no machine."""

CONFIRM_MOST = 5
"""So many confirmations of that kind are taken from one connection in ten minutes."""


class TriageReason(Labelled):
    """Why a case waits in the tray; the label is for officers."""

    CALLER = "caller", "Sangat banyak laporan dari satu sambungan internet dalam sepuluh menit"
    REPEAT = "repeat", "Isi yang sama dikirim berkali-kali"
    PRESSURE = "pressure", "Laporan sedang masuk sangat banyak sekaligus"


@dataclass(frozen=True)
class Limits:
    """What a village lets pass in ten minutes: from one connection, with one text, and in all."""

    caller: int = 30
    alike: int = 3
    pressure: int = 60


@dataclass(frozen=True)
class Load:
    """What the last ten minutes saw, this lodging included; `village` without the excess of one connection or text.

    `caller` None: whose connection it is cannot be told.
    """

    caller: float | None
    alike: float
    village: float


def under_pressure(village: float, limits: Limits) -> bool:
    """Whether so much comes in that a proof of work is asked for."""
    return village >= limits.pressure


def reason(load: Load, limits: Limits, *, proven: bool) -> TriageReason | None:
    """Say why a lodging waits in the tray, or None: it goes to the ordinary list.

    `proven`: a proof of work for this very form came along. It does not help one text sent again and again.
    """
    if load.alike > limits.alike:
        return TriageReason.REPEAT
    if load.caller is not None and load.caller > limits.caller * (PROVEN_FACTOR if proven else 1):
        return TriageReason.CALLER
    if under_pressure(load.village - 1, limits) and not proven:
        return TriageReason.PRESSURE
    return None
