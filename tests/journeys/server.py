"""The real service in processes of its own, as `make run` starts it: a demo made once, a copy of it for each worker.

Nothing of Django runs in the tests' own process here; what they know, they have seen in a browser.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
DATABASE_URL = os.environ.get("KENTONGAN_TEST_DATABASE_URL", "")
CODE, SECOND_CODE = "33.03.13.2003", "33.03.13.2005"


@dataclass(frozen=True)
class Site:
    """A running service with the demo in it."""

    url: str  # without a slash at its end
    password: str  # of every demo account
    codes: dict[str, str]  # what may be done with a case → its tracking code


@contextmanager
def demo_site(shared: Path, own: Path) -> Iterator[Site]:
    """Serve a copy of the demo. `shared` is the same folder for all workers of this run, `own` is not."""
    data = own / "data"
    with _database_like(shared, data) as database_url, _served(data, database_url) as url:
        report = json.loads((data / "report.json").read_text())
        codes = {row["about"].split(":")[0]: row["code"] for row in report["codes"]}
        yield Site(url=url, password=report["accounts"][0]["password"], codes=codes)


@contextmanager
def _served(data: Path, database_url: str) -> Iterator[str]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command = ["serve", "--port", str(port), "--workers", "1", "--no-jobs"]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kentongan.cli", *command],
            env=_environment(data, database_url),
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(url, process, data / "server.log")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    said = (data / "server.log").read_text()
    assert "Traceback" not in said, said


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/sehat/", timeout=5).close()  # noqa: S310 (our own http address)
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the service did not answer within {START_SECONDS} seconds: {log.read_text()}")


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _environment(data: Path, database_url: str) -> dict[str, str]:
    env = {**os.environ, "KENTONGAN_DATA": str(data), "PYTHONPATH": str(ROOT)}
    for name in ("DJANGO_SETTINGS_MODULE", "KENTONGAN_DATABASE_URL"):
        env.pop(name, None)
    return env | ({"KENTONGAN_DATABASE_URL": database_url} if database_url else {})


@contextmanager
def _database_like(shared: Path, data: Path) -> Iterator[str]:
    """Copy the demo into the folder `data`; on PostgreSQL also into a database of its own, whose URL is returned."""
    name = f"kentongan_{uuid.uuid4().hex[:12]}"
    made_here = False
    with _alone(shared):
        pattern = shared / "demo"
        template = shared / "template"
        if not (pattern / "report.json").exists():
            made_here = True
            template.write_text(f"{name}_pattern")
            _postgres(f'CREATE DATABASE "{name}_pattern"')
            _make_demo(pattern, _url_of(f"{name}_pattern"))
        shutil.copytree(pattern, data)
        _postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template.read_text()}"')
    try:
        yield _url_of(name)
    finally:
        with _alone(shared):
            _postgres(f'DROP DATABASE "{name}" WITH (FORCE)')
            if made_here and DATABASE_URL:  # whoever comes later makes the demo anew
                shutil.rmtree(shared / "demo")
                _postgres(f'DROP DATABASE "{name}_pattern" WITH (FORCE)')


def _make_demo(data: Path, database_url: str) -> None:
    data.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "kentongan.cli", "demo", "--json"],
        env=_environment(data, database_url),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    (data / "report.json").write_text(done.stdout.strip().splitlines()[-1])


@contextmanager
def _alone(shared: Path) -> Iterator[None]:
    """One worker at a time."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _url_of(name: str) -> str:
    return urlunsplit(urlsplit(DATABASE_URL)._replace(path=f"/{name}")) if DATABASE_URL else ""


def _postgres(statement: str) -> Any:
    if not DATABASE_URL:
        return
    import psycopg

    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        connection.execute(statement)  # our own words, built here
