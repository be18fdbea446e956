"""What is made from settings is remembered, and made anew when a setting changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kentongan.ui.templatetags import kept
from kentongan.villages import changes, remembered, tenant
from kentongan.villages.calendar import calendar_for, rules_for
from kentongan.villages.changes import Area, Changer
from kentongan.villages.models import Holiday, Village
from tests.factories import MONDAY, make_village

pytestmark = pytest.mark.django_db
DEWI = Changer(None, "Dewi")


@pytest.fixture
def village() -> Village:
    return make_village()


def test_calendar_and_rules_are_read_once_for_a_version(
    village: Village, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    calendar, rules = calendar_for(village), rules_for(village)
    with django_assert_num_queries(0):
        assert calendar_for(village) is calendar
        assert rules_for(Village(pk=village.pk, settings_version=village.settings_version)) is rules


def test_a_changed_setting_counts_at_once(village: Village) -> None:
    day = date(2026, 7, 7)
    assert day not in calendar_for(village).days_off
    changes.save(Holiday(village=village, day=day, name="Sedekah bumi"), area=Area.CALENDAR, by=DEWI, at=MONDAY)
    assert day in calendar_for(Village.objects.get(pk=village.pk)).days_off


def test_another_villages_calendar_is_its_own(village: Village) -> None:
    other = make_village("Losari", "33.03.13.2005")
    Holiday.objects.create(village=other, day=date(2026, 7, 9), name="Bersih desa")
    assert calendar_for(village).days_off != calendar_for(other).days_off


def test_not_more_is_remembered_than_said(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered.forget()
    monkeypatch.setattr(remembered, "MOST", 3)
    for number in range(5):
        remembered.remembered(village, f"thing {number}", lambda: object())
    assert len(remembered._things) == 3


@pytest.fixture
def a_busy_site(settings: Settings) -> None:
    settings.KENTONGAN_VILLAGE_SECONDS = 60.0
    tenant._known_villages.clear()


@pytest.mark.usefixtures("a_busy_site")
def test_a_citizen_may_see_a_setting_as_it_was_a_moment_ago_an_officer_never(village: Village, client: Client) -> None:
    assert "0281111111" not in client.get("/").content.decode()
    village.phone = "0281111111"
    changes.save(village, area=Area.CONTACT, by=DEWI, at=MONDAY)
    assert "0281111111" not in client.get("/").content.decode()
    client.cookies["meja"] = "whatever"
    assert "0281111111" in client.get("/").content.decode()
    del client.cookies["meja"]
    tenant._known_villages.clear()  # the moment is over
    assert "0281111111" in client.get("/").content.decode()
    tenant._known_villages.clear()


@pytest.mark.usefixtures("a_busy_site")
def test_hosts_somebody_made_up_fill_no_memory(
    village: Village, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tenant, "MOST_KNOWN", 3)
    for number in range(10):
        assert client.get("/", headers={"host": f"rekaan{number}.example"}).status_code == 200
    assert len(tenant._known_villages) <= 3
    tenant._known_villages.clear()


def test_the_head_of_a_page_is_drawn_once_and_anew_with_a_new_name(village: Village, client: Client) -> None:
    kept.forget()
    first = client.get("/cara-kerja/").content.decode()
    assert "Desa Karangbawang" in first
    drawn = len(kept._parts)
    assert drawn
    client.get("/cara-kerja/")
    assert len(kept._parts) == drawn
    village.name = "Karangbawang Baru"
    changes.save(village, area=Area.IDENTITY, by=DEWI, at=MONDAY)
    assert "Desa Karangbawang Baru</span></span></a>" in client.get("/cara-kerja/").content.decode()
