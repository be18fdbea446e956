"""The database as it stood at one moment, for reading only, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import load_backend


@contextmanager
def snapshot() -> Iterator[None]:
    """Within the block every query of this thread sees the same moment, and none can write.

    A connection of its own takes the place of the usual one. It takes no turn in SQLite's queue of writers, so that
    nobody waits for a backup.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    settings = _settings(usual)
    reading = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = reading
    try:
        with transaction.atomic():
            if reading.vendor == "postgresql":
                with reading.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            yield
    finally:
        reading.close()
        connections[DEFAULT_DB_ALIAS] = usual


def _settings(usual: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {**usual.settings_dict, "CONN_MAX_AGE": 0, "OPTIONS": {}}
    if usual.vendor == "sqlite":
        # Django's own backend begins with a plain BEGIN, which reads without locking anybody out (WAL).
        settings["ENGINE"] = "django.db.backends.sqlite3"
        settings["NAME"] = f"file:{quote(str(Path(settings['NAME']).absolute()))}?mode=ro"
        return settings
    from psycopg import IsolationLevel

    kept = {name: value for name, value in usual.settings_dict["OPTIONS"].items() if name != "pool"}
    settings["OPTIONS"] = {**kept, "isolation_level": IsolationLevel.REPEATABLE_READ}
    return settings
