"""Where versions lie: <open data>/<village>/<version>/. Their files never change; a version may be withdrawn whole."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from kentongan.rules import open_data
from kentongan.support import fs
from kentongan.villages.models import Village

PACKAGE: Final = "datapackage.json"
KEPT: Final = 12
_NAME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([1-9][0-9]{0,5})\.[0-9a-f]{8}")
_HANDLED: Final = "handled.json"


@dataclass(frozen=True)
class StoredFile:
    """A file of a version; `sha256` in hex."""

    name: str
    title: str
    type: str
    size: int
    sha256: str
    path: Path


@dataclass(frozen=True)
class Version:
    """A version as its datapackage.json describes it."""

    name: str
    folder: Path
    made_at: datetime
    licence: str
    rows: int
    withheld: int | None  # None: fewer than `withheld_below`
    withheld_below: int
    least: int
    origin: str
    size: int
    slot: datetime
    content: str  # one digest over the data files: two versions with the same say the same
    without_parquet: str
    files: Mapping[str, StoredFile]

    def ids(self) -> Iterator[str]:
        """Yield the public ids of its rows."""
        with (self.folder / "aduan.csv").open(encoding="utf-8", newline="") as file:
            for values in open_data.read_csv(file, open_data.COLUMNS[:1]):
                yield values["id"]


def home(village: Village) -> Path:
    """Return the folder of a village's versions."""
    folder: Path = settings.KENTONGAN_OPEN_DATA
    return folder / str(village.pk)


def names(village: Village) -> list[str]:
    """Return the names of the versions, newest first."""
    try:
        found = [each.name for each in home(village).iterdir() if _NAME.fullmatch(each.name)]
    except FileNotFoundError:
        return []
    return sorted(found, key=_order, reverse=True)


def versions(village: Village) -> list[Version]:
    """Return the versions, newest first."""
    found = (find(village, name) for name in names(village))
    return [each for each in found if each is not None]


def newest(village: Village) -> Version | None:
    """Return the newest version, or None before the first."""
    return next((found for name in names(village) if (found := find(village, name)) is not None), None)


def find(village: Village, name: str) -> Version | None:
    """Return a version by its name; None where there is none (any more)."""
    if not _NAME.fullmatch(name):
        return None
    try:
        folder = home(village) / name
        return _read(folder, (folder / PACKAGE).stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def next_name(village: Village, day: date, content: str) -> str:
    """Return a name that sorts after all others of the day and names the content too, so that no name comes twice."""
    used = [_order(name)[1] for name in names(village) if name.startswith(day.isoformat())]
    return f"{day.isoformat()}.{max(used, default=0) + 1}.{content[:8]}"


def scratch(village: Village) -> Path:
    """Make a folder to write a version in; what an earlier attempt left lying is removed."""
    folder = home(village)
    fs.make_folder(folder)
    for old in folder.glob(".making-*"):
        shutil.rmtree(old, ignore_errors=True)
    made = folder / f".making-{secrets.token_hex(6)}"
    made.mkdir(mode=0o700)
    return made


def settle(village: Village, made: Path, name: str) -> Version:
    """Give a written folder its name, durably; versions beyond the newest KEPT go."""
    for path in sorted(made.rglob("*"), reverse=True):
        if path.is_dir():
            fs.sync_folder(path)
        else:
            _sync(path)
    fs.sync_folder(made)
    made.rename(home(village) / name)
    fs.sync_folder(home(village))
    for old in names(village)[KEPT:]:
        remove(village, old)
    found = find(village, name)
    if found is None:
        raise FileNotFoundError(name)
    return found


def remove(village: Village, name: str) -> None:
    """Withdraw a version: first out of sight, then off the disk."""
    gone = home(village) / f".making-{secrets.token_hex(6)}"
    (home(village) / name).rename(gone)
    fs.sync_folder(home(village))
    shutil.rmtree(gone, ignore_errors=True)


@dataclass(frozen=True)
class Handled:
    """What was looked at last, changed or not; "" for nothing. `slot`: which checkpoint.

    `standing`: a digest over the versions and over what stood in public when all versions were compared with it.
    """

    slot: str = ""
    standing: str = ""


def handled(village: Village) -> Handled:
    """Return what was looked at last."""
    try:
        told = json.loads((home(village) / _HANDLED).read_text(encoding="utf-8"))
        return Handled(str(told["slot"]), str(told["standing"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Handled()


def remember(village: Village, seen: Handled) -> None:
    """Note what was looked at."""
    fs.write_durably(home(village) / _HANDLED, json.dumps(asdict(seen)).encode())


def _order(name: str) -> tuple[str, int]:
    day, number, _ = name.split(".")
    return day, int(number)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@lru_cache(maxsize=256)
def _read(folder: Path, _written: int) -> Version:
    package: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    own = package["kentongan"]
    files = {each["path"]: _file(folder, each) for each in package["resources"]}
    files[PACKAGE] = StoredFile(
        PACKAGE, open_data.FILES[PACKAGE], "application/json", (folder / PACKAGE).stat().st_size, "", folder / PACKAGE
    )
    return Version(
        name=package["version"],
        folder=folder,
        made_at=datetime.fromisoformat(package["created"]),
        licence=package["licenses"][0]["name"],
        rows=own["aduan"],
        withheld=own["tidak_terbit"],
        withheld_below=own["tidak_terbit_kurang_dari"] or 0,
        least=own["k"],
        origin=own["catatan"]["asal"],
        size=own["catatan"]["ukuran"],
        slot=datetime.fromisoformat(own["catatan"]["slot"]),
        content=own["isi"],
        without_parquet=own["tanpa_parquet"],
        files=files,
    )


def _file(folder: Path, resource: Mapping[str, Any]) -> StoredFile:
    name = resource["path"]
    return StoredFile(
        name=name,
        title=resource["title"],
        type=resource["mediatype"],
        size=resource["bytes"],
        sha256=resource["hash"].removeprefix("sha256:"),
        path=folder / name,
    )
