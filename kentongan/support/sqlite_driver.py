"""The SQLite that we ship, in place of Python's own.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at once (fixed in 3.51.3).
Most systems still carry such a version.
"""

from __future__ import annotations

import sys

import pysqlite3
import pysqlite3.dbapi2

LEAST_VERSION = (3, 51, 3)


class UnsafeSqlite(Exception):
    """The SQLite in use may damage the database."""


def install() -> None:
    """Let everything that imports `sqlite3` from now on get our driver. Calling it again changes nothing.

    Raises UnsafeSqlite if the driver is too old, or if Django's backend was imported before with Python's own.
    """
    if pysqlite3.dbapi2.sqlite_version_info < LEAST_VERSION:
        raise UnsafeSqlite(
            f"SQLite {version()} bisa merusak basis data; perlu {'.'.join(map(str, LEAST_VERSION))} atau lebih baru."
        )
    backend = sys.modules.get("django.db.backends.sqlite3.base")
    if backend is not None and backend.Database is not pysqlite3.dbapi2:
        raise UnsafeSqlite("Django sudah memakai SQLite bawaan Python; panggil sqlite_driver.install() lebih dulu.")
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def version() -> str:
    """The version of SQLite that runs, for `kentongan doctor`."""
    return ".".join(map(str, pysqlite3.dbapi2.sqlite_version_info))
