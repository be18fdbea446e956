"""`kentongan import FILE --map MAPPING`: take over an existing register."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kentongan.commands import console, database

if TYPE_CHECKING:
    from kentongan.channels.register.importer import Report
    from kentongan.villages.models import Village

HELP = "memasukkan buku register lama dari CSV atau XLSX"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, nargs="?", help="berkas CSV atau XLSX")
    parser.add_argument("--map", type=Path, dest="mapping", help="berkas pemetaan kolom (TOML)")
    parser.add_argument(
        "--refused", action="store_true", help="tampilkan baris yang dulu ditolak, lengkap dengan isinya"
    )
    parser.add_argument(
        "--opensid",
        metavar="SUMBER",
        help="dump SQL dari OpenSID, atau mysql://user:sandi@host/basisdata (hanya dibaca)",
    )
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="folder desa/upload/pengaduan dari OpenSID")
    parser.add_argument("--config-id", type=int, metavar="N", help="desa mana, bila OpenSID memuat beberapa desa")
    console.add_village(parser)
    parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan apa pun")
    parser.add_argument(
        "--start-clocks", action="store_true", help="mulai hitung batas waktu untuk aduan yang masih terbuka"
    )
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Import; 0 when every row was taken, 1 when some were refused, 2 when the file or mapping cannot be used."""
    from django.utils import timezone

    from kentongan.channels.register import importer, mapping, reading

    village = database.village_of(args.village)
    if args.refused:
        return _show_refused(args, village)
    if getattr(args, "opensid", None) is not None:
        return _from_opensid(args, village)
    if args.file is None or args.mapping is None:
        return console.fail(
            args, "Sebutkan berkasnya dan pemetaannya: kentongan import FILE --map PEMETAAN.", console.USAGE
        )

    def show(report: importer.Report) -> None:
        line = f"{report.rows} baris dibaca, {report.created} dibuat, {len(report.refused)} ditolak"
        print(f"\r{line}", end="", file=sys.stderr, flush=True)

    try:
        report = importer.run(
            village=village,
            path=args.file,
            mapping=mapping.load(args.mapping),
            now=timezone.now,
            dry_run=args.dry_run,
            start_clocks=args.start_clocks,
            progress=show if sys.stderr.isatty() else lambda _: None,
        )
    except (mapping.MappingError, reading.FileError) as error:
        return console.fail(args, str(error), console.USAGE)
    if not args.json:
        _print(report)
    else:
        print(json.dumps(asdict(report), ensure_ascii=False))
    return 1 if report.refused else 0


def _from_opensid(args: argparse.Namespace, village: Village) -> int:
    from django.utils import timezone

    from kentongan.channels.register.opensid import importer
    from kentongan.channels.register.reading import FileError

    try:
        report = importer.run(
            village=village,
            source=args.opensid,
            now=timezone.now,
            photo_folder=args.photos,
            config_id=args.config_id,
            dry_run=args.dry_run,
            start_clocks=args.start_clocks,
        )
    except FileError as error:
        return console.fail(args, str(error), console.USAGE)
    verb = "akan dibuat" if report.dry_run else "dibuat"
    lines = [
        f"{report.rows} baris: {report.created} aduan {verb}, {report.unchanged} sudah ada; "
        f"{report.replies} balasan baru, {report.replies_known} sudah ada; "
        f"{report.other_villages} milik desa lain; {len(report.refused)} ditolak.",
        f"Foto: {report.photos} diambil, {report.photos_refused} tidak.",
        *(f"  nomor {row['row']}: {row['reason']}" for row in report.refused),
        *(f"  catatan nomor {row['row']}: {'; '.join(cast('list[str]', row['notes']))}" for row in report.noted),
    ]
    console.say(args, "\n".join(lines), asdict(report))
    return 1 if report.refused else 0


def _show_refused(args: argparse.Namespace, village: Village) -> int:
    from django.utils import timezone

    from kentongan.cases.actions import importing

    rows = [
        {
            "source": row.source,
            "row": row.row,
            "reason": row.reason,
            "file": row.batch.file_name,
            "cells": dict(importing.read_refused(row, at=timezone.now())),
        }
        for row in importing.refused_rows(village)
    ]
    text = "\n".join(
        f"{row['file']} baris {row['row']}: {row['reason']}\n    {json.dumps(row['cells'], ensure_ascii=False)}"
        for row in rows
    )
    console.say(args, text or "Tidak ada baris yang ditolak.", {"refused": rows})
    return console.OK


def _print(report: Report) -> None:
    if sys.stderr.isatty():
        print("", file=sys.stderr)
    verb = "akan dibuat" if report.dry_run else "dibuat"
    print(f"{report.rows} baris: {report.created} {verb}, {report.unchanged} sudah ada, {len(report.refused)} ditolak.")
    for row in report.refused:
        print(f"  baris {row['row']}: {row['reason']}")
    for row in report.noted[:20]:
        notes = row["notes"]
        print(f"  catatan baris {row['row']}: {'; '.join(notes) if isinstance(notes, list) else notes}")
    if len(report.noted) > 20:
        print(f"  … dan {len(report.noted) - 20} catatan lain (tersimpan pada masing-masing aduan).")
