"""Officials, ties and routes as the desk sets them up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kentongan.people import routes
from kentongan.people.models import KeyHolder, Officer, Official, OfficialTie, OverseerNotice
from kentongan.rules.types import Role, Route
from kentongan.vault.models import HolderKey
from tests.factories import MONDAY, Office, make_officer
from tests.sites.desk.helpers import text_of

DeskOf = Callable[[Officer], Client]
ROUTES, OFFICIALS, TIES = "/meja/pengaturan/jalur/", "/meja/pengaturan/perangkat/", "/meja/pengaturan/kedekatan/"


@pytest.fixture
def desk(office: Office, desk_of: DeskOf) -> Client:
    return desk_of(office.admin)


def with_key(officer: Officer) -> None:
    HolderKey.objects.create(
        village=officer.village_id, officer=officer.id, recipient="age1x", wrapped=b"x", kdf={}, created_at=MONDAY
    )


def test_an_official_with_nicknames_and_a_tie_is_entered_and_tried(office: Office, desk: Client) -> None:
    official = {"name": "Joko Lelono", "post": "Kepala Dusun I", "nicknames": "Mbah Gendon,  Kang Jo\nMbah Gendon"}
    desk.post(f"{OFFICIALS}tambah/", {**official, "officer_id": str(office.joko.id), "active": "on"})
    row = Official.objects.get()
    assert row.nicknames == "Mbah Gendon, Kang Jo"
    desk.post(f"{TIES}tambah/", {"official_id": str(row.id), "officer_id": str(office.sari.id), "how": "istri"})
    assert OfficialTie.objects.get().officer == office.sari
    assert "terlalu dekat: Sari Wulandari (istri)" in text_of(desk.get(OFFICIALS))
    assert "Sari Wulandari dengan Joko Lelono" in text_of(desk.get(TIES))
    tried = text_of(desk.post(ROUTES, {"text": "mbah gendon njaluk duwit"}))
    assert "Dikenali: <b>Joko Lelono</b>" in tried
    assert "<b>Unit pengaduan</b> (Tono Prasetyo (Sekretaris Desa))" in tried
    assert "Joko Lelono (Kepala Dusun I), Sari Wulandari (Kasi Pelayanan)" in tried.replace(
        "Sari Wulandari (Kasi Pelayanan), Joko Lelono (Kepala Dusun I)",
        "Joko Lelono (Kepala Dusun I), Sari Wulandari (Kasi Pelayanan)",
    )
    assert OverseerNotice.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Jalan rusak, sudah lapor pak RT", "Aduan biasa"),
        ("Pak Lurah minta setoran", "Perginya ke: <b>Jalur pengawas</b> (Marsudi Utomo (Ketua BPD))"),
        ("ada pungli", "Isinya tentang: <b>Pungutan liar</b>"),
        ("oknum perangkat desa", "tanpa jelas siapa"),
        ("pak lurah dan ketua bpd", "Tidak ada pemegang jalur yang bebas"),
        ("", "Tulis dulu kalimat yang ingin dicoba."),
    ],
)
def test_a_text_can_be_tried(desk: Client, text: str, says: str) -> None:
    assert says in text_of(desk.post(ROUTES, {"text": text}))


def test_bad_entries_come_back_with_a_sentence_and_what_was_typed(office: Office, desk: Client) -> None:
    answer = desk.post(f"{OFFICIALS}tambah/", {"name": "Darmo", "nicknames": "x", "officer_id": "-"})
    assert answer.status_code == 422
    assert "Nama panggilan paling pendek 2 huruf" in text_of(answer)
    assert 'value="Darmo"' in text_of(answer)
    row = Official.objects.create(village=office.village, name="Joko", officer=office.joko)
    answer = desk.post(f"{TIES}tambah/", {"official_id": str(row.id), "officer_id": str(office.joko.id)})
    assert "Itu akunnya sendiri" in text_of(answer)
    answer = desk.post(f"{TIES}tambah/", {"official_id": "x", "officer_id": ""})
    assert "Pilih perangkat desanya." in text_of(answer)


def test_holders_are_named_and_ended_and_the_page_says_what_is_missing(office: Office, desk: Client) -> None:
    page = text_of(desk.get(ROUTES))
    assert "Jalur pengawas baru punya 1 pemegang" in page
    assert "menurut perannya" in page
    camat = make_officer(office.village, "Retno Palupi", Role.OVERSEER, post="Kasi Pemerintahan Kecamatan")
    for officer in (office.bpd, camat):
        desk.post(ROUTES, {"tunjuk": "oversight", "oversight-officer": str(officer.id)})
        with_key(officer)
    office.village.refresh_from_db()
    assert set(routes.holders(office.village, Route.OVERSIGHT)) == {office.bpd.id, camat.id}
    for officer in (office.tono, office.sari):
        with_key(officer)
    assert "Kedua jalur lengkap" in text_of(desk.get(ROUTES))
    holder = KeyHolder.objects.get(officer=camat)
    assert "Akhiri tugas Retno Palupi?" in text_of(desk.get(f"{ROUTES}{holder.id}/akhiri/"))
    assert "Jalur pengawas baru punya 1 pemegang" in text_of(desk.post(f"{ROUTES}{holder.id}/akhiri/", follow=True))
    assert desk.get(f"{ROUTES}{holder.id}/akhiri/").status_code == 404


@pytest.mark.parametrize("whom", ["kades", "tono", "nobody"])
def test_the_overseers_route_takes_nobody_from_the_office(office: Office, desk: Client, whom: str) -> None:
    officer = str(getattr(office, whom).id) if whom != "nobody" else ""
    answer = desk.post(ROUTES, {"tunjuk": "oversight", "oversight-officer": officer})
    assert answer.status_code == 422
    assert "Pilih petugas yang akan memegang jalur ini." in text_of(answer)
    assert not KeyHolder.objects.exists()


def test_the_unit_head_does_not_choose_who_watches_his_head(office: Office, desk_of: DeskOf) -> None:
    desk = desk_of(office.tono)
    assert "ditunjuk oleh administrator" in text_of(desk.get(ROUTES))
    answer = desk.post(ROUTES, {"tunjuk": "oversight", "oversight-officer": str(office.bpd.id)})
    assert answer.status_code == 422
    assert not KeyHolder.objects.exists()


def test_an_overseer_from_outside_has_an_account_like_others(office: Office, desk_of: DeskOf) -> None:
    camat = make_officer(office.village, "Retno Palupi", Role.OVERSEER, post="Camat")
    assert "Pengawas luar" in text_of(desk_of(office.admin).get("/meja/akun/baru/"))
    assert "Retno Palupi" in text_of(desk_of(office.admin).get("/meja/unit/"))
    assert desk_of(camat).get("/meja/unit/").status_code == 200
    assert desk_of(camat).get("/meja/pengaturan/").status_code == 403
