"""What stands in public of a case: nothing finer than a quarter, no number, no name, and nothing that may not stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.cases.models import Publication
from kentongan.cases.queries.published import PublicFilter, public_case, public_page, public_rows, withheld
from tests.factories import MONDAY, lodge, make_village

pytestmark = pytest.mark.django_db


def test_smoke() -> None:
    village = make_village()
    case = lodge(village).case
    case.publish_consent = "yes"
    case.save()
    Publication.objects.create(
        village=village,
        case=case,
        public_id="abc",
        version=1,
        published_at=MONDAY + timedelta(days=9),
        page_key="20260715abc",
        shown_period="2026-Q3",
    )
    today = MONDAY.date()
    assert public_page(village, PublicFilter(words="", period="2026"), today=today).cases[0].row.period == "2026-Q3"
    assert public_case(village, "abc", today=today) is not None
    assert len(list(public_rows(village, today=today))) == 1
    print(withheld(village))
