"""Pages that no journey passes, and lifelike ones: the demo's cases in every status, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from kentongan.rules.types import Status
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, Villager
from tests.journeys.server import SECOND_CODE, Site

pytestmark = pytest.mark.once

PUBLIC = ["/", "/lapor/", "/tanya/", "/lacak/", "/lacak/kode-hilang/", "/cara-kerja/", "/data-anda/", "/tidak-ada/"]
WORK = ["/meja/kalender/?lihat=semua", "/meja/alih-tugas/", "/meja/beberapa/disposisi/", "/meja/pintasan/"]
BY_ROLE = {
    "head": [
        "/meja/",
        "/meja/?daftar=terbuka",
        "/meja/?daftar=selesai",
        "/meja/?cari=jalan",
        "/meja/pesan/",
        "/meja/angka/",
        *WORK,
    ],
    "intake": ["/meja/catat/", "/masuk/akun/", "/masuk/akun/kata-sandi/", "/masuk/akun/amankan/"],
    "handler": ["/meja/", "/meja/catat/"],
    "admin": ["/meja/akun/", "/meja/akun/baru/", "/meja/pengawasan/", "/meja/pesan/", "/meja/"],
}
widths = pytest.mark.parametrize("width", [PHONE, DESKTOP])


@widths
def test_public_pages(window: NewWindow, width: int) -> None:
    visitor = window(width)
    for path in [*PUBLIC, f"/desa/{SECOND_CODE}/", "/masuk/", "/masuk/mulai/"]:
        visitor.open(path)


@widths
@pytest.mark.parametrize("who", BY_ROLE)
def test_desk_pages(chromium: Browser, site: Site, who: str, width: int) -> None:
    desk = Desk.of(chromium, site, who, width=width)
    for path in BY_ROLE[who]:
        desk.window.open(path)
    desk.window.close()


def read_rows(desk: Desk, seen: dict[str, str]) -> None:
    """Note for each status the address of a case that has it."""
    for row in desk.page.locator(".rows .row").all():
        status = row.locator(".marks .badge").last.inner_text()
        seen.setdefault(status, row.locator(".main-link").get_attribute("href") or "")


def test_a_case_in_every_status(chromium: Browser, site: Site) -> None:
    desk = Desk.of(chromium, site, "head", width=PHONE)
    seen: dict[str, str] = {}
    for path in ("/meja/?daftar=terbuka", "/meja/?daftar=selesai"):
        desk.page.goto(path)
        read_rows(desk, seen)
        while (more := desk.page.locator('.pager a[rel="next"]')).count():
            with desk.page.expect_navigation():
                more.click()
            read_rows(desk, seen)
    missing = {status.label for status in Status} - set(seen)
    assert missing == set()
    for path in seen.values():
        desk.window.open(path)
    desk.window.close()


@widths
@pytest.mark.parametrize("about", ["sudah ditanggapi", "menunggu keterangan", "sedang ditangani, dengan foto"])
def test_the_cases_that_the_demo_shows_can_be_followed(window: NewWindow, site: Site, about: str, width: int) -> None:
    visitor = Villager(window(width))
    visitor.follows(site.codes[about])
    visitor.window.has("Perjalanan laporan")
