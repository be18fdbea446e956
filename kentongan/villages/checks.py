"""What must hold of a row of the settings beyond its columns' own limits; a refusal says what to do instead.

`setting_tables` names for each area the check before a row is stored and the one before it is taken away.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from kentongan.rules import replies
from kentongan.rules.deadline_rules import MAX_AMOUNT
from kentongan.rules.deadlines import ClockEvent, ClockKind, Unit, rule_for
from kentongan.rules.problem_codes import PROBLEM_CODES
from kentongan.rules.types import CaseClass, Refused
from kentongan.support import plain_http
from kentongan.support.tlog.note import COSIGNATURE, NoteError, Verifier
from kentongan.villages.calendar import local_date, rules_for
from kentongan.villages.models import (
    Body,
    Category,
    DeadlineRuleRow,
    EscalationStep,
    Holiday,
    ReplyTemplate,
    RetentionRule,
    Village,
    Witness,
)

FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
_EVENTS: Final = frozenset(str(event) for event in ClockEvent)


def category(row: Category) -> None:
    """A category has a name and a known code, and one at least stays in use: nobody could lodge otherwise."""
    _named(row.name, "Tulis nama kategorinya.")
    if row.problem_code and row.problem_code not in PROBLEM_CODES:
        raise Refused("invalid_setting", "Pilih kode masalah 01 sampai 10 dari daftar, atau kosongkan.")
    others = Category.objects.filter(village=row.village_id, active=True).exclude(pk=row.pk)
    if not row.active and not others.exists():
        raise Refused("setting_needed", "Sedikitnya satu kategori harus tetap dipakai.")


def body(row: Body) -> None:
    """A body has a name."""
    _named(row.name, "Tulis nama instansinya.")


def witness(row: Witness) -> None:
    """A witness has a name, the key of a witness that nobody else in the list has, and an address or none."""
    _named(row.name, "Tulis nama saksinya.")
    try:
        kind = Verifier.parse(row.vkey).kind
    except NoteError:
        raise Refused(
            "invalid_setting", "Kunci saksi itu keliru. Salin seluruh barisnya, seperti dari kentongan witness init."
        ) from None
    if kind != COSIGNATURE:
        raise Refused("invalid_setting", "Itu kunci log, bukan kunci saksi. Mintalah kunci saksi dari pihak saksinya.")
    if row.url and not plain_http.is_address(row.url):
        raise Refused("invalid_setting", "Alamat saksi harus seperti https://saksi.example/, tanpa nama pengguna.")
    if Witness.objects.filter(village=row.village_id, vkey=row.vkey).exclude(pk=row.pk).exists():
        raise Refused("invalid_setting", "Kunci saksi itu sudah ada dalam daftar.")


def deadline(row: DeadlineRuleRow) -> None:
    """A deadline rule has a sane length, a source, a first day, and events that move its clock."""
    if not 1 <= row.amount <= MAX_AMOUNT:
        raise Refused("invalid_setting", f"Batas waktu paling sedikit 1 dan paling banyak {MAX_AMOUNT} hari.")
    _named(row.citation, "Tulis dasar hukumnya; bila ketentuan desa sendiri, tulis demikian.")
    _in_our_time(row.valid_from)
    named = [*row.starts, *row.stops, *row.pauses, *row.resumes]
    if not row.starts or not row.stops or not _EVENTS.issuperset(named):
        raise Refused(
            "invalid_setting", "Aturan ini tidak menyebut peristiwa yang memulai dan mengakhiri batas waktunya."
        )


def deadline_removal(row: DeadlineRuleRow, at: datetime) -> None:
    """A rule goes only where another of its clock is in force today, for every class.

    Raises:
        Refused: `setting_needed`.
    """
    village = Village.objects.get(pk=row.village_id)
    today = local_date(village, at)
    gone = (row.clock, row.case_class, row.valid_from)
    left = [rule for rule in rules_for(village) if (rule.clock, rule.case_class, rule.valid_from) != gone]
    kind = ClockKind(row.clock)
    if any(rule_for(left, kind, case_class, today) is None for case_class in (None, *CaseClass)):
        raise Refused(
            "setting_needed",
            f"Tanpa aturan ini batas waktu “{kind.label}” tidak punya aturan lagi. Buat dulu aturan penggantinya.",
        )


def holiday(row: Holiday) -> None:
    """A day of the calendar has a name and lies in our time."""
    _named(row.name, "Tulis nama atau alasannya, misalnya “Sedekah bumi”.")
    _in_our_time(row.day)


def escalation(row: EscalationStep) -> None:
    """A step of the ladder lies near its due day and says nothing that another step says already."""
    if not -60 <= row.days <= 365:
        raise Refused("invalid_setting", "Paling awal 60 hari sebelum, dan paling lambat 365 hari sesudah batas waktu.")
    if row.unit not in set(Unit):
        raise Refused("invalid_setting", "Pilih hari kerja atau hari kalender.")
    same = EscalationStep.objects.filter(
        village=row.village_id, clock=row.clock, case_class=row.case_class, days=row.days, unit=row.unit, rung=row.rung
    )
    if same.exclude(pk=row.pk).exists():
        raise Refused("twice", "Langkah yang sama sudah ada di daftar.")


def reply(row: ReplyTemplate) -> None:
    """A template has a name and only fields that there are."""
    _named(row.name, "Tulis nama templatnya.")
    replies.check(row.body)


def retention(row: RetentionRule) -> None:
    """A period is a year at least, has its source, and stands once for each category."""
    if not 1 <= (row.years or 0) <= 30:
        raise Refused("invalid_setting", "Masa simpan paling sedikit 1 dan paling lama 30 tahun.")
    _named(row.citation, "Tulis dasarnya; bila ketentuan desa sendiri, tulis demikian.")
    same = RetentionRule.objects.filter(village=row.village_id, category=row.category_id)
    if same.exclude(pk=row.pk).exists():
        raise Refused("twice", "Kategori ini sudah punya masa simpan.")


def retention_removal(row: RetentionRule, at: datetime) -> None:  # noqa: ARG001 -- one shape for all areas
    """The period for all other categories stays.

    Raises:
        Refused: `setting_needed`.
    """
    if row.category_id is None:
        raise Refused("setting_needed", "Masa simpan untuk semua kategori lain harus ada. Ubah saja tahunnya.")


def _named(words: str, sentence: str) -> None:
    if not words.strip():
        raise Refused("invalid_setting", sentence)


def _in_our_time(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused("invalid_setting", f"Tanggalnya harus antara tahun {FIRST_DAY.year} dan {LAST_DAY.year}.")
