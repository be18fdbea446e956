"""Several cases in one act: each is its own action with its own transaction and ledger entry, and its own answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kentongan.cases.actions import assignment, triage, verification
from kentongan.cases.models import Assignment, Case
from kentongan.cases.queries.inbox import visible_numbers
from kentongan.people.models import Officer
from kentongan.rules.types import ArchiveReason, Refused, Status

MAX_TOGETHER = 50
CHANGED = "Aduan ini berubah sejak Anda memilihnya. Periksa dulu keadaan terbarunya."


@dataclass(frozen=True)
class Chosen:
    """A case somebody ticked, and its stamp (`updated_at`, ISO 8601) as he saw it."""

    id: UUID
    stamp: str


@dataclass(frozen=True)
class Result:
    """What became of one of them; `sentence` says why not."""

    id: UUID
    number: str
    title: str
    done: bool
    sentence: str


def assign_all(
    *, chosen: Sequence[Chosen], by: Officer, at: datetime, handler: Officer, instruction: str, due_on: date
) -> list[Result]:
    """Give several cases to one handler with one instruction and date (see `assignment.assign`).

    Cases this officer may not see are passed over as if they did not exist.
    """

    def already(case: Case) -> bool:
        return _is_assigned(case, by, handler, instruction)

    def act(case: Case) -> None:
        assignment.assign(case=case, by=by, at=at, handler=handler, instruction=instruction, due_on=due_on)

    return _each(chosen, by, already, act)


def hand_over_all(*, chosen: Sequence[Chosen], by: Officer, at: datetime, to: Officer, reason: str) -> list[Result]:
    """Hand several cases to another handler (see `assignment.hand_over`)."""

    def already(case: Case) -> bool:
        return case.handler_id == to.pk

    def act(case: Case) -> None:
        assignment.hand_over(case=case, by=by, at=at, to=to, reason=reason)

    return _each(chosen, by, already, act)


def pass_all(*, wanted: Sequence[UUID], by: Officer, at: datetime) -> list[Result]:
    """Pass several cases from the triage tray on to the ordinary list (see `triage.pass_triage`)."""

    def act(case: Case) -> None:
        triage.pass_triage(case=case, by=by, at=at)

    return _each(_as_they_are(wanted), by, _out_of_tray, act)


def archive_all(
    *, wanted: Sequence[UUID], by: Officer, at: datetime, reason: ArchiveReason, explanation: str
) -> list[Result]:
    """Archive several cases of the triage tray with one reason, each by the ordinary move."""

    def act(case: Case) -> None:
        verification.archive(case=case, by=by, at=at, reason=reason, explanation=explanation)

    return _each(_as_they_are(wanted), by, _out_of_tray, act)


def _as_they_are(wanted: Sequence[UUID]) -> list[Chosen]:
    """What waits in the tray is sorted as it is: whoever was faster has taken it out, and that is seen."""
    keys = list(wanted)[:MAX_TOGETHER]
    rows = Case.objects.filter(pk__in=keys).values_list("pk", "updated_at")
    return [Chosen(key, at.isoformat()) for key, at in rows]


def _out_of_tray(case: Case) -> bool:
    return not case.triage


def _each(
    chosen: Sequence[Chosen], by: Officer, already: Callable[[Case], bool], act: Callable[[Case], None]
) -> list[Result]:
    wanted = list({item.id: item for item in chosen}.values())[:MAX_TOGETHER]
    seen = visible_numbers(by.viewer(), by.village, [item.id for item in wanted])
    cases = {case.pk: case for case in Case.objects.filter(pk__in=list(seen)).select_related("village")}
    results = []
    for item in wanted:
        case = cases.get(item.id)
        if case is not None:
            title = case.title or " ".join(case.story[:90].split()) or "Aduan tersegel"
            done, sentence = _one(case, item.stamp, already, act)
            results.append(Result(case.pk, case.number, title, done=done, sentence=sentence))
    return results


def _one(case: Case, stamp: str, already: Callable[[Case], bool], act: Callable[[Case], None]) -> tuple[bool, str]:
    """Act on one case, if it is still as the officer saw it; a second click finds it done."""
    if already(case):
        return True, "Sudah tercatat sebelumnya."
    try:
        with transaction.atomic():
            locked = Case.objects.select_for_update(of=("self",)).only("id", "updated_at").get(pk=case.pk)
            if locked.updated_at.isoformat() != stamp:
                return False, CHANGED
            act(case)
    except Refused as refused:
        return False, refused.sentence
    return True, ""


def _is_assigned(case: Case, by: Officer, handler: Officer, instruction: str) -> bool:
    """Tell whether exactly this was done already."""
    mine = Assignment.objects.filter(village_id=case.village_id, case=case, handler=handler, assigned_by=by)
    return (
        case.status == Status.ASSIGNED
        and case.handler_id == handler.pk
        and mine.filter(ended_at__isnull=True, instruction=instruction.strip()).exists()
    )
