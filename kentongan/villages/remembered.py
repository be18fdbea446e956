"""What is made from a village's settings (its calendar, its rules), remembered by each process for one version of them.

Every change of a setting counts up `Village.settings_version` (villages.changes), so nothing stale outlives the next
request that reads its village. It also ages, should somebody ever change a row without counting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar
from uuid import UUID

from kentongan.villages.models import Village

T = TypeVar("T")

GOOD_FOR: Final = 60.0  # seconds
MOST: Final = 1000  # things remembered; beyond that the oldest go

_things: dict[tuple[UUID, str], tuple[int, float, Any]] = {}
_lock = threading.Lock()


def remembered(village: Village, what: str, make: Callable[[], T]) -> T:
    """Return what `make` makes from the village's settings; made anew when they changed. It must not be altered."""
    key, now = (village.pk, what), time.monotonic()
    found = _things.get(key)
    if found is not None and found[0] == village.settings_version and now - found[1] < GOOD_FOR:
        thing: T = found[2]
        return thing
    thing = make()
    with _lock:
        _things.pop(key, None)
        while len(_things) >= MOST:
            _things.pop(next(iter(_things)))
        _things[key] = (village.settings_version, now, thing)
    return thing


def forget() -> None:
    """Make everything anew from now on."""
    with _lock:
        _things.clear()
