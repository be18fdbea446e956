"""At the counter and on the telephone: recorded by an officer, with a receipt to take home; and a lost code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, Villager, choose, fill, lodge_quietly, paths, picture
from tests.journeys.server import Site

SUMUR = "Sumur umum dusun berbau solar sejak ada bengkel di sebelahnya."


@pytest.fixture
def counter(chromium: Browser, site: Site) -> Iterator[Desk]:
    desk = Desk.of(chromium, site, "intake")
    yield desk
    desk.window.close()


def slip_code(desk: Desk) -> str:
    """The code on the reporter's half of the paper."""
    return "-".join(desk.page.locator(".reporters-slip .code span").all_inner_texts())


def test_recorded_at_the_counter_read_back_and_receipted(counter: Desk, window: NewWindow) -> None:
    page = counter.page
    counter.window.open("/meja/")
    counter.window.press(page.locator("main").get_by_role("link", name="Catat aduan"))
    form = page.locator('form[action="/meja/catat/"]')
    fill(form, channel="counter", kind="complaint", title="Sumur berbau", story=SUMUR, hamlet="Kali Wening")
    fill(form, about_official="no", identity_mode="open", phone="0812 0000 0055")
    counter.window.press("Periksa")
    counter.window.has("Tulis nama pelapor, atau pilih anonim.")
    assert form.locator('[name="story"]').input_value() == SUMUR
    fill(form, name="Painem Binti Karso")
    counter.window.press("Periksa")
    counter.window.has("Bacakan kembali kepada pelapor", SUMUR, "Painem Binti Karso")
    counter.window.press("Simpan dan beri nomor")
    counter.window.has("Bacakan dulu kepada pelapor")
    page.get_by_label("Sudah dibacakan dan dibenarkan pelapor").check()
    counter.window.press("Simpan dan beri nomor")
    counter.window.has("Tercatat dengan nomor", "Serahkan kode lacak sekarang")
    code = slip_code(counter)
    assert len(code) == 23

    page.emulate_media(media="print")
    office = page.locator(".office-slip")
    expect(page.locator(".reporters-slip .code")).to_be_visible()
    expect(office).to_be_visible()
    expect(page.locator(".no-print").first).to_be_hidden()
    for part in (*code.split("-"), code.replace("-", "")):
        assert part not in office.inner_text()
    assert "identitas tersegel" in office.inner_text()
    assert "Painem" not in office.inner_text()
    assert "Painem Binti Karso" in page.locator(".reporters-slip").inner_text()
    page.emulate_media(media="screen")

    counter.window.follow("Buka aduan")
    counter.window.has("Tersegel.", "Ya, dibenarkan pelapor")
    counter.window.has_not("Painem", code, *code.split("-"))
    painem = Villager(window(PHONE))
    painem.follows(code)
    painem.window.has(SUMUR)
    painem.window.has_not("Painem")


def test_a_letter_is_scanned_or_promised(counter: Desk, tmp_path: Path) -> None:
    page = counter.page
    counter.window.open("/meja/catat/")
    form = page.locator('form[action="/meja/catat/"]')
    day_before = datetime.now(tz=ZoneInfo("Asia/Jakarta")).date() - timedelta(days=1)
    fill(form, channel="letter", kind="aspiration", story="Mohon dibuatkan taman baca di balai dusun.")
    page.get_by_text("Diterima sebelum sekarang").click()
    fill(form, received_on=day_before.isoformat(), received_time="10:15")
    fill(form, about_official="no", identity_mode="anonymous")
    counter.window.press("Periksa")
    counter.window.has("Lampirkan foto atau pindaian suratnya")
    choose(form, "evidence", paths(picture(tmp_path, "surat.png", "ivory")))
    counter.window.press("Periksa")
    counter.window.has("Periksa sebelum disimpan", "taman baca")
    counter.window.press("Simpan dan beri nomor")
    counter.window.has("Tercatat dengan nomor", "pukul 10.15 WIB", "lewat surat")
    counter.window.follow("Buka aduan")
    assert page.locator(".thumbs img").count() == 1


def test_a_lost_code_is_replaced_at_the_counter(counter: Desk, window: NewWindow, site: Site) -> None:
    old = lodge_quietly(site, "Tiang telepon miring ke arah rumah.", identity_mode="open", name="Sumarno Adi")
    phone = Villager(window(PHONE))
    phone.follows(old.code)
    counter.opens(old.number)
    counter.move("open_identity", reason="Mencocokkan KTP pelapor di loket.")
    counter.window.has("Sumarno Adi", "Tampil sekali ini saja")
    counter.opens(old.number)
    counter.window.has_not("Sumarno Adi")
    counter.move("reissue_code", reason="KTP cocok.")
    counter.window.has("Kode lama sudah mati.")
    new_code = slip_code(counter)
    assert new_code != old.code
    counter.opens(old.number)
    counter.window.has_not(new_code, *new_code.split("-"))

    phone.comes_back()
    assert phone.page.url.endswith("/lacak/?habis"), "an older cookie is worth nothing now"
    phone.follows(old.code)
    phone.window.has("Kode ini tidak kami kenal di desa ini.")
    phone.follows(new_code)
    phone.window.has("Kode lacak diganti; kode lama tidak berlaku lagi", "Identitas Anda dibuka petugas")
