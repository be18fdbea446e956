"""The first page and its neighbours."""

from __future__ import annotations

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from kentongan.ui.policy import hash_of
from kentongan.villages.models import Village
from tests.factories import make_village
from tests.sites.portal.browser import text_of

PAGES = ["/", "/lapor/", "/tanya/", "/lacak/", "/lacak/kode-hilang/", "/cara-kerja/", "/data-anda/"]
QUIET = ["/", "/cara-kerja/", "/data-anda/"]


def test_the_first_page_has_three_doors_the_deadlines_and_the_hours(citizen: Client, village: Village) -> None:
    Village.objects.update(
        phone="(0281) 123456", opening_hours=[{"days": "Senin–Kamis", "hours": "08.00–15.00"}], motto="MAJU DESANE"
    )
    text = text_of(citizen.get("/"))
    for words in ("Lapor", "Lacak", "Tanya", "3 hari kerja", "14 hari kerja", "60 hari kerja", "08.00–15.00"):
        assert words in text
    assert 'href="tel:0281123456"' in text
    assert "33.03.13.2003" in text


def test_the_first_page_with_all_it_loads_fits_into_14_kilobytes(citizen: Client) -> None:
    page = citizen.get("/").content
    weight = len(gzip.compress(page, 6))
    loaded = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    assert loaded
    for name in loaded:
        path = finders.find(name.decode())
        assert isinstance(path, str)
        with open(path, "rb") as file:
            weight += len(gzip.compress(file.read(), 6))
    assert weight <= 14_000


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_anything_of_anybody_else_or_needs_inline_code(citizen: Client, path: str) -> None:
    response = citizen.get(path)
    text = response.content.decode()
    assert response.status_code == 200
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
    assert " style=" not in text
    assert not re.findall(r"<script(?![^>]* src=)", text)
    assert not re.findall(r" on[a-z]+=", text)
    (style,) = re.findall(r"<style>([^<]*)</style>", text)
    assert hash_of(style) in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", QUIET)
def test_pages_that_need_no_cookie_set_none(citizen: Client, path: str) -> None:
    assert not citizen.get(path).cookies


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label_and_every_page_one_heading(citizen: Client, path: str) -> None:
    text = citizen.get(path).content.decode()
    assert text.count("<h1") == 1
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
        if 'type="hidden"' not in tag:
            found = re.search(r'id="([^"]+)"', tag)
            assert found is not None
            assert found[1] in labels


def test_an_installation_of_many_villages_lets_you_choose(citizen: Client) -> None:
    make_village(code="33.02.14.2009")
    text = text_of(citizen.get("/"))
    assert text.count("/desa/33.0") == 2  # two of the same name, told apart by their codes
    found = text_of(citizen.get("/", {"cari": "33.02"}))
    assert "/desa/33.02.14.2009/" in found
    assert "/desa/33.03.13.2003/" not in found
    assert "Tidak ada desa yang cocok" in text_of(citizen.get("/", {"cari": "\x00' OR 1=1"}))


def test_links_stay_in_the_village_that_was_chosen(citizen: Client) -> None:
    make_village(code="33.02.14.2009")
    text = text_of(citizen.get("/desa/33.02.14.2009/"))
    assert 'href="/desa/33.02.14.2009/lapor/"' in text
    assert 'href="/lapor/"' not in text


def test_the_health_page_says_ok(citizen: Client) -> None:
    assert citizen.get("/sehat/").content == b"ok\n"


def test_a_page_that_is_not_there_says_so_kindly(citizen: Client) -> None:
    response = citizen.get("/nihil/")
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in text_of(response)


def test_the_one_cookie_of_a_form_is_gone_the_next_day(citizen: Client, village: Village) -> None:
    """A phone is shared, and looked into: a year later nothing on it shall tell that somebody reported."""
    assert not citizen.get("/").cookies
    cookies = citizen.get("/lapor/").cookies
    assert {name: cookie["max-age"] for name, cookie in cookies.items()} == {"csrftoken": 24 * 60 * 60}


@pytest.mark.parametrize("path", ["/lapor/", "/tanya/", "/lacak/", "/lacak/kode-hilang/"])
def test_a_shared_phone_remembers_nothing_that_was_typed_about_the_case(
    citizen: Client, village: Village, path: str
) -> None:
    """Only the reporter's own name and contact may be offered again, by the words browsers have for them."""
    typed = re.findall(r'<input type="(?:text|email|tel|search)"[^>]*>', text_of(citizen.get(path)))
    kept = [re.search(r'autocomplete="([a-z-]+)"', field) for field in typed]
    assert typed
    assert {word[1] if word else field for word, field in zip(kept, typed, strict=True)} <= {
        "off", "name", "tel", "email", "street-address"
    }  # fmt: skip
