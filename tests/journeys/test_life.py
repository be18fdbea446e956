"""A complaint from its lodging to its end, between the villager's phone and the officers' desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import HANDLER_NAME, OFFICERS, Desk, Villager, choose, lodge_quietly, paths, picture
from tests.journeys.server import Site

WEEK = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011 (only for a field that wants a day to come)
SitDown = Callable[[str], Desk]


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[SitDown]:
    """An officer at his computer, signed in: `desk("head")`."""
    opened: list[Desk] = []

    def sit_down(who: str) -> Desk:
        opened.append(Desk.of(chromium, site, who))
        return opened[-1]

    yield sit_down
    for one in opened:
        one.window.close()


def answered(desk: SitDown, number: str) -> None:
    """Bring a new case to its answer the short way: verified, and answered by the unit head himself."""
    head = desk("head")
    head.opens(number)
    head.verifies()
    head.move("answer", outcome="settled", text="Sudah kami perbaiki bersama warga pada hari Minggu.")


def test_from_a_villagers_hand_to_confirmed_solved(
    window: NewWindow, desk: SitDown, site: Site, tmp_path: Path
) -> None:
    warsiti = Villager(window(PHONE))
    receipt = lodge_quietly(site, "Talang air di RT 04 bocor dan membasahi rumah warga.", identity_mode="anonymous")

    intake = Desk(window())
    intake.signs_in(OFFICERS["intake"], site.password)
    intake.window.has("Aduan", "Talang air di RT 04 bocor")
    intake.opens(receipt.number)
    assert "assign" not in intake.offered()
    intake.verifies(category="Air bersih & irigasi")
    assert "Terverifikasi" in intake.status()

    head = desk("head")
    head.opens(receipt.number)
    head.move("assign", handler=HANDLER_NAME, instruction="Tinjau bersama ketua RT 04.", due_on=WEEK)

    handler = desk("handler")
    handler.opens(receipt.number)
    handler.window.has("Tinjau bersama ketua RT 04.")
    photo = paths(picture(tmp_path, "talang.jpg", "steelblue"))
    handler.move("progress", text="Talang sudah diganti, dibantu warga.", audience="reporter", evidence=photo)
    handler.move("note", text="Sisa pipa disimpan di balai dusun.")
    handler.move("propose", outcome="settled", text="Talang di RT 04 sudah diganti.")
    assert "answer" not in handler.offered()

    warsiti.follows(receipt.code)
    warsiti.window.has("Talang sudah diganti, dibantu warga.", "Tanggapan sedang diperiksa")
    warsiti.window.has_not("Sisa pipa", "Talang di RT 04 sudah diganti.", "Tinjau bersama")
    with warsiti.page.expect_response("**/berkas/*/") as picked:
        warsiti.page.locator(".timeline .files a").click()
    assert picked.value.status == 200
    assert picked.value.headers["content-type"] == "image/jpeg"

    head.opens(receipt.number)
    head.move("answer", outcome="settled", text="Talang di RT 04 sudah diganti pada Selasa. Terima kasih.")
    warsiti.comes_back()
    warsiti.window.has("Sudah ditanggapi", "Talang di RT 04 sudah diganti pada Selasa.")
    warsiti.rates(satisfied=True, stars=5, words="Cepat dan ramah.")
    warsiti.window.has("Terima kasih, penilaian Anda sudah kami catat.", "Selesai")

    head.window.open(f"/meja/?cari={receipt.number}")
    head.window.press(head.page.locator(".rows .main-link").first)
    assert "Selesai" in head.status()
    head.window.has("Puas, 5 dari 5", "Cepat dan ramah.")


def test_who_is_not_satisfied_opens_it_again(window: NewWindow, desk: SitDown, site: Site) -> None:
    villager = Villager(window(PHONE))
    receipt = lodge_quietly(site, "Pintu air di sawah blok selatan macet.")
    answered(desk, receipt.number)
    villager.follows(receipt.code)
    villager.rates(satisfied=False, stars=2)
    villager.window.has("Tulis apa yang masih kurang")
    assert villager.page.locator('[name="satisfied"][value="belum"]').is_checked()
    villager.rates(satisfied=False, stars=2, words="Pintunya masih macet.")
    villager.window.has("Laporan Anda dibuka kembali.", "Pintunya masih macet.")
    head = desk("head")
    head.opens(receipt.number)
    assert "Dibuka kembali" in head.status()
    assert "Putaran ke-2" in head.status()


def test_a_question_and_its_answer(window: NewWindow, desk: SitDown, site: Site, tmp_path: Path) -> None:
    villager = Villager(window(PHONE, scripts=False))
    receipt = lodge_quietly(site, "Batas kebun dengan tetangga dipindah orang.")
    intake = desk("intake")
    intake.opens(receipt.number)
    intake.move("ask", question="Patok yang sebelah mana, dan sejak kapan?")
    assert "Menunggu keterangan pelapor" in intake.status()

    villager.follows(receipt.code)
    villager.window.has("Petugas bertanya kepada Anda", "Patok yang sebelah mana", "Berhenti sementara")
    choose(villager.page.locator('form[action$="/balas/"]'), "evidence", paths(picture(tmp_path, "patok.png")))
    villager.answers("Sebelah timur, sejak bulan lalu.")
    villager.window.has("Pesan Anda sudah terkirim.")
    intake.opens(receipt.number)
    assert "Diterima" in intake.status()
    intake.window.has("Sebelah timur, sejak bulan lalu.")


def test_archiving_can_be_objected_to_and_somebody_else_decides(window: NewWindow, desk: SitDown, site: Site) -> None:
    villager = Villager(window(PHONE))
    receipt = lodge_quietly(site, "Semuanya kurang baik di desa ini.")
    head = desk("head")
    head.opens(receipt.number)
    head.move("archive", reason="too_general", explanation="Mohon ceritakan satu kejadian, supaya bisa kami tangani.")
    villager.follows(receipt.code)
    villager.window.has("Diarsipkan", "Terlalu umum untuk ditindaklanjuti", "Mohon ceritakan satu kejadian")
    form = villager.act("Ajukan keberatan")
    choose(form, "reason", "Saya sudah menyebut jalan dan lampunya saat di kantor.")
    villager.window.press("Kirim keberatan")
    villager.window.has("Keberatan Anda sudah kami catat.")

    head.opens(receipt.number)
    assert "decide_objection" not in head.offered()
    bpd = desk("bpd")
    bpd.opens(receipt.number)
    bpd.move("decide_objection", verdict="upheld", reasons="Pelapor sudah menjelaskan secara lisan.")
    villager.comes_back()
    villager.window.has("Keberatan diterima", "Pelapor sudah menjelaskan secara lisan.", "Ketua BPD")
    head.opens(receipt.number)
    assert "Dibuka kembali" in head.status()


def test_what_is_not_the_villages_business_is_forwarded_and_answered(
    window: NewWindow, desk: SitDown, site: Site
) -> None:
    villager = Villager(window(PHONE))
    receipt = lodge_quietly(site, "Jembatan kabupaten di jalan raya retak.")
    head = desk("head")
    head.opens(receipt.number)
    head.move("forward", body="DPUPR", explanation="Jembatan ini milik kabupaten; kami sudah bersurat.")
    villager.follows(receipt.code)
    villager.window.has("Disalurkan ke instansi lain", "DPUPR Kabupaten Purbalingga", "Jembatan ini milik kabupaten")
    head.move("body_answered", text="Dijadwalkan diperbaiki bulan depan.")
    villager.comes_back()
    villager.window.has("Sudah ditanggapi", "Dijadwalkan diperbaiki bulan depan.")


def test_a_grave_case_is_archived_only_by_two(desk: SitDown, site: Site) -> None:
    receipt = lodge_quietly(site, "Ada pungutan waktu mengurus surat.")
    head = desk("head")
    head.opens(receipt.number)
    head.verifies("supervisory", "APBDes/Dana Desa")
    assert "answer" not in head.offered()
    head.move("archive", reason="unclear", explanation="Sudah ditanyakan dua kali, tetap tidak jelas.")
    head.window.has("Pengarsipan sudah diusulkan", "persetujuan orang kedua")
    assert "archive" not in head.offered()
    intake = desk("intake")
    intake.opens(receipt.number)
    intake.move("archive", explanation="Setuju; pelapor tidak bisa dihubungi.")
    assert "Diarsipkan" in intake.status()


def test_two_officers_write_at_once_and_nothing_is_lost(desk: SitDown, site: Site) -> None:
    receipt = lodge_quietly(site, "Tumpukan pasir di depan posyandu.")
    head, intake = desk("head"), desk("intake")
    head.opens(receipt.number)
    intake.opens(receipt.number)
    intake.verifies()
    head.move("note", text="Pasir milik proyek, hubungi pelaksana.")
    head.window.has("Tulisan Anda masih ada")
    assert head.form_of("note").locator("textarea").input_value() == "Pasir milik proyek, hubungi pelaksana."
    head.window.press(head.form_of("note").locator("button[type=submit]"))
    assert "Catatan internal tersimpan." in head.said()
