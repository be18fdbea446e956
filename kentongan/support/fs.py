"""Files that survive a power cut: what has been written is on the disk before the function returns."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the folder's own entries durable (new names, renames, removals)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path, *, mode: int = 0o700) -> None:
    """Create the folder and its missing parents durably. An existing folder is left as it is."""
    missing = []
    here = folder.absolute()
    while not here.exists():
        missing.append(here)
        here = here.parent
    for new in reversed(missing):
        new.mkdir(mode=mode, exist_ok=True)
        sync_folder(new.parent)


def append_durably(path: Path, text: str) -> None:
    """Add lines to a journal that only grows (0600, made where it is missing); they are on the disk before it returns.

    A line that was cut off by a power failure ends here, so that it spoils no other. Raises OSError when the disk
    refuses.
    """
    make_folder(path.parent)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"\n{text}".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(path.parent)


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write the whole file, or leave what was there: temporary file, fsync, rename, fsync of the folder.

    Missing folders are created (0700) and synced too. Raises OSError if the disk refuses; then no half file is left
    under `path`.
    """
    make_folder(path.parent)
    temporary = _write_temporary(path, data, mode)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Like write_durably, but only if nobody was first. Raises FileExistsError if the file exists."""
    make_folder(path.parent)
    temporary = _write_temporary(path, data, mode)
    try:
        os.link(temporary, path)  # unlike rename, a link never replaces what another process has just made
    finally:
        temporary.unlink()
    sync_folder(path.parent)


def shred(path: Path) -> None:
    """Overwrite the file with zeros, sync it, remove it and sync its folder. A file that is gone already is fine.

    On disks that write elsewhere (SSD, copy-on-write) old blocks may survive until they are used again: only encryption
    protects against whoever reads the bare disk. Raises OSError if the disk refuses.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        remaining = os.fstat(descriptor).st_size
        while remaining > 0:
            remaining -= os.write(descriptor, bytes(min(remaining, 1024 * 1024)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def _write_temporary(path: Path, data: bytes, mode: int) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
