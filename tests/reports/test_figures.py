"""Figures: kept up case by case they are what counting everything from the beginning gives."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.cases.actions import answer, reporter, verification
from kentongan.cases.models import Case
from kentongan.ledger import log as ledger
from kentongan.reports.figures import fold
from kentongan.reports.figures.contribution import ALL, Contribution, add
from kentongan.reports.models import CountedCase, FiguresCursor, Tally
from kentongan.rules.types import Outcome
from kentongan.villages.models import Village
from tests.cases.test_life import answered, in_progress
from tests.factories import MONDAY, Office, lodge, make_village
from tests.reports.simulation import Simulation

DAY = timedelta(days=1)


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


def caught_up(village: Village, at: datetime) -> None:
    assert fold.catch_up(village, at=at, steps=200)


def stored(village: Village) -> dict[tuple[int, str, str], dict[str, object]]:
    rows = Tally.objects.filter(village=village)
    return {
        (row.period, row.dimension, row.value): {name: getattr(row, name) for name in (*fold.MEASURES, "days")}
        for row in rows
    }


def by_hand(village: Village) -> dict[tuple[int, str, str], Counter[str]]:
    """The sums of what is stored for each case."""
    sums: dict[tuple[int, str, str], Counter[str]] = {}
    for facts in CountedCase.objects.filter(village=village).values_list("facts", flat=True):
        add(sums, Contribution.from_json(facts))
    return sums


def whole(village: Village, period: int = ALL) -> Tally:
    return Tally.objects.get(village=village, period=period, dimension="whole")


@pytest.mark.parametrize("seed", range(2))
def test_random_lives_counted_step_by_step_give_what_counting_anew_gives(office: Office, seed: int) -> None:
    life = Simulation(office, seed)
    for turn in range(32):
        life.act()
        if turn % 5 == 0:
            life.sleep()
        if turn == 30:
            life.import_rows(12)
        if turn % 7 == 0:
            fold.step(office.village, at=life.now, entries=life.dice.randint(1, 20))
    caught_up(office.village, life.now)
    kept_up = stored(office.village)
    fold.count_anew(office.village)
    caught_up(office.village, life.now)
    assert stored(office.village) == kept_up
    assert len(set(life.done)) > 7, "the dice made too little happen to mean anything"
    for key, counts in by_hand(office.village).items():
        for name, count in counts.items():
            measure, _, days = name.partition(":")
            found = kept_up.get(key, {}).get(measure, 0)
            assert (found.get(days, 0) if isinstance(found, dict) else found) == count, (key, name)
    everything = whole(office.village)
    told = Case.objects.filter(village=office.village, restricted=False)  # restricted ones are in no figure
    assert told.count() < Case.objects.count(), "nothing was restricted"
    assert everything.received == told.count()
    parts = ("open", "answered", "closed", "archived", "withdrawn", "merged")
    assert sum(getattr(everything, name) for name in parts) == everything.received
    assert everything.late == told.filter(is_open=True, next_due_on__lt=life.now.date()).count()


def test_a_step_done_twice_changes_nothing(office: Office) -> None:
    answered(lodge(office.village).case, office)
    caught_up(office.village, MONDAY + 5 * DAY)
    before = stored(office.village)
    FiguresCursor.objects.update(next_index=0)
    caught_up(office.village, MONDAY + 5 * DAY)
    assert stored(office.village) == before


def test_a_step_that_breaks_off_leaves_nothing_half_done(office: Office) -> None:
    lodge(office.village)
    fold.count_anew(office.village)
    with (
        mock.patch.object(fold, "_write", side_effect=OSError("full")),
        pytest.raises(OSError, match="full"),
    ):
        fold.step(office.village, at=MONDAY)
    assert not CountedCase.objects.exists()
    caught_up(office.village, MONDAY)
    assert whole(office.village).received == 1


def test_an_answer_in_time_is_counted_with_its_days(office: Office) -> None:
    answered(lodge(office.village).case, office)
    caught_up(office.village, MONDAY + 5 * DAY)
    july = whole(office.village, 202607)
    assert (july.received, july.answers, july.on_time, july.overdue, july.open) == (1, 1, 1, 0, 1)
    assert july.days == {"4": 1}
    joko = Tally.objects.get(period=202607, dimension="handler", value=office.joko.id.hex)
    assert (joko.received, joko.answers, joko.on_time) == (1, 1, 1)


def test_closed_and_confirmed_solved_are_counted_apart(office: Office) -> None:
    first, second = (answered(lodge(office.village).case, office) for _ in range(2))
    reporter.rate(case=first, at=MONDAY + 5 * DAY, satisfied=True, stars=5)
    reporter.reply(case=second, at=MONDAY + 5 * DAY, text="Terima kasih.")
    life = Simulation(office, 0)
    life.now = MONDAY + 60 * DAY
    life.sleep()
    caught_up(office.village, life.now)
    july = whole(office.village, 202607)
    assert (july.confirmed, july.closed_in, july.confirmed_in, july.stars_5, july.satisfied) == (1, 1, 1, 1, 1)


def test_lateness_hidden_by_reopening_still_counts(office: Office) -> None:
    case = in_progress(lodge(office.village).case, office)
    late = MONDAY + 60 * DAY
    answer.propose(case=case, by=office.joko, at=late, outcome=Outcome.SETTLED, text="Sudah.")
    answer.answer(case=case, by=office.tono, at=late, outcome=Outcome.SETTLED, text="Sudah.")
    reporter.rate(case=case, at=late + DAY, satisfied=False, stars=1, words="Belum.")
    caught_up(office.village, late + DAY)
    september = whole(office.village, 202609)
    assert (september.overdue, september.on_time, september.answers) == (1, 0, 1)
    assert whole(office.village).reopened == 1


def test_late_and_soon_change_with_the_day_without_any_event(office: Office) -> None:
    lodge(office.village)  # to be verified within three working days: Thursday
    for days, late, soon in ((0, 0, 0), (1, 0, 1), (3, 0, 1), (4, 1, 0), (1, 0, 1)):  # the last: a clock set back
        caught_up(office.village, MONDAY + days * DAY)
        assert (whole(office.village).late, whole(office.village).soon) == (late, soon), days


@pytest.mark.django_db
def test_the_village_decides_which_day_it_is() -> None:
    before_midnight = datetime(2026, 6, 30, 16, 30, tzinfo=UTC)  # in the east it is July already
    for code, zone, month in (("33.03.13.2003", "Asia/Jakarta", 202606), ("91.01.01.2001", "Asia/Jayapura", 202607)):
        village = make_village(code=code, timezone=zone)
        lodge(village, when=before_midnight)
        caught_up(village, before_midnight)
        assert whole(village, month).received == 1


def test_a_change_of_the_time_zone_counts_anew(office: Office) -> None:
    lodge(office.village, when=datetime(2026, 6, 30, 16, 30, tzinfo=UTC))
    caught_up(office.village, MONDAY)
    office.village.timezone = "Asia/Jayapura"
    office.village.save()
    assert fold.behind(office.village, today=MONDAY.date()) == 1
    caught_up(office.village, MONDAY)
    assert whole(office.village, 202607).received == 1
    assert not Tally.objects.filter(period=202606).exists()


def test_sums_that_do_not_add_up_are_made_anew(office: Office) -> None:
    case = lodge(office.village).case
    caught_up(office.village, MONDAY)
    Tally.objects.filter(dimension="whole").update(open=0)
    reporter.ask_withdrawal(case=case, at=MONDAY)
    life = Simulation(office, 0)
    life.sleep()
    life.sleep()
    caught_up(office.village, life.now)
    assert (whole(office.village).open, whole(office.village).withdrawn) == (0, 1)


def test_naming_the_handler_of_a_merged_case_moves_both(office: Office) -> None:
    first, second = (lodge(office.village).case for _ in range(2))
    in_progress(first, office)
    answer.propose(case=first, by=office.joko, at=MONDAY + 3 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
    answer.answer(case=first, by=office.tono, at=MONDAY + 3 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
    verification.merge(case=second, by=office.tono, at=MONDAY + 3 * DAY, into=first)
    caught_up(office.village, MONDAY + 3 * DAY)
    verification.name_reported(case=second, by=office.sari, at=MONDAY + 4 * DAY, whom="Kadus", officers=[office.joko])
    caught_up(office.village, MONDAY + 4 * DAY)
    assert not Tally.objects.filter(period=ALL, dimension="handler", value=office.joko.id.hex).exists()


def test_another_villages_entries_are_not_ours(office: Office) -> None:
    other = make_village("Tanalum", "33.03.13.2005")
    lodge(other)
    caught_up(office.village, MONDAY)
    assert not Tally.objects.filter(village=office.village).exists()


def test_a_step_asks_the_same_number_of_questions_for_one_case_and_for_three(office: Office) -> None:
    counts = []
    for cases in (1, 3):
        caught_up(office.village, MONDAY)
        for _ in range(cases):
            lodge(office.village)
        with CaptureQueriesContext(connection) as asked:
            fold.step(office.village, at=MONDAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_ledger_gives_its_subjects_in_order(office: Office) -> None:
    cases = [lodge(office.village).case.id for _ in range(3)]
    assert ledger.subjects_since(office.village.log, 0, limit=2) == (2, frozenset(cases[:2]))
    assert ledger.subjects_since(office.village.log, 2, limit=9) == (3, frozenset(cases[2:]))
    assert ledger.subjects_since(office.village.log, 3, limit=9) == (3, frozenset())
    with transaction.atomic():
        ledger.append(log=office.village.log, action="x", subject=None, actor=None, public={}, private={}, at=MONDAY)
    assert ledger.subjects_since(office.village.log, 3, limit=9) == (4, frozenset())


def test_a_contribution_survives_its_storage(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    reporter.rate(case=case, at=MONDAY + 5 * DAY, satisfied=True, stars=4)
    caught_up(office.village, MONDAY + 5 * DAY)
    facts = CountedCase.objects.get().facts
    assert Contribution.from_json(facts).as_json() == facts
