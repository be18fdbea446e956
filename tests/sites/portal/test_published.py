"""The public pages: what they show, what they never show, and how much work they are."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import Settings

from kentongan.cases import public_numbers
from kentongan.cases.actions.confining import restrict
from kentongan.cases.models import Case, Publication
from kentongan.reports import notice_board
from kentongan.rules.publication import TakenOff
from kentongan.villages import log_keys
from kentongan.villages.areas import polygon
from kentongan.villages.models import Village
from tests.factories import MONDAY, REPORTER, Office, lodge, make_officer, make_village, restricted_case
from tests.publishing import PUBLISHED, draw_hamlets, picture, publish, solved

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MOST_BYTES = 14 * 1024
PAGES = ("/terbitan/", "/terbitan/satu/", "/terbitan/peta/", "/angka/", "/angka/?masa=2026-Q3", "/pers/", "/sematan/")


@pytest.fixture
def office(db: None) -> Office:
    return Office(make_village(polygon=polygon("33.03.13.2003")))


@pytest.fixture
def case(office: Office) -> Case:
    case = solved(office)
    publish(case, office, public_id="satu", texts={"answer": "Lubangnya sudah ditambal."})
    return case


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def more(office: Office, how_many: int, **extra: Any) -> None:
    for number in range(how_many):
        publish(solved(office, confirmed=False), office, public_id=f"lain{number:03}", **extra)


def test_the_list_shows_cards_and_says_how_many_are_not_shown(client: Client, office: Office, case: Case) -> None:
    for _ in range(4):
        lodge(office.village)
    restricted_case(office.village, office.bpd)
    page = text(client, "/terbitan/")
    assert "Jalan berlubang" in page
    assert "Infrastruktur · Dusun Satu · Juli–September 2026" in page
    assert "aduan lain</b>" not in page, "before the first checkpoint no number is told"
    log_keys.make_checkpoint(office.village, MONDAY + timedelta(days=1))
    assert "<b>5 aduan lain</b> tidak tampil" in text(client, "/terbitan/")
    lodge(office.village, when=MONDAY + timedelta(days=1, hours=1))
    restrict(case=Case.objects.get(pk=case.pk), by=office.bpd, at=MONDAY + timedelta(days=1, hours=2), reason="Rawan.")
    for address in ("/terbitan/", "/angka/"):
        assert "<b>6 aduan lain</b> tidak tampil" in text(client, address), "it was taken off, for whatever reason"


def test_fewer_than_k_that_are_not_shown_are_not_told_exactly(client: Client, office: Office, case: Case) -> None:
    for number in range(3):
        log_keys.make_checkpoint(office.village, MONDAY + timedelta(days=number + 1))
        for address in ("/terbitan/", "/angka/"):
            assert "<b>Kurang dari 5 aduan lain</b> tidak tampil" in text(client, address)
        for address in ("/angka/", "/pers/"):
            assert "<b>1</b>aduan diterbitkan<small>kurang dari 5 tidak tampil</small>" in text(client, address)
        assert "<dt>aduan diterbitkan</dt><dd>1</dd>" in text(client, "/sematan/")
        lodge(office.village, when=MONDAY + timedelta(days=number + 1))


def test_closed_and_said_to_be_solved_are_two_marks(client: Client, office: Office, case: Case) -> None:
    quiet = solved(office, confirmed=False)
    quiet.status = "closed"
    quiet.save()
    publish(quiet, office, public_id="dua")
    page = text(client, "/terbitan/")
    assert page.count("Ditutup</span>") == 2
    assert page.count("Dinyatakan selesai oleh pelapor</span>") == 1
    assert page.count("Belum dinyatakan selesai oleh pelapor</span>") == 1
    figures = text(client, "/angka/")
    assert "<b>2</b>ditutup" in figures
    assert "<b>1</b>dinyatakan selesai oleh pelapornya" in figures


def test_words_and_filters_narrow_the_list_and_stay_in_the_form(client: Client, office: Office, case: Case) -> None:
    publish(
        solved(office), office, public_id="dua", hamlet="Dusun Dua", period="2026-Q2", group="Penerangan",
        category="Lampu jalan", texts={"title": "Lampu mati", "story": "Gelap sekali."},
    )  # fmt: skip
    for query, found in {
        "kata=lubang": "satu",
        "kata=Gelap+lampu": "dua",
        "dusun=Dusun+Dua": "dua",
        "masa=2026-Q3": "satu",
        "perihal=kelompok:Penerangan": "dua",
        "perihal=kategori:Lampu+jalan": "dua",
    }.items():
        page = text(client, f"/terbitan/?{query}")
        assert re.findall(r"<h3><a href=\"/terbitan/(\w+)/", page) == [found], query
    page = text(client, "/terbitan/?kata=lubang&masa=2026")
    assert 'value="lubang"' in page
    assert '<option value="2026" selected>' in page
    assert "Tidak ada aduan terbitan yang cocok" in text(client, "/terbitan/?status=closed&kata=gajah")


@pytest.mark.parametrize("query", ["dusun=Losari", "masa=1999", "status=waiting", "perihal=kelompok:x", "perihal=x"])
def test_a_filter_that_is_none_is_named_and_left_out(client: Client, case: Case, query: str) -> None:
    page = text(client, f"/terbitan/?{query}")
    assert "tidak dikenal, jadi tidak dipakai" in page
    assert "Jalan berlubang" in page


def test_the_list_goes_on_page_by_page_with_the_same_filters(client: Client, office: Office, case: Case) -> None:
    more(office, 21)
    first = text(client, "/terbitan/?kata=jalan")
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = text(client, f"/terbitan/{following.replace('&amp;', '&')}")
    found = [re.findall(r"<h3><a href=\"/terbitan/(\w+)/", page) for page in (first, second)]
    assert [len(each) for each in found] == [20, 2]
    assert len(set(found[0] + found[1])) == 22
    assert 'rel="next"' not in second
    assert text(client, "/terbitan/?setelah=%00'") == text(client, "/terbitan/")


def test_a_case_shows_its_way_in_working_days_and_its_limits(client: Client, case: Case) -> None:
    page = text(client, "/terbitan/satu/")
    assert "Lubangnya sudah ditambal." in page
    assert "setelah 4 hari kerja" in page
    assert "Tindak lanjut pertama: <b>ditepati</b>" in page
    assert "Pelapor menyatakan ini sudah selesai." in page


def test_a_case_that_was_taken_off_is_gone_with_its_pictures(client: Client, office: Office) -> None:
    case = solved(office)
    key = picture(office.village, case, office)
    row = publish(case, office, public_id="satu", pictures=[(key, "after")])
    photo = f"/terbitan/satu/foto/{key}/"
    for address in (photo, f"{photo}kecil/"):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == "public, no-cache"
        assert response["Content-Disposition"] == 'inline; filename="foto.jpg"'
        assert "sandbox" in response["Content-Security-Policy"]
    row.taken_off_at, row.taken_off_why = PUBLISHED, TakenOff.REPORTER
    row.save()
    for address in ("/terbitan/satu/", photo, f"{photo}kecil/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["a%00b", "%F0%9F%98%80", "x" * 200, "..%2f", "peta%20"])
def test_an_address_that_is_no_public_id_is_not_found(client: Client, case: Case, address: str) -> None:
    assert client.get(f"/terbitan/{address}/").status_code == 404
    assert client.get(f"/terbitan/{address}/foto/{case.id}/").status_code == 404
    assert client.get(f"/terbitan/umpan.atom?kata={address}&setelah={address}").status_code == 200


def test_an_original_picture_is_served_to_nobody_even_if_a_row_names_it(client: Client, office: Office) -> None:
    case = solved(office)
    key = picture(office.village, case, office)
    other = solved(office)
    publish(other, office, public_id="dua")
    row = publish(case, office, public_id="satu", pictures=[(key, "after")])
    assert client.get(f"/terbitan/dua/foto/{key}/").status_code == 404
    from kentongan.documents.models import Document

    Document.objects.filter(pk=key).update(kind="picture")
    assert client.get(f"/terbitan/{row.public_id}/foto/{key}/").status_code == 404


def test_the_figures_of_a_quarter_count_only_what_shows_it(client: Client, office: Office, case: Case) -> None:
    publish(solved(office), office, public_id="dua", period="2026")
    publish(solved(office), office, public_id="tiga", period="")
    assert "<b>3</b>aduan<small>3 diterbitkan</small>" in text(client, "/angka/")
    assert "<b>2</b>aduan yang menunjukkan masa ini" in text(client, "/angka/?masa=2026")
    assert "<b>1</b>aduan yang menunjukkan masa ini" in text(client, "/angka/?masa=2026-Q3")
    assert "Juli–September 2026</th><td>1</td>" in text(client, "/angka/")
    assert ">Juli–September 2026</option>" in text(client, "/terbitan/")
    assert "tidak dikenal" in text(client, "/angka/?masa=2026-07")


def test_the_yearly_total_of_restricted_cases_is_told_when_the_year_is_over(client: Client, office: Office) -> None:
    for _ in range(5):
        restricted_case(office.village, office.bpd, when=MONDAY - timedelta(days=400))
    restricted_case(office.village, office.bpd)
    assert "5 aduan terbatas yang diterima pada tahun 2025" in text(client, "/angka/")


def test_the_map_counts_only_what_the_rows_show(client: Client, office: Office, case: Case) -> None:
    publish(solved(office), office, public_id="dua", hamlet="")
    without = text(client, "/terbitan/peta/")
    assert "Batas tiap dusun belum dimasukkan desa" in without
    draw_hamlets(office.village)
    page = text(client, "/terbitan/peta/")
    assert 'aria-label="Dusun Satu, 1 aduan"' in page
    assert "Dusun Dua, 0" not in page
    assert re.search(r"Dusun tidak ditampilkan</th><td class=\"n\">1<", page)


def test_the_map_asks_nobody_unless_the_installation_wants_it(client: Client, case: Case, settings: Settings) -> None:
    response = client.get("/terbitan/peta/")
    assert "<image" not in response.content.decode()
    parts = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    assert "img-src 'self' data:" in parts
    settings.KENTONGAN_TILES, settings.KENTONGAN_TILES_CREDIT = "https://ubin.example/{z}/{x}/{y}.png", "© Peta Contoh"
    response = client.get("/terbitan/peta/")
    tiles = re.findall(r'<image href="https://ubin\.example/(\d+)/(\d+)/(\d+)\.png"', response.content.decode())
    assert 4 <= len(tiles) <= 16
    assert "https://ubin.example" in response["Content-Security-Policy"]
    assert "© Peta Contoh" in response.content.decode()
    assert "ubin.example" not in client.get("/terbitan/")["Content-Security-Policy"]


def test_the_feed_is_atom_with_ids_that_stay(client: Client, office: Office, case: Case) -> None:
    publish(solved(office), office, public_id="dua", hamlet="Dusun Dua", texts={"title": "A & B <c> \x0b"})
    response = client.get("/terbitan/umpan.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 -- our own bytes
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Pemerintah Desa Karangbawang"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": "http://testserver/terbitan/",
        "self": "http://testserver/terbitan/umpan.atom",
    }
    entries = feed.findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}id") for entry in entries} == {
        f"tag:kentongan.desa.id,2026:33.03.13.2003/terbitan/{name}" for name in ("satu", "dua")
    }
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated") == "2026-11-02T00:00:00+07:00"
        assert entry.findtext(f"{ATOM}title")
    assert feed.findtext(f"{ATOM}updated") == "2026-11-02T00:00:00+07:00"
    one = ElementTree.fromstring(client.get("/terbitan/umpan.atom?dusun=Dusun+Dua").content)  # noqa: S314
    assert len(one.findall(f"{ATOM}entry")) == 1
    assert one.findtext(f"{ATOM}id") != feed.findtext(f"{ATOM}id")


def test_an_empty_feed_and_a_long_one_are_feeds_too(client: Client, office: Office) -> None:
    feed = ElementTree.fromstring(client.get("/terbitan/umpan.atom").content)  # noqa: S314
    assert feed.findtext(f"{ATOM}updated") == "2026-07-06T02:00:00+00:00"
    more(office, 31)
    feed = ElementTree.fromstring(client.get("/terbitan/umpan.atom").content)  # noqa: S314
    (following,) = (link.get("href") or "" for link in feed.findall(f"{ATOM}link") if link.get("rel") == "next")
    rest = ElementTree.fromstring(client.get(following).content)  # noqa: S314
    assert [len(each.findall(f"{ATOM}entry")) for each in (feed, rest)] == [30, 1]


def test_the_small_window_may_be_framed_and_can_do_nothing(client: Client, case: Case) -> None:
    response = client.get("/sematan/")
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in response
    page = response.content.decode()
    assert "<script" not in page
    assert "<form" not in page
    assert all('target="_blank"' in link for link in re.findall(r"<a [^>]+>", page))


def test_the_press_page_names_the_log_by_its_key(client: Client, office: Office, case: Case) -> None:
    assert "Catatan desa ini belum ditandatangani" in text(client, "/pers/")
    log_keys.make_checkpoint(office.village, PUBLISHED)
    page = text(client, "/pers/")
    assert log_keys.verifiers(office.village)[0].name in page
    assert "kentongan recompute http://testserver/<" in page
    assert "&lt;iframe src=&quot;" not in page
    assert '&lt;iframe src="http://testserver/sematan/"' in page


@pytest.mark.parametrize(
    "address", ["/terbitan/", "/terbitan/satu/", "/terbitan/peta/", "/angka/", "/pers/", "/sematan/"]
)
def test_a_page_is_the_same_work_for_one_case_and_for_many(
    client: Client, office: Office, case: Case, address: str, django_assert_max_num_queries: Any
) -> None:
    log_keys.make_checkpoint(office.village, PUBLISHED)
    client.get(address)  # what is remembered for longer is remembered now
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    more(office, 2)
    with django_assert_max_num_queries(20) as three:
        client.get(address)
    assert len(three) == len(one)


def test_the_figures_are_made_once_for_all_readers_of_a_moment(
    client: Client, office: Office, case: Case, settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.KENTONGAN_FIGURES_SECONDS = 30.0
    public_numbers.forget()
    today = PUBLISHED.date()
    public_numbers.public_numbers(office.village, today=today)
    with django_assert_num_queries(0):
        kept = public_numbers.public_numbers(office.village, today=today)
    assert kept.all_time.published == 1
    more(office, 1)
    assert public_numbers.public_numbers(office.village, today=today) is kept
    public_numbers.forget()
    assert public_numbers.public_numbers(office.village, today=today).all_time.published == 2


def styles(page: str) -> Iterator[Path]:
    for address in re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page):
        found = finders.find(address)
        assert isinstance(found, str)
        yield Path(found)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_its_styles_is_light(client: Client, office: Office, case: Case, address: str) -> None:
    draw_hamlets(office.village)
    for number in range(20):
        publish(lodge(office.village).case, office, public_id=f"x{number}", texts={"title": f"Jalan {number} rusak"})
    page = text(client, address)
    weight = len(gzip.compress(page.encode(), 6)) + sum(len(gzip.compress(p.read_bytes(), 9)) for p in styles(page))
    assert weight <= MOST_BYTES


PLANTED = (
    "Warsiti", "Ningsih", "6281234567890", "081234567890", "warsiti@example", "3303135508800001", "Rekso",
    "Jl. Melati", "ADU/33", "Joko Lelono", "Sari Wulandari", "Tono Prasetyo",
)  # fmt: skip
# A day of a month, but those of the publication (2 November), of today, and the weeks of the notice board.
DAYS = re.compile(r"\b\d{1,2}[ -/.](?:Juli|Jul|07|7)[ -/.](?:2026|26)|2026-07-\d\d|\bpukul\b")


def test_nothing_planted_is_found_on_any_public_page(client: Client, office: Office) -> None:
    office.village.hostname = "aduan.karangbawang.example"
    office.village.save()
    story = "Nama saya Warsiti Ningsih, Jl. Melati 3, telepon 081234567890. Pak Rekso tahu."
    case = solved(office, story=story, place="Jl. Melati 3")
    key = picture(office.village, case, office)
    shown = {"title": "Jalan berlubang", "story": "Nama saya [nama], [alamat], telepon [nomor].", "answer": "Sudah."}
    publish(case, office, public_id="satu", texts=shown, pictures=[(key, "before"), (key, "after")])
    lodge(office.village, story=story)  # not published
    restricted_case(office.village, office.bpd, story=story)
    draw_hamlets(office.village)
    log_keys.make_checkpoint(office.village, PUBLISHED)
    host = {"SERVER_NAME": "aduan.karangbawang.example"}
    bodies = {address: client.get(address, **host).content.decode() for address in (*PAGES, "/terbitan/umpan.atom")}
    bodies |= {f"/terbitan/?kata={word}": client.get("/terbitan/", {"kata": word}, **host).content.decode()
               for word in ("lubang", "jalan")}  # fmt: skip
    data, _ = notice_board.sheet_data(office.village, paper="a4", at=PUBLISHED)
    bodies["board"] = json.dumps({**data, "log": None}, ensure_ascii=False)
    with pikepdf.open(io.BytesIO(notice_board.sheet(office.village, paper="a4", at=PUBLISHED))) as pdf:
        bodies["board's information"] = str(pdf.docinfo) + str(pdf.open_metadata())
    number, identity = Case.objects.values_list("number", "id").get(pk=case.pk)
    secrets = (*PLANTED, number, str(identity), identity.hex)
    assert REPORTER.name.split()[0] in story
    for name, body in bodies.items():
        assert "Karangbawang" in body, name
        assert [word for word in secrets if word in body] == [], name
        assert DAYS.findall(body) == [], name
    photo = client.get(f"/terbitan/satu/foto/{key}/", **host)
    assert not any(word in str(photo.headers) for word in secrets)


@pytest.mark.parametrize("word", ["Warsiti", "081234567890", "Melati", "Rekso"])
def test_a_search_for_something_planted_finds_nothing(client: Client, office: Office, word: str) -> None:
    story = "Nama saya Warsiti Ningsih, Jl. Melati 3, telepon 081234567890. Pak Rekso tahu."
    publish(solved(office, story=story), office, public_id="satu", texts={"story": "Nama saya [nama]."})
    page = text(client, f"/terbitan/?kata={word}")
    assert "Tidak ada aduan terbitan yang cocok" in page
    assert "/terbitan/satu/" not in page


def test_a_restricted_case_changes_no_public_page(client: Client, office: Office, case: Case) -> None:
    def all_pages() -> list[bytes]:
        return [client.get(address).content for address in (*PAGES, "/terbitan/umpan.atom")]

    before = all_pages()
    restricted_case(office.village, office.bpd, make_officer(office.village, "Wagimin Setu"))
    assert all_pages() == before


def test_two_villages_show_their_own(client: Client, office: Office, case: Case) -> None:
    there = make_village("Losari", "33.03.13.2005")
    Village.objects.filter(pk=office.village.pk).update(is_main=True)
    assert "Belum ada aduan yang diterbitkan" in text(client, f"/desa/{there.code}/terbitan/")
    assert client.get(f"/desa/{there.code}/terbitan/satu/").status_code == 404
    assert f'href="/desa/{office.village.code}/terbitan/satu/"' in text(
        client, f"/desa/{office.village.code}/terbitan/"
    )
    assert Publication.objects.filter(village=there).count() == 0
