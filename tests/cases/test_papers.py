"""Papers of a case: numbered without gaps, kept, finished after a crash, voided; never with the reporter's identity."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from kentongan.cases.actions import papers, verification
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.models import Case, Event, Paper
from kentongan.cases.queries.papers import for_reporter, papers_of
from kentongan.documents import papers as files
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.rules.types import Move, PaperKind, Refused
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, at, lodge, make_village

A_PDF = b"%PDF-1.7 sebuah surat"
KIND = PaperKind.ANSWER_LETTER


def reserve(case: Case, office: Office, kind: PaperKind = KIND, **more: Any) -> Paper:
    return papers.reserve(case=case, **{"by": office.tono, "at": MONDAY, "kind": kind, "data": {"body": "Isi"}} | more)


def kept(paper: Paper, office: Office) -> Paper:
    document = files.keep(A_PDF, village=office.village, by=office.tono.id, at=MONDAY)
    return papers.keep(paper=paper, document=document, at=MONDAY)


def entries(case: Case) -> list[str]:
    return [entry.action for entry in ledger.entries_for(case.id, log=case.village.log)]


def test_papers_are_numbered_one_after_the_other_whatever_their_kind_and_anew_each_year(office: Office) -> None:
    case, other = lodge(office.village).case, lodge(office.village).case
    numbers = [
        reserve(case, office).number,
        reserve(other, office, PaperKind.DISPOSITION).number,
        reserve(case, office, at=at(date(2027, 1, 4))).number,
    ]
    assert numbers == ["001/TGP/33.03.13.2003/2026", "002/DISP/33.03.13.2003/2026", "001/TGP/33.03.13.2003/2027"]


def test_the_year_of_a_number_is_the_year_in_the_village(office: Office) -> None:
    first_hour = at(date(2026, 12, 31), 9) + timedelta(hours=16)  # one o'clock on New Year's day in WIB
    assert reserve(lodge(office.village).case, office, at=first_hour).year == 2027


def test_another_village_has_its_own_numbers(office: Office) -> None:
    reserve(lodge(office.village).case, office)
    elsewhere = Office(make_village("Losari", "33.03.13.2005"))
    assert reserve(lodge(elsewhere.village).case, elsewhere).number == "001/TGP/33.03.13.2005/2026"


def test_papers_take_no_number_of_the_register(office: Office) -> None:
    reserve(lodge(office.village).case, office)
    assert lodge(office.village).case.number == "002/ADU/33.03.13.2003/2026"


def test_a_number_given_back_with_its_transaction_leaves_no_gap(office: Office) -> None:
    case = lodge(office.village).case
    with transaction.atomic():
        reserve(case, office)
        transaction.set_rollback(True)
    assert reserve(case, office).seq == 1


def test_making_a_paper_is_one_entry_of_the_ledger_and_keeping_its_file_another(office: Office) -> None:
    case = lodge(office.village).case
    paper = reserve(case, office)
    assert entries(case) == ["receive", "paper"]
    done = kept(paper, office)
    assert entries(case) == ["receive", "paper", "paper_kept"]
    assert done.document is not None
    assert done.document.name == "Surat tanggapan 001-TGP-33.03.13.2003-2026.pdf"
    assert store.read(done.document) == A_PDF
    event = Event.objects.get(case=case, move=Move.PAPER)
    assert event.data == {"paper": str(paper.id), "kind": "answer_letter", "number": paper.number}
    assert not event.to_reporter
    last = ledger.entries_for(case.id, log=office.village.log)[-1]
    assert last.private["sha256"] == done.document.sha256


def test_a_paper_changes_neither_status_nor_deadlines(office: Office) -> None:
    case = lodge(office.village).case
    before = (case.status, case.next_due_on, case.is_open)
    reserve(case, office)
    case.refresh_from_db()
    assert (case.status, case.next_due_on, case.is_open) == before


def test_a_file_kept_twice_stays_the_first_one(office: Office) -> None:
    paper = kept(reserve(lodge(office.village).case, office), office)
    again = kept(paper, office)
    assert again.document_id == paper.document_id
    assert entries(again.case).count("paper_kept") == 1


def test_a_double_click_makes_one_paper(office: Office) -> None:
    case = lodge(office.village).case
    reserve(case, office, token="sama")
    with pytest.raises(AlreadyDone):
        reserve(case, office, token="sama")
    assert Paper.objects.count() == 1


def test_a_paper_is_voided_with_a_reason_and_keeps_its_number(office: Office) -> None:
    paper = kept(reserve(lodge(office.village).case, office), office)
    papers.void(paper=paper, by=office.sari, at=MONDAY, reason=" Salah alamat. ")
    paper.refresh_from_db()
    assert paper.void_reason == "Salah alamat."
    assert paper.voided_by == office.sari
    assert paper.document is not None
    assert entries(paper.case)[-1] == "void_paper"
    assert reserve(paper.case, office).seq == 2


@pytest.mark.parametrize(("reason", "code"), [("  ", "missing_reason"), ("x" * 301, "reason_too_long")])
def test_nothing_is_voided_without_a_fitting_reason(office: Office, reason: str, code: str) -> None:
    paper = reserve(lodge(office.village).case, office)
    with pytest.raises(Refused) as refused:
        papers.void(paper=paper, by=office.sari, at=MONDAY, reason=reason)
    assert refused.value.code == code
    paper.refresh_from_db()
    assert paper.voided_at is None


def test_a_void_paper_is_neither_finished_nor_voided_again(office: Office) -> None:
    paper = papers.void(
        paper=reserve(lodge(office.village).case, office), by=office.sari, at=MONDAY, reason="Salah nomor."
    )
    with pytest.raises(Refused):
        kept(paper, office)
    with pytest.raises(Refused):
        papers.void(paper=paper, by=office.sari, at=MONDAY, reason="Lagi.")


def test_a_handler_makes_no_disposition_and_nothing_at_all_in_a_case_of_others(office: Office) -> None:
    case = lodge(office.village).case
    for kind in (PaperKind.DISPOSITION, PaperKind.CLARIFICATION_MINUTES):
        with pytest.raises(Refused):
            reserve(case, office, kind, by=office.joko)
    assert not Paper.objects.exists()


def test_who_is_reported_makes_and_voids_no_paper_of_the_case(office: Office) -> None:
    case = lodge(office.village).case
    paper = reserve(case, office)
    verification.name_reported(case=case, by=office.sari, at=MONDAY, whom="Sekdes", officers=[office.tono])
    with pytest.raises(Refused):
        reserve(case, office)
    with pytest.raises(Refused):
        papers.void(paper=paper, by=office.tono, at=MONDAY, reason="Menghilangkan.")


def test_the_reporter_sees_letters_to_him_that_are_kept_and_valid(office: Office) -> None:
    case = lodge(office.village).case
    to_him = kept(reserve(case, office), office)
    voided = kept(reserve(case, office), office)
    papers.void(paper=voided, by=office.sari, at=MONDAY, reason="Salah.")
    reserve(case, office)  # its file is still missing
    kept(reserve(case, office, PaperKind.DISPOSITION), office)
    kept(reserve(lodge(office.village).case, office), office)
    assert [paper.id for paper in for_reporter(case)] == [to_him.id]
    assert len(papers_of(case)) == 4


def test_no_row_or_entry_of_a_paper_names_the_reporter(office: Office) -> None:
    case = lodge(office.village).case
    paper = kept(reserve(case, office), office)
    rows = [paper.data, paper.number, *(event.data for event in Event.objects.filter(case=case))]
    said = json.dumps(rows) + "".join(map(str, Document.objects.values_list("name", flat=True)))
    assert "Warsiti" not in said
    assert "3303135508800001" not in said


def test_lists_ask_once_however_many_papers(office: Office, django_assert_num_queries: Any) -> None:
    case = lodge(office.village).case
    for _ in range(3):
        kept(reserve(case, office), office)
        with django_assert_num_queries(2):
            assert all(paper.document for paper in (*papers_of(case), *for_reporter(case)))


def test_a_pattern_that_could_double_numbers_costs_none(village: Village, office: Office) -> None:
    case = lodge(village).case
    Village.objects.filter(pk=village.pk).update(paper_number_pattern="{seq}")
    with pytest.raises(Refused) as refused:
        reserve(case, office)
    assert "{year}" in refused.value.sentence
    Village.objects.filter(pk=village.pk).update(paper_number_pattern="{seq}/{year}")
    assert reserve(case, office).number == "1/2026"


def test_a_village_with_a_pattern_of_its_own_numbers_by_it(village: Village, office: Office) -> None:
    village.paper_number_pattern = "{kind}-{seq:02d}/{year}"
    village.save()
    assert reserve(lodge(village).case, office).number == "TGP-01/2026"
