"""A founded village can receive its first complaint."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kentongan.ledger import log as ledger
from kentongan.rules.deadlines import DEFAULT_RULES, ClockKind, rule_for
from kentongan.rules.types import CaseClass, Refused, Urgency
from kentongan.villages.calendar import calendar_for, rules_for
from kentongan.villages.models import Body, Category, DeadlineRuleRow, Hamlet, Village
from kentongan.villages.seed import found_village

pytestmark = pytest.mark.django_db

AT = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)


def found(code: str = "33.03.13.2003", **details: Any) -> Village:
    place = {
        "name": "Karangbawang",
        "district": "Rembang",
        "regency": "Kabupaten Purbalingga",
        "province": "Jawa Tengah",
    }
    return found_village(code=code, at=AT, **place, **details)  # type: ignore[arg-type]


def test_a_founded_village_has_categories_rules_bodies_and_days_off() -> None:
    village = found(hamlets=("Randu Alas", "Kali Wening"))
    assert Category.objects.filter(village=village).count() == 17
    assert DeadlineRuleRow.objects.filter(village=village).count() == len(DEFAULT_RULES)
    assert [hamlet.name for hamlet in Hamlet.objects.filter(village=village)] == ["Randu Alas", "Kali Wening"]
    bodies = set(Body.objects.filter(village=village).values_list("name", flat=True))
    assert {"Kecamatan Rembang", "DPUPR Kabupaten Purbalingga", "Inspektorat Kabupaten Purbalingga"} <= bodies
    assert not any("Ombudsman" in body for body in bodies)
    assert not calendar_for(village).is_working(date(2028, 8, 17))
    assert village.timezone == "Asia/Jakarta"
    assert village.polygon is not None


def test_the_rows_say_the_same_as_the_default_rules() -> None:
    village = found()
    assert set(rules_for(village)) == set(DEFAULT_RULES)
    rule = rule_for(rules_for(village), ClockKind.ANSWER, CaseClass.SUPERVISORY, date(2026, 7, 6))
    assert rule is not None
    assert (rule.amount, bool(rule.citation)) == (60, True)


def test_grave_categories_are_restricted_and_disasters_urgent() -> None:
    village = found()
    rows = {row.name: row for row in Category.objects.filter(village=village)}
    assert {name for name, row in rows.items() if row.restricted} == {"Pungli/gratifikasi", "Kekerasan perempuan/anak"}
    assert rows["Bencana"].default_urgency == Urgency.URGENT
    assert rows["Pungli/gratifikasi"].default_class == CaseClass.SUPERVISORY
    assert all(row.problem_code in {f"{n:02d}" for n in range(1, 11)} for row in rows.values())


def test_founding_is_the_first_entry_of_the_villages_own_log() -> None:
    village = found()
    assert ledger.size(village.log) == 1
    (entry,) = ledger.entries_for(village.id, log=village.log)
    assert (entry.action, entry.public["code"]) == ("village_founded", "33.03.13.2003")


def test_a_village_in_papua_lives_by_its_own_clock() -> None:
    village = found("91.03.01.3007")
    assert village.timezone == "Asia/Jayapura"
    assert village.polygon is None


def test_what_is_said_at_founding_wins_over_what_is_packed() -> None:
    village = found(polygon=None, timezone="Asia/Makassar", motto="MAJU DESANE MAKMUR WARGANE", is_demo=True)
    assert (village.polygon, village.timezone, village.is_demo) == (None, "Asia/Makassar", True)


@pytest.mark.parametrize("code", ["", "33.03.13", "33.03.13.20033", "Karangbawang", "../../etc/passwd"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="bad_village_code"):
        found(code)


def test_a_code_without_dots_is_understood() -> None:
    assert found("3303132003").code == "33.03.13.2003"


def test_a_village_is_founded_only_once() -> None:
    found()
    with pytest.raises(Refused, match="village_exists"):
        found()
    assert Village.objects.count() == 1


def test_a_bad_number_pattern_founds_nothing() -> None:
    with pytest.raises(Refused, match="bad_number_pattern"):
        found(number_pattern="ADU/{nomor}")
    assert not Village.objects.exists()
