"""Rows of `pengaduan` from a live MariaDB or MySQL, in one read-only transaction. Needs the extra `opensid`."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from kentongan.channels.register.opensid.scanner import MAX_VALUE
from kentongan.channels.register.opensid.table import COLUMNS, TABLE, Cell, Table
from kentongan.channels.register.reading import FileError

PASSWORD = "KENTONGAN_OPENSID_PASSWORD"  # noqa: S105  (the variable's name)


def rows_of(url: str, table: Table) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield (place, cells by column); a value comes no longer than MAX_VALUE letters, and the IP address never.

    Raises:
        FileError: no driver, no connection, no such table.
    """
    try:
        pymysql: Any = importlib.import_module("pymysql")
        cursors: Any = importlib.import_module("pymysql.cursors")
    except ImportError as error:
        raise FileError("Untuk membaca basis data langsung, pasang dulu: pip install 'kentongan[opensid]'.") from error
    try:
        connection = pymysql.connect(
            **_arguments(url), cursorclass=cursors.SSCursor, charset="utf8mb4", connect_timeout=10
        )
    except (pymysql.MySQLError, ValueError) as error:
        raise FileError(f"Basis data OpenSID tidak dapat dibuka: {_reason(error)}.") from error
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION time_zone = '+00:00'")
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            cursor.execute(
                "SELECT LOWER(column_name), data_type FROM information_schema.columns "
                "WHERE table_schema = DATABASE() AND table_name = %s",
                (TABLE,),
            )
            table.types, table.utc = {str(name): str(kind).lower() for name, kind in cursor.fetchall()}, True
            columns: list[str] = [name for name in COLUMNS if name in table.types]
            if "id" not in columns:
                return
            table.found, table.columns = True, columns
            # Names from the list above, never from the database.
            chosen = ", ".join(f"LEFT(CAST(`{name}` AS CHAR), {MAX_VALUE})" for name in columns)
            cursor.execute(f"SELECT {chosen} FROM `{TABLE}` ORDER BY `id`")  # noqa: S608
            for place, values in enumerate(cursor, start=1):
                cells = (None if value is None else str(value).encode("utf-8", "replace") for value in values)
                yield place, dict(zip(columns, cells, strict=True))
    except pymysql.MySQLError as error:
        raise FileError(f"Basis data OpenSID berhenti menjawab: {_reason(error)}.") from error
    finally:
        connection.close()


def _arguments(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise ValueError("sebutkan nama basis datanya, mysql://user@host/NAMA")
    return {
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or 3306,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password) if parts.password else os.environ.get(PASSWORD, ""),
        "database": database,
    }


def _reason(error: Exception) -> str:
    return str(error.args[-1]) if error.args else type(error).__name__
