"""Which bytes of an MP4 family file are sound and picture, by its own tables: what nobody points at becomes zeros."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from kentongan.documents.media import nal
from kentongan.documents.media.boxes import blank, boxes, find
from kentongan.documents.refusal import UploadRefused

_MAX_SAMPLES = 1_000_000  # of all tracks; six hours of speech have as many
_MAX_IN_A_RUN = 10_000  # samples of one size in a fragment, which take no room in the file: three minutes of sound
# Of these, sizes in the tables are bytes. Old QuickTime sound counts otherwise: there a whole chunk stays.
_SIZED = frozenset({b"mp4a", b"samr", b"sawb", b"Opus", b"alac", b"fLaC", b"ac-3", b"ec-3"})


@dataclass(frozen=True, slots=True)
class Run:
    """Some bytes of one track. `nal_size` is not 0 if they are one picture of H.264 or H.265."""

    start: int
    end: int
    nal_size: int = 0
    is_hevc: bool = False


@dataclass(frozen=True)
class _Codec:
    format: bytes
    nal_size: int
    is_hevc: bool


def track_number(film: bytearray, header: int) -> int:
    """Return the track number that a `tkhd` (its content starting at `header`) gives."""
    at = header + (20 if film[header] == 1 else 12)
    return int.from_bytes(film[at : at + 4], "big")


def of_film(film: bytearray, dropped: set[int]) -> list[Run]:
    """Return the bytes of all kept tracks, whole ones and fragments, by place. Raises UploadRefused."""
    try:
        runs = list(islice(_all_runs(film, dropped), _MAX_SAMPLES + 1))
    except (struct.error, IndexError, StopIteration) as error:
        raise UploadRefused("audio_broken") from error
    if len(runs) > _MAX_SAMPLES:
        raise UploadRefused("audio_broken")
    return sorted(runs, key=lambda run: run.start)


def blank_unused(film: bytearray, runs: list[Run]) -> None:
    """Zero everything in `mdat` boxes outside `runs`, and silence notes that encoders leave between pictures."""
    rooms = list(find(film, 0, len(film), b"mdat"))
    used = _merged(runs)
    is_there, next_used = False, 0
    for start, end in rooms:
        at = start
        while next_used < len(used) and used[next_used][1] <= start:
            next_used += 1
        while next_used < len(used) and used[next_used][0] < end:
            first, last = used[next_used]
            if first > at:
                film[at:first] = bytes(first - at)
            at, is_there = min(last, end), True
            if last > end:
                break  # it goes on behind this room
            next_used += 1
        film[at:end] = bytes(end - at)
    if not is_there:
        raise UploadRefused("audio_broken")
    done = 0
    for run in runs:
        # Samples that overlap are no camera's work, and walking them again and again would be endless.
        if run.nal_size and run.start >= done and run.end <= len(film):
            nal.silence(film, run.start, run.end, length_size=run.nal_size, is_hevc=run.is_hevc)
            done = run.end


def _merged(runs: list[Run]) -> list[tuple[int, int]]:
    """Return the rooms that `runs` (by place) take, without overlaps."""
    merged: list[tuple[int, int]] = []
    for run in runs:
        if merged and run.start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], run.end)
        elif run.end > run.start >= 0:
            merged.append((run.start, run.end))
    return merged


def _all_runs(film: bytearray, dropped: set[int]) -> Iterator[Run]:
    codecs: dict[int, _Codec] = {}
    tables = []
    for start, end in find(film, 0, len(film), b"moov", b"trak"):
        number = next((track_number(film, at) for at, _ in find(film, start, end, b"tkhd")), 0)
        for table, stop in find(film, start, end, b"mdia", b"minf", b"stbl"):
            codecs[number] = _codec(film, table, stop)
            tables.append((table, stop, codecs[number]))
    chunks = sorted({at for table, stop, _ in tables for at in _chunk_offsets(film, table, stop)})
    nexts = dict(pairwise([*chunks, len(film)]))
    for table, stop, codec in tables:
        yield from _runs_of_table(film, table, stop, codec, nexts)
    yield from _runs_of_fragments(film, codecs, dropped)


def _codec(film: bytearray, table: int, stop: int) -> _Codec:
    for at, end in find(film, table, stop, b"stsd"):
        for kind, _, inside, last in boxes(film, at + 8, end):
            if kind in (b"avc1", b"avc3", b"avc2", b"avc4"):
                setting = next((a for a, _ in find(film, inside + 78, last, b"avcC")), None)
                return _Codec(kind, (film[setting + 4] & 3) + 1 if setting else 4, is_hevc=False)
            if kind in (b"hvc1", b"hev1", b"dvh1", b"dvhe"):
                setting = next((a for a, _ in find(film, inside + 78, last, b"hvcC")), None)
                if setting:
                    nal.silence_settings(film, setting, last)
                return _Codec(kind, (film[setting + 21] & 3) + 1 if setting else 4, is_hevc=True)
            return _Codec(kind, 0, is_hevc=False)
    return _Codec(b"", 0, is_hevc=False)


def _numbers(film: bytearray, at: int, end: int, count: int, code: str = "I") -> tuple[int, ...]:
    if count > _MAX_SAMPLES or at + count * struct.calcsize(f">{code}") > end:
        raise UploadRefused("audio_broken")
    return struct.unpack_from(f">{count}{code}", film, at)


def _chunk_offsets(film: bytearray, table: int, stop: int) -> tuple[int, ...]:
    for kind, code in ((b"stco", "I"), (b"co64", "Q")):
        for at, end in find(film, table, stop, kind):
            return _numbers(film, at + 8, end, _count(film, at + 4), code)
    return ()


def _count(film: bytearray, at: int) -> int:
    return int.from_bytes(film[at : at + 4], "big")


def _sizes(film: bytearray, table: int, stop: int) -> tuple[int, tuple[int, ...], int]:
    """Return (size of all samples or 0, the sizes, how many)."""
    for at, end in find(film, table, stop, b"stsz"):
        same, count = struct.unpack_from(">II", film, at + 4)
        return (same, (), count) if same else (0, _numbers(film, at + 12, end, count), count)
    for at, end in find(film, table, stop, b"stz2"):
        bits, count = film[at + 7], _count(film, at + 8)
        if bits == 4:
            halves = _numbers(film, at + 12, end, (count + 1) // 2, "B")
            return 0, tuple(part for byte in halves for part in (byte >> 4, byte & 15))[:count], count
        return 0, _numbers(film, at + 12, end, count, "H" if bits == 16 else "B"), count
    return 0, (), 0


def _runs_of_table(film: bytearray, table: int, stop: int, codec: _Codec, nexts: dict[int, int]) -> Iterator[Run]:
    offsets = _chunk_offsets(film, table, stop)
    same, sizes, count = _sizes(film, table, stop)
    if same and codec.format not in _SIZED and not codec.nal_size:
        yield from (Run(at, nexts[at]) for at in offsets)
        return
    sample = 0
    for at, samples in zip(offsets, _samples_per_chunk(film, table, stop, len(offsets)), strict=False):
        last = min(sample + samples, count)
        if same:
            yield Run(at, at + same * (last - sample))
        else:
            yield from _consecutive(at, sizes[sample:last], codec)
        sample = last


def _samples_per_chunk(film: bytearray, table: int, stop: int, chunks: int) -> Iterator[int]:
    at, end = next(find(film, table, stop, b"stsc"), (0, 0))
    count = _count(film, at + 4) if end else 0
    entries = _numbers(film, at + 8, end, count * 3)
    firsts = [*entries[0::3], chunks + 1]
    for number, samples in enumerate(entries[1::3]):
        yield from (samples for _ in range(firsts[number], min(firsts[number + 1], chunks + 1)))


def _consecutive(at: int, sizes: Iterable[int], codec: _Codec) -> Iterator[Run]:
    start = at
    for size in sizes:
        if codec.nal_size:
            yield Run(at, at + size, codec.nal_size, codec.is_hevc)
        at += size
    if not codec.nal_size and at > start:
        yield Run(start, at)


def _runs_of_fragments(film: bytearray, codecs: dict[int, _Codec], dropped: set[int]) -> Iterator[Run]:
    defaults = {
        _count(film, at + 4): _count(film, at + 16) for at, _ in find(film, 0, len(film), b"moov", b"mvex", b"trex")
    }
    for kind, moof, inside, stop in boxes(film, 0, len(film)):
        if kind != b"moof":
            continue
        base = moof
        for box, at, content, end in list(boxes(film, inside, stop)):
            if box == b"traf":
                number = next((_count(film, a + 4) for a, _ in find(film, content, end, b"tfhd")), 0)
                runs, base = _runs_of_fragment(film, content, end, moof, base, defaults.get(number, 0))
                if number in dropped or number not in codecs:
                    blank(film, at, content, end)
                else:
                    for start, sizes in runs:
                        yield from _consecutive(start, sizes, codecs[number])


def _runs_of_fragment(
    film: bytearray, content: int, end: int, moof: int, base: int, default: int
) -> tuple[list[tuple[int, tuple[int, ...]]], int]:
    """Return the runs (place, sizes of the samples) of one `traf`, and where its data end."""
    header, _ = next(find(film, content, end, b"tfhd"), (0, 0))
    flags, at = _count(film, header) & 0xFFFFFF, header + 8
    if flags & 1:
        base, at = int.from_bytes(film[at : at + 8], "big"), at + 8
    elif flags & 0x20000:
        base = moof
    at += 4 * bool(flags & 2) + 4 * bool(flags & 8)
    if flags & 0x10:
        default = _count(film, at)
    runs, place = [], base
    for run, run_end in find(film, content, end, b"trun"):
        flags, count, at = _count(film, run) & 0xFFFFFF, _count(film, run + 4), run + 8
        if flags & 1:
            place, at = base + int.from_bytes(film[at : at + 4], "big", signed=True), at + 4
        at += 4 * bool(flags & 4)
        fields = [bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800)]
        numbers = _numbers(film, at, run_end, count * sum(fields))
        if not fields[1] and count > _MAX_IN_A_RUN:
            raise UploadRefused("audio_broken")
        sizes = numbers[fields[0] :: sum(fields)] if fields[1] else (default,) * count
        runs.append((place, sizes))
        place += sum(sizes)
    return runs, place
