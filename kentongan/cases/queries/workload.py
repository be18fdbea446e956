"""What each handler has in hand: for handing work over, and before an account is closed. Counts are bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.cases.models import Assignment, Case, CaseMember
from kentongan.cases.queries.inbox import NOT_IN_TRAY, OPEN, TALLY_CAP, visible, without_hidden
from kentongan.people.models import Officer
from kentongan.rules.access import SEES_ALL, Viewer
from kentongan.rules.moves import TABLE
from kentongan.rules.types import Move, Role
from kentongan.villages.models import Village

OFFICERS_SHOWN = 100
FRESH_SHOWN = 5


@dataclass(frozen=True)
class Load:
    """One handler and how many open cases he has in hand; `left`: his account is closed or he handles no more."""

    officer: Officer
    count: str
    left: bool


def handled_by(viewer: Viewer, village: Village, handler: Officer) -> QuerySet[Case]:
    """Return what a handler has in hand, of the cases this viewer may see; in the order of the inbox."""
    cases = visible(viewer, village).filter(**OPEN, handler=handler, status__in=list(TABLE[Move.HANDOVER].sources))
    return cases.order_by("inbox_key")


def in_hand(viewer: Viewer, village: Village, handler: Officer) -> int:
    """Return how many of them there are, counted up to TALLY_CAP + 1 (one query)."""
    return len(handled_by(viewer, village, handler).values_list("pk", flat=True)[: TALLY_CAP + 1])


def open_cases_of(handler: Officer, *, not_about: Officer | None) -> int:
    """Return how many open cases lie with an officer, up to TALLY_CAP + 1: a bare number for who closes his account.

    Cases about the one who asks (`not_about`; None: a command on the server), and restricted ones that are not his to
    see, are not counted: whoever closes the account learns nothing of them.
    """
    cases = Case.objects.filter(
        village=handler.village_id, **OPEN, handler=handler, status__in=list(TABLE[Move.HANDOVER].sources)
    )
    if not_about is not None:
        cases = without_hidden(cases, not_about.viewer())
    return len(cases.values_list("pk", flat=True)[: TALLY_CAP + 1])


def loads(viewer: Viewer, village: Village) -> list[Load]:
    """Return the handlers with their loads, and everybody else who still has a case in hand (one query an officer)."""
    officers = Officer.objects.filter(village=village).prefetch_related("roles").order_by("name")[:OFFICERS_SHOWN]
    found = []
    for officer in officers:
        handles = officer.is_active and Role.HANDLER in officer.role_set
        count = in_hand(viewer, village, officer)
        if handles or count:
            words = f"{TALLY_CAP}+" if count > TALLY_CAP else str(count)
            found.append(Load(officer=officer, count=words, left=not handles))
    return sorted(found, key=lambda load: (not load.left, load.officer.name))


def stranded(viewer: Viewer, village: Village) -> list[Officer]:
    """Return who handles no more while cases this viewer may see still lie with him (two queries)."""
    able = Officer.objects.filter(village=village, is_active=True, roles__role=Role.HANDLER)
    gone = list(Officer.objects.filter(village=village).exclude(pk__in=able).order_by("name")[:OFFICERS_SHOWN])
    if not gone:
        return []
    held = visible(viewer, village).filter(**OPEN, handler__in=gone, status__in=list(TABLE[Move.HANDOVER].sources))
    keys = set(held.values_list("handler", flat=True)[: TALLY_CAP + 1])
    return [officer for officer in gone if officer.pk in keys]


@dataclass(frozen=True)
class Fresh:
    """What came in, or was given to him, since his last visit: how many (TALLY_CAP + 1 means more), and the newest."""

    count: int
    newest: tuple[tuple[UUID, str, str], ...]  # id, register number, title


NOTHING_NEW = Fresh(0, ())


def fresh(viewer: Viewer, village: Village, since: datetime) -> Fresh:
    """Return what is new to this officer since an aware time (two bounded queries)."""
    given = Assignment.objects.filter(village=village, handler=viewer.id, assigned_at__gt=since, ended_at__isnull=True)
    wanted = Q(pk__in=given.values("case"))
    if viewer.roles & SEES_ALL:
        newest = Case.objects.filter(village=village, received_at__gt=since).order_by("-received_at", "-id")
        wanted |= Q(pk__in=without_hidden(newest, viewer).values("pk")[: TALLY_CAP + 1])
    else:
        # Let into a restricted case: new to him, though it was given to nobody.
        let_in = CaseMember.objects.filter(village=village, officer=viewer.id, since__gt=since)
        wanted |= Q(pk__in=let_in.values("case"))
    cases = visible(viewer, village).filter(wanted, **NOT_IN_TRAY)
    shown = cases.order_by("-pk").values_list("pk", "number", "title", "story")[:FRESH_SHOWN]
    return Fresh(
        count=len(cases.values_list("pk", flat=True)[: TALLY_CAP + 1]),
        newest=tuple((key, number, title or " ".join(story.split()[:12])) for key, number, title, story in shown),
    )
