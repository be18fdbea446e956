"""Recognise sound recordings by walking their containers: a recording is taken in only if it holds sound and no video.

Nothing is decoded here. Every walk is bounded by the length of the data and by a count of steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from kentongan.documents import kinds
from kentongan.documents.kinds import Format
from kentongan.documents.refusal import UploadRefused

_MAX_STEPS = 20_000


# ISO base media: MP4, M4A, 3GP (ISO/IEC 14496-12)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (type, content start, content end) of the boxes between `start` and `end`."""
    for _ in range(_MAX_STEPS):
        if start + 8 > end:
            return
        size, head = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return  # cut off
        yield data[start + 4 : start + 8], start + head, start + size
        start += size


def _track_types(data: bytes) -> set[bytes]:
    """Return the handler types (`soun`, `vide`, …) of the tracks."""
    found: set[bytes] = set()
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind != b"moov":
            continue
        for track, track_start, track_end in _boxes(data, start, end):
            if track != b"trak":
                continue
            for media, media_start, media_end in _boxes(data, track_start, track_end):
                if media != b"mdia":
                    continue
                found.update(
                    data[box_start + 8 : box_start + 12]
                    for box, box_start, _ in _boxes(data, media_start, media_end)
                    if box == b"hdlr"
                )
    return found


def iso_sound(data: bytes) -> Format:
    """Return M4A or 3GP for a recording with sound only; raise UploadRefused for video and for cut-off files."""
    tracks = _track_types(data)
    if b"vide" in tracks:
        raise UploadRefused("video")
    if b"soun" not in tracks:
        raise UploadRefused("audio_broken")
    return kinds.AUDIO_3GP if data[4:8] == b"ftyp" and data[8:10] == b"3g" else kinds.M4A


# Ogg: Opus, Vorbis, Speex, FLAC (RFC 3533)


def ogg_sound(data: bytes) -> Format:
    """Return OGG if every stream that begins in the file is sound."""
    at, streams = 0, 0
    while data[at : at + 4] == b"OggS" and data[at + 5 : at + 6] and data[at + 5] & 2 and streams < 16:
        segments = data[at + 26 : at + 27]
        if not segments:
            break
        lacing = data[at + 27 : at + 27 + segments[0]]
        packet = at + 27 + segments[0]
        beginning = data[packet : packet + 8]
        if beginning[1:7] == b"theora" or beginning.startswith(b"BBCD"):
            raise UploadRefused("video")
        if not (
            beginning == b"OpusHead"
            or beginning.startswith(b"\x01vorbis")
            or beginning == b"Speex   "
            or beginning.startswith(b"\x7fFLAC")
        ):
            raise UploadRefused("unknown_type")
        streams += 1
        at = packet + sum(lacing)
    if not streams or data[at : at + 4] != b"OggS":
        raise UploadRefused("audio_broken")
    return kinds.OGG


# WebM (Matroska, RFC 9559; EBML, RFC 8794)

_SEGMENT, _TRACKS, _TRACK_ENTRY, _TRACK_TYPE, _DOC_TYPE, _EBML = (
    0x18538067,
    0x1654AE6B,
    0xAE,
    0x83,
    0x4282,
    0x1A45DFA3,
)


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (id, content start, content end) of the EBML elements between `start` and `end`."""
    for _ in range(_MAX_STEPS):
        if start >= end or not data[start]:
            return
        id_length = 9 - data[start].bit_length()
        size_at = start + id_length
        if id_length > 4 or size_at >= end or not data[size_at]:
            return
        size_length = 9 - data[size_at].bit_length()
        raw = int.from_bytes(data[size_at : size_at + size_length], "big")
        unknown = (1 << (7 * size_length)) - 1
        size = raw & unknown
        content = size_at + size_length
        stop = end if size == unknown else min(content + size, end)  # live recorders write "unknown" sizes
        yield int.from_bytes(data[start:size_at], "big"), content, stop
        start = stop


def matroska_sound(data: bytes) -> Format:
    """Return WEBM if the document type is `webm` and all tracks are sound."""
    doc_type, track_types = b"", set[int]()
    for top, start, end in _elements(data, 0, len(data)):
        if top == _EBML:
            doc_type = next((data[a:b] for kind, a, b in _elements(data, start, end) if kind == _DOC_TYPE), b"")
        elif top == _SEGMENT:
            tracks = next(((a, b) for kind, a, b in _elements(data, start, end) if kind == _TRACKS), None)
            for kind, a, b in _elements(data, *tracks) if tracks else ():
                if kind == _TRACK_ENTRY:
                    track_types.update(
                        int.from_bytes(data[c:d], "big") for sub, c, d in _elements(data, a, b) if sub == _TRACK_TYPE
                    )
            break
    if 1 in track_types:
        raise UploadRefused("video")
    if track_types != {2}:
        raise UploadRefused("audio_broken")
    if doc_type.rstrip(b"\x00") != b"webm":
        raise UploadRefused("unknown_type")
    return kinds.WEBM


# RIFF: WAV


def riff_sound(data: bytes) -> Format:
    """Return WAV if there is a format and a data chunk."""
    if data[8:12] == b"AVI ":
        raise UploadRefused("video")
    if data[8:12] != b"WAVE":
        raise UploadRefused("unknown_type")
    at, seen = 12, set[bytes]()
    for _ in range(_MAX_STEPS):
        if at + 8 > len(data) or {b"fmt ", b"data"} <= seen:
            break
        seen.add(data[at : at + 4])
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + (size & 1)
    if not {b"fmt ", b"data"} <= seen:
        raise UploadRefused("audio_broken")
    return kinds.WAV


# MP3 (ISO/IEC 11172-3) and AAC in ADTS (ISO/IEC 13818-7)

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_PADDING_BEFORE_FRAMES = 64 * 1024
_FRAMES_THAT_CONVINCE = 3


def _mp3_frame(head: bytes) -> int:
    """Return the length of the layer III frame that `head` begins, 0 if it begins none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = (_BITRATES_1 if version == 3 else _BITRATES_2)[bitrate]
    return (144 if version == 3 else 72) * kilobits * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def _aac_frame(head: bytes) -> int:
    """Return the length of the ADTS frame that `head` begins, 0 if it begins none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0


def _frames_from(data: bytes, at: int) -> Format | None:
    for measure, found in ((_mp3_frame, kinds.MP3), (_aac_frame, kinds.AAC)):
        position = at
        for _ in range(_FRAMES_THAT_CONVINCE):
            length = measure(data[position : position + 7])
            if not length:
                break
            position += length
        else:
            return found
    return None


def mpeg_stream(data: bytes) -> Format | None:
    """Return MP3 or AAC if three frames follow each other from the first byte on (zero padding is passed over)."""
    return _frames_from(data, next((at for at, byte in enumerate(data[:_PADDING_BEFORE_FRAMES]) if byte), 0))


def tagged_sound(data: bytes) -> Format:
    """Return MP3 or AAC behind an ID3v2 tag."""
    if len(data) < 10 or max(data[6:10]) > 127:
        raise UploadRefused("audio_broken")
    size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    footer = 10 if data[5] & 0x10 else 0
    start = at = 10 + size + footer
    while (at := data.find(b"\xff", at, start + _PADDING_BEFORE_FRAMES)) >= 0:
        found = _frames_from(data, at)
        if found is not None:
            return found
        at += 1
    raise UploadRefused("audio_broken")
