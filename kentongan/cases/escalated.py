"""Who is told of a late case, in words: for the timeline, the reporter's page, letters and papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from kentongan.rules.deadlines import ClockKind
from kentongan.rules.escalation import LADDER
from kentongan.rules.types import Rung
from kentongan.ui.words import say_short_date

# What the office owes, as the reporter would say it.
OWED: Final[Mapping[ClockKind, str]] = MappingProxyType(
    {
        ClockKind.VERIFY: "pemeriksaan awal laporan Anda",
        ClockKind.FIRST_FOLLOW_UP: "kabar pertama dari petugas",
        ClockKind.ANSWER: "tanggapan untuk Anda",
        ClockKind.COMPLETENESS: "kabar tentang kelengkapan laporan Anda",
        ClockKind.DECISION: "keputusan atas laporan Anda",
        ClockKind.TELL_DECISION: "pemberitahuan tanggapan kepada Anda",
        ClockKind.OBJECTION: "keputusan atas keberatan Anda",
        ClockKind.RETALIATION: "penanganan laporan tindakan balasan",
        ClockKind.DATA_ACCESS: "jawaban atas permintaan melihat data Anda",
        ClockKind.DATA_CORRECTION: "jawaban atas permintaan memperbaiki data Anda",
        ClockKind.DATA_RESTRICTION: "jawaban atas permintaan membatasi pengolahan data Anda",
        ClockKind.DATA_ERASURE: "jawaban atas permintaan menghapus isi laporan Anda",
    }
)

RUNG_WORDS: Final[Mapping[Rung, str]] = MappingProxyType(
    {
        Rung.HANDLER: "petugas yang menangani",
        Rung.UNIT_HEAD: "ketua unit pengaduan",
        Rung.VILLAGE_HEAD: "Kepala Desa",
        Rung.BPD: "BPD (Badan Permusyawaratan Desa)",
        Rung.DISTRICT: "Camat",
    }
)


# Of a restricted case others are told: those of its route.
ROUTE_WORDS: Final[Mapping[Rung, str]] = MappingProxyType(
    {
        Rung.HANDLER: "petugas yang menangani",
        Rung.UNIT_HEAD: "petugas jalur yang memegang laporan ini",
        Rung.VILLAGE_HEAD: "petugas jalur yang memegang laporan ini",
        Rung.BPD: "pengawas pada jalur laporan ini",
        Rung.DISTRICT: "Camat",
    }
)


def words_of(rungs: Sequence[Rung], *, restricted: bool) -> list[str]:
    """Return who stands on these rungs, in words, each once."""
    words = ROUTE_WORDS if restricted else RUNG_WORDS
    return list(dict.fromkeys(words[rung] for rung in rungs))


def listed(words: Sequence[str]) -> str:
    """Return "a", "a dan b", "a, b, dan c"."""
    if len(words) < 2:
        return "".join(words)
    if len(words) == 2:
        return f"{words[0]} dan {words[1]}"
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def in_order(rungs: Sequence[Rung]) -> list[Rung]:
    """Return each rung once, from the nearest to the farthest."""
    return [rung for rung in LADDER if rung in rungs]


def told_to_reporter(late: Mapping[ClockKind, date], rungs: Sequence[Rung], *, restricted: bool = False) -> str:
    """Say what is late since when and who was told.

    The district head is told by a letter that somebody must carry: until then it is only being prepared.
    """
    what = listed([f"{OWED[kind]} (batasnya {say_short_date(due_on)})" for kind, due_on in late.items()])
    sentences = [f"Lewat batas waktu: {what}."]
    inside = words_of([rung for rung in in_order(rungs) if rung is not Rung.DISTRICT], restricted=restricted)
    if inside:
        sentences.append(f"Karena itu laporan ini kami teruskan kepada {listed(inside)}.")
    if Rung.DISTRICT in rungs:
        sentences.append(
            "Keterlambatan ini juga harus dilaporkan kepada Camat. "
            "Suratnya sedang disiapkan; begitu disampaikan, kabarnya ada di sini."
        )
    return " ".join(sentences)


def told_inside(late: Mapping[ClockKind, date], near: Mapping[ClockKind, date]) -> str:
    """Say for the desk what is late and what is near."""
    parts = []
    for words, clocks in (("Lewat batas waktu", late), ("Segera jatuh tempo", near)):
        if clocks:
            each = [f"{kind.label.lower()} (batas {say_short_date(day)})" for kind, day in clocks.items()]
            parts.append(f"{words}: {listed(each)}.")
    return " ".join(parts)
