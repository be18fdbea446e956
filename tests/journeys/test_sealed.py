"""A villager complains about the village head: who sees it, who opens it, and when a passphrase is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from kentongan.demo.keys import PASSPHRASE
from tests.journeys.browser import PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import OFFICERS, Desk, Villager, fill, receipt_on
from tests.journeys.server import Site

pytestmark = pytest.mark.once

STORY = "Pak Kades minta dua juta supaya nama anak saya masuk daftar bantuan. Ada kuitansinya."


def papers_on(desk: Desk) -> tuple[list[str], list[str]]:
    """The six words and the three sheets that are shown once."""
    words = desk.page.locator("ol.key-words.big li").all_inner_texts()
    sheets = [" ".join(sheet.locator("li").all_inner_texts()) for sheet in desk.page.locator(".key-sheet").all()]
    assert (len(words), len(sheets)) == (6, 3)
    return words, sheets


def confirms(desk: Desk, words: list[str]) -> None:
    """Type the two words that are asked for."""
    desk.window.press("Sudah, lanjut")
    for field in desk.page.locator('main form input[name^="word_"]').all():
        name = field.get_attribute("name") or ""
        field.fill(words[int(name.removeprefix("word_")) - 1])
    desk.window.press("Aktifkan kunci")


def unlocks(desk: Desk, phrase: str) -> None:
    """Open the key from the case page, and come back to it."""
    desk.window.press(desk.page.get_by_role("link", name="Buka kunci saya").first)
    fill(desk.page.locator("main form").first, phrase=phrase)
    desk.window.press("Buka 10 menit")


def test_a_complaint_about_the_village_head(window: NewWindow, chromium: Browser, site: Site) -> None:
    warsiti = Villager(window(PHONE, scripts=False))
    form = warsiti.opens_the_form()
    fill(form, kind="complaint", story=STORY, about_official="yes", about_whom="Kepala Desa")
    fill(form, identity_mode="confidential", name="Warsiti Ningsih", phone="0812 0000 0099")
    warsiti.window.press("Kirim laporan")
    receipt = receipt_on(warsiti.window)
    assert receipt.number.startswith("K-")

    accused = Desk.of(chromium, site, "kades")
    assert accused.finds(receipt.number) == []
    assert accused.finds("kuitansinya bantuan") == []
    accused.window.close()

    bpd = Desk(window(), "")
    bpd.signs_in(OFFICERS["bpd"], site.password)
    bpd.opens(receipt.number)
    bpd.window.has("Isi tersegel")
    bpd.window.has_not("dua juta")
    unlocks(bpd, PASSPHRASE)
    bpd.window.has("dua juta", "Yang boleh membuka")
    bpd.move("open_identity", reason="Meninjau bukti bersama pelapor")
    bpd.window.has("Warsiti Ningsih")

    warsiti.follows(receipt.code)
    warsiti.window.has("dua juta", "Identitas Anda dibuka petugas", "Meninjau bukti bersama pelapor", "Tersegel")
    warsiti.window.has_not("Warsiti")


def test_a_lost_passphrase_loses_nothing(window: NewWindow, site: Site) -> None:
    karto = Villager(window(PHONE, scripts=False))
    form = karto.opens_the_form()
    fill(form, kind="complaint", story=STORY, about_official="yes", about_whom="Kepala Desa", identity_mode="anonymous")
    karto.window.press("Kirim laporan")
    receipt = receipt_on(karto.window)

    retno = Desk(window())
    retno.signs_in("demo-kecamatan", site.password)
    retno.window.open("/meja/kunci/ganti/")
    fill(retno.page.locator("main form").first, phrase=PASSPHRASE)
    retno.window.press(retno.page.locator("main form button").first)
    words, sheets = papers_on(retno)
    confirms(retno, words)
    retno.opens(receipt.number)
    unlocks(retno, " ".join(words))
    retno.window.has("dua juta")

    # The paper with the six words is gone; two keepers bring their sheets.
    retno.window.open("/meja/kunci/pulihkan/")
    fill(retno.page.locator("main form").first, first=sheets[0], second=sheets[0])
    retno.window.press("Pulihkan")
    retno.window.has("Ada yang perlu diperbaiki")
    fill(retno.page.locator("main form").first, first=sheets[0], second=sheets[2])
    retno.window.press("Pulihkan")
    fresh, _ = papers_on(retno)
    confirms(retno, fresh)
    retno.opens(receipt.number)
    unlocks(retno, " ".join(words))
    retno.window.has("Ada yang perlu diperbaiki")
    fill(retno.page.locator("main form").first, phrase=" ".join(fresh))
    retno.window.press("Buka 10 menit")
    retno.window.has("dua juta")
