"""A bounded memory: so many things, so many bytes; what was used longest ago goes first. For threads of one process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Shelf(Generic[Key, Thing]):
    """Things under keys; `most_size` bounds the sum of the sizes they were put in with."""

    def __init__(self, most: int, most_size: int) -> None:
        self._most, self._most_size = most, most_size
        self._things: OrderedDict[Key, tuple[Thing, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self._things)

    def get(self, key: Key) -> Thing | None:
        """Return what is there, and remember that it was used."""
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Key, thing: Thing, size: int) -> None:
        """Put it there; what no longer fits goes. What is larger than all the room is not kept."""
        with self._lock:
            self._drop(key)
            if size > self._most_size:
                return
            self._things[key] = (thing, size)
            self.size += size
            while len(self._things) > self._most or self.size > self._most_size:
                self._drop(next(iter(self._things)))

    def drop(self, key: Key) -> None:
        """Forget it, if it is there."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        found = self._things.pop(key, None)
        if found is not None:
            self.size -= found[1]
