"""Sealed evidence: nothing of it lies in clear, only who brings the key reads it, and what is erased is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpResponse

from kentongan.documents import housekeeping, shelf, store
from kentongan.documents.clean import Cleaned, clean
from kentongan.documents.models import Document
from kentongan.documents.serve import document_response
from kentongan.support import age
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.documents.conftest import AT

PHOTO = replace(clean(uploads.jpeg()), original=uploads.jpeg(exif=uploads.exif(6)))
VOICE = clean(uploads.ogg())
CASE, OTHER = age.new_identity(), age.new_identity()

pytestmark = pytest.mark.django_db


def opener(identity: str) -> Callable[[bytes], bytes]:
    return partial(age.decrypt, identity=identity)


def to(identity: str) -> str:
    return age.recipient_of(identity)


def take_in(village: Village, *files: Cleaned, seal_to: str | None = None, originals_to: str | None = None) -> Document:
    return store.take_in(village=village, uploads=files, by=None, at=AT, seal_to=seal_to, originals_to=originals_to)[0]


def everything_on_disk(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_nothing_of_a_sealed_document_lies_in_clear_and_its_key_opens_all_of_it(
    village: Village, data_folder: Path
) -> None:
    row = take_in(village, PHOTO, seal_to=to(CASE), originals_to=to(CASE))
    files = everything_on_disk(data_folder)
    assert len(files) == 3
    assert all(content.startswith(b"age-encryption.org/v1\n") for content in files)
    kept = Document.objects.get(id=row.id)
    assert (kept.sealed_to, kept.size, kept.original_size) == (to(CASE), len(PHOTO.data), len(PHOTO.original))
    assert kept.sha256 == hashlib.sha256(store.path_of(kept).read_bytes()).hexdigest()
    assert store.read(kept, opener(CASE)) == PHOTO.data
    assert store.read_preview(kept, opener(CASE)) == PHOTO.preview
    assert store.read_original(kept, opener(CASE)) == PHOTO.original
    assert list(housekeeping.damages()) == []
    for reading in (store.read, store.read_preview, store.read_original):
        with pytest.raises(store.DocumentSealed) as sealed:
            reading(kept)
        assert "tersegel" in sealed.value.sentence
        with pytest.raises(age.NotOpened):
            reading(kept, opener(OTHER))


def test_the_original_of_an_ordinary_case_lies_sealed_to_the_installation(village: Village, data_folder: Path) -> None:
    row = take_in(village, PHOTO, originals_to=store.installation_recipient())
    assert row.sealed_to == ""
    assert store.read(row) == PHOTO.data
    assert all(b"KAMERA-RAHASIA" not in content for content in everything_on_disk(data_folder))
    assert store.read_original(row) == PHOTO.original


def test_no_original_is_kept_unless_asked_for(village: Village, data_folder: Path) -> None:
    row = take_in(village, PHOTO)
    assert (row.original_size, row.original_to) == (0, "")
    assert len(everything_on_disk(data_folder)) == 2
    with pytest.raises(store.DocumentMissing):
        store.read_original(row)


def test_a_text_that_is_no_key_is_refused_before_anything_is_written(village: Village, data_folder: Path) -> None:
    for wrong in ({"seal_to": "age1salah"}, {"originals_to": CASE}):
        with pytest.raises(ValueError, match="age public key"):
            take_in(village, PHOTO, **wrong)
    assert everything_on_disk(data_folder) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["in clear", "sealed"])
def test_sealing_to_another_key_leaves_nothing_that_the_old_one_opens(
    village: Village, data_folder: Path, before: str
) -> None:
    first = to(OTHER) if before == "sealed" else None
    row = take_in(village, PHOTO, seal_to=first, originals_to=first or store.installation_recipient())
    old = store.path_of(row)
    with transaction.atomic():
        open_with = opener(OTHER) if first else None
        (fresh,) = store.reseal([row], open_with=open_with, seal_to=to(CASE))
        assert old.exists()  # until it is certain
    kept = Document.objects.get(id=row.id)
    assert (kept.sealed_to, kept.original_to, kept.sha256) == (to(CASE), to(CASE), fresh.sha256)
    assert set(shelf.paths_of(kept)) == set(old.parent.iterdir())
    assert store.read(kept, opener(CASE)) == PHOTO.data
    assert store.read_preview(kept, opener(CASE)) == PHOTO.preview
    assert store.read_original(kept, opener(CASE)) == PHOTO.original
    assert list(housekeeping.damages()) == []
    for content in everything_on_disk(data_folder):
        with pytest.raises(age.NotOpened):
            age.decrypt(content, identity=OTHER)


@pytest.mark.django_db(transaction=True)
def test_sealing_that_is_rolled_back_leaves_the_old_files_readable(village: Village) -> None:
    row = take_in(village, PHOTO)

    def seal_and_fail() -> None:
        with transaction.atomic():
            store.reseal([row], open_with=None, seal_to=to(CASE))
            raise LookupError

    with pytest.raises(LookupError):
        seal_and_fail()
    kept = Document.objects.get(id=row.id)
    assert (kept.sealed_to, store.read(kept), store.read_preview(kept)) == ("", PHOTO.data, PHOTO.preview)
    left = {path.name for path in housekeeping.files_without_row(AT + timedelta(days=3650))}
    assert len(left) == 2  # the new files that nobody needs; housekeeping knows them
    assert kept.storage_key.rsplit("/", 1)[1] not in left


def test_a_missing_file_does_not_keep_a_case_from_being_sealed(village: Village) -> None:
    lost, here = take_in(village, PHOTO), take_in(village, VOICE)
    store.path_of(lost).unlink()
    assert [row.id for row in store.reseal([lost, here], open_with=None, seal_to=to(CASE))] == [here.id]
    assert Document.objects.get(id=here.id).sealed_to == to(CASE)


@pytest.mark.django_db(transaction=True)
def test_what_is_erased_is_gone_from_the_disk_and_its_row_says_since_when(village: Village, data_folder: Path) -> None:
    row = take_in(village, PHOTO, originals_to=store.installation_recipient())
    with transaction.atomic():
        store.destroy([row], at=AT)
        assert len(everything_on_disk(data_folder)) == 3
    assert everything_on_disk(data_folder) == []
    kept = Document.objects.get(id=row.id)
    assert (kept.destroyed_at, kept.size, kept.sha256, kept.original_size) == (AT, len(PHOTO.data), "", 0)
    for reading in (store.read, store.read_preview, store.read_original):
        with pytest.raises(store.DocumentDestroyed) as gone:
            reading(kept)
        assert "dihapus" in gone.value.sentence
    response = document_response(kept, inline=True)
    assert response.status_code == 410
    assert list(housekeeping.damages()) == []
    with transaction.atomic():
        assert store.destroy([kept], at=AT + timedelta(days=1))[0].destroyed_at == AT
        assert store.reseal([kept], open_with=None, seal_to=to(CASE)) == []


def test_a_file_whose_removal_was_cut_short_is_removed_by_the_nightly_job(village: Village) -> None:
    row = take_in(village, VOICE)
    store.destroy([row], at=AT)  # in the test's own transaction: never committed, so never removed
    later = AT + timedelta(days=3650)
    assert [path.name for path in housekeeping.files_without_row(later)] == [str(row.id)]
    Document.objects.filter(id=row.id).update(subject=row.village_id)
    housekeeping.tidy(later)
    assert not store.path_of(row).exists()


@pytest.mark.django_db(transaction=True)
def test_files_are_sealed_and_erased_inside_the_actions_transaction_only(village: Village) -> None:
    row = take_in(village, VOICE)
    with pytest.raises(transaction.TransactionManagementError):
        store.reseal([row], open_with=None, seal_to=to(CASE))
    with pytest.raises(transaction.TransactionManagementError):
        store.destroy([row], at=AT)


def test_a_browser_gets_a_sealed_document_only_with_its_key_and_parts_of_it_too(village: Village) -> None:
    row = take_in(village, VOICE, seal_to=to(CASE))
    refused = document_response(row, inline=True)
    assert (refused.status_code, refused["Cache-Control"]) == (403, "private, no-store")
    assert b"tersegel" in body(refused)
    whole = document_response(row, inline=True, opener=opener(CASE))
    assert body(whole) == VOICE.data
    part = document_response(row, inline=True, range_header="bytes=2-5", opener=opener(CASE))
    assert (part.status_code, body(part)) == (206, VOICE.data[2:6])


def body(response: object) -> bytes:
    assert isinstance(response, HttpResponse)
    return response.content


@pytest.mark.parametrize(
    "change",
    [
        {"original_size": 5},
        {"original_to": "age1x"},
        {"scan": "perhaps"},
        {"destroyed_at": AT},  # with a preview
    ],
)
def test_the_database_refuses_halves(village: Village, change: dict[str, object]) -> None:
    row = take_in(village, PHOTO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(id=row.id).update(**change)


def test_the_installations_key_is_the_one_in_its_secrets() -> None:
    assert store.installation_recipient() == age.recipient_of(settings.KENTONGAN_SECRETS.vault_identity)


def test_a_sealed_document_belongs_to_its_case_like_any_other(village: Village, case: UUID) -> None:
    row = take_in(village, PHOTO, seal_to=to(CASE))
    store.attach([row], case, village=village)
    assert [each.name for each in store.for_subject(case, village=village)] == ["Foto 1.jpg"]
