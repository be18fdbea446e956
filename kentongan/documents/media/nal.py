"""Notes that encoders write between the pictures of H.264 and H.265 (SEI): maker, settings, time of day, even places.

A unit that holds anything but what a decoder needs becomes filler of the same length, which every decoder passes over.
"""

from __future__ import annotations

_H264_NOTE, _H264_FILLER = 6, 12
_HEVC_NOTES, _HEVC_FILLER = frozenset({39, 40}), 38
# Recovery point, frame packing, display orientation, mastering display, light level, alternative transfer.
_NEEDED = frozenset({6, 45, 47, 137, 144, 147})
_MAX_UNITS = 10_000


def silence(film: bytearray, start: int, end: int, *, length_size: int, is_hevc: bool) -> None:
    """Turn notes in one sample (units with their length before them) into filler."""
    at = start
    for _ in range(_MAX_UNITS):
        if at + length_size >= end:
            return
        unit = at + length_size
        at = unit + int.from_bytes(film[at:unit], "big")
        if at > end:
            return
        _silence_unit(film, unit, at, is_hevc=is_hevc)


def silence_settings(film: bytearray, setting: int, end: int) -> None:
    """The same in the settings of H.265 (`hvcC`, ISO/IEC 14496-15 §8.3), where encoders introduce themselves."""
    at = setting + 23
    for _ in range(film[setting + 22] if setting + 22 < end else 0):
        count, at = int.from_bytes(film[at + 1 : at + 3], "big"), at + 3
        for _ in range(count):
            unit = at + 2
            at = unit + int.from_bytes(film[at:unit], "big")
            if at > end:
                return
            _silence_unit(film, unit, at, is_hevc=True)


def _silence_unit(film: bytearray, unit: int, end: int, *, is_hevc: bool) -> None:
    head = 2 if is_hevc else 1
    if end - unit < head + 1:
        return
    kind = film[unit] >> 1 & 63 if is_hevc else film[unit] & 31
    if not (kind in _HEVC_NOTES if is_hevc else kind == _H264_NOTE):
        return
    if _notes(bytes(film[unit + head : end])) <= _NEEDED:
        return
    film[unit] = _HEVC_FILLER << 1 | film[unit] & 1 if is_hevc else _H264_FILLER
    film[unit + head : end] = b"\xff" * (end - unit - head - 1) + b"\x80"


def _notes(content: bytes) -> set[int]:
    """Return the kinds of messages in a unit; {-1} among them if it cannot be read."""
    content = content.replace(b"\x00\x00\x03", b"\x00\x00").rstrip(b"\x00")
    found, at = set(), 0
    while at < len(content) and content[at:] != b"\x80":
        kind, at = _number(content, at)
        size, at = _number(content, at)
        at += size
        found.add(kind if at <= len(content) else -1)
    return found


def _number(content: bytes, at: int) -> tuple[int, int]:
    total = 0
    while content[at : at + 1] == b"\xff":
        total, at = total + 255, at + 1
    return total + (content[at] if at < len(content) else 0), at + 1
