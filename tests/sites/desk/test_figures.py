"""The page of figures: the same numbers on screen, on paper and in files, and links that lead to just these cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.cases.actions import verification
from kentongan.people.models import Officer
from kentongan.reports.figures import fold
from kentongan.reports.models import FiguresCursor
from tests.cases.test_life import answered
from tests.factories import MONDAY, Office, lodge
from tests.sites.desk.helpers import HOUR, text_of

DeskOf = Callable[[Officer], Client]
DAY = timedelta(days=1)
LINK = re.compile(r'href="(/meja/\?daftar=terbuka[^"]*)"')


@pytest.fixture(autouse=True)
def ten_days_later() -> Iterator[None]:
    """It is Thursday of the week after the cases came in."""
    with mock.patch.object(timezone, "now", return_value=MONDAY + 10 * DAY + HOUR):
        yield


def tiles(page: str) -> list[str]:
    return re.findall(r'class="tally[^>]*><b>([^<]*)</b>', page)


def test_an_officer_sees_his_own_act_at_once(office: Office, desk_of: DeskOf) -> None:
    lodge(office.village)
    client = desk_of(office.kades)
    assert tiles(text_of(client.get("/meja/angka/")))[:2] == ["1", "1"]
    answered(lodge(office.village).case, office)
    assert tiles(text_of(client.get("/meja/angka/")))[:2] == ["2", "1"]
    assert FiguresCursor.objects.get().next_index > 1


def test_after_a_large_import_the_page_says_that_it_is_still_counting(office: Office, desk_of: DeskOf) -> None:
    lodge(office.village)
    with mock.patch.object(fold, "ENTRIES", 0):
        page = text_of(desk_of(office.kades).get("/meja/angka/"))
    assert "Masih ada 1 catatan baru yang sedang dihitung" in page


def test_a_number_leads_to_exactly_its_cases(office: Office, desk_of: DeskOf) -> None:
    for _ in range(2):
        lodge(office.village)
    about_him = lodge(office.village).case
    verification.name_reported(case=about_him, by=office.sari, at=MONDAY, whom="Kades", officers=[office.kades])
    client = desk_of(office.kades)
    page = text_of(client.get("/meja/angka/"))
    addresses = {address.replace("&amp;", "&") for address in LINK.findall(page)}
    assert "/meja/?daftar=terbuka&tenggat=late" in addresses
    assert "/meja/?daftar=terbuka&dari=2025-08-01&sampai=2026-07-31" in addresses
    assert any("saluran=web" in address for address in addresses)
    for address in addresses:
        listed = text_of(client.get(address)).count('class="main-link"')
        assert listed == (0 if "soon" in address else 2), address


@pytest.mark.parametrize("period", ["2026", "2026-T3", "2026-07", "12-bulan", "1999", "x", "2026-99", "%00", "é" * 300])
def test_every_period_has_a_page_and_nonsense_has_a_sentence(office: Office, desk_of: DeskOf, period: str) -> None:
    lodge(office.village)
    page = text_of(desk_of(office.bpd).get("/meja/angka/", {"periode": period}))
    known = period[:2] in ("20", "12", "19") and period != "2026-99"
    assert ("tidak dikenal" in page) is not known


def test_the_page_asks_the_same_for_one_case_and_for_three(office: Office, desk_of: DeskOf) -> None:
    client, counts = desk_of(office.kades), []
    for cases in (1, 2):
        for _ in range(cases):
            answered(lodge(office.village).case, office)
        client.get("/meja/angka/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/meja/angka/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_paper_and_files_come_with_a_name(office: Office, desk_of: DeskOf) -> None:
    answered(lodge(office.village).case, office)
    client = desk_of(office.tono)
    for path, begins in (("laporan.pdf", b"%PDF"), ("tabel.csv", b"\xef\xbb\xbf"), ("tabel.xlsx", b"PK")):
        response = client.get(f"/meja/angka/{path}", {"periode": "2026-T3"})
        assert response.content.startswith(begins)
        assert "2026-T3" in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"
