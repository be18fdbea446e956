"""A request with too much in it costs the excess files, never the typed text, the memory or the disk."""

from __future__ import annotations

import os
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from pytest_django import Settings

from kentongan.documents import upload
from kentongan.documents.pick import pick, pick_from
from kentongan.documents.upload import oversize_uploads, refused_uploads
from tests.documents import uploads

STORY = "Jalan di depan rumah Bu Tarmi berlubang sejak Lebaran."
MEGABYTE = 1024 * 1024


def post(*files: tuple[str, bytes]) -> WSGIRequest:
    """A multipart form: text, then files, then text again."""
    boundary = "batas"
    body = BytesIO()

    def part(head: str, content: bytes) -> None:
        body.write(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode())
        body.write(content + b"\r\n")

    part('name="cerita"', STORY.encode())
    for name, content in files:
        part(f'name="bukti"; filename="{name}"\r\nContent-Type: image/jpeg', content)
    part('name="dusun"', b"Karangbawang Kidul")
    body.write(f"--{boundary}--\r\n".encode())
    return RequestFactory().generic(
        "POST", "/lapor/", body.getvalue(), content_type=f"multipart/form-data; boundary={boundary}"
    )


def typed(request: WSGIRequest) -> tuple[str, str]:
    return request.POST["cerita"], request.POST["dusun"]


def kept(request: WSGIRequest) -> list[str | None]:
    return [file.name for file in request.FILES.getlist("bukti")]


def test_ordinary_files_arrive_whole() -> None:
    photo = uploads.jpeg()
    request = post(("jalan.jpg", photo), ("kosong.jpg", b""))
    assert typed(request) == (STORY, "Karangbawang Kidul")
    first, second = request.FILES.getlist("bukti")
    assert (first.name, first.size, first.read()) == ("jalan.jpg", len(photo), photo)
    assert (second.name, second.size, second.read()) == ("kosong.jpg", 0, b"")
    assert oversize_uploads(request) == []


def test_a_file_over_the_limit_is_named_and_the_typed_text_survives() -> None:
    request = post(("kecil.jpg", b"x" * 10), ("besar\u202e.mp4", b"y" * (15 * MEGABYTE + 1)), ("juga kecil.jpg", b"z"))
    assert typed(request) == (STORY, "Karangbawang Kidul")
    assert kept(request) == ["kecil.jpg", "juga kecil.jpg"]
    assert oversize_uploads(request) == ["besar.mp4"]
    assert [refused.code for _, refused in refused_uploads(request)] == ["too_big"]


def test_a_film_may_be_larger_than_a_photo() -> None:
    film = uploads.iso_media(b"vide", brand=b"isom").ljust(20 * MEGABYTE, b"\x00")
    request = post(("jalan.mp4", film), ("foto.jpg", b"x" * (16 * MEGABYTE)))
    assert kept(request) == ["jalan.mp4"]
    request = post(("panjang.mp4", film.ljust(40 * MEGABYTE + 1, b"\x00")))
    assert kept(request) == []
    assert [refused.code for _, refused in refused_uploads(request)] == ["video_too_big"]


def test_a_file_of_exactly_the_limit_is_kept() -> None:
    request = post(("pas.jpg", b"x" * (15 * MEGABYTE)))
    assert kept(request) == ["pas.jpg"]
    assert oversize_uploads(request) == []


def test_files_that_are_too_big_together_are_kept_as_far_as_they_fit() -> None:
    files = [(f"{n}.jpg", b"x" * (12 * MEGABYTE)) for n in range(4)]
    request = post(*files, ("kecil.jpg", b"x"))
    assert typed(request) == (STORY, "Karangbawang Kidul")
    assert kept(request) == ["0.jpg", "1.jpg", "2.jpg", "kecil.jpg"]
    assert [(name, refused.code) for name, refused in refused_uploads(request)] == [("3.jpg", "total_too_big")]


def test_the_eleventh_file_is_dropped_and_forty_files_cost_no_text() -> None:
    request = post(*[(f"{n}.jpg", b"x") for n in range(40)])
    assert typed(request) == (STORY, "Karangbawang Kidul")
    assert len(kept(request)) == 10
    assert len(oversize_uploads(request)) == 30


@pytest.mark.parametrize("encoding", ["utf-7", "utf-16", "latin-1"])
def test_text_in_another_encoding_is_refused_with_the_form(encoding: str) -> None:
    """UTF-7 spells half characters (+2AA-) that no database takes."""
    body = b'--batas\r\nContent-Disposition: form-data; name="cerita"\r\n\r\n+2AA-\r\n--batas--\r\n'
    kind = f"multipart/form-data; boundary=batas; charset={encoding}"
    with pytest.raises(BadRequest):
        _ = RequestFactory().generic("POST", "/lapor/", body, content_type=kind).POST
    assert typed(post())[0] == STORY


def test_a_flood_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MAX_REQUEST_BYTES", 3 * MEGABYTE)
    request = post(("a.jpg", b"x" * MEGABYTE), ("b.jpg", b"y" * (5 * MEGABYTE)))
    assert request.POST["cerita"] == STORY
    assert oversize_uploads(request) == ["b.jpg"]
    request = post(*[(f"{n}.jpg", b"x") for n in range(400)])
    assert request.POST["cerita"] == STORY
    assert len(kept(request)) <= 10


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    os.mkdir(tmp_path / "tmp")
    request = post(("a.jpg", b"x" * (14 * MEGABYTE)))
    assert kept(request) == ["a.jpg"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_site_uses_this_handler_and_no_other(settings: Settings) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["kentongan.documents.upload.LimitedUploadHandler"]
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES is None


# What a form makes of it


def test_each_file_that_cannot_be_taken_gets_its_own_sentence() -> None:
    photo, voice = uploads.jpeg(), uploads.ogg()
    request = post(
        ("jalan.jpg", photo),
        ("tagihan.html.jpg", uploads.HTML),
        ("besar.jpg", b"x" * (16 * MEGABYTE)),
        ("rekaman.opus", voice),
        ("kosong.pdf", b""),
    )
    picked = pick_from(request, "bukti")
    assert [file.name for file in picked.files] == ["jalan.jpg", "rekaman.opus"]
    assert [str(one.kind) for one in picked.cleaned] == ["picture", "audio"]
    assert [sentence.split(":")[0] for sentence in picked.problems] == ["besar.jpg", "tagihan.html.jpg", "kosong.pdf"]
    assert "15 MB" in picked.problems[0]
    assert "halaman web" in picked.problems[1]


def named(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_same_photo_chosen_twice_is_taken_once() -> None:
    first = pick([named("a.jpg", uploads.jpeg()), named("b.jpg", uploads.jpeg())])
    assert [file.name for file in first.files] == ["a.jpg"]
    assert first.problems == ()


class AlreadyThere:
    """A staged file, as far as counting goes."""

    def __init__(self, size: int, sha256: str = "") -> None:
        self.size = size
        self.sha256 = sha256
        self.has_original = False


def test_what_the_form_holds_already_counts() -> None:
    (photo,) = pick([named("a.jpg", uploads.jpeg())]).files
    assert pick([named("again.jpg", uploads.jpeg())], already=[AlreadyThere(1, photo.sha256)]).files == ()
    full = pick([named("a.jpg", uploads.jpeg())], already=[AlreadyThere(1)] * 10)
    assert full.files == ()
    assert "Paling banyak 10 berkas" in full.problems[0]
    heavy = pick([named("a.jpg", uploads.jpeg())], already=[AlreadyThere(40 * MEGABYTE)])
    assert "40 MB" in heavy.problems[0]


@pytest.mark.parametrize("name", ["../../etc/x", "foto.jpg.php", "foto\u202egpj.exe", "CON.jpg", "a" * 400 + ".jpg"])
def test_an_odd_name_does_no_harm(name: str) -> None:
    (file,) = pick_from(post((name, uploads.jpeg())), "bukti").files
    assert "/" not in file.name
    assert "\u202e" not in file.name
    assert file.cleaned.extension == "jpg"
