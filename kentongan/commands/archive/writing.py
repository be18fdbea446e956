"""Writing an archive."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from kentongan.cases.erasing import journal
from kentongan.commands import archive
from kentongan.commands.archive import rows
from kentongan.commands.archive.pipes import encrypting
from kentongan.commands.archive.snapshot import snapshot
from kentongan.commands.archive.steps import Steps
from kentongan.ledger import journal as checkpoints
from kentongan.support.fs import sync_folder
from kentongan.villages.models import Village

_ROWS_AT_ONCE = 1000
_MEMBER_BYTES = 1_000_000
_BUFFER = 1 << 20


@dataclass
class Written:
    """What is in the archive."""

    rows: Counter[str] = field(default_factory=Counter)
    files: int = 0
    size: int = 0  # bytes of the encrypted file


def write(target: Path, *, recipient: str, at: datetime, with_files: bool = True) -> Written:
    """Write the whole installation to `target`, encrypted; it appears under its name only when it is complete.

    Without files it is good for moving to another database on the same data folder.
    Raises FileExistsError, OSError (a full disk), ValueError (no public key).
    """
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            written = _write(file, recipient, at, with_files=with_files)
            file.flush()
            os.fsync(file.fileno())
        written.size = unfinished.stat().st_size
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(target.absolute().parent)
    return written


def _write(file: io.BufferedWriter, recipient: str, at: datetime, *, with_files: bool) -> Written:
    with (
        encrypting(file, recipient=recipient) as stream,
        tarfile.open(fileobj=stream, mode="w|", bufsize=_BUFFER, format=tarfile.PAX_FORMAT) as tar,
        snapshot(),
    ):
        tape = _Tape(tar, at)
        tape.add(archive.MANIFEST, _json(_manifest(at)))
        for path in sorted((settings.KENTONGAN_DATA / "keys").glob("[!.]*")):
            tape.add(archive.KEYS + path.name, path.read_bytes())
        if journal.path().is_file():
            tape.add(archive.ERASURES, journal.path().read_bytes())
        for log in checkpoints.logs():
            tape.add(f"{archive.CHECKPOINTS}{checkpoints.path(log).name}", checkpoints.path(log).read_bytes())
        for model in rows.saved_models(apps):
            tape.add_table(model)
        # After the rows: a file is on the disk before its row is written, so every row's file is there by now.
        if with_files:
            tape.add_files(settings.KENTONGAN_FILES)
        tape.add(archive.END, _json({"rows": tape.written.rows, "files": tape.written.files}))
    return tape.written


def _manifest(at: datetime) -> dict[str, Any]:
    return {
        "format": archive.FORMAT,
        "made_at": at.isoformat(),
        "kentongan": metadata.version("kentongan"),
        "demo": settings.KENTONGAN_DEMO,
        "migrations": Steps().newest,
        "villages": list(Village.objects.values("code", "name")),
    }


class _Tape:
    """The tar being written."""

    def __init__(self, tar: tarfile.TarFile, at: datetime) -> None:
        self.tar = tar
        self.at = at
        self.written = Written()

    def add(self, name: str, data: bytes) -> None:
        """Add a member from memory."""
        self.tar.addfile(self._member(name, len(data)), io.BytesIO(data))

    def add_table(self, model: type[models.Model]) -> None:
        """Add all rows of a model, in members of about a megabyte."""
        label = model._meta.label_lower
        for number, (part, count) in enumerate(_parts(model), start=1):
            self.add(f"{archive.TABLES}{label}/{number:06d}.jsonl", part)
            self.written.rows[label] += count

    def add_files(self, root: Path) -> None:
        """Add every file of the store; one that is tidied away meanwhile belonged to nothing."""
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                path = Path(folder) / name
                try:
                    with path.open("rb") as file:
                        member = self._member(
                            archive.FILES + path.relative_to(root).as_posix(), os.fstat(file.fileno()).st_size
                        )
                        self.tar.addfile(member, file)
                except FileNotFoundError:
                    continue
                self.written.files += 1

    def _member(self, name: str, size: int) -> tarfile.TarInfo:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(self.at.timestamp())
        return member


def _parts(model: type[models.Model]) -> Iterator[tuple[bytes, int]]:
    """Yield (member, number of rows in it)."""
    fields = rows.columns_of(model)
    header = _json({"model": model._meta.label_lower, "columns": [field.column for field in fields]})
    found = model._base_manager.order_by(*rows.key_of(model)).values_list(*(f.attname for f in fields))
    lines: list[bytes] = []
    size = 0
    for row in found.iterator(chunk_size=_ROWS_AT_ONCE):
        lines.append(rows.encode(row, fields))
        size += len(lines[-1])
        if size >= _MEMBER_BYTES:
            yield header + b"".join(lines), len(lines)
            lines, size = [], 0
    if lines:
        yield header + b"".join(lines), len(lines)


def _json(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n"
