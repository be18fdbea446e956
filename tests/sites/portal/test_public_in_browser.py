"""The public pages in a real browser, on a phone and at a desk: axe, width, keyboard, and the frame of another site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kentongan.villages.areas import polygon
from kentongan.villages.models import Hamlet, Village
from tests.factories import MONDAY, Office, make_village
from tests.publishing import DAY, draw_hamlets, picture, publish, solved
from tests.sites.portal.test_in_browser import WCAG, chromium

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


# What stands in a table may be wider: the table scrolls by itself.
TOO_WIDE = """[...document.querySelectorAll('body *:not(.table-wrap *)')]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.outerHTML.slice(0, 99))"""
COMPLAINTS: list[str] = []


@pytest.fixture(autouse=True)
def _no_complaints() -> Iterator[None]:
    COMPLAINTS.clear()
    yield
    assert COMPLAINTS == []


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
    page.on("console", lambda said: said.type == "error" and COMPLAINTS.append(said.text))
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


class OtherSite(BaseHTTPRequestHandler):
    """The village's own site, of another origin: its page frames one of ours, named behind the question mark."""

    def do_GET(self) -> None:
        """Answer with the page."""
        frame = f'<iframe src="{self.path.partition("?")[2]}" width="100%" sandbox="allow-popups"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Situs desa</title><h1>Desa kami</h1>{frame}".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), OtherSite) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/?"
        server.shutdown()
        thread.join()


def test_another_site_may_frame_the_small_window_and_no_other_page(
    chromium: Browser, live_server: LiveServer, village: Village, other_site: str
) -> None:
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    for path, shown in (("/sematan/", True), ("/terbitan/", False)):
        page.goto(f"{other_site}{live_server.url}{path}")
        page.wait_for_load_state("networkidle")
        assert ("Pengaduan Desa" in page.frames[1].content()) is shown, path
        if shown:  # with its style, though it is in a sandbox
            assert page.frames[1].locator(".go").evaluate("e => getComputedStyle(e).color") == "rgb(255, 255, 255)"
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / "framed.png")
