"""Services to measure: Kentongan, a bare server, django-helpdesk; each in processes of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[1]
POSTGRES = os.environ.get("KENTONGAN_BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Site:
    """A data folder of Kentongan and its database."""

    folder: Path
    env: Mapping[str, str]
    engine: str

    def run(self, *words: str) -> str:
        """Run a module of ours or the program itself in this site; return what it printed."""
        done = subprocess.run([sys.executable, *words], env=dict(self.env), cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout[-2000:]} {done.stderr[-4000:]}")
        return done.stdout


@contextmanager
def database(engine: str) -> Iterator[str | None]:
    """A PostgreSQL database that goes afterwards; None for SQLite."""
    if engine == "sqlite":
        yield None
        return
    import psycopg

    name = f"bench_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(POSTGRES, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def site(engine: str, folder: Path) -> Iterator[Site]:
    """A village of its own, founded as `kentongan init` does it."""
    folder.mkdir(parents=True, exist_ok=True)
    env = {key: value for key, value in os.environ.items() if not key.startswith("KENTONGAN_")}
    env |= {"KENTONGAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "kentongan.settings", "PYTHONPATH": str(ROOT)}
    with database(engine) as url:
        if url:
            env["KENTONGAN_DATABASE_URL"] = url
        found = Site(folder, env, engine)
        found.run(
            "-m", "kentongan.cli", "init", "--code", "33.03.13.2003", "--admin-name", "Dewi", "--admin-username", "dewi"
        )  # fmt: skip
        yield found


@contextmanager
def served(command: list[str], env: Mapping[str, str], port: int, path: str = "/") -> Iterator[subprocess.Popen[str]]:
    """Run a server until the end of the block; it answers when the block begins."""
    with subprocess.Popen(
        command, env=dict(env), cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True, text=True
    ) as process:
        try:
            _wait(port, path)
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def kentongan(found: Site, port: int, *, workers: int, jobs: bool = False) -> Any:
    """Kentongan as a village runs it."""
    command = [sys.executable, "-m", "kentongan.cli", "serve", "--port", str(port), "--workers", str(workers)]
    return served(command if jobs else [*command, "--no-jobs"], found.env, port, "/sehat/")


def granian(python: str, target: str, env: Mapping[str, str], port: int) -> Any:
    """Another application behind the same server."""
    command = [python, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    return served([*command, "--blocking-threads", "8", "--no-ws", "--log-level", "error", target], env, port)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def load(port: int, act: str, *, seconds: float, visitors: int = 8, **more: Any) -> dict[str, float]:
    """Let a process of its own be the visitors; return acts per second and their times."""
    wish = {"port": port, "act": act, "seconds": seconds, "visitors": visitors, **more}
    done = subprocess.run(
        [sys.executable, "-m", "bench.client", json.dumps(wish)], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def gallop(port: int, path: str, *, seconds: float, visitors: int = 8, unchanged: bool = False) -> dict[str, float]:
    """Ask for one page from two processes as fast as it comes."""
    wish = {
        "port": port,
        "path": path,
        "seconds": seconds,
        "visitors": visitors,
        "processes": 2,
        "unchanged": unchanged,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.gallop", json.dumps(wish)], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _wait(port: int, path: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                if line.recv(12).startswith(b"HTTP/1.1"):
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nobody answers on port {port}")
