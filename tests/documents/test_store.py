"""Files are safe on the disk before anyone is told of them, and belong to one case of one village."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from kentongan.documents import shelf, store
from kentongan.documents.clean import Cleaned, UploadRefused, clean
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.models import Document
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.documents.conftest import AT

PHOTO = clean(uploads.jpeg())
LETTER = clean(uploads.pdf())
VOICE = clean(uploads.ogg())

pytestmark = pytest.mark.django_db


def take_in(village: Village, *files: Cleaned, by: UUID | None = None) -> list[Document]:
    return store.take_in(village=village, uploads=files, by=by, at=AT)


def attach(documents: list[Document], subject: UUID, village: Village) -> list[Document]:
    with transaction.atomic():
        return store.attach(documents, subject, village=village)


def test_what_was_taken_in_is_read_back(village: Village) -> None:
    sukirno = uuid7()
    photo, letter, voice, second = take_in(village, PHOTO, LETTER, VOICE, clean(uploads.jpeg((50, 50))), by=sukirno)
    assert [photo.name, letter.name, voice.name, second.name] == [
        "Foto 1.jpg",
        "Dokumen 1.pdf",
        "Rekaman 1.ogg",
        "Foto 2.jpg",
    ]
    kept = Document.objects.get(id=photo.id)
    assert store.read(kept) == PHOTO.data
    assert store.read_preview(kept) == PHOTO.preview
    assert (kept.size, kept.sha256) == (len(PHOTO.data), hashlib.sha256(PHOTO.data).hexdigest())
    assert (kept.kind, kept.media_type, kept.width, kept.height) == (DocumentKind.PICTURE, "image/jpeg", 400, 200)
    assert (kept.added_by, kept.added_at, kept.subject) == (sukirno, AT, None)
    assert store.read(letter) == LETTER.data
    assert not letter.has_preview


def test_files_lie_under_their_village_under_names_of_our_own_for_our_eyes_only(
    village: Village, data_folder: Path
) -> None:
    (photo,) = take_in(village, PHOTO)
    path = data_folder / "files" / str(village.id) / photo.id.hex[-2:] / str(photo.id)
    assert path.read_bytes() == PHOTO.data
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_every_file_and_folder_is_synced_before_the_first_row_is_written(
    village: Village, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    real_fsync, real_create = os.fsync, Document.objects.bulk_create

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        events.append("folder" if path.is_dir() else "file")
        assert not Document.objects.exists()
        real_fsync(descriptor)

    def bulk_create(rows: list[Document]) -> list[Document]:
        events.append("rows")
        assert all(store.path_of(row).exists() for row in rows)
        return real_create(rows)

    monkeypatch.setattr("kentongan.support.fs.os.fsync", fsync)
    monkeypatch.setattr(Document.objects, "bulk_create", bulk_create)
    take_in(village, PHOTO, VOICE)
    assert events[-1] == "rows"
    assert events.count("rows") == 1
    assert events.count("file") == 3  # photo, its preview, the recording
    assert "folder" in events


def test_the_parents_of_a_folder_that_another_process_has_just_made_are_synced_too(
    village: Village, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(shelf, "sync_folder", synced.append)
    take_in(village, PHOTO)
    assert synced == [data_folder / "files" / str(village.id), data_folder / "files"]


def test_a_full_disk_leaves_no_row_and_says_so(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "write_durably", full)
    with pytest.raises(UploadRefused) as refused:
        take_in(village, PHOTO)
    assert "penuh" in refused.value.sentence
    assert not Document.objects.exists()


def test_a_lodging_holds_ten_files_and_forty_megabytes(village: Village) -> None:
    with pytest.raises(UploadRefused, match="too_many"):
        take_in(village, *[PHOTO] * 11)
    heavy = Cleaned(DocumentKind.AUDIO, "audio/wav", "wav", b"\x00" * 14_000_000)
    with pytest.raises(UploadRefused, match="total_too_big"):
        take_in(village, heavy, heavy, heavy)
    assert take_in(village) == []


def test_documents_are_attached_and_named_on_in_the_order_given(village: Village, case: UUID) -> None:
    attach(take_in(village, PHOTO, LETTER), case, village)
    later = take_in(village, clean(uploads.jpeg((60, 60))), clean(uploads.jpeg((70, 70))))
    attached = attach([later[1], later[0]], case, village)
    assert [document.id for document in attached] == [later[1].id, later[0].id]
    assert [(document.name, document.subject) for document in later] == [("Foto 3.jpg", case), ("Foto 2.jpg", case)]
    names = {document.id: document.name for document in store.for_subject(case, village=village)}
    assert names[later[1].id] == "Foto 2.jpg"
    assert names[later[0].id] == "Foto 3.jpg"
    assert sorted(names.values()) == ["Dokumen 1.pdf", "Foto 1.jpg", "Foto 2.jpg", "Foto 3.jpg"]


def test_attaching_twice_to_the_same_case_changes_nothing(village: Village, case: UUID) -> None:
    documents = take_in(village, PHOTO)
    first = attach(documents, case, village)
    again = attach([*documents, *documents], case, village)
    assert [d.id for d in first] == [d.id for d in again]
    assert [document.name for document in store.for_subject(case, village=village)] == ["Foto 1.jpg"]


def test_a_document_of_one_case_cannot_be_attached_to_another(village: Village, case: UUID) -> None:
    documents = take_in(village, PHOTO)
    attach(documents, case, village)
    fresh = take_in(village, VOICE)
    with pytest.raises(store.AlreadyAttached):
        attach([*fresh, *documents], uuid7(), village)
    assert Document.objects.get(id=fresh[0].id).subject is None


def test_another_villages_document_cannot_be_reached_or_attached(
    village: Village, other_village: Village, case: UUID
) -> None:
    (theirs,) = take_in(other_village, PHOTO)
    with pytest.raises(store.AlreadyAttached):
        attach([theirs], case, village)
    attach([theirs], case, other_village)
    assert store.get(theirs.id, village=other_village, subject=case) == theirs
    assert store.get(theirs.id, village=village) is None
    assert store.for_subject(case, village=village) == []


def test_a_document_is_found_only_with_its_own_case_and_only_once_attached(village: Village, case: UUID) -> None:
    (photo,) = take_in(village, PHOTO)
    assert store.get(photo.id, village=village) is None
    attach([photo], case, village)
    assert store.get(photo.id, village=village) == photo
    assert store.get(photo.id, village=village, subject=case) == photo
    assert store.get(photo.id, village=village, subject=uuid7()) is None
    assert store.get(uuid7(), village=village) is None


@pytest.mark.django_db(transaction=True)
def test_documents_are_attached_inside_the_actions_transaction_only(village: Village, case: UUID) -> None:
    documents = take_in(village, PHOTO)
    with pytest.raises(transaction.TransactionManagementError):
        store.attach(documents, case, village=village)
    assert store.attach([], case, village=village) == []


def test_a_missing_file_is_said_to_be_missing(village: Village) -> None:
    photo, letter = take_in(village, PHOTO, LETTER)
    store.path_of(photo).unlink()
    with pytest.raises(store.DocumentMissing) as missing:
        store.read(photo)
    assert "tidak ditemukan" in missing.value.sentence
    with pytest.raises(store.DocumentMissing):
        store.read_preview(letter)


@pytest.fixture
def row(village: Village) -> Document:
    return take_in(village, PHOTO)[0]


@pytest.mark.parametrize("change", [{"kind": "html"}, {"size": 0}])
def test_the_database_refuses_what_no_document_can_be(row: Document, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(id=row.id).update(**change)


def test_two_documents_never_share_a_file(row: Document) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            village=row.village,
            kind="picture",
            media_type="image/jpeg",
            name="Foto 1.jpg",
            size=1,
            sha256="0" * 64,
            added_at=AT,
            storage_key=row.storage_key,
        )


@pytest.mark.parametrize("attached", [1, 3])
def test_reading_a_cases_documents_takes_one_query(
    attached: int, village: Village, case: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    attach(take_in(village, *[clean(uploads.jpeg((40 + n, 40))) for n in range(attached)]), case, village)
    with django_assert_num_queries(1):
        assert len(store.for_subject(case, village=village)) == attached
