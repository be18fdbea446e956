"""The sheet for the notice board: published cases by their titles, all others as counts that date nobody."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest

from kentongan.reports import notice_board
from kentongan.villages import log_keys
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, lodge, make_officer, make_village, restricted_case
from tests.publishing import publish, solved

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)  # the Wednesday after the week of MONDAY


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


def test_a_sheet_tells_of_the_last_whole_week() -> None:
    assert notice_board.week_before(date(2026, 7, 13)).monday == date(2026, 7, 6)
    assert notice_board.week_before(date(2026, 7, 19)).words == "6 Juli 2026 sampai 12 Juli 2026"


def test_few_are_counted_as_fewer_than_the_least_and_restricted_ones_not_at_all(village: Village) -> None:
    bpd = make_officer(village, "Marsudi Utomo")
    for _ in range(4):
        lodge(village, token=None)
    for _ in range(3):
        restricted_case(village, bpd)
    data, _ = notice_board.sheet_data(village, paper="a4", at=NOW)
    assert data["counts"][0] == ("aduan baru", "kurang dari 5")
    lodge(village)
    data, _ = notice_board.sheet_data(village, paper="a4", at=NOW)
    assert data["counts"][:2] == [("aduan baru", "5"), ("sedang ditangani", "5")]


def test_a_published_case_stands_on_one_list_with_what_its_reporter_says(village: Village) -> None:
    office = Office(village)
    publish(solved(office), office, public_id="satu", at=MONDAY - timedelta(days=9))
    publish(solved(office, confirmed=False), office, public_id="dua", texts={"title": "Lampu mati"}, at=MONDAY)
    late = lodge(village).case
    publish(late, office, public_id="tiga", texts={"title": "Saluran mampet"})
    data, _ = notice_board.sheet_data(village, paper="a3", at=NOW + timedelta(days=60))
    lines = {each["title"]: [line[0] for line in each["lines"]] for each in data["lists"]}
    assert lines["Lewat batas waktu"] == ["Saluran mampet"]
    assert lines["Sudah ditanggapi atau ditutup"] == ["Lampu mati", "Jalan berlubang"]
    assert "Ditutup; Dinyatakan selesai oleh pelapor" in [line[2] for each in data["lists"] for line in each["lines"]]
    new, _ = notice_board.sheet_data(village, paper="a4", at=NOW)
    assert "Lampu mati" in [line[0] for line in new["lists"][0]["lines"]]


def test_the_sheet_has_one_page_and_the_mark_of_the_newest_checkpoint(village: Village) -> None:
    village.hostname = "aduan.karangbawang.example"
    village.save()
    lodge(village)
    made = log_keys.make_checkpoint(village, NOW)
    data, codes = notice_board.sheet_data(village, paper="a4", at=NOW)
    assert data["log"]["size"] == str(made.size)
    assert len(data["log"]["words"]) == 6
    assert set(codes) == {"portal.svg", "log.svg"}
    for paper, height in (("a4", 842), ("a3", 1191)):
        with pikepdf.open(io.BytesIO(notice_board.sheet(village, paper=paper, at=NOW))) as pdf:
            assert len(pdf.pages) == 1
            assert round(float(pdf.pages[0].mediabox[3])) == height


def test_full_lists_still_fit_on_one_page(village: Village) -> None:
    office = Office(village)
    long = "Penerangan jalan umum di sepanjang jalan utama menuju balai desa sudah lama sekali tidak menyala lagi"
    before, recent, month = MONDAY - timedelta(days=40), MONDAY + timedelta(days=4), timedelta(days=30)
    for number in range(5):
        texts = {"title": f"{long} {number}"}
        publish(lodge(village, when=MONDAY - 3 * month).case, office, public_id=f"late{number}", texts=texts, at=before)
        publish(lodge(village, when=recent).case, office, public_id=f"acting{number}", texts=texts, at=before)
        publish(lodge(village, when=recent).case, office, public_id=f"new{number}", texts=texts, at=MONDAY)
        publish(solved(office), office, public_id=f"done{number}", texts=texts, at=before)
    log_keys.make_checkpoint(village, NOW)
    for paper in notice_board.PAPERS:
        data, _ = notice_board.sheet_data(village, paper=paper, at=NOW)
        assert [each["more"] for each in data["lists"]] == [5 - len(each["lines"]) for each in data["lists"]]
        assert all(each["lines"] for each in data["lists"])
        made = notice_board.sheet(village, paper=paper, at=NOW)
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert len(pdf.pages) == 1
