"""The book as PDF and as workbook: what is in them, and that no cell is ever a formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from kentongan.reports.register.columns import Reading, usual
from kentongan.reports.register.pdf import Printing, Volume, book_data, recapitulation, register_pdf
from kentongan.reports.register.xlsx import clean, register_xlsx
from kentongan.rules.register_book import Period
from kentongan.rules.types import Role
from kentongan.villages.models import Village
from tests.factories import MONDAY, make_officer
from tests.reports.register.test_columns import LINE, WARSITI

JULY, YEAR = Period(2026, 7, 7), Period(2026, 1, 12)
NASTY = ("=1+1", "+62811", "-5", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\t=1", "http://x.example", "{=1}")


def village() -> Village:
    return Village(name="Karangbawang", code="33.03.13.2003", district="Rembang", regency="Kabupaten Purbalingga")


def printing(**extra: object) -> Printing:
    return replace(Printing(village(), MONDAY, "Sekretaris Desa"), **extra)  # type: ignore[arg-type]  # as the fields


def workbook(*readings: Reading, **extra: object) -> list[list[object]]:
    made = register_xlsx(Volume(JULY, "Buku utama"), readings, usual(), printing(**extra))
    return CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_a_formula_a_number_or_a_link(text: str) -> None:
    line = replace(LINE, title="", story=text, place=text, about_whom=text)
    made = register_xlsx(Volume(JULY, "Buku utama"), [Reading(line)], usual(), printing())
    with ZipFile(BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert 't="inlineStr"' in sheet
    row = workbook(Reading(line))[4]
    assert text.strip() in row
    assert text in row or text.startswith("\t")


def test_characters_that_a_workbook_cannot_hold_are_dropped_and_nothing_else() -> None:
    assert clean("a\x00b\x0bc\x1f\ud800d\uffff\n\té🙂") == "abcd\n\té🙂"
    assert clean("_x0041_") == "_\u200bx0041_"
    assert len(clean("a" * 40_000)) == 32_767
    workbook(Reading(replace(LINE, title="", story="a\x00\x08b\ud800")))


def test_dates_are_dates_and_the_head_stands_above_them() -> None:
    rows = workbook(Reading(replace(LINE, due_on=date(2026, 7, 24))))
    head, first = rows[3], rows[4]
    assert head[:3] == ["No urut", "No registrasi", "Tgl/jam terima"]
    assert first[:3] == [7.0, LINE.number, LINE.received_at.replace(tzinfo=None)]
    assert first[head.index("Batas waktu")] == date(2026, 7, 24)
    assert "NIK" not in head


def test_a_workbook_with_identities_says_so_and_masks_the_nik() -> None:
    rows = workbook(Reading(LINE, WARSITI), identities=True)
    assert "RAHASIA" in str(rows[2][0])
    assert "330313••••••••01" in rows[4]
    assert WARSITI["nik"] not in rows[4]
    assert "0812 3456 7890" in rows[4]


def test_a_day_before_the_workbooks_calendar_is_kept_as_text() -> None:
    rows = workbook(Reading(replace(LINE, due_on=date(1899, 5, 1))))
    assert "1899-05-01" in rows[4]


@pytest.mark.django_db
def test_the_printed_book_has_cover_totals_recapitulation_and_signatures() -> None:
    desa = village()
    desa.created_at = MONDAY
    desa.save()
    make_officer(desa, "Suharto Wiryo", Role.VILLAGE_HEAD, post="Kepala Desa")
    make_officer(desa, "Tono Prasetyo", Role.UNIT_HEAD, post="Sekretaris Desa")
    lines = [replace(LINE, seq=seq, key=f"A202607{seq:08d}", withheld=seq == 3) for seq in range(1, 31)]
    made = register_pdf(
        Volume(YEAR, "Buku utama"), [Reading(line) for line in lines], usual(), replace(printing(), village=desa)
    )
    book = PdfReader(BytesIO(made))
    pages = [" ".join(page.extract_text().split()) for page in book.pages]
    assert float(book.pages[0].mediabox.width) > float(book.pages[0].mediabox.height)
    assert "BUKU CATATAN ADUAN MASYARAKAT" in pages[0]
    assert "Tahun 2026" in pages[0]
    assert all("No registrasi" in page for page in pages[1:-1]), "the head is repeated"
    assert "Sampai halaman ini: 30 aduan, selesai 29" in pages[-2]
    assert "Dibatasi" in pages[1]
    for words in ("Rekapitulasi", "30 aduan: 1 dibatasi", "Suharto Wiryo", "Tono Prasetyo", "Mengetahui"):
        assert words in pages[-1]
    on_pages = [int(page.split("Halaman ini: ")[1].split()[0]) for page in pages[1:-1]]
    assert sum(on_pages) == 30


def test_the_year_is_told_by_months_a_month_is_not() -> None:
    august = replace(LINE, key="A202608" + "0" * 7 + "8", received_at=LINE.received_at + timedelta(days=40))
    readings = [Reading(LINE), Reading(august)]

    def headings(period: Period) -> list[str]:
        data = book_data(Volume(period, "Buku utama"), readings, usual(), printing())
        return [row["heading"] for row in data["rows"] if "heading" in row]

    assert headings(YEAR) == ["Juli 2026", "Agustus 2026"]
    assert headings(JULY) == []


def test_the_recapitulation_counts_withheld_lines_by_themselves_and_every_line_once() -> None:
    lines = [LINE, replace(LINE, category="Sampah"), replace(LINE, withheld=True, category="Pungli")]
    tables = recapitulation(lines)
    assert all(sum(count for _, count in table["rows"]) == table["total"] == 3 for table in tables)
    assert "Pungli" not in str(tables)
    many = recapitulation([replace(LINE, category=f"Kategori {number}") for number in range(30)])[1]
    assert sum(count for _, count in many["rows"]) == 30
    assert many["rows"][-1][0] == "Lainnya"


@pytest.fixture(autouse=True)
def nobody_signs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the test that prints asks the roster; the others have no database."""
    if request.node.get_closest_marker("django_db") is None:
        monkeypatch.setattr("kentongan.reports.register.pdf._signatures", lambda _: [])
