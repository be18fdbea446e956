"""Recognise sound and video by walking their containers.

Nothing is decoded here. Every walk is bounded by the length of the data and by a count of steps.
"""

from __future__ import annotations

from kentongan.documents import kinds
from kentongan.documents.kinds import Format
from kentongan.documents.media import frames, iso, matroska
from kentongan.documents.refusal import UploadRefused

_MAX_STEPS = 20_000
_PADDING_BEFORE_FRAMES = 64 * 1024


def iso_media(data: bytes) -> Format:
    """Return MP4, 3GP or MOV for a film, M4A or 3GP for sound alone; raise UploadRefused for cut-off files."""
    tracks = iso.handlers(data)
    is_3gp = data[4:8] == b"ftyp" and data[8:10] == b"3g"
    if b"vide" in tracks:
        is_quicktime = data[4:8] != b"ftyp" or data[8:12] == b"qt  "
        return kinds.VIDEO_3GP if is_3gp else kinds.MOV if is_quicktime else kinds.MP4
    if b"soun" not in tracks:
        raise UploadRefused("audio_broken")
    return kinds.AUDIO_3GP if is_3gp else kinds.M4A


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


def matroska_media(data: bytes) -> Format:
    """Return WEBM, for sound or as video, if the document type is `webm` and there is a track of either."""
    doc_type, tracks = matroska.looked_at(data)
    if not tracks & {matroska.PICTURE, matroska.SOUND}:
        raise UploadRefused("audio_broken")
    is_video = matroska.PICTURE in tracks
    if doc_type != b"webm":
        raise UploadRefused("video" if is_video else "unknown_type")
    return kinds.VIDEO_WEBM if is_video else kinds.WEBM


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


# MP3 and AAC


def _frames_from(data: bytes, at: int) -> Format | None:
    measure = frames.measure_at(data, at)
    return None if measure is None else kinds.MP3 if measure is frames.mp3_frame else kinds.AAC


def mpeg_stream(data: bytes) -> Format | None:
    """Return MP3 or AAC if three frames follow each other from the first byte on (zero padding is passed over)."""
    return _frames_from(data, next((at for at, byte in enumerate(data[:_PADDING_BEFORE_FRAMES]) if byte), 0))


def tagged_sound(data: bytes) -> Format:
    """Return MP3 or AAC behind an ID3v2 tag."""
    start = at = frames.end_of_tags(data)
    while start and (at := data.find(b"\xff", at, start + _PADDING_BEFORE_FRAMES)) >= 0:
        found = _frames_from(data, at)
        if found is not None:
            return found
        at += 1
    raise UploadRefused("audio_broken")
