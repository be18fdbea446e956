"""Who may make which move at the desk: every move's form, sent by every role, in a case where the move is possible.

The rules are tested without a desk in tests/rules; here the whole way is walked, from the form to the event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kentongan.cases.actions import answer, confining, reporter, verification
from kentongan.cases.models import Case, CaseClock, Escalation, Event
from kentongan.desk.moves import FORMS
from kentongan.desk.pages.case import stamp_of
from kentongan.people.models import Officer
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import CaseClass, Move, Outcome, Rung, Status, Urgency
from kentongan.vault.keyring import Keyring
from kentongan.villages.models import Body, Category, Village
from tests.architecture.visitors import taken_back
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, lodge, make_village

pytestmark = pytest.mark.django_db

# Joko handles the case, Rini another one: who has not been given a case cannot even see it.
# "restricted" is a case in progress that the unit head has restricted: only its route and its handler know of it.
TABLE = """
move              status           sari  tono  joko  rini  kades  bpd  admin
verify            received         yes   yes   none  none  no     no   none
pass_triage       received         yes   yes   none  none  no     no   none
ask               verified         yes   yes   yes   none  no     no   none
complete          waiting          yes   no    no    none  no     no   none
reclassify        verified         no    yes   no    none  no     no   none
forward           verified         no    yes   no    none  no     no   none
body_answered     forwarded        yes   yes   no    none  no     no   none
archive           verified         no    yes   no    none  no     no   none
merge             verified         no    yes   no    none  no     no   none
assign            verified         no    yes   no    none  yes    no   none
handover          in_progress      no    yes   no    none  yes    no   none
unmerge           merged           no    yes   no    none  no     no   none
split             verified         yes   yes   no    none  no     no   none
decline           assigned         no    no    yes   none  no     no   none
progress          assigned         no    no    yes   none  no     no   none
propose           in_progress      no    no    yes   none  no     no   none
return            answer_proposed  no    yes   no    none  no     no   none
answer            answer_proposed  no    yes   no    none  no     no   none
district_told     in_progress      no    yes   no    none  no     yes  none
tell              answered         yes   yes   yes   none  no     no   none
reopen            closed           no    yes   no    none  no     no   none
decide_objection  under_objection  no    no    no    none  yes    yes  none
extend            in_progress      no    yes   no    none  no     no   none
resume            withdrawn        yes   no    no    none  no     no   none
message           in_progress      yes   yes   yes   none  no     no   none
note              in_progress      yes   yes   yes   none  yes    yes  none
evidence          in_progress      yes   yes   yes   none  no     no   none
name_reported     in_progress      yes   yes   no    none  no     yes  none
open_identity     in_progress      yes   yes   no    none  no     no   none
reissue_code      in_progress      yes   yes   no    none  no     no   none
restrict          in_progress      yes   yes   no    none  no     yes  none
admit             restricted       yes   yes   no    none  none   none none
release           restricted       yes   yes   no    none  none   none none
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
PEOPLE = HEAD[2:]
RESTRICTED = "restricted"
SAYS = {302: "yes", 200: "yes", 422: "no", 403: "none", 404: "none"}


@pytest.fixture
def office(db: None) -> Office:
    return Office(make_village())


def typed(move: Move, office: Office, other: Case) -> dict[str, Any]:
    """What a person fills in, valid for every move that asks for it."""
    village = office.village
    far = (datetime.now(tz=UTC) + timedelta(days=200)).date().isoformat()
    text = "Sudah dicek bersama ketua RT."
    special: dict[Move, dict[str, Any]] = {
        Move.ARCHIVE: {"reason": "too_general"},
        Move.MERGE: {"number": other.number},
        Move.EVIDENCE: {"evidence": SimpleUploadedFile("foto.jpg", jpeg(), "image/jpeg")},
        Move.NAME_REPORTED: {"whom": "Ketua kelompok ternak"},
        Move.ADMIT: {"whom": office.bpd.pk},
        Move.SPLIT: {"story_1": "Lampu di balai dusun mati."},
    }
    return {
        "case_class": "non_supervisory",
        "category": category(village).pk,
        "urgency": "normal",
        "body": Body.objects.get(village=village).pk,
        "handler": office.rini.pk,
        "due_on": far,
        "new_date": far,
        "outcome": "settled",
        "verdict": "upheld",
        "audience": "reporter",
        "how": "in_person",
        **dict.fromkeys(
            ("text", "reason", "reasons", "question", "explanation", "instruction", "missing", "note", "detail"), text
        ),
    } | special.get(move, {})


def category(village: Village) -> Category:
    return Category.objects.get(village=village, restricted=False)


def place(case: Case, status: str, office: Office, other: Case | None = None) -> None:
    """Bring the case to where the move is possible; Joko handles it.

    What starts clocks is done in earnest; the rest of the way is a short cut.
    """
    now = datetime.now(tz=UTC)
    if status == Status.RECEIVED:
        return
    _verified(case, office)
    if status in (Status.ANSWERED, Status.UNDER_OBJECTION, Status.CLOSED):
        answer.answer(case=case, by=office.tono, at=MONDAY, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    Case.objects.filter(pk=case.pk).update(
        status=Status.ANSWERED if status == Status.UNDER_OBJECTION else status,
        previous_status=Status.VERIFIED,
        merged_into=other if status == Status.MERGED else None,
        handler=office.joko,
        closed_at=now if status == Status.CLOSED else None,
        deemed_withdrawn=status == Status.WITHDRAWN,
    )
    case.refresh_from_db()
    if status == Status.UNDER_OBJECTION:
        reporter.object_(case=case, at=now, reason="Belum sesuai.")
        case.refresh_from_db()


def _verified(case: Case, office: Office) -> None:
    verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY,
        case_class=CaseClass.NON_SUPERVISORY,
        category=category(office.village),
        urgency=Urgency.NORMAL,
    )


def restricted(case: Case, office: Office) -> None:
    keys = Keyring({}, officer=office.tono.pk, service=True)
    confining.restrict(case=case, by=office.tono, at=MONDAY, reason="Menyangkut kekerasan.", keys=keys)
    case.refresh_from_db()


def taken_up_to_the_district(case: Case) -> None:
    clock = CaseClock.objects.get(case=case, kind="answer")
    Escalation.objects.create(
        village=case.village,
        case=case,
        clock=clock,
        step=case.pk,
        rung=Rung.DISTRICT,
        due_on=clock.due_on or MONDAY.date(),
        late=True,
        at=MONDAY,
    )


def windows(office: Office) -> Iterator[tuple[str, Client]]:
    for name in PEOPLE:
        officer: Officer = getattr(office, name)
        client = Client()
        client.force_login(officer)
        yield name, client


def moves_of(case: UUID) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("at", "id").values_list("move", flat=True))


def test_the_table_has_a_row_for_every_form() -> None:
    assert {row[0] for row in ROWS} == {str(move) for move in FORMS}


@pytest.mark.parametrize(("row"), ROWS, ids=[row[0] for row in ROWS])
def test_a_move_is_made_by_whom_the_table_names_and_by_nobody_else(office: Office, row: list[str]) -> None:
    name, status, *expected = row
    other, case = lodge(office.village).case, lodge(office.village).case
    place(case, Status.IN_PROGRESS if status == RESTRICTED else status, office, other)
    if status == RESTRICTED:
        restricted(case, office)
    if name == Move.PASS_TRIAGE:
        Case.objects.filter(pk=case.pk).update(triage=True, triage_reason=TriageReason.CALLER)
    if name == Move.DISTRICT_TOLD:
        taken_up_to_the_district(case)
    before = moves_of(case.pk)
    met, offered = {}, {}
    for person, client in windows(office):
        with taken_back():
            address = reverse("desk:move", args=[case.pk, name])
            page = client.get(address)
            offered[person] = f'id="langkah_{name}"' in page.content.decode()
            data = typed(Move(name), office, other) | {"cap": stamp_of(case)}
            met[person] = SAYS[client.post(address, data).status_code]
            made = moves_of(case.pk)[len(before) :]
            assert made == ([name] if met[person] == "yes" else []), person
    assert met == dict(zip(PEOPLE, expected, strict=True))
    assert offered == {person: said == "yes" for person, said in met.items()}, "offers exactly what it allows"
