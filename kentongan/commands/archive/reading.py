"""Reading an archive into an empty installation."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from kentongan.commands import archive
from kentongan.commands.archive.pipes import Opened
from kentongan.support.fs import make_folder

_BUFFER = 1 << 20


class BadArchive(Exception):
    """What was decrypted is not a whole archive of a kind we know. `sentence` is for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


INCOMPLETE = "Isi cadangan tidak lengkap. Pakai cadangan yang lain."
NOT_ONE_OF_OURS = "Berkas ini bukan cadangan Kentongan."
NEWER = "Cadangan ini dibuat oleh Kentongan yang lebih baru. Perbarui Kentongan dulu."


@dataclass
class Read:
    """What was read."""

    manifest: dict[str, Any]
    rows: Counter[str] = field(default_factory=Counter)
    files: int = 0
    erasures: str = ""  # the journal of erasures, as it was
    checkpoints: dict[str, str] = field(default_factory=dict)  # the journal of checkpoints of each log, as it was


def read(stream: Opened, *, data: Path, files: Path, prepare: Callable[[dict[str, Any]], Any]) -> Read:
    """Read the archive: keys to `data`, files to `files`, rows through the loader that `prepare` makes.

    `prepare` is called once the keys are in place, with the manifest; it returns a context manager that yields
    `load(model, columns, rows)` and keeps the rows only if nothing was raised. Raises BadArchive, OSError.
    """
    tape: Any = stream  # tarfile reads a stream by read() alone, but its types ask for a whole file
    try:
        with tarfile.open(fileobj=tape, mode="r|", bufsize=_BUFFER) as tar:
            return _read(tar, stream, data, files, prepare)
    except tarfile.TarError as error:
        raise BadArchive(NOT_ONE_OF_OURS) from error


def _read(
    tar: tarfile.TarFile, stream: Opened, data: Path, files: Path, prepare: Callable[[dict[str, Any]], Any]
) -> Read:
    members = iter(tar)
    found = Read(_manifest(tar, next(members, None)))
    member = next(members, None)
    while member is not None and member.name.startswith(archive.KEYS):
        _store(tar, member, data / "keys", archive.KEYS)
        member = next(members, None)
    with prepare(found.manifest) as load:
        while member is not None and member.name != archive.END:
            if member.name.startswith(archive.TABLES):
                _load(tar, member, load, found)
            elif member.name == archive.ERASURES:
                found.erasures = _content(tar, member).read().decode("utf-8", "replace")
            elif member.name.startswith(archive.CHECKPOINTS):
                name = member.name.removeprefix(archive.CHECKPOINTS)
                found.checkpoints[name] = _content(tar, member).read().decode("utf-8", "replace")
            elif member.name.startswith(archive.FILES):
                _store(tar, member, files, archive.FILES)
                found.files += 1
            else:
                raise BadArchive(NOT_ONE_OF_OURS)
            member = next(members, None)
        if member is None or json.load(_content(tar, member)) != {"rows": found.rows, "files": found.files}:
            raise BadArchive(INCOMPLETE)
        stream.read_to_the_end()  # only then is it sure that nothing was cut off
        os.sync()  # all the files, before the rows that speak of them
    return found


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> dict[str, Any]:
    if member is None or member.name != archive.MANIFEST:
        raise BadArchive(NOT_ONE_OF_OURS)
    manifest: dict[str, Any] = json.load(_content(tar, member))
    if manifest["format"] != archive.FORMAT:
        raise BadArchive(NEWER)
    return manifest


def _load(tar: tarfile.TarFile, member: tarfile.TarInfo, load: Callable[..., None], found: Read) -> None:
    lines: Iterator[bytes] = iter(_content(tar, member))
    header = json.loads(next(lines))
    rows = [json.loads(line) for line in lines]
    load(header["model"], header["columns"], rows)
    found.rows[header["model"]] += len(rows)


def _store(tar: tarfile.TarFile, member: tarfile.TarInfo, root: Path, prefix: str) -> None:
    """Write one file below `root`; a name that would lead out of it is refused."""
    inside = PurePosixPath(member.name.removeprefix(prefix))
    if not member.isfile() or inside.is_absolute() or ".." in inside.parts:
        raise BadArchive(NOT_ONE_OF_OURS)
    path = root / inside
    make_folder(path.parent)
    with path.open("xb") as target:
        path.chmod(0o600)
        shutil.copyfileobj(_content(tar, member), target, _BUFFER)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise BadArchive(NOT_ONE_OF_OURS)
    return content
