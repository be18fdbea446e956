"""The backend: `ENGINE = "kentongan.support.sqlite"`.

Beyond Django's own OPTIONS it knows `write_queue_timeout` (seconds). Every connection runs in WAL mode with
synchronous=FULL and foreign keys; each is read back, and a connection that would be less durable is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kentongan.support import sqlite_driver

sqlite_driver.install()

from django.core.exceptions import ImproperlyConfigured  # noqa: E402  (the driver comes before Django's backend)
from django.db.backends.sqlite3 import base as django_sqlite  # noqa: E402
from django.db.utils import OperationalError  # noqa: E402

from kentongan.support.sqlite.creation import DatabaseCreation  # noqa: E402
from kentongan.support.sqlite.write_queue import DEFAULT_TIMEOUT, WriteQueue, WriteQueueTimeout  # noqa: E402

LOCK_SUFFIX = ".writelock"
_BUSY_SECONDS = 30.0  # what the queue does not cover: checkpoints, and tools that write past it
_FULL = 2  # PRAGMA synchronous answers with a number

_COMMENTS = r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*"
_READ = re.compile(
    _COMMENTS + r"(?:SELECT|EXPLAIN|PRAGMA|VALUES|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|END|VACUUM\s+INTO)\b", re.I | re.S
)
_WITH = re.compile(_COMMENTS + r"WITH\b", re.I | re.S)
_WRITE_WORD = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.I)


def only_reads(query: str) -> bool:
    """Whether the statement certainly starts no write. When in doubt it is a write, which costs only a short wait."""
    if _READ.match(query):
        return True
    return bool(_WITH.match(query)) and not _WRITE_WORD.search(query)


class QueuedCursor(django_sqlite.SQLiteCursorWrapper):
    """A cursor that stands in the write queue before its first writing statement."""

    owner: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        self.owner.before(query)
        try:
            return super().execute(query, params)
        finally:
            self.owner.settle()

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        self.owner.before(query)
        try:
            return super().executemany(query, param_list)
        finally:
            self.owner.settle()

    def executescript(self, script: str) -> Any:
        self.owner.enter_write_queue()
        try:
            return super().executescript(script)
        finally:
            self.owner.settle()


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """One connection: durable, and fair to other writers."""

    creation_class = DatabaseCreation
    transaction_mode: str | None
    write_queue: WriteQueue | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, with the queue's own option taken out and transactions that start as writers."""
        params: dict[str, Any] = super().get_connection_params()
        self._queue_timeout = float(params.pop("write_queue_timeout", DEFAULT_TIMEOUT))
        params.setdefault("timeout", _BUSY_SECONDS)
        # A transaction that reads first and writes later could fail when another one wrote in between.
        if self.transaction_mode == "DEFERRED":
            raise ImproperlyConfigured("transaction_mode must be IMMEDIATE: a later upgrade to a write may fail")
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open, set and read back. Raises ImproperlyConfigured if the database would be less durable than promised."""
        name = str(conn_params["database"])
        file = _file_of(name)
        if file is None and name == ":memory:":
            name = f":memory:{id(self)}"  # each such connection is a database of its own
        self.write_queue = WriteQueue(
            name=str(file.resolve()) if file else name,
            file=file.with_name(file.name + LOCK_SUFFIX) if file else None,
            timeout=self._queue_timeout,
        )
        connection = super().get_new_connection(conn_params)
        try:
            self._make_durable(connection, name, in_memory=file is None)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_durable(self, connection: Any, name: str, *, in_memory: bool) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is lawfully erased is overwritten, not only unlinked
        connection.execute("PRAGMA foreign_keys = ON")
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        read_only = "mode=ro" in name or "immutable=1" in name
        if not in_memory and not read_only and mode != "wal":
            self.enter_write_queue()  # two processes switching at once would fail at each other
            try:
                mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            finally:
                self._leave_write_queue()
            if mode != "wal":
                raise ImproperlyConfigured(f"SQLite keeps journal_mode={mode} instead of WAL; is it a network drive?")
        for pragma, wanted in (("synchronous", _FULL), ("foreign_keys", 1)):
            found = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            if found != wanted:
                raise ImproperlyConfigured(f"SQLite answers {pragma}={found}, but {wanted} is needed for durability")

    def create_cursor(self, name: str | None = None) -> QueuedCursor:  # noqa: ARG002  (Django's signature)
        """A cursor that knows this connection's place in the queue."""
        cursor: QueuedCursor = self.connection.cursor(factory=QueuedCursor)
        cursor.owner = self
        return cursor

    def before(self, query: str) -> None:
        """Stand in line unless the statement only reads, or we already hold our turn."""
        if (self.write_queue is None or not self.write_queue.held) and not only_reads(query):
            self.enter_write_queue()

    def enter_write_queue(self) -> None:
        """Wait for our turn. Raises OperationalError (as a busy database does) when it takes too long."""
        if self.write_queue is None:
            return
        try:
            self.write_queue.enter()
        except WriteQueueTimeout as error:
            raise OperationalError(str(error)) from error

    def settle(self) -> None:
        """Let the next one write, once no transaction is open any more."""
        queue = self.write_queue
        if queue is not None and queue.held and not (self.connection is not None and self.connection.in_transaction):
            queue.leave()

    def _leave_write_queue(self) -> None:
        if self.write_queue is not None:
            self.write_queue.leave()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # Django's own hook; the stubs leave it out
        finally:
            self.settle()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # Django's own hook; the stubs leave it out
        finally:
            self.settle()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # Django's own hook; the stubs leave it out
        finally:
            self._leave_write_queue()


def _file_of(name: str) -> Path | None:
    """The database's file, None if it lives in memory."""
    if name == ":memory:" or "mode=memory" in name or name.startswith("file::memory:"):
        return None
    if name.startswith("file:"):
        return Path(unquote(urlsplit(name).path)).absolute()
    return Path(name).absolute()
