"""The villager's way: lodging with and without scripts, the receipt, and what can be done with its code."""

from __future__ import annotations

import re
import urllib.parse
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import Desk, Villager, choose, fill, lodge_quietly, paper, paths, picture, receipt_on
from tests.journeys.server import Site

pytestmark = pytest.mark.once

BRIDGE = "Jembatan bambu di RT 02 patah sejak hujan kemarin. Anak sekolah memutar jauh lewat sawah."
both_widths = pytest.mark.parametrize("width", [PHONE, DESKTOP])


def test_without_scripts_a_mistake_loses_neither_words_nor_files(window: NewWindow, tmp_path: Path) -> None:
    warsiti = Villager(window(PHONE, scripts=False))
    form = warsiti.opens_the_form()
    fill(form, kind="complaint", story=BRIDGE, settlement="Dibuatkan jembatan yang kuat.", rt="002", rw="01")
    fill(form, place="Dekat musala", about_official="no", identity_mode="open", phone="0812 0000 0077")
    choose(form, "evidence", paths(picture(tmp_path, "jembatan.jpg"), paper(tmp_path)))
    warsiti.window.press("Kirim laporan")

    warsiti.window.has("Ada yang perlu diperbaiki", "Tulis nama Anda, atau pilih anonim.", "Sudah kami simpan")
    assert form.locator('[name="story"]').input_value() == BRIDGE
    assert form.locator('[name="place"]').input_value() == "Dekat musala"
    assert form.locator('[name="phone"]').input_value() == "0812 0000 0077"
    assert form.locator('[name="identity_mode"][value="open"]').is_checked()
    assert form.locator('[name="disimpan"]').count() == 2

    fill(form, name="Warsiti Ningsih")
    warsiti.window.press("Kirim laporan")
    receipt = receipt_on(warsiti.window)
    warsiti.window.has("Terima kasih", "2 berkas", "Sesudah ini", "paling lambat")
    warsiti.window.has_not("Warsiti")

    warsiti.follows(receipt.code.lower().replace("-", " "))
    warsiti.window.has(receipt.number, BRIDGE)
    assert warsiti.page.locator(".timeline .files a").count() == 2
    form = warsiti.act("Kirim pesan ke petugas")
    choose(form, "text", "Sekarang sudah dipasangi tali oleh warga.")
    warsiti.window.press("Kirim pesan")
    warsiti.window.has("Pesan Anda sudah terkirim.", "Sekarang sudah dipasangi tali oleh warga.")
    warsiti.window.press("Keluar")
    warsiti.window.open("/lacak/kasus/")
    assert warsiti.page.url.endswith("/lacak/")


@both_widths
def test_with_scripts_one_question_at_a_time(window: NewWindow, tmp_path: Path, width: int) -> None:
    karto = Villager(window(width))
    page = karto.page
    form = karto.opens_the_form()
    expect(page.get_by_text("Langkah 1 dari 7")).to_be_visible()
    karto.next_step()
    expect(page.get_by_text("Pilih salah satu dulu.")).to_be_visible()
    choose(form, "kind", "complaint")
    karto.next_step()
    fill(form, story="Lampu jalan di tikungan pos ronda mati tiga malam.")
    karto.window.look()
    karto.next_step()
    page.locator("[data-map]").click(position={"x": 120, "y": 120})
    assert re.fullmatch(r"-7\.\d{5}", form.locator('[name="latitude"]').input_value())
    karto.window.look()
    karto.next_step()
    choose(form, "evidence", paths(picture(tmp_path, "lampu.jpg")))
    expect(page.get_by_text(re.compile(r"lampu\.jpg \("))).to_be_visible()
    karto.next_step()
    page.go_back()  # the phone's own button: one step back, nothing lost
    expect(page.get_by_text("Langkah 4 dari 7")).to_be_visible()
    karto.next_step()
    choose(form, "about_official", "yes")
    choose(form, "about_whom", "Ketua RT 03")
    karto.next_step()
    choose(form, "identity_mode", "open")
    fill(form, name="Karto Miharjo", email="karto@warga.example")
    karto.next_step()
    expect(page.locator("[data-summary]")).to_contain_text("Ketua RT 03")
    karto.window.look()
    page.get_by_role("button", name="Ubah: Siapa?").click()
    choose(form, "about_whom", "Ketua RT 04")
    karto.next_step()
    karto.next_step()
    karto.window.press("Kirim laporan")

    receipt = receipt_on(karto.window)
    karto.follows(receipt.code)
    karto.window.has("Lampu jalan di tikungan", "Laporan selesai kami periksa")
    karto.window.has_not("Karto Miharjo", "karto@warga.example")
    form = karto.act("Tambah bukti")
    choose(form, "text", "Difoto malam hari.")
    choose(form, "evidence", paths(picture(tmp_path, "malam.png", "midnightblue")))
    karto.window.press("Kirim bukti")
    karto.window.has("Bukti Anda sudah kami simpan.", "Difoto malam hari.")


@both_widths
def test_who_stays_anonymous_is_asked_for_nothing_and_still_heard(
    window: NewWindow, chromium: Browser, site: Site, width: int
) -> None:
    somebody = Villager(window(width))
    form = somebody.opens_the_form()
    choose(form, "kind", "complaint")
    somebody.next_step()
    fill(form, story=f"Bantuan beras dibagi tidak rata di RT 05 ({width}).")
    for _ in range(3):
        somebody.next_step()
    choose(form, "about_official", "no")
    somebody.next_step()
    choose(form, "identity_mode", "open")
    fill(form, name="Tidak Jadi")
    choose(form, "identity_mode", "anonymous")
    expect(form.locator('[name="name"]')).to_be_hidden()
    somebody.next_step()
    expect(somebody.page.locator("[data-summary]")).not_to_contain_text("Tidak Jadi")
    somebody.window.press("Kirim laporan")
    somebody.window.has("Anonim", "untuk laporan anonim tidak bisa diganti")
    receipt = receipt_on(somebody.window)

    intake = Desk.of(chromium, site, "intake")
    intake.opens(receipt.number)
    intake.window.has("Anonim.", "Tidak ada nama atau kontak yang tersimpan.")
    intake.window.has_not("Tidak Jadi")
    assert "open_identity" not in intake.offered()
    intake.move("message", text="Terima kasih. Kami data ulang minggu ini.")
    intake.window.close()

    somebody.follows(receipt.code)
    somebody.window.has("Terima kasih. Kami data ulang minggu ini.", "Kasi Pelayanan")


def test_a_double_click_on_send_makes_one_complaint(window: NewWindow, chromium: Browser, site: Site) -> None:
    hasty = Villager(window(PHONE, scripts=False))
    story = "Selokan depan balai dusun mampet, airnya meluap ke jalan (klik dua kali)."
    form = hasty.opens_the_form()
    fill(form, kind="complaint", story=story, about_official="no", identity_mode="anonymous")
    button = hasty.page.get_by_role("button", name="Kirim laporan")
    button.dblclick(no_wait_after=True)  # the second click breaks off the first one's navigation
    hasty.page.get_by_role("article", name="Tanda terima").wait_for()
    hasty.page.wait_for_load_state("load")
    first = receipt_on(hasty.window)
    hasty.page.reload()  # "send again?", asks the browser after a lost answer
    hasty.window.look()
    hasty.window.has("Laporan ini sudah kami terima", "tercatat satu kali")
    assert receipt_on(hasty.window) == first
    intake = Desk.of(chromium, site, "intake")
    assert len(intake.finds("klik dua kali")) == 1
    intake.window.close()


@both_widths
def test_asking_the_village_for_information(window: NewWindow, width: int) -> None:
    asker = Villager(window(width))
    asker.window.open("/tanya/")
    form = asker.page.locator("form.long")
    fill(form, story="Berapa dana desa untuk jalan tahun ini?", identity_mode="anonymous")
    asker.window.press("Kirim pertanyaan")
    asker.window.has("permintaan informasi nomor")
    asker.follows(receipt_on(asker.window).code)
    asker.window.has("Permintaan informasi", "Berapa dana desa untuk jalan tahun ini?")


@both_widths
def test_withdrawing_takes_time_and_can_be_taken_back(window: NewWindow, site: Site, width: int) -> None:
    villager = Villager(window(width))
    villager.follows(lodge_quietly(site, "Suara mesin penggilingan padi sampai larut malam.").code)
    form = villager.act("Cabut laporan")
    choose(form, "reason", "Sudah bicara baik-baik.")
    villager.window.press("Cabut laporan")
    villager.window.has("Permintaan mencabut sudah kami catat.", "Pencabutan mulai berlaku")
    villager.window.press("Batalkan pencabutan")
    villager.window.has("Pencabutan dibatalkan.")
    assert "Pencabutan mulai berlaku" not in villager.text_of_head()


def test_a_mistyped_code_and_a_lost_one(window: NewWindow, site: Site) -> None:
    villager = Villager(window(PHONE, scripts=False))
    code = lodge_quietly(site, "Papan nama gang hilang tertiup angin.").code
    villager.follows(code[:-1] + ("2" if code[-1] != "2" else "3"))
    villager.window.has("Ada yang perlu diperbaiki")
    assert urllib.parse.urlsplit(villager.page.url).path == "/lacak/"
    villager.window.follow("Kode lacak hilang?")
    form = villager.page.locator('form[action="/lacak/kode-hilang/"]')
    fill(form, number="001/ADU/33.03.13.2003/2026", contact="bukan-saya@warga.example")
    villager.window.press("Kirim kode baru")
    villager.window.has("Permintaan Anda sudah kami terima", "kami tidak memberi tahu di sini apakah keduanya cocok")
