"""A village with published cases and observers, for the tests of watching."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kentongan.cases.models import Case, Publication, PublicVersion
from kentongan.people.models import Officer
from kentongan.rules.types import Role
from kentongan.villages.models import Hamlet, Village
from tests.factories import MONDAY, lodge, make_officer, make_village

LATER = MONDAY + timedelta(days=28)  # a Monday, after all limits of a lodging on MONDAY
SECRET_WORDS = ("Warsiti", "warsiti@example.org", "6281234567890", "pos ronda", "3303135508800001")


def make_observer(
    village: Village, name: str = "Laras Pemantau", organisation: str = "LSM Terang", **extra: Any
) -> Officer:
    """Give an observer an account without a password."""
    observer = make_officer(village, name, Role.OBSERVER, email=extra.pop("email", "laras@example.org"))
    observer.organisation = organisation
    observer.save()
    return observer


def publish(
    village: Village,
    public_id: str,
    *,
    title: str = "Jalan rusak di dusun",
    group: str = "Jalan",
    hamlet: str = "",
    published_at: datetime = MONDAY + timedelta(days=1),
    case: Case | None = None,
    **extra: Any,
) -> Publication:
    """Let a case stand in public, as the publishing action would leave it."""
    case = case or lodge(village).case
    Case.objects.filter(pk=case.pk).update(publish_consent="yes")
    writer = Officer.objects.filter(village=village).first() or make_officer(village, "Sari Wulandari", Role.INTAKE)
    for part, text in (("title", title), ("story", f"{title}: naskah yang disetujui.")):
        PublicVersion.objects.create(
            village=village, case=case, version=1, part=part, text=text, made_by=writer, made_at=published_at
        )
    return Publication.objects.create(
        village=village,
        case=case,
        public_id=public_id,
        version=1,
        published_at=published_at,
        page_key=f"{published_at:%Y%m%d}{public_id}",
        shown_period="2026-Q3",
        shown_group=group,
        shown_hamlet=Hamlet.objects.filter(village=village, name=hamlet).first(),
        words=title.lower(),
        **extra,
    )


def a_watched_village(**extra: Any) -> tuple[Village, Officer]:
    """Found a village that an observer watches."""
    village = make_village(**extra)
    return village, make_observer(village)
