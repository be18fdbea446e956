"""Whose turn it is: which open cases wait for a move of whom."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from kentongan.cases.models import CaseConflict, CaseMember
from kentongan.cases.queries.escalation import taken_up, taken_up_to
from kentongan.rules.access import Viewer
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Role, Status
from kentongan.villages.models import Village

SOON = timedelta(days=2)  # calendar days: the list says "besok", the case page counts working days


def needs_me(viewer: Viewer, village: Village, *, today: date) -> Q:
    """Return which open cases wait for a move of this viewer, by his roles (RULES §3, column "who")."""
    wanted = Q(pk__in=[])
    if viewer.roles & {Role.INTAKE, Role.UNIT_HEAD}:
        wanted |= Q(status=Status.RECEIVED)
        wanted |= Q(archive_proposed_by__isnull=False, status=Status.VERIFIED) & ~Q(archive_proposed_by=viewer.id)
        # An answer that has not reached the reporter yet is told by hand before its 14 days are over.
        wanted |= Q(status=Status.ANSWERED, next_clock=ClockKind.TELL_DECISION, next_due_on__lte=today + SOON)
    if Role.UNIT_HEAD in viewer.roles:
        wanted |= Q(status__in=[Status.VERIFIED, Status.REOPENED])
    if (Role.VILLAGE_HEAD if village.village_head_answers else Role.UNIT_HEAD) in viewer.roles:
        wanted |= Q(status=Status.ANSWER_PROPOSED)
    elif Role.UNIT_HEAD in viewer.roles:
        # A case about the village head bypasses him (RULES §3); else nobody would be told that it waits.
        head = CaseConflict.objects.filter(village=village, case=OuterRef("pk"), officer__roles__role=Role.VILLAGE_HEAD)
        wanted |= Q(Exists(head), status=Status.ANSWER_PROPOSED)
    if viewer.roles & {Role.VILLAGE_HEAD, Role.BPD}:
        wanted |= Q(status=Status.UNDER_OBJECTION)
    wanted |= taken_up_to(viewer, village)
    if Role.HANDLER in viewer.roles:
        wanted |= Q(handler=viewer.id, status__in=[Status.ASSIGNED, Status.IN_PROGRESS])
    return wanted | _needs_his_route(viewer, village, today)


def _needs_his_route(viewer: Viewer, village: Village, today: date) -> Q:
    """Which restricted cases wait for the officers of their route, whatever their roles (rules.access.powers)."""
    of_route = CaseMember.objects.filter(village=village, case=OuterRef("pk"), officer=viewer.id, of_route=True)
    sorting = [Status.RECEIVED, Status.VERIFIED, Status.REOPENED, Status.UNDER_OBJECTION]
    waits = Q(status__in=sorting) & (Q(archive_proposed_by__isnull=True) | ~Q(archive_proposed_by=viewer.id))
    waits |= Q(status=Status.ANSWERED, next_clock=ClockKind.TELL_DECISION, next_due_on__lte=today + SOON)
    # The village head answers only what is nobody's else to answer.
    waits |= Q(status=Status.ANSWER_PROPOSED)
    return Q(Exists(of_route), restricted__in=[True]) & (waits | taken_up(village))
