"""Backups that are too old: they still hold what was lawfully erased since, so they have an end of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from kentongan.support.fs import sync_folder

# As `kentongan backup` names them; nothing else in the folder is ever touched.
_NAME: Final = re.compile(r"kentongan-(\d{4}-\d{2}-\d{2})-\d{6}\.age")


@dataclass(frozen=True)
class Kept:
    """What lies in the folder of backups: how many there are, and which are too old."""

    count: int
    expired: tuple[Path, ...]


def folder() -> Path | None:
    """Return the folder that the installation looks after; None when it looks after none."""
    found: Path | None = settings.KENTONGAN_BACKUPS
    return found


def days() -> int:
    """Return for how many days backups are kept."""
    kept: int = settings.KENTONGAN_BACKUP_DAYS
    return kept


def look(at: datetime) -> Kept:
    """Look at the folder. The newest backup is never too old: without it there would be none. Raises OSError."""
    where = folder()
    if where is None or not where.is_dir():
        return Kept(0, ())
    found = sorted((match[1], path) for path in where.iterdir() if (match := _NAME.fullmatch(path.name)))
    last_day = (at - timedelta(days=days())).date().isoformat()
    return Kept(len(found), tuple(path for day, path in found[:-1] if day < last_day))


def expire(at: datetime) -> int:
    """Delete the backups that are too old; return how many. Raises OSError."""
    expired = look(at).expired
    for path in expired:
        path.unlink(missing_ok=True)
    if expired:
        sync_folder(expired[0].parent)
    return len(expired)
