"""Identifiers: UUIDv7 (RFC 9562), which sort by time and so keep indexes compact."""

from __future__ import annotations

import os
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 74
_RANDOM_LIMIT = 1 << _RANDOM_BITS
_MAX_STEP = 1 << 32


class _Sequence:
    """The last identifier given out, so that the next one of the same millisecond is greater."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.milliseconds = -1
        self.tail = 0

    def next(self, milliseconds: int, *, never_backwards: bool) -> tuple[int, int]:
        with self.lock:
            if never_backwards and milliseconds < self.milliseconds:
                milliseconds = self.milliseconds  # the clock was set back: go on from where we were
            if milliseconds == self.milliseconds:
                tail = self.tail + 1 + secrets.randbelow(_MAX_STEP)
                if tail >= _RANDOM_LIMIT:
                    milliseconds, tail = milliseconds + 1, secrets.randbits(_RANDOM_BITS - 1)
            else:
                # The top bit stays free, so that the counter has room to grow within the millisecond (RFC 9562 §6.2).
                tail = secrets.randbits(_RANDOM_BITS - 1)
            self.milliseconds, self.tail = milliseconds, tail
            return milliseconds, tail


_by_clock = _Sequence()
_by_given_time = _Sequence()


def _forget_after_fork() -> None:
    """A forked child must not continue its parent's counter."""
    global _by_clock, _by_given_time
    _by_clock, _by_given_time = _Sequence(), _Sequence()


os.register_at_fork(after_in_child=_forget_after_fork)


def uuid7(at: datetime | None = None) -> UUID:
    """A new UUIDv7, greater than every earlier one of this process made in the same way.

    `at` (aware) dates the identifier, for records that happened earlier; without it the clock does. Identifiers of the
    same millisecond always ascend. Raises ValueError if `at` is naive or before 1970.
    """
    if at is None:
        milliseconds, tail = _by_clock.next(time.time_ns() // 1_000_000, never_backwards=True)
    else:
        if at.tzinfo is None:
            raise ValueError("uuid7 needs an aware time")
        milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
        if milliseconds < 0:
            raise ValueError("uuid7 cannot hold a time before 1970")
        milliseconds, tail = _by_given_time.next(milliseconds, never_backwards=False)
    rand_a, rand_b = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
