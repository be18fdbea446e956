"""Preparing a publication in a real browser: on a phone without JavaScript, and with a box dragged over a picture."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kentongan.cases.models import Case, PublicPicture, PublicVersion
from kentongan.documents import store
from kentongan.documents.clean import clean
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, lodge, make_village

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

CHROMIUM = os.environ.get("KENTONGAN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.outerHTML.slice(0, 99))"""
STORY = "Pak Warsito, wa 0812-3456-7890, membuang sampah di kali.\nAlamat: Jl. Melati No. 12 RT 01 RW 02."


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


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office(make_village())


@pytest.fixture
def case(office: Office) -> Case:
    documents = store.take_in(village=office.village, uploads=[clean(jpeg(size=(800, 500)))], by=None, at=MONDAY)
    return lodge(office.village, story=STORY, title="Sampah di kali", documents=tuple(documents)).case


def window(chromium: Browser, live_server: LiveServer, office: Office, width: int, *, scripts: bool) -> Page:
    client = Client()
    client.force_login(office.sari)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": morsel.value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def test_on_a_phone_without_scripts(chromium: Browser, live_server: LiveServer, office: Office, case: Case) -> None:
    page = window(chromium, live_server, office, 360, scripts=False)
    page.goto(f"/meja/aduan/{case.id}/publikasi/naskah/")
    page.get_by_role("button", name="Lihat naskah terbitan").click()
    page.get_by_role("textbox", name="Naskah terbitan").first.fill("Ulah Warsito")
    page.get_by_role("button", name="Simpan naskah terbitan").click()
    expect(page.get_by_role("alert")).to_contain_text("Masih ada yang harus disembunyikan")
    page.get_by_role("textbox", name="Naskah terbitan").first.fill("Sampah di kali")
    page.get_by_role("button", name="Simpan naskah terbitan").click()
    expect(page.get_by_text("Belum ada yang diterbitkan.").first).to_be_visible()
    assert PublicVersion.objects.filter(case=case).count() == 2
    page.get_by_role("link", name="Tutup bagian Foto 1.jpg").click()
    picture = page.get_by_role("button", name="Foto untuk ditandai")
    picture.click(position={"x": 60, "y": 50})
    page.get_by_role("button", name="Foto untuk ditandai").click(position={"x": 150, "y": 100})
    page.get_by_role("button", name="Simpan foto terbitan").click()
    expect(page.get_by_text("Foto terbitan (1 kotak)")).to_be_visible()


def test_a_box_is_dragged(chromium: Browser, live_server: LiveServer, office: Office, case: Case) -> None:
    page = window(chromium, live_server, office, 1280, scripts=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"/meja/aduan/{case.id}/publikasi/naskah/")
    assert Axe().run(page, options={"runOnly": WCAG}).response["violations"] == []
    page.get_by_role("button", name="Lihat naskah terbitan").click()
    assert Axe().run(page, options={"runOnly": WCAG}).response["violations"] == []
    page.get_by_role("link", name="Tutup bagian Foto 1.jpg").click()
    box = page.get_by_role("button", name="Foto untuk ditandai").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 80, steps=4)
    page.mouse.up()
    expect(page.get_by_text("Kotak yang menutup (1)")).to_be_visible()
    sides = [float(side) for side in (page.locator("input[name=wilayah]").get_attribute("value") or "").split(",")]
    assert sides == pytest.approx([10.7, 11.4, 21.4, 34.3], abs=1.5)
    assert Axe().run(page, options={"runOnly": WCAG}).response["violations"] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(TOO_WIDE) == []
    page.get_by_role("button", name="Simpan foto terbitan").click()
    expect(page.get_by_text("Foto terbitan (1 kotak)")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    assert PublicPicture.objects.get().regions == 1
    assert complaints == []
