"""A tree as static files (c2sp.org/tlog-tiles): tiles of 256 hashes, eight levels high, and bundles of entries.

    tile/<level>/<N>[.p/<width>]      hashes of 32 bytes, one after the other
    tile/entries/<N>[.p/<width>]      entries, each after its length (uint16, big-endian)

`N` is written in groups of three digits, all but the last with an x before: 1234067 is x001/x234/067.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kentongan.support.tlog.merkle import HASH_BYTES, CompactRange

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
MAX_LEVEL: Final = 63
MAX_ENTRY_BYTES: Final = 0xFFFF

_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<n>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_LENGTH: Final = struct.Struct(">H")


class TileError(ValueError):
    """A path or some bytes are no tile."""


@dataclass(frozen=True)
class Tile:
    """Which tile: its level (None for a bundle of entries), its number in the level, and how many it holds."""

    level: int | None
    n: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path below the log's address, without a leading slash."""
        digits = f"{self.n:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{number}{partial}"


def tile_path(level: int | None, n: int, width: int = TILE_WIDTH) -> str:
    """The path of a tile; level None is a bundle of entries."""
    return Tile(level, n, width).path


def parse_tile_path(path: str) -> Tile:
    """The tile that a path names; only the one canonical spelling. Raises TileError for any other."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise TileError("no tile has such a path")
    level = None if found["level"] == "entries" else int(found["level"])
    tile = Tile(level, int(found["n"].replace("/", "").replace("x", "")), int(found["width"] or TILE_WIDTH))
    if (level or 0) > MAX_LEVEL or tile.path != path or (found["width"] and tile.width >= TILE_WIDTH):
        raise TileError("no tile has such a path")
    return tile


def tile_of(level: int | None, n: int, size: int) -> Tile | None:
    """Tile `n` of a level in a tree of `size` leaves: full, partial, or None if the tree does not reach so far."""
    width = min(TILE_WIDTH, (size >> TILE_HEIGHT * (level or 0)) - n * TILE_WIDTH)
    return Tile(level, n, width) if width > 0 else None


def tiles_of(size: int) -> Iterator[Tile]:
    """All tiles of hashes of a tree of `size` leaves, level by level."""
    level = 0
    while size >> TILE_HEIGHT * level and level <= MAX_LEVEL:
        n = 0
        while (tile := tile_of(level, n, size)) is not None:
            yield tile
            n += 1
        level += 1


def encode_entries(entries: Iterable[bytes]) -> bytes:
    """A bundle of entries. Raises TileError for an entry of more than 65,535 bytes."""
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise TileError("an entry of a bundle has at most 65,535 bytes")
        parts += [_LENGTH.pack(len(entry)), entry]
    return b"".join(parts)


def decode_entries(bundle: bytes) -> list[bytes]:
    """The entries of a bundle. Raises TileError for a bundle cut short."""
    found, at = [], 0
    while at < len(bundle):
        if at + _LENGTH.size > len(bundle):
            raise TileError("the bundle is cut short")
        (length,) = _LENGTH.unpack_from(bundle, at)
        at += _LENGTH.size
        if at + length > len(bundle):
            raise TileError("the bundle is cut short")
        found.append(bundle[at : at + length])
        at += length
    return found


def split_hashes(raw: bytes, tile: Tile) -> list[bytes]:
    """The hashes of a tile's bytes. Raises TileError if there are more or fewer than the tile holds."""
    if len(raw) != tile.width * HASH_BYTES:
        raise TileError(f"{tile.path} has {len(raw)} bytes instead of {tile.width * HASH_BYTES}")
    return [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]


class TileNodes:
    """Nodes read from tiles, for making proofs: `TileNodes(size, fetch).get_node`.

    Nothing that is fetched is believed: a proof made so shows by its own verification whether the tiles were right.
    Each tile is fetched once. Raises TileError for tiles of a wrong length, and whatever `fetch` raises.
    """

    def __init__(self, size: int, fetch: Callable[[Tile], bytes]) -> None:
        self._size, self._fetch = size, fetch
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def get_node(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree (see `merkle`)."""
        tile_level, above = divmod(level, TILE_HEIGHT)
        n, at = divmod(index << above, TILE_WIDTH)
        hashes = self._tile(tile_level, n)[at : at + (1 << above)]
        if len(hashes) != 1 << above:
            raise TileError(f"a tree of {self._size} leaves has no node {index} at level {level}")
        tree = CompactRange()
        for one in hashes:
            tree.append(one)
        return tree.root()

    def _tile(self, level: int, n: int) -> list[bytes]:
        if (level, n) not in self._tiles:
            tile = tile_of(level, n, self._size)
            if tile is None:
                raise TileError(f"a tree of {self._size} leaves has no tile {n} at level {level}")
            self._tiles[level, n] = split_hashes(self._fetch(tile), tile)
        return self._tiles[level, n]
