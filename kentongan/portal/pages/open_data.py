"""What the page of the open data shows: the newest version and its files, older ones, and what is not there and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.reports.open_data import store
from kentongan.reports.open_data.store import StoredFile, Version
from kentongan.rules.open_data import COLUMNS, FILES, FORMAT, LICENCES, Column
from kentongan.villages import log_keys
from kentongan.villages.models import Village

_THOUSAND: Final = 1000


@dataclass(frozen=True)
class FileLine:
    """A file in the list. `size` in words: "12 kB"."""

    file: StoredFile
    size: str


@dataclass(frozen=True)
class OpenDataPage:
    """Everything of /data/. `newest` is None before the first version."""

    newest: Version | None
    files: tuple[FileLine, ...]
    older: tuple[Version, ...]
    licence: str
    licence_url: str
    without: tuple[str, ...]  # files that are not offered, each with its reason
    key: str
    columns: tuple[Column, ...]
    format: str = FORMAT


def open_data_page(village: Village) -> OpenDataPage:
    """Return the page (one query; the versions lie on disk)."""
    versions = store.versions(village)
    newest = versions[0] if versions else None
    licence, url = LICENCES[newest.licence if newest else village.data_licence]
    keys = log_keys.verifiers(village)
    return OpenDataPage(
        newest=newest,
        files=tuple(
            FileLine(newest.files[name], size_in_words(newest.files[name].size))
            for name in FILES
            if newest and name in newest.files
        ),
        older=tuple(versions[1:]),
        licence=licence,
        licence_url=url,
        without=_without(newest),
        key=keys[0].vkey if keys else "",
        columns=COLUMNS,
    )


def size_in_words(size: int) -> str:
    """Say how large a file is."""
    if size < _THOUSAND:
        return f"{size} bita"
    if size < _THOUSAND * _THOUSAND:
        return f"{-(-size // _THOUSAND)} kB"
    return f"{size / _THOUSAND / _THOUSAND:.1f} MB".replace(".", ",")


def _without(version: Version | None) -> tuple[str, ...]:
    if version is None:
        return ()
    found = []
    if version.without_parquet:
        found.append(version.without_parquet)
    if "terbuka.jsonl" not in version.files:
        found.append("Desa ini tidak membuka langkah-langkah aduan dari catatan, jadi terbuka.jsonl tidak ada.")
    if "tahunan-terbatas.json" not in version.files:
        found.append("Belum ada tahun lewat yang aduan terbatasnya cukup banyak untuk disebut jumlahnya.")
    return tuple(found)
