"""WAV, MP3, AAC and AMR: plain rows of chunks or frames. Only these stay; tags before, between and behind them go."""

from __future__ import annotations

from kentongan.documents.media import frames
from kentongan.documents.refusal import UploadRefused

_MAX_CHUNKS = 20_000
_MAX_GAPS = 100  # places where something else stands between frames
_AMR_SIZES = (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0)
_AMR_WB_SIZES = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 5, 0, 0, 0, 0, 0)


def bare_wav(data: bytes) -> bytes:
    """Return the WAV with format, length and sound. Raises UploadRefused (`audio_broken`)."""
    at, kept = 12, dict[bytes, bytes]()
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            break
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        # A recorder that was cut off has not written the size of the sound.
        content = data[at + 8 : at + 8 + size]
        if kind in (b"fmt ", b"fact", b"data"):
            kept.setdefault(kind, content)
        at += 8 + size + (size & 1)
    if not kept.get(b"fmt ") or b"data" not in kept:
        raise UploadRefused("audio_broken")
    body = b"WAVE" + b"".join(_chunk(kind, kept[kind]) for kind in (b"fmt ", b"fact", b"data") if kind in kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + bytes(len(content) & 1)


def bare_mpeg(data: bytes) -> bytes:
    """Return the MP3 or AAC (ADTS) frames and nothing else. Raises UploadRefused (`audio_broken`)."""
    at = frames.end_of_tags(data)
    measure, kept, gaps = None, list[bytes](), 0
    while 0 <= at < len(data) and gaps < _MAX_GAPS:
        found = frames.measure_at(data, at) if measure is None else measure
        length = found(data[at : at + 7]) if found else 0
        if found and length and at + length <= len(data):
            measure = found
            kept.append(data[at : at + length])
            at += length
        else:
            at, gaps = frames.next_frame(data, at, measure), gaps + 1
    if not kept:
        raise UploadRefused("audio_broken")
    return b"".join(kept)


def bare_amr(data: bytes) -> bytes:
    """Return the AMR with its frames alone (RFC 4867 §5). Raises UploadRefused (`audio_broken`)."""
    wide = data.startswith(b"#!AMR-WB\n")
    sizes = _AMR_WB_SIZES if wide else _AMR_SIZES
    start = at = len(b"#!AMR-WB\n" if wide else b"#!AMR\n")
    while at < len(data) and not data[at] & 0x83:
        size = 1 + sizes[data[at] >> 3 & 15]
        if at + size > len(data):
            break
        at += size
    if at == start:
        raise UploadRefused("audio_broken")
    return data[:at]
