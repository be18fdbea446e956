"""Whoever opens the desk sees what is wrong with the service itself, and can go on working."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.jobs import alarms
from kentongan.jobs.models import AlarmKind
from tests.factories import MONDAY, Office, make_village

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["sari", "tono", "kades", "bpd", "admin"])
def test_an_alarm_shows_on_the_first_page_of_everyone(who: str) -> None:
    village = make_village()
    alarms.raise_alarm(AlarmKind.CLOCK, "Jam komputer mundur.", at=MONDAY)
    alarms.raise_alarm(
        AlarmKind.LEDGER, "Catatan desa lain.", at=MONDAY, village=make_village("Losari", "33.03.13.2005")
    )
    client = Client()
    client.force_login(getattr(Office(village), who))
    page = client.get(f"/desa/{village.code}{reverse('desk:inbox')}")
    assert page.status_code == 200
    assert "Jam komputer mundur." in page.content.decode()
    assert "Catatan desa lain." not in page.content.decode()
