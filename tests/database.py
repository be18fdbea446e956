"""One worker migrates the test database, the others copy it: migrating takes seconds of a processor for each."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[None]:
    """Make this worker's database, from a template where another worker has made one."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        if worker_id == "master":
            config = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        else:
            config = _like_the_others(tmp_path_factory.getbasetemp().parent)
    yield
    with django_db_blocker.unblock():
        teardown_databases(config, verbosity=0)


def _like_the_others(shared: Path) -> Any:
    from django.db import connection
    from django.test.utils import setup_databases

    copying = _Postgres(shared) if connection.vendor == "postgresql" else _File(shared)
    with _alone(shared):
        copied = copying.copy()
        config = setup_databases(verbosity=0, interactive=False, keepdb=copied, serialized_aliases=())
        if not copied:
            copying.keep()
    return config


class _File:
    """SQLite: the template is a file."""

    def __init__(self, shared: Path) -> None:
        self.template = shared / "template.sqlite3"

    def copy(self) -> bool:
        """Copy the template to where this worker's database will be; False when there is none yet."""
        from django.db import connection

        if self.template.exists():
            shutil.copy(self.template, connection.settings_dict["TEST"]["NAME"])
            return True
        return False

    def keep(self) -> None:
        """Let this worker's new database be the template."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [f"{self.template}.new"])
        os.rename(f"{self.template}.new", self.template)


class _Postgres:
    """PostgreSQL: the template is the first worker's database, as long as nobody is connected to it."""

    def __init__(self, shared: Path) -> None:
        self.note = shared / "template.name"

    def copy(self) -> bool:
        """Make this worker's database from the template; False when there is none yet."""
        from django.db import connection

        if not self.note.exists():
            return False
        name = connection.settings_dict["TEST"]["NAME"]
        self._say(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{self.note.read_text()}"')
        return True

    def keep(self) -> None:
        """Copy this worker's new database; the copy lasts until the next run of the same name, or to the end of all."""
        from django.db import connection

        own = connection.settings_dict["NAME"]
        name = f"{own}_template"
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
        self._say(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
        self.note.write_text(name)

    def _say(self, *statements: str) -> None:
        import psycopg

        url = os.environ["KENTONGAN_TEST_DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as line:
            for statement in statements:
                line.execute(statement)  # our own words, built here


def drop_template(shared: Path) -> None:
    """Delete the template that a run on PostgreSQL has left (the controller, when all workers are done)."""
    note = shared / "template.name"
    if note.exists():
        _Postgres(shared)._say(f'DROP DATABASE IF EXISTS "{note.read_text()}"')
        note.unlink()


@contextmanager
def _alone(shared: Path) -> Iterator[None]:
    with (shared / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
