"""Running `kentongan` within the test, and as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from kentongan import cli


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """The last line, as JSON."""
        facts: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return facts


Kentongan = Callable[..., Said]


@pytest.fixture(autouse=True)
def _own_umask() -> Any:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    """A data folder for this test alone, with keys but without a key for backups."""
    folder = tmp_path / "data"
    (folder / "keys").mkdir(parents=True)
    secrets = Path(settings.KENTONGAN_DATA) / "keys" / "secrets.json"
    (folder / "keys" / "secrets.json").write_bytes(secrets.read_bytes())
    (folder / "keys" / "secrets.json").chmod(0o600)
    folder.chmod(0o700)
    settings.KENTONGAN_DATA = folder
    settings.KENTONGAN_FILES = folder / "files"
    settings.KENTONGAN_STAGING = folder / "staging"
    settings.KENTONGAN_ERASURES = folder / "erasures"
    settings.KENTONGAN_CHECKPOINTS = folder / "checkpoints"
    return folder


@pytest.fixture
def kentongan(data: Path, capsys: pytest.CaptureFixture[str]) -> Kentongan:
    """Run a command within this process, on the test's database."""
    assert data.is_dir()

    def run(*argv: str) -> Said:
        capsys.readouterr()
        try:
            status = cli.main([str(word) for word in argv])
        except SystemExit as left:
            status = int(left.code or 0)
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return run


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a fresh installation in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KENTONGAN_", "DJANGO_"))}
    return kept | {"KENTONGAN_DATA": str(folder)} | more


def program(folder: Path, *argv: str, **more: str) -> Said:
    """Run a command as a program of its own, on a folder of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "kentongan.cli", *argv],
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
