"""What an officer reads of the figures, for which period, and in which files."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from python_calamine import load_workbook

from kentongan.people.models import Officer
from kentongan.reports.figures import files, fold, paper, periods, reading, tables
from kentongan.reports.figures.contribution import Dimension
from kentongan.reports.figures.periods import Period, Span
from kentongan.reports.figures.reading import Counts, Figures
from kentongan.reports.figures.tables import Table
from kentongan.rules.types import Refused
from kentongan.ui import charts
from kentongan.villages.models import Category, Hamlet, Village
from tests.cases.test_life import answered
from tests.factories import MONDAY, Office, lodge, make_village

DAY = timedelta(days=1)
TODAY = date(2026, 7, 11)
JULY = Period(Span.MONTH, 2026 * 12 + 6, 1)


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


def read(officer: Officer, period: Period = JULY) -> Figures:
    assert fold.catch_up(officer.village, at=MONDAY + 5 * DAY, steps=50)
    return reading.figures(officer.viewer(), officer.village, period)


@pytest.mark.parametrize(
    ("slug", "label", "words", "months"),
    [
        ("2026-07", "Juli 2026", "Juli 2026", (202607,)),
        ("2026-T3", "Triwulan III 2026", "Juli–September 2026", (202607, 202608, 202609)),
        ("2025", "Tahun 2025", "Januari–Desember 2025", tuple(range(202501, 202513))),
        ("12-bulan", "12 bulan terakhir", "Agustus 2025–Juli 2026", (*range(202508, 202513), *range(202601, 202608))),
    ],
)
def test_a_period_is_named_and_knows_its_months(slug: str, label: str, words: str, months: tuple[int, ...]) -> None:
    period = periods.parse(slug, TODAY)
    assert period is not None
    assert (period.label, period.words, period.months, period.slug) == (label, words, months, slug)
    assert period.before.after == period
    assert period.trend[-1] == months[-1]
    assert len(period.trend) == 12


@pytest.mark.parametrize("slug", ["", "2026-13", "2026-T5", "0000", "9999", "20٢6", "2026-07-01", "x" * 5000, "2026-T"])
def test_nonsense_is_no_period(slug: str) -> None:
    assert periods.parse(slug, TODAY) is None


def test_periods_are_offered_from_the_first_month_on() -> None:
    offered = dict(periods.offered(202511, TODAY))
    assert [one.slug for one in offered["Triwulan"]] == ["2026-T3", "2026-T2", "2026-T1", "2025-T4"]
    assert [one.slug for one in offered["Bulan"]][-1] == "2025-11"
    assert [one.slug for one in offered["Tahun"]] == ["2026", "2025"]
    assert [one.slug for one in dict(periods.offered(999901, TODAY))["Bulan"]] == ["2026-07"]  # a date from the future
    assert len(dict(periods.offered(100001, TODAY))["Tahun"]) == 37


@pytest.mark.parametrize(
    ("days", "median"), [([], None), ([4], 4), ([1, 2], 1.5), ([0, 0, 9], 0), ([3, 3, 4, 90], 3.5), ([5, 1, 3], 3)]
)
def test_the_median_is_exact(days: list[int], median: float | None) -> None:
    counts = Counts()
    counts.days.update(days)
    assert counts.median_days == median


def test_who_sees_no_cases_sees_no_figures(office: Office) -> None:
    for officer in (office.admin, office.joko):
        with pytest.raises(Refused, match="no_right"):
            reading.figures(officer.viewer(), office.village, JULY)


def test_figures_are_the_villages_own(office: Office) -> None:
    lodge(make_village("Tanalum", "33.03.13.2005"))
    lodge(office.village)
    assert read(office.kades).period.n["received"] == 1


def test_a_case_about_the_reader_is_as_if_it_were_not_there(office: Office) -> None:
    hamlet = Hamlet.objects.filter(village=office.village).first()
    hidden = answered(lodge(office.village, when=MONDAY - 60 * DAY, hamlet=hamlet).case, office)
    lodge(office.village)
    before = read(office.tono)
    hidden.conflicts.create(village=office.village, officer=office.kades)  # as before such cases were sealed
    to_others, to_him = read(office.tono), read(office.kades)
    assert to_others.period.n == before.period.n
    assert (to_others.now.n["received"], to_him.now.n["received"]) == (2, 1)
    assert to_him.period.n["answers"] == 0
    assert not sum(to_him.period.days.values())
    assert [row.label for row in to_him.rows[Dimension.HAMLET]] == ["Dusun tidak disebut"]
    assert to_him.first_month == 202607
    assert to_others.first_month == 202605
    about_him = paper.report_data(office.village, to_him, JULY, by="Suharto", at=MONDAY)
    assert "Joko Lelono" not in str(about_him["splits"])


def test_reading_asks_the_same_for_one_case_and_for_three(office: Office) -> None:
    counts = []
    for cases in (1, 2):
        for _ in range(cases):
            answered(lodge(office.village).case, office)
        read(office.kades)
        with CaptureQueriesContext(connection) as asked:
            reading.figures(office.kades.viewer(), office.village, JULY)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_a_name_that_looks_like_a_formula_stays_text(office: Office) -> None:
    Category.objects.filter(village=office.village, restricted=False).update(name='=HYPERLINK("http://x")')
    answered(lodge(office.village).case, office)
    made = tables.all_tables(read(office.kades), JULY)
    text = files.as_csv("+judul", made).decode()
    assert "'=HYPERLINK" in text
    assert "'+judul" in text
    assert not any(line.lstrip('"').startswith(("=", "+", "-", "@")) for line in text.splitlines())
    book = load_workbook(io.BytesIO(files.as_xlsx("+judul", made, at=MONDAY)))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert '=HYPERLINK("http://x")' in cells


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1"])
def test_csv_never_begins_a_formula(text: str) -> None:
    made = files.as_csv("x", [Table("k", text, (text,), ((text, 1, 2.5, None),))]).decode()
    assert made.count(f"'{text}") == 3
    assert ";1;2,50;\r\n" in made


def test_the_report_is_a_paper_that_says_what_was_counted(office: Office) -> None:
    answered(lodge(office.village).case, office)
    pages = PdfReader(io.BytesIO(paper.report(office.village, read(office.kades), JULY, by="Suharto", at=MONDAY))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "LAPORAN PENGELOLAAN PENGADUAN JULI 2026" in words.upper()
    assert "diterima 1 aduan" in words
    assert "Suharto Wiryo" in words


def test_an_empty_village_has_a_report_too(office: Office) -> None:
    assert paper.report(office.village, read(office.kades), JULY, by="Suharto", at=MONDAY).startswith(b"%PDF")


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (1, 1), (4, 4), (5, 6), (27, 30), (99, 100), (1234, 1500)])
def test_the_axis_ends_at_a_round_number(highest: int, top: int) -> None:
    found, ticks = charts.scale(highest)
    assert found == top
    assert ticks[-1] == top
    assert len(ticks) <= 6


def test_a_distribution_keeps_every_answer() -> None:
    days = [(day, 3) for day in range(40)] + [(400, 1)]
    bins = charts.bins_of(days)
    assert sum(each.count for each in bins) == 121
    assert bins[-1].label.startswith("≥")
    assert len(bins) <= 13
    assert charts.bins_of([]) == []


def test_a_chart_speaks_to_who_does_not_see_it() -> None:
    drawing = charts.columns("k", "Judul <b>", "Isi", [("Jan", "2026")], [charts.Series("a", "s2", [3])], stacked=True)
    assert '<title id="k-t">Judul &lt;b&gt;</title>' in drawing
    assert 'role="img"' in drawing
    assert "style=" not in drawing
