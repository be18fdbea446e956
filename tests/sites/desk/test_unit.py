"""The page of the complaint unit, and its sheet for the notice board."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from kentongan.people.models import Officer
from tests.factories import Office
from tests.sites.desk.helpers import text_of

DeskOf = Callable[[Officer], Client]


def test_everybody_sees_who_is_what_and_those_who_can_mend_it_what_is_missing(office: Office, desk_of: DeskOf) -> None:
    Officer.objects.filter(pk=office.joko.pk).update(post="", number="NIPD 0001")
    for officer, mends in ((office.admin, True), (office.tono, True), (office.joko, False), (office.bpd, False)):
        page = text_of(desk_of(officer).get("/meja/unit/"))
        assert "Suharto Wiryo" in page
        assert ("Nomor SK unit pengaduan belum diisi." in page) is mends
        assert ("Jabatan Joko Lelono belum diisi" in page) is mends
        assert (f"/meja/akun/{office.kades.pk}/" in page) is (officer == office.admin)


def test_the_sheet_for_the_board_has_names_and_posts_and_nothing_private(office: Office, desk_of: DeskOf) -> None:
    Officer.objects.filter(pk=office.sari.pk).update(number="NIPD 0001", email="sari@contoh.id")
    sheet = text_of(desk_of(office.joko).get("/meja/unit/papan/"))
    sheet = sheet[sheet.index('<article class="board">') :]
    assert all(words in sheet for words in ("Sari Wulandari", "Kasi Pelayanan", "Ketua BPD", "Penanggung jawab"))
    assert not any(words in sheet for words in ("NIPD", "sari@contoh.id", "Dewi Operator"))
