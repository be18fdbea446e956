"""The columns of the register book: the village's choice, and what stands in a cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.queries.book import Line
from kentongan.reports.register import columns
from kentongan.reports.register.columns import BY_KEY, Reading, say, value_of
from kentongan.rules.types import Outcome, Status
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

LINE = Line(
    key="A20260700000007",
    case=uuid7(),
    series="A",
    seq=7,
    number="007/ADU/33.03.13.2003/2026",
    received_at=datetime(2026, 7, 6, 9, 15, tzinfo=UTC),
    date_unknown=False,
    withheld=False,
    identity=uuid7(),
    title="Jalan rusak",
    story="Berlubang besar " * 40,
    status=Status.ANSWERED,
)
WARSITI = {"name": "Warsiti Ningsih", "nik": "3303135508800001", "phone": "+6281234567890", "address": "RT 02"}


def cell(key: str, line: Line = LINE, **reading: Any) -> str:
    return say(value_of(BY_KEY[key], Reading(line, **reading)))


def village(rows: Any) -> Village:
    return Village(name="Karangbawang", register_columns=rows)


def keys(rows: Any) -> list[str]:
    return [each.column.key for each in columns.chosen(village(rows))]


def test_without_a_choice_the_book_has_its_own_columns() -> None:
    labels = [each.label for each in columns.chosen(village([]))]
    assert labels == [
        "No urut", "No registrasi", "Tgl/jam terima", "Media", "Nama pelapor", "NIK", "JK", "Alamat", "HP",
        "Isi ringkas", "Kategori", "Klasifikasi", "Lokasi", "Terlapor", "Bukti", "Penerima", "Disposisi",
        "Batas waktu", "Tindak lanjut", "Tgl selesai", "Hasil", "Tgl pemberitahuan", "Ket/paraf",
    ]  # fmt: skip


def test_a_village_chooses_names_and_orders_its_columns() -> None:
    rows = [{"key": "story", "label": "Pokok aduan"}, {"key": "number", "label": ""}]
    assert [(each.column.key, each.label) for each in columns.chosen(village(rows))] == [
        ("story", "Pokok aduan"), ("number", "No registrasi")
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [None, "x", {}, [{}], [1], [{"key": "secret"}], [{"key": ["number"]}]])
def test_a_choice_that_makes_no_sense_is_none(rows: Any) -> None:
    assert keys(rows) == keys([])


def test_a_column_stands_in_the_book_once() -> None:
    assert keys([{"key": "number"}, {"key": "number"}, {"key": "unknown"}]) == ["number"]


def test_columns_of_identities_are_left_out_where_none_was_opened() -> None:
    usual = columns.usual()
    assert {"nik", "gender", "address", "phone"} == {
        each.column.key for each in usual if each not in columns.shown(usual, identities=False)
    }
    assert columns.shown(usual, identities=True) == usual


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (LINE, "Tersimpan"),
        (replace(LINE, identity_mode=IdentityMode.ANONYMOUS), "Anonim"),
        (replace(LINE, identity=None), "Tidak dicatat"),
    ],
)
def test_a_book_without_identities_tells_only_whether_there_is_one(line: Line, shown: str) -> None:
    assert cell("name", line) == shown
    assert [cell(key, line) for key in ("nik", "gender", "address", "phone")] == [""] * 4


def test_an_opened_identity_shows_a_masked_nik_and_what_it_tells() -> None:
    opened = {"person": WARSITI}
    assert cell("name", **opened) == "Warsiti Ningsih"
    assert cell("nik", **opened) == "330313••••••••01"
    assert cell("nik", person=WARSITI, whole_nik=True) == "3303135508800001"
    assert cell("gender", **opened) == "P"  # born on the 15th: 55 in a woman's NIK
    assert cell("phone", **opened) == "0812 3456 7890"


def test_a_nik_that_is_none_is_never_shown_by_a_half() -> None:
    assert cell("nik", person={"nik": "12345"}) == "•••••"
    assert cell("gender", person={"nik": "12345"}) == ""


@pytest.mark.parametrize(("told", "shown"), [("f", "P"), ("m", "L"), ("Perempuan", "P"), ("Laki-laki", "L"), ("?", "")])
def test_the_gender_is_what_the_reporter_told(told: str, shown: str) -> None:
    assert cell("gender", person={"gender": told}) == shown


def test_a_withheld_line_shows_number_and_day_alone_also_with_a_person() -> None:
    line = replace(LINE, withheld=True)
    shown = {each.key: cell(each.key, line, person=WARSITI, whole_nik=True) for each in columns.ALL}
    assert {key: text for key, text in shown.items() if text} == {
        "no": "7", "number": LINE.number, "received": "06-07-2026", "story": "Dibatasi"
    }  # fmt: skip


def test_a_long_story_becomes_a_summary_cut_at_a_word() -> None:
    shown = cell("story")
    assert shown.startswith("Jalan rusak: Berlubang besar")
    assert shown.endswith(" …")
    assert len(shown) <= 145


def test_one_endless_word_is_cut_too() -> None:
    assert len(cell("story", replace(LINE, title="", story="a" * 400))) <= 145


@pytest.mark.parametrize(
    ("key", "changed", "shown"),
    [
        ("received", {}, "06-07-2026 09.15"),
        ("received", {"date_unknown": True}, "Tidak diketahui"),
        ("evidence", {"evidence": 2}, "2 berkas"),
        ("evidence", {}, ""),
        ("due", {"due_on": date(2026, 7, 24)}, "24-07-2026"),
        ("outcome", {"outcome": Outcome.SETTLED.label}, "Sudah diselesaikan"),
        ("outcome", {}, "Sudah ditanggapi"),
        ("assignment", {"handler": "Joko", "assigned_on": date(2026, 7, 7)}, "Joko, 07-07-2026"),
        ("assignment", {"body": "Dinas PU"}, "Disalurkan: Dinas PU"),
        ("remark", {"form_number": "F-0012/2026-8", "recorded_on": date(2026, 8, 3)},
         "Formulir F-0012/2026-8; Dicatat 03-08-2026"),
        ("remark", {"old_number": "12/2022"}, "Buku lama 12/2022"),
    ],
)  # fmt: skip
def test_a_cell_says(key: str, changed: dict[str, Any], shown: str) -> None:
    assert cell(key, replace(LINE, **changed)) == shown


def test_a_reading_does_not_name_anybody_by_accident() -> None:
    assert "Warsiti" not in repr(Reading(LINE, WARSITI))
