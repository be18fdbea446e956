"""What was sent is kept only if its sender says so, through every detour of a form, and never in clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from kentongan.documents import staging, store
from kentongan.documents.models import Document
from kentongan.documents.pick import pick
from kentongan.forms import evidence as form
from kentongan.forms.evidence import Evidence
from kentongan.support import age
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.documents.conftest import AT

TOKEN = "token-of-bu-tarmi-7f3b9c2d1e8a"
PHOTO = uploads.jpeg(exif=uploads.exif(6))
SECRET = b"KAMERA-RAHASIA"  # in its EXIF


def sent(*files: bytes, **fields: str) -> Evidence:
    """What a form brings."""
    named = [SimpleUploadedFile(f"{number}.jpg", data) for number, data in enumerate(files)]
    return form.gather(RequestFactory().post("/", {**fields, "evidence": named}), TOKEN)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_the_original_is_kept_with_the_box_and_not_without(village: Village, data_folder: Path) -> None:
    (without,) = form.take_in(sent(PHOTO), village, AT)
    (with_it,) = form.take_in(sent(PHOTO, asli="ya"), village, AT)
    assert (without.original_size, with_it.original_size) == (0, len(PHOTO))
    assert SECRET not in on_disk(data_folder)
    assert store.read_original(with_it) == PHOTO


@pytest.mark.django_db
def test_the_original_of_a_sealed_case_is_sealed_to_its_key(village: Village) -> None:
    key = age.new_identity()
    (row,) = form.take_in(sent(PHOTO, asli="ya"), village, AT, seal_to=age.recipient_of(key))
    assert row.sealed_to == row.original_to == age.recipient_of(key)
    assert store.read_original(row, lambda sealed: age.decrypt(sealed, identity=key)) == PHOTO


@pytest.mark.django_db
def test_the_original_comes_through_a_form_that_is_shown_again(village: Village, data_folder: Path) -> None:
    kept = form.keep(sent(PHOTO, asli="ya"))
    assert [file.has_original for file in kept.kept] == [True]
    assert SECRET not in on_disk(data_folder)
    again = sent(asli="ya", disimpan=kept.kept[0].id)
    assert again.originals  # the box stays ticked
    (row,) = form.take_in(again, village, AT)
    assert store.read_original(row) == PHOTO


@pytest.mark.django_db
def test_the_box_unticked_at_the_end_keeps_no_original(village: Village) -> None:
    kept = form.keep(sent(PHOTO, asli="ya"))
    (row,) = form.take_in(sent(disimpan=kept.kept[0].id), village, AT)
    assert row.original_size == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kept_again", [False, True])
def test_the_same_file_chosen_once_more_brings_its_original_along(village: Village, kept_again: bool) -> None:
    form.keep(sent(PHOTO))
    assert [file.has_original for file in staging.staged(TOKEN)] == [False]
    evidence = sent(PHOTO, asli="ya")
    if kept_again:
        evidence = form.keep(evidence)
        assert [file.has_original for file in evidence.kept] == [True]
    (row,) = form.take_in(evidence, village, AT)
    assert Document.objects.count() == 1
    assert store.read_original(row) == PHOTO


def test_a_file_whose_original_is_there_already_is_not_taken_twice() -> None:
    two = [SimpleUploadedFile("a.jpg", PHOTO), SimpleUploadedFile("b.jpg", PHOTO)]
    assert len(pick(two, with_originals=True).files) == 1


def test_drafts_written_before_there_were_originals_still_open(data_folder: Path) -> None:
    staging.stage(TOKEN, pick([SimpleUploadedFile("a.jpg", PHOTO)]).files)
    drawer = staging._Drawer(TOKEN)
    (path,) = drawer.paths()
    (_, header), body = drawer.contents()[0], drawer.body(path)
    assert body is not None
    old = {key: value for key, value in vars(header).items() if key not in ("original_size", "scan")}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "asdict", lambda _: old)
        path.write_bytes(drawer.seal(path.name, header, body))
    (taken,) = staging.take_staged(TOKEN)
    assert (taken.original, taken.scan, taken.preview) == (b"", None, body[header.size :])
