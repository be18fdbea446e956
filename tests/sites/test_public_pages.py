"""The citizens' pages through the memory that stands in front of Django."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from kentongan import wsgi
from kentongan.support.micro_cache import MicroCache
from kentongan.villages.models import Village
from tests.factories import make_village
from tests.support.wsgi import ask

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/cara-kerja/", "/data-anda/", "/terbitan/", "/terbitan/peta/", "/angka/", "/pers/"]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(village: Village, clock: Clock) -> Iterator[MicroCache]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the end of a request must not close the test's own connection
    yield MicroCache(WSGIHandler(), own_cookies=wsgi.OWN_COOKIES, clock=clock)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_comes_from_memory_whole_safe_and_without_a_question_to_the_database(
    site: MicroCache, path: str, django_assert_num_queries: Any
) -> None:
    drawn = ask(site, path, accept_encoding="gzip")
    with django_assert_num_queries(0):
        kept = ask(site, path, accept_encoding="gzip")
        assert ask(site, path, accept_encoding="gzip", if_none_match=kept.headers["etag"]).status == 304
    assert kept == drawn
    assert kept.headers["cache-control"] == "public, no-cache"
    assert kept.headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in kept.headers["content-security-policy"]
    assert "set-cookie" not in kept.headers
    assert "</html>" in kept.text


@pytest.mark.parametrize("path", PUBLIC)
def test_the_style_a_kept_page_holds_is_the_one_its_policy_allows(site: MicroCache, path: str) -> None:
    seen = ask(site, path)
    (css,) = re.findall(r"<style>([^<]*)</style>", seen.text)
    allowed = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{allowed}'" in seen.headers["content-security-policy"]
    assert "nonce" not in seen.text


@pytest.mark.parametrize("path", ["/lapor/", "/tanya/", "/lacak/", "/lacak/kode-hilang/", "/masuk/", "/sehat/"])
def test_a_page_with_a_form_or_of_the_moment_is_drawn_for_each(site: MicroCache, path: str) -> None:
    first, second = ask(site, path), ask(site, path)
    assert "etag" not in second.headers
    assert not len(site.pages)
    for seen in (first, second):
        assert "public" not in seen.headers["cache-control"]


def test_a_change_of_the_village_shows_within_five_seconds(site: MicroCache, village: Village, clock: Clock) -> None:
    assert "MAJU DESANE" not in ask(site).text
    Village.objects.update(motto="MAJU DESANE")
    assert settings.KENTONGAN_VILLAGE_SECONDS == 0  # 2 where the service runs: 2 + 2 + 1 of grace
    clock.now += 3
    assert "MAJU DESANE" in ask(site).text


def test_an_officer_and_who_has_a_form_open_get_pages_of_their_own(site: MicroCache) -> None:
    ask(site)
    for name in wsgi.OWN_COOKIES:
        seen = ask(site, cookie=f"{name}=abc")
        assert seen.headers["cache-control"] == "private, no-cache"
        assert "etag" not in seen.headers


def test_every_cookie_of_ours_is_known_to_the_memory() -> None:
    source = Path(wsgi.__file__).parent
    setters = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if re.search(r"\bset_(?:signed_)?cookie\(", path.read_text(encoding="utf-8"))
    }
    assert setters == {"portal/follow_cookie.py", "desk/keys/ring.py"}
    assert {"meja", "csrftoken", "messages"} < set(wsgi.OWN_COOKIES)


def test_villages_by_path_and_by_host_do_not_see_each_others_pages(site: MicroCache, village: Village) -> None:
    other = make_village("Losari", "33.03.13.2005", hostname="losari.desa.id")
    Village.objects.filter(pk=village.pk).update(hostname="karangbawang.desa.id")
    for _ in range(2):
        assert "Desa Losari" in ask(site, f"/desa/{other.code}/", host="localhost").text
        assert "Desa Karangbawang" in ask(site, f"/desa/{village.code}/", host="localhost").text
        assert "Desa Losari" in ask(site, host="losari.desa.id").text
        assert "Desa Karangbawang" in ask(site, host="karangbawang.desa.id").text
    links = re.findall(r'href="(/[^"]*)"', ask(site, f"/desa/{other.code}/", host="localhost").text)
    assert all(link.startswith((f"/desa/{other.code}/", "/static/")) for link in links)


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "<script>", "evil.example:99999x"])
def test_a_host_that_is_none_is_refused_and_leaves_nothing(site: MicroCache, host: str) -> None:
    assert ask(site, host=host).status == 400
    assert not len(site.pages)


def test_a_foreign_host_poisons_no_page(site: MicroCache) -> None:
    for headers in ({"host": "evil.example"}, {"x_forwarded_host": "evil.example"}, {"x_forwarded_proto": "https"}):
        ask(site, **headers)
    seen = ask(site)
    assert "evil.example" not in seen.text
    assert "strict-transport-security" not in seen.headers


def test_the_list_of_villages_is_kept_for_each_search(site: MicroCache, village: Village) -> None:
    make_village("Losari", "33.03.13.2005")
    for _ in range(2):
        assert "Karangbawang" not in ask(site, "/?cari=losari").text
        assert "Karangbawang" in ask(site, "/?cari=karang").text
        assert "Karangbawang" in ask(site, "/?fbclid=abc").text
    assert len(site.queried) == 2


def test_an_unknown_address_is_not_remembered(site: MicroCache) -> None:
    for n in range(3):
        assert ask(site, f"/tidak-ada/{n}/").status == 404
    assert not len(site.pages)


def test_head_of_a_public_page_says_what_get_says(site: MicroCache) -> None:
    head, got = ask(site, "/cara-kerja/", method="HEAD"), ask(site, "/cara-kerja/")
    assert head.body == b""
    assert head.headers == got.headers
