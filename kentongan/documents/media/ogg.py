"""Ogg (RFC 3533): Opus, Vorbis, Speex and FLAC with their comments emptied and every page summed anew."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kentongan.documents.media import comments
from kentongan.documents.refusal import UploadRefused

MAX_PAGES = 100_000
_MAX_HEADER = 20 * 1024 * 1024  # cover pictures
_MIRROR = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CONTINUED, _FIRST, _LAST = 1, 2, 4


@dataclass(frozen=True)
class _Page:
    flags: int
    granule: bytes
    serial: bytes
    lacing: bytes
    body: bytes = field(repr=False)

    def written(self, number: int) -> bytes:
        """Return the page's bytes with its place in the stream and its checksum."""
        head = b"OggS\x00" + bytes((self.flags,)) + self.granule + self.serial + number.to_bytes(4, "little")
        rest = bytes((len(self.lacing),)) + self.lacing + self.body
        return head + checksum(head + bytes(4) + rest) + rest


def checksum(page: bytes) -> bytes:
    """Return the CRC of a page (polynomial 0x04c11db7, nothing inverted), its own field being zero."""
    # zlib's CRC has the same polynomial with all bits mirrored, and inverts before and after.
    mirrored = zlib.crc32(page.translate(_MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return mirrored.to_bytes(4, "big").translate(_MIRROR)


def pages(data: bytes) -> Iterator[_Page]:
    """Yield the whole pages; what lies between and behind them is passed over."""
    at = 0
    for _ in range(MAX_PAGES):
        at = data.find(b"OggS\x00", at)
        if at < 0 or at + 27 > len(data):
            return
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        body = at + 27 + len(lacing)
        end = body + sum(lacing)
        if len(lacing) < data[at + 26] or end > len(data):
            return  # cut off
        yield _Page(data[at + 5] & 7, data[at + 6 : at + 14], data[at + 14 : at + 18], lacing, data[body:end])
        at = end


@dataclass
class _Stream:
    """One stream being written anew. Its first packets are headers, until there are enough of them."""

    serial: bytes
    number: int = 0
    headers: list[bytes] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)  # of a packet that goes on on the next page
    is_open: bool = True  # still among the headers

    def take(self, page: _Page) -> Iterator[bytes]:
        """Yield the pages to write for one that was read."""
        if not self.is_open:
            yield self._next(page)
            return
        at = 0
        for length in page.lacing:
            self.waiting += page.body[at : at + length]
            at += length
            if length < 255:
                self.headers.append(bytes(self.waiting))
                self.waiting.clear()
        if len(self.waiting) > _MAX_HEADER or len(self.headers) > 512:
            raise UploadRefused("audio_broken")
        if len(self.headers) >= self._wanted():
            if self.waiting or len(self.headers) > self._wanted():
                raise UploadRefused("audio_broken")  # sound begins on a page of its own
            self.is_open = False
            yield from self._written_headers(is_last=bool(page.flags & _LAST))

    def _wanted(self) -> int:
        """Return how many packets are headers, as far as is known yet."""
        first = self.headers[0] if self.headers else b""
        if first.startswith(b"OpusHead"):
            return 2
        if first.startswith(b"\x01vorbis"):
            return 3
        if first.startswith(b"Speex   "):
            return 2 + min(int.from_bytes(first[68:72], "little"), 16)
        if first.startswith(b"\x7fFLAC"):
            is_complete = len(self.headers) > 1 and self.headers[-1][:1] >= b"\x80"
            return len(self.headers) + (not is_complete)
        raise UploadRefused("audio_broken")

    def _clean_headers(self) -> list[bytes]:
        first, *rest = self.headers
        if first.startswith(b"\x7fFLAC"):
            # Only comments must be there; pictures, cue sheets, notes of programs go.
            return [first[:7] + b"\x00\x01" + first[9:], comments.empty_flac(is_last=True)]
        if first.startswith(b"Speex   "):
            # The version is a text of the encoder's own (20 bytes).
            return [first[:8] + b"1.2".ljust(20, b"\x00") + first[28:], comments.empty_speex(), *rest[1:]]
        emptied = comments.empty(rest[0])
        if emptied is None:
            raise UploadRefused("audio_broken")
        return [first, emptied, *rest[1:]]

    def _written_headers(self, *, is_last: bool) -> Iterator[bytes]:
        first, *rest = self._clean_headers()
        yield self._next(_Page(_FIRST, bytes(8), self.serial, _laced(first), first))
        lacing, body = b"".join(map(_laced, rest)), b"".join(rest)
        at = 0
        for start in range(0, len(lacing), 255):
            part = lacing[start : start + 255]
            size = sum(part)
            is_continued = start > 0 and lacing[start - 1] == 255
            flags = _CONTINUED * is_continued | _LAST * (is_last and start + 255 >= len(lacing))
            ends = any(length < 255 for length in part)
            granule = bytes(8) if ends else b"\xff" * 8
            yield self._next(_Page(flags, granule, self.serial, part, body[at : at + size]))
            at += size

    def _next(self, page: _Page) -> bytes:
        self.number += 1
        return page.written(self.number - 1)


def _laced(packet: bytes) -> bytes:
    return b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))


def bare(data: bytes) -> bytes:
    """Return the recording without comments and without anything between its pages.

    Raises UploadRefused (`audio_broken`).
    """
    streams: dict[bytes, _Stream] = {}
    written: list[bytes] = []
    for page in pages(data):
        if page.flags & _FIRST:
            streams[page.serial] = _Stream(page.serial)
        stream = streams.get(page.serial)
        if stream is not None:  # a page of a stream that never began is nothing
            written += stream.take(page)
    if not written or any(stream.is_open for stream in streams.values()):
        raise UploadRefused("audio_broken")
    return b"".join(written)
