"""The fixed slots in which the log's state is published, counted from local midnight.

Every slot gets its checkpoint, whether the log grew or not: so nobody outside can tell when somebody lodged.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

LEAST_HOURS: Final = 1
MOST_HOURS: Final = 12
"""A receipt promises its entry within 24 hours: a slot, and time for witnesses to see it, must fit into that."""


def slot_of(local: datetime, hours: int) -> datetime:
    """Return when the slot of a local time began: at midnight and every `hours` (1–12) after it, anew each day.

    Raises:
        ValueError: `hours` is out of range.
    """
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        raise ValueError(f"a slot has {LEAST_HOURS} to {MOST_HOURS} hours, not {hours}")
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=local.hour // hours * hours)


def next_slot(local: datetime, hours: int) -> datetime:
    """Return when the slot after that of a local time begins. Raises ValueError as `slot_of`."""
    begun = slot_of(local, hours)
    following = begun + timedelta(hours=hours)
    return following if following.date() == begun.date() else following.replace(hour=0)
