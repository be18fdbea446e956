"""`kentongan verify` and `kentongan doctor`: what is wrong is found, named, and ends with 1."""

from __future__ import annotations

import os
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from kentongan.commands import backup_key
from kentongan.commands.checks import Finding, address, check_all
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.jobs import alarms
from kentongan.jobs.health import machine
from kentongan.jobs.models import AlarmKind, BackupRecord, JobSlot
from kentongan.ledger import guards
from kentongan.outbox import delivery
from tests.commands.conftest import Kentongan
from tests.factories import MONDAY, make_village
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import append, sql
from tests.outbox.helpers import put

pytestmark = pytest.mark.django_db


def finding(name: str) -> Finding:
    return next(found for found in check_all(timezone.now()) if found.name == name)


def test_a_sound_ledger_is_called_sound(kentongan: Kentongan) -> None:
    village = make_village()
    append(village.log)
    said = kentongan("verify")
    assert said.status == 0
    assert said.out == "Desa Karangbawang (33.03.13.2003): utuh, 1 entri.\n"


def test_the_first_bad_entry_is_named(kentongan: Kentongan) -> None:
    village, neighbour = make_village(), make_village("Tanalum", "33.03.13.2005")
    for _ in range(4):
        append(village.log)
        append(neighbour.log)
    with guards_off(connection):
        sql('UPDATE ledger_content SET private_salt = %s WHERE log = %s AND "index" = 2', b"\0" * 32, village.log)
    said = kentongan("verify", "--json")
    assert said.status == 1
    reports = {report["code"]: report for report in said.facts["logs"]}
    assert reports["33.03.13.2003"]["first_bad_index"] == 2
    assert reports["33.03.13.2005"]["ok"]
    assert "TIDAK UTUH. Entri pertama yang salah: 2." in kentongan("verify").out


def test_a_ledger_whose_locks_were_taken_off_is_a_problem(kentongan: Kentongan) -> None:
    make_village()
    with guards_off(connection):
        guards.lower_guards(connection)
        said = kentongan("verify")
        assert finding("ledger_guards").level == "problem"
        guards.raise_guards(connection)
    assert said.status == 1
    assert "Pengaman basis data hilang" in said.out


def test_a_log_without_a_village_is_checked_too(kentongan: Kentongan) -> None:
    village = make_village()
    append(village.log)
    append(village.id)  # any other id
    assert {report["code"] for report in kentongan("verify", "--json").facts["logs"]} == {village.code, None}


def test_the_alarm_at_the_desk_ends_when_the_whole_ledger_was_found_sound(kentongan: Kentongan) -> None:
    village, neighbour = make_village(), make_village("Tanalum", "33.03.13.2005")
    for one in (village, neighbour):
        append(one.log)
        alarms.raise_alarm(AlarmKind.LEDGER, "Rusak.", at=MONDAY, village=one)
    with guards_off(connection):
        sql("DELETE FROM ledger_content WHERE log = %s", neighbour.log)
    assert kentongan("verify").status == 1
    assert alarms.active(village) == []
    assert len(alarms.active(neighbour)) == 1


def test_a_healthy_installation_passes(
    kentongan: Kentongan, data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_village()
    backup_key.make(data)
    now = timezone.now()
    BackupRecord.objects.create(made_at=now, size=1, rows=1, files=0)
    JobSlot.objects.create(job="clockwork", slot=now, started_at=now, claimed_until=now)
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.id", "pengaduan@desa.example.id"
    settings.KENTONGAN_URL = "https://aduan.example.id"
    settings.KENTONGAN_HTTPS = settings.KENTONGAN_TRUST_PROXY = True
    settings.KENTONGAN_TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    settings.KENTONGAN_BACKUPS = data / "backups"
    settings.KENTONGAN_BACKUPS.mkdir()
    monkeypatch.setattr(address, "_tls", lambda *_: Finding("tls", "Sertifikat", "ok", "baik."))
    monkeypatch.setattr(address, "_answers", lambda *_: Finding("answers", "Alamat", "ok", "menjawab."))
    said = kentongan("doctor", "--json")
    assert said.status == 0
    assert [found for found in said.facts["findings"] if found["level"] != "ok"] == []


def test_the_doctor_speaks_in_lines(kentongan: Kentongan) -> None:
    make_village()
    said = kentongan("doctor")
    assert said.status == 0
    assert "SQLite: versi 3." in said.out
    assert "Surel: Server surel belum diatur" in said.out


@pytest.mark.usefixtures("data")
def test_no_village_is_a_problem() -> None:
    assert finding("villages").level == "problem"


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", ["mail", "url", "backup", "jobs"])
def test_what_is_not_set_up_yet_is_a_warning(name: str, settings: Settings) -> None:
    make_village()
    settings.EMAIL_HOST = ""
    assert finding(name).level == "warning"


def test_keys_that_others_can_read_are_a_problem(data: Path) -> None:
    (data / "keys" / "secrets.json").chmod(0o644)
    found = finding("secrets")
    assert found.level == "problem"
    assert "chmod 600" in found.sentence


def test_a_data_folder_open_to_all_is_a_warning(data: Path) -> None:
    data.chmod(0o755)
    assert finding("data_folder").level == "warning"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_a_problem(data: Path) -> None:
    data.chmod(0o500)
    assert finding("data_folder").level == "problem"


@pytest.mark.parametrize(("free", "level"), [(10_000_000_000, "ok"), (1_000_000_000, "warning"), (1_000, "problem")])
def test_room_on_the_disk(data: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert finding("disk").level == level


@pytest.mark.parametrize(("days", "level"), [(-20 * 365, "problem"), (365, "ok"), (40 * 365, "problem")])
@pytest.mark.usefixtures("data")
def test_a_clock_that_cannot_be_right_is_a_problem(days: int, level: str) -> None:
    at = machine.MADE + timedelta(days=days)
    assert next(found for found in check_all(at) if found.name == "clock").level == level


@pytest.mark.parametrize(("days", "level"), [(1, "ok"), (9, "warning")])
def test_an_old_backup_is_a_warning(data: Path, days: int, level: str) -> None:
    make_village()
    backup_key.make(data)
    BackupRecord.objects.create(made_at=timezone.now() - timedelta(days=days), size=1, rows=1, files=0)
    assert finding("backup").level == level


@pytest.mark.usefixtures("data")
def test_dead_letters_are_counted() -> None:
    message = put(make_village())
    held = delivery.claim(message.id, MONDAY)
    assert held is not None
    delivery.failed(held, MONDAY, error="ditolak", final=True)
    assert finding("dead_letters").sentence.startswith("1 gagal dikirim")


@pytest.mark.usefixtures("data")
def test_an_alarm_is_a_problem() -> None:
    alarms.raise_alarm(AlarmKind.LEDGER, "Rusak.", at=MONDAY, village=make_village())
    found = finding("alarm")
    assert (found.level, found.sentence) == ("problem", "Rusak.")


@pytest.mark.usefixtures("data")
def test_missing_and_changed_files_are_found(kentongan: Kentongan) -> None:
    village = make_village()
    document = Document.objects.create(
        village=village,
        kind="picture",
        media_type="image/jpeg",
        name="foto-1.jpg",
        size=3,
        sha256="0" * 64,
        added_at=MONDAY,
        storage_key=f"{village.id}/aa/x",
    )
    assert finding("files").level == "problem"
    path = store.path_of(document)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"abc")
    assert finding("files").level == "ok"
    found = {entry["name"]: entry for entry in kentongan("doctor", "--deep", "--json").facts["findings"]}
    assert found["files"]["level"] == "problem"


def test_a_file_that_belongs_to_nothing_is_a_warning(data: Path) -> None:
    village = make_village()
    stray = data / "files" / str(village.id) / "aa" / "stray"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    assert finding("orphans").level == "warning"
