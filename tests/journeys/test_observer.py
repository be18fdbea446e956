"""An observer's first day: a slip from the administrator, a watch of her own, a key for her program."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, fill
from tests.journeys.server import Site

pytestmark = pytest.mark.once

PASSWORD = "angin laut pagi hari"


def test_from_the_slip_to_the_first_watch(window: NewWindow, chromium: Browser, site: Site) -> None:
    admin = Desk.of(chromium, site, "admin")
    admin.window.open("/meja/akun/baru/")
    form = admin.page.locator("main form")
    fill(form, name="Larasati Kabar", username="larasati", roles="observer", organisation="LSM Terang")
    admin.window.press("Buat akun dan lembarnya")
    admin.window.has("Lembar akun pemantau", "Larasati Kabar (LSM Terang)")
    slip = admin.page.locator(".slip .code").inner_text()
    admin.window.close()

    laras = window(PHONE)
    laras.open("/masuk/mulai/?nama=larasati")
    fill(laras.page.locator("main form"), code=slip, new=PASSWORD, again=PASSWORD)
    laras.press("Buka akun saya")
    laras.follow("Nanti saja")
    laras.has("Perubahan terbaru", "LSM Terang")
    laras.follow("Pantauan baru")
    fill(laras.page.locator("main form"), name="Yang terlambat", only_late=True)
    laras.press("Simpan pantauan")
    laras.has("Yang terlambat", "Belum ada perubahan yang cocok.")
    laras.open("/pemantau/kunci/")
    fill(laras.page.locator("main form"), name="Programku")
    laras.press("Buat kunci")
    laras.has("hanya tampil sekali", "ktgo_")
    laras.open("/pemantau/riwayat/")
    laras.has("Halaman depan")
