"""One run of an import from OpenSID: read, put replies to their complaints, record in blocks, report row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from kentongan.cases.actions import importing
from kentongan.cases.actions.importing import OldReply, OldRow
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.models import Case, ImportBatch
from kentongan.channels.register.mapping import RegisterMapping
from kentongan.channels.register.opensid import dump, live, photos
from kentongan.channels.register.opensid.photos import PhotoRefused, Photos
from kentongan.channels.register.opensid.scanner import DumpError
from kentongan.channels.register.opensid.staging import Staged, Staging, Unusable
from kentongan.channels.register.opensid.table import Cell, Table
from kentongan.channels.register.reading import FileError
from kentongan.channels.register.understanding import MAX_STORY, RowRefused, Understanding
from kentongan.rules.types import Status
from kentongan.villages.models import Village

SOURCE = "opensid"
BLOCK = 100
LIVE = ("mysql://", "mariadb://")
MAPPING = RegisterMapping(
    source=SOURCE,
    columns={
        "key": ("key",), "number": ("id",), "title": ("judul",), "story": ("isi",), "received": ("created_at",),
        "name": ("nama",), "nik": ("nik",), "phone": ("telepon",), "email": ("email",), "status": ("status",),
    },
    html=frozenset({"isi", "judul"}),
    repair_encoding=True,
    # Who handled it there is not known here: what was in progress is received, and says so (`_notes`).
    words={"status": {"1": Status.RECEIVED, "2": Status.RECEIVED, "3": Status.CLOSED}},
    defaults={"channel": "web"},
)  # fmt: skip


@dataclass
class Report:
    """What an import did, or would do.

    rows = created + unchanged + replies + replies_known + other_villages + refused (less `broken`, which is no row).
    """

    rows: int = 0
    created: int = 0
    unchanged: int = 0
    replies: int = 0
    replies_known: int = 0
    other_villages: int = 0
    photos: int = 0
    photos_refused: int = 0
    broken: str = ""
    refused: list[dict[str, object]] = field(default_factory=list)
    noted: list[dict[str, object]] = field(default_factory=list)
    dry_run: bool = False


def run(
    *,
    village: Village,
    source: str,
    now: Callable[[], datetime],
    photo_folder: Path | None = None,
    config_id: int | None = None,
    dry_run: bool = False,
    start_clocks: bool = False,
) -> Report:
    """Import from a dump's path or a database's `mysql://` address; a second run adds only what is new.

    Raises:
        FileError: the source cannot be read, has no such table, or holds several villages and none was named.
    """
    if photo_folder is not None and not photo_folder.is_dir():
        raise FileError(f"Folder foto {photo_folder} tidak ada.")
    staging = Staging()
    try:
        run_ = _Run(village, staging, now, Photos(photo_folder), Report(dry_run=dry_run), start_clocks)
        run_.stage(source)
        run_.choose(config_id)
        run_.record(source)
        return run_.report
    finally:
        staging.close()


class _Run:
    def __init__(
        self,
        village: Village,
        staging: Staging,
        now: Callable[[], datetime],
        folder: Photos,
        report: Report,
        start_clocks: bool,
    ) -> None:
        self.village, self.staging, self.now, self.photos, self.report = village, staging, now, folder, report
        self.start_clocks = start_clocks
        self.table = Table()
        self.config = 0
        self.batch: ImportBatch | None = None
        self.understanding = Understanding(village=village, mapping=MAPPING, now=now())
        self.keeper = Timekeeper.of(village)

    def stage(self, source: str) -> None:
        rows: Iterator[tuple[int, dict[str, Cell]]]
        rows = live.rows_of(source, self.table) if source.startswith(LIVE) else dump.rows_of(Path(source), self.table)
        try:
            for line, cells in rows:
                self.report.rows += 1
                try:
                    self.staging.add(cells)
                except Unusable as why:
                    self.staging.refuse(line, str(why), cells)
        except DumpError as error:
            self.report.broken = str(error)
        if not self.table.found:
            raise FileError(self.report.broken or "Tabel pengaduan tidak ada di sumber ini.")

    def choose(self, config: int | None) -> None:
        there = self.staging.configs()
        if config is None and len(there) > 1:
            names = ", ".join(str(number) for number in there)
            raise FileError(f"Sumber ini memuat beberapa desa (config_id {names}). Pilih satu dengan --config-id.")
        if config is not None and there and config not in there:
            raise FileError(f"config_id {config} tidak ada. Yang ada: {', '.join(str(number) for number in there)}.")
        self.config = config if config is not None else there[0] if there else 0
        self.report.other_villages = self.staging.keep_only(self.config)

    def record(self, source: str) -> None:
        report = self.report
        if not report.dry_run:
            self.batch = _begin(self.village, source, self.now())
        for line, why, cells in self.staging.refused():
            self._refuse(line, why, Staged(line, cells), key=f"line:{line}:{cells.get('id', '')[:20]}")
        block: list[Staged] = []
        for staged in self.staging.complaints():
            block.append(staged)
            if len(block) == BLOCK:
                self._block(block)
                block = []
        self._block(block)
        for staged in self.staging.lost_replies():
            self._refuse(staged.id, "Balasan ini menunjuk aduan yang tidak ada.", staged)
        if report.broken:
            report.refused.append({"row": 0, "reason": report.broken})
        if self.batch is not None:
            self.batch.finished_at = self.now()
            self.batch.rows, self.batch.created, self.batch.refused = report.rows, report.created, len(report.refused)
            self.batch.save()

    def _block(self, block: list[Staged]) -> None:
        """Record a block. A complaint is known with and without a config_id: OpenSID added it in an upgrade."""
        keys = [key for staged in block for key in (f"0:{staged.id}", f"{self.config}:{staged.id}")]
        cases = importing.cases_of(self.village, SOURCE, keys)
        known = importing.known_replies(self.village, list(cases.values())) if cases else frozenset()
        fresh: list[OldRow] = []
        for staged in block:
            case = cases.get(f"{self.config}:{staged.id}") or cases.get(f"0:{staged.id}")
            if case is None:
                row = self._understood(staged)
                fresh += [row] if row else []
                continue
            self.report.unchanged += 1
            replies = self._replies(staged, answered=False)
            new = [reply for reply in replies if (case.pk, reply.key) not in known]
            self.report.replies_known += len(replies) - len(new)
            self._add(case, new, staged)
        self._store(fresh)

    def _add(self, case: Case, new: list[OldReply], staged: Staged) -> None:
        if new and not importing.takes_replies(case):
            why = "Balasan baru untuk aduan yang isinya kini terlindung; catatlah sendiri di meja kerja."
            for reply in self.staging.replies(staged.id):
                if any(str(reply.id) == each.key for each in new):
                    self._refuse(reply.id, why, reply)
            return
        if new and self.batch is not None:
            importing.add_replies(village=self.village, case=case, replies=new, at=self.now())
        self.report.replies += len(new)

    def _understood(self, staged: Staged) -> OldRow | None:
        try:
            row = self.understanding.row(staged.id, self._cells(staged))
        except RowRefused as why:
            self._refuse(staged.id, why.kept, staged)
            for reply in self.staging.replies(staged.id):
                self._refuse(reply.id, f"Aduannya (nomor {staged.id}) ditolak.", reply)
            return None
        replies = self._replies(staged, answered=row.status == Status.CLOSED)
        self.report.replies += len(replies)
        last = replies[-1].at if replies and replies[-1].answers else None
        notes = row.notes + self._notes(staged, row, replies)
        return replace(row, answered_at=last, replies=tuple(replies), notes=notes)

    def _notes(self, staged: Staged, row: OldRow, replies: list[OldReply]) -> tuple[str, ...]:
        notes = []
        if staged.cells.get("status", "").strip() == "2":
            notes.append("Di OpenSID sedang diproses; di sini mulai lagi dari penerimaan.")
        if row.status == Status.CLOSED and not replies:
            notes.append("Di OpenSID selesai tanpa balasan.")
        email = row.lodging.reporter.email if row.lodging.reporter else ""
        if email and ("@" not in email.strip("@") or " " in email):
            notes.append("Alamat e-mail di OpenSID tidak lengkap; disimpan apa adanya.")
        return tuple(notes)

    def _replies(self, staged: Staged, *, answered: bool) -> list[OldReply]:
        replies = []
        for reply in self.staging.replies(staged.id):
            cells = self._cells(reply)
            text = self.understanding.words_of(cells, "story")[:MAX_STORY]
            if text:
                replies.append(OldReply(str(reply.id), text, self.understanding.moment_of(cells, "received")))
            else:
                self._refuse(reply.id, "Balasan kosong.", reply)
        if answered and replies:
            replies[-1] = replace(replies[-1], answers=True)
        return replies

    def _cells(self, staged: Staged) -> dict[str, str]:
        cells = {**staged.cells, "key": f"{self.config}:{staged.id}"}
        written = cells.get("created_at", "").split(".")[0]
        if written and self.table.created_in_utc:
            try:
                moment = datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
                written = moment.astimezone(self.village.zone).strftime("%Y-%m-%d %H:%M:%S")
            except (ValueError, OverflowError):
                pass  # noted as unreadable, as it stands
        return cells | {"created_at": written}

    def _store(self, rows: list[OldRow]) -> None:
        ready = []
        for row in rows:
            photo = self._with_photo(row)
            if photo.notes:
                self.report.noted.append({"row": photo.row, "notes": list(photo.notes)})
            ready.append(photo)
        self.report.created += len(ready)
        if self.batch is not None and ready:
            importing.record_block(
                village=self.village,
                batch=self.batch,
                rows=ready,
                at=self.now(),
                start_clocks=self.start_clocks,
                keeper=self.keeper,
            )

    def _with_photo(self, row: OldRow) -> OldRow:
        name = self.staging.photo_of(row.row)
        if not name:
            return row
        try:
            cleaned = self.photos.cleaned(name)
            if self.batch is not None:
                document = photos.take_in(self.village, cleaned, self.now())
                row = replace(row, lodging=replace(row.lodging, documents=(document,)))
        except PhotoRefused as why:
            self.report.photos_refused += 1
            return replace(row, notes=(*row.notes, f"Foto “{name[:80]}”: {why}."))
        self.report.photos += 1
        return row

    def _refuse(self, number: int, why: str, staged: Staged, *, key: str = "") -> None:
        self.report.refused.append({"row": number, "reason": why})
        if self.batch is not None:
            importing.refuse_row(
                village=self.village,
                batch=self.batch,
                row=number,
                key=key or f"{self.config}:{number}",
                reason=why,
                cells=staged.cells,
                at=self.now(),
            )


def _begin(village: Village, source: str, at: datetime) -> ImportBatch:
    """Begin a batch. Of a live database neither address nor password is kept."""
    if source.startswith(LIVE):
        name, digest = "OpenSID (basis data)", ""
    else:
        with Path(source).open("rb") as file:
            name, digest = Path(source).name[:200], hashlib.file_digest(file, "sha256").hexdigest()
    return ImportBatch.objects.create(village=village, source=SOURCE, file_name=name, file_sha256=digest, started_at=at)
