"""The SQLite backend: durable on every connection, and one queue for all who write."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connections, transaction

from kentongan.support import sqlite_driver
from kentongan.support.sqlite import base
from kentongan.support.sqlite.base import DatabaseWrapper, only_reads
from kentongan.support.sqlite.creation import DatabaseCreation

Open = Callable[..., DatabaseWrapper]

DEFAULTS: dict[str, Any] = {
    "ENGINE": "kentongan.support.sqlite",
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "USER": "",
    "PASSWORD": "",
    "HOST": "",
    "PORT": "",
    "TEST": {"NAME": None, "CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None},
}


@pytest.fixture
def open_database(django_db_blocker: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens connections to databases of this test's own; the first argument is the file's name."""
    opened: list[DatabaseWrapper] = []

    def opener(name: str = "desa.sqlite3", **options: Any) -> DatabaseWrapper:
        where = name if ":" in name else str(tmp_path / name)
        wrapper = DatabaseWrapper({**DEFAULTS, "NAME": where, "OPTIONS": options}, alias=f"own{len(opened)}")
        wrapper.inc_thread_sharing()
        opened.append(wrapper)
        wrapper.ensure_connection()
        return wrapper

    with django_db_blocker.unblock():
        yield opener
        for wrapper in opened:
            if wrapper.connection is not None:
                wrapper.connection.close()


@contextmanager
def atomic(wrapper: DatabaseWrapper) -> Iterator[None]:
    """transaction.atomic() on a connection that is in no settings."""
    connections[wrapper.alias] = wrapper
    try:
        with transaction.atomic(using=wrapper.alias):
            yield
    finally:
        del connections[wrapper.alias]


def run(wrapper: DatabaseWrapper, sql: str, params: list[Any] | None = None) -> list[Any]:
    with wrapper.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def holds(wrapper: DatabaseWrapper) -> bool:
    return wrapper.write_queue is not None and wrapper.write_queue.held


def locked_by_someone(tmp_path: Path, name: str = "desa.sqlite3") -> bool:
    with (tmp_path / f"{name}.writelock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


# Durability


def test_the_shipped_sqlite_is_one_that_does_not_corrupt_wal() -> None:
    sqlite_driver.install()
    assert sys.modules["sqlite3"].sqlite_version_info >= (3, 51, 3)
    assert sqlite_driver.version() == ".".join(map(str, base.django_sqlite.Database.sqlite_version_info))


def test_a_too_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_driver, "LEAST_VERSION", (99, 0, 0))
    with pytest.raises(sqlite_driver.UnsafeSqlite, match="99"):
        sqlite_driver.install()


def test_the_driver_cannot_come_after_django_has_taken_pythons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base.django_sqlite, "Database", object())
    with pytest.raises(sqlite_driver.UnsafeSqlite):
        sqlite_driver.install()


@pytest.mark.parametrize(
    ("pragma", "wanted"), [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_every_connection_is_durable(open_database: Open, pragma: str, wanted: object) -> None:
    for _ in range(2):
        assert run(open_database(), f"PRAGMA {pragma}") == [(wanted,)]


def test_an_option_cannot_make_it_less_durable(open_database: Open) -> None:
    wrapper = open_database(init_command="PRAGMA synchronous = OFF; PRAGMA cache_size = -4000")
    assert run(wrapper, "PRAGMA synchronous") == [(2,)]
    assert run(wrapper, "PRAGMA cache_size") == [(-4000,)]


def test_what_sqlite_answers_is_believed_not_what_it_was_told(
    open_database: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "_FULL", 3)
    with pytest.raises(ImproperlyConfigured, match="synchronous=2"):
        open_database()


def test_a_transaction_that_would_become_a_writer_later_is_refused(open_database: Open) -> None:
    with pytest.raises(ImproperlyConfigured, match="IMMEDIATE"):
        open_database(transaction_mode="DEFERRED")


def test_a_database_in_memory_works_without_any_file(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database("file:ruang?mode=memory&cache=shared")
    with atomic(wrapper):
        run(wrapper, "CREATE TABLE t (a)")
        assert holds(wrapper)
    assert not holds(wrapper)
    assert run(wrapper, "PRAGMA synchronous") == [(2,)]
    assert list(tmp_path.iterdir()) == []


def test_a_backup_can_be_opened_for_reading_only(open_database: Open, tmp_path: Path) -> None:
    run(open_database(), "CREATE TABLE t (a)")
    reader = open_database(f"file:{tmp_path}/desa.sqlite3?mode=ro")
    assert run(reader, "SELECT count(*) FROM t") == [(0,)]
    with pytest.raises(OperationalError, match="readonly"):
        run(reader, "INSERT INTO t VALUES (1)")


# The queue


@pytest.mark.parametrize(
    ("query", "reads"),
    [
        ("SELECT 1", True),
        ("  select 1", True),
        ("/* why */ SELECT 1", True),
        ("-- why\nSELECT 1", True),
        ("EXPLAIN QUERY PLAN DELETE FROM t", True),
        ("PRAGMA foreign_keys", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("SAVEPOINT s1", True),
        ("VACUUM INTO 'backup'", True),
        ("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", False),
        ("INSERT INTO t VALUES (1)", False),
        ("/* SELECT */ DELETE FROM t", False),
        ("BEGIN IMMEDIATE", False),
        ("CREATE TABLE SELECTION (a)", False),
        ("SELECTED", False),
        ("VACUUM", False),
    ],
)
def test_statements_that_only_read_do_not_queue(query: str, reads: bool) -> None:
    assert only_reads(query) is reads


def test_a_transaction_holds_its_turn_from_begin_to_commit(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE t (a)")
    with atomic(wrapper):
        assert holds(wrapper)
        assert locked_by_someone(tmp_path)
        with transaction.atomic(using=wrapper.alias):
            run(wrapper, "INSERT INTO t VALUES (1)")
        assert holds(wrapper)
    assert not holds(wrapper)
    assert not locked_by_someone(tmp_path)


def test_a_rollback_gives_the_turn_back(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE t (a UNIQUE)")
    with pytest.raises(IntegrityError), atomic(wrapper):
        run(wrapper, "INSERT INTO t VALUES (1), (1)")
    assert not locked_by_someone(tmp_path)
    assert run(wrapper, "SELECT count(*) FROM t") == [(0,)]


@pytest.mark.parametrize("sql", ["INSERT INTO t VALUES (1)", "INSERT INTO nowhere VALUES (1)", "not sql"])
def test_a_single_statement_gives_the_turn_back_also_after_an_error(
    open_database: Open, tmp_path: Path, sql: str
) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE t (a)")
    try:
        run(wrapper, sql)
    except OperationalError:
        assert sql != "INSERT INTO t VALUES (1)"
    assert not holds(wrapper)
    assert not locked_by_someone(tmp_path)


def test_many_rows_and_scripts_queue_too(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    with wrapper.cursor() as cursor:
        cursor.cursor.executescript("CREATE TABLE t (a); INSERT INTO t VALUES (0);")
        cursor.executemany("INSERT INTO t VALUES (%s)", [(1,), (2,)])
    assert run(wrapper, "SELECT a FROM t ORDER BY a") == [(0,), (1,), (2,)]
    assert not locked_by_someone(tmp_path)


def test_closing_in_the_middle_gives_the_turn_back(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE t (a)")
    with atomic(wrapper):
        run(wrapper, "INSERT INTO t VALUES (1)")
        wrapper.close()
        assert not locked_by_someone(tmp_path)
    assert run(open_database(), "SELECT count(*) FROM t") == [(0,)]


def test_a_connection_that_is_forgotten_gives_the_turn_back(open_database: Open) -> None:
    queue = base.WriteQueue("forgotten", None, timeout=1)
    queue.enter()
    del queue
    base.WriteQueue("forgotten", None, timeout=0.1).enter()


def test_readers_never_wait(open_database: Open) -> None:
    writer, reader = open_database(), open_database(write_queue_timeout=0.05)
    run(writer, "CREATE TABLE t (a)")
    with atomic(writer):
        run(writer, "INSERT INTO t VALUES (1)")
        assert run(reader, "SELECT count(*) FROM t") == [(0,)]
    assert run(reader, "SELECT count(*) FROM t") == [(1,)]


def test_who_waits_too_long_is_told_so_in_plain_words(open_database: Open) -> None:
    writer, other = open_database(), open_database(write_queue_timeout=0.05)
    run(writer, "CREATE TABLE t (a)")
    with atomic(writer), pytest.raises(OperationalError, match="menunggu giliran menulis lebih dari"):
        run(other, "INSERT INTO t VALUES (1)")
    run(other, "INSERT INTO t VALUES (1)")


def test_a_second_writer_waits_for_the_first_and_then_goes_on(open_database: Open) -> None:
    first, second = open_database(), open_database()
    run(first, "CREATE TABLE t (a)")
    happened: list[str] = []

    def write_second() -> None:
        with atomic(second):
            happened.append("second")
            run(second, "INSERT INTO t VALUES (2)")

    with atomic(first):
        thread = threading.Thread(target=write_second)
        thread.start()
        time.sleep(0.1)
        happened.append("first")
    thread.join()
    assert happened == ["first", "second"]


def test_two_databases_do_not_wait_for_each_other(open_database: Open) -> None:
    one, other = open_database("satu.sqlite3"), open_database("dua.sqlite3", write_queue_timeout=0.05)
    with atomic(one):
        run(other, "CREATE TABLE t (a)")


HOLDER = """
import fcntl, sys, time
with open(sys.argv[1], "a+") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def another_process_holds(lock: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock), str(seconds)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_another_process_that_writes_is_waited_for(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    started = time.monotonic()
    with another_process_holds(tmp_path / "desa.sqlite3.writelock", 0.3):
        run(wrapper, "CREATE TABLE t (a)")
        assert time.monotonic() - started > 0.2


def test_the_wait_for_another_process_ends_in_time_and_the_place_in_line_is_given_up(
    open_database: Open, tmp_path: Path
) -> None:
    wrapper = open_database(write_queue_timeout=0.1)
    lock = tmp_path / "desa.sqlite3.writelock"
    with another_process_holds(lock, 60), pytest.raises(OperationalError, match="giliran"):
        run(wrapper, "CREATE TABLE t (a)")
    for _ in range(50):
        if not locked_by_someone(tmp_path):
            break
        time.sleep(0.02)
    run(wrapper, "CREATE TABLE t (a)")


def test_a_killed_process_blocks_nobody(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    with another_process_holds(tmp_path / "desa.sqlite3.writelock", 60) as process:
        threading.Timer(0.1, os.kill, (process.pid, signal.SIGKILL)).start()
        run(wrapper, "CREATE TABLE t (a)")
        assert process.wait() == -signal.SIGKILL


def test_a_lock_file_that_was_removed_is_made_anew(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE t (a)")
    (tmp_path / "desa.sqlite3.writelock").unlink()
    with atomic(wrapper):
        assert locked_by_someone(tmp_path)


FORKER = """
import os, sys
from pathlib import Path
from kentongan.support.sqlite.write_queue import WriteQueue, WriteQueueTimeout
file = Path(sys.argv[1])
queue = WriteQueue("parent", file, timeout=5)
queue.enter()
if os.fork() == 0:
    queue.leave()  # must not free what belongs to the parent
    queue.timeout = 0.1
    try:
        queue.enter()
    except WriteQueueTimeout:
        os._exit(0)
    os._exit(1)
assert os.wait()[1] == 0, "the child took its parent's turn"
queue.leave()
if os.fork() == 0:
    queue.enter()
    os._exit(0 if queue.held else 1)
assert os.wait()[1] == 0, "the child cannot write"
queue.enter()
"""


def test_a_forked_child_stands_in_line_like_everyone(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", FORKER, str(tmp_path / "lock")], check=True, timeout=30)


COUNTER = """
import sys
from django.conf import settings
from pathlib import Path
from kentongan.support import env
settings.configure(DATABASES={"default": env.database(None, default_sqlite=Path(sys.argv[1]))}, USE_TZ=True)
from django.db import connection, transaction
import threading
def count():
    for _ in range(int(sys.argv[2])):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT n FROM counter")
            n = cursor.fetchone()[0]
            cursor.execute("UPDATE counter SET n = %s", [n + 1])
    connection.close()
threads = [threading.Thread(target=count) for _ in range(2)]
[t.start() for t in threads]
[t.join() for t in threads]
"""


@pytest.mark.processes
def test_processes_and_threads_counting_together_lose_no_count(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE counter (n)")
    run(wrapper, "INSERT INTO counter VALUES (0)")
    command = [sys.executable, "-c", COUNTER, str(tmp_path / "desa.sqlite3"), "50"]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert run(wrapper, "SELECT n FROM counter") == [(3 * 2 * 50,)]


def test_a_test_database_is_removed_with_all_that_lies_beside_it(open_database: Open, tmp_path: Path) -> None:
    wrapper = open_database()
    run(wrapper, "CREATE TABLE t (a)")
    (tmp_path / "other.sqlite3-wal").touch()
    wrapper.settings_dict["TEST"] = {**DEFAULTS["TEST"], "NAME": str(tmp_path / "other.sqlite3")}
    creation = DatabaseCreation(wrapper)
    assert creation._create_test_db(0, autoclobber=True) == str(tmp_path / "other.sqlite3")
    assert not (tmp_path / "other.sqlite3-wal").exists()
    wrapper.close()
    creation._destroy_test_db(str(tmp_path / "desa.sqlite3"), 0)
    assert list(tmp_path.iterdir()) == []
