"""Files that survive a power cut."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kentongan.support import fs


def test_a_written_file_is_there_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "surat.pdf"
    fs.write_durably(target, b"isi")
    assert target.read_bytes() == b"isi"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert [path.name for path in target.parent.iterdir()] == ["surat.pdf"]


def test_file_and_every_new_folder_are_synced_before_the_function_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    really = os.fsync

    def remember(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        really(descriptor)

    monkeypatch.setattr(os, "fsync", remember)
    fs.write_durably(tmp_path / "a" / "b" / "bukti.jpg", b"foto")
    assert synced[:2] == [tmp_path, tmp_path / "a"]
    assert synced[2].parent == tmp_path / "a" / "b"
    assert synced[2].name.startswith(".bukti.jpg.")
    assert synced[3] == tmp_path / "a" / "b"


def test_when_the_disk_refuses_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "surat.txt"
    fs.write_durably(target, b"lama")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        fs.write_durably(target, b"baru")
    assert target.read_bytes() == b"lama"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_cannot_be_written_over(tmp_path: Path) -> None:
    (tmp_path / "surat").mkdir()
    with pytest.raises(OSError, match="surat"):
        fs.write_durably(tmp_path / "surat", b"isi")
    assert len(list(tmp_path.iterdir())) == 1


def test_creating_never_replaces_what_is_there(tmp_path: Path) -> None:
    target = tmp_path / "kunci"
    fs.create_durably(target, b"pertama")
    with pytest.raises(FileExistsError):
        fs.create_durably(target, b"kedua")
    assert target.read_bytes() == b"pertama"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_existing_folder_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    fs.make_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_shredded_file_is_zeros_on_the_disk_before_its_name_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bukti.jpg"
    target.write_bytes(b"rumah Bu Tarmi" * 100_000)
    beside = tmp_path / "link"
    os.link(target, beside)  # what stays reachable when only the name is taken away
    fs.shred(target)
    fs.shred(target)  # gone already
    assert not target.exists()
    assert beside.read_bytes() == bytes(1_400_000)
