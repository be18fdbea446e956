"""What must hold of settings that are rows, however they are changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kentongan.rules.calendars import Unit
from kentongan.rules.deadlines import DEFAULT_RULES, ClockKind, rule_for
from kentongan.rules.types import CaseClass, Refused, Rung
from kentongan.villages import changes, limits
from kentongan.villages.calendar import calendar_for, rules_for
from kentongan.villages.changes import Area, Changer
from kentongan.villages.models import Category, DeadlineRuleRow, Village
from tests.factories import MONDAY, make_village

pytestmark = pytest.mark.django_db
DEWI = Changer(None, "Dewi Operator")
TODAY = MONDAY.date()


@pytest.fixture
def village() -> Village:
    return make_village()


def put(village: Village, area: Area, row: Any = None, **values: Any) -> Any:
    return changes.put(village=village, area=area, row=row, values=values, by=DEWI, at=MONDAY)


def a_rule(**extra: Any) -> dict[str, Any]:
    values = {"clock": "verify", "amount": 2, "unit": "working", "citation": "SK 1/2026", "certainty": "own"}
    return {**values, **limits.moves_of(ClockKind.VERIFY), "valid_from": TODAY, **extra}


@pytest.mark.parametrize(
    ("area", "values", "code"),
    [
        (Area.CATEGORIES, {"name": "Jalan", "problem_code": "11"}, "invalid_setting"),
        (Area.CATEGORIES, {"name": "   "}, "invalid_setting"),
        (Area.BODIES, {"name": " "}, "invalid_setting"),
        (Area.DEADLINES, a_rule(amount=0), "invalid_setting"),
        (Area.DEADLINES, a_rule(amount=3651), "invalid_setting"),
        (Area.DEADLINES, a_rule(unit="week"), "invalid_setting"),
        (Area.DEADLINES, a_rule(clock="sometime"), "invalid_setting"),
        (Area.DEADLINES, a_rule(citation=" "), "invalid_setting"),
        (Area.DEADLINES, a_rule(starts=[]), "invalid_setting"),
        (Area.DEADLINES, a_rule(stops=["nonsense"]), "invalid_setting"),
        (Area.DEADLINES, a_rule(valid_from=date(1899, 1, 1)), "invalid_setting"),
        (Area.CALENDAR, {"day": date(2200, 1, 1), "name": "Jauh"}, "invalid_setting"),
        (Area.CALENDAR, {"day": TODAY, "name": " "}, "invalid_setting"),
        (Area.ESCALATION, {"days": -61, "rung": "handler"}, "invalid_setting"),
        (Area.ESCALATION, {"days": 1, "rung": "governor"}, "invalid_setting"),
        (Area.REPLIES, {"name": "Salam", "body": "Kepada {nama}"}, "name_field"),
        (Area.REPLIES, {"name": " ", "body": "Terima kasih."}, "invalid_setting"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(village: Village, area: Area, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        put(village, area, **values)
    assert refused.value.code == code
    assert refused.value.sentence


def test_the_last_category_stays_in_use(village: Village) -> None:
    first, last = Category.objects.filter(village=village)
    put(village, Area.CATEGORIES, first.pk, active=False)
    with pytest.raises(Refused, match="setting_needed"):
        put(village, Area.CATEGORIES, last.pk, active=False)


def test_the_same_step_of_the_ladder_stands_only_once(village: Village) -> None:
    step = {"days": 1, "unit": Unit.WORKING, "rung": Rung.UNIT_HEAD}
    done = put(village, Area.ESCALATION, **step)
    with pytest.raises(Refused, match="twice"):
        put(village, Area.ESCALATION, **step)
    assert put(village, Area.ESCALATION, done.row, tells_reporter=True) is not None
    assert done.label == "Pengingat: 1 hari kerja sesudah batas waktu → Ketua unit pengaduan"


def test_a_new_rule_counts_from_its_day_and_the_old_one_stays(village: Village) -> None:
    put(village, Area.DEADLINES, **a_rule(amount=2, valid_from=date(2026, 9, 1)))
    rules = rules_for(Village.objects.get(pk=village.pk))
    found = [rule_for(rules, ClockKind.VERIFY, None, on) for on in (date(2026, 8, 31), date(2026, 9, 1))]
    assert [rule.amount if rule else None for rule in found] == [3, 2]


def test_a_rule_in_force_goes_only_where_another_remains(village: Village) -> None:
    new = put(village, Area.DEADLINES, **a_rule())
    old = DeadlineRuleRow.objects.get(village=village, clock="verify", amount=3)
    changes.remove(old, area=Area.DEADLINES, by=DEWI, at=MONDAY)
    with pytest.raises(Refused, match="setting_needed"):
        changes.undo(new, by=DEWI, at=MONDAY)
    assert DeadlineRuleRow.objects.filter(village=village, clock="verify").count() == 1


def test_a_rule_to_come_does_not_stand_in_for_one_in_force(village: Village) -> None:
    put(village, Area.DEADLINES, **a_rule(valid_from=date(2026, 9, 1)))
    old = DeadlineRuleRow.objects.get(village=village, clock="verify", amount=3)
    with pytest.raises(Refused, match="setting_needed"):
        changes.remove(old, area=Area.DEADLINES, by=DEWI, at=MONDAY)


def test_a_rule_for_one_class_may_go_for_the_general_one_remains(village: Village) -> None:
    row = DeadlineRuleRow.objects.get(village=village, clock="answer", case_class=CaseClass.ASPIRATION)
    assert changes.remove(row, area=Area.DEADLINES, by=DEWI, at=MONDAY) is not None


def test_the_law_and_the_events_of_every_clock_are_known() -> None:
    for rule in DEFAULT_RULES:
        assert limits.law_of(rule.clock, rule.case_class) == rule
        assert limits.moves_of(rule.clock)["starts"]
    with pytest.raises(LookupError):
        limits.lawful(ClockKind.VERIFY, CaseClass.ASPIRATION)


def test_the_preview_counts_as_the_engine_does(village: Village) -> None:
    row = limits.next_row(DeadlineRuleRow.objects.get(village=village, clock="verify"), valid_from=TODAY)
    assert limits.would_be_due(row, start=TODAY, calendar=calendar_for(village)) == date(2026, 7, 9)
    row.amount = None  # type: ignore[assignment]  # what an empty form leaves
    assert limits.would_be_due(row, start=TODAY, calendar=calendar_for(village)) is None
