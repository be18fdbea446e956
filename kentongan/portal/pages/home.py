"""The first page: what this is, how it goes, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kentongan.rules.deadlines import ClockKind, DeadlineRule, rule_for
from kentongan.rules.types import CaseClass


@dataclass(frozen=True)
class HowStep:
    """One illustrated step; `text` names a public text, `beats` are the kentongan's strokes, lit up to this step."""

    title: str
    text: str
    art: str
    beats: tuple[bool, ...]


@dataclass(frozen=True)
class Promise:
    """What happens by when."""

    when: str
    title: str
    text: str = ""
    citation: str = ""


@dataclass(frozen=True)
class HomePage:
    """All that the first page shows."""

    steps: tuple[HowStep, ...]
    promises: tuple[Promise, ...]


def _steps() -> tuple[HowStep, ...]:
    told = (
        ("Anda bercerita", "step_tell", "tell"),
        ("Kami mencatat", "step_record", "record"),
        ("Kami menangani", "step_work", "work"),
        ("Anda menilai", "step_judge", "judge"),
    )
    return tuple(
        HowStep(title, text, f"portal/art/{art}.svg", tuple(n <= position for n in range(len(told))))
        for position, (title, text, art) in enumerate(told)
    )


STEPS: Final = _steps()


def promises(rules: Sequence[DeadlineRule], today: date) -> tuple[Promise, ...]:
    """Say the village's own deadlines in force today, in the order in which a reporter meets them."""

    def limit(clock: ClockKind, case_class: CaseClass | None = None) -> tuple[str, str]:
        rule = rule_for(rules, clock, case_class, today)
        return (f"{rule.amount} {rule.unit.label}", rule.citation) if rule else ("", "")

    said = [Promise("Saat itu juga", "Anda mendapat nomor registrasi dan kode lacak")]
    verify, cited = limit(ClockKind.VERIFY)
    if verify:
        said.append(Promise(f"Paling lama {verify}", "Laporan diperiksa dan diteruskan", citation=cited))
    follow_up, cited = limit(ClockKind.FIRST_FOLLOW_UP)
    if follow_up:
        said.append(Promise(f"{follow_up} setelah petugas ditunjuk", "Kabar tindak lanjut pertama", citation=cited))
    answer, cited = limit(ClockKind.ANSWER, CaseClass.NON_SUPERVISORY)
    long_answer, _ = limit(ClockKind.ANSWER, CaseClass.SUPERVISORY)
    quick, _ = limit(ClockKind.ANSWER, CaseClass.INFORMATION)
    if answer:
        more = [f"Bila perlu pemeriksaan, paling lama {long_answer}."] if long_answer else []
        more += [f"Permintaan informasi {quick}."] if quick else []
        said.append(Promise(f"Paling lama {answer}", "Pengaduan dijawab", " ".join(more), cited))
    said.append(Promise("Setelah dijawab", "Anda menilai", "Belum puas? Anda boleh minta dibuka lagi, atau keberatan."))
    return tuple(said)


def home_page(rules: Sequence[DeadlineRule], today: date) -> HomePage:
    """Put the first page together."""
    return HomePage(steps=STEPS, promises=promises(rules, today))
