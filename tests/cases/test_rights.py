"""What the reporter is told he may do: about an answer, about silence, and when the village has nobody left."""

from __future__ import annotations

from datetime import date

import pytest

from kentongan.cases import rights
from kentongan.cases.actions import answer, objection, reporter, verification
from kentongan.cases.models import Case
from kentongan.cases.queries.tracking import tracking
from kentongan.people.models import Officer
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Outcome, Refused, Urgency
from kentongan.villages.models import Category, Village
from tests.factories import MONDAY, Office, at, lodge


def archived(office: Office, **extra: object) -> Case:
    case = lodge(office.village, **extra).case
    verification.archive(
        case=case, by=office.tono, at=MONDAY, reason=ArchiveReason.TOO_GENERAL, explanation="Mohon dirinci."
    )
    return case


def told(case: Case, day: date) -> dict[str, str]:
    return {right.key: right.text for right in rights.rights_of(case, at(day))}


def test_while_the_village_is_in_time_there_is_nothing_to_claim(office: Office) -> None:
    assert told(lodge(office.village).case, date(2026, 7, 8)) == {}


def test_a_late_case_tells_of_asking_and_of_the_ombudsman(office: Office) -> None:
    found = told(lodge(office.village).case, date(2026, 7, 10))
    assert list(found) == ["late", "ombudsman"]
    assert "tanpa biaya" in found["ombudsman"]
    assert "2 tahun" in found["ombudsman"]
    assert "0811-998-3737" in found["ombudsman"]
    assert "Periksa lagi" in found["ombudsman"]


def test_an_answer_tells_of_reopening_objection_and_the_ombudsman(office: Office) -> None:
    case = lodge(office.village, incident_on=date(2026, 7, 1)).case
    category = Category.objects.filter(village=office.village).first()
    assert category is not None
    verification.verify(
        case=case,
        by=office.tono,
        at=MONDAY,
        case_class=CaseClass.NON_SUPERVISORY,
        category=category,
        urgency=Urgency.NORMAL,
    )
    answer.answer(case=case, by=office.tono, at=MONDAY, outcome=Outcome.SETTLED, text="Sudah.")
    found = told(case, date(2026, 7, 7))
    assert list(found) == ["reopen", "objection", "ombudsman"]
    assert "Kepala Desa atau BPD, oleh orang yang tidak ikut menangani" in found["objection"]
    assert "14 hari kerja" in found["objection"]
    assert "sampai Sabtu, 1 Juli 2028" in found["ombudsman"]
    assert [right.key for right in tracking(case, at(date(2026, 7, 7))).rights] == list(found)


def test_the_last_day_to_object_is_named(office: Office) -> None:
    case = archived(office)
    assert told(case, date(2026, 7, 7))["objection"].startswith("Sampai Rabu, 5 Agustus 2026, Anda dapat mengajukan")
    assert list(told(case, date(2026, 8, 6))) == ["ombudsman"]


def test_a_head_who_handled_the_case_does_not_decide_and_the_page_does_not_promise_him(office: Office) -> None:
    case = archived(office)
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Kepala desa", officers=[office.kades])
    assert "diputuskan BPD, oleh orang" in told(case, date(2026, 7, 7))["objection"]
    reporter.object_(case=case, at=MONDAY, reason="Sudah jelas.")
    with pytest.raises(Refused):
        objection.decide(case=case, by=office.tono, at=MONDAY, upheld=False, reasons="Tetap.")
    objection.decide(case=case, by=office.bpd, at=MONDAY, upheld=False, reasons="Tetap.")


def test_a_village_with_nobody_left_to_decide_says_so_and_names_the_way_out(office: Office) -> None:
    case = archived(office)
    Officer.objects.filter(pk__in=[office.bpd.pk, office.kades.pk]).update(is_active=False)
    text = told(case, date(2026, 7, 7))["objection"]
    assert "tidak ada yang boleh memutuskannya" in text
    assert "Camat Rembang" in text
    assert "Ombudsman" in text


def test_contacts_a_village_wrote_itself_are_shown_as_they_are(office: Office) -> None:
    Village.objects.filter(pk=office.village.pk).update(texts={"ombudsman_contact": "telepon 024-123"})
    case = lodge(office.village).case
    case.village.refresh_from_db()
    text = told(case, date(2026, 7, 10))["ombudsman"]
    assert "Kontak: telepon 024-123." in text
    assert "Periksa lagi" not in text


def test_a_mail_tells_of_rights_but_nothing_of_the_case(office: Office) -> None:
    assert rights.in_a_mail(office.village, Move.ASSIGN) == ()
    assert len(rights.in_a_mail(office.village, Move.ANSWER)) == 2
    (outside,) = rights.in_a_mail(office.village, Move.ESCALATE)
    assert "Ombudsman" in outside


def test_sentences_for_a_letter_name_each_right(office: Office) -> None:
    found = rights.sentences(archived(office), at(date(2026, 7, 7)))
    assert [sentence.partition(":")[0] for sentence in found] == ["Keberatan", "Ombudsman Republik Indonesia"]
