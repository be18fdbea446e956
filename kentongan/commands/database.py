"""Whether the database is there and up to date, and which village is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kentongan.commands.console import USAGE, Problem

if TYPE_CHECKING:
    from kentongan.villages.models import Village

UNREACHABLE = "Basis data tidak dapat dihubungi. Periksa KENTONGAN_DATABASE_URL dan apakah servernya berjalan."
NOT_FOUNDED = "Belum ada desa di sini. Jalankan: kentongan init (atau: kentongan demo, untuk mencoba)."
OUTDATED = "Basis data perlu disesuaikan dengan versi Kentongan ini. Jalankan: kentongan migrate"


def unapplied() -> list[str]:
    """The migrations that this database still lacks. Raises Problem if it cannot be reached."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Problem(UNREACHABLE) from error
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_new() -> bool:
    """Whether nothing was ever written: then there is no village to lose. Raises Problem if it cannot be reached."""
    from django.db import DatabaseError, connection

    try:
        return "villages_village" not in connection.introspection.table_names()
    except DatabaseError as error:
        raise Problem(UNREACHABLE) from error


def has_villages() -> bool:
    """Whether a village was founded here."""
    from kentongan.villages.models import Village

    return not is_new() and Village.objects.exists()


def require_ready() -> None:
    """Raise Problem unless there is a village and the tables are up to date."""
    if is_new():
        raise Problem(NOT_FOUNDED)
    if unapplied():
        raise Problem(OUTDATED)
    if not has_villages():
        raise Problem(NOT_FOUNDED)


def migrate() -> list[str]:
    """Bring the tables up to date; return what was applied."""
    from django.core.management import call_command

    pending = unapplied()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    return pending


def village_of(code: str | None) -> Village:
    """The village of a code, else the main or the only one. Raises Problem if that is not clear."""
    from kentongan.villages.models import Village

    rows = Village.objects.filter(code=code) if code else Village.objects.all()
    found = list(rows.order_by("-is_main", "code")[:2])
    if len(found) == 1 or (found and found[0].is_main):
        return found[0]
    if code:
        raise Problem(f"Tidak ada desa dengan kode {code} di sini.", USAGE)
    raise Problem("Ada lebih dari satu desa di sini. Sebutkan desanya dengan --village KODE.", USAGE)
