"""The register of restricted cases ("Register khusus"): to each reader only the lines of cases that are his to see.

Its numbers are drawn at random, so what a reader does not see leaves no gap. What is sealed stays sealed here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.db.models import Q

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case, CaseMember
from kentongan.cases.models.case import CHANNELS
from kentongan.cases.queries.book import Line
from kentongan.cases.queries.inbox import without_hidden
from kentongan.cases.register import RESTRICTED
from kentongan.rules import access
from kentongan.rules.access import Scope, Viewer
from kentongan.rules.types import CaseClass, Kind, Outcome, Status
from kentongan.villages.models import Village

MOST: Final = 1_000  # lines of a year; no officer is let into more
SEALED: Final = "Isi tersegel; ada pada aduan itu sendiri"
_CHANNEL_LABELS: Final = dict(CHANNELS)


def lines(viewer: Viewer, village: Village, year: int) -> list[Line]:
    """Return the lines of a year that this officer may read, in the order of receipt (one query).

    A case that was released stands here for good, under its old number and with the new one.
    """
    if access.case_scope(viewer) is Scope.NONE:
        return []
    starts, ends = (datetime(each, 1, 1, tzinfo=village.zone).astimezone(UTC) for each in (year, year + 1))
    member = CaseMember.objects.filter(village=village, officer=viewer.id).values("case")
    ever_restricted = Q(restricted=True) | Q(series=RESTRICTED) | ~Q(restricted_number="")
    cases = without_hidden(Case.objects.filter(ever_restricted, village=village, pk__in=member), viewer)
    within = cases.filter(received_at__gte=starts, received_at__lt=ends).order_by("received_at", "pk")
    return [_line(case, village) for case in within.select_related("category", "handler")[:MOST]]


def _line(case: Case, village: Village) -> Line:
    released = not case.restricted and bool(case.restricted_number)
    ended = case.closed_at or case.answered_at
    return Line(
        key=case.book_key,
        case=case.pk,
        series=case.series,
        seq=case.seq,
        number=case.restricted_number or case.number,
        received_at=case.received_at.astimezone(village.zone),
        date_unknown=case.date_unknown,
        withheld=False,
        identity_mode=IdentityMode(case.identity_mode),
        identity=case.identity,
        channel=_CHANNEL_LABELS.get(case.channel, case.channel),
        kind=Kind(case.kind).label,
        title=case.title,
        story=SEALED,
        category=case.category.name if case.category else "",
        case_class=CaseClass(case.case_class).label if case.case_class else "",
        handler=str(case.handler) if case.handler else "",
        due_on=case.next_due_on,
        follow_up=f"Dilepas ke penanganan biasa: nomor {case.number}" if released else "",
        status=Status(case.status),
        ended_on=ended.astimezone(village.zone).date() if ended else None,
        outcome=Outcome(case.outcome).label if case.outcome else "",
    )
