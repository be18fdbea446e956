"""Slots begin at midnight, and are short enough that a receipt's promise of 24 hours can be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kentongan.proofs.promise import WITHIN
from kentongan.rules.slots import LEAST_HOURS, MOST_HOURS, next_slot, slot_of

pytestmark = pytest.mark.once
NOON = datetime(2026, 7, 6, 12, 30, tzinfo=UTC)


def test_half_of_what_a_receipt_promises_is_left_for_the_witnesses() -> None:
    assert 2 * timedelta(hours=MOST_HOURS) <= WITHIN
    for hours in (0, MOST_HOURS + 1, 24):
        with pytest.raises(ValueError, match="1 to 12 hours"):
            slot_of(NOON, hours)


@pytest.mark.parametrize("hours", range(LEAST_HOURS, MOST_HOURS + 1))
def test_the_last_slot_of_a_day_ends_at_midnight(hours: int) -> None:
    late = NOON.replace(hour=23)
    assert next_slot(late, hours) == datetime(2026, 7, 7, tzinfo=UTC)
