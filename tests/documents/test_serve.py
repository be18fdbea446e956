"""A browser gets a document as what it is, and can do nothing with it but show, play or save it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from kentongan.documents import store
from kentongan.documents.clean import Cleaned, clean
from kentongan.documents.models import Document
from kentongan.documents.serve import content_disposition, document_response
from kentongan.villages.models import Village
from tests.documents import uploads
from tests.documents.conftest import AT

PHOTO, LETTER, VOICE = clean(uploads.jpeg()), clean(uploads.pdf()), clean(uploads.wav())

pytestmark = pytest.mark.django_db


def stored(village: Village, file: Cleaned) -> Document:
    return store.take_in(village=village, uploads=[file], by=None, at=AT)[0]


def body(response: HttpResponseBase) -> bytes:
    """Return the bytes, given whole: a stream would hold a thread as long as the slowest listener takes."""
    assert isinstance(response, HttpResponse)
    return response.content


@pytest.mark.parametrize(
    ("file", "inline", "media_type", "disposition"),
    [
        (PHOTO, True, "image/jpeg", 'inline; filename="Foto 1.jpg"'),
        (PHOTO, False, "image/jpeg", 'attachment; filename="Foto 1.jpg"'),
        (VOICE, True, "audio/wav", 'inline; filename="Rekaman 1.wav"'),
        (LETTER, True, "application/pdf", 'attachment; filename="Dokumen 1.pdf"'),
    ],
)
def test_only_pictures_and_sound_are_shown_in_the_page(
    village: Village, file: Cleaned, inline: bool, media_type: str, disposition: str
) -> None:
    response = document_response(stored(village, file), inline=inline)
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == disposition
    assert response["Content-Length"] == str(len(file.data))
    assert body(response) == file.data


@pytest.mark.parametrize("range_header", [None, "bytes=0-9"])
def test_headers_leave_a_browser_no_room_for_mischief(village: Village, range_header: str | None) -> None:
    response = document_response(stored(village, LETTER), inline=False, range_header=range_header)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "no-referrer"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert policy.endswith("sandbox")
    body(response)


def test_the_small_picture_is_served_for_lists(village: Village) -> None:
    response = document_response(stored(village, PHOTO), inline=True, preview=True)
    assert body(response) == PHOTO.preview
    response = document_response(stored(village, VOICE), inline=True, preview=True)
    assert body(response) == VOICE.data


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=100-", 100, -1), ("bytes=-10", -10, -1), ("bytes=5-999999999", 5, -1)],
)
def test_a_player_can_ask_for_a_part(village: Village, asked: str, first: int, last: int) -> None:
    size = len(VOICE.data)
    first, last = first % size, last % size
    response = document_response(stored(village, VOICE), inline=True, range_header=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert response["Content-Type"] == "audio/wav"
    assert body(response) == VOICE.data[first : last + 1]


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"])
def test_a_range_that_we_do_not_honour_gives_the_whole(village: Village, asked: str) -> None:
    response = document_response(stored(village, VOICE), inline=True, range_header=asked)
    assert response.status_code == 200
    assert body(response) == VOICE.data


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(village: Village, asked: str) -> None:
    response = document_response(stored(village, VOICE), inline=True, range_header=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(VOICE.data)}"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_missing_file_is_a_sentence_and_an_alarm_in_the_log(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    photo = stored(village, PHOTO)
    store.path_of(photo).unlink()
    response = document_response(photo, inline=True)
    assert response.status_code == 404
    assert "tidak ditemukan" in body(response).decode()
    assert str(photo.id) in caplog.text


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Foto 1.jpg", 'attachment; filename="Foto 1.jpg"'),
        ("é.pdf", "attachment; filename=\"_.pdf\"; filename*=UTF-8''%C3%A9.pdf"),
        ('a"\r\nX: y.jpg', "attachment; filename=\"a___X_ y.jpg\"; filename*=UTF-8''a%22%0D%0AX%3A%20y.jpg"),
    ],
)
def test_a_name_cannot_break_out_of_its_header(name: str, header: str) -> None:
    assert content_disposition("attachment", name) == header
