"""How much memory is left, as the system says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kentongan.support import memory

pytestmark = pytest.mark.once


def test_it_is_read_from_what_the_system_says(tmp_path: Path) -> None:
    said = tmp_path / "meminfo"
    said.write_text("MemTotal:  8000 kB\nMemAvailable:    2048 kB\n")
    assert memory.available(said) == 2048 * 1024


@pytest.mark.parametrize("text", ["", "MemTotal: 1 kB\n", "MemAvailable:\n", "MemAvailable: lots kB\n"])
def test_where_it_is_not_said_it_is_not_known(text: str, tmp_path: Path) -> None:
    said = tmp_path / "meminfo"
    said.write_text(text)
    assert memory.available(said) is None
    assert memory.available(tmp_path / "none") is None
