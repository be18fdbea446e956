"""Taking over an existing register: nothing valid refused, nothing refused lost, nothing twice."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection

from kentongan.cases.models import Case, CaseClock, Event, ImportedRow
from kentongan.channels.register import importer, mapping, reading
from kentongan.channels.register.importer import Report
from kentongan.channels.register.understanding import plain_text, repaired
from kentongan.commands import import_
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.types import Status
from kentongan.vault import door as vault
from kentongan.villages.models import Village
from tests.factories import MONDAY, make_village

MAPPING = {
    "source": "buku",
    "repair_encoding": True,
    "columns": {
        "key": "no",
        "story": "isi",
        "received": "tanggal",
        "answered": "selesai",
        "name": "nama",
        "nik": "nik",
        "phone": "hp",
        "category": "kategori",
        "place": ["alamat", "desa"],
        "outcome": "hasil",
    },
    "words": {"outcome": {"beres": "settled"}},
}
HEADER = "no,isi,tanggal,selesai,nama,nik,hp,kategori,alamat,desa,hasil\n"


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


def take(village: Village, path: Path, *, dry_run: bool = False, start_clocks: bool = False, **over: object) -> Report:
    return importer.run(
        village=village,
        path=path,
        mapping=mapping.check({**MAPPING, **over}),
        now=lambda: MONDAY,
        dry_run=dry_run,
        start_clocks=start_clocks,
    )


def written(tmp_path: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = tmp_path / "buku.csv"
    path.write_bytes((header + "".join(f"{row}\n" for row in rows)).encode(encoding))
    return path


def test_a_row_becomes_a_numbered_case_with_claimed_dates_and_no_clock(village: Village, tmp_path: Path) -> None:
    report = take(village, written(tmp_path, "7,Lampu mati,2024-03-04,,Karto,,,,Gang 1,Sini,"))
    case = Case.objects.get()
    assert (report.rows, report.created, report.refused) == (1, 1, [])
    assert case.number == "I-001/ADU/33.03.13.2003/2024"
    assert (case.status, case.imported, case.date_unknown, case.place) == (Status.RECEIVED, True, False, "Gang 1, Sini")
    assert case.received_at.astimezone(village.zone).date() == date(2024, 3, 4)
    assert (CaseClock.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    (entry,) = ledger.entries_for(case.id, log=village.log)
    assert (entry.action, entry.public["dates"]) == ("import", "imported, claimed dates")


def test_clocks_start_only_when_asked(village: Village, tmp_path: Path) -> None:
    take(village, written(tmp_path, "7,Lampu mati,2026-07-03,,,,,,,,"), start_clocks=True)
    assert Case.objects.get().next_due_on == date(2026, 7, 8)


@pytest.mark.parametrize("tanggal", ["", "kemarin", "31-02-2024", "2999-01-01", "0001-01-01"])
def test_a_missing_or_odd_date_is_marked_not_refused(village: Village, tmp_path: Path, tanggal: str) -> None:
    report = take(village, written(tmp_path, f"1,Jalan rusak,{tanggal},,,,,,,,"))
    assert (report.created, Case.objects.get().date_unknown) == (1, True)
    assert bool(report.noted) == bool(tanggal)


def test_odd_characters_are_kept_and_mojibake_is_repaired(village: Village, tmp_path: Path) -> None:
    row = '1,"Pohon\u00c2\u00b2 roboh \U0001f333\\nsegera\x00 ya\x07, ""tolong"" =1+1",,,,,,,,,'
    take(village, written(tmp_path, row))
    # The tree shows that the row was no misread Windows text as a whole: then it stays as it stands.
    assert Case.objects.get().story == 'PohonÂ² roboh 🌳\nsegera ya, "tolong" =1+1'


def test_a_file_in_windows_letters_is_read(village: Village, tmp_path: Path) -> None:
    take(village, written(tmp_path, "1,Café Sæhat – 5 m²,,,,,,,,,", encoding="cp1252"))
    assert Case.objects.get().story == "Café Sæhat – 5 m²"


def test_what_is_refused_is_listed_and_kept_and_taken_when_mended(village: Village, tmp_path: Path) -> None:
    bad = written(tmp_path, "1,,2024-01-01,,Siti Rahayu,,,,,,", "2,Ada isinya,,,,,,,,,tidak tahu", "3,Baik,,,,,,,,,")
    report = take(village, bad)
    assert [row["row"] for row in report.refused] == [2, 3]
    assert report.created == 1
    assert ImportedRow.objects.filter(case__isnull=True, kept__isnull=False).count() == 2
    mended = written(
        tmp_path, "1,Sudah diisi,2024-01-01,,Siti Rahayu,,,,,,", "2,Ada isinya,,,,,,,,,beres", "3,Baik,,,,,,,,,"
    )
    again = take(village, mended)
    assert (again.created, again.unchanged, again.refused) == (2, 1, [])
    assert not ImportedRow.objects.filter(case__isnull=True).exists()


def test_a_second_run_makes_no_second_case(village: Village, tmp_path: Path) -> None:
    path = written(tmp_path, *(f"{number},Isi {number},,,,,,,,," for number in range(450)))
    first, second = take(village, path), take(village, path)
    assert (first.created, second.created, second.unchanged) == (450, 0, 450)
    assert Case.objects.count() == 450
    assert list(Case.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 451))
    assert ledger.verify(village.log).ok


def test_a_dry_run_stores_nothing(village: Village, tmp_path: Path) -> None:
    report = take(village, written(tmp_path, "1,Isi,,,,,,,,,", "2,,,,,,,,,,"), dry_run=True)
    assert (report.created, len(report.refused), Case.objects.count(), ImportedRow.objects.count()) == (1, 1, 0, 0)


def test_the_same_key_twice_in_one_file_is_refused_once(village: Village, tmp_path: Path) -> None:
    report = take(village, written(tmp_path, "1,Isi,,,,,,,,,", "1,Lain,,,,,,,,,"))
    assert (report.created, report.refused[0]["row"]) == (1, 3)


def test_who_complained_goes_behind_the_vaults_door(village: Village, tmp_path: Path) -> None:
    take(village, written(tmp_path, "1,Isi,,,Siti Rahayu,3303135508800001,0812 3456 7890,,,,"))
    case = Case.objects.get()
    assert case.identity is not None
    assert "Siti" not in repr(Case.objects.values().get()) + repr(list(Event.objects.values()))
    person = vault.open(case.identity, village=village.id, by=None, reason="uji", at=MONDAY)
    assert (person["name"], person["nik"]) == ("Siti Rahayu", "3303135508800001")


def test_an_answered_row_is_closed_with_its_claimed_date(village: Village, tmp_path: Path) -> None:
    take(village, written(tmp_path, "1,Isi,2024-01-02,2024-01-09,,,,,,,beres"))
    case = Case.objects.get()
    assert (case.status, case.outcome, case.is_open, case.confirmed_solved) == (Status.CLOSED, "settled", False, False)
    assert case.closed_at == datetime(2024, 1, 8, 17, tzinfo=UTC)


def test_an_excel_book_is_read_like_a_csv(village: Village, tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Aduan")
    sheet.write_row(0, 0, HEADER.strip().split(","))
    sheet.write_row(1, 0, [1, "Selokan buntu"])
    sheet.write_datetime(1, 2, datetime(2024, 5, 6, 10, 30), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))  # noqa: DTZ001 (a cell has no zone)
    book.close()
    report = take(village, path)
    assert report.created == 1
    assert Case.objects.get().received_at == datetime(2024, 5, 6, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("over", "word"),
    [
        ({"columns": {"title": "isi"}}, "story"),
        ({"columns": {"story": "isi", "warna": "x"}}, "warna"),
        ({"words": {"status": {"a": "selesai"}}}, "selesai"),
        ({"source": ""}, "source"),
        ({"lain": 1}, "lain"),
    ],
)
def test_a_mistake_in_the_mapping_is_said_before_the_first_row(over: dict[str, object], word: str) -> None:
    with pytest.raises(mapping.MappingError, match=word):
        mapping.check({**MAPPING, **over})


def test_a_column_that_is_not_in_the_file_is_named(village: Village, tmp_path: Path) -> None:
    with pytest.raises(reading.FileError, match="tanggal"):
        take(village, written(tmp_path, "1,Isi", header="no,isi\n"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"\x00\x00\x00"])
def test_a_file_that_is_no_register_gets_a_sentence(village: Village, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "aneh.csv"
    path.write_bytes(content)
    with pytest.raises(reading.FileError):
        take(village, path)


def test_html_becomes_words() -> None:
    assert (
        plain_text("Yth. Bapak,<br><br>Jalan <b>rusak</b> &amp; gelap<script>") == "Yth. Bapak,\n\nJalan rusak & gelap"
    )


@pytest.mark.parametrize("text", ["Â² m", "biasa", "naïve", "Â", "50% â‚¬"])
def test_repair_never_loses_a_text(text: str) -> None:
    assert repaired(text)


def test_the_command_ends_with_one_line_of_json(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = tmp_path / "peta.toml"
    toml.write_text('source = "buku"\n[columns]\nkey = "no"\nstory = "isi"\n', encoding="utf-8")
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    path = written(tmp_path, "1,Isi,,,,,,,,,", "2,,,,,,,,,,")
    assert import_.run(parser.parse_args([str(path), "--map", str(toml), "--json"])) == 1
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (result["rows"], result["created"]) == (2, 1)
    assert result["refused"] == [{"row": 3, "reason": "Uraian aduan kosong."}]


@pytest.mark.parametrize("example", sorted(Path(__file__).parents[3].joinpath("examples/import").glob("*.toml")))
def test_the_shipped_examples_are_right(example: Path) -> None:
    mapping.load(example)


def test_refused_rows_can_be_read_back_to_mend_them(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "1,,2024-01-01,,Siti Rahayu,,,,,,")
    take(village, path)
    take(village, path)
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    assert import_.run(parser.parse_args(["--refused", "--json"])) == 0
    (row,) = json.loads(capsys.readouterr().out)["refused"]
    assert (row["reason"], row["cells"]["nama"]) == ("Uraian aduan kosong.", "Siti Rahayu")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_record WHERE kind = 'refused_row'")
        assert cursor.fetchone()[0] == 1  # the second run sealed no copy


def test_what_is_stored_of_a_refused_row_quotes_no_cell(village: Village, tmp_path: Path) -> None:
    """A comma too many, and the name stands where the outcome should."""
    report = take(village, written(tmp_path, "1,Jalan rusak,2024-01-01,,,,,,,,Siti Rahayu"))
    assert "“Siti Rahayu” untuk outcome" in str(report.refused[0]["reason"])  # whoever imports must see what to mend
    assert ImportedRow.objects.get().reason == "Nilai untuk outcome belum ada di pemetaan [words.outcome]."


def test_the_command_without_a_file_says_what_is_missing(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    assert import_.run(parser.parse_args([])) == 2
    assert "--map" in capsys.readouterr().err
