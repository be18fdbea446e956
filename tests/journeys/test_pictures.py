"""The pictures of the documentation, taken of the demo: KENTONGAN_SCREENSHOTS=1 pytest tests/journeys/test_pictures.py

Take them alone, so that no journey's case is among them, and look at every one before committing it. Papers and the
page of the book are drawn from their PDF by pdftoppm (Debian and Ubuntu: apt install poppler-utils).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, Villager, fill
from tests.journeys.server import ROOT, Site

IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 150_000  # tests/architecture/test_docs.py
STORY = "Lampu jalan di tikungan dekat pos ronda mati sejak Kamis. Anak-anak pulang mengaji lewat situ."

pytestmark = pytest.mark.skipif(
    not os.environ.get("KENTONGAN_SCREENSHOTS"), reason="only when asked for (KENTONGAN_SCREENSHOTS=1)"
)


def keep(picture: bytes, name: str) -> None:
    """Keep a picture in few colours: what a page needs, at a third of the size."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    path = IMAGES / f"{name}.png"
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= MOST_BYTES, path


def take(page: Page, name: str, *, at: str = "") -> None:
    """Keep the page as it fits on the screen, from its top or from an element."""
    page.evaluate("at => at ? document.querySelector(at).scrollIntoView() : scrollTo(0, 0)", at)
    keep(page.screenshot(animations="disabled"), name)


def draw(pdf: bytes, name: str, folder: Path, *, page: int = 1, width: int = 900) -> None:
    """Keep one page of a PDF as a picture."""
    program = shutil.which("pdftoppm")
    assert program is not None, "pdftoppm draws the papers: apt install poppler-utils"
    source = folder / f"{name}.pdf"
    source.write_bytes(pdf)
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run(
        [program, "-png", "-singlefile", "-f", str(page), *size, str(source), str(folder / name)], check=True
    )
    keep((folder / f"{name}.png").read_bytes(), name)


def test_pictures_of_the_first_page(window: NewWindow) -> None:
    villager = Villager(window(DESKTOP))
    villager.window.open("/")
    take(villager.page, "home")


def test_pictures_of_a_villagers_phone(window: NewWindow, site: Site) -> None:
    villager = Villager(window(PHONE))
    form = villager.opens_the_form()
    fill(form, kind="complaint")
    take(villager.page, "lodge-360")
    villager.next_step()
    fill(form, story=STORY)
    for _ in range(3):
        villager.next_step()
    fill(form, about_official="no")
    villager.next_step()
    fill(form, identity_mode="anonymous")
    villager.next_step()
    villager.window.press("Kirim laporan")
    take(villager.page, "receipt-360")
    villager.follows(site.codes["sudah ditanggapi"])
    take(villager.page, "tracking-360")
    take(villager.page, "rights-360", at="#bagian_hak")


def test_pictures_of_the_desk(chromium: Browser, site: Site, tmp_path: Path) -> None:
    desk = Desk.of(chromium, site, "head", width=DESKTOP)
    desk.window.open("/meja/?daftar=terbuka")
    take(desk.page, "inbox")
    desk.page.locator("summary", has_text="Saring").click()
    take(desk.page, "filters")
    desk.window.open("/meja/kalender/")
    take(desk.page, "calendar")
    desk.window.open("/meja/angka/")
    take(desk.page, "figures")
    desk.window.open("/meja/buku/")
    desk.window.follow("Tahun ini")
    take(desk.page, "book")
    desk.window.follow("Cetak atau unduh")
    draw(_posted(desk.page, "/meja/buku/cetak/"), "book-page", tmp_path, page=2, width=1280)
    desk.window.close()


def test_pictures_of_a_case_with_its_paper(chromium: Browser, site: Site, tmp_path: Path) -> None:
    desk = Desk.of(chromium, site, "head", width=DESKTOP)
    assert desk.finds("air pam desa macet sore")
    desk.window.press(desk.page.locator(".rows .main-link").first)
    desk.page.set_viewport_size({"width": DESKTOP, "height": 1450})  # down to the papers at its side
    take(desk.page, "case")
    desk.window.press(desk.page.locator("#surat .clocks").get_by_role("link", name="Surat tanggapan"))
    letter = desk.page.get_by_role("link", name="Buka untuk dicetak").get_attribute("href")
    assert letter is not None
    draw(desk.page.context.request.get(site.url + letter).body(), "letter", tmp_path)
    desk.window.close()


def test_pictures_of_the_settings(chromium: Browser, site: Site) -> None:
    desk = Desk.of(chromium, site, "admin", width=DESKTOP)
    desk.window.open("/meja/pengaturan/")
    take(desk.page, "settings")
    desk.window.open("/meja/pengaturan/kontak/")
    fill(desk.page.locator("main form").filter(has_text="Jam pelayanan"), phone="(0281) 123456")
    desk.window.press("Lihat dulu")
    take(desk.page, "setting")
    desk.window.close()


def _posted(page: Page, address: str) -> bytes:
    """Send the form of a page as it stands, and return the file that comes back."""
    data = page.locator(f'form[action="{address}"]').evaluate("form => Object.fromEntries(new FormData(form))")
    answer = page.context.request.post(page.url, form=data, headers={"Referer": page.url})
    assert answer.headers["content-type"] == "application/pdf", answer.status
    return answer.body()
