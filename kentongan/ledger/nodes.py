"""The log as an RFC 6962 tree: hashes of its subtrees, kept so that proofs and tiles need not read every entry.

A leaf is an entry's 89 bytes. Kept are the hashes of complete subtrees of 256, 256², … entries, the very hashes of the
tiles of level 1, 2, … (C2SP tlog-tiles); those of level 0 are made from the entries. Only the append that completes
256 entries has more to do than the others; what is missing (a log older than the tree) is made from what lies below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection as default_connection
from django.db import models

from kentongan.support.tlog.merkle import leaf_hash, node_hash

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT


def root_of_complete(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def complete(cursor: Any, log: UUID, index: int) -> None:
    """Keep the hashes of the subtrees that the entry at `index` has just completed, in its own transaction.

    Where entries were taken away nothing is kept: nobody who lodges shall suffer for it, and `verify` names them.
    """
    level = 1
    while (index + 1) % (WIDTH**level) == 0:
        place = (index + 1) // (WIDTH**level) - 1
        try:
            hashes = _below(cursor, log, level, place)
        except LookupError:
            return
        _insert(cursor, log, level, place, root_of_complete(hashes))
        level += 1


def fill(log: UUID, connection: BaseDatabaseWrapper | None = None) -> int:
    """Make what is missing of the kept hashes of a log; return how many. Safe to repeat, memory stays small.

    It stops where entries were taken away.
    """
    connection = connection or default_connection
    made = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM ledger_head WHERE log = %s", [_to_db(log, connection)])
        size = next((row[0] for row in cursor.fetchall()), 0)
        level = 1
        while size >> (HEIGHT * level):
            cursor.execute(
                'SELECT "index" FROM ledger_node WHERE log = %s AND level = %s', [_to_db(log, connection), level]
            )
            have = {row[0] for row in cursor.fetchall()}
            for place in range(size >> (HEIGHT * level)):
                if place not in have:
                    try:
                        hashes = _below(cursor, log, level, place)
                    except LookupError:
                        return made
                    _insert(cursor, log, level, place, root_of_complete(hashes))
                    made += 1
            level += 1
    return made


class Tree:
    """The hashes of a log of a certain size, by level and index; what was read is remembered, a tile at a time."""

    def __init__(self, log: UUID, size: int) -> None:
        self.log = log
        self.size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of the complete subtree of 2^level entries.

        Raises:
            LookupError: the log has no such subtree within its size.
        """
        if (index + 1) << level > self.size or index < 0:
            raise LookupError(f"no complete subtree {level}/{index} in a log of {self.size}")
        tile_level, height = divmod(level, HEIGHT)
        tile, offset = divmod(index << height, WIDTH)
        return root_of_complete(self.tile(tile_level, tile)[offset : offset + (1 << height)])

    def tile(self, level: int, number: int) -> list[bytes]:
        """Return the hashes of a tile as far as this size goes: 256, or fewer at the right edge (maybe none)."""
        key = (level, number)
        if key not in self._tiles:
            self._tiles[key] = self._read(level, number)
        return self._tiles[key]

    def _read(self, level: int, number: int) -> list[bytes]:
        first = number * WIDTH
        count = max(0, min(WIDTH, (self.size >> (HEIGHT * level)) - first))
        if count == 0:
            return []
        if level == 0:
            with default_connection.cursor() as cursor:
                return _leaves(cursor, self.log, first, count)
        with default_connection.cursor() as cursor:
            kept = dict(_nodes(cursor, self.log, level, first, count))
        return [
            kept[place] if place in kept else root_of_complete(self.tile(level - 1, place))
            for place in range(first, first + count)
        ]


def kept(log: UUID, level: int) -> Iterator[tuple[int, bytes]]:
    """Yield every kept hash of a level as (index, hash), a chunk at a time, for verification."""
    after = -1
    while True:
        with default_connection.cursor() as cursor:
            cursor.execute(
                'SELECT "index", hash FROM ledger_node WHERE log = %s AND level = %s AND "index" > %s'
                ' ORDER BY "index" LIMIT 1000',
                [_to_db(log), level, after],
            )
            chunk = cursor.fetchall()
        for index, value in chunk:
            yield index, bytes(value)
        if len(chunk) < 1000:
            return
        after = chunk[-1][0]


def _below(cursor: Any, log: UUID, level: int, place: int) -> list[bytes]:
    """The 256 hashes of the level below, made where they are not kept."""
    first = place * WIDTH
    if level == 1:
        return _leaves(cursor, log, first, WIDTH)
    found = dict(_nodes(cursor, log, level - 1, first, WIDTH))
    return [
        found[index] if index in found else root_of_complete(_below(cursor, log, level - 1, index))
        for index in range(first, first + WIDTH)
    ]


def _leaves(cursor: Any, log: UUID, first: int, count: int) -> list[bytes]:
    found = [leaf_hash(entry) for entry in read_entries(cursor, log, first, count)]
    if len(found) != count:
        raise LookupError(f"entries are missing between {first} and {first + count}")
    return found


def read_entries(cursor: Any, log: UUID, first: int, count: int) -> list[bytes]:
    """Return the bytes of entries, in order."""
    cursor.execute(
        'SELECT entry FROM ledger_entry WHERE log = %s AND "index" >= %s AND "index" < %s ORDER BY "index"',
        [_to_db(log, cursor.db), first, first + count],
    )
    return [bytes(row[0]) for row in cursor.fetchall()]


def _nodes(cursor: Any, log: UUID, level: int, first: int, count: int) -> list[tuple[int, bytes]]:
    cursor.execute(
        'SELECT "index", hash FROM ledger_node WHERE log = %s AND level = %s AND "index" >= %s AND "index" < %s',
        [_to_db(log, cursor.db), level, first, first + count],
    )
    return [(row[0], bytes(row[1])) for row in cursor.fetchall()]


def _insert(cursor: Any, log: UUID, level: int, place: int, value: bytes) -> None:
    cursor.execute(
        'INSERT INTO ledger_node (log, level, "index", hash) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING',
        [_to_db(log, cursor.db), level, place, value],
    )


def _to_db(value: UUID, connection: BaseDatabaseWrapper | None = None) -> Any:
    return models.UUIDField().get_db_prep_value(value, connection or default_connection)
