"""What overseers see and have seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.people import notices
from kentongan.people.models import OverseerNotice
from kentongan.rules.types import Refused
from tests.factories import MONDAY, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(office: Office) -> list[str]:
    for number in range(5):
        OverseerNotice.objects.create(
            village=office.village, action="x", sentence=str(number), at=MONDAY + timedelta(minutes=number // 2)
        )
    return ["4", "3", "2", "1", "0"]


def test_the_newest_come_first_page_by_page(office: Office, elsewhere: Office, five: list[str]) -> None:
    read, before = [], None
    while page := notices.newest(office.village, before=before, limit=2):
        read += [notice.sentence for notice in page]
        before = page[-1].id
    assert read == five
    assert notices.newest(elsewhere.village) == []
    assert notices.newest(elsewhere.village, before=before) == []


def test_what_was_seen_is_no_longer_counted(office: Office, five: list[str]) -> None:
    assert notices.unseen_count(office.bpd) == 5
    notices.mark_seen(office.bpd, until=MONDAY)
    assert notices.unseen_count(office.bpd) == 3
    notices.mark_seen(office.bpd, until=MONDAY + timedelta(hours=1))
    notices.mark_seen(office.bpd, until=MONDAY)
    assert notices.unseen_count(office.bpd) == 0
    assert notices.unseen_count(office.kades) == 5
    assert notices.unseen_count(office.admin, at_most=3) == 3


def test_only_overseers_have_notices(office: Office, five: list[str]) -> None:
    assert notices.unseen_count(office.sari) == 0
    with pytest.raises(Refused, match="no_right"):
        notices.mark_seen(office.sari, until=MONDAY)
