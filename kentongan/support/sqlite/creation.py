"""Test databases on disk are removed with everything that lies beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import creation as django_creation


class DatabaseCreation(django_creation.DatabaseCreation):
    """As Django's, but a left-over write-ahead log never meets a new database of the same name."""

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> Any:
        name = self._get_test_db_name()  # type: ignore[attr-defined]  # the stubs leave out Django's own hooks
        if not keepdb:
            self._remove_companions(name)
        return super()._create_test_db(verbosity, autoclobber, keepdb)  # type: ignore[misc]  # as above

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)  # type: ignore[misc]  # as above
        self._remove_companions(test_database_name)

    def _remove_companions(self, name: str) -> None:
        if name and not self.is_in_memory_db(name):
            for suffix in ("-wal", "-shm", ".writelock"):
                Path(f"{name}{suffix}").unlink(missing_ok=True)
