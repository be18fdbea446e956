"""Restricted cases where nobody looks at a page: numbers, readings, mails, the ladder, figures, the book."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from kentongan.cases import register, search
from kentongan.cases.actions import escalation, papers, verification
from kentongan.cases.actions.reading import note_reading
from kentongan.cases.models import Case, CaseMember, CaseReading, DrawnNumber, Escalation, RegisterCounter
from kentongan.cases.queries import book, readings, restricted_book
from kentongan.cases.queries.book import Part
from kentongan.cases.queries.inbox import InboxFilter, Tab, inbox, visible
from kentongan.ledger.models import Entry
from kentongan.outbox.models import OutboxMessage
from kentongan.people.models import Officer
from kentongan.reports.figures import fold, reading
from kentongan.reports.figures.periods import Period, parse
from kentongan.rules.escalation import DEFAULT_LADDER
from kentongan.rules.register_book import year_of
from kentongan.rules.types import PaperKind, Refused, Role
from kentongan.villages.models import EscalationStep, Village
from kentongan.villages.seed import ladder_row
from tests.factories import MONDAY, Office, lodge, make_officer, restricted_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def overseer(village: Village) -> Officer:
    return make_officer(village, "Cahyo Nugroho", Role.OVERSEER, post="Kasi Pemerintahan", email="cahyo@example.org")


def test_numbers_of_restricted_cases_are_drawn_and_never_twice(village: Village) -> None:
    with transaction.atomic():
        drawn = [register.restricted_seq(village, year=2026) for _ in range(30)]
    assert len(set(drawn)) == 30
    assert all(1_000 <= seq <= 9_999 for seq in drawn)
    assert sum(after - before == 1 for before, after in pairwise(drawn)) < 5  # not in order
    assert RegisterCounter.objects.get(village=village, series=register.RESTRICTED).last == 30
    assert register.last_seq(village, year=2026) == 0  # the ordinary book shows no gap


def test_a_year_that_fills_up_goes_on_with_five_digits(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_FOUR_DIGITS", range(1_000, 1_002))
    monkeypatch.setattr(register, "_FULL", 2)
    with transaction.atomic():
        drawn = sorted(register.restricted_seq(village, year=2026) for _ in range(3))
    assert drawn[:2] == [1_000, 1_001]
    assert 10_000 <= drawn[2] <= 99_999
    assert DrawnNumber.objects.count() == 3


def test_a_number_that_is_taken_back_is_free_again(village: Village) -> None:
    with transaction.atomic():
        register.restricted_seq(village, year=2026)
        transaction.set_rollback(True)
    assert not DrawnNumber.objects.exists()


def test_members_find_their_case_by_its_number_and_nobody_else_does(village: Village, office: Office) -> None:
    case = restricted_case(village, office.bpd)
    for text in (
        case.number,
        case.number.lower(),
        f"K-{case.seq}",
        f"{case.seq}",
        f"k {case.seq}/2026".replace(" ", "-"),
    ):
        assert search.numbered(village, text, visible(office.bpd.viewer(), village)) == [case.pk], text
        assert search.numbered(village, text, visible(office.tono.viewer(), village)) == [], text


def test_a_released_case_is_found_by_its_old_number_too(village: Village, office: Office) -> None:
    case = restricted_case(village, office.bpd)
    old = case.number
    Case.objects.filter(pk=case.pk).update(restricted=False, series="A", seq=77, number="077/X", restricted_number=old)
    assert search.numbered(village, old, visible(office.tono.viewer(), village)) == [case.pk]
    (line,) = restricted_book.lines(office.bpd.viewer(), village, 2026)
    assert (line.number, line.follow_up) == (old, "Dilepas ke penanganan biasa: nomor 077/X")


def test_an_overseer_sees_his_cases_and_what_waits_for_him_but_no_other(
    village: Village, office: Office, overseer: Officer
) -> None:
    lodge(village)
    case = restricted_case(village, overseer)
    for tab in (Tab.MINE, Tab.OPEN):
        page = inbox(overseer.viewer(), village, InboxFilter(tab=tab), today=MONDAY.date())
        assert [row.id for row in page.rows] == [case.pk]
    CaseMember.objects.filter(case=case).delete()
    assert not inbox(overseer.viewer(), village, InboxFilter(), today=MONDAY.date()).rows


def test_a_handler_who_was_let_in_finds_the_case(village: Village, office: Office) -> None:
    case = restricted_case(village, office.joko)
    assert list(visible(office.joko.viewer(), village)) == [case]


def test_a_reading_is_on_record_once_an_hour_for_each_officer(village: Village, office: Office) -> None:
    case, ordinary = restricted_case(village, office.bpd, office.kades), lodge(village).case
    before = Entry.objects.count()
    assert note_reading(case=case, by=office.bpd, at=MONDAY)
    assert not note_reading(case=case, by=office.bpd, at=MONDAY + timedelta(minutes=20))
    assert note_reading(case=case, by=office.kades, at=MONDAY + timedelta(minutes=30))
    assert note_reading(case=case, by=office.bpd, at=MONDAY + timedelta(hours=1))
    assert not note_reading(case=ordinary, by=office.bpd, at=MONDAY)
    assert Entry.objects.count() == before + 3
    assert [row.officer_id for row in readings.newest(case)] == [office.bpd.id, office.kades.id, office.bpd.id]
    assert [(row.post, row.times) for row in readings.by_post(case)] == [("Ketua BPD", 2), ("Kepala Desa", 1)]
    assert CaseReading.objects.count() == 3


def test_only_the_route_hears_of_a_new_case(village: Village, office: Office, overseer: Officer) -> None:
    for officer in (office.sari, office.bpd, office.joko):
        officer.email = f"{officer.username}@example.org"
        officer.save(update_fields=["email"])
    case = restricted_case(village, overseer, office.bpd, office.joko, about=[office.joko])
    told = OutboxMessage.objects.filter(template="new_case", subject=case.pk)
    assert {message.to_officer_id for message in told} == {overseer.id, office.bpd.id}


def test_the_ladder_of_a_restricted_case_stays_within_its_route(
    village: Village, office: Office, overseer: Officer
) -> None:
    for officer in (office.tono, office.kades, office.bpd):
        officer.email = f"{officer.username}@example.org"
        officer.save(update_fields=["email"])
    EscalationStep.objects.bulk_create(ladder_row(village, step) for step in DEFAULT_LADDER)
    case = restricted_case(village, overseer, office.sari, about=[office.kades])
    OutboxMessage.objects.all().delete()
    assert escalation.run_due(village=village, at=MONDAY + timedelta(days=30)) == 1
    assert Escalation.objects.filter(case=case).exists()
    assert {message.to_officer_id for message in OutboxMessage.objects.filter(template="late")} == {overseer.id}
    told = case.events.filter(move="escalate").get()
    named = {officer for row in told.data["told"] for officer in row["officers"]}
    assert named == {str(overseer.id), str(office.sari.id)}
    assert "Kepala Desa" not in told.text
    assert "ketua unit" not in told.text


def test_papers_of_a_restricted_case_leave_no_gap_in_the_others(village: Village, office: Office) -> None:
    case, ordinary = restricted_case(village, office.bpd), lodge(village).case
    kind = PaperKind.ANSWER_LETTER
    first = papers.reserve(case=ordinary, by=office.tono, at=MONDAY, kind=kind, data={})
    hidden = papers.reserve(case=case, by=office.bpd, at=MONDAY, kind=kind, data={})
    second = papers.reserve(case=ordinary, by=office.tono, at=MONDAY, kind=kind, data={})
    assert (first.seq, second.seq) == (1, 2)
    assert hidden.number.startswith("K-")
    assert hidden.seq >= 1_000


def test_an_ordinary_case_is_merged_into_no_restricted_one(village: Village, office: Office) -> None:
    hidden, ordinary = restricted_case(village, office.tono), lodge(village).case
    with pytest.raises(Refused) as refusal:
        verification.merge(case=ordinary, by=office.tono, at=MONDAY, into=hidden)
    assert refusal.value.code == "restricted"
    CaseMember.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        verification.merge(case=ordinary, by=office.tono, at=MONDAY, into=hidden)
    assert refusal.value.code == "no_other_case"  # as if it did not exist


def test_a_case_restricted_later_is_one_of_the_withheld_lines_and_leaves_the_figures(
    village: Village, office: Office
) -> None:
    cases = [lodge(village).case for _ in range(2)]
    fold.catch_up(village, at=MONDAY, steps=5)
    assert received(village, office, "2026") == 2
    Case.objects.filter(pk=cases[0].pk).update(restricted=True, route="unit")
    fold.count_anew(village)
    fold.catch_up(village, at=MONDAY, steps=5)
    assert received(village, office, "2026") == 1
    lines = book.page(village, year_of(MONDAY.date()), Part.MAIN).lines
    assert [line.withheld for line in lines] == [True, False]
    assert [line.number for line in lines] == [case.number for case in cases]


def test_figures_follow_a_case_that_becomes_restricted_at_their_next_step(village: Village, office: Office) -> None:
    case = lodge(village).case
    fold.catch_up(village, at=MONDAY, steps=5)
    Case.objects.filter(pk=case.pk).update(restricted=True, route="unit")
    case.refresh_from_db()
    CaseMember.objects.create(village=village, case=case, officer=office.bpd, since=MONDAY)
    note_reading(case=case, by=office.bpd, at=MONDAY)  # any entry about it
    assert fold.catch_up(village, at=MONDAY, steps=5)
    assert received(village, office, "2026") == 0


@pytest.mark.parametrize(
    ("cases", "least", "told"), [(4, 5, ()), (5, 5, ((2026, 5),)), (1, 1, ((2026, 1),)), (0, 0, ())]
)
def test_the_yearly_figure_tells_only_what_is_over_and_enough(
    village: Village, office: Office, cases: int, least: int, told: tuple[tuple[int, int], ...]
) -> None:
    for _ in range(cases):
        restricted_case(village, office.bpd)
    village.restricted_least = least
    for today, expected in ((MONDAY.date(), ()), (MONDAY.date().replace(year=2027), told)):
        found = reading.figures(office.kades.viewer(), village, period("2026", today.year), today=today)
        assert found.restricted == expected
        assert found.period.n["received"] == 0


def test_the_register_of_restricted_cases_shows_each_reader_his_own_lines(village: Village, office: Office) -> None:
    mine = restricted_case(village, office.bpd)
    restricted_case(village, office.kades)
    restricted_case(village, office.bpd, about=[office.bpd])
    lodge(village)
    (line,) = restricted_book.lines(office.bpd.viewer(), village, 2026)
    assert (line.case, line.number, line.story) == (mine.pk, mine.number, restricted_book.SEALED)
    assert restricted_book.lines(office.tono.viewer(), village, 2026) == []
    assert restricted_book.lines(office.bpd.viewer(), village, 2025) == []


def period(slug: str, year: int) -> Period:
    found = parse(slug, MONDAY.date().replace(year=year))
    assert found is not None
    return found


def received(village: Village, office: Office, slug: str) -> int:
    return int(reading.figures(office.tono.viewer(), village, period(slug, 2026)).now.n["received"])
