"""WebM (Matroska, RFC 9559; EBML, RFC 8794): only elements that a player needs stay, the rest becomes empty space.

What is not on the list is turned into `Void` of the same size, so that positions in the file stay true. Live recorders
write segments and clusters of unknown size; what follows the last whole element is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kentongan.documents.media import comments, nal
from kentongan.documents.refusal import UploadRefused

MAX_ELEMENTS = 500_000

_EBML, _DOC_TYPE, _SEGMENT, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1654AE6B, 0x1F43B675
_TRACK, _NUMBER, _TYPE, _CODEC, _PRIVATE = 0xAE, 0xD7, 0x83, 0x86, 0x63A2
_SIMPLE_BLOCK, _GROUP, _BLOCK = 0xA3, 0xA0, 0xA1
_MUXER, _WRITER = 0x4D80, 0x5741  # must be there, but may be empty
# What ends a segment or cluster of unknown size.
_TOP = frozenset({0x114D9B74, 0x1549A966, _TRACKS, _CLUSTER, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770})
_AFTER = {_SEGMENT: frozenset({_EBML, _SEGMENT}), _CLUSTER: _TOP | {_EBML, _SEGMENT}}

PICTURE, SOUND = 1, 2

Allowed: TypeAlias = "Mapping[int, Allowed | None]"


def _leaves(*kinds: int) -> dict[int, Allowed | None]:
    return dict.fromkeys(kinds)


_ALLOWED: Allowed = {
    _EBML: _leaves(0x4286, 0x42F7, 0x42F2, 0x42F3, _DOC_TYPE, 0x4287, 0x4285),
    _SEGMENT: {
        0x114D9B74: {0x4DBB: _leaves(0x53AB, 0x53AC)},  # where things are
        0x1549A966: _leaves(0x2AD7B1, 0x4489, _MUXER, _WRITER),  # time scale, duration
        _TRACKS: {
            _TRACK: {
                **_leaves(_NUMBER, 0x73C5, _TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x23314F),
                **_leaves(0x55EE, _CODEC, _PRIVATE, 0xAA, 0x56AA, 0x56BB, 0x6D80),
                0xE0: {
                    **_leaves(0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD),
                    **_leaves(0x54B0, 0x54BA, 0x54B2, 0x54B3, 0x55B0),
                },
                0xE1: _leaves(0xB5, 0x78B5, 0x9F, 0x6264),
            }
        },
        _CLUSTER: {
            **_leaves(0xE7, 0xA7, 0xAB, _SIMPLE_BLOCK),
            _GROUP: _leaves(_BLOCK, 0x9B, 0xFA, 0xFB, 0x75A2, 0xA4),
        },
        0x1C53BB6B: {0xBB: {0xB3: None, 0xB7: _leaves(0xF7, 0xF1, 0xF0, 0xB2, 0x5378)}},  # where to jump to
    },
}


@dataclass(frozen=True)
class _Element:
    kind: int
    at: int
    start: int  # of its content
    end: int | None  # None: unknown

    def stop(self, end: int) -> int:
        """Where it ends, at the latest."""
        return end if self.end is None else min(self.end, end)


def _number(data: bytes | bytearray, at: int) -> tuple[int, int]:
    """Return a variable-length number without its marker, and its length; (0, 0) if there is none."""
    if at >= len(data) or not data[at]:
        return 0, 0
    length = 9 - data[at].bit_length()
    raw = int.from_bytes(data[at : at + length], "big")
    return raw & ((1 << 7 * length) - 1), length


def _element(data: bytes | bytearray, at: int, end: int) -> _Element | None:
    _, id_length = _number(data, at)
    size, size_length = _number(data, at + id_length)
    start = at + id_length + size_length
    if not 1 <= id_length <= 4 or not size_length or start > end:
        return None
    unknown = size == (1 << 7 * size_length) - 1
    return _Element(int.from_bytes(data[at : at + id_length], "big"), at, start, None if unknown else start + size)


def _elements(data: bytes | bytearray, start: int, end: int) -> Iterator[_Element]:
    for _ in range(MAX_ELEMENTS):
        element = _element(data, start, end) if start < end else None
        if element is None:
            return
        yield element
        start = element.stop(end)


def looked_at(data: bytes) -> tuple[bytes, set[int]]:
    """Return the document type and the types of the tracks (1 picture, 2 sound, others)."""
    doc_type, types = b"", set[int]()
    for top in _elements(data, 0, len(data)):
        stop = top.stop(len(data))
        if top.kind == _EBML:
            found = (each for each in _elements(data, top.start, stop) if each.kind == _DOC_TYPE)
            doc_type = next((data[each.start : each.stop(stop)] for each in found), b"")
        elif top.kind == _SEGMENT:
            types = {track.type for track in _tracks_of(data, top.start, stop)}
            break
    return doc_type.rstrip(b"\x00"), types


@dataclass
class _Track:
    number: int = 0
    type: int = 0
    codec: bytes = b""
    private: tuple[int, int] = (0, 0)
    element: _Element | None = None


def _tracks_of(data: bytes | bytearray, start: int, end: int) -> list[_Track]:
    found = []
    tracks = next((each for each in _elements(data, start, end) if each.kind == _TRACKS), None)
    for entry in _elements(data, tracks.start, tracks.stop(end)) if tracks else ():
        if entry.kind != _TRACK:
            continue
        track = _Track(element=entry)
        for each in _elements(data, entry.start, entry.stop(end)):
            content = bytes(data[each.start : each.stop(end)])
            if each.kind == _NUMBER:
                track.number = int.from_bytes(content, "big")
            elif each.kind == _TYPE:
                track.type = int.from_bytes(content, "big")
            elif each.kind == _CODEC:
                track.codec = content
            elif each.kind == _PRIVATE:
                track.private = (each.start, each.stop(end))
        found.append(track)
    return found


def bare(data: bytes) -> bytes:
    """Return the recording with nothing but what plays it. Raises UploadRefused (`audio_broken`)."""
    film = _Film(bytearray(data))
    film.clean()
    return bytes(film.data)


@dataclass
class _Film:
    data: bytearray
    tracks: dict[int, _Track] = field(default_factory=dict)
    steps: int = 0

    def clean(self) -> None:
        for top in _elements(self.data, 0, len(self.data)):
            if top.kind == _SEGMENT:
                for track in _tracks_of(self.data, top.start, top.stop(len(self.data))):
                    if track.type in (PICTURE, SOUND):
                        self._clean_settings(track)
                        self.tracks[track.number] = track
                    elif track.element:
                        self._void(track.element.at, track.element.stop(len(self.data)))
                break
        self._prune(0, len(self.data), _ALLOWED, frozenset())

    def _clean_settings(self, track: _Track) -> None:
        start, end = track.private
        if track.codec.startswith(b"A_VORBIS"):
            self.data[start:end] = comments.without_in_settings(bytes(self.data[start:end]))

    def _prune(self, start: int, end: int, allowed: Allowed, ends: frozenset[int]) -> int:
        """Void what is not allowed between `start` and `end`; return where this really ended (at one of `ends`)."""
        at = start
        while at < min(end, len(self.data)):
            self.steps += 1
            element = _element(self.data, at, min(end, len(self.data)))
            if self.steps > MAX_ELEMENTS:
                raise UploadRefused("audio_broken")
            if element is None or (element.end is None and element.kind not in _AFTER):
                del self.data[at:]  # nothing more that could be read
                return at
            if element.kind in ends:
                return at
            at = self._prune_one(element, end, allowed)
        return at

    def _prune_one(self, element: _Element, end: int, allowed: Allowed) -> int:
        stop = element.stop(min(end, len(self.data)))
        inner = allowed.get(element.kind)
        if element.kind not in allowed:
            self._void(element.at, stop)
        elif inner is not None:
            if element.kind == _GROUP and not self._is_kept(element, stop):
                self._void(element.at, stop)
                return stop
            ends = _AFTER[element.kind] if element.end is None else frozenset[int]()
            return self._prune(element.start, stop, inner, ends)
        elif element.end is not None and element.end > stop:
            del self.data[element.at :]  # cut off in the middle
            return element.at
        elif element.kind in (_MUXER, _WRITER):
            self.data[element.start : stop] = bytes(stop - element.start)
        elif element.kind in (_SIMPLE_BLOCK, _BLOCK):
            self._clean_block(element, stop)
        return stop

    def _is_kept(self, group: _Element, stop: int) -> bool:
        blocks = (each for each in _elements(self.data, group.start, stop) if each.kind == _BLOCK)
        return all(_number(self.data, block.start)[0] in self.tracks for block in blocks)

    def _clean_block(self, block: _Element, stop: int) -> None:
        number, length = _number(self.data, block.start)
        track = self.tracks.get(number)
        if track is None:
            self._void(block.at, stop)
            return
        frame = block.start + length + 3
        if track.codec.startswith(b"V_MPEG4/ISO/AVC") and frame < stop and not self.data[frame - 1] & 6:
            size = (self.data[track.private[0] + 4] & 3) + 1
            nal.silence(self.data, frame, stop, length_size=size, is_hevc=False)

    def _void(self, at: int, stop: int) -> None:
        """Turn an element into `Void` of the same size (2 bytes at least, as every element has)."""
        room = stop - at
        head = bytes((0xEC, 0x80 | room - 2)) if room <= 128 else b"\xec\x01" + (room - 9).to_bytes(7, "big")
        self.data[at:stop] = head + bytes(room - len(head))
