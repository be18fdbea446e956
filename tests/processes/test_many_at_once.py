"""Two hundred submissions at once, and a power cut in the middle: nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.processes


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data folder and, on PostgreSQL, a database of its own."""
    env = {**os.environ, "KENTONGAN_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env.pop("KENTONGAN_DATABASE_URL", None)
    url = os.environ.get("KENTONGAN_TEST_DATABASE_URL")
    if not url:
        yield env
        return
    import psycopg

    name = f"kentongan_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield env | {"KENTONGAN_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.processes.office", *words],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(environment: dict[str, str], *words: str) -> str:
    process = start(environment, *words)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out


def report(environment: dict[str, str]) -> dict[str, object]:
    result: dict[str, object] = json.loads(run(environment, "report").splitlines()[-1])
    return result


def test_two_hundred_at_once_from_four_processes(environment: dict[str, str]) -> None:
    run(environment, "prepare")
    processes = [start(environment, "lodge", f"proses {turn}", "50") for turn in range(4)]
    acknowledged = [line for process in processes for line in process.communicate(timeout=240)[0].splitlines()]
    found = report(environment)
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sorted(acknowledged) == sorted(found["numbers"])  # type: ignore[call-overload]
    assert found["seqs"] == list(range(1, 201))
    assert found["ledger"] == [True, 200]
    assert (found["documents"], found["broken"]) == (200, [])
    assert found["synchronous"] in (2, "on")


def test_kill_dash_nine_in_the_middle_loses_nothing_acknowledged(environment: dict[str, str], tmp_path: Path) -> None:
    run(environment, "prepare")
    processes = [start(environment, "lodge", f"proses {turn}", "5000") for turn in range(3)]
    acknowledged: list[str] = []
    first = processes[0].stdout
    assert first is not None
    while len(acknowledged) < 20:
        acknowledged.append(first.readline().strip())
    time.sleep(0.1)
    for process in processes:
        process.send_signal(signal.SIGKILL)
    for process in processes:
        # A line that the kill cut in two was never seen whole by anybody.
        rest = process.communicate(timeout=60)[0]
        acknowledged += [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    found = report(environment)
    seqs = found["seqs"]
    assert isinstance(seqs, list)
    assert {line.strip() for line in acknowledged} <= set(found["numbers"])  # type: ignore[call-overload]
    assert seqs == list(range(1, len(seqs) + 1))
    assert found["ledger"] == [True, len(seqs)]
    assert found["broken"] == []
    run(environment, "lodge", "sesudahnya", "1")
    assert report(environment)["seqs"] == list(range(1, len(seqs) + 2))
