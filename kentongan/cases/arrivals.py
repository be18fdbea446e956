"""How much is lodged with a village: counts of the last ten minutes, in memory only (support.passing)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.rules import triage
from kentongan.rules.triage import Limits, Load
from kentongan.support.passing import everybody
from kentongan.villages.models import Village

_CALLER: Final = b"lodge-caller"
_ALIKE: Final = b"lodge-alike"
_VILLAGE: Final = b"lodge-village"
_CONFIRMED: Final = b"confirm"
PROXY_NOT_TRUSTED: Final = 0  # a mark of `everybody`: a proxy near us passes addresses on and is not believed


@dataclass(frozen=True)
class Standing:
    """How it stands at the door of a village now."""

    lodged: int  # lodgings of the last ten minutes, without the excess of one connection or one text
    pressed: bool
    proxy_not_trusted: bool


def count(village: Village, *, caller: bytes | None, alike: bytes) -> Load:
    """Count one lodging from a connection (None: it cannot be told) with a text, and return what that makes.

    What waits because of its own connection or text does not press on the village: else one sender would press on all.
    """
    from_there = everybody.add(_CALLER, village.id.bytes, caller) if caller is not None else None
    same = everybody.add(_ALIKE, village.id.bytes, alike)
    own_fault = triage.reason(Load(from_there, same, village=0), limits_of(village), proven=False) is not None
    pressing = everybody.seen if own_fault else everybody.add
    return Load(from_there, same, pressing(_VILLAGE, village.id.bytes))


def from_caller(village: Village, caller: bytes | None) -> float | None:
    """Return how many lodgings came from a connection, without counting one."""
    return everybody.seen(_CALLER, village.id.bytes, caller) if caller is not None else None


def count_confirmation(village: Village, caller: bytes | None) -> float:
    """Count one confirmation without proof of work, and return how many came from there."""
    return everybody.add(_CONFIRMED, village.id.bytes, caller or b"")


def is_pressed(village: Village) -> bool:
    """Tell whether so much comes in that forms ask for a proof of work."""
    return triage.under_pressure(everybody.seen(_VILLAGE, village.id.bytes), limits_of(village))


def standing(village: Village) -> Standing:
    """Return how it stands, without counting anything."""
    seen = everybody.seen(_VILLAGE, village.id.bytes)
    pressed = triage.under_pressure(seen, limits_of(village))
    return Standing(round(seen), pressed, everybody.is_marked(PROXY_NOT_TRUSTED))


def limits_of(village: Village) -> Limits:
    """Return the limits the village has set."""
    return Limits(village.lodge_caller, village.lodge_alike, village.lodge_pressure)
