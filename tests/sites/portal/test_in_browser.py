"""The citizen's whole way in a real browser, at 360 px, with and without JavaScript; axe looks at every page."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kentongan.cases import sealing
from kentongan.cases.models import Case
from kentongan.support.passing import everybody
from kentongan.vault.keyring import service_ring
from kentongan.villages.areas import polygon
from kentongan.villages.models import Village
from tests.factories import make_village

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

CHROMIUM = os.environ.get("KENTONGAN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.outerHTML.slice(0, 99))"""
STORY = "Jembatan bambu di RT 02 patah sejak hujan kemarin."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (apt install chromium, or set KENTONGAN_CHROMIUM)")
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; the ORM calls of the tests are made from outside of it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield browser
            browser.close()


@pytest.fixture(autouse=True)
def _nobody_came_yet() -> Iterator[None]:
    everybody.forget()
    yield
    everybody.forget()


@pytest.fixture
def village(transactional_db: None) -> Village:
    return make_village(polygon=polygon("33.03.13.2003"))


def phone(chromium: Browser, live_server: LiveServer, **settings: Any) -> Page:
    """Return an old phone's browser; whatever it complains about fails the test."""
    page = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}, **settings).new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on("console", lambda said: said.type == "error" and "422" not in said.text and pytest.fail(said.text))
    return page


def well_made(page: Page) -> None:
    """Nothing wider than the screen, nothing that axe finds."""
    page.wait_for_load_state()  # the words may stand there before their style does
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def go_on(page: Page) -> None:
    page.locator(".step:not([hidden])").get_by_role("button", name="Lanjut").click()


def code_of(page: Page) -> str:
    return "-".join(page.locator(".code > span[aria-hidden]").all_inner_texts())


def test_every_page_is_well_made(chromium: Browser, live_server: LiveServer, village: Village) -> None:
    page = phone(chromium, live_server)
    for path in ("/", "/lapor/", "/tanya/", "/lacak/", "/cara-kerja/", "/data-anda/", "/lacak/kode-hilang/"):
        page.goto(path)
        well_made(page)


def test_lodging_step_by_step_to_the_follow_up_page(
    chromium: Browser, live_server: LiveServer, village: Village
) -> None:
    page = phone(chromium, live_server)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Lapor Sampaikan")).click()
    go_on(page)
    expect(page.get_by_text("Pilih salah satu dulu.")).to_be_visible()
    page.get_by_label("Pengaduan").check()
    go_on(page)
    page.get_by_label("Apa yang terjadi?").fill(STORY)
    page.go_back()  # the phone's back button goes one step back
    expect(page.get_by_label("Pengaduan")).to_be_checked()
    page.go_forward()
    go_on(page)
    page.locator("[data-map]").click(position={"x": 150, "y": 160})
    expect(page.locator("#id_latitude")).to_have_value(re.compile(r"^-7\.3\d{4}$"))
    page.locator("[data-map]").press("ArrowUp")
    go_on(page)
    go_on(page)
    page.get_by_label("Ya", exact=True).check()
    page.get_by_label("Siapa?").fill("Kaur Keuangan")
    go_on(page)
    page.get_by_label("Anonim").check()
    expect(page.get_by_label("Nama lengkap")).to_be_hidden()
    go_on(page)
    expect(page.locator("[data-summary]")).to_contain_text(STORY)
    expect(page.locator("[data-summary]")).to_contain_text("Kaur Keuangan")
    well_made(page)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sudah kami terima")
    well_made(page)
    code = code_of(page)
    page.goto("/lacak/")
    page.get_by_label("Kode lacak").fill(code.lower())
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("K-")
    well_made(page)
    page.get_by_text("Kirim pesan ke petugas").click()
    page.get_by_label("Pesan Anda").fill("Tolong diberi tanda dulu.")
    page.get_by_role("button", name="Kirim pesan").click()
    expect(page.get_by_role("status")).to_contain_text("sudah terkirim")
    well_made(page)
    page.get_by_role("button", name="Keluar").click()
    page.goto("/lacak/kasus/")
    expect(page.get_by_label("Kode lacak")).to_be_visible()
    case = Case.objects.get()
    assert STORY not in case.story  # said to be about an official: nothing of it stands there in clear
    content = sealing.shown(case, service_ring())
    assert (content.story, content.about_whom, content.latitude is not None) == (STORY, "Kaur Keuangan", True)


def test_lodging_without_javascript(chromium: Browser, live_server: LiveServer, village: Village) -> None:
    page = phone(chromium, live_server, java_script_enabled=False)
    page.goto("/lapor/")
    page.get_by_label("Aspirasi").check()
    page.get_by_label("Apa yang terjadi?").fill(STORY)
    page.locator("[name=about_official][value=no]").check()
    page.get_by_label("Terbuka").check()
    page.get_by_label("Nomor HP").fill("12")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis nama Anda, atau pilih anonim.")
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value(STORY)
    page.get_by_label("Nama lengkap").fill("Warsiti Ningsih")
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    page.get_by_role("button", name="Kirim laporan").click()
    code = code_of(page)
    page.goto("/lacak/")
    page.get_by_label("Kode lacak").fill(code)
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("001/ADU/")
    assert "Warsiti" not in page.content()


def test_a_mistake_opens_the_step_where_it_is(chromium: Browser, live_server: LiveServer, village: Village) -> None:
    page = phone(chromium, live_server)
    page.goto("/lapor/")
    page.get_by_label("Pengaduan").check()
    go_on(page)
    page.get_by_label("Apa yang terjadi?").fill(STORY)
    for _ in range(3):
        go_on(page)
    page.locator("[name=about_official][value=no]").check()
    go_on(page)
    page.get_by_label("Terbuka").check()
    page.get_by_label("Nama lengkap").fill("Warsiti")
    page.get_by_label("Nomor HP").fill("12")
    go_on(page)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_label("Nomor HP")).to_be_visible()
    well_made(page)
    page.get_by_role("alert").first.get_by_role("link").first.click()
    expect(page.get_by_label("Nomor HP")).to_be_focused()
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    go_on(page)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sudah kami terima")


@pytest.mark.parametrize("how", ["touch", "Esc three times", "no script"])
def test_one_touch_and_the_page_is_gone_for_good(
    chromium: Browser,
    live_server: LiveServer,
    village: Village,
    how: str,
) -> None:
    page = phone(chromium, live_server, java_script_enabled=how != "no script")
    page.goto("/")
    page.goto("/lapor/")
    button = page.get_by_role("link", name="Tutup cepat")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] < 260
    assert box["height"] >= 44
    if how == "no script":
        button.click()
    else:
        page.get_by_label("Pengaduan").check()
        go_on(page)
        page.get_by_label("Apa yang terjadi?").fill("Bantuan dipotong oleh …")
        page.mouse.wheel(0, 4000)
        expect(button).to_be_in_viewport()
        if how == "touch":
            button.click()
        else:
            for _ in range(3):
                page.keyboard.press("Escape")
    expect(page).to_have_url(f"{live_server.url}/")
    page.go_back()
    page.wait_for_load_state()
    assert "Bantuan dipotong" not in page.content()
    for area in page.locator("textarea").all():
        assert "Bantuan" not in area.input_value()


def test_under_pressure_the_phone_counts_while_its_owner_types(
    chromium: Browser,
    live_server: LiveServer,
    village: Village,
) -> None:
    for _ in range(village.lodge_pressure):
        everybody.add(b"lodge-village", village.id.bytes)
    page = phone(chromium, live_server)
    page.goto("/tanya/")
    assert page.locator("form[data-proof]").count() == 1
    page.locator("textarea[name=story]").fill("Kapan posyandu buka?")
    page.get_by_text("Anonim", exact=True).click()
    page.get_by_role("button", name="Kirim pertanyaan").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible(timeout=30_000)
    assert page.get_by_text("Laporan sedang sangat banyak").count() == 0
    case = Case.objects.get()
    assert (case.triage, case.triage_reason) == (False, "")


def test_without_a_script_the_report_waits_and_says_so_well(
    chromium: Browser,
    live_server: LiveServer,
    village: Village,
) -> None:
    for _ in range(village.lodge_pressure):
        everybody.add(b"lodge-village", village.id.bytes)
    page = phone(chromium, live_server, java_script_enabled=False)
    page.goto("/tanya/")
    page.locator("textarea[name=story]").fill("Kapan posyandu buka?")
    page.get_by_text("Anonim", exact=True).click()
    page.get_by_role("button", name="Kirim pertanyaan").click()
    expect(page.get_by_role("heading", name="Laporan sedang sangat banyak")).to_be_visible()
    page.get_by_role("button", name="Saya bukan mesin").click()
    expect(page.get_by_text("Belum bisa.")).to_be_visible()
    assert Case.objects.get().triage_reason == "pressure"
