"""Taking over OpenSID's complaints: both layouts, each row once, nothing hostile believed, no IP address kept."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kentongan.cases import verifying
from kentongan.cases.models import Case, CaseClock, Event, ImportedRow
from kentongan.channels.register.opensid import importer
from kentongan.channels.register.opensid.importer import Report
from kentongan.channels.register.opensid.scanner import CHUNK, MAX_VALUE, DumpError, Scanner
from kentongan.channels.register.reading import FileError
from kentongan.commands import import_
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.ledger import verification
from kentongan.rules.types import Move, Status
from kentongan.vault import door as vault
from kentongan.villages.models import Village
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, make_village

IP = "203.0.113.77"
OLD = "id, id_pengaduan, nik, nama, email, telepon, judul, isi, status, foto, ip_address, created_at, updated_at"
NEW = OLD.replace("id, ", "id, config_id, ", 1)
TYPES = {"id": "int(11)", "isi": "text", "created_at": "timestamp NULL", "updated_at": "timestamp NULL"}


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


def row(number: int, *, to: int | None = None, **cells: Any) -> dict[str, Any]:
    usual = {"nik": "3303132003900001", "nama": "Karto", "email": "karto@contoh.id", "telepon": "081234567890"}
    usual |= {"judul": "Lampu", "isi": "Lampu mati", "status": 1, "foto": None, "config_id": 1, "ip_address": IP}
    return usual | {"id": number, "id_pengaduan": to, "created_at": "2024-03-04 02:00:00", "updated_at": None} | cells


def literal(value: Any) -> str:
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    text = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\0", "\\0")
    return f"'{text}'"


def table(columns: str) -> str:
    lines = [
        f"  `{name}` {TYPES.get(name, 'varchar(100)')} DEFAULT NULL COMMENT 'a, (b;'" for name in columns.split(", ")
    ]
    return "CREATE TABLE `pengaduan` (\n" + ",\n".join(lines) + ",\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n"


def dumped(
    tmp_path: Path, *rows: dict[str, Any], columns: str = NEW, named: bool = False, head: str = "", tail: str = ""
) -> Path:
    values = ",".join("(" + ",".join(literal(each[name]) for name in columns.split(", ")) + ")" for each in rows)
    path = tmp_path / "desa.sql"
    path.write_text(
        f"-- MySQL dump 10.13; 'quote\n{head}{table(columns)}"
        "CREATE TABLE `artikel` (`id` int);\n"
        "INSERT INTO `artikel` VALUES (1,'INSERT INTO `pengaduan` VALUES (99);\\'');\n"
        "DELIMITER ;;\nCREATE TRIGGER t BEGIN INSERT INTO pengaduan VALUES (NEW.id); END ;;\nDELIMITER ;\n"
        f"INSERT INTO `pengaduan` {f'({columns})' if named else ''} VALUES {values};\n{tail}",
        encoding="utf-8",
    )
    return path


def take(village: Village, path: Path | str, **options: Any) -> Report:
    return importer.run(village=village, source=str(path), now=lambda: MONDAY, **options)


def adds_up(report: Report) -> bool:
    refused = len(report.refused) - bool(report.broken)
    known = report.unchanged + report.replies_known + report.other_villages
    return report.rows == report.created + report.replies + known + refused


@pytest.mark.parametrize("columns", [OLD, NEW])
@pytest.mark.parametrize("named", [True, False])
def test_complaints_and_replies_are_taken_from_either_layout(
    village: Village, tmp_path: Path, columns: str, named: bool
) -> None:
    path = dumped(
        tmp_path,
        row(2, to=1, isi="Sedang kami cek", created_at="2024-03-05 02:00:00"),
        row(3, to=1, isi="Sudah menyala", created_at="2024-03-06 02:00:00"),
        row(1, status=3),
        row(4, status=2, isi="Jalan 'rusak'\nparah"),
        columns=columns,
        named=named,
    )
    report = take(village, path)
    assert (report.rows, report.created, report.replies, report.refused) == (4, 2, 2, [])
    assert adds_up(report)
    closed, begun = Case.objects.order_by("seq")
    assert (closed.status, closed.story, closed.old_number) == (Status.CLOSED, "Lampu mati", "1")
    assert closed.answered_at is not None
    assert closed.answered_at.astimezone(village.zone).isoformat() == "2024-03-06T02:00:00+07:00"
    assert (begun.status, begun.story) == (Status.RECEIVED, "Jalan 'rusak'\nparah")
    told = Event.objects.filter(case=closed).exclude(move=Move.RECEIVE).order_by("at").values_list("move", "text")
    assert list(told) == [(Move.PROGRESS, "Sedang kami cek"), (Move.ANSWER, "Sudah menyala")]
    assert CaseClock.objects.count() == 0
    assert report.noted[0]["notes"] == ["Di OpenSID sedang diproses; di sini mulai lagi dari penerimaan."]
    assert closed.identity is not None
    person = vault.open(closed.identity, village=village.id, by=None, reason="uji", at=MONDAY)
    assert (person["name"], person["nik"]) == ("Karto", "3303132003900001")


def test_a_timestamp_of_mysqldump_is_utc_and_any_other_the_villages_time(village: Village, tmp_path: Path) -> None:
    take(village, dumped(tmp_path, row(1), head="/*!40103 SET TIME_ZONE='+00:00' */;\n"))
    take(village, dumped(tmp_path, row(2)))
    hours = [case.received_at.astimezone(village.zone).hour for case in Case.objects.order_by("seq")]
    assert hours == [9, 2]


def test_a_second_run_adds_nothing_but_new_replies(village: Village, tmp_path: Path) -> None:
    first = [row(1, status=2), row(2, to=1, isi="Kami cek")]
    take(village, dumped(tmp_path, *first, columns=OLD))
    again = take(village, dumped(tmp_path, *first))  # OpenSID was upgraded: there is a config_id now
    assert (again.created, again.unchanged, again.replies, again.replies_known) == (0, 1, 0, 1)
    path = dumped(tmp_path, *first, row(3, to=1, isi="Selesai"))
    dry = take(village, path, dry_run=True)
    more = take(village, path)
    assert (dry.replies, more.replies, more.replies_known, Case.objects.count()) == (1, 1, 1, 1)
    assert adds_up(more)
    assert list(Event.objects.filter(move=Move.PROGRESS).order_by("id").values_list("text", flat=True)) == [
        "Kami cek",
        "Selesai",
    ]
    assert list(verifying.check(village)) == []
    assert verification.verify(village.log).ok


def test_a_dry_run_writes_nothing_and_counts_the_same(village: Village, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    path = dumped(tmp_path, row(1, foto="a.jpg"), row(2, to=1), row(3, isi="", judul=""), row(4, to=77))
    dry = take(village, path, dry_run=True, photo_folder=tmp_path)
    assert (Case.objects.count(), ImportedRow.objects.count(), Document.objects.count()) == (0, 0, 0)
    real = take(village, path, photo_folder=tmp_path)
    assert (dry.created, dry.replies, dry.photos, dry.refused) == (1, 1, 1, real.refused)
    assert (real.created, real.replies, real.photos) == (1, 1, 1)
    assert list(verifying.check(village)) == []
    assert [each["row"] for each in real.refused] == [3, 4]
    assert adds_up(dry)
    assert adds_up(real)
    assert set(ImportedRow.objects.filter(case=None).values_list("row", flat=True)) == {3, 4}


def test_photos_are_cleaned_and_hostile_names_open_nothing(village: Village, tmp_path: Path) -> None:
    folder = tmp_path / "pengaduan"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    (folder / "baik.jpg").write_bytes(jpeg())
    (folder / "palsu.jpg").write_bytes(b"<?php system($_GET[0]);")
    (folder / "tautan.jpg").symlink_to(tmp_path / "secret.jpg")
    names = ["baik.jpg", "palsu.jpg", "tautan.jpg", "../secret.jpg", "hilang.jpg", ".."]
    report = take(
        village,
        dumped(tmp_path, *(row(place, foto=name) for place, name in enumerate(names, start=1))),
        photo_folder=folder,
    )
    assert (report.created, report.photos, report.photos_refused, len(report.noted)) == (6, 1, 5, 5)
    (document,) = Document.objects.all()
    assert document.subject == Case.objects.get(old_number="1").pk
    assert store.read(document) != jpeg()
    assert store.read(document).startswith(b"\xff\xd8")


def test_what_is_odd_is_kept_as_told_and_listed(village: Village, tmp_path: Path) -> None:
    report = take(
        village,
        dumped(
            tmp_path,
            row(1, nik="12", telepon="0", email="tanpa", isi="<b>Tolong</b><script>alert(1)</script> kafÃ©"),
            row(2, created_at="0000-00-00 00:00:00", isi="UkuranÂ² <img src=x onerror=a()>"),
            row(3, status=9),
            row(3, isi="kembar"),
        ),
    )
    first, second = Case.objects.order_by("old_number")
    assert first.story == "Tolongalert(1) kafé"
    assert (second.story, second.date_unknown) == ("Ukuran²", True)
    notes = report.noted[0]["notes"]
    assert isinstance(notes, list)
    assert len(notes) == 3
    assert first.identity is not None
    person = vault.open(first.identity, village=village.id, by=None, reason="uji", at=MONDAY)
    assert (person["nik"], person["email"]) == ("12", "tanpa")
    assert len(report.refused) == 2
    assert adds_up(report)


def test_several_villages_need_a_choice_and_the_others_rows_stay_away(village: Village, tmp_path: Path) -> None:
    path = dumped(tmp_path, row(1), row(2, config_id=2, isi="Desa lain"), row(3, config_id=2, to=2))
    with pytest.raises(FileError, match="config_id 1, 2"):
        take(village, path)
    report = take(village, path, config_id=1)
    assert (report.created, report.other_villages) == (1, 2)
    assert adds_up(report)


def test_a_dump_that_breaks_off_gives_what_came_before_and_says_so(village: Village, tmp_path: Path) -> None:
    path = dumped(tmp_path, row(1), tail="INSERT INTO `pengaduan` VALUES (2,1,NULL,'33")
    report = take(village, path)
    assert (report.created, adds_up(report)) == (1, True)
    assert "terputus" in report.broken
    assert report.refused[-1]["reason"] == report.broken


@pytest.mark.once
def test_a_file_without_the_table_is_refused(village: Village, tmp_path: Path) -> None:
    path = tmp_path / "lain.sql"
    path.write_text("CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);")
    with pytest.raises(FileError, match="Tabel pengaduan"):
        take(village, path)


@pytest.mark.once
def test_a_value_of_any_length_is_read_over_and_cut() -> None:
    scanner = Scanner(BytesIO(b"'" + b"ab\\'" * (30 * CHUNK // 4) + b"',1"))
    text = scanner.string()
    assert len(text) <= MAX_VALUE
    assert text.startswith(b"ab'ab'")
    assert scanner.take() == b","
    with pytest.raises(DumpError, match="tidak ditutup"):
        Scanner(BytesIO(b"'abc\\")).string()


def test_a_row_of_thirty_megabytes_is_cut_and_noted(village: Village, tmp_path: Path) -> None:
    report = take(village, dumped(tmp_path, row(1, isi="a" * 30_000_000), row(2)))
    assert report.created == 2
    assert "dipotong" in str(report.noted[0]["notes"])


def test_no_ip_address_is_stored_anywhere(village: Village, tmp_path: Path) -> None:
    take(village, dumped(tmp_path, row(1), row(2, to=1), row(3, isi="", judul=""), row(1)))
    for refused in ImportedRow.objects.filter(case=None, kept__isnull=False):
        assert refused.kept is not None
        kept = vault.open(refused.kept, village=village.id, by=None, reason="uji", at=MONDAY)
        assert IP not in str(dict(kept))
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')  # the names are our own tables
            for stored in cursor.fetchall():
                assert IP.encode() not in b"|".join(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in stored
                )
    for file in Path(settings.MEDIA_ROOT).rglob("*") if settings.MEDIA_ROOT else ():
        assert not file.is_file() or IP.encode() not in file.read_bytes()


def test_the_command_says_what_it_did(village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    path = dumped(tmp_path, row(1), row(2, to=9))
    assert import_.run(parser.parse_args(["--opensid", str(path), "--village", village.code, "--json"])) == 1
    assert json.loads(capsys.readouterr().out)["created"] == 1
    assert import_.run(parser.parse_args(["--opensid", str(tmp_path / "no.sql"), "--village", village.code])) == 2
    assert import_.run(parser.parse_args(["--opensid", str(path), "--village", village.code])) == 1
    assert "1 sudah ada" in capsys.readouterr().out


@pytest.fixture
def live() -> Iterator[tuple[str, Any]]:
    pymysql = pytest.importorskip("pymysql")
    try:
        server = pymysql.connect(host="127.0.0.1", user="root", connect_timeout=2, autocommit=True, charset="utf8mb4")
    except pymysql.MySQLError:
        pytest.skip("no MariaDB at 127.0.0.1")
    name = "kentongan_test_opensid"
    with server, server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        cursor.execute(f"USE {name}")
        yield f"mysql://root@127.0.0.1/{name}", cursor
        cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("columns", [OLD, NEW])
def test_a_live_database_is_read_and_left_as_it_was(village: Village, live: tuple[str, Any], columns: str) -> None:
    url, cursor = live
    cursor.execute(table(columns))
    cursor.execute("SET time_zone = '+07:00'")
    for each in (row(2, to=1, isi="Sudah ✓"), row(1, status=3, created_at="2024-03-04 09:00:00")):
        cursor.execute(
            f"INSERT INTO pengaduan VALUES ({', '.join(literal(each[name]) for name in columns.split(', '))})"
        )
    report = take(village, url)
    assert (report.created, report.replies, report.refused) == (1, 1, [])
    case = Case.objects.get()
    assert case.received_at.astimezone(village.zone).hour == 9
    assert Event.objects.get(move=Move.ANSWER).text == "Sudah ✓"
    assert take(village, url).unchanged == 1
    cursor.execute("DROP TABLE pengaduan")
    with pytest.raises(FileError, match="Tabel pengaduan"):
        take(village, url)
    with pytest.raises(FileError, match="tidak dapat dibuka"):
        take(village, "mysql://root@127.0.0.1/tidak_ada_sama_sekali")


def test_a_case_whose_contents_were_erased_takes_no_reply_in_clear(village: Village, tmp_path: Path) -> None:
    take(village, dumped(tmp_path, row(1)))
    Case.objects.update(erased_at=MONDAY)
    path = dumped(tmp_path, row(1), row(2, to=1, isi="Rahasia"))
    report = take(village, path)
    assert (report.replies, [each["row"] for each in report.refused]) == (0, [2])
    assert adds_up(report)
    assert Event.objects.filter(text__contains="Rahasia").count() == 0
