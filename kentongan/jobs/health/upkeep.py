"""What the office must see to: backups, messages that could not be sent, alarms, jobs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from kentongan import channels
from kentongan.gateway.health import report
from kentongan.jobs import alarms, backups
from kentongan.jobs.health import Finding, scanner
from kentongan.jobs.models import BackupRecord, JobSlot
from kentongan.support import backup_recipient, memory
from kentongan.ui.words import say_moment, say_size
from kentongan.villages import witnesses
from kentongan.villages.models import Village

BACKUP_OLD = timedelta(days=8)  # once a week, with a day's grace
WITNESS_SILENT = timedelta(days=2)
JOBS_SILENT = timedelta(minutes=10)
LEARNING_NEEDS = 150_000_000  # bytes: 40 MB while it learns, and room for everything else
NO_KEY = "Belum ada kunci cadangan. Buat dengan: kentongan backup --new-key"


def findings(at: datetime) -> Iterator[Finding]:
    """Yield what is found in the tables."""
    villages = list(Village.objects.all())
    if not villages:
        yield Finding("villages", "Desa", "problem", "belum ada. Jalankan: kentongan init")
        return
    yield Finding("villages", "Desa", "ok", f"{len(villages)} desa, misalnya {villages[0]}.")
    yield backup(at)
    yield expiry()
    yield from _messages(villages)
    yield jobs(at)
    yield from scanner.findings()
    yield from witnesses_of(at)
    yield from suggestions(villages)
    for alarm in alarms.active():
        whose = f" ({alarm.village.name})" if alarm.village else ""
        yield Finding("alarm", f"{alarm.get_kind_display()}{whose}", "problem", alarm.sentence)


def backup(at: datetime) -> Finding:
    """Whether there is a key, and how old the last backup is."""
    about = "Cadangan"
    try:
        key = backup_recipient.recipient(settings.KENTONGAN_DATA)
    except ValueError:
        return Finding("backup", about, "problem", "berkas kunci cadangan rusak; buat kunci baru di server.")
    if key is None:
        return Finding("backup", about, "warning", NO_KEY)
    last = BackupRecord.objects.first()
    if last is None:
        return Finding("backup", about, "warning", "belum pernah dibuat. Jalankan: kentongan backup --to BERKAS")
    said = f"yang terakhir dibuat {say_moment(timezone.localtime(last.made_at))}."
    if at - last.made_at > BACKUP_OLD:
        return Finding("backup", about, "warning", f"{said} Buat sedikitnya seminggu sekali.")
    return Finding("backup", about, "ok", said)


def expiry() -> Finding:
    """For how long backups are kept, and whether the service sees to it."""
    about = "Masa simpan cadangan"
    days = backups.days()
    if backups.folder() is None:
        sentence = (
            f"{days} hari, tetapi tidak dihapus sendiri. Isi KENTONGAN_BACKUPS dengan folder cadangan, atau hapus "
            "sendiri cadangan yang lebih tua: di dalamnya masih ada data yang sudah dihapus."
        )
        return Finding("backup_expiry", about, "warning", sentence)
    try:
        kept = backups.look(timezone.now())
    except OSError:
        return Finding("backup_expiry", about, "warning", "folder cadangan tidak dapat dibaca.")
    if kept.expired:
        sentence = f"{len(kept.expired)} cadangan lebih tua dari {days} hari; dihapus pekerjaan harian."
        return Finding("backup_expiry", about, "warning", sentence)
    return Finding("backup_expiry", about, "ok", f"{days} hari; {kept.count} cadangan disimpan.")


def _messages(villages: list[Village]) -> Iterator[Finding]:
    waiting = dead = 0
    for village in villages:
        for channel in report(channels.registry(), village):
            waiting += channel.waiting
            dead += channel.dead
    about = "Pemberitahuan"
    if dead:
        yield Finding("dead_letters", about, "warning", f"{dead} gagal dikirim; lihat di meja pelayanan.")
    yield Finding("outbox", about, "ok", f"{waiting} menunggu dikirim.")


def witnesses_of(at: datetime) -> Iterator[Finding]:
    """Witnesses that could not be asked, or did not come, for two days."""
    about = "Saksi catatan"
    for village in Village.objects.filter(witnesses__active=True).distinct():
        for line in witnesses.witnesses(village):
            if not line.active or (line.last is not None and at - line.last.at <= WITNESS_SILENT):
                continue
            last = f"terakhir {say_moment(timezone.localtime(line.last.at))}" if line.last else "belum pernah"
            why = f": {line.trouble}" if line.trouble else ""
            yield Finding("witness", about, "warning", f"{line.name} ({village.name}) {last} menandatangani{why}.")


def suggestions(villages: list[Village]) -> Iterator[Finding]:
    """Whether there is memory for learning what is offered at the desk, where a village has that on."""
    learning = [village for village in villages if village.suggest]
    free = memory.available()
    if not learning or free is None:
        return
    level: Literal["ok", "warning"] = "ok" if free >= LEARNING_NEEDS else "warning"
    advice = "" if level == "ok" else " Matikan usulan di pengaturan desa bila layanan menjadi lambat."
    sentence = f"aktif di {len(learning)} desa; memori tersisa {say_size(free)}.{advice}"
    yield Finding("suggestions", "Usulan untuk petugas", level, sentence)


def jobs(at: datetime) -> Finding:
    """Whether the service's own work is being done."""
    about = "Pekerjaan berkala"
    newest = JobSlot.objects.aggregate(newest=Max("started_at"))["newest"]
    if newest is None or at - newest > JOBS_SILENT:
        return Finding("jobs", about, "warning", "tidak sedang berjalan. Jalankan kentongan serve (atau work).")
    return Finding("jobs", about, "ok", "berjalan.")
