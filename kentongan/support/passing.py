"""How often something happened in the last ten minutes, for all worker processes together, and then forgotten.

A small piece of memory without a name, made before the workers fork and shared by them: no file, no disk, no server.
What is counted (a connection, a text) is never in it: only counts in cells that a keyed hash chooses. Keys are random,
live in the same memory and are thrown away with their counts: each serves for ten minutes, its counts for ten more.

Two processes that count in one cell at the very same instant may lose one count; a limit is no ledger.
"""

from __future__ import annotations

import hashlib
import mmap
import secrets
import struct
import threading
import time
from collections.abc import Callable
from typing import Final

WINDOW: Final = 600  # seconds a key and its counts are fed; they are looked at for one window more
CELLS: Final = 1 << 14
_ROWS: Final = 2  # a name has a cell in each row, the smaller counts: strangers seldom share both
_KEY: Final = 32
_HEAD: Final = struct.Struct("<q")  # number of the window since the epoch, 0: nothing yet
_CELL: Final = struct.Struct("<I")
_FLAGS: Final = 8
_PART: Final = _HEAD.size + _KEY + _ROWS * CELLS * _CELL.size
_MOST: Final = 0xFFFFFFFF


class Passing:
    """Counts that pass. `clock` gives seconds; at most about 260 kB, whatever comes."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._memory = mmap.mmap(-1, _FLAGS + 2 * _PART)
        if hasattr(mmap, "MADV_DONTDUMP"):
            self._memory.madvise(mmap.MADV_DONTDUMP)  # not in a core dump either
        self._lock = threading.Lock()

    def add(self, *name: bytes) -> float:
        """Count one more of `name` and return how many of them the last ten minutes saw, this one included."""
        with self._lock:
            now, before, share = self._turn()
            return self._count(now, name, add=1) + share * self._count(before, name)

    def seen(self, *name: bytes) -> float:
        """Return how many of `name` the last ten minutes saw, without counting one."""
        with self._lock:
            now, before, share = self._turn()
            return self._count(now, name) + share * self._count(before, name)

    def mark(self, place: int) -> None:
        """Remember that something happened at all (place 0 to 7), as long as the service runs."""
        self._memory[place] = 1

    def is_marked(self, place: int) -> bool:
        """Tell whether `mark` was called for this place."""
        return bool(self._memory[place])

    def forget_old(self) -> None:
        """Throw away what is older than two windows, though nobody asks for it."""
        with self._lock:
            self._turn()

    def forget(self) -> None:
        """Throw everything away."""
        with self._lock:
            self._memory[:] = bytes(len(self._memory))

    def _turn(self) -> tuple[int, int, float]:
        """Return where the present and the last window stand, and how much of the last one still counts."""
        seconds = self._clock()
        window = int(seconds // WINDOW)
        now, before = self._place(window), self._place(window - 1)
        if self._window(now) != window:
            self._begin(now, window)
        if self._window(before) != window - 1:
            self._begin(before, window - 1)
        return now, before, 1 - (seconds % WINDOW) / WINDOW

    @staticmethod
    def _place(window: int) -> int:
        return _FLAGS + (window % 2) * _PART

    def _window(self, place: int) -> int:
        return int(_HEAD.unpack_from(self._memory, place)[0])

    def _begin(self, place: int, window: int) -> None:
        # Counts first, then the key: under the new one the old counts would be somebody else's.
        cells = place + _HEAD.size + _KEY
        self._memory[cells : place + _PART] = bytes(_PART - _HEAD.size - _KEY)
        self._memory[place + _HEAD.size : cells] = secrets.token_bytes(_KEY)
        _HEAD.pack_into(self._memory, place, window)

    def _count(self, place: int, name: tuple[bytes, ...], add: int = 0) -> int:
        key = self._memory[place + _HEAD.size : place + _HEAD.size + _KEY]
        hashed = hashlib.blake2b(b"".join(len(part).to_bytes(4, "big") + part for part in name), key=key).digest()
        cells = place + _HEAD.size + _KEY
        counts = []
        for row in range(_ROWS):
            cell = int.from_bytes(hashed[row * 4 : row * 4 + 4], "big") % CELLS
            at = cells + (row * CELLS + cell) * _CELL.size
            count = _CELL.unpack_from(self._memory, at)[0]
            if add and count < _MOST:
                count += add
                _CELL.pack_into(self._memory, at, count)
            counts.append(count)
        return int(min(counts))


everybody: Final = Passing()
"""The counts of this installation: made when the program is loaded, before the workers fork."""


def keep_forgetting(seconds: float = 60) -> threading.Thread:
    """Let a thread of this process throw old counts away, also when nobody comes. Ends with the process."""

    def run() -> None:
        while True:
            time.sleep(seconds)
            everybody.forget_old()

    thread = threading.Thread(target=run, name="forgetting", daemon=True)
    thread.start()
    return thread
