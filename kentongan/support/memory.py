"""How much memory the machine has left."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_MEMINFO: Final = Path("/proc/meminfo")


def available(source: Path = _MEMINFO) -> int | None:
    """Return the bytes that programs may still take without swapping; None where the system does not say."""
    try:
        lines = source.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    for line in lines:
        name, _, amount = line.partition(":")
        number = amount.split()[:1]
        if name == "MemAvailable" and number and number[0].isdigit():
            return int(number[0]) * 1024
    return None
