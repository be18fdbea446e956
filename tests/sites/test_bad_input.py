"""Whatever people or programs type, into whichever field: a clear page, the words kept, never an error of ours."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from kentongan.cases.models import Case
from kentongan.desk.moves import FORMS
from kentongan.desk.pages.case import stamp_of
from kentongan.forms.fields import clean_text
from kentongan.portal import follow_cookie
from kentongan.rules.types import OFFICER_ROLES, Move
from kentongan.villages.models import Village
from tests.factories import Office, lodge, make_officer, make_village
from tests.people.helpers import with_password
from tests.sites.naughty import NAUGHTY
from tests.sites.reading import LODGING, WORDS, at_desk, follower, lost, token

pytestmark = pytest.mark.django_db

# Each database's run takes every second one, so that the two together take all.
HALF = NAUGHTY[int(connection.vendor == "postgresql") :: 2]
FEW = HALF[::5]
FEWER = HALF[::16]
CHUNKS = ["\n".join(NAUGHTY[start : start + 12]) for start in range(0, len(NAUGHTY), 12)]
TEXTS = [
    *(
        "story",
        "settlement",
        "rt",
        "rw",
        "place",
        "latitude",
        "longitude",
        "incident_on",
        "incident_text",
        "about_whom",
    ),
    *("name", "phone", "email", "address", "represented_name", "represented_contact", "representation"),
]
RECORDED = [
    *("received_on", "received_time", "title", "story", "settlement", "rt", "rw", "place", "incident_on"),
    *("incident_text", "about_whom", "name", "phone", "email", "address", "represented_name", "represented_address"),
    "representation",
]


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


def test_a_refused_lodging_keeps_every_string_in_every_field(village: Village) -> None:
    client, problems = Client(), []
    for string in HALF:
        typed = dict.fromkeys(TEXTS, string) | {"nik": "1234"}
        page = client.post("/lapor/", LODGING | typed | {"formulir": token(village)})
        missing = lost(page, typed)
        if page.status_code != 422 or missing:
            problems.append((string[:40], page.status_code, missing))
    assert problems == []
    assert not Case.objects.exists()


def test_choices_take_no_nonsense(village: Village) -> None:
    for string in FEWER:
        for name in ("kind", "identity_mode", "about_official", "hamlet", "on_behalf", "formulir", "disimpan", "buang"):
            answers = LODGING | {"story": WORDS, "name": "Warsiti", "formulir": token(village)} | {name: string}
            page = Client().post("/lapor/", answers)
            assert page.status_code in (200, 422), (name, string)
            if page.status_code == 422:
                assert lost(page, {"story": WORDS}) == [], (name, string)


def test_every_string_can_be_lodged_and_is_read_as_it_was_typed(office: Office) -> None:
    desk, village = at_desk(office), office.village
    for chunk in CHUNKS:
        answers = LODGING | {"story": chunk, "name": "Warsiti", "settlement": chunk[:2000], "formulir": token(village)}
        assert Client().post("/lapor/", answers).status_code == 200
        case = Case.objects.latest("id")
        assert case.story == clean_text(chunk)
        for page in (follower(case).get("/lacak/kasus/"), desk.get(f"/meja/aduan/{case.id}/"), desk.get("/meja/")):
            assert page.status_code == 200
            text = page.content.decode()
            assert [line for line in chunk.split("\n") if "<" in line and line in text] == []
    assert Case.objects.count() == len(CHUNKS)


def test_a_question_keeps_every_string(village: Village) -> None:
    for string in FEW:
        typed = dict.fromkeys(("story", "name", "phone", "email", "address"), string) | {"nik": "1234"}
        answers = {"identity_mode": "open", "formulir": token(village)} | typed
        page = Client().post("/tanya/", answers)
        assert (page.status_code, lost(page, typed)) == (422, []), string


def test_no_string_is_a_tracking_code_or_finds_a_lost_one(village: Village) -> None:
    lodge(village)
    client = Client()
    for string in HALF:
        page = client.post("/lacak/", {"code": string})
        assert (page.status_code, lost(page, {"code": string})) == (422, []), string
    for number, string in enumerate(FEW):
        typed = {"number": string, "contact": string}
        page = Client(REMOTE_ADDR=f"203.0.113.{number}").post("/lacak/kode-hilang/", typed)
        assert page.status_code in (200, 422), string
        page = client.post("/lacak/kode-hilang/", typed)  # after a few from one connection the next has to wait
        assert page.status_code in (200, 422, 429), string
        assert page.status_code == 200 or lost(page, typed) == [], string


@pytest.mark.parametrize("act", ["balas", "bukti", "nilai", "keberatan", "cabut", "batal-cabut", "lanjutkan"])
def test_the_follow_up_forms_take_everything(village: Village, act: str) -> None:
    client = follower(lodge(village).case)
    for string in (*CHUNKS, *FEWER):
        answers = {"text": string, "reason": string, "words": string, "satisfied": string, "stars": string}
        page = client.post(f"/lacak/kasus/{act}/", answers | {"formulir": token(village)})
        assert page.status_code in (302, 422), string
    assert client.get("/lacak/kasus/").status_code == 200


def test_a_message_that_is_refused_is_still_there(village: Village) -> None:
    client = follower(lodge(village).case)
    page = client.post("/lacak/kasus/balas/", {"text": "x" * 5001, "formulir": token(village)})
    assert (page.status_code, lost(page, {"text": "x" * 5001})) == (422, [])
    page = Client().post("/lacak/kasus/balas/", {"text": WORDS, "formulir": token(village)})
    assert (page.status_code, lost(page, {"text": WORDS})) == (422, []), "the half hour is over: the code is asked for"


def test_the_recording_form_keeps_every_string(office: Office) -> None:
    desk = at_desk(office)
    choices = {"channel": "counter", "kind": "complaint", "identity_mode": "open", "about_official": "no"}
    for string in FEW:
        typed = dict.fromkeys(RECORDED, string) | {"nik": "1234"}
        page = desk.post("/meja/catat/", choices | typed | {"formulir": token(office.village)})
        assert (page.status_code, lost(page, typed)) == (422, []), string
    for string in FEWER[::3]:
        for name in (*choices, "gender", "hamlet", "langkah", "dibacakan", "proxy", "scan_later", "formulir"):
            answers = choices | {"story": WORDS, "name": "Warsiti", "formulir": token(office.village)} | {name: string}
            page = desk.post("/meja/catat/", answers)
            assert page.status_code in (200, 422), (name, string)


def test_search_and_filters_take_every_string(office: Office) -> None:
    lodge(office.village, story=clean_text("\n".join(CHUNKS)))
    desk = at_desk(office)
    for string in HALF:
        assert desk.get("/meja/", {"cari": string}, headers={"HX-Request": "true"}).status_code == 200, string
    names = ("daftar", "status", "kategori", "dusun", "saluran", "klasifikasi", "petugas", "tenggat", "sesudah")
    for string in FEW:
        assert desk.get("/meja/", dict.fromkeys(names, string)).status_code == 200, string
    for name in names:
        assert desk.get("/meja/", {name: "\x00<b>"}).status_code == 200, name


@pytest.mark.parametrize("move", sorted(FORMS))
def test_no_move_chokes_on_a_string(office: Office, move: Move) -> None:
    case = lodge(office.village).case
    client = Client()
    client.force_login(make_officer(office.village, "Darsono Budi", *OFFICER_ROLES))
    names = [name for name, field in FORMS[move].base_fields.items() if field is not None]
    for string in FEWER[::2]:
        case.refresh_from_db()
        answers = dict.fromkeys(names, string) | {"cap": stamp_of(case), "formulir": string}
        page = client.post(f"/meja/aduan/{case.id}/{move}/", answers)
        assert page.status_code in (200, 302, 422), string
    assert client.get(f"/meja/aduan/{case.id}/").status_code == 200
    assert client.post(f"/meja/aduan/{case.id}/{move}/", {"cap": FEWER[-1]}).status_code in (302, 409, 422)


def test_the_door_takes_every_string(office: Office) -> None:
    with_password(office.sari)
    client = Client()
    for string in FEW:
        assert client.post("/masuk/", {"username": string, "password": string, "next": string}).status_code == 200
        answers = {"username": string, "code": string, "new": string, "again": string}
        assert client.post("/masuk/mulai/", answers).status_code == 200, string
        assert client.get("/masuk/", {"next": string}).status_code == 200
        assert client.get("/masuk/mulai/", {"nama": string}).status_code == 200
    sari = at_desk(office)
    for string in FEWER:
        assert sari.post("/masuk/akun/pastikan/", {"password": string, "next": string}).status_code == 200
        answers = {"old": string, "new": string, "again": string}
        assert sari.post("/masuk/akun/kata-sandi/", answers).status_code == 200


def test_the_accounts_pages_take_every_string(office: Office) -> None:
    admin = at_desk(office, "admin")
    for string in FEW:
        answers = dict.fromkeys(("name", "post", "username", "email", "roles"), string)
        page = admin.post("/meja/akun/baru/", answers)
        assert (page.status_code, lost(page, {"name": string, "username": string})) == (200, []), string
        page = admin.post(f"/meja/akun/{office.joko.id}/data/", answers | {"name": string})
        assert page.status_code in (200, 302), string
        assert admin.post(f"/meja/akun/{office.joko.id}/peran/", answers).status_code == 200
    assert admin.get("/meja/akun/").status_code == 200


def test_words_in_addresses_and_cookies_are_never_an_error(office: Office) -> None:
    case = lodge(office.village).case
    desk, kades, visitor = at_desk(office), at_desk(office, "kades"), follower(case)
    for string in FEW:
        for client, path in (
            (visitor, "/"),
            (visitor, "/lapor/"),
            (visitor, "/lacak/"),
            (visitor, "/lacak/kasus/"),
            (kades, "/meja/pengawasan/"),
            (desk, f"/meja/aduan/{case.id}/"),
        ):
            asked = dict.fromkeys(("jenis", "kabar", "sebelum", "habis", "semua", "cari"), string)
            assert client.get(path, asked).status_code == 200, (path, string)
        assert kades.post("/meja/pengawasan/sudah-dibaca/", {"sampai": string}).status_code == 302
        stale = Client()
        for name in (follow_cookie.NAME, "csrftoken", "meja", "messages"):
            stale.cookies[name] = string.encode("ascii", "ignore").decode()
        assert stale.get("/lacak/kasus/").status_code == 302
        assert stale.get("/meja/").status_code == 302
        assert stale.get("/lapor/").status_code == 200


def test_the_directory_of_many_villages_takes_every_string(village: Village) -> None:
    make_village("Losari", "33.03.13.2005")
    for string in FEW:
        assert Client().get("/", {"cari": string}).status_code == 200, string
