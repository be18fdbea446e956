"""Requests no browser of ours would send, files nobody should send, forms that waited too long: each has its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.cases.models import Case, Event
from kentongan.desk.pages.case import stamp_of
from kentongan.documents.models import Document
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.factories import Office, lodge, make_village
from tests.sites.reading import LODGING, WORDS, Fields, at_desk, follower, lost, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


ADDRESSES = [
    "/%00",
    "/%ff%fe",
    "/lapor/%2e%2e/meja/",
    "/desa/33.03.13.9999/",
    "/desa/%00%00%00%00%00%00%00/",
    "/desa/33.03.13.2003",
    "/desa/33.03.13.2003//evil.example/",
    "//evil.example/",
    "/berkas/0/",
    "/meja/aduan/0/",
    "/" + "a" * 5000,
    "/static/../../etc/passwd",
    "/lacak/?" + "&".join(f"x{number}=1" for number in range(300)),
    "/lacak/?habis=%ff%fe%00",
    "/lapor/?jenis=%c3%28",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=[address[:30] for address in ADDRESSES])
def test_odd_addresses_have_a_page(village: Village, address: str) -> None:
    for client in (Client(), Client(SERVER_NAME="aduan.lain.example")):
        assert client.get(address).status_code in (200, 301, 302, 400, 404)


@pytest.mark.parametrize("host", ["", "a b", "..", "x" * 300, "[::1]:99999", "contoh.id:abc", "\u00fc.id", "a,b"])
def test_odd_hosts_have_a_page(village: Village, host: str) -> None:
    assert Client().get("/", headers={"host": host.encode().decode("latin-1")}).status_code in (200, 400, 404)


def bodies(village: Village) -> Iterator[tuple[str, bytes]]:
    form = f"formulir={token(village)}&kind=complaint&identity_mode=anonymous&story=".encode()
    yield "application/x-www-form-urlencoded", form + b"\xff\xfe\x80 rusak %ff%00"
    yield "application/x-www-form-urlencoded", b"&&&===&%%%&story&=x;y"
    yield "application/x-www-form-urlencoded; charset=utf-7", form + b"+ADw-"
    yield "application/x-www-form-urlencoded; charset=bukan-ada", form + b"x"
    yield "application/json", b'{"story": "x"}'
    yield "application/json", b"{" * 5000
    yield "text/plain", b"story=x"
    yield "", b"story=x"
    yield "multipart/form-data", b"--x"
    yield "multipart/form-data; boundary=", b"--x"
    yield "multipart/form-data; boundary=\x00", b"--x"
    yield "multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=story\r\n\r\nterputus"
    yield "multipart/form-data; boundary=x", b"\x00\xff" * 500
    head = b'Content-Disposition: form-data; name="evidence"; filename="a.jpg"\r\nContent-Transfer-Encoding: base64\r\n'
    yield "multipart/form-data; boundary=x", b"--x\r\n" + head + b"\r\n!!!\r\n--x--\r\n"
    yield (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=\xff\xfe\r\n\r\n1\r\n--x--\r\n",
    )


@pytest.mark.parametrize("path", ["/lapor/", "/lacak/", "/lacak/kasus/balas/", "/masuk/", "/meja/catat/"])
def test_odd_bodies_have_a_page(office: Office, path: str) -> None:
    client = at_desk(office) if path.startswith("/meja/") else Client()
    for kind, body in bodies(office.village):
        page = client.generic("POST", path, body, content_type=kind)
        assert page.status_code in (200, 302, 400, 403, 422), (kind, body[:40])


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_other_methods_are_answered_politely(office: Office, method: str) -> None:
    case = lodge(office.village).case
    for client in (follower(case), at_desk(office)):
        for path in ("/", "/lapor/", "/lacak/", "/lacak/kasus/", "/lacak/kasus/balas/", "/masuk/", "/meja/",
                     "/meja/catat/", f"/meja/aduan/{case.id}/", f"/meja/aduan/{case.id}/note/"):  # fmt: skip
            page = client.generic(method, path, b"text=x")
            assert page.status_code in (200, 302, 405), path
            if method == "HEAD":
                assert page.content == b""
    assert list(Event.objects.filter(case=case).values_list("move", flat=True)) == ["receive"]


@pytest.mark.parametrize("broken", ["", "bukan token", "a:b:c", "x" * 5000, "\u0000"])
def test_a_form_token_that_is_not_ours_costs_one_more_click(village: Village, broken: str) -> None:
    typed = LODGING | {"story": WORDS, "name": "Warsiti"}
    ours = token(village)
    other = "A" if ours[0] != "A" else "B"
    for formulir in (broken, ours[:-1], other + ours[1:], token(village, hours_old=25)):
        page = Client().post("/lapor/", typed | {"formulir": formulir})
        assert (page.status_code, lost(page, {"story": WORDS, "name": "Warsiti"})) == (422, [])
        assert "Tekan Kirim sekali lagi" in page.content.decode()
        fresh = Fields(page).of("formulir")[0]
        assert Client().post("/lapor/", typed | {"formulir": fresh}).status_code == 200
    assert Case.objects.count() == 4


def test_the_token_of_another_village_is_not_ours(village: Village) -> None:
    losari = make_village("Losari", "33.03.13.2005")
    answers = LODGING | {"story": WORDS, "name": "Warsiti", "formulir": token(losari)}
    assert Client().post(f"/desa/{village.code}/lapor/", answers).status_code == 422


CSRF_PATHS = ["/lapor/", "/tanya/", "/lacak/kasus/balas/", "/lacak/kasus/keberatan/", "/meja/catat/"]


@pytest.mark.parametrize("path", CSRF_PATHS)
def test_a_failed_csrf_check_keeps_the_words(office: Office, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.sari)
    typed = {"story": WORDS, "text": WORDS, "reason": WORDS}
    page = client.post(path, typed | {"formulir": token(office.village)})
    assert page.status_code == 403
    assert WORDS in [value for _, value in Fields(page).found]
    assert not Case.objects.exists()


def test_a_failed_csrf_check_at_the_door_shows_no_password(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    secret = "sandi yang sangat panjang sekali"
    page = client.post("/masuk/", {"username": "sari", "password": secret})
    assert page.status_code == 403
    assert secret not in page.content.decode()
    page = client.post("/masuk/mulai/", {"username": "sari", "code": secret, "new": secret, "again": secret})
    assert page.status_code == 403
    assert secret not in page.content.decode()


BAD_FILES = {
    "svg": uploads.SVG,
    "html": uploads.HTML,
    "virus": uploads.EICAR,
    "program": b"MZ\x90\x00" + b"\x00" * 200,
    "empty": b"",
    "bomb": uploads.png_claiming(60_000, 60_000),
    "webp bomb": uploads.webp_claiming(16_000, 16_000),
    "zip bomb": uploads.zip_bomb(),
    "half a jpeg": uploads.jpeg()[:300],
    "oversize": b"\xff\xd8\xff" + b"\x00" * (15 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_taken_costs_only_itself(office: Office, kind: str) -> None:
    case = lodge(office.village).case
    village, forms = office.village, {"formulir": token(office.village)}
    ways = (
        (Client(), "/lapor/", LODGING | {"story": WORDS, "name": "Warsiti"}, "story"),
        (follower(case), "/lacak/kasus/bukti/", {"text": WORDS}, "text"),
        (at_desk(office), f"/meja/aduan/{case.id}/evidence/", {"text": WORDS, "cap": stamp_of(case)}, "text"),
    )
    for client, path, typed, field in ways:
        bad = SimpleUploadedFile("foto liburan.jpg", BAD_FILES[kind], "image/jpeg")
        page = client.post(path, typed | forms | {"evidence": bad})
        assert (page.status_code, lost(page, {field: WORDS})) == (422, []), path
        assert "foto liburan.jpg" in page.content.decode(), path
    assert Case.objects.filter(village=village).count() == 1
    assert not Document.objects.exists()


def test_too_many_files_are_counted_aloud(village: Village) -> None:
    photos = [SimpleUploadedFile(f"foto{n}.jpg", uploads.jpeg((40 + n, 30)), "image/jpeg") for n in range(12)]
    page = Client().post("/lapor/", LODGING | {"story": WORDS, "formulir": token(village), "evidence": photos})
    assert (page.status_code, lost(page, {"story": WORDS})) == (422, [])
    assert len(Fields(page).of("disimpan")) == 10


@pytest.mark.parametrize(
    "name", ["../../a.jpg", "a\u0000.jpg", "\u202egpj.exe", "x" * 300 + ".jpg", "<b>.jpg", "CON", ""]
)
def test_a_file_may_be_called_anything(village: Village, name: str) -> None:
    photo = SimpleUploadedFile("x.jpg", uploads.jpeg((40, 30)), "image/jpeg")
    photo._name = name  # type: ignore[attr-defined]  # past the tidying of Django's own class, as a foreign program would
    answers = LODGING | {"story": WORDS, "name": "Warsiti", "formulir": token(village), "evidence": photo}
    assert Client().post("/lapor/", answers).status_code == 200
    assert not re.search(r"[<>\x00/\\\u202e]", Document.objects.get().name)


def test_too_much_text_is_told_from_far_too_much(village: Village) -> None:
    answers = LODGING | {"name": "Warsiti", "formulir": token(village)}
    page = Client().post("/lapor/", answers | {"story": "a" * 10_001})
    assert (page.status_code, lost(page, {"story": "a" * 10_001})) == (422, [])
    for flood in ({"story": "a" * 3_000_000}, {f"x{number}": "1" for number in range(250)}):
        page = Client().post("/lapor/", answers | flood)
        assert page.status_code == 400
        assert "tulisan Anda biasanya masih ada" in page.content.decode()
