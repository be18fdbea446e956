"""Counts that pass: right for ten minutes, for all processes together, and gone soon after."""

from __future__ import annotations

import os

import pytest

from kentongan.support.passing import WINDOW, Passing

pytestmark = pytest.mark.once


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000 * WINDOW + 1.0

    def __call__(self) -> float:
        return self.now


def test_what_happened_is_counted_by_name() -> None:
    counts = Passing(Clock())
    assert [round(counts.add(b"lodge", b"one")) for _ in range(3)] == [1, 2, 3]
    assert counts.seen(b"lodge", b"two") == 0
    assert counts.seen(b"lodg", b"eone") == 0  # a name is its parts, not their letters
    assert round(counts.seen(b"lodge", b"one")) == 3


def test_the_count_fades_over_the_next_ten_minutes_and_is_gone_after_them() -> None:
    clock = Clock()
    counts = Passing(clock)
    for _ in range(10):
        counts.add(b"one")
    clock.now += WINDOW / 2
    assert counts.seen(b"one") == pytest.approx(10)
    clock.now += WINDOW
    assert counts.seen(b"one") == pytest.approx(5, abs=0.1)
    clock.now += WINDOW
    assert counts.seen(b"one") == 0


def test_nothing_of_it_is_left_in_the_memory_though_nobody_comes() -> None:
    clock = Clock()
    counts = Passing(clock)
    counts.add(b"203.0.113.9")
    before = bytes(counts._memory)
    assert b"203.0.113.9" not in before
    clock.now += 3 * WINDOW
    counts.forget_old()
    after = bytes(counts._memory)
    half = (len(after) - 8) // 2
    for start in (8, 8 + half):
        key = after[start + 8 : start + 40]
        assert key not in before, "the key that chose the cell is gone"
        assert not any(after[start + 40 : start + half]), "and so is the count"


def test_workers_count_together() -> None:
    counts = Passing(Clock())
    children = []
    for _ in range(3):
        child = os.fork()
        if not child:
            for _ in range(10):
                counts.add(b"one")
            os._exit(0)
        children.append(child)
        os.waitpid(child, 0)
    assert round(counts.seen(b"one")) == 30


def test_a_thousand_strangers_do_not_stand_in_each_others_way() -> None:
    counts = Passing(Clock())
    for number in range(1000):
        counts.add(b"caller", number.to_bytes(4, "big"))
    crowded = [number for number in range(1000) if counts.seen(b"caller", number.to_bytes(4, "big")) > 3]
    assert crowded == []
