"""Settings: every change is written down and can be undone."""

from __future__ import annotations

from datetime import date

import pytest

from kentongan.ledger import log as ledger
from kentongan.rules.types import Refused
from kentongan.support.ids import uuid7
from kentongan.villages import changes
from kentongan.villages.changes import Area, Changer
from kentongan.villages.models import Body, Category, Holiday, SettingsChange, Village
from tests.factories import MONDAY, make_village

pytestmark = pytest.mark.django_db
DEWI = Changer(uuid7(), "Dewi Operator")


@pytest.fixture
def village() -> Village:
    return make_village()


def test_a_change_is_written_down_with_who_when_and_what(village: Village) -> None:
    before = ledger.size(village.log)
    category = Category.objects.filter(village=village).first()
    assert category is not None
    category.name = "Jalan desa"
    category.default_class = "supervisory"
    change = changes.save(category, area=Area.CATEGORIES, by=DEWI, at=MONDAY)
    assert change is not None
    assert change.before == {"name": "Infrastruktur & jalan", "default_class": "non_supervisory"}
    assert change.after == {"name": "Jalan desa", "default_class": "supervisory"}
    assert (change.by, change.by_name, change.at) == (DEWI.id, "Dewi Operator", MONDAY)
    assert change.label == "Kategori: Jalan desa"
    assert [entry.action for entry in ledger.entries_for(category.id, log=village.log)] == [changes.CHANGED]
    assert ledger.size(village.log) == before + 1
    stored = Village.objects.get(pk=village.pk)
    assert stored.settings_version == village.settings_version + 1


def test_nothing_changed_leaves_no_trace(village: Village) -> None:
    assert changes.save(village, area=Area.CONTACT, by=DEWI, at=MONDAY) is None
    assert not SettingsChange.objects.exists()
    assert ledger.size(village.log) == 0


def test_each_public_text_is_a_setting_of_its_own(village: Village) -> None:
    village.texts = {"welcome": "Sugeng rawuh"}
    first = changes.save(village, area=Area.TEXTS, by=DEWI, at=MONDAY)
    village.texts = {"welcome": "Sugeng rawuh", "pledge": "Kami siap"}
    changes.save(village, area=Area.TEXTS, by=DEWI, at=MONDAY)
    assert first is not None
    changes.undo(first, by=DEWI, at=MONDAY)
    assert Village.objects.get(pk=village.pk).texts == {"pledge": "Kami siap"}


def test_undoing_puts_the_old_values_back_once(village: Village) -> None:
    village.phone = "0281123456"
    change = changes.save(village, area=Area.CONTACT, by=DEWI, at=MONDAY)
    assert change is not None
    undone = changes.undo(change, by=DEWI, at=MONDAY)
    assert undone is not None
    assert undone.undoes == change
    assert Village.objects.get(pk=village.pk).phone == ""
    with pytest.raises(Refused, match="undone_before"):
        changes.undo(change, by=DEWI, at=MONDAY)


def test_what_somebody_changed_since_is_not_undone_behind_his_back(village: Village) -> None:
    village.phone = "0281123456"
    change = changes.save(village, area=Area.CONTACT, by=DEWI, at=MONDAY)
    village.phone = "0281999999"
    changes.save(village, area=Area.CONTACT, by=DEWI, at=MONDAY)
    assert change is not None
    with pytest.raises(Refused, match="changed_since"):
        changes.undo(change, by=DEWI, at=MONDAY)


def test_a_new_row_is_undone_by_taking_it_away_or_switching_it_off(village: Village) -> None:
    body = Body(village=village, name="Puskesmas Rembang")
    day = Holiday(village=village, day=date(2026, 7, 7), name="Sedekah bumi")
    added = changes.save(body, area=Area.BODIES, by=DEWI, at=MONDAY)
    closed = changes.save(day, area=Area.CALENDAR, by=DEWI, at=MONDAY)
    assert added is not None
    assert closed is not None
    changes.undo(added, by=DEWI, at=MONDAY)
    changes.undo(closed, by=DEWI, at=MONDAY)
    assert not Body.objects.get(pk=body.pk).active  # cases may speak of it
    assert not Holiday.objects.filter(pk=day.pk).exists()


def test_a_removed_row_comes_back_as_it_was(village: Village) -> None:
    day = Holiday.objects.get(village=village, day=date(2026, 8, 17))
    removed = changes.remove(day, area=Area.CALENDAR, by=DEWI, at=MONDAY)
    assert removed is not None
    changes.undo(removed, by=DEWI, at=MONDAY)
    back = Holiday.objects.get(village=village, day=date(2026, 8, 17))
    assert (back.pk, back.name) == (removed.row, "Hari Kemerdekaan")


def test_a_value_that_is_not_allowed_is_refused_with_a_sentence(village: Village) -> None:
    with pytest.raises(Refused, match="invalid_setting"):
        changes.save(Category(village=village, name="Infrastruktur & jalan"), area=Area.CATEGORIES, by=DEWI, at=MONDAY)
    village.email = "bukan surel"
    with pytest.raises(Refused, match="invalid_setting"):
        changes.save(village, area=Area.CONTACT, by=DEWI, at=MONDAY)
    assert not SettingsChange.objects.exists()


def test_a_row_deleted_by_somebody_else_is_said(village: Village) -> None:
    day = Holiday.objects.get(village=village, day=date(2026, 8, 17))
    Holiday.objects.all().delete()
    day.name = "Kemerdekaan"
    with pytest.raises(Refused, match="setting_gone"):
        changes.save(day, area=Area.CALENDAR, by=DEWI, at=MONDAY)
