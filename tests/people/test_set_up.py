"""Officers change settings: by right, and never quietly where reporters or deadlines are protected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.ledger import log as ledger
from kentongan.people import set_up
from kentongan.people.models import Officer, OverseerNotice
from kentongan.rules.types import CaseClass, Refused
from kentongan.villages import changes
from kentongan.villages.changes import Area
from kentongan.villages.models import Category, DeadlineRuleRow, Hamlet, SettingsChange, Village
from tests.factories import MONDAY, Office, make_officer, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def put(office: Office, area: Area, values: dict[str, object], **extra: object) -> SettingsChange | None:
    return set_up.change(village=office.village, area=area, values=values, by=office.tono, at=MONDAY, **extra)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["sari", "joko", "kades", "bpd"])
def test_only_the_unit_head_and_the_administrator_change_settings(office: Office, who: str) -> None:
    with pytest.raises(Refused, match="no_right"):
        set_up.change(
            village=office.village, area=Area.CONTACT, values={"phone": "1"}, by=getattr(office, who), at=MONDAY
        )
    assert not SettingsChange.objects.exists()


def test_a_change_is_one_ledger_entry_under_the_officers_name(office: Office) -> None:
    before = ledger.size(office.village.log)
    change = put(office, Area.CONTACT, {"phone": "(0281) 123456"})
    assert change is not None
    assert change.by_name == "Tono Prasetyo (Sekretaris Desa)"
    assert ledger.size(office.village.log) == before + 1
    assert not OverseerNotice.objects.exists()


def test_a_longer_deadline_is_told_to_the_overseers_from_what_to_what(office: Office) -> None:
    rule = DeadlineRuleRow.objects.get(clock="answer", case_class=CaseClass.NON_SUPERVISORY)
    change = put(office, Area.DEADLINES, {"amount": 90}, row=rule.id)
    assert change is not None
    notice = OverseerNotice.objects.get()
    assert "Tono Prasetyo (Sekretaris Desa) mengubah pengaturan batas waktu" in notice.sentence
    assert "Jumlah hari dari 14 menjadi 90" in notice.sentence
    set_up.undo(change=change, by=office.admin, at=MONDAY + timedelta(hours=1))
    assert "Dewi Operator (Operator Desa) membatalkan perubahan" in OverseerNotice.objects.first().sentence  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "told"), [({"restricted": False}, True), ({"position": 9}, False), ({"name": "Pungli"}, False)]
)
def test_lifting_a_restriction_is_told_and_a_new_name_is_not(
    office: Office, values: dict[str, object], told: bool
) -> None:
    category = Category.objects.get(restricted=True)
    put(office, Area.CATEGORIES, values, row=category.id)
    assert OverseerNotice.objects.exists() is told


def test_who_signs_the_answers_is_told(office: Office) -> None:
    put(office, Area.NUMBERING, {"seat": "Karangbawang"})
    assert not OverseerNotice.objects.exists()
    put(office, Area.NUMBERING, {"village_head_answers": True})
    assert "dari tidak menjadi ya" in OverseerNotice.objects.get().sentence


def test_accounts_follow_a_new_village_code_and_its_undoing(office: Office) -> None:
    change = put(office, Area.IDENTITY, {"code": "33.02.14.2009"})
    logins = Officer.objects.values_list("login", flat=True)
    assert {login.split(":")[0] for login in logins} == {"33.02.14.2009"}
    assert change is not None
    set_up.undo(change=change, by=office.admin, at=MONDAY)
    assert Officer.objects.filter(login="33.03.13.2003:tono").exists()


def test_another_villages_rows_and_officers_are_out_of_reach(office: Office) -> None:
    other = make_village("Losari", "33.03.13.2005")
    stranger = make_officer(other, "Tutik Handayani", *office.tono.role_set)
    hamlet = Hamlet.objects.filter(village=other).first()
    assert hamlet is not None
    with pytest.raises(Refused, match="setting_gone"):
        put(office, Area.HAMLETS, {"name": "Rebutan"}, row=hamlet.id)
    with pytest.raises(Refused, match="other_village"):
        set_up.change(village=office.village, area=Area.CONTACT, values={"phone": "1"}, by=stranger, at=MONDAY)


def test_what_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    seen = changes.stamp(Village.objects.get(), Area.CONTACT)
    put(office, Area.CONTACT, {"phone": "(0281) 111111"}, seen=seen)
    with pytest.raises(Refused, match="changed_meanwhile"):
        put(office, Area.CONTACT, {"phone": "(0281) 222222"}, seen=seen)
    assert Village.objects.get().phone == "(0281) 111111"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "33.03"}, "invalid_setting"),
        ({"timezone": "Europe/Paris"}, "invalid_setting"),
        ({"accent": "red"}, "invalid_setting"),
        ({"hostname": "https://x"}, "invalid_setting"),
        ({"website": "javascript:alert(1)"}, "invalid_setting"),
        ({"name": " "}, "invalid_setting"),
    ],
)
def test_an_identity_that_cannot_be_is_refused(office: Office, values: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        put(office, Area.IDENTITY, values)


def test_a_host_name_belongs_to_one_village(office: Office) -> None:
    make_village("Losari", "33.03.13.2005", hostname="aduan.losari.example")
    with pytest.raises(Refused, match="host_taken"):
        put(office, Area.IDENTITY, {"hostname": "aduan.losari.example"})


def test_a_number_pattern_that_could_double_numbers_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="bad_number_pattern"):
        put(office, Area.NUMBERING, {"number_pattern": "{seq}/ADU"})
