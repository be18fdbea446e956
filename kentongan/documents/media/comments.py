"""Vorbis comments: title, place, telephone, time. Used by Opus, Vorbis, Speex and FLAC, in Ogg and in WebM."""

from __future__ import annotations

from kentongan.documents.refusal import UploadRefused

_NOTHING = bytes(8)  # no vendor, no comments


def empty(packet: bytes) -> bytes | None:
    """Return a comment packet (of an Ogg stream) with nothing in it, or None if it is none."""
    if packet.startswith(b"OpusTags"):
        return b"OpusTags" + _NOTHING
    if packet.startswith(b"\x03vorbis"):
        return b"\x03vorbis" + _NOTHING + b"\x01"
    return None


def empty_speex() -> bytes:
    """Return a comment packet for Speex, which has no name before it."""
    return _NOTHING


def empty_flac(*, is_last: bool) -> bytes:
    """Return a FLAC metadata block without comments (RFC 9639 §8.6)."""
    return bytes((4 | 0x80 * is_last, 0, 0, len(_NOTHING))) + _NOTHING


def without_in_settings(settings: bytes) -> bytes:
    """Return Vorbis settings as WebM holds them (three packets with their sizes before them), comments blanked.

    The length stays the same. Raises UploadRefused (`audio_broken`).
    """
    at, sizes = 1, []
    for _ in range(settings[0] if settings else 0):
        size = 0
        while settings[at : at + 1] == b"\xff":
            size, at = size + 255, at + 1
        size, at = size + (settings[at] if at < len(settings) else 0), at + 1
        sizes.append(size)
    start = at + (sizes[0] if sizes else 0)
    end = start + (sizes[1] if len(sizes) > 1 else 0)
    if len(sizes) != 2 or settings[start : start + 7] != b"\x03vorbis" or end - start < 16 or end > len(settings):
        raise UploadRefused("audio_broken")
    vendor = end - start - 16
    blank = b"\x03vorbis" + vendor.to_bytes(4, "little") + bytes(vendor) + bytes(4) + b"\x01"
    return settings[:start] + blank + settings[end:]
