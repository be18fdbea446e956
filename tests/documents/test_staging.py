"""A form shown again keeps its files, and nobody without the form's token can read or even recognise them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from kentongan.documents import staging
from kentongan.documents.clean import Cleaned, UploadRefused, clean
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.pick import PickedFile
from kentongan.support import secrets_file
from tests.documents import uploads

TARMI = "token-of-bu-tarmi-7f3b9c2d1e8a"
SUKIRNO = "token-of-pak-sukirno-0a1b2c3d4e"
PHOTO = PickedFile("Jembatan Bu Tarmi.jpg", clean(uploads.jpeg()))
LETTER = PickedFile("surat RT.pdf", clean(uploads.pdf(b"(isi surat rahasia)")))


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_staged_files_come_back_whole_and_in_order() -> None:
    staging.stage(TARMI, [PHOTO])
    listed = staging.stage(TARMI, [LETTER])
    assert [(file.name, file.size, file.media_type) for file in listed] == [
        ("Jembatan Bu Tarmi.jpg", len(PHOTO.cleaned.data), "image/jpeg"),
        ("surat RT.pdf", len(LETTER.cleaned.data), "application/pdf"),
    ]
    assert staging.staged(TARMI) == listed
    assert staging.take_staged(TARMI) == [PHOTO.cleaned, LETTER.cleaned]
    assert staging.take_staged(TARMI) == [PHOTO.cleaned, LETTER.cleaned]  # still there if the lodging failed


def test_the_same_file_staged_again_stays_one() -> None:
    staging.stage(TARMI, [PHOTO])
    assert len(staging.stage(TARMI, [PHOTO, PHOTO, LETTER])) == 2


def test_another_token_finds_nothing() -> None:
    staging.stage(TARMI, [PHOTO])
    assert staging.staged(SUKIRNO) == []
    assert staging.take_staged(SUKIRNO) == []
    staging.discard_staged(SUKIRNO)
    assert len(staging.staged(TARMI)) == 1


def test_nothing_lies_in_clear_on_the_server(data_folder: Path) -> None:
    staging.stage(TARMI, [PHOTO, LETTER])
    on_disk = files_of(data_folder)
    assert len(on_disk) == 2
    for path in on_disk:
        raw = path.read_bytes()
        for secret in (b"Tarmi", b"surat", b"rahasia", b"image/jpeg", b"%PDF", b"JFIF", TARMI.encode()):
            assert secret not in raw
        for part in (path.name, path.parent.name):
            assert set(part) <= set("0123456789abcdef")
            assert PHOTO.sha256[:16] not in part
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_whole_disk_without_the_token_opens_nothing(data_folder: Path) -> None:
    """Moving a draft into the drawer of a token that one knows does not open it."""
    staging.stage(TARMI, [PHOTO])
    staging.stage(SUKIRNO, [LETTER])
    (stolen,) = [path for path in files_of(data_folder) if path.name in {f.id for f in staging.staged(TARMI)}]
    (own,) = [path for path in files_of(data_folder) if path != stolen]
    (own.parent / stolen.name).write_bytes(stolen.read_bytes())
    own.write_bytes(stolen.read_bytes())
    assert staging.staged(SUKIRNO) == []
    assert staging.take_staged(SUKIRNO) == []


def test_the_token_without_the_installations_key_opens_nothing(settings: Settings) -> None:
    staging.stage(TARMI, [PHOTO])
    settings.KENTONGAN_SECRETS = secrets_file.generate()
    assert staging.staged(TARMI) == []


def test_a_changed_draft_is_as_good_as_not_there(data_folder: Path) -> None:
    staging.stage(TARMI, [PHOTO, LETTER])
    for path in files_of(data_folder):
        raw = bytearray(path.read_bytes())
        raw[-1] ^= 1
        path.write_bytes(bytes(raw))
    for _ in range(2):
        with pytest.raises(UploadRefused, match="draft_lost"):
            staging.take_staged(TARMI)
    assert staging.take_staged(TARMI) == []  # told twice, the form can be sent again
    staging.stage(TARMI, [PHOTO, LETTER])
    for path in files_of(data_folder):
        path.write_bytes(b"")
    assert staging.staged(TARMI) == []


def test_a_draft_that_the_form_showed_and_is_gone_does_not_fall_out_unnoticed() -> None:
    photo, letter = staging.stage(TARMI, [PHOTO, LETTER])
    assert len(staging.take_staged(TARMI, shown=[photo.id, letter.id])) == 2
    staging.discard_staged(TARMI, [letter.id])
    with pytest.raises(UploadRefused) as refused:
        staging.take_staged(TARMI, shown=[photo.id, letter.id])
    assert "pilih lagi" in refused.value.sentence


def test_chosen_files_can_be_taken_out_again(data_folder: Path) -> None:
    photo, letter = staging.stage(TARMI, [PHOTO, LETTER])
    staging.discard_staged(TARMI, [photo.id, "../../../etc/passwd", ""])
    assert staging.staged(TARMI) == [letter]
    staging.discard_staged(TARMI)
    assert staging.staged(TARMI) == []
    assert list((data_folder / "staging").iterdir()) == []


def test_limits_count_what_is_staged_already() -> None:
    several = [
        PickedFile(f"{n}.wav", Cleaned(DocumentKind.AUDIO, "audio/wav", "wav", bytes([n]) * 13_000_000))
        for n in range(4)
    ]
    staging.stage(TARMI, several[:3])
    with pytest.raises(UploadRefused, match="total_too_big"):
        staging.stage(TARMI, several[3:])
    small = [PickedFile(f"{n}.wav", Cleaned(DocumentKind.AUDIO, "audio/wav", "wav", bytes([n]) * 9)) for n in range(12)]
    staging.stage(SUKIRNO, small[:8])
    with pytest.raises(UploadRefused, match="too_many"):
        staging.stage(SUKIRNO, small[8:])


def test_drafts_never_take_the_last_room_on_the_disk(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(UploadRefused, match="no_room"):
        staging.stage(TARMI, [PHOTO])
    assert files_of(data_folder) == []
    assert staging.stage(TARMI, []) == []


def test_a_broken_write_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(UploadRefused, match="no_room"):
        staging.stage(TARMI, [PHOTO])
    assert files_of(data_folder) == []


@pytest.mark.parametrize("token", ["", "short", "a" * 15])
def test_a_token_that_could_be_guessed_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="16 characters"):
        staging.staged(token)


def test_drafts_are_gone_after_a_day(data_folder: Path) -> None:
    now = datetime(2026, 3, 13, 2, 30, tzinfo=UTC)
    staging.stage(TARMI, [PHOTO, LETTER])
    staging.stage(SUKIRNO, [PHOTO])
    for path in files_of(data_folder):
        age = timedelta(hours=25 if path.parent.name in str(files_of(data_folder)[0]) else 23)
        os.utime(path, ((now - age).timestamp(),) * 2)
    old = len(files_of(files_of(data_folder)[0].parent))
    assert staging.discard_old(now) == old
    assert len(files_of(data_folder)) == 3 - old
    assert staging.discard_old(now + timedelta(days=2)) == 3 - old
    assert list((data_folder / "staging").iterdir()) == []


def test_discarding_before_anything_was_staged_is_fine() -> None:
    assert staging.discard_old(datetime(2026, 3, 13, tzinfo=UTC)) == 0
