"""The weekly sheet for the notice board, for people without telephones: new, acting, answered or closed, late.

Published cases stand there by their public titles; all others are only counted, and never in fewer than the village's
least (`publish_least`): a count of one in a week would date the case of somebody everybody knows. A sheet tells of the
last whole week (Monday to Sunday), so that printed again it is the same.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import segno

from kentongan.cases.models import Case
from kentongan.cases.public_words import FINISHED, MARKS, say_period, solved_mark
from kentongan.cases.queries.published import MOST, PublicCard, public_page
from kentongan.gateway.links import public_url
from kentongan.ledger import tree
from kentongan.reports import kop, typeset
from kentongan.rules import short_mark
from kentongan.rules.types import Status
from kentongan.ui.words import say_moment, say_short_date
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

PAPERS: Final[Mapping[str, str]] = {"a4": "A4", "a3": "A3"}
MOST_LINES: Final[Mapping[str, int]] = {"a4": 3, "a3": 3}
_LONGEST_TITLE: Final = 72  # two lines of a column
_WEEK: Final = timedelta(days=7)
_LISTS: Final = (
    ("new", "Baru diterbitkan"),
    ("acting", "Sedang ditangani"),
    ("done", "Sudah ditanggapi atau ditutup"),
    ("late", "Lewat batas waktu"),
)
_COUNTS: Final = ("aduan baru", "sedang ditangani", "ditutup", "lewat batas waktu")


@dataclass(frozen=True)
class Week:
    """The last whole week before a day."""

    monday: date
    sunday: date

    @property
    def words(self) -> str:
        """As people say it."""
        return f"{say_short_date(self.monday)} sampai {say_short_date(self.sunday)}"


def week_before(today: date) -> Week:
    """Return the last week that is over."""
    this_monday = today - timedelta(days=today.weekday())
    return Week(this_monday - _WEEK, this_monday - timedelta(days=1))


def sheet(village: Village, *, paper: str, at: datetime) -> bytes:
    """Return the sheet as PDF/UA. `paper`: a key of PAPERS. Raises NotTypeset."""
    arms = kop.logo_of(village)
    data, codes = sheet_data(village, paper=paper, at=at)
    data["head"] = kop.letterhead(village, arms)
    return typeset.pdf("papan", data, at=at, files={**(arms.files if arms else {}), **codes})


def sheet_data(village: Village, *, paper: str, at: datetime) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the template needs, and the codes as pictures."""
    today = local_date(village, at)
    week = week_before(today)
    address, log = public_url(village, "/terbitan/"), _checkpoint(village)
    codes = {"portal.svg": _qr(address)} if address else {}
    if log is not None:
        codes["log.svg"] = _qr(log.pop("body"))
    title = f"Papan pengaduan Desa {village.name}"
    data = {
        **kop.base(village, f"{title}, {week.words}", footer=f"{title}. Nama pelapor tidak pernah ditempel."),
        "paper": paper,
        "name": "Papan Pengaduan",
        "week": week.words,
        "counts": list(zip(_COUNTS, _counts(village, week), strict=True)),
        "lists": _lists(village, week, today, MOST_LINES[paper]),
        "note": f"Hitungan untuk semua aduan biasa; yang lebih kecil dari {village.publish_least} tidak dirinci. "
        "Aduan terbatas tidak dihitung di sini.",
        "address": address,
        "portal_code": "portal.svg" if address else None,
        "log": log,
    }
    return data, codes


def _counts(village: Village, week: Week) -> list[str]:
    """Four counts of all ordinary cases, each a range of an index; small ones are not told."""
    starts, ends = (datetime.combine(day, time(), village.zone) for day in (week.monday, week.monday + _WEEK))
    ordinary = Case.objects.filter(village=village, restricted=False).exclude(status=Status.MERGED)
    found = (
        ordinary.filter(received_at__gte=starts, received_at__lt=ends, imported=False).count(),
        ordinary.filter(is_open=True).count(),
        ordinary.filter(closed_at__gte=starts, closed_at__lt=ends, erased_at__isnull=True).count(),
        ordinary.filter(is_open=True, next_due_on__lte=week.sunday).count(),
    )
    least = village.publish_least
    return [f"{count:,}".replace(",", ".") if count >= least else f"kurang dari {least}" for count in found]


def _lists(village: Village, week: Week, today: date, most: int) -> list[dict[str, Any]]:
    cards = public_page(village, limit=MOST, today=today).cases
    sorted_out: dict[str, list[PublicCard]] = {key: [] for key, _ in _LISTS}
    for card in cards:
        sorted_out[_place(card, week)].append(card)
    return [
        {
            "title": title,
            "lines": [_line(card) for card in sorted_out[key][:most]],
            "more": max(0, len(sorted_out[key]) - most),
        }
        for key, title in _LISTS
    ]


def _place(card: PublicCard, week: Week) -> str:
    """On which of the lists a case stands: on one only, and lateness before all."""
    over = card.row.status in FINISHED or card.row.status is Status.ANSWERED
    if not over and any(not clock.met for clock in card.row.clocks):
        return "late"
    if card.published_on >= week.monday:
        return "new"
    return "done" if over else "acting"


def _line(card: PublicCard) -> list[str]:
    row = card.row
    solved = solved_mark(row.status, confirmed=row.confirmed_solved)
    marks = [MARKS[row.status].label, solved.label if solved else ""]
    facts = [row.group, row.hamlet, say_period(row.period) if row.period else ""]
    return [_short(card.title), " · ".join(filter(None, facts)), "; ".join(filter(None, marks))]


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _checkpoint(village: Village) -> dict[str, Any] | None:
    newest = tree.checkpoint(village.log)
    if newest is None:
        return None
    body = newest.checkpoint.format()
    spoken: Sequence[Sequence[str]] = short_mark.words(body)
    return {
        "body": body,
        "mark": short_mark.mark(body),
        "words": [" ".join(group) for group in spoken],
        "size": f"{newest.size:,}".replace(",", "."),
        "at": say_moment(newest.at.astimezone(village.zone)),
        "code": "log.svg",
    }


def _qr(text: str) -> bytes:
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", border=2)
    return drawing.getvalue()
