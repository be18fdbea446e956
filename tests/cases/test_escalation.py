"""When it is late: who is told, what the reporter reads, what stands in the ledger, and that nobody is flooded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.cases.actions import assignment, escalation, follow_up, reporter, verification
from kentongan.cases.models import Case, CaseClock, Escalation, Event
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.people.models import Officer
from kentongan.rules.escalation import DEFAULT_LADDER
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Refused, Rung, Urgency
from kentongan.villages.changes import Area, Changer, save
from kentongan.villages.ladder import ladder_row
from kentongan.villages.models import Category, DeadlineRuleRow, EscalationStep, Village
from tests.factories import MONDAY, Office, at, lodge, make_village

DAY = timedelta(days=1)
VERIFY_DUE = date(2026, 7, 9)  # received Monday 6 July, three working days


@pytest.fixture
def village(village: Village) -> Village:
    EscalationStep.objects.bulk_create(ladder_row(village, step) for step in DEFAULT_LADDER)
    # One clock at the beginning, so that the rows below can be counted by hand.
    DeadlineRuleRow.objects.filter(village=village, clock="completeness").delete()
    return village


def climb(village: Village, day: date, hour: int = 8) -> int:
    return escalation.run_due(village=village, at=at(day, hour))


def rungs(case: Case) -> list[str]:
    return [str(row.rung) for row in Escalation.objects.filter(case=case)]


def in_hand(case: Case, office: Office, day: date) -> Case:
    category = Category.objects.filter(village=office.village).first()
    assert category is not None
    verification.verify(
        case=case,
        by=office.tono,
        at=at(day),
        case_class=CaseClass.NON_SUPERVISORY,
        category=category,
        urgency=Urgency.NORMAL,
    )
    assignment.assign(
        case=case, by=office.tono, at=at(day), handler=office.joko, instruction="Tinjau.", due_on=day + 9 * DAY
    )
    follow_up.progress(case=case, by=office.joko, at=at(day), text="Sudah ditinjau.", for_reporter=True)
    return case


def mails(**filters: Any) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template="late", **filters).order_by("id"))


def test_before_the_day_the_one_who_works_on_it_is_reminded_and_the_reporter_is_not(office: Office) -> None:
    case = in_hand(lodge(office.village).case, office, MONDAY.date())  # the answer is due on Friday 24 July
    Officer.objects.filter(pk=office.joko.pk).update(email="joko@desa.example.id")
    assert climb(office.village, date(2026, 7, 22)) == 1
    event = Event.objects.get(case=case, move=Move.ESCALATE)
    assert not event.to_reporter
    assert event.text == "Segera jatuh tempo: tanggapan (batas 24 Juli 2026)."
    (letter,) = mails()
    assert letter.to_officer == office.joko
    assert letter.payload == {"number": case.number, "due_on": "2026-07-24", "late": False}


def test_the_rungs_are_climbed_day_by_day_and_the_reporter_reads_it(office: Office) -> None:
    case = lodge(office.village).case
    diary = [(day, climb(office.village, VERIFY_DUE + day * DAY)) for day in range(1, 16)]
    assert [day for day, made in diary if made] == [1, 5, 7, 14]
    assert rungs(case) == ["unit_head", "village_head", "bpd", "district"]
    told = list(Event.objects.filter(case=case, move=Move.ESCALATE, to_reporter=True).order_by("at"))
    assert [event.text for event in told] == [
        "Lewat batas waktu: pemeriksaan awal laporan Anda (batasnya 9 Juli 2026). "
        "Karena itu laporan ini kami teruskan kepada Kepala Desa.",
        "Lewat batas waktu: pemeriksaan awal laporan Anda (batasnya 9 Juli 2026). "
        "Karena itu laporan ini kami teruskan kepada BPD (Badan Permusyawaratan Desa).",
        "Lewat batas waktu: pemeriksaan awal laporan Anda (batasnya 9 Juli 2026). "
        "Keterlambatan ini juga harus dilaporkan kepada Camat. Suratnya sedang disiapkan; begitu disampaikan, "
        "kabarnya ada di sini.",
    ]


def test_each_climb_is_one_entry_of_the_ledger_without_a_name(office: Office) -> None:
    case = lodge(office.village).case
    climb(office.village, date(2026, 7, 14))
    received, entry = ledger.entries_for(case.id, log=office.village.log)
    assert (received.action, entry.action, entry.actor) == ("receive", "escalate", None)
    assert entry.private is not None
    told = entry.private["told"]
    assert [(row["rung"], row["late"], row["officers"]) for row in told] == [
        ("unit_head", True, [str(office.tono.id)]),
        ("village_head", True, [str(office.kades.id)]),
    ]
    assert not any(name in str(entry.private) for name in ("Warsiti", "Tono"))


def test_a_week_without_service_makes_one_event_and_one_mail_each(office: Office) -> None:
    for officer in (office.tono, office.kades, office.bpd):
        Officer.objects.filter(pk=officer.pk).update(email=f"{officer.username}@desa.example.id")
    case = lodge(office.village).case
    assert climb(office.village, date(2026, 7, 27)) == 1
    assert climb(office.village, date(2026, 7, 27), hour=9) == 0
    assert rungs(case) == ["unit_head", "village_head", "bpd", "district"]
    assert Event.objects.filter(case=case, move=Move.ESCALATE).count() == 1
    assert sorted(mail.to_officer.username for mail in mails() if mail.to_officer) == ["marsudi", "suharto", "tono"]


def test_beyond_ten_cases_one_letter_says_that_more_wait(office: Office) -> None:
    Officer.objects.filter(pk=office.tono.pk).update(email="tono@desa.example.id")
    for _ in range(12):
        lodge(office.village)
    assert climb(office.village, date(2026, 7, 10)) == 12
    assert len(mails()) == 10
    assert OutboxMessage.objects.filter(template="late_many").count() == 1


def test_a_case_about_the_village_head_bypasses_him(office: Office) -> None:
    case = lodge(office.village).case
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Kepala desa", officers=[office.kades])
    climb(office.village, date(2026, 7, 14))
    assert rungs(case) == ["unit_head", "bpd"]
    told = str(Event.objects.get(case=case, move=Move.ESCALATE).data)
    assert str(office.kades.id) not in told
    assert str(office.bpd.id) in told


def test_an_officer_in_conflict_is_never_told_and_the_next_one_stands_in(office: Office) -> None:
    case = in_hand(lodge(office.village).case, office, MONDAY.date())
    case.conflicts.create(village=office.village, officer=office.tono)  # as before such cases were sealed
    climb(office.village, date(2026, 7, 27))
    told = [row for event in Event.objects.filter(case=case, move=Move.ESCALATE) for row in event.data["told"]]
    assert [row["rung"] for row in told] == ["village_head"]
    assert str(office.tono.id) not in str(told)


def test_of_a_case_about_the_unit_head_the_others_of_its_route_are_told(office: Office) -> None:
    case = in_hand(lodge(office.village).case, office, MONDAY.date())
    verification.name_reported(case=case, by=office.sari, at=MONDAY, whom="Sekdes", officers=[office.tono])
    climb(office.village, date(2026, 7, 27))
    told = [row for event in Event.objects.filter(case=case, move=Move.ESCALATE) for row in event.data["told"]]
    assert [(row["rung"], row["officers"]) for row in told] == [("unit_head", [str(office.sari.id)])]


def test_nobody_is_woken_at_night(office: Office) -> None:
    lodge(office.village)
    night = datetime(2026, 7, 13, 22, 0, tzinfo=UTC)  # five in the morning of the 14th in the village
    assert escalation.run_due(village=office.village, at=night) == 0
    assert escalation.run_due(village=office.village, at=night + timedelta(hours=1)) == 1


def test_while_the_reporter_is_asked_nothing_is_climbed(office: Office) -> None:
    case = lodge(office.village).case
    verification.ask(case=case, by=office.sari, at=MONDAY, question="Di RT berapa?")
    assert [climb(office.village, VERIFY_DUE + day * DAY) for day in range(16)] == [0] * 16
    reporter.reply(case=case, at=at(date(2026, 7, 27)), text="RT 3.")
    assert climb(office.village, date(2026, 7, 27)) == 0  # all three working days are left
    assert climb(office.village, date(2026, 7, 28)) == 1


def test_an_extension_starts_the_ladder_anew(office: Office) -> None:
    case = in_hand(lodge(office.village).case, office, MONDAY.date())
    climb(office.village, date(2026, 7, 27))
    assert rungs(case) == ["unit_head"]
    follow_up.extend(
        case=case, by=office.tono, at=at(date(2026, 7, 27), 10), reason="Menunggu bahan.", new_date=date(2026, 8, 14)
    )
    assert climb(office.village, date(2026, 7, 28)) == 0
    assert climb(office.village, date(2026, 8, 12)) == 1
    assert rungs(case) == ["unit_head", "handler"]


def test_an_objection_reminds_those_who_may_decide_it(office: Office) -> None:
    case = lodge(office.village).case
    verification.archive(
        case=case, by=office.tono, at=MONDAY, reason=ArchiveReason.TOO_GENERAL, explanation="Mohon dirinci."
    )
    reporter.object_(case=case, at=MONDAY, reason="Sudah jelas.")  # due on Friday 24 July
    climb(office.village, date(2026, 7, 22))
    (row,) = Event.objects.get(case=case, move=Move.ESCALATE).data["told"]
    assert (row["rung"], row["officers"]) == ("handler", [str(office.kades.id)])


def test_a_ladder_that_was_changed_counts_for_cases_that_run_already(office: Office) -> None:
    case = lodge(office.village).case
    assert climb(office.village, date(2026, 7, 7)) == 1
    row = EscalationStep.objects.get(village=office.village, rung=Rung.BPD)
    row.days = -1
    save(row, area=Area.ESCALATION, by=Changer(None, "Tes"), at=MONDAY)
    office.village.refresh_from_db()
    assert office.village in escalation.villages_to_look_at(at(date(2026, 7, 8)))
    assert climb(office.village, date(2026, 7, 8)) == 1
    assert rungs(case) == ["unit_head", "unit_head", "bpd"]


def test_a_turn_without_work_asks_for_no_village_and_reads_no_case(office: Office) -> None:
    for _ in range(3):
        lodge(office.village)
    climb(office.village, date(2026, 7, 6))
    assert escalation.villages_to_look_at(at(date(2026, 7, 6))) == []
    with CaptureQueriesContext(connection) as asked:
        assert climb(office.village, date(2026, 7, 6)) == 0
    assert len(asked) <= 5  # calendar, rules, ladder, mark, clocks
    days = set(CaseClock.objects.filter(kind="verify").values_list("climb_on", flat=True))
    assert days == {date(2026, 7, 7)}


def test_looking_at_many_new_clocks_takes_as_many_queries_as_at_one(office: Office) -> None:
    def looking() -> int:
        with CaptureQueriesContext(connection) as asked:
            climb(office.village, date(2026, 7, 6))
        return len(asked)

    lodge(office.village)
    looking()
    lodge(office.village)
    one = looking()
    for _ in range(3):
        lodge(office.village)
    assert looking() == one


def test_one_broken_case_holds_up_no_other(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = lodge(office.village).case, lodge(office.village).case
    CaseClock.objects.filter(case=broken, kind="verify").update(unit="fortnight")
    assert climb(office.village, date(2026, 7, 10)) == 1
    assert rungs(sound) == ["unit_head"]
    assert str(broken.id) in caplog.text


def test_an_answered_form_of_the_desk_is_not_disturbed_by_a_reminder(office: Office) -> None:
    case = lodge(office.village).case
    stamp = Case.objects.get(pk=case.pk).updated_at
    climb(office.village, date(2026, 7, 10))
    assert Case.objects.get(pk=case.pk).updated_at == stamp


def test_the_report_to_the_district_waits_until_somebody_has_carried_it_there(office: Office) -> None:
    case = lodge(office.village).case
    with pytest.raises(Refused) as refused:
        escalation.tell_district(case=case, by=office.tono, at=MONDAY, how="Diantar")
    assert refused.value.code == "nothing_to_tell"
    climb(office.village, date(2026, 7, 23))
    assert escalation.waiting_for_district(case).count() == 1
    escalation.tell_district(case=case, by=office.bpd, at=at(date(2026, 7, 24)), how="Diantar ke kantor kecamatan")
    assert not escalation.waiting_for_district(case).exists()
    event = Event.objects.get(case=case, move=Move.DISTRICT_TOLD)
    assert event.to_reporter
    assert event.text == "Keterlambatan ini sudah dilaporkan kepada Camat Rembang."
    entries = ledger.entries_for(case.id, log=office.village.log)
    assert [entry.action for entry in entries] == ["receive", "escalate", "district_told"]


def test_another_village_is_not_looked_at(office: Office) -> None:
    there = make_village("Losari", "33.03.13.2005")
    lodge(there)
    assert climb(office.village, date(2026, 7, 30)) == 0
    assert Escalation.objects.count() == 0


def test_a_second_late_clock_is_no_news_for_the_reporter(office: Office) -> None:
    case = in_hand(lodge(office.village).case, office, MONDAY.date())
    clock = CaseClock.objects.get(case=case, kind="decision")
    CaseClock.objects.filter(pk=clock.pk).update(amount=24, due_on=date(2026, 7, 30), climb_on=date(2026, 7, 6))
    for day in range(20, 32):
        climb(office.village, date(2026, 7, day))
    climb(office.village, date(2026, 8, 4))
    told = Event.objects.filter(case=case, move=Move.ESCALATE, to_reporter=True)
    assert [event.text.partition("kami teruskan kepada ")[2] for event in told] == [
        "Kepala Desa.",
        "BPD (Badan Permusyawaratan Desa).",
    ]
    assert rungs(case).count("village_head") == 2
