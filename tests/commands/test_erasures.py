"""What was erased stays erased: in the raw bytes on the disk, after a restore, and when backups have had their time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from kentongan.cases.actions import erasing, privacy
from kentongan.cases.erasing import journal
from kentongan.cases.models import Case, Publication
from kentongan.commands import backup_key
from kentongan.jobs import backups
from kentongan.jobs.health import upkeep
from kentongan.ledger import log as ledger
from kentongan.rules.data_rights import DataRequest, ErasedWhy
from tests.commands.conftest import Kentongan
from tests.commands.test_backup import backed_up, looked_into, restored
from tests.factories import MONDAY, Office, lodge, make_village

real_commits = pytest.mark.django_db(transaction=True)
STORY = "Lubangrahasia besar di jalan, parah."
WORDS = ("ubangrahasia", "udulrahasia", "nginrahasia", "intarahasia")


@real_commits
@pytest.mark.processes
def test_a_restore_from_before_an_erasure_erases_again(kentongan: Kentongan, data: Path, tmp_path: Path) -> None:
    village = make_village()
    key = backup_key.make(data)
    case = lodge(village, token="token-satu-yang-panjang", story=STORY).case
    Publication.objects.create(
        village=village, case=case, public_id="a1b2c3d4e5f60718", next_version=1, due_on=MONDAY.date()
    )
    archive = tmp_path / "cadangan.age"
    backed_up(kentongan, archive)
    erasing.erase(case=case, at=MONDAY, why=ErasedWhy.REQUEST)
    old = tmp_path / "tanpa-catatan"
    said = restored(old, archive, key)
    assert (said.status, said.facts["erased_again"]) == (0, 0)  # nothing at hand that tells of it
    assert looked_into(old)["found"] == 1
    assert said.facts["held"] == 1  # nor of what was taken off since: nothing stands or waits

    # The journal that was kept lies in the new data folder, and nothing else does.
    new = tmp_path / "baru"
    (new / "erasures").mkdir(parents=True)
    (new / "erasures" / journal.NAME).write_bytes(journal.path().read_bytes())
    said = restored(new, archive, key)
    assert (said.status, said.facts["ok"], said.facts["erased_again"]) == (0, True, 1), said
    seen = looked_into(new)
    assert "ubangrahasia" not in str(seen)
    assert seen["found"] == 0


@real_commits
def test_nothing_of_it_is_left_in_the_raw_bytes(data: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("looks into the file of SQLite; PostgreSQL is asked through its tables")
    village = make_village()
    office = Office(village)
    case = lodge(village, story=STORY, title="Judulrahasia", settlement="Inginrahasia").case
    request = privacy.ask(case=case, at=MONDAY, kind=DataRequest.ERASURE, text="Mintarahasia")
    privacy.decide(request=request, by=office.tono, at=MONDAY, granted=True, reason="Boleh.")
    file = Path(connection.settings_dict["NAME"])
    assert _found_in(file) == set(WORDS)
    assert privacy.run_due(village=village, at=MONDAY + timedelta(days=9)) == 1
    assert _found_in(file) == set()
    assert Case.objects.get(pk=case.pk).erased_at is not None
    assert ledger.verify(village.log).ok


@real_commits
def test_what_is_sealed_on_receipt_never_stands_in_the_raw_bytes(data: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("looks into the file of SQLite; PostgreSQL is asked through its tables")
    village = make_village()
    Office(village)
    case = lodge(village, story="Uangpelicin diminta terus.", title="Kopipahit", about_whom="Terlaporgelap").case
    assert case.restricted
    file = Path(connection.settings_dict["NAME"])
    assert _found_in(file, "angpelicin", "opipahit", "erlaporgelap") == set()


def _found_in(file: Path, *words: str) -> set[str]:
    raw = b"".join(each.read_bytes() for each in (file, Path(f"{file}-wal")) if each.exists())
    return {word for word in words or WORDS if word.encode() in raw}


@pytest.mark.django_db
def test_verify_erases_again_and_says_so(kentongan: Kentongan) -> None:
    village = make_village()
    case = lodge(village).case
    erasing.erase(case=case, at=MONDAY, why=ErasedWhy.REQUEST)
    Case.objects.filter(pk=case.pk).update(erased_at=None, story=STORY)
    said = kentongan("verify", "--json")
    assert (said.status, said.facts["erased_again"]) == (0, 1)
    assert Case.objects.get(pk=case.pk).story == ErasedWhy.REQUEST.label


NOW = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


@pytest.mark.once
def test_old_backups_go_but_never_the_newest_nor_what_is_none(settings: Settings, tmp_path: Path) -> None:
    settings.KENTONGAN_BACKUPS, settings.KENTONGAN_BACKUP_DAYS = tmp_path, 35
    names = ["kentongan-2026-09-01-020000.age", "kentongan-2026-10-23-020000.age", "kentongan-2026-10-24-020000.age"]
    others = ["kunci.txt", "kentongan-2020-01-01.age", "punya-lain-2020-01-01-020000.age"]
    for name in (*names, *others):
        (tmp_path / name).write_bytes(b"x")
    assert backups.expire(NOW) == 2
    assert sorted(os.listdir(tmp_path)) == sorted([names[2], *others])
    (tmp_path / names[2]).rename(tmp_path / names[0])
    assert backups.expire(NOW) == 0  # the only one there is


@pytest.mark.once
def test_doctor_says_for_how_long_backups_are_kept(settings: Settings, tmp_path: Path) -> None:
    settings.KENTONGAN_BACKUPS = None
    assert (upkeep.expiry().level, "35 hari" in upkeep.expiry().sentence) == ("warning", True)
    settings.KENTONGAN_BACKUPS = tmp_path
    assert upkeep.expiry().level == "ok"
