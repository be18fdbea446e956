"""What a witness remembers: one SQLite file, written durably before anything is signed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pysqlite3 import dbapi2 as sqlite3

from kentongan.support import fs
from kentongan.support.tlog.note import NoteError, Verifier

FILE: Final = "saksi.sqlite3"
_WAIT_SECONDS: Final = 10
StoreError: Final[type[Exception]] = sqlite3.Error  # type: ignore[attr-defined]  # the driver has no types
"""The memory could not be read or written: nothing was signed."""
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS log (
    origin TEXT PRIMARY KEY, vkeys TEXT NOT NULL, url TEXT NOT NULL, restart_of TEXT NOT NULL, asked_at INTEGER,
    trouble TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS head (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (origin, size)
) STRICT;
CREATE TABLE IF NOT EXISTS alarm (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    known TEXT NOT NULL, shown TEXT NOT NULL, at INTEGER NOT NULL, acknowledged_at INTEGER,
    UNIQUE (origin, kind, size, root)
) STRICT;
"""


class AlarmKind(StrEnum):
    """What a witness cries out about."""

    SPLIT = "split"  # two signed checkpoints of one size with different roots: proof by itself
    SHRUNK = "shrunk"  # a signed checkpoint smaller than what was cosigned, and never seen before
    UNPROVEN = "unproven"  # a signed, larger checkpoint that could not be shown to continue what was cosigned
    RESTART = "restart"  # the log began anew under its next number


@dataclass(frozen=True)
class Log:
    """A log that is watched. `url` is where it is served ("" if it comes by itself)."""

    origin: str
    vkeys: tuple[str, ...]
    url: str
    restart_of: str
    asked_at: int | None
    trouble: str

    @property
    def verifiers(self) -> list[Verifier]:
        """The keys that may sign for the log."""
        return [Verifier.parse(vkey) for vkey in self.vkeys]


@dataclass(frozen=True)
class Head:
    """A checkpoint that was cosigned, with the cosignature below, and when (POSIX seconds)."""

    origin: str
    size: int
    root: bytes
    note: str
    at: int


@dataclass(frozen=True)
class Alarm:
    """An alarm with its evidence: the checkpoint that was cosigned (`known`) and the one that was shown."""

    id: int
    origin: str
    kind: AlarmKind
    size: int
    known: str
    shown: str
    at: int
    acknowledged_at: int | None


class Store:
    """The file. Each call opens a connection of its own: threads and processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        fs.make_folder(folder)
        self._path = folder / FILE
        with self._connected() as connection:
            connection.executescript(_SCHEMA)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that nobody else's overlaps; durable when the block has ended without an exception."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Writing(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def logs(self) -> list[Log]:
        """All logs that are watched."""
        with self._connected() as connection:
            return [_log(row) for row in connection.execute("SELECT * FROM log ORDER BY origin")]

    def head(self, origin: str) -> Head | None:
        """The newest checkpoint that was cosigned."""
        with self._connected() as connection:
            return Writing(connection).head(origin)

    def alarms(self) -> list[Alarm]:
        """All alarms, those that nobody acknowledged first, then the newest."""
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT id, origin, kind, size, known, shown, at, acknowledged_at FROM alarm "
                "ORDER BY acknowledged_at IS NOT NULL, at DESC, id DESC"
            )
            return [Alarm(row[0], row[1], AlarmKind(row[2]), *row[3:]) for row in rows]

    def watch(self, vkey: str, *, url: str = "", restart_of: str = "") -> Log:
        """Watch a log, or add a key to one that is watched. Raises NoteError for what is no log's key."""
        verifier = Verifier.parse(vkey)
        with self.writing() as writing:
            before = writing.log(verifier.name)
            keys = (before.vkeys if before else ()) + (() if before and vkey in before.vkeys else (vkey,))
            writing.put_log(verifier.name, keys, url or (before.url if before else ""), restart_of)
            found = writing.log(verifier.name)
        if found is None:
            raise NoteError("the log was not stored")
        return found

    def acknowledge(self, alarm: int, at: int) -> bool:
        """Note that somebody read the alarm; its evidence stays. False if there is no such open alarm."""
        with self.writing() as writing:
            return writing.acknowledge(alarm, at)

    def note_asked(self, origin: str, at: int, trouble: str) -> None:
        """Note that the log was asked, and what went wrong ("" for nothing)."""
        with self.writing() as writing:
            writing.note_asked(origin, at, trouble)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        # The driver has no types of its own.
        connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)  # type: ignore[attr-defined]
        try:
            connection.execute("PRAGMA synchronous = EXTRA")  # also the removal of the journal reaches the disk
            yield connection
        finally:
            connection.close()


class Writing:
    """What can be read and written within one transaction."""

    def __init__(self, connection: Any) -> None:
        self._do = connection.execute

    def log(self, origin: str) -> Log | None:
        """A log that is watched."""
        row = self._do("SELECT * FROM log WHERE origin = ?", (origin,)).fetchone()
        return _log(row) if row else None

    def put_log(self, origin: str, vkeys: tuple[str, ...], url: str, restart_of: str) -> None:
        """Watch a log, or change what is known of it."""
        self._do(
            "INSERT INTO log (origin, vkeys, url, restart_of) VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE "
            "SET vkeys = excluded.vkeys, url = excluded.url",
            (origin, "\n".join(vkeys), url, restart_of),
        )

    def head(self, origin: str, size: int | None = None) -> Head | None:
        """The newest checkpoint that was cosigned, or the one of a size."""
        where, values = ("", [origin]) if size is None else ("AND size = ?", [origin, size])
        row = self._do(
            f"SELECT origin, size, root, note, at FROM head WHERE origin = ? {where} "  # noqa: S608  (fixed text)
            "ORDER BY size DESC LIMIT 1",
            values,
        ).fetchone()
        return Head(*row) if row else None

    def put_head(self, head: Head) -> None:
        """Store a checkpoint as cosigned; an alarm that it was not shown to continue the log is over."""
        self._do(
            "INSERT OR REPLACE INTO head (origin, size, root, note, at) VALUES (?, ?, ?, ?, ?)",
            (head.origin, head.size, head.root, head.note, head.at),
        )
        self._do(
            "DELETE FROM alarm WHERE origin = ? AND kind = ? AND size = ? AND root = ?",
            (head.origin, AlarmKind.UNPROVEN, head.size, head.root),
        )

    def raise_alarm(self, kind: AlarmKind, shown: Head, known: str) -> None:
        """Keep an alarm with its evidence; the same one again changes nothing."""
        self._do(
            "INSERT OR IGNORE INTO alarm (origin, kind, size, root, known, shown, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (shown.origin, kind, shown.size, shown.root, known, shown.note, shown.at),
        )

    def acknowledge(self, alarm: int, at: int) -> bool:
        """Note that somebody read the alarm."""
        done = self._do("UPDATE alarm SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL", (at, alarm))
        return bool(done.rowcount)

    def note_asked(self, origin: str, at: int, trouble: str) -> None:
        """Note that the log was asked."""
        self._do("UPDATE log SET asked_at = ?, trouble = ? WHERE origin = ?", (at, trouble, origin))


def _log(row: tuple[Any, ...]) -> Log:
    return Log(row[0], tuple(row[1].split("\n")), *row[2:])
