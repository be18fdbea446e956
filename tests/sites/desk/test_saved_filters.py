"""Filters kept under a name: chips above the list, shared, renamed, deleted, opening the desk; and the search page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client

from kentongan.desk import saved
from kentongan.desk.models import SavedFilter
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from tests.factories import MONDAY, Office, lodge
from tests.sites.desk.helpers import text_of

DeskOf = Callable[[Officer], Client]


def keep(office: Office, name: str = "Jalan", *, by: Officer | None = None, shared: bool = False) -> SavedFilter:
    return saved.keep(
        village=office.village, by=by or office.sari, at=MONDAY, name=name, query="cari=jalan", shared=shared
    )


def names(office: Office, officer: Officer) -> list[str]:
    return [row.name for row in saved.of_officer(office.village, officer)]


def test_a_filter_is_kept_from_the_list_and_shown_as_a_chip(office: Office, desk_of: DeskOf) -> None:
    lodge(office.village)
    client = desk_of(office.sari)
    answer = client.post("/meja/saringan/simpan/", {"saringan": "cari=jln&sesudah=00&x=1", "nama": " Jalan rusak "})
    assert answer.headers["Location"] == "/meja/?cari=jln"
    page = text_of(client.get("/meja/?cari=jln"))
    assert "Jalan rusak" in page
    assert "<mark>Jalan</mark>" in page
    assert "<b>jln</b> → jalan" in page


def test_shared_ones_are_seen_by_all_and_own_ones_by_oneself(office: Office) -> None:
    keep(office, "Punya Sari")
    keep(office, "Untuk semua", shared=True)
    assert names(office, office.sari) == ["Punya Sari", "Untuk semua"]
    assert names(office, office.tono) == ["Untuk semua"]


def test_the_same_name_replaces_and_there_is_an_end_to_them(office: Office) -> None:
    for number in range(saved.MOST):
        keep(office, f"Saringan {number}")
    keep(office, "SARINGAN 0")
    assert SavedFilter.objects.count() == saved.MOST
    with pytest.raises(Refused, match="too_many"):
        keep(office, "Satu lagi")


@pytest.mark.parametrize(("name", "query"), [("", "cari=a"), ("x" * 41, "cari=a"), ("A", ""), ("A", "daftar=saya")])
def test_what_is_no_filter_is_refused(name: str, query: str, office: Office) -> None:
    with pytest.raises(Refused):
        saved.keep(village=office.village, by=office.sari, at=MONDAY, name=name, query=query, shared=False)


def test_only_the_owner_changes_and_the_unit_head_may_clear_away(office: Office) -> None:
    row = keep(office, shared=True)
    for change in (
        lambda: saved.rename(row=row, by=office.joko, name="Lain"),
        lambda: saved.share(row=row, by=office.joko, shared=False),
        lambda: saved.open_with(row=row, by=office.joko, opens=True),
        lambda: saved.discard(row=row, by=office.joko),
    ):
        with pytest.raises(Refused, match="not_own"):
            change()
    saved.discard(row=row, by=office.tono)
    assert SavedFilter.objects.count() == 0


def test_a_name_is_taken_once(office: Office) -> None:
    keep(office, "Satu")
    row = keep(office, "Dua")
    with pytest.raises(Refused, match="name_taken"):
        saved.rename(row=row, by=office.sari, name="satu")
    saved.rename(row=row, by=office.sari, name="Tiga")
    assert names(office, office.sari) == ["Satu", "Tiga"]


def test_one_filter_opens_the_desk_and_the_lists_are_still_there(office: Office, desk_of: DeskOf) -> None:
    first, second = keep(office, "Satu"), keep(office, "Dua")
    saved.open_with(row=first, by=office.sari, opens=True)
    saved.open_with(row=second, by=office.sari, opens=True)
    assert saved.opening_query(office.village, office.sari) == "cari=jalan"
    client = desk_of(office.sari)
    assert "Hasil pencarian" in text_of(client.get("/meja/"))
    assert "Hasil pencarian" not in text_of(client.get("/meja/?daftar=terbuka"))
    client.post(f"/meja/saringan/{second.id}/", {"perbuatan": "jangan-buka"})
    assert saved.opening_query(office.village, office.sari) == ""


def test_an_address_is_kept_always_alike(office: Office) -> None:
    assert saved.query_of(QueryDict("tenggat=late&cari=%00a&daftar=terbuka&evil=1")) == (
        "daftar=terbuka&cari=a&tenggat=late"
    )


def test_what_is_shown_of_a_hit_is_escaped(office: Office, desk_of: DeskOf) -> None:
    lodge(office.village, story="<script>alert(1)</script> jalan rusak", title="<b>Jalan</b>")
    page = text_of(desk_of(office.sari).get("/meja/?cari=jalan"))
    assert "&lt;b&gt;<mark>Jalan</mark>&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_a_reporter_is_found_by_post_and_the_name_is_in_no_address(office: Office, desk_of: DeskOf) -> None:
    case = lodge(office.village).case
    client = desk_of(office.sari)
    assert client.get("/meja/cari-pelapor/?nama=Warsiti").status_code == 200
    assert not ledger.entries_for(office.village.id, log=office.village.log)
    asked = {"nama": "Warsiti", "telepon": "", "alasan": "Tanda terima hilang."}
    page = text_of(client.post("/meja/cari-pelapor/", asked))
    assert case.number in page
    refused = client.post("/meja/cari-pelapor/", asked | {"alasan": "", "telepon": "0812"})
    assert refused.status_code == 422
    assert 'value="Warsiti"' in text_of(refused)
