"""An officer's first day in a real browser: slip, second step, signing in again, and the administrator's slip.

With KENTONGAN_SHOTS=<folder> every page is also kept as a picture.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories import Office, make_village
from tests.people.helpers import PASSWORD, code_for, with_password

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

CHROMIUM = os.environ.get("KENTONGAN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def office(transactional_db: None) -> Office:
    office = Office(make_village(motto="MAJU DESANE MAKMUR WARGANE"))
    with_password(office.admin)
    return office


@pytest.fixture
def chromium(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt install chromium, or set KENTONGAN_CHROMIUM)")
    # Playwright runs an event loop in this thread, and Django would take its queries for asynchronous ones.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def new_page(browser: Browser, width: int, *, script: bool = True) -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, locale="id-ID"
    ).new_page()
    page.on("console", lambda message: _no_violation(message.text))
    return page


def _no_violation(text: str) -> None:
    assert "Content Security Policy" not in text, text


def look(page: Page, name: str, *, script: bool = True) -> None:
    """Keep a picture, if wanted; nothing may be wider than the screen, and axe finds nothing serious."""
    if folder := os.environ.get("KENTONGAN_SHOTS"):
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    if not script:
        return
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    found = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert found == [], name


def fill_in(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").first.fill(value)


def submit(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=label).click()


def follow(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=label).click()


def leave(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Keluar").click()


def an_account_by(page: Page, address: str, width: int) -> str:
    """Dewi signs in and makes an account for Siti; return the slip's code."""
    page.goto(f"{address}/masuk/")
    look(page, "masuk")
    fill_in(page, username="dewi", password="salah")
    submit(page, "Masuk")
    look(page, "masuk-salah")
    fill_in(page, password=PASSWORD)
    submit(page, "Masuk")
    page.get_by_role("heading", name="Akun petugas").wait_for()
    look(page, "akun-daftar")
    follow(page, "Akun baru")
    fill_in(page, name="Siti Rahma", username="siti rahma")
    submit(page, "Buat akun")
    look(page, "akun-baru-salah")
    fill_in(page, username="siti", post="Kaur Umum")
    page.get_by_label("Petugas penanganan").check()
    submit(page, "Buat akun")
    page.get_by_role("heading", name="Lembar akun untuk").wait_for()
    look(page, "lembar")
    code = page.locator(".slip .code").inner_text()
    follow(page, "Sudah saya serahkan")
    follow(page, "Siti Rahma")
    look(page, "akun-siti")
    return code


@pytest.mark.parametrize("width", [360])  # on a wide screen: tests/journeys/test_accounts.py
def test_siti_starts_with_a_slip_and_secures_her_account(
    office: Office, chromium: Browser, live_server: object, width: int
) -> None:
    address = str(live_server)
    code = an_account_by(new_page(chromium, width), address, width)

    page = new_page(chromium, width)
    page.goto(f"{address}/masuk/")
    follow(page, "Baru menerima lembar akun?")
    fill_in(page, username="siti", code=code.lower(), new="pendek", again="lain")
    submit(page, "Buka akun saya")
    look(page, "mulai-salah")
    fill_in(page, new=PASSWORD, again=PASSWORD)
    submit(page, "Buka akun saya")
    look(page, "amankan")
    follow(page, "Pasang sekarang")
    page.get_by_text("Tidak bisa memindai?").click()
    look(page, "pasang-kode")
    secret = "".join(page.locator(".secret span").all_inner_texts())
    fill_in(page, code=code_for(secret, timezone.now()))
    submit(page, "Pasang")
    page.get_by_role("heading", name="Kode cadangan").wait_for()
    on_paper = page.locator(".codes li").all_inner_texts()
    assert len(on_paper) == 10
    look(page, "kode-cadangan")
    page.goto(f"{address}/masuk/akun/")
    look(page, "akun-saya")
    leave(page)
    look(page, "keluar")

    fill_in(page, username="siti", password=PASSWORD)
    submit(page, "Masuk")
    page.get_by_role("heading", name="Tinggal satu langkah").wait_for()
    fill_in(page, code="000000")
    submit(page, "Lanjut")
    look(page, "kode-salah")
    fill_in(page, code=code_for(secret, timezone.now(), step=1))  # each code opens once, so the next one
    submit(page, "Lanjut")
    page.wait_for_url(f"{address}/meja/")

    page.goto(f"{address}/masuk/akun/kode/lepas/")  # signed in a moment ago: nobody asks again
    look(page, "lepas")
    page.goto(f"{address}/masuk/akun/kata-sandi/")
    look(page, "kata-sandi")


def with_virtual_key(page: Page) -> None:
    """Give the browser a key like Windows Hello: inside the computer, checking its owner (Chromium's own, by CDP)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("width", [360, 1280])
def test_sari_registers_a_passkey_and_signs_in_with_it(
    office: Office, chromium: Browser, live_server: object, width: int
) -> None:
    address = str(live_server)
    assert address.startswith("http://localhost:"), "browsers allow passkeys there"
    with_password(office.sari)
    page = new_page(chromium, width)
    with_virtual_key(page)
    page.goto(f"{address}/masuk/")
    look(page, "masuk-kunci")
    fill_in(page, username="sari", password=PASSWORD)
    submit(page, "Masuk")
    page.get_by_role("heading", name="Pasang langkah kedua dulu").wait_for()
    look(page, "wajib")
    follow(page, "Pasang kunci sandi")
    look(page, "kunci-baru")
    fill_in(page, name="PC pelayanan")
    submit(page, "Pasang di perangkat ini")
    page.get_by_role("heading", name="Kode cadangan").wait_for()
    page.goto(f"{address}/masuk/akun/kunci/")
    assert "PC pelayanan" in page.locator(".keys").inner_text()
    look(page, "kunci-daftar")
    page.locator("main").get_by_role("button", name="Pasang di perangkat ini").click()
    page.get_by_text("sudah terpasang sebagai kunci sandi").wait_for()
    page.goto(f"{address}/masuk/akun/")
    look(page, "akun-saya-kunci")
    leave(page)

    submit(page, "Pakai kunci sandi")  # no name, no password
    page.wait_for_url(f"{address}/meja/")
    page.goto(f"{address}/masuk/akun/sesi/")
    assert "Perangkat ini" in page.locator("main").inner_text()
    look(page, "sesi")
    page.goto(f"{address}/masuk/akun/kertas/")
    look(page, "kertas")
    leave(page)

    fill_in(page, username="sari", password=PASSWORD)
    submit(page, "Masuk")
    page.get_by_role("heading", name="Tinggal satu langkah").wait_for()
    look(page, "langkah-kunci")
    submit(page, "Pakai kunci sandi")
    page.wait_for_url(f"{address}/meja/")
    page.context.new_cdp_session(page).send("WebAuthn.disable")


def test_everything_at_the_door_works_without_a_script(office: Office, chromium: Browser, live_server: object) -> None:
    address = str(live_server)
    page = new_page(chromium, 360, script=False)
    page.goto(f"{address}/masuk/")
    fill_in(page, username="dewi", password=PASSWORD)
    submit(page, "Masuk")
    follow(page, "Akun baru")
    fill_in(page, name="Siti Rahma", username="siti")
    page.get_by_label("Petugas penanganan").check()
    submit(page, "Buat akun")
    code = page.locator(".slip .code").inner_text()
    look(page, "tanpa-skrip-lembar", script=False)
    leave(page)
    follow(page, "Baru menerima lembar akun?")
    fill_in(page, username="siti", code=code, new=PASSWORD, again=PASSWORD)
    submit(page, "Buka akun saya")
    follow(page, "Pasang sekarang")
    page.get_by_text("Tidak bisa memindai?").click()
    secret = "".join(page.locator(".secret span").all_inner_texts())
    fill_in(page, code=code_for(secret, timezone.now()))
    submit(page, "Pasang")
    page.get_by_role("heading", name="Kode cadangan").wait_for()
