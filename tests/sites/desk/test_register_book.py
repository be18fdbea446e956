"""The register book at the desk: read, print, blank forms, recording a form, choosing columns."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kentongan.cases.actions import blank_forms as actions
from kentongan.cases.actions import verification
from kentongan.cases.models import Case, FormBatch, FormVoid
from kentongan.desk.register.asked import asked
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules.form_numbers import FormNumber
from kentongan.rules.types import Role
from kentongan.villages.models import Village
from tests.factories import MONDAY, REPORTER, Office, lodge, make_officer, make_village
from tests.sites.naughty import NAUGHTY

Desk = Callable[[Officer], Client]
JULY = {"masa": "2026-07", "buku": "semua", "format": "xlsx", "sheet": "f4", "volume": "1"}
BOOK = "/meja/buku/"


def text_of(response: Any) -> str:
    body: str = response.content.decode()
    return body


def rows_of(response: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_the_book_shows_the_lines_of_a_month_and_leads_to_the_cases(office: Office, desk_of: Desk) -> None:
    case = lodge(office.village, title="Jembatan goyang").case
    page = text_of(desk_of(office.bpd).get(BOOK, {"masa": "2026-07"}))
    assert "Jembatan goyang" in page
    assert reverse("desk:case", args=[case.pk]) in page
    assert "Warsiti" not in page
    assert "Jembatan goyang" not in text_of(desk_of(office.bpd).get(BOOK, {"tahun": "2026", "bagian": "08"}))


def test_the_accused_reads_the_same_book_as_everybody(office: Office, desk_of: Desk) -> None:
    lodge(office.village, title="Tentang listrik")
    case = lodge(office.village, title="Rahasia besar").case
    verification.name_reported(case=case, by=office.sari, at=MONDAY, whom="Tono", officers=[office.tono])

    def lines(officer: Officer) -> str:
        body = text_of(desk_of(officer).get(BOOK, {"masa": "2026-07"}))
        return body[body.index("<tbody>") : body.index("</tbody>")]

    assert lines(office.tono) == lines(office.sari)
    assert "Dibatasi" in lines(office.tono)
    assert "Rahasia besar" not in lines(office.tono)
    assert str(case.pk) not in lines(office.tono)


NAMES = ("masa", "tahun", "bagian", "buku", "sesudah", "sebelum", "kertas")


@pytest.mark.parametrize("value", NAUGHTY)
def test_nonsense_in_the_address_is_this_month(value: str) -> None:
    data = QueryDict(mutable=True)
    for name in NAMES:
        data[name] = value
    what = asked(data, MONDAY.date())
    assert what.after == ""
    assert what.period.code == "2026-07"


def test_nonsense_in_the_address_is_never_an_error(office: Office, desk_of: Desk) -> None:
    desk = desk_of(office.tono)
    for value in NAUGHTY[::20]:
        for address in (BOOK, f"{BOOK}cetak/", f"{BOOK}kosong/"):
            assert desk.get(address, dict.fromkeys(NAMES, value)).status_code == 200


def test_a_workbook_is_handed_over_stored_nowhere_and_on_record(office: Office, desk_of: Desk) -> None:
    lodge(office.village, title="=1+1")
    before = ledger.size(office.village.log)
    answer = desk_of(office.kades).post(f"{BOOK}cetak/", JULY)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert 'filename="buku-aduan-33.03.13.2003-2026-07.xlsx"' in answer.headers["Content-Disposition"]
    assert any(str(cell).startswith("=1+1: ") for cell in rows_of(answer)[4])
    assert ledger.size(office.village.log) == before + 1


def test_identities_need_a_reason_and_whole_niks_another(office: Office, desk_of: Desk) -> None:
    lodge(office.village)
    desk, before = desk_of(office.tono), ledger.size(office.village.log)
    asks = {**JULY, "identities": "on"}
    for missing in ({}, {"reason": "Audit", "whole_nik": "on"}, {"reason": " "}):
        assert desk.post(f"{BOOK}cetak/", asks | missing).status_code == 422
    assert desk.post(f"{BOOK}cetak/", JULY | {"whole_nik": "on", "nik_reason": "x"}).status_code == 422
    assert ledger.size(office.village.log) == before
    row = rows_of(desk.post(f"{BOOK}cetak/", asks | {"reason": "Audit"}))[4]
    assert REPORTER.name in row
    assert REPORTER.nik not in row
    whole = asks | {"reason": "Audit", "whole_nik": "on", "nik_reason": "Dicocokkan"}
    assert REPORTER.nik in rows_of(desk.post(f"{BOOK}cetak/", whole))[4]
    assert ledger.size(office.village.log) == before + 2


def test_who_may_print_but_not_open_gets_no_identities_by_asking(office: Office, desk_of: Desk) -> None:
    lodge(office.village)
    answer = desk_of(office.kades).post(f"{BOOK}cetak/", {**JULY, "identities": "on", "reason": "Ingin tahu"})
    assert answer.status_code == 422
    assert "belum punya hak" in text_of(answer)
    assert "Dengan identitas" not in text_of(desk_of(office.kades).get(f"{BOOK}cetak/"))


def test_a_volume_that_is_not_there_is_refused(office: Office, desk_of: Desk) -> None:
    assert desk_of(office.tono).post(f"{BOOK}cetak/", JULY | {"volume": "2"}).status_code == 422


def test_forms_are_printed_once_though_the_button_is_pressed_twice(office: Office, desk_of: Desk) -> None:
    desk, ask = desk_of(office.sari), {"count": "6", "sheet": "f4", "last": "0"}
    assert desk.post(f"{BOOK}kosong/", ask).status_code == 302
    again = desk.post(f"{BOOK}kosong/", ask)
    assert again.status_code == 422
    assert "baru saja dicetak" in text_of(again)
    batch = FormBatch.objects.get()
    assert (batch.first, batch.last) == (1, 6)
    assert str(FormNumber(batch.year, 6)) in text_of(desk.get(f"{BOOK}kosong/"))


def test_a_spoiled_form_is_listed_with_its_reason(office: Office, desk_of: Desk) -> None:
    actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=2)
    desk = desk_of(office.sari)
    wrong = desk.post(f"{BOOK}kosong/rusak/", {"number": "F-0001/2026", "reason": "Basah"})
    assert wrong.status_code == 422
    assert "Angka terakhir" in text_of(wrong)
    sent = desk.post(f"{BOOK}kosong/rusak/", {"number": str(FormNumber(2026, 1)), "reason": "Basah"}, follow=True)
    assert "Basah" in text_of(sent)
    assert FormVoid.objects.get().seq == 1


def test_a_village_finds_only_its_own_sheets(office: Office, desk_of: Desk) -> None:
    batch = actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=1)
    losari = make_officer(make_village("Losari", "33.03.13.2005"), "Wagiman", Role.INTAKE)
    client = desk_of(losari)
    assert client.get(f"/desa/33.03.13.2005{BOOK}kosong/{batch.pk}/").status_code == 404


def columns(**changed: str) -> dict[str, str]:
    return {"use_number": "on", "position_number": "2", "label_number": "", "use_story": "on", "position_story": "1",
            "label_story": "Pokok aduan", **changed}  # fmt: skip


def settings_page(desk: Client, **typed: str) -> Any:
    address = "/meja/pengaturan/kolom-buku/"
    page = text_of(desk.get(address))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    return desk.post(address, {**typed, "seen": seen})


def test_a_village_chooses_names_and_orders_its_columns_and_takes_that_back(office: Office, desk_of: Desk) -> None:
    desk = desk_of(office.tono)
    assert settings_page(desk, **columns()).status_code == 302
    village = Village.objects.get()
    assert village.register_columns == [
        {"key": "story", "label": "Pokok aduan"}, {"key": "number", "label": "No registrasi"}
    ]  # fmt: skip
    lodge(office.village)
    book = text_of(desk.get(BOOK, {"masa": "2026-07"}))
    assert book.index("Pokok aduan") < book.index("No registrasi")
    assert "Klasifikasi" not in book
    assert settings_page(desk, reset="on").status_code == 302
    assert Village.objects.get().register_columns == []


def test_a_book_without_numbers_cannot_be_chosen_and_what_was_typed_is_kept(office: Office, desk_of: Desk) -> None:
    typed = columns(label_story="Pokok persoalan", position_story="abc")
    del typed["use_number"]
    answer = settings_page(desk_of(office.tono), **typed)
    assert answer.status_code == 422
    for words in ("No registrasi tidak dapat ditinggalkan", "tulis dengan angka", "Pokok persoalan"):
        assert words in text_of(answer)
    assert Village.objects.get().register_columns == []


def test_a_looked_at_choice_is_not_stored(office: Office, desk_of: Desk) -> None:
    answer = settings_page(desk_of(office.tono), **columns(), lihat="1")
    assert "Belum disimpan" in text_of(answer)
    assert Village.objects.get().register_columns == []


def test_a_form_number_is_asked_at_recording_and_stands_on_receipt_and_case(office: Office, desk_of: Desk) -> None:
    actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=1)
    desk, number = desk_of(office.sari), str(FormNumber(2026, 1))
    token = text_of(desk.get("/meja/catat/")).split('name="formulir" value="')[1].split('"')[0]
    told = {
        "formulir": token, "channel": "counter", "kind": "complaint", "story": "Lampu jalan mati.",
        "about_official": "no", "identity_mode": "anonymous", "langkah": "simpan", "dibacakan": "ya",
    }  # fmt: skip
    wrong = desk.post("/meja/catat/", told | {"form_number": str(FormNumber(2026, 2)), "langkah": "periksa"})
    assert "belum pernah dicetak" in text_of(wrong)
    receipt = desk.post("/meja/catat/", told | {"form_number": "f 1/2026-" + number[-1]})
    assert number in text_of(receipt)
    again = desk.post("/meja/catat/", told | {"form_number": number})
    assert "sudah tercatat" in text_of(again)
    case = Case.objects.get()
    assert case.form_number == number
    assert number in text_of(desk.get(reverse("desk:case", args=[case.pk])))
