"""The public pages in a real browser, on a phone and at a desk: axe, width, keyboard, and the frame of another site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kentongan.villages.areas import polygon
from kentongan.villages.models import Hamlet, Village
from tests.factories import MONDAY, Office, make_village
from tests.publishing import DAY, draw_hamlets, picture, publish, solved
from tests.sites.portal.test_in_browser import TOO_WIDE, WCAG, chromium

__all__ = ["chromium"]
pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("KENTONGAN_SCREENSHOTS_OF_PUBLIC", "")
PAGES = {
    "list": "/terbitan/",
    "filtered": "/terbitan/?kata=jalan&dusun=Dusun+Satu",
    "nothing": "/terbitan/?kata=gajah",
    "case": "/terbitan/satu/",
    "map": "/terbitan/peta/",
    "figures": "/angka/",
    "year": "/angka/?masa=2026",
    "press": "/pers/",
    "embed": "/sematan/",
}


@pytest.fixture
def village(transactional_db: None) -> Village:
    village = make_village(polygon=polygon("33.03.13.2003"))
    office = Office(village)
    case = solved(office)
    pair = [(picture(village, case, office), "before"), (picture(village, case, office), "after")]
    texts = {"settlement": "Mohon ditambal.", "answer": "Lubangnya sudah ditambal."}
    publish(case, office, public_id="satu", pictures=pair, texts=texts)
    publish(solved(office, confirmed=False), office, public_id="dua", hamlet="Dusun Dua", period="2026-Q2")
    long = {"title": "Penerangan jalan umum di sepanjang jalan utama menuju balai desa sudah lama sekali tidak menyala"}
    publish(solved(office, when=MONDAY + 30 * DAY), office, public_id="tiga", hamlet="", texts=long, group="Penerangan")
    solved(office)
    draw_hamlets(village)
    return village


def window(chromium: Browser, live_server: LiveServer, width: int, **settings: Any) -> Page:
    view = {"width": width, "height": 740 if width < 500 else 900}
    page = chromium.new_context(base_url=live_server.url, viewport=view, **settings).new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on("console", lambda said: said.type == "error" and pytest.fail(said.text))
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_every_public_page_is_well_made(
    chromium: Browser, live_server: LiveServer, village: Village, width: int
) -> None:
    page = window(chromium, live_server, width)
    for name, address in PAGES.items():
        page.goto(address)
        page.wait_for_load_state()
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate(TOO_WIDE) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        assert [(name, one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_the_list_is_searched_and_filtered_by_keyboard_without_a_script(
    chromium: Browser, live_server: LiveServer, village: Village
) -> None:
    page = window(chromium, live_server, 360, java_script_enabled=False)
    page.goto("/terbitan/")
    page.get_by_label("Cari kata").focus()
    page.keyboard.type("penerangan")
    page.keyboard.press("Enter")
    expect(page.locator(".cards > li")).to_have_count(1)
    page.get_by_role("link", name="Hapus pencarian dan saringan").press("Enter")
    expect(page.locator(".cards > li")).to_have_count(3)
    page.locator("summary").press("Enter")
    page.get_by_label("Dusun", exact=True).select_option("Dusun Dua")
    page.get_by_role("button", name="Cari").press("Enter")
    expect(page.locator(".cards > li")).to_have_count(1)
    page.locator(".cards h3 a").press("Enter")
    expect(page.get_by_text("Pelapor belum menyatakan ini selesai.")).to_be_visible()


def test_a_hamlet_on_the_map_leads_to_its_cases(chromium: Browser, live_server: LiveServer, village: Village) -> None:
    page = window(chromium, live_server, 360)
    page.goto("/terbitan/peta/")
    page.get_by_role("link", name="Dusun Dua, 1 aduan").press("Enter")
    expect(page.locator(".cards > li")).to_have_count(1)
    assert Hamlet.objects.filter(village=village, polygon__isnull=False).count() == 2


@pytest.fixture
def other_site(tmp_path: Path, live_server: LiveServer) -> Iterator[Any]:
    """The village's own site, from another origin: it tries to frame two of our pages."""
    return lambda path: f'<iframe src="{live_server.url}{path}" sandbox="allow-popups"></iframe>'


def test_another_site_may_frame_the_small_window_and_no_other_page(
    chromium: Browser, live_server: LiveServer, village: Village, other_site: Any
) -> None:
    page = chromium.new_context().new_page()
    for path, shown in (("/sematan/", True), ("/terbitan/", False)):
        page.route("http://opensid.example/*", lambda route, p=path: route.fulfill(
            body=f"<!doctype html><title>Situs desa</title>{other_site(p)}", content_type="text/html"))  # fmt: skip
        page.goto("http://opensid.example/")
        page.wait_for_load_state("networkidle")
        assert ("Pengaduan Desa" in page.frames[1].content()) is shown, path
        page.unroute("http://opensid.example/*")
