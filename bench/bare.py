"""What bounds us: a server that does nothing, and the engine's own durable inserts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

BODY = b"x" * 12_000
ROW = "Jalan di depan pos ronda berlubang besar dan belum ditambal, sudah dua orang jatuh. " * 3


def application(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """A WSGI application that answers with a page's worth of bytes."""
    start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])
    return [BODY]


def sqlite_inserts(folder: Path, seconds: float) -> float:
    """Durable transactions a second with one insert each: WAL, synchronous=FULL."""
    from pysqlite3 import dbapi2 as sqlite

    line = sqlite.connect(folder / "bare.sqlite3", isolation_level=None)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA synchronous=FULL")
    line.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)")

    def insert() -> None:
        line.execute("BEGIN IMMEDIATE")
        line.execute("INSERT INTO entry (text) VALUES (?)", [ROW])
        line.execute("COMMIT")

    return _rate(insert, seconds)


def postgres_inserts(url: str, seconds: float) -> float:
    """The same on PostgreSQL, by one client."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as line:
        line.execute("CREATE TABLE bare_entry (id SERIAL PRIMARY KEY, text TEXT)")
        rate = _rate(lambda: line.execute("INSERT INTO bare_entry (text) VALUES (%s)", [ROW]), seconds)
        line.execute("DROP TABLE bare_entry")
    return rate


def _rate(act: Callable[[], object], seconds: float) -> float:
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        act()
        count += 1
    return count / (time.perf_counter() - begun)


def memory(pid: int) -> float:
    """Proportional set size of a process and all its children, in MB."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
            for task in os.listdir(f"/proc/{one}/task"):
                waiting += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except FileNotFoundError:
            continue
    return total / 1000
