"""What lies about unused is found and deleted; what belongs to a case never is."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

from kentongan.documents import housekeeping, staging, store
from kentongan.documents.clean import clean
from kentongan.documents.housekeeping import Damage, Tidied
from kentongan.documents.models import Document
from kentongan.documents.pick import PickedFile
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.documents.conftest import AT

PHOTO = clean(uploads.jpeg())

pytestmark = pytest.mark.django_db


def take_in(village: Village, at: datetime = AT) -> Document:
    return store.take_in(village=village, uploads=[PHOTO], by=None, at=at)[0]


def attached(village: Village, case: UUID, at: datetime = AT) -> Document:
    document = take_in(village, at)
    with transaction.atomic():
        return store.attach([document], case, village=village)[0]


def age(folder: Path, at: datetime) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (at.timestamp(), at.timestamp()))


def test_only_what_nobody_took_for_a_day_is_deleted(
    village: Village, other_village: Village, case: UUID, data_folder: Path
) -> None:
    evidence = attached(village, case)
    forgotten = take_in(village)
    elsewhere = take_in(other_village)
    fresh = take_in(village, AT + timedelta(hours=20))
    broken_off = take_in(village)
    Document.objects.filter(id=broken_off.id).delete()  # as after a rolled-back transaction: files without a row
    staging.stage("token-of-bu-tarmi-7f3b9c2d1e8a", [PickedFile("a.jpg", PHOTO)])
    age(data_folder, AT)

    now = AT + timedelta(hours=25)
    assert set(housekeeping.unattached(now)) == {forgotten, elsewhere}
    assert set(housekeeping.files_without_row(now)) == {
        store.path_of(broken_off),
        store.preview_path_of(broken_off),
    }
    assert housekeeping.tidy(now) == Tidied(unattached_documents=2, files_without_row=2, drafts=1)

    assert set(Document.objects.all()) == {evidence, fresh}
    assert store.read(evidence) == PHOTO.data
    assert store.read_preview(evidence) == PHOTO.preview
    assert store.read(fresh) == PHOTO.data
    for gone in (forgotten, elsewhere, broken_off):
        assert not store.path_of(gone).exists()
        assert not store.preview_path_of(gone).exists()
    assert housekeeping.tidy(now) == Tidied(0, 0, 0)


def test_a_file_of_a_lodging_that_is_still_being_written_is_left_alone(village: Village, data_folder: Path) -> None:
    document = take_in(village)
    Document.objects.filter(id=document.id).delete()
    age(data_folder, AT)
    assert list(housekeeping.files_without_row(AT + timedelta(hours=1))) == []


def test_a_half_written_file_of_a_power_cut_is_found(village: Village, data_folder: Path) -> None:
    path = store.path_of(take_in(village))
    half = path.with_name(f".{path.name}.0123456789ab.tmp")
    half.write_bytes(b"half")
    age(data_folder, AT)
    assert list(housekeeping.files_without_row(AT + timedelta(hours=25))) == [half]


def test_missing_and_changed_files_are_named(village: Village, case: UUID) -> None:
    whole, missing, changed = (attached(village, case) for _ in range(3))
    store.path_of(missing).unlink()
    store.path_of(changed).write_bytes(b"something else")
    assert set(housekeeping.damages()) == {
        Damage(missing.id, village.id, "missing"),
        Damage(changed.id, village.id, "changed"),
    }
    assert store.read(whole) == PHOTO.data


def test_an_empty_installation_is_tidy() -> None:
    assert housekeeping.tidy(AT) == Tidied(0, 0, 0)
    assert list(housekeeping.damages()) == []
