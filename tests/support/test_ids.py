"""Identifiers: UUIDv7 that ascend."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kentongan.support import ids
from kentongan.support.ids import uuid7


def milliseconds_of(identifier: UUID) -> int:
    return identifier.int >> 80


def test_an_identifier_is_a_uuid_of_version_7() -> None:
    made = uuid7()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_identifiers_ascend_also_within_one_millisecond() -> None:
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000


def test_identifiers_ascend_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000_000)
    assert uuid7() > before


def test_a_given_time_dates_the_identifier() -> None:
    at = datetime(2026, 3, 13, 1, 2, 3, 456_789, tzinfo=UTC)
    first, second = uuid7(at), uuid7(at)
    assert milliseconds_of(first) == 1_773_363_723_456
    assert first < second


def test_an_old_given_time_does_not_hold_up_later_ones() -> None:
    future = uuid7(datetime(2090, 1, 1, tzinfo=UTC))
    past = uuid7(datetime(1999, 1, 1, tzinfo=UTC))
    assert past < uuid7() < future


@pytest.mark.parametrize("at", [datetime(2026, 1, 1), datetime(1969, 12, 31, tzinfo=UTC)])  # noqa: DTZ001  (naive on purpose)
def test_a_naive_time_or_one_before_1970_is_refused(at: datetime) -> None:
    with pytest.raises(ValueError, match="time"):
        uuid7(at)


def test_a_full_counter_goes_on_into_the_next_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids.time, "time_ns", lambda: 5_000_000_000_000_000_000)
    before = uuid7()
    ids._by_clock.tail = (1 << 74) - 1
    after = uuid7()
    assert after > before
    assert milliseconds_of(after) == milliseconds_of(before) + 1
    ids._forget_after_fork()


def test_threads_never_get_the_same_identifier() -> None:
    made: list[list[UUID]] = [[] for _ in range(4)]
    threads = [threading.Thread(target=lambda out=out: out.extend(uuid7() for _ in range(1000))) for out in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({identifier for out in made for identifier in out}) == 4000
    assert all(out == sorted(out) for out in made)
