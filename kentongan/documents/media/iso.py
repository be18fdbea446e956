"""MP4, M4A, 3GP and QuickTime (ISO/IEC 14496-12): only boxes that a player needs stay, all else becomes empty space.

Boxes that are not on the list become `free` boxes of zeros of the same size, so that no offset changes. Tracks that are
neither sound nor picture (places of a GPS, sensors, chapters, subtitles) go with their samples: in `mdat` only the
bytes stay that a kept track points at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from kentongan.documents.media import iso_samples
from kentongan.documents.media.boxes import blank, boxes, find
from kentongan.documents.refusal import UploadRefused

Rule: TypeAlias = "Mapping[bytes, Rule] | Callable[[bytearray, int, int], None] | None"


def handler_of(data: bytes | bytearray, track: int, end: int) -> bytes:
    """Return the handler type (`soun`, `vide`, …) of a `trak` box."""
    return next((bytes(data[at + 8 : at + 12]) for at, _ in find(data, track, end, b"mdia", b"hdlr")), b"")


def handlers(data: bytes | bytearray) -> set[bytes]:
    """Return the handler types of all tracks."""
    return {handler_of(data, start, end) for start, end in find(data, 0, len(data), b"moov", b"trak")}


def bare(data: bytes) -> bytes:
    """Return the recording with nothing but what plays it. Raises UploadRefused (`audio_broken`)."""
    film = bytearray(data)
    end = _last_box_end(film)
    del film[end:]  # trailing bytes
    dropped = _drop_tracks(film)
    samples = iso_samples.of_film(film, dropped)
    iso_samples.blank_unused(film, samples)
    _prune(film, 0, len(film), _FILM)
    return bytes(film)


def _last_box_end(film: bytearray) -> int:
    end = 0
    for _, start, _, stop in boxes(film, 0, len(film)):
        if film[start + 4 : start + 8].isascii():
            end = stop
    rest = film[end:]
    # A box that claims more than there is: the recording broke off, or the upload did.
    if len(rest) >= 8 and bytes(rest[4:8]) in (b"mdat", b"moov", b"moof"):
        raise UploadRefused("audio_broken")
    return end


def _drop_tracks(film: bytearray) -> set[int]:
    """Blank every track that is neither sound nor picture, and return their numbers."""
    dropped = set[int]()
    for start, end in list(find(film, 0, len(film), b"moov")):
        for kind, at, inside, stop in list(boxes(film, start, end)):
            if kind == b"trak" and handler_of(film, inside, stop) not in (b"soun", b"vide"):
                dropped.update(iso_samples.track_number(film, a) for a, _ in find(film, inside, stop, b"tkhd"))
                blank(film, at, inside, stop)
    return dropped


def _prune(film: bytearray, start: int, end: int, allowed: Mapping[bytes, Rule]) -> None:
    done = start
    for kind, at, inside, stop in boxes(film, start, end):
        done = stop
        if kind not in allowed:
            blank(film, at, inside, stop)
            continue
        rule = allowed[kind]
        if callable(rule):
            rule(film, inside, stop)
        elif rule is not None:
            _prune(film, inside, stop, rule)
    film[done:end] = bytes(end - done)  # between the last box and the end of its parent


def _blank_times(film: bytearray, start: int, end: int) -> None:
    """`mvhd`, `tkhd`, `mdhd`: when it was made and changed."""
    last = start + (20 if film[start] == 1 else 12)
    if last > end:
        raise UploadRefused("audio_broken")
    film[start + 4 : last] = bytes(last - start - 4)


def _blank_media_header(film: bytearray, start: int, end: int) -> None:
    """Also the language, which tells how the telephone is set."""
    _blank_times(film, start, end)
    language = start + (32 if film[start] == 1 else 20)
    if language + 2 <= end:
        film[language : language + 2] = b"\x55\xc4"  # "und"


def _blank_handler(film: bytearray, start: int, end: int) -> None:
    """Maker and name of whatever wrote the track."""
    if start + 12 <= end:
        film[start + 12 : end] = bytes(end - start - 12)


def _check_references(film: bytearray, start: int, end: int) -> None:
    """`dref`: the samples lie in this file, and nothing says where they lay before."""
    for _, _, inside, stop in boxes(film, start + 8, end):
        if stop - inside < 4 or not film[inside + 3] & 1:
            raise UploadRefused("audio_broken")
        film[inside + 4 : stop] = bytes(stop - inside - 4)


def _blank_sample_entries(film: bytearray, start: int, end: int) -> None:
    """`stsd`: names of encoders and what is no setting of a decoder."""
    for _, _, inside, stop in boxes(film, start + 8, end):
        if _is_video_entry(film, inside, stop):
            film[inside + 8 : inside + 24] = bytes(16)
            film[inside + 42 : inside + 74] = bytes(32)  # the encoder's name
            _prune(film, inside + 78, stop, _SETTINGS)
        else:
            film[inside + 12 : inside + 16] = bytes(4)  # vendor
            for after in (28, 44, 64):  # plain, QuickTime 1, QuickTime 2
                if inside + after <= stop and _is_tiled(film, inside + after, stop):
                    _prune(film, inside + after, stop, _SETTINGS)
                    break


def _is_video_entry(film: bytearray, inside: int, stop: int) -> bool:
    """Tell a picture's entry from a sound's: settings begin 78 or 28 bytes after the beginning."""
    return stop - inside >= 78 and not _is_tiled(film, inside + 28, stop) and _is_tiled(film, inside + 78, stop)


def _is_tiled(film: bytearray, start: int, end: int) -> bool:
    """Whether boxes fill this room (but for a QuickTime terminator of four zeros)."""
    done = start
    for kind, _, _, stop in boxes(film, start, end):
        if not ((kind.isascii() and kind.isalnum()) or kind in (b"\x00\x00\x00\x00", b"ac-3", b"ec-3")):
            return False
        done = stop
    return end - done in (0, 4)


def _keep_plain_colour(film: bytearray, start: int, end: int) -> None:
    """`colr`: numbers stay, a colour profile (which names the device) goes."""
    if bytes(film[start : start + 4]) not in (b"nclx", b"nclc"):
        blank(film, start - 8, start, end)


def _kinds(names: str) -> dict[bytes, Rule]:
    """Boxes that stay as they are."""
    return {name.encode(): None for name in names.split()}


_SETTINGS: Mapping[bytes, Rule] = {
    **_kinds("avcC hvcC lhvC av1C vpcC dvcC dvvC d263 esds damr dOps dac3 dec3 alac dfLa chan"),
    **_kinds("pasp clap fiel btrt mdcv clli SmDm CoLL"),
    b"wave": {**_kinds("frma esds mp4a alac chan enda damr"), b"\x00\x00\x00\x00": None},
    b"colr": _keep_plain_colour,
}
_SAMPLE_TABLE: Mapping[bytes, Rule] = {
    b"stsd": _blank_sample_entries,
    **_kinds("stts ctts cslg stss stps stsc stsz stz2 stco co64 sdtp sbgp sgpd"),
}
_MEDIA: Mapping[bytes, Rule] = {
    b"mdhd": _blank_media_header,
    b"hdlr": _blank_handler,
    b"minf": {
        **_kinds("vmhd smhd"),
        b"hdlr": _blank_handler,
        b"dinf": {b"dref": _check_references},
        b"stbl": _SAMPLE_TABLE,
    },
}
_FILM: Mapping[bytes, Rule] = {
    **_kinds("ftyp styp mdat sidx"),
    b"mfra": _kinds("tfra mfro"),
    b"moov": {
        b"mvhd": _blank_times,
        b"trak": {b"tkhd": _blank_times, b"edts": _kinds("elst"), b"mdia": _MEDIA},
        b"mvex": _kinds("mehd trex"),
    },
    b"moof": {b"mfhd": None, b"traf": _kinds("tfhd tfdt trun sdtp sbgp sgpd")},
}
