"""Whatever is changed by hand of a case that an entry commits to is found, and the entry named; nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.cases import verifying
from kentongan.cases.actions import answer, assignment, confining, erasing, follow_up, verification
from kentongan.cases.models import Case, CaseClock, Event, EventDocument
from kentongan.cases.models.sealed import MARK
from kentongan.documents import shelf, store
from kentongan.documents.clean import clean
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.rules.data_rights import ErasedWhy
from kentongan.rules.types import Outcome, Urgency
from kentongan.support.ids import uuid7
from kentongan.villages import remembered
from kentongan.villages.models import Category, Village
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, NON_SUPERVISORY, Office, lodge
from tests.guarded import Guarded
from tests.ledger.helpers import sql

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(village: Village) -> list[str]:
    return [wrong.sentence for wrong in verifying.check(village)]


def handled(office: Office) -> Case:
    """A complaint with a picture that was verified, assigned, reported on, and answered."""
    documents = store.take_in(village=office.village, uploads=[clean(jpeg())], by=None, at=MONDAY)
    case = lodge(office.village, documents=tuple(documents)).case
    category = Category.objects.get(village=office.village, restricted=False)
    verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY + DAY,
        case_class=NON_SUPERVISORY,
        category=category,
        urgency=Urgency.NORMAL,
    )
    assignment.assign(
        case=case,
        by=office.tono,
        at=MONDAY + DAY,
        handler=office.joko,
        instruction="Tinjau lokasi.",
        due_on=(MONDAY + 3 * DAY).date(),
    )
    follow_up.progress(case=case, by=office.joko, at=MONDAY + 2 * DAY, text="Sudah ditinjau.", for_reporter=True)
    answer.propose(case=case, by=office.joko, at=MONDAY + 3 * DAY, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    answer.answer(case=case, by=office.tono, at=MONDAY + 4 * DAY, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    return case


def index_of(case: Case, action: str) -> int:
    return next(each.index for each in ledger.entries_for(case.pk, log=case.village.log) if each.action == action)


CHANGES: dict[str, tuple[str, str]] = {
    # what is changed by hand: (SQL, the move whose entry must be named)
    "status": ("UPDATE cases_case SET status = 'closed'", "answer"),
    "class": ("UPDATE cases_case SET case_class = 'supervisory'", "answer"),
    "kind": ("UPDATE cases_case SET kind = 'aspiration'", "answer"),
    "number": ("UPDATE cases_case SET number = '999/ADU/2026'", "answer"),
    "round": ("UPDATE cases_case SET round = 2", "answer"),
    "nearest limit": ("UPDATE cases_case SET next_due_on = '2027-01-01'", "answer"),
    "story": ("UPDATE cases_case SET story = 'Jalan baik-baik saja.'", "receive"),
    "received": ("UPDATE cases_case SET received_at = '2026-07-01 02:00:00+00:00'", "receive"),
    "channel": ("UPDATE cases_case SET channel = 'letter'", "receive"),
    "identity": ("UPDATE cases_case SET identity_mode = 'anonymous', proxy = '0'", "receive"),
    "limit of a clock": ("UPDATE cases_caseclock SET due_on = '2027-01-01' WHERE kind = 'answer'", "answer"),
    "end of a clock": ("UPDATE cases_caseclock SET stopped_on = '2026-07-06' WHERE kind = 'verify'", "answer"),
    "a clock gone": ("DELETE FROM cases_caseclock WHERE kind = 'verify'", "answer"),
    "words": ("UPDATE cases_event SET text = 'Belum ditinjau.' WHERE move = 'progress'", "progress"),
    "time": ("UPDATE cases_event SET at = '2026-07-06 03:00:00+00:00' WHERE move = 'progress'", "progress"),
    "who": ("UPDATE cases_event SET actor = 'unit_head' WHERE move = 'progress'", "progress"),
    "from": ("UPDATE cases_event SET from_status = 'received' WHERE move = 'progress'", "progress"),
    "to": ("UPDATE cases_event SET to_status = 'closed' WHERE move = 'progress'", "progress"),
    "move": ("UPDATE cases_event SET move = 'note' WHERE move = 'progress'", "progress"),
    "outcome": ("UPDATE cases_event SET data = '{\"outcome\": \"not_proven\"}' WHERE move = 'answer'", "answer"),
    "a picture's bytes on record": ("UPDATE documents_document SET sha256 = '" + "0" * 64 + "'", "receive"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_fact_changed_by_hand_is_named_with_its_entry(office: Office, what: str) -> None:
    case = handled(office)
    assert told(office.village) == []
    statement, move = CHANGES[what]
    sql(statement)
    found = told(office.village)
    assert len(found) == 1, found
    assert found[0].startswith(f"Entri {index_of(case, move)} ({move}):")


def test_a_deleted_case_is_named_by_the_entry_of_its_receipt(office: Office) -> None:
    case, _ = lodge(office.village).case, lodge(office.village).case
    index = index_of(case, "receive")
    for model in (CaseClock, Event):
        model.objects.filter(case=case).delete()
    case.delete()
    assert told(office.village) == [f"Entri {index} (receive): aduan yang dicatat di sini tidak ada lagi."]


def test_a_deleted_event_is_named_and_a_planted_one_is_found(office: Office) -> None:
    case = handled(office)
    event = Event.objects.get(case=case, move="progress")
    index = index_of(case, "progress")
    Event.objects.filter(pk=event.pk).delete()
    assert told(office.village) == [f"Entri {index} (progress): peristiwa yang dicatat di sini tidak ada lagi."]
    event.save(force_insert=True)
    Event.objects.create(
        village=office.village,
        case=case,
        move="note",
        at=MONDAY,
        actor="handler",
        officer=office.joko,
        to_status=case.status,
    )
    assert told(office.village) == [f"Peristiwa “note” pada aduan {case.number} tidak punya entri."]


def test_a_planted_case_is_found(office: Office) -> None:
    case = lodge(office.village).case
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.seq, twin.number, twin.code_hash, twin.submission_hash = uuid7(), 77, "077/X", "x" * 64, None
    twin.save(force_insert=True)
    assert told(office.village) == ["Aduan 077/X tidak punya entri penerimaan dalam catatan."]


def test_a_file_changed_on_the_disk_or_taken_away_is_named(office: Office) -> None:
    case = handled(office)
    index = index_of(case, "receive")
    document = Document.objects.get(subject=case.pk)
    path = shelf.path_of(document)
    path.chmod(0o600)
    path.write_bytes(b"lain")
    assert told(office.village) == [
        f"Entri {index} (receive): isi berkas di penyimpanan bukan lagi yang dicatat, atau hilang."
    ]
    assert list(verifying.check(office.village, files=False)) == []
    EventDocument.objects.all().delete()
    assert told(office.village) == [
        f"Entri {index} (receive): banyaknya berkas pada peristiwa ini bukan lagi yang dicatat."
    ]


def test_an_erased_case_raises_no_alarm_but_its_status_and_its_events_are_still_checked(office: Office) -> None:
    case = handled(office)
    erasing.erase(case=case, at=MONDAY + 9 * DAY, why=ErasedWhy.REQUEST)
    assert told(office.village) == []
    Event.objects.filter(case=case, move="progress").delete()
    index = index_of(case, "progress")
    assert told(office.village) == [
        f"Entri {index} (progress): peristiwa yang dicatat di sini tidak ada lagi atau diubah."
    ]
    sql("UPDATE cases_case SET case_class = 'supervisory'")
    assert len(told(office.village)) == 2


def test_a_case_marked_erased_by_hand_is_found(office: Office) -> None:
    case = lodge(office.village).case
    Case.objects.filter(pk=case.pk).update(erased_at=MONDAY)
    assert told(office.village) == [f"Aduan {case.number} ditandai terhapus tanpa entri penghapusan."]


def test_what_is_sealed_later_is_committed_to_anew_and_so_it_is_when_it_is_released() -> None:
    guarded = Guarded()
    remembered.forget()
    case = handled(guarded)
    confining.restrict(
        case=case, by=guarded.tono, at=MONDAY + 5 * DAY, reason="Menyangkut anak.", keys=guarded.ring(guarded.tono)
    )
    assert told(guarded.village) == []
    event = Event.objects.get(case=case, move="progress")
    other = Event.objects.get(case=case, move="answer")
    Event.objects.filter(pk=event.pk).update(text=other.text)
    index = index_of(case, "resealed")
    assert told(guarded.village) == [f"Entri {index} (resealed): teks peristiwa bukan lagi yang dicatat."]
    event.save()
    sql("UPDATE cases_event SET text = %s WHERE move = 'progress'", f"{MARK}?")  # no bytes of a seal at all
    assert told(guarded.village) == [f"Entri {index} (resealed): teks peristiwa bukan lagi yang dicatat."]
    event.save()
    case.refresh_from_db()
    confining.release(
        case=case, by=guarded.tono, at=MONDAY + 6 * DAY, reason="Tidak perlu lagi.", keys=guarded.ring(guarded.tono)
    )
    assert told(guarded.village) == []
    Event.objects.filter(pk=event.pk).update(text="Belum ditinjau.")
    assert len(told(guarded.village)) == 1
    remembered.forget()
