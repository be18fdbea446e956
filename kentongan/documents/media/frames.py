"""Frames of MP3 (ISO/IEC 11172-3) and of AAC in ADTS (ISO/IEC 13818-7), and the tags that stand before them."""

from __future__ import annotations

from collections.abc import Callable

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_CONVINCING = 3  # frames in a row
_MAX_TAGS = 20
_MAX_TRIES = 20_000

Measure = Callable[[bytes], int]


def mp3_frame(head: bytes) -> int:
    """Return the length of the layer III frame that `head` begins, 0 if it begins none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = (_BITRATES_1 if version == 3 else _BITRATES_2)[bitrate]
    return (144 if version == 3 else 72) * kilobits * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def aac_frame(head: bytes) -> int:
    """Return the length of the ADTS frame that `head` begins, 0 if it begins none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0


def measure_at(data: bytes, at: int, among: tuple[Measure, ...] = (mp3_frame, aac_frame)) -> Measure | None:
    """Return how to measure the frames that begin at `at`: three must follow each other. None if there are none."""
    for measure in among:
        position = at
        for _ in range(_CONVINCING):
            length = measure(data[position : position + 7])
            if not length:
                break
            position += length
        else:
            return measure
    return None


def next_frame(data: bytes, at: int, measure: Measure | None) -> int:
    """Return where frames begin again after `at`, or -1 (also after too many tries)."""
    among = (measure,) if measure else (mp3_frame, aac_frame)
    for _ in range(_MAX_TRIES):
        at = data.find(b"\xff", at + 1)
        if at < 0 or measure_at(data, at, among):
            return at
    return -1


def end_of_tags(data: bytes) -> int:
    """Return where the ID3v2 tags (ID3v2.4 §3.1) and zeros at the beginning end."""
    at = 0
    for _ in range(_MAX_TAGS):
        if data[at : at + 3] != b"ID3" or len(data) < at + 10 or max(data[at + 6 : at + 10]) > 127:
            break
        size = data[at + 6] << 21 | data[at + 7] << 14 | data[at + 8] << 7 | data[at + 9]
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at
