"""Making a version: after each checkpoint, when something changed; at once when a case was taken off."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from kentongan.cases import guarding
from kentongan.cases.queries.published import standing, withheld
from kentongan.ledger import tree
from kentongan.reports.figures.reading import restricted_years
from kentongan.reports.open_data import parquet, store
from kentongan.reports.open_data.store import PACKAGE, Version
from kentongan.reports.open_data.writing import dump, read_rows, write_csv, write_rows
from kentongan.rules import open_data, open_data_schema
from kentongan.rules.public_figures import PublicFigures, all_figures
from kentongan.support.tlog.note import to_base64
from kentongan.villages import log_keys
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

_TYPES: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "txt": "text/plain",
}


@dataclass(frozen=True)
class _Made:
    """What was written, before it has a name."""

    rows: int
    whole: PublicFigures  # of all time
    without_parquet: str


def make_due(village: Village, *, at: datetime) -> Version | None:
    """Make the next version if it is time and something changed; return it.

    Versions with a case that no longer stands in public are withdrawn first, whatever happens then. Raises OSError when
    the disk refuses.
    """
    withdraw(village, at=at)
    checkpoint = tree.checkpoint(village.log)
    if checkpoint is None:
        return None  # nothing to bind it to yet
    slot = f"{checkpoint.number} {checkpoint.at.isoformat()}"
    seen = store.handled(village)
    if seen.slot == slot:
        return None
    made = make(village, checkpoint, at=at)
    store.remember(village, replace(seen, slot=slot))
    return made


def withdraw(village: Village, *, at: datetime) -> bool:
    """Remove every version that holds a case which stands no longer, or was made for a smaller k; tell if one was.

    Which cases stand is compared each time, not how many: one may have come back where another went. The files are
    read only when that, the versions or k changed since they were compared last.
    """
    kept, least = store.versions(village), village.publish_least
    if not kept:
        return False
    if kept[0].least < least:
        with transaction.atomic():  # what is made next asks for more company already
            guarding.coarsen(village, at=at)
    public = set(standing(village).values_list("public_id", flat=True).iterator())
    seen = store.handled(village)
    if seen.standing == _standing(kept, public, least):
        return False
    stale = {each.name for each in kept if each.least < least or not public.issuperset(each.ids())}
    if stale:
        # Forgotten first: whatever breaks off from here on, they are compared and made anew at the next turn.
        seen = store.Handled()
        store.remember(village, seen)
    for name in stale:
        store.remove(village, name)
    left = [each for each in kept if each.name not in stale]
    store.remember(village, replace(seen, standing=_standing(left, public, least)))
    return bool(stale)


def _standing(versions: Sequence[Version], public: Iterable[str], least: int) -> str:
    said = [str(least), *(each.name for each in versions), "", *sorted(public)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def make(village: Village, checkpoint: tree.StoredCheckpoint, *, at: datetime) -> Version | None:
    """Write a version of what stands in public now; None if the newest says the same already."""
    folder = store.scratch(village)
    try:
        made = _write(folder, village, checkpoint, local_date(village, at))
        content = _digest(folder, f"{village.data_licence} {village.publish_least}")
        newest = store.newest(village)
        if newest is not None and newest.content == content:
            return None
        name = store.next_name(village, local_date(village, at), content)
        package = _package(folder, village, checkpoint, made, name=name, content=content, at=at)
        (folder / PACKAGE).write_text(dump(package) + "\n", encoding="utf-8")
        return store.settle(village, folder, name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, village: Village, checkpoint: tree.StoredCheckpoint, today: date) -> _Made:
    rest = withheld(village, slot=checkpoint.at)
    rows = write_rows(folder, village, today=today, size=checkpoint.size, withheld=rest)
    write_csv(
        folder / "tidak-terbit.csv", open_data.WITHHELD_COLUMNS, [open_data.withheld_record(each) for each in rest]
    )
    numbers = all_figures(read_rows(folder / "aduan.csv"), rest)
    told = [open_data.figures_record(each) for each in numbers]
    _json(folder / "angka.json", {"format": open_data.FORMAT, "angka": told})
    years = [{"tahun": year, "jumlah": count} for year, count in restricted_years(village, today)]
    if years:
        _json(folder / "tahunan-terbatas.json", {"format": open_data.FORMAT, "tahunan": years})
    (folder / "checkpoint.txt").write_text(checkpoint.note, encoding="utf-8")
    words = list(open_data_schema.dictionary())
    columns = [open_data.Column(name, "string", "") for name in open_data_schema.DICTIONARY_COLUMNS]
    write_csv(folder / "kamus.csv", columns, words)
    _json(folder / "kamus.json", {"format": open_data.FORMAT, "kamus": words})
    (folder / "skema").mkdir(mode=0o700)
    for name, schema in open_data_schema.json_schemas().items():
        _json(folder / name, schema)
    without = parquet.write(folder / "aduan.csv", folder / "aduan.parquet")
    return _Made(rows, numbers[0], without)


def _json(path: Path, value: Any) -> None:
    path.write_text(dump(value) + "\n", encoding="utf-8")


def _digest(folder: Path, more: str) -> str:
    """One digest over what the version says; the checkpoint alone makes no new one, nor how Parquet packs it."""
    whole = hashlib.sha256(more.encode())
    for path in _files(folder):
        if path.name not in ("checkpoint.txt", "aduan.parquet"):
            whole.update(f"{path.relative_to(folder)} {_sha256(path)}\n".encode())
    return whole.hexdigest()


def _files(folder: Path) -> Sequence[Path]:
    order = {name: place for place, name in enumerate(open_data.FILES)}
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(found, key=lambda path: order[path.relative_to(folder).as_posix()])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _package(
    folder: Path,
    village: Village,
    checkpoint: tree.StoredCheckpoint,
    made: _Made,
    *,
    name: str,
    content: str,
    at: datetime,
) -> dict[str, Any]:
    said, url = open_data.LICENCES[village.data_licence]
    return {
        "profile": "data-package",
        "name": f"aduan-{village.code}",
        "title": f"Aduan terbit Desa {village.name} ({village.code})",
        "version": name,
        "created": at.astimezone(UTC).isoformat(),
        "licenses": [{"name": village.data_licence, "title": said, "path": url}],
        "contributors": [{"title": f"Pemerintah Desa {village.name}", "role": "publisher"}],
        "kentongan": {
            "format": open_data.FORMAT,
            "desa": village.code,
            "k": village.publish_least,
            "aduan": made.rows,
            "tidak_terbit": made.whole.withheld,
            "tidak_terbit_kurang_dari": made.whole.withheld_below or None,
            "isi": content,
            "tanpa_parquet": made.without_parquet,
            "catatan": {
                "asal": checkpoint.origin,
                "ukuran": checkpoint.size,
                "akar": to_base64(checkpoint.root),
                "slot": checkpoint.at.astimezone(UTC).isoformat(),
                "kunci": [verifier.vkey for verifier in log_keys.verifiers(village)],
            },
        },
        "resources": [_resource(folder, path) for path in _files(folder)],
    }


def _resource(folder: Path, path: Path) -> Mapping[str, Any]:
    name = path.relative_to(folder).as_posix()
    ending = path.suffix.removeprefix(".")
    found = {
        "name": name.replace("/", "-").replace(".", "-"),
        "path": name,
        "title": open_data.FILES[name],
        "format": ending,
        "mediatype": _TYPES[ending],
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
    }
    columns = {"aduan.csv": open_data.COLUMNS, "tidak-terbit.csv": open_data.WITHHELD_COLUMNS}.get(name)
    if columns:
        found |= {"profile": "tabular-data-resource", "schema": open_data_schema.table_schema(columns)}
    if ending == "parquet":
        del found["encoding"]
    return found
