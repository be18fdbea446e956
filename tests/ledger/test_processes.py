"""Several processes append to one log: no gap, no double, nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ConnectionHandler

from kentongan.ledger import log as ledger
from kentongan.support.ids import uuid7
from tests.ledger.helpers import AT, append

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path: Path) -> dict[str, Any]:
    """Where the processes write: a SQLite file of this test's own, or the PostgreSQL test database."""
    if connection.vendor == "sqlite":
        return {"ENGINE": "kentongan.support.sqlite", "NAME": str(tmp_path / "log.sqlite3")}
    keys = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
    return {key: connection.settings_dict[key] for key in keys}


@pytest.fixture
def _here(database: dict[str, Any]) -> Iterator[None]:
    """Let this process, too, look at that database."""
    start(database, uuid7(), 0).communicate()
    if connection.vendor != "sqlite":
        yield
        return
    ours = connections["default"]
    connections["default"] = ConnectionHandler({"default": database})["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = ours


def start(database: dict[str, Any], log: UUID, transactions: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.appender", json.dumps(database), str(log), str(transactions)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.usefixtures("_here")
def test_processes_appending_together_leave_no_gap(database: dict[str, Any]) -> None:
    log = uuid7()
    processes = [start(database, log, 40) for _ in range(3)]
    said = [int(line) for process in processes for line in process.communicate()[0].split()]
    assert [process.returncode for process in processes] == [0, 0, 0]
    # Each transaction appends two entries side by side, so every odd index is said exactly once.
    assert sorted(said) == list(range(1, 240, 2))
    found = ledger.verify(log)
    assert (found.ok, found.size) == (True, 240)


@pytest.mark.usefixtures("_here")
def test_a_process_killed_in_the_middle_loses_nothing_it_acknowledged(database: dict[str, Any]) -> None:
    log = uuid7()
    killed, other = start(database, log, 100_000), start(database, log, 60)
    assert killed.stdout is not None
    acknowledged = [int(killed.stdout.readline()) for _ in range(20)]
    os.kill(killed.pid, signal.SIGKILL)
    acknowledged += [int(line) for line in killed.stdout.read().split("\n")[:-1]]
    killed.stdout.close()
    assert killed.wait() == -signal.SIGKILL
    acknowledged += [int(line) for line in other.communicate()[0].split()]
    assert other.returncode == 0
    found = ledger.verify(log)
    assert found.ok, found.problem
    assert found.size >= max(acknowledged) + 1
    assert len(set(acknowledged)) == len(acknowledged)
    assert append(log).index == found.size


@pytest.mark.usefixtures("_here")
def test_what_was_erased_is_in_no_byte_of_the_file(database: dict[str, Any], tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites erased rows when it vacuums, which is the server's matter")
    log, case = uuid7(), uuid7()
    append(log, "receive", case, story="KentonganHilang" * 500)
    append(log, "receive", case, story="KentonganHilang pendek")
    append(log, "receive", case, story="yang tetap ada")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"KentonganHilang" in raw_bytes(tmp_path)
    with transaction.atomic():
        ledger.erase_private(log, 0, AT)
        ledger.erase_private(log, 1, AT)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = raw_bytes(tmp_path)
    assert b"KentonganHilang" not in left
    assert b"yang tetap ada" in left
    assert ledger.verify(log).ok


def raw_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
