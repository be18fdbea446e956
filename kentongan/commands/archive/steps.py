"""Migrations as an archive names them: one by one. The squashed ones, which a new database runs instead, change from
version to version and never stand in an archive."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader


class Steps:
    """The single migrations of this version of the program, and what this database has of them."""

    def __init__(self) -> None:
        self.loader: Any = MigrationLoader(connection, replace_migrations=False)
        self._squashed = {key for key, migration in self.loader.disk_migrations.items() if migration.replaces}

    @property
    def newest(self) -> list[tuple[str, str]]:
        """The last migration of each room."""
        return sorted(key for key in self.loader.graph.leaf_nodes() if key not in self._squashed)

    @property
    def applied(self) -> set[tuple[str, str]]:
        """What this database has been through."""
        return set(self.loader.applied_migrations) - self._squashed

    def knows(self, target: tuple[str, str]) -> bool:
        """Whether this version of the program has such a migration."""
        return target in self.loader.graph.nodes and target not in self._squashed
