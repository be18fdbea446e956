"""A new officer's first day: a slip of paper, a password of his own, a code from his phone."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser

from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, fill
from tests.journeys.server import Site

pytestmark = pytest.mark.once

PASSWORD = "padi menguning di bukit"
PERIOD = 30


def code_of(secret: str, *, step: int = 0) -> str:
    """What the app shows now (`step` periods later)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + step)))


def test_from_the_slip_to_the_second_step(window: NewWindow, chromium: Browser, site: Site) -> None:
    admin = Desk.of(chromium, site, "admin")
    admin.window.open("/meja/akun/")
    admin.window.follow("Akun baru")
    form = admin.page.locator("main form")
    fill(form, name="Lestari Ayu", post="Kaur Umum", username="lestari", roles="intake")
    admin.window.press("Buat akun dan lembarnya")
    admin.window.has("Hanya tampil sekali", "Lestari Ayu")
    slip = admin.page.locator(".slip .code").inner_text()
    admin.window.open("/meja/akun/")
    admin.window.has("Lestari Ayu")
    admin.window.has_not(slip)
    admin.window.close()

    lestari = Desk(window())
    page = lestari.page
    lestari.window.open("/masuk/mulai/?nama=lestari")
    form = page.locator("main form")
    assert form.locator('[name="username"]').input_value() == "lestari"
    fill(form, code=slip.lower(), new="12345", again="12345")
    lestari.window.press("Buka akun saya")
    lestari.window.has("Ada yang perlu diperbaiki")
    fill(form, username="lestari", code=slip.lower(), new=PASSWORD, again=PASSWORD)
    lestari.window.press("Buka akun saya")
    lestari.window.has("Akun Anda sudah terbuka")
    lestari.window.follow("Pasang sekarang")
    page.get_by_text("Tidak bisa memindai?").click()
    secret = "".join(page.locator(".secret span").all_inner_texts())
    fill(page.locator("main form"), code=code_of(secret))
    lestari.window.press("Pasang")
    lestari.window.has("Kode cadangan")
    spare = page.locator(".codes li").first.inner_text()
    lestari.window.follow("Sudah saya simpan")
    lestari.window.has("Aduan")
    lestari.window.press("Keluar")
    assert "Anda sudah keluar" in lestari.said()

    lestari.signs_in("lestari", "bukan ini sandinya")
    lestari.window.has("Nama akun atau kata sandi belum cocok")
    lestari.signs_in("lestari", PASSWORD)
    lestari.window.has("Tinggal satu langkah")
    fill(page.locator("main form"), code="000000")
    lestari.window.press("Lanjut")
    lestari.window.has("Ada yang perlu diperbaiki")
    fill(page.locator("main form"), code=code_of(secret, step=1))
    lestari.window.press("Lanjut")
    lestari.window.has("Aduan")
    lestari.window.press("Keluar")
    lestari.signs_in("lestari", PASSWORD)
    fill(page.locator("main form"), code=spare)
    lestari.window.press("Lanjut")
    lestari.window.has("Aduan")


@pytest.mark.parametrize("who", ["kades", "bpd", "admin"])
def test_overseers_read_what_became_of_accounts(chromium: Browser, site: Site, who: str) -> None:
    overseer = Desk.of(chromium, site, who)
    overseer.window.open("/meja/pengawasan/")
    overseer.window.has("Akun baru untuk")
    assert re.search(r"demo-\w+|Kepala Dusun", overseer.window.text())
    overseer.window.close()
