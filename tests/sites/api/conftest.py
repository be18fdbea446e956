"""A village with programs at its door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.cases import public_numbers
from kentongan.cases.models import Case, Publication, PublicVersion
from kentongan.people import api_keys
from kentongan.rules.types import Status
from kentongan.support.passing import everybody
from kentongan.villages import remembered
from kentongan.villages.models import Hamlet, Village
from tests.factories import MONDAY, Office, lodge, make_village

NOW = MONDAY + timedelta(days=20)  # Sunday, 26 July 2026


@pytest.fixture(autouse=True)
def _quiet_and_still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    everybody.forget()
    remembered.forget()
    public_numbers.forget()
    yield
    everybody.forget()
    remembered.forget()
    public_numbers.forget()


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


@pytest.fixture
def program() -> Client:
    """It keeps no cookies and would be asked for a CSRF token where one is wanted."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def lodging_key(office: Office) -> str:
    made = api_keys.make(
        village=office.village,
        by=office.tono,
        at=MONDAY,
        label="Lapor Kecamatan",
        body="Kecamatan Rembang",
    )
    return made.secret


Publish = Callable[..., Case]


@pytest.fixture
def publish(village: Village, office: Office) -> Publish:
    """Publish a case as the officer's decision would leave it."""

    def make(public_id: str, *, status: Status = Status.IN_PROGRESS, **shown: Any) -> Case:
        case = lodge(village, story="Warsiti Ningsih jatuh di jalan berlubang depan rumahnya RT 3.").case
        Case.objects.filter(pk=case.pk).update(publish_consent="yes", status=status)
        for part, text in {"title": "Jalan berlubang", "story": "Jalan di Dusun Satu berlubang."}.items():
            PublicVersion.objects.create(
                village=village,
                case=case,
                version=1,
                part=part,
                text=text,
                source_mark="x",
                made_by=office.sari,
                made_at=MONDAY,
            )
        published = MONDAY + timedelta(days=9)
        values: dict[str, Any] = {
            "shown_group": "Jalan & penerangan",
            "shown_category": "Infrastruktur & jalan",
            "shown_hamlet": Hamlet.objects.get(village=village, name="Dusun Satu"),
            "shown_period": "2026-Q3",
        }
        Publication.objects.create(
            village=village,
            case=case,
            public_id=public_id,
            version=1,
            published_at=published,
            changed_at=published,
            page_key=f"20260715{public_id}",
            **values | shown,
        )
        return case

    return make
