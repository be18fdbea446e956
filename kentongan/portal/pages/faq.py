"""A few questions people ask, answered from the village's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from kentongan.rules.deadlines import ClockKind, DeadlineRule, rule_for
from kentongan.rules.types import CaseClass
from kentongan.villages.models import Village
from kentongan.villages.texts import TEXTS, Question, own_questions, text_of

_ANSWERS: Final = ("faq_cost", "faq_anonymous", "faq_not_ours", "faq_official", "faq_unsatisfied")


def faq(village: Village, rules: Sequence[DeadlineRule], today: date) -> tuple[Question, ...]:
    """Return the questions, the village's own last; limits are those in force today."""

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
        *(Question(TEXTS[key].title, text_of(village, key)) for key in _ANSWERS),
        *own_questions(village),
    )
