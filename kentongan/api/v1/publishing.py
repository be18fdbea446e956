"""Published cases and public figures: what anybody may see, with nothing finer than the portal shows."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kentongan.api.formats import Plain
from kentongan.api.reading import one
from kentongan.api.v1.frame import Problem, reply, rest
from kentongan.cases.public_numbers import public_numbers
from kentongan.cases.queries.published import (
    MOST,
    PAGE,
    PublicCase,
    PublicFilter,
    public_case,
    public_page,
)
from kentongan.rules.public_figures import PublicFigures, PublicRow, figures
from kentongan.rules.types import Status
from kentongan.support.micro_cache import LONGEST
from kentongan.ui.public_page import public_page as from_memory
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of

FILTERS: Final = ("group", "category", "hamlet", "period", "status", "q", "after", "limit")
_PERIOD: Final = re.compile(r"[0-9]{4}(?:-Q[1-4])?", re.ASCII)
_AFTER: Final = re.compile(r"[A-Za-z0-9_-]{1,24}")
_LONGEST: Final = 100


@from_memory(query=FILTERS)
@rest("GET")
def cases(request: HttpRequest) -> HttpResponse:
    """One page of published cases, the newest publication first."""
    village, sent = village_of(request), {name: one(request.GET, name) for name in FILTERS}
    for name, text in sent.items():
        if len(text) > _LONGEST:
            raise Problem(422, f"Paling banyak {_LONGEST} huruf.", code="max_length", field=name)
    if sent["after"] and not _AFTER.fullmatch(sent["after"]):
        raise Problem(422, "Pakai nilai next dari halaman sebelumnya.", code="after", field="after")
    wanted = PublicFilter(
        group=sent["group"],
        category=sent["category"],
        hamlet=sent["hamlet"],
        period=_period(sent["period"]),
        status=_status(sent["status"]),
        words=sent["q"],
    )
    today = local_date(village, timezone.now())
    page = public_page(village, wanted, sent["after"], _limit(sent["limit"]), today=today)
    found: list[Plain] = [
        {
            **_row(card.row),
            "title": card.title,
            "excerpt": card.excerpt,
            "published_on": card.published_on.isoformat(),
            "changed_on": card.changed_on.isoformat(),
        }
        for card in page.cases
    ]
    return reply({"cases": found, "next": page.next or None}, public=True)


@from_memory()
@rest("GET")
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """One published case, whole."""
    village = village_of(request)
    found = public_case(village, public_id, today=local_date(village, timezone.now()))
    if found is None:
        raise Problem(404, "Tidak ada aduan terbitan dengan tanda ini.")
    return reply(_whole(found), public=True)


@from_memory(LONGEST, query=["period"])
@rest("GET")
def numbers(request: HttpRequest) -> HttpResponse:
    """The public figures of all time, a year, or a quarter: made from the rows of the open data and nothing else."""
    village, period = village_of(request), _period(one(request.GET, "period"))
    today = local_date(village, timezone.now())
    found = public_numbers(village, today=today)
    # Of a period that shows nothing there is nothing kept: anybody could ask for ten thousand of them.
    told = found.by_period.get(period) or figures((), (), period)
    return reply(_figures(told), public=True)


def _period(text: str) -> str:
    if text and not _PERIOD.fullmatch(text):
        raise Problem(422, "Tulis tahun atau triwulan, misalnya 2026 atau 2026-Q3.", code="period", field="period")
    return text


def _status(text: str) -> Status | None:
    try:
        return Status(text) if text else None
    except ValueError as unknown:
        raise Problem(422, "Status ini tidak dikenal.", code="status", field="status") from unknown


def _limit(text: str) -> int:
    if not text:
        return PAGE
    if not (text.isascii() and text.isdigit()) or len(text) > 6 or not 1 <= int(text) <= MOST:
        raise Problem(422, f"Tulis angka 1 sampai {MOST}.", code="limit", field="limit")
    return int(text)


def _row(row: PublicRow) -> dict[str, Plain]:
    return {
        "id": row.id,
        "kind": str(row.kind),
        "class": str(row.case_class) if row.case_class else None,
        "group": row.group or None,
        "category": row.category or None,
        "hamlet": row.hamlet or None,
        "period": row.period or None,
        "status": {"code": str(row.status), "label": row.status.label},
        "outcome": {"code": str(row.outcome), "label": row.outcome.label} if row.outcome else None,
        "confirmed_solved": row.confirmed_solved,
        "days_to_answer": row.days_to_answer,
        "clocks": [{"clock": str(clock.kind), "met": clock.met} for clock in row.clocks],
    }


def _whole(found: PublicCase) -> Plain:
    return {
        **_row(found.row),
        "title": found.title,
        "story": found.story,
        "settlement": found.settlement,
        "answers": list(found.answers),
        "steps": [
            {"move": str(step.move), "title": step.title, "text": step.text, "after_days": step.after_days}
            for step in found.steps
        ],
        "published_on": found.published_on.isoformat(),
        "changed_on": found.changed_on.isoformat(),
    }


def _figures(told: PublicFigures) -> Plain:
    return {
        "period": told.period or None,
        "published": told.published,
        "withheld": told.withheld,  # null: fewer than the next
        "withheld_below": told.withheld_below or None,
        "closed": told.closed,
        "confirmed_solved": told.confirmed_solved,
        "by_status": {str(status): count for status, count in told.by_status.items()},
        "by_kind": {str(kind): count for kind, count in told.by_kind.items()},
        "by_outcome": {str(outcome): count for outcome, count in told.by_outcome.items()},
        "by_group": dict(told.by_group),
        "by_hamlet": dict(told.by_hamlet),
        "by_period": dict(told.by_period),
        "on_time": {
            str(clock): {"met": each.met, "missed": each.missed, "percent": each.percent}
            for clock, each in told.on_time.items()
        },
        "answered_with_days": told.answered_with_days,
        "median_days": told.median_days,
    }
