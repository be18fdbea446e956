"""Blank forms for days without power: whether a form's number may be used, and what became of each printed form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kentongan.cases.models import Case, FormBatch, FormVoid
from kentongan.rules.form_numbers import FormNumber
from kentongan.rules.types import Labelled, Refused
from kentongan.villages.models import Village

BATCHES: Final = 12  # batches on one page of the list


class FormState(Labelled):
    """What became of a blank form."""

    OUT = "out", "Belum dicatat"
    RECORDED = "recorded", "Sudah dicatat"
    VOID = "void", "Rusak"


@dataclass(frozen=True)
class Form:
    """One printed form. Which case it became is not told here: the list is the same for every reader (decision 20)."""

    number: FormNumber
    state: FormState
    reason: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Batch:
    """A printing, and what became of its forms."""

    row: FormBatch
    forms: tuple[Form, ...]

    def count(self, state: FormState) -> int:
        """How many of its forms are in this state."""
        return sum(1 for form in self.forms if form.state is state)

    @property
    def out(self) -> tuple[Form, ...]:
        """The forms that are still somewhere outside."""
        return tuple(form for form in self.forms if form.state is FormState.OUT)

    @property
    def void(self) -> tuple[Form, ...]:
        """The forms that were spoiled."""
        return tuple(form for form in self.forms if form.state is FormState.VOID)

    @property
    def recorded(self) -> int:
        """How many were recorded."""
        return self.count(FormState.RECORDED)


def check_free(village: Village, number: FormNumber) -> None:
    """Raise Refused unless the form was printed and is neither recorded nor void (three queries at most).

    The codes: `form_not_printed`, `form_used`, `form_void`.
    """
    printed = FormBatch.objects.filter(
        village=village, year=number.year, first__lte=number.seq, last__gte=number.seq
    ).exists()
    if not printed:
        raise Refused(
            "form_not_printed",
            f"Formulir {number} belum pernah dicetak di sini. Periksa lagi nomornya, atau kosongkan.",
        )
    if Case.objects.filter(village=village, form_number=str(number)).exists():
        raise Refused(
            "form_used",
            f"Formulir {number} sudah dicatat sebagai aduan. Periksa lagi nomornya; bila formulirnya memang sama, "
            "aduan ini tidak perlu dicatat dua kali.",
        )
    void = FormVoid.objects.filter(village=village, year=number.year, seq=number.seq).first()
    if void is not None:
        raise Refused(
            "form_void", f"Formulir {number} sudah dinyatakan rusak: {void.reason}. Catat tanpa nomor formulir."
        )


def batches(village: Village, *, before: datetime | None = None) -> tuple[list[Batch], datetime | None]:
    """Return the newest printings with their forms, and where to go on (three queries)."""
    rows = FormBatch.objects.filter(village=village).select_related("printed_by").order_by("-printed_at", "-first")
    if before is not None:
        rows = rows.filter(printed_at__lt=before)
    found = list(rows[: BATCHES + 1])
    shown = found[:BATCHES]
    return _with_forms(village, shown), shown[-1].printed_at if len(found) > BATCHES else None


def numbers_of(batch: FormBatch) -> tuple[FormNumber, ...]:
    """Return the numbers of a printing."""
    return tuple(FormNumber(batch.year, seq) for seq in range(batch.first, batch.last + 1))


def _with_forms(village: Village, rows: Iterable[FormBatch]) -> list[Batch]:
    numbers = {row.pk: numbers_of(row) for row in rows}
    texts = [str(number) for each in numbers.values() for number in each]
    used = set(Case.objects.filter(village=village, form_number__in=texts).values_list("form_number", flat=True))
    years = {number.year for each in numbers.values() for number in each}
    voids = {
        FormNumber(void.year, void.seq): void
        for void in FormVoid.objects.filter(village=village, year__in=years).select_related("voided_by")
    }

    def form(number: FormNumber) -> Form:
        if str(number) in used:
            return Form(number, FormState.RECORDED)
        void = voids.get(number)
        if void is None:
            return Form(number, FormState.OUT)
        return Form(number, FormState.VOID, reason=void.reason, by=void.voided_by.name, at=void.voided_at)

    return [Batch(row, tuple(form(number) for number in numbers[row.pk])) for row in rows]
