"""Words for what stands in public: how far a case is, when it was, and what its reporter says of it.

"Closed" is what the office says, "solved" what the reporter says; the two are never one word or one mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kentongan.rules.types import Status
from kentongan.ui.words import MONTHS


@dataclass(frozen=True)
class Mark:
    """A badge: a word with its icon (`ui.icons`) and tone (a class of .badge), for colour never speaks alone."""

    label: str
    icon: str
    tone: str = ""


MARKS: Final[Mapping[Status, Mark]] = {
    Status.RECEIVED: Mark("Diterima", "inbox"),
    Status.VERIFIED: Mark("Sudah diperiksa", "check", "go"),
    Status.ASSIGNED: Mark("Sudah ada petugasnya", "person", "go"),
    Status.IN_PROGRESS: Mark("Sedang ditangani", "hourglass", "go"),
    Status.ANSWERED: Mark("Sudah ditanggapi", "chat", "ok"),
    Status.CLOSED: Mark("Ditutup", "archive"),
    Status.FORWARDED: Mark("Disalurkan ke instansi lain", "send", "go"),
    Status.ARCHIVED: Mark("Diarsipkan", "doc"),
    Status.UNDER_OBJECTION: Mark("Keberatan sedang diperiksa", "alert", "warn"),
    Status.REOPENED: Mark("Dibuka kembali", "redo", "warn"),
    Status.WITHDRAWN: Mark("Dicabut pelapor", "undo"),
}
"""Every status that is shown in public (`rules.public_figures.public_status`), in the order of a case's life."""

CONFIRMED: Final = Mark("Dinyatakan selesai oleh pelapor", "check", "ok")
NOT_CONFIRMED: Final = Mark("Belum dinyatakan selesai oleh pelapor", "question")
LATE: Final = Mark("Ada batas waktu yang terlewat", "alert", "late")

FINISHED: Final = frozenset({Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN})


def solved_mark(status: Status, *, confirmed: bool) -> Mark | None:
    """Return what the reporter says of it; None while the case still goes on and he said nothing."""
    if confirmed:
        return CONFIRMED
    return NOT_CONFIRMED if status is Status.CLOSED else None


def say_period(period: str) -> str:
    """Return "Juli–September 2026", "tahun 2026", or that the time is not shown."""
    if not period:
        return "waktu tidak ditampilkan"
    year, _, quarter = period.partition("-Q")
    if not quarter:
        return f"tahun {year}"
    first = 3 * (int(quarter) - 1)
    return f"{MONTHS[first]}–{MONTHS[first + 2]} {year}"


def say_period_short(period: str) -> tuple[str, str]:
    """Return two short lines for the foot of a chart: ("Jul–Sep", "2026")."""
    year, _, quarter = period.partition("-Q")
    if not quarter:
        return (year or "tanpa", "" if year else "waktu")
    first = 3 * (int(quarter) - 1)
    return (f"{MONTHS[first][:3]}–{MONTHS[first + 2][:3]}", year)


def say_days(days: int | None) -> str:
    """Return when a step came: "pada hari diterima", "setelah 6 hari kerja"; "" where it is not told."""
    if days is None:
        return ""
    return f"setelah {days} hari kerja" if days else "pada hari aduan diterima"
