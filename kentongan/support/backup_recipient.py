"""The public half of the backups' key: where it lies, and whether it is one."""

from __future__ import annotations

from pathlib import Path

from kentongan.support import age


def path(data: Path) -> Path:
    """Where the public half lies."""
    return data / "keys" / "backup-recipient.txt"


def recipient(data: Path) -> str | None:
    """The public half, or None if none was made yet. Raises ValueError if the file holds something else."""
    try:
        text = path(data).read_text().strip()
    except FileNotFoundError:
        return None
    age.check_recipient(text)
    return text
