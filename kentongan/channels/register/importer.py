"""One run of an import: read, understand, record in blocks, report row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kentongan.cases.actions import importing
from kentongan.cases.actions.importing import OldRow
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.models import ImportBatch
from kentongan.channels.register.mapping import RegisterMapping
from kentongan.channels.register.reading import FileError, header_of, rows_of
from kentongan.channels.register.understanding import RowRefused, Understanding
from kentongan.villages.models import Village

BLOCK = 200


@dataclass
class Report:
    """What an import did, or would do in a dry run."""

    rows: int = 0
    created: int = 0
    unchanged: int = 0
    refused: list[dict[str, object]] = field(default_factory=list)
    noted: list[dict[str, object]] = field(default_factory=list)
    dry_run: bool = False


def run(
    *,
    village: Village,
    path: Path,
    mapping: RegisterMapping,
    now: Callable[[], datetime],
    dry_run: bool = False,
    start_clocks: bool = False,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Import a file; a second run of the same source makes no second case.

    Raises:
        FileError: the file cannot be read, or a mapped column is not in it.
    """
    _check_columns(path, mapping)
    report = Report(dry_run=dry_run)
    understanding = Understanding(village=village, mapping=mapping, now=now())
    understanding.load()
    keeper = Timekeeper.of(village)
    batch = None if dry_run else _begin(village, path, mapping, now())
    seen: dict[str, int] = {}
    block: list[OldRow] = []
    for number, cells in rows_of(path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet):
        report.rows += 1
        key = understanding.key_of(cells)
        try:
            if key in seen:
                same = f"Sama dengan baris {seen[key]}"
                raise RowRefused(f"{same} (kunci “{key[:40]}”).", kept=f"{same}.")
            seen[key] = number
            row = understanding.row(number, cells)
        except RowRefused as refusal:
            report.refused.append({"row": number, "reason": str(refusal)})
            if batch is not None:
                importing.refuse_row(
                    village=village,
                    batch=batch,
                    row=number,
                    key=key if seen.get(key) == number else f"{key[:100]}#{number}",
                    reason=refusal.kept,
                    cells=cells,
                    at=now(),
                )
            continue
        if row.notes:
            report.noted.append({"row": number, "notes": list(row.notes)})
        block.append(row)
        if len(block) >= BLOCK:
            _flush(village, batch, block, report, understanding, now(), start_clocks, keeper)
            progress(report)
    _flush(village, batch, block, report, understanding, now(), start_clocks, keeper)
    progress(report)
    if batch is not None:
        batch.finished_at = now()
        batch.rows, batch.created, batch.refused = report.rows, report.created, len(report.refused)
        batch.save()
    return report


def _check_columns(path: Path, mapping: RegisterMapping) -> None:
    there = header_of(path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet)
    wanted = [column for columns in mapping.columns.values() for column in columns]
    missing = [column for column in wanted if column not in there]
    if missing and there:
        raise FileError(
            f"Kolom {', '.join(f'“{name}”' for name in missing)} tidak ada di berkas. Yang ada: {', '.join(there)}."
        )


def _begin(village: Village, path: Path, mapping: RegisterMapping, at: datetime) -> ImportBatch:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ImportBatch.objects.create(
        village=village, source=mapping.source, file_name=path.name[:200], file_sha256=digest, started_at=at
    )


def _flush(
    village: Village,
    batch: ImportBatch | None,
    block: list[OldRow],
    report: Report,
    understanding: Understanding,
    at: datetime,
    start_clocks: bool,
    keeper: Timekeeper,
) -> None:
    if not block:
        return
    if batch is None:
        known = importing.known_keys(village, understanding.mapping.source, [row.key for row in block])
        report.unchanged += len(known)
        report.created += len(block) - len(known)
    else:
        done = importing.record_block(
            village=village, batch=batch, rows=block, at=at, start_clocks=start_clocks, keeper=keeper
        )
        report.created += done.created
        report.unchanged += done.unchanged
    block.clear()
