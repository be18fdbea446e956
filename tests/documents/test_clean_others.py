"""PDF and sound are recognised by content; everything else is refused with a sentence that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.documents import limits
from kentongan.documents.clean import UploadRefused, clean
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.refusal import SENTENCES
from tests.documents import uploads

SOUND = {
    "mp3": (uploads.mp3(), "audio/mpeg"),
    "mp3 with tag": (uploads.mp3(tag=b"TIT2" + b"\x00" * 300), "audio/mpeg"),
    "aac": (uploads.aac(), "audio/aac"),
    "m4a": (uploads.iso_media(b"soun"), "audio/mp4"),
    "m4a of a browser": (uploads.iso_media(b"soun", brand=b"iso5"), "audio/mp4"),
    "3gp": (uploads.iso_media(b"soun", brand=b"3gp4"), "audio/3gpp"),
    "whatsapp opus": (uploads.ogg(), "audio/ogg"),
    "ogg vorbis": (uploads.ogg("vorbis"), "audio/ogg"),
    "ogg speex": (uploads.ogg("speex"), "audio/ogg"),
    "ogg flac": (uploads.ogg("flac"), "audio/ogg"),
    "amr": (uploads.amr(), "audio/amr"),
    "wav": (uploads.wav(), "audio/wav"),
    "webm": (uploads.matroska(2), "audio/webm"),
}


FILMS = {
    "mp4": (uploads.iso_media(b"vide", b"soun", brand=b"isom"), "video/mp4", "mp4"),
    "mp4 of a camera with GPS": (
        uploads.iso_media(b"vide", b"meta", brand=b"avc1", moov_first=True),
        "video/mp4",
        "mp4",
    ),
    "iphone": (uploads.iso_media(b"vide", b"soun", brand=b"qt  "), "video/mp4", "mov"),
    "3gp": (uploads.iso_media(b"vide", b"soun", brand=b"3gp5"), "video/3gpp", "3gp"),
    "mp4 of a browser": (uploads.fragmented(), "video/mp4", "mp4"),
    "webm": (uploads.matroska(1, 2), "video/webm", "webm"),
    "webm with words": (uploads.matroska(2, 1, 17), "video/webm", "webm"),
}


@pytest.mark.parametrize(("data", "media_type"), SOUND.values(), ids=SOUND.keys())
def test_recordings_of_telephones_and_browsers_are_taken(data: bytes, media_type: str) -> None:
    cleaned = clean(data)
    assert (cleaned.kind, cleaned.media_type, cleaned.preview) == (DocumentKind.AUDIO, media_type, b"")


@pytest.mark.parametrize(("data", "media_type", "extension"), FILMS.values(), ids=FILMS.keys())
def test_films_of_telephones_and_browsers_are_taken(data: bytes, media_type: str, extension: str) -> None:
    cleaned = clean(data)
    assert (cleaned.kind, cleaned.media_type, cleaned.extension) == (DocumentKind.VIDEO, media_type, extension)
    assert uploads.SECRET not in cleaned.data


REFUSED = {
    "nothing": (b"", "empty"),
    "EICAR": (uploads.EICAR, "unknown_type"),
    "EICAR in a ZIP": (uploads.zipped({"eicar.com": uploads.EICAR}), "archive"),
    "zip bomb": (uploads.zip_bomb(), "archive"),
    "SVG with script": (uploads.SVG, "markup"),
    "SVG without header": (b"\n  <svg onload='alert(1)'/>", "markup"),
    "HTML": (uploads.HTML, "markup"),
    "HTML with byte order mark": (b"\xef\xbb\xbf" + uploads.HTML, "markup"),
    "HTML in UTF-16": (uploads.HTML.decode().encode("utf-16"), "markup"),
    "PHP": (b"<?php system($_GET['x']); ?>", "markup"),
    "Windows program": (b"MZ\x90\x00" + b"\x00" * 200, "program"),
    "Linux program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "program"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 200, "archive"),
    "GIF": (b"GIF89a" + b"\x00" * 50, "other_picture"),
    "TIFF": (b"II*\x00" + b"\x00" * 50, "other_picture"),
    "AVIF": (uploads.box(b"ftyp", b"avif", b"\x00" * 4, b"avifmif1"), "other_picture"),
    "text": (b"Jalan rusak di RT 02", "unknown_type"),
    "Matroska video": (uploads.matroska(1, 2, doc_type=b"matroska"), "video"),
    "Theora": (uploads.ogg_page(2, 0, [b"\x80theora\x03"]), "video"),
    "cut-off MP4": (uploads.iso_media(b"vide", brand=b"isom", moov_first=True)[:-60], "video_broken"),
    "MP4 without its samples": (uploads.iso_media(b"vide", brand=b"isom").replace(b"mdat", b"free"), "video_broken"),
    "MP4 whose picture lies elsewhere": (
        uploads.iso_media(b"vide", brand=b"isom").replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00"),
        "video_broken",
    ),
    "film and ZIP": (uploads.iso_media(b"vide", brand=b"isom") + uploads.zipped({"a.js": b"x"}), "video_mixed"),
    "AVI": (b"RIFF\x00\x00\x00\x00AVI LIST", "video"),
    "Matroska sound": (uploads.matroska(2, doc_type=b"matroska"), "unknown_type"),
    "cut-off M4A": (uploads.iso_media(b"soun")[:100], "audio_broken"),
    "cut-off WebM": (uploads.matroska(2)[:40], "audio_broken"),
    "cut-off Ogg": (uploads.ogg()[:36], "audio_broken"),
    "WAV without sound": (uploads.wav()[:30], "audio_broken"),
    "ID3 tag without sound": (b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\x00" * 40, "audio_broken"),
    "one MP3 frame and junk": (uploads.mp3()[:500] + b"alert(1)", "unknown_type"),
    "EICAR before MP3": (uploads.EICAR + uploads.mp3(), "unknown_type"),
    "sound and ZIP": (uploads.wav() + uploads.zipped({"a.js": b"x"}), "audio_mixed"),
    "PDF and ZIP": (uploads.pdf() + uploads.zipped({"a.js": b"x"}), "pdf_mixed"),
    "PDF that begins as a page": (uploads.pdf().replace(b"1 0 obj", b"<script>1</script>"), "pdf_mixed"),
    "page before a PDF": (uploads.HTML + uploads.pdf(), "markup"),
    "cut-off PDF": (uploads.pdf(end=b""), "pdf_broken"),
    "PDF with a password": (uploads.locked_pdf(), "pdf_locked"),
    "PDF without pages": (uploads.pdf().replace(b"Kids[3 0 R]/Count 1", b"Kids[]/Count 0"), "pdf_broken"),
    "PDF in name only": (b"%PDF-1.7\n%%EOF\n", "pdf_broken"),
    "too big": (b"\x00" * (limits.MAX_FILE_BYTES + 1), "too_big"),
    "M4A too big": (uploads.iso_media(b"soun") + uploads.box(b"free", bytes(limits.MAX_FILE_BYTES)), "too_big"),
    "film too big": (b"\x00\x00\x00\x08ftyp" + bytes(limits.MAX_VIDEO_BYTES), "video_too_big"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_evidence_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        clean(data)
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


def test_a_zip_archive_at_the_end_of_a_pdf_is_found_behind_a_comment() -> None:
    import zipfile
    from io import BytesIO

    out = BytesIO(uploads.pdf(b"\x00" * 2000))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("a.class", b"x" * 50)
        archive.comment = b"%%EOF" + b"c" * 3000
    with pytest.raises(UploadRefused, match="pdf_mixed"):
        clean(out.getvalue())


def test_every_sentence_is_whole_and_names_the_limit_where_there_is_one() -> None:
    for code, text in SENTENCES.items():
        assert text[0].isupper(), code
        assert text.endswith("."), code
    assert "15 MB" in SENTENCES["too_big"]
    assert "40 MB" in SENTENCES["video_too_big"]
    assert "10 berkas" in SENTENCES["too_many"]
    assert "40 MB" in SENTENCES["total_too_big"]
    assert "10 berkas" in limits.SENTENCE
    assert "15 MB (video 40 MB)" in limits.SENTENCE


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (40_000, "39 KB"), (1024 * 1024, "1 MB"), (1_500_000, "1,4 MB"), (15 * 1024 * 1024, "15 MB")],
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert limits.megabytes(size) == words


@given(
    st.sampled_from(
        [b"", b"OggS", b"ID3\x04", b"RIFF", b"\x1a\x45\xdf\xa3", b"%PDF-", b"\x00\x00\x00\x18ftyp", b"PK\x05\x06"]
    ),
    st.binary(max_size=400),
)
def test_no_bytes_make_it_fall_over(beginning: bytes, rest: bytes) -> None:
    assert uploads.outcome(beginning + rest)


@given(
    st.sampled_from([*(sound for sound, _ in SOUND.values()), *(film for film, _, _ in FILMS.values())]),
    st.integers(0, 1500),
    st.binary(min_size=1, max_size=6),
)
def test_no_damaged_recording_makes_it_fall_over(recording: bytes, at: int, new: bytes) -> None:
    data = bytearray(recording)
    data[at : at + len(new)] = new
    assert uploads.outcome(bytes(data))
