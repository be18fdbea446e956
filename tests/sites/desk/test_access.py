"""The access table of the desk, over every address: stranger, other village, wrong role, right role."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from kentongan.cases.actions import follow_up, verification
from kentongan.cases.models import Case
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules.types import Role, Status
from tests.documents.uploads import pdf
from tests.factories import MONDAY, Office, make_officer, make_village
from tests.sites.desk.helpers import HOUR, case_in, move_url, text_of

DeskOf = Callable[[Officer], Client]

PDF = pdf()


@pytest.fixture
def case(office: Office) -> Case:
    """Assigned to Joko."""
    return case_in(office, Status.ASSIGNED)


@pytest.fixture
def document(office: Office, case: Case) -> Document:
    found = store.take_in(village=office.village, uploads=[clean(PDF)], by=office.sari.id, at=MONDAY)
    follow_up.add_evidence(case=case, by=office.sari, at=MONDAY + 5 * HOUR, documents=found)
    return found[0]


def addresses(case: Case, document: Document) -> dict[str, str]:
    return {
        "inbox": "/meja/",
        "record": "/meja/catat/",
        "case": f"/meja/aduan/{case.id}/",
        "move": move_url(case, "note"),
        "document": f"/meja/berkas/{document.id}/",
        "preview": f"/meja/berkas/{document.id}/kecil/",
        "outbox": "/meja/pesan/",
        "oversight": "/meja/pengawasan/",
    }


POSTS = {"try_again": "/meja/pesan/{}/coba-lagi/", "mark_seen": "/meja/pengawasan/sudah-dibaca/"}

# What each of the office's people gets: sari intake, tono unit head, joko this case's handler, rini another handler,
# kades village head, bpd overseer, admin.
TABLE = {
    "inbox": {"sari": 200, "tono": 200, "joko": 200, "rini": 200, "kades": 200, "bpd": 200, "admin": 200},
    "record": {"sari": 200, "tono": 403, "joko": 403, "rini": 403, "kades": 403, "bpd": 403, "admin": 403},
    "case": {"sari": 200, "tono": 200, "joko": 200, "rini": 404, "kades": 200, "bpd": 200, "admin": 403},
    "move": {"sari": 200, "tono": 200, "joko": 200, "rini": 404, "kades": 200, "bpd": 200, "admin": 403},
    "document": {"sari": 200, "tono": 200, "joko": 200, "rini": 404, "kades": 200, "bpd": 200, "admin": 403},
    "preview": {"sari": 200, "tono": 200, "joko": 200, "rini": 404, "kades": 200, "bpd": 200, "admin": 403},
    "outbox": {"sari": 403, "tono": 200, "joko": 403, "rini": 403, "kades": 403, "bpd": 403, "admin": 200},
    "oversight": {"sari": 403, "tono": 403, "joko": 403, "rini": 403, "kades": 200, "bpd": 200, "admin": 200},
}
POST_TABLE = {
    "try_again": {"sari": 403, "tono": 302, "joko": 403, "rini": 403, "kades": 403, "bpd": 403, "admin": 302},
    "mark_seen": {"sari": 403, "tono": 403, "joko": 403, "rini": 403, "kades": 302, "bpd": 302, "admin": 302},
}


@pytest.mark.parametrize("who", ["sari", "tono", "joko", "rini", "kades", "bpd", "admin"])
def test_everybody_gets_what_the_table_says(
    who: str, office: Office, case: Case, document: Document, desk_of: DeskOf
) -> None:
    client = desk_of(getattr(office, who))
    for name, address in addresses(case, document).items():
        response = client.get(address)
        assert (name, response.status_code) == (name, TABLE[name][who])
        assert "no-store" in response["Cache-Control"]
    for name, address in POSTS.items():
        assert (name, client.post(address.format(uuid4())).status_code) == (name, POST_TABLE[name][who])
        assert client.get(address.format(uuid4())).status_code == 405


def test_a_stranger_is_sent_to_sign_in_and_comes_back(office: Office, case: Case, document: Document) -> None:
    for address in addresses(case, document).values():
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/masuk/?next=")


def test_an_officer_of_another_village_is_a_stranger_here(
    office: Office, case: Case, document: Document, desk_of: DeskOf
) -> None:
    other = make_village("Losari", "33.03.13.2005")
    tutik = make_officer(other, "Tutik Handayani", Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER, Role.BPD, Role.ADMIN)
    client = desk_of(tutik)
    for address in addresses(case, document).values():
        at_home = client.get(f"/desa/{other.code}{address}")
        assert at_home.status_code in (200, 404)
        assert case.number not in text_of(at_home)
        if str(case.id) in address or str(document.id) in address:
            assert at_home.status_code == 404
        assert client.get(f"/desa/{office.village.code}{address}").status_code == 302


@pytest.mark.parametrize("who", ["sari", "tono", "joko", "kades", "bpd"])
def test_who_is_reported_sees_nothing_of_the_case(
    who: str, office: Office, document: Document, case: Case, desk_of: DeskOf
) -> None:
    accused = getattr(office, who)
    if who == "joko":
        case = case_in(office, Status.VERIFIED, when=MONDAY + HOUR)
    by = office.bpd if who != "bpd" else office.tono
    verification.name_reported(case=case, by=by, at=MONDAY + 6 * HOUR, whom=accused.name, officers=[accused])
    client = desk_of(accused)
    assert client.get(f"/meja/aduan/{case.id}/").status_code == 404
    assert client.post(move_url(case, "note"), {"text": "Saya tahu."}).status_code == 404
    for address in (
        "/meja/?daftar=terbuka",
        "/meja/?daftar=saya",
        "/meja/?cari=berlubang",
        f"/meja/?cari={case.number}",
    ):
        assert f"/meja/aduan/{case.id}/" not in text_of(client.get(address))
    if case.id == document.subject:
        assert client.get(f"/meja/berkas/{document.id}/").status_code == 404


def test_an_unattached_document_is_shown_to_nobody(office: Office, desk_of: DeskOf) -> None:
    [loose] = store.take_in(village=office.village, uploads=[clean(PDF)], by=office.sari.id, at=MONDAY)
    assert desk_of(office.tono).get(f"/meja/berkas/{loose.id}/").status_code == 404


def test_an_administrator_is_led_to_the_accounts(office: Office, case: Case, desk_of: DeskOf) -> None:
    page = text_of(desk_of(office.admin).get("/meja/"))
    assert "Kelola akun petugas" in page
    assert "/meja/pengaturan/" in page.split("<main")[1], "a new administrator begins with the settings"
    assert case.number not in page


def test_who_was_signed_out_while_writing_gets_his_words_back(case: Case) -> None:
    words = "Sudah saya hubungi Pak RT, besok pagi kami ke lokasi."
    response = Client().post(move_url(case, "note"), {"text": words, "cap": "x", "formulir": "y" * 60})
    assert response.status_code == 403
    assert words in text_of(response)
    assert "y" * 60 not in text_of(response)


def test_the_navigation_names_only_what_the_officer_may_open(office: Office, desk_of: DeskOf) -> None:
    intake, bpd = text_of(desk_of(office.sari).get("/meja/")), text_of(desk_of(office.bpd).get("/meja/"))
    assert "Catat aduan" in intake
    assert "Pengawasan" not in intake
    assert "Pengawasan" in bpd
    assert "Catat aduan" not in bpd
