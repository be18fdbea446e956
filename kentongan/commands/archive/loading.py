"""Putting rows into an empty database, as it was when they were saved, and then bringing it up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from kentongan.commands.archive import rows
from kentongan.commands.archive.reading import NEWER, BadArchive
from kentongan.commands.archive.steps import Steps
from kentongan.ledger import guards

NOT_EMPTY = "Basis data tujuan tidak kosong. Buat basis data baru untuk pemulihan ini."


class Loader:
    """Writes rows straight into the tables that the archive's own version of the program had."""

    def __init__(self, apps: Apps) -> None:
        self.models = {model._meta.label_lower: model for model in rows.saved_models(apps)}

    def __call__(self, label: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
        """Insert rows. Raises BadArchive for a table or column that there was not in that version."""
        model = self.models.get(label)
        known = {field.column: field for field in rows.columns_of(model)} if model is not None else {}
        if model is None or known.keys() != set(columns):
            raise BadArchive(f"Cadangan ini memuat tabel yang tidak dikenal ({label}).")
        fields = [known[column] for column in columns]
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608  (names of our own models)
                [rows.decode(row, fields, connection) for row in values],
            )

    def finish(self) -> None:
        """Let the databases' own counters go on after the highest number that was loaded."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.models.values())):
                cursor.execute(statement)


@contextmanager
def loading(manifest: dict[str, Any]) -> Iterator[Loader]:
    """Make the tables of the archive's version, and yield their loader; all rows are kept, or none.

    The ledger's guards let only the next entry in, one at a time and by its own appender; they are lowered within this
    transaction. What they stand for is checked afterwards by `verify`, from the first entry to the last.
    """
    apps = _tables_of([(str(app), str(name)) for app, name in manifest["migrations"]])
    loader = Loader(apps)
    with transaction.atomic():
        guards.lower_guards(connection)
        yield loader
        loader.finish()
        guards.raise_guards(connection)


def _tables_of(targets: list[tuple[str, str]]) -> Apps:
    steps = Steps()
    if not all(steps.knows(target) for target in targets):
        raise BadArchive(NEWER)
    wanted = {node for target in targets for node in steps.loader.graph.forwards_plan(target)}
    if steps.applied - wanted:
        raise BadArchive(NOT_EMPTY)
    executor: Any = MigrationExecutor(connection)
    if sorted(targets) == steps.newest:
        # Of this very version: the squashed migrations, which take a fraction of the time.
        executor.migrate(executor.loader.graph.leaf_nodes())
        apps: Apps = MigrationExecutor(connection).loader.project_state().apps
    else:
        executor.loader = steps.loader
        # Else a room that is whole would be noted as squashed, before another on which it then hangs is.
        executor.check_replacements = _nothing
        executor.migrate(targets)
        apps = Steps().loader.project_state(targets).apps
    if apps.get_model("villages", "Village")._base_manager.exists():
        raise BadArchive(NOT_EMPTY)
    return apps


def _nothing() -> None:
    """Done by the migration that brings the tables up to date afterwards."""
