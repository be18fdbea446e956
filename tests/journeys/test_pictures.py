"""The pictures of the documentation, taken of the demo: KENTONGAN_SCREENSHOTS=1 pytest tests/journeys/test_pictures.py

Take them alone, so that no journey's case is among them, and look at every one before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, Villager, fill
from tests.journeys.server import ROOT, Site

IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 200_000
STORY = "Lampu jalan di tikungan dekat pos ronda mati sejak Kamis. Anak-anak pulang mengaji lewat situ."

pytestmark = pytest.mark.skipif(
    not os.environ.get("KENTONGAN_SCREENSHOTS"), reason="only when asked for (KENTONGAN_SCREENSHOTS=1)"
)
both_widths = pytest.mark.parametrize("width", [PHONE, DESKTOP])


def take(page: Page, name: str, width: int) -> None:
    """Keep the page as it fits on the screen, from its top."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    path: Path = IMAGES / (f"{name}.png" if width == DESKTOP else f"{name}-{width}.png")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size <= MOST_BYTES, path


@both_widths
def test_pictures_of_the_citizens_pages(window: NewWindow, site: Site, width: int) -> None:
    villager = Villager(window(width))
    villager.window.open("/")
    take(villager.page, "home", width)
    form = villager.opens_the_form()
    fill(form, kind="complaint")
    take(villager.page, "lodge", width)
    villager.next_step()
    fill(form, story=STORY)
    for _ in range(4):
        villager.next_step()
    fill(form, identity_mode="anonymous")
    villager.next_step()
    villager.window.press("Kirim laporan")
    take(villager.page, "receipt", width)
    villager.follows(site.codes["sedang ditangani, dengan foto"])
    take(villager.page, "tracking", width)


@both_widths
def test_pictures_of_the_desk(chromium: Browser, site: Site, width: int) -> None:
    desk = Desk.of(chromium, site, "head", width=width)
    desk.window.open("/meja/?daftar=terbuka")
    take(desk.page, "inbox", width)
    assert desk.finds("tebing longsor")
    desk.window.press(desk.page.locator(".rows .main-link").first)
    take(desk.page, "case", width)
    desk.window.close()
