"""Sound and video come out playing as before, and without place, time, maker, names and words."""

from __future__ import annotations

import struct
import zlib

import pytest

from kentongan.documents.clean import clean
from kentongan.documents.media import boxes, nal, ogg
from kentongan.documents.media.matroska import looked_at
from tests.documents import uploads
from tests.documents.uploads import PICTURE, SECRET, SOUND


def found(data: bytes, *path: bytes) -> list[bytes]:
    """The contents of all boxes at a path."""
    return [data[start:end] for start, end in boxes.find(data, 0, len(data), *path)]


FILMS = {
    "samples first": uploads.iso_media(b"vide", b"soun", b"meta", brand=b"isom"),
    "index first": uploads.iso_media(b"meta", b"vide", b"soun", brand=b"qt  ", moov_first=True),
}


@pytest.mark.parametrize("film", FILMS.values(), ids=FILMS.keys())
def test_a_film_plays_as_before_but_tells_nothing(film: bytes) -> None:
    cleaned = clean(film + b"\x00\x00\x00\x05" + SECRET).data
    assert SECRET not in cleaned
    assert b"-7.29" not in cleaned
    assert uploads.TIMES not in cleaned
    assert len(cleaned) == len(film)  # so no offset changed
    tracks = found(cleaned, b"moov", b"trak")
    assert len(tracks) == 2  # the GPS's is gone
    samples = {}
    for track in tracks:
        (handler,) = found(track, b"mdia", b"hdlr")
        table = b"mdia", b"minf", b"stbl"
        (places,), (sizes,) = found(track, *table, b"stco"), found(track, *table, b"stsz")
        place, size = struct.unpack_from(">I", places, 8)[0], struct.unpack_from(">I", sizes, 12)[0]
        samples[handler[8:12]] = cleaned[place : place + size]
        assert found(track, *table, b"stsd")
        assert set(handler[12:]) == {0}
    assert samples[b"soun"] == SOUND
    assert samples[b"vide"].endswith(PICTURE)
    assert samples[b"vide"][4] == 12  # the encoder's note has become filler
    assert b"GoPr" not in cleaned


def test_a_film_in_fragments_plays_as_before_but_tells_nothing() -> None:
    film = uploads.fragmented()
    cleaned = clean(film).data
    assert SECRET not in cleaned
    assert b"-7.29" not in cleaned
    assert len(cleaned) == len(film)
    assert cleaned.count(PICTURE) == 2
    assert len(found(cleaned, b"moof", b"traf")) == 2  # the GPS's are gone


@pytest.mark.parametrize(
    ("messages", "is_kept"),
    [
        (b"\x06\x01\x84\x80", True),  # where playing may begin
        (b"\x89\x18" + b"\x01" * 24 + b"\x80", True),  # how bright the screen was
        (b"\x06\x01\x84\x05\x03abc\x80", False),
        (b"\x01\x01\x07\x80", False),  # the time of day
        (b"\x05\xff\x10" + b"x" * 271 + b"\x80", False),
        (b"\x06\xff\x10\x84\x80", False),  # longer than there is
    ],
)
def test_only_notes_that_a_decoder_needs_stay_between_pictures(messages: bytes, is_kept: bool) -> None:
    for unit, filler, is_hevc in ((b"\x06" + messages, 12, False), (b"\x4e\x01" + messages, 38, True)):
        sample = bytearray(struct.pack(">I", len(unit)) + unit + struct.pack(">I", 3) + b"\x65ab")
        before = bytes(sample)
        nal.silence(sample, 0, len(sample), length_size=4, is_hevc=is_hevc)
        assert (bytes(sample) == before) is is_kept
        assert sample.endswith(b"\x00\x00\x00\x03\x65ab")
        if not is_kept:
            assert (sample[4] >> 1 if is_hevc else sample[4]) == filler


@pytest.mark.parametrize("tracks", [(2,), (1, 2), (17, 1, 2)])
def test_a_webm_plays_as_before_but_tells_nothing(tracks: tuple[int, ...]) -> None:
    film = uploads.matroska(*tracks)
    cleaned = clean(film).data
    assert SECRET not in cleaned
    assert b"\x09" * 8 not in cleaned  # the date
    assert len(cleaned) == len(film)
    assert looked_at(cleaned) == (b"webm", set(tracks) - {17})
    assert cleaned.count(b"FILM") == film.count(b"FILM") - 2 * (tracks[0] == 17)  # its group belongs to the words


def test_a_webm_that_broke_off_ends_with_its_last_whole_picture() -> None:
    film = uploads.matroska(1)
    at = film.rfind(b"FILM")
    cleaned = clean(film[: at + 2]).data
    assert cleaned.count(b"FILM") == film.count(b"FILM") - 1
    assert SECRET not in cleaned


def test_comments_of_vorbis_in_a_webm_are_blanked_at_the_same_length() -> None:
    first, second, third = uploads.OGG_HEADERS["vorbis"]
    private = b"\x02" + bytes([len(first), len(second)]) + first + second + third
    film = uploads.matroska(2)
    entry = uploads.element(0x83, b"\x02")
    codec = uploads.element(0x86, b"A_VORBIS") + uploads.element(0x63A2, private)
    old = uploads.element(0xAE, uploads.element(0xD7, b"\x01") + entry + uploads.element(0x536E, SECRET))
    new = uploads.element(0xAE, uploads.element(0xD7, b"\x01") + entry + codec)
    tracks = uploads.element(0x1654AE6B, old)
    assert tracks in film
    cleaned = clean(film.replace(tracks, uploads.element(0x1654AE6B, new))).data
    assert SECRET not in cleaned
    assert first in cleaned
    assert third in cleaned
    vendor = len(second) - 16
    assert b"\x03vorbis" + struct.pack("<I", vendor) + bytes(vendor) + bytes(4) + b"\x01" in cleaned


@pytest.mark.parametrize("codec", uploads.OGG_HEADERS)
@pytest.mark.parametrize("cover", [b"", b"x" * 150_000], ids=["", "with a cover picture"])
def test_an_ogg_plays_as_before_without_its_comments(codec: str, cover: bytes) -> None:
    headers = list(uploads.OGG_HEADERS[codec])
    if cover and codec == "opus":
        headers[1] = b"OpusTags" + uploads.vorbis_comment(SECRET + cover)
    recording = _paged(headers) + SECRET + _last_page(headers) + SECRET
    cleaned = clean(recording).data
    assert SECRET not in cleaned
    assert b"Lavf60" not in cleaned
    pages = list(_pages(cleaned))
    assert [number for number, _, _ in pages] == list(range(len(pages)))
    assert pages[0][2][:7] == headers[0][:7]
    assert pages[-1][1:] == (960, uploads.OGG_SOUND)
    assert b"".join(page.written(number) for number, page in enumerate(ogg.pages(cleaned))) == cleaned


def _paged(headers: list[bytes]) -> bytes:
    """The headers, on pages of 255 segments where they are long."""
    first, *rest = headers
    body = b"".join(rest)
    if len(body) < 60_000:
        return uploads.ogg_page(2, 0, [first]) + uploads.ogg_page(0, 1, rest)
    written, at = [uploads.ogg_page(2, 0, [first])], 0
    while at < len(body):
        part = body[at : at + 255 * 255]
        lacing = b"\xff" * 255 if len(part) == 255 * 255 else b"\xff" * (len(part) // 255) + bytes([len(part) % 255])
        head = b"OggS\x00" + bytes([at > 0]) + struct.pack("<QII", 0, 4711, len(written))
        written.append(head + b"\x00" * 4 + bytes([len(lacing)]) + lacing + part)
        at += len(part)
    return b"".join(written)


def _last_page(headers: list[bytes]) -> bytes:
    return uploads.ogg_page(4, 99, [uploads.OGG_SOUND], granule=960)


def _pages(data: bytes) -> list[tuple[int, int, bytes]]:
    """Number, place in time and body of every page; each must sum up, and nothing may lie between them."""
    at, read = 0, []
    while at < len(data):
        assert data[at : at + 5] == b"OggS\x00"
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        end = at + 27 + len(lacing) + sum(lacing)
        page = data[at:end]
        assert page[22:26] == uploads.ogg_sum(page[:22] + b"\x00" * 4 + page[26:])
        granule, _, number = struct.unpack_from("<QII", page, 6)
        read.append((number, granule, page[27 + len(lacing) :]))
        at = end
    return read


@pytest.mark.parametrize(
    ("telling", "bare"),
    [
        (uploads.tagged_wav(), uploads.wav()),
        (uploads.mp3(tag=b"TIT2" + SECRET) + b"TAG" + SECRET.ljust(125), uploads.mp3()),
        (uploads.mp3(tag=SECRET) + b"APETAGEX" + SECRET + b"APETAGEX" + b"LYRICSBEGIN" + SECRET, uploads.mp3()),
        (uploads.mp3() + SECRET + uploads.mp3(), uploads.mp3() * 2),
        (uploads.aac() + SECRET, uploads.aac()),
        (uploads.amr() + b"\x3c" + SECRET, uploads.amr()),
    ],
    ids=["wav", "mp3 with ID3", "mp3 with APE and lyrics", "mp3 with something between", "aac", "amr"],
)
def test_plain_recordings_keep_their_sound_and_nothing_else(telling: bytes, bare: bytes) -> None:
    assert SECRET in telling
    assert clean(telling).data == bare


def test_a_checksum_of_ogg_is_the_one_of_the_standard() -> None:
    page = bytes(range(256)) * 3
    assert ogg.checksum(page) == uploads.ogg_sum(page) != struct.pack("<I", zlib.crc32(page))
