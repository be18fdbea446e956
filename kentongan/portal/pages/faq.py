"""A few questions people ask, answered from the village's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kentongan.rules.deadlines import ClockKind, DeadlineRule, rule_for
from kentongan.rules.types import CaseClass


@dataclass(frozen=True)
class Question:
    """One question with its answer."""

    asked: str
    answer: str


def faq(rules: Sequence[DeadlineRule], today: date) -> tuple[Question, ...]:
    """Return the questions; limits are those in force today."""

    def within(case_class: CaseClass) -> str:
        rule = rule_for(rules, ClockKind.ANSWER, case_class, today)
        return f"paling lama {rule.amount} {rule.unit.label}" if rule else "secepatnya"

    return (
        Question(
            "Berapa lama sampai dijawab?",
            f"Permintaan informasi {within(CaseClass.INFORMATION)}, aspirasi {within(CaseClass.ASPIRATION)}, "
            f"pengaduan {within(CaseClass.NON_SUPERVISORY)}. Pengaduan yang perlu pemeriksaan, "
            f"{within(CaseClass.SUPERVISORY)}. Tanggal pastinya ada di halaman lacak Anda.",
        ),
        Question("Apakah ada biaya?", "Tidak ada. Bila ada yang meminta uang, laporkan."),
        Question(
            "Bolehkah tanpa nama?",
            "Boleh. Pilih anonim. Petugas tetap bisa bertanya dan Anda tetap bisa menjawab lewat kode lacak.",
        ),
        Question(
            "Bagaimana bila bukan urusan desa?",
            "Tetap kami catat. Kami salurkan ke instansi yang berwenang dan kami jelaskan kepada Anda.",
        ),
        Question(
            "Bagaimana bila yang dilaporkan orang pemerintah desa?",
            "Katakan di formulir. Begitu petugas mencatatnya, orang yang dilaporkan tidak bisa lagi membuka dan "
            "menangani laporan itu. Bila ia sendiri penerima laporan, pilih anonim, atau sampaikan langsung kepada "
            "Ketua BPD.",
        ),
        Question(
            "Bagaimana bila saya tidak puas?",
            "Setelah dijawab, Anda menilai. Bila belum puas, laporan dibuka kembali. Anda juga boleh mengajukan "
            "keberatan, yang diputuskan orang lain, atau mengadu ke Ombudsman Republik Indonesia.",
        ),
    )
