"""What the office writes, and when it is reminded: texts of papers, replies, the ladder of lateness."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.rules.deadlines import ClockKind, Unit
from kentongan.rules.types import CaseClass, PaperKind, Rung
from kentongan.support.ids import uuid7
from kentongan.villages.models.village import CERTAINTIES, Category, Village


class PaperText(models.Model):
    """The village's own words for one kind of paper; without a row the words of the program count."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="paper_texts")
    kind = models.CharField("jenis surat", max_length=30, choices=PaperKind.choices())
    # {"subject": …, "opening": …, "closing": …, "signatory": …}: text with fields such as {nomor} and {tanggal}.
    words = models.JSONField("isi", default=dict)

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "kind"], name="one_text_per_paper")]

    def __str__(self) -> str:
        return str(self.kind)


class RetentionRule(models.Model):
    """For how many years after its end the contents of a case are kept; the row without a category counts for all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="retention_rules")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    years = models.PositiveSmallIntegerField("tahun disimpan sesudah selesai")
    citation = models.CharField("dasar", max_length=200)
    certainty = models.CharField("kepastian", max_length=3, choices=CERTAINTIES, default="own")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "category"],
                name="one_retention_per_category",
                condition=Q(category__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["village"], name="one_retention_for_the_rest", condition=Q(category__isnull=True)
            ),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=30), name="retention_years_are_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.category or 'Semua kategori lain'}: {self.years} tahun"


class ReplyUse(models.TextChoices):
    """Where a reply template is offered."""

    MESSAGE = "message", "Pesan kepada pelapor"
    ASK = "ask", "Permintaan keterangan"
    ANSWER = "answer", "Tanggapan"
    PROGRESS = "progress", "Kabar tindak lanjut"


class ReplyTemplate(models.Model):
    """Words to begin a reply with; fields such as {nomor} are filled in, and the officer still edits them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="reply_templates")
    name = models.CharField("nama", max_length=100)
    use = models.CharField("dipakai untuk", max_length=20, choices=ReplyUse, default=ReplyUse.MESSAGE)
    body = models.TextField("isi", max_length=4000)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    active = models.BooleanField("dipakai", default=True)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "name"], name="reply_template_once_per_village")
        ]

    def __str__(self) -> str:
        return self.name


class EscalationStep(models.Model):
    """One rung of the ladder of lateness: who is told, how many days before or after the due day of which clock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="escalation_steps")
    # Empty: every clock that binds the office.
    clock = models.CharField("jam", max_length=30, choices=ClockKind.choices(), blank=True)
    case_class = models.CharField("klasifikasi", max_length=20, choices=CaseClass.choices(), null=True, blank=True)
    # Counted from the due day: -2 is two days before it, 1 the first day after it.
    days = models.SmallIntegerField("hari terhadap batas waktu")
    unit = models.CharField("satuan", max_length=10, choices=Unit.choices(), default=Unit.WORKING)
    rung = models.CharField("diberitahukan kepada", max_length=20, choices=Rung.choices())
    tells_reporter = models.BooleanField("pelapor diberi tahu", default=False)
    citation = models.CharField("dasar", max_length=200, blank=True)
    certainty = models.CharField("kepastian", max_length=3, choices=CERTAINTIES, default="own")
    active = models.BooleanField("berlaku", default=True)

    class Meta:
        ordering: ClassVar = ["days", "rung"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gte=-60, days__lte=365), name="escalation_days_are_sane")
        ]

    def __str__(self) -> str:
        rung = Rung(self.rung).label if self.rung in set(Rung) else self.rung
        if self.days == 0:
            return f"Pada hari batas waktu → {rung}"
        unit = "hari kerja" if self.unit == Unit.WORKING else "hari"
        side = "sebelum" if self.days < 0 else "sesudah"
        return f"{abs(self.days)} {unit} {side} batas waktu → {rung}"
