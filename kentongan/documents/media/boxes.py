"""The boxes of MP4, M4A, 3GP, QuickTime and HEIC: length, type, content (ISO/IEC 14496-12 §4.2)."""

from __future__ import annotations

from collections.abc import Iterator

MAX_BOXES = 20_000  # between two ends; a film of fifteen minutes in fragments of a second has two thousand


def boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (type, start, content start, content end) of the boxes between `start` and `end`, until one is cut off."""
    for _ in range(MAX_BOXES):
        if start + 8 > end:
            return
        size, head = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return  # cut off
        yield bytes(data[start + 4 : start + 8]), start, start + head, start + size
        start += size


def find(data: bytes | bytearray, start: int, end: int, *path: bytes) -> Iterator[tuple[int, int]]:
    """Yield (content start, content end) of all boxes at this path."""
    for kind, _, inside, stop in boxes(data, start, end):
        if kind == path[0]:
            if len(path) == 1:
                yield inside, stop
            else:
                yield from find(data, inside, stop, *path[1:])


def blank(film: bytearray, at: int, inside: int, stop: int) -> None:
    """Turn a box into empty space of the same size."""
    film[at + 4 : at + 8] = b"free"
    film[inside:stop] = bytes(stop - inside)
