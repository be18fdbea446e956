"""The health page: what is not yet set, what runs, and how the machine stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse

from kentongan.cases import arrivals as arrivals_now
from kentongan.cases.queries.inbox import hidden_from
from kentongan.channels import registry
from kentongan.desk.settings.registry import GROUPS
from kentongan.gateway.health import ChannelReport, report
from kentongan.jobs import alarms
from kentongan.jobs.health import Finding, arrivals, database, machine, scanner, upkeep
from kentongan.jobs.loop import JOBS
from kentongan.jobs.models import Alarm, JobSlot
from kentongan.people.models import OfficerRole
from kentongan.rules.access import Viewer
from kentongan.rules.types import Role
from kentongan.villages.models import Village

# Without these the work stands still, or nobody watches it; one administrator alone cannot be helped when he is ill.
_NEEDED: Final = (
    (Role.UNIT_HEAD, 1, "Belum ada ketua unit pengaduan; aduan tidak dapat diverifikasi."),
    (Role.INTAKE, 1, "Belum ada petugas penerima; aduan lisan tidak dapat dicatat."),
    (Role.HANDLER, 1, "Belum ada petugas penanganan."),
    (Role.VILLAGE_HEAD, 1, "Kepala Desa belum punya akun."),
    (Role.BPD, 1, "BPD belum punya akun; belum ada yang mengawasi."),
    (Role.ADMIN, 2, "Baru satu administrator. Tunjuk orang kedua, untuk saat yang pertama berhalangan."),
)


@dataclass(frozen=True)
class Lack:
    """One thing that is not yet set, and where to set it ("": on the server)."""

    sentence: str
    url: str


@dataclass(frozen=True)
class JobView:
    """One job with its last run; `slot` None: it has never run."""

    label: str
    slot: JobSlot | None
    state: str


@dataclass(frozen=True)
class HealthScreen:
    """Everything the page shows."""

    lacks: tuple[Lack, ...]
    jobs: tuple[JobView, ...]
    running: Finding
    channels: tuple[ChannelReport, ...]
    alarms: tuple[Alarm, ...]
    backup: Finding
    machine: tuple[Finding, ...]
    version: str


def health_screen(viewer: Viewer, village: Village, at: datetime) -> HealthScreen:
    """Put the page together; no query grows with the number of cases."""
    backup = upkeep.backup(at)
    seen = arrivals_now.standing(village).proxy_not_trusted
    findings = (*machine.of_desk(at), *scanner.findings(village), *arrivals.proxy(seen=seen))
    return HealthScreen(
        lacks=tuple(_lacks(village, [backup, *findings])),
        jobs=tuple(_job(job.name, job.label, at) for job in JOBS if job.every is not None),
        running=upkeep.jobs(at),
        channels=tuple(report(registry(), village, unseen=hidden_from(viewer, village))),
        alarms=tuple(alarms.active(village)),
        backup=backup,
        machine=(
            arrivals.of_village(village),
            *(one for one in findings if one.name != "mail"),  # its channel says it
            Finding("database", "Basis data", "ok", database.name()),
            database.durability(),
            database.guards(),
        ),
        version=metadata.version("kentongan"),
    )


def lacking_people(village: Village) -> list[str]:
    """Say which posts nobody holds yet (one query)."""
    rows = OfficerRole.objects.filter(village=village, officer__is_active=True)
    count = rows.aggregate(**{str(role): Count("id", filter=Q(role=role)) for role, _, _ in _NEEDED})
    return [sentence for role, least, sentence in _NEEDED if count[str(role)] < least]


def _lacks(village: Village, findings: Sequence[Finding]) -> list[Lack]:
    found = [
        Lack(sentence, page.url()) for group in GROUPS for page in group.pages for sentence in page.missing(village)
    ]
    told = {lack.sentence for lack in found}
    accounts = reverse("desk:accounts")
    found += [Lack(sentence, accounts) for sentence in lacking_people(village) if sentence not in told]
    found += [Lack(f"{one.about}: {one.sentence}", "") for one in findings if one.level != "ok"]
    return found


def _job(name: str, label: str, at: datetime) -> JobView:
    slot = JobSlot.objects.filter(job=name).order_by("-slot").first()
    if slot is None:
        return JobView(label, None, "belum pernah berjalan")
    if slot.error:
        return JobView(label, slot, f"gagal: {slot.error}")
    if slot.finished_at is None:
        return JobView(label, slot, "sedang berjalan" if slot.claimed_until > at else "terhenti di tengah jalan")
    return JobView(label, slot, "selesai")
