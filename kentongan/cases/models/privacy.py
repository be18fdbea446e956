"""What UU 27/2022 asks for: requests about data, what was erased, what falls due for erasing, breaches."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.cases.models.case import Case
from kentongan.cases.models.sealed import SealableTextField
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest, ErasedWhy, RefusalGround
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class PrivacyRequest(models.Model):
    """One request of a reporter about his data, and what was decided. Only one of a kind is open at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="privacy_requests")
    kind = models.CharField(max_length=12, choices=DataRequest.choices())
    about = models.CharField(max_length=10, choices=CorrectionOf.choices(), blank=True)  # of a correction
    text = SealableTextField(blank=True)  # what the reporter wrote
    lodged_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=DataOutcome.choices(), blank=True)
    ground = models.CharField(max_length=20, choices=RefusalGround.choices(), blank=True)
    reason = SealableTextField(blank=True)  # what the village answered
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # The last day on which a granted erasure can still be revoked.
    effective_on = models.DateField(null=True, blank=True)
    # When it was carried out; of a restriction, when it was lifted.
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["lodged_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["village", "case", "lodged_at"], name="privacy_request_of_case"),
            # What the desk's list and the job ask for: neither grows with what is done.
            models.Index(fields=["village", "due_on", "id"], name="privacy_request_open", condition=Q(outcome="")),
            models.Index(
                fields=["village", "effective_on"],
                name="privacy_erasure_waiting",
                condition=Q(kind="erasure", outcome="granted", done_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "case", "kind"], name="one_open_request_of_a_kind", condition=Q(outcome="")
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="privacy_request_is_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(ground=""), name="refused_request_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Erasure(models.Model):
    """The tombstone of a case whose contents were erased: which, when, why, how much. Never what."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="erasure")
    at = models.DateTimeField()
    why = models.CharField(max_length=12, choices=ErasedWhy.choices())
    destroyed = models.JSONField(default=dict)  # {"texts": 9, "files": 2, "records": 1, "keys": 0, "entries": 12}
    # Done again after an older backup had brought the contents back.
    repeated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["village", "at"], name="erasure_newest")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.why}"


class RetentionItem(models.Model):
    """A case whose contents have been kept long enough: approved by the unit head (and a second person), or kept on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="retention")
    due_on = models.DateField()
    listed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    # The first day on which the job erases: until then an approval can be taken back.
    erase_from = models.DateField(null=True, blank=True)
    kept_until = models.DateField(null=True, blank=True)
    keep_reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["village", "due_on", "id"], name="retention_waiting", condition=Q(done_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="retention_is_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=models.F("approved_by")),
                name="retention_second_is_another",
            ),
            models.CheckConstraint(
                condition=Q(kept_until__isnull=True) | ~Q(keep_reason=""), name="retention_kept_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"


class BreachNotice(models.Model):
    """A failure to protect personal data, and what is told of it within 3 x 24 hours (UU 27/2022 art. 46).

    Nothing of reporters stands here: kinds of data and a number of people are enough for both letters.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    known_at = models.DateTimeField("diketahui")
    due_at = models.DateTimeField("paling lambat diberitahukan")
    happened = models.CharField("kapan dan bagaimana terjadi", max_length=2000)
    kinds = models.JSONField("jenis data", default=list)  # values of forms' choices
    people = models.CharField("berapa orang", max_length=200)
    consequences = models.CharField("akibat yang mungkin", max_length=2000)
    measures = models.CharField("yang sudah dan akan dilakukan", max_length=2000)
    advice = models.CharField("yang sebaiknya dilakukan warga", max_length=2000, blank=True)
    contact = models.CharField("kontak", max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    subjects_told_at = models.DateTimeField(null=True, blank=True)
    authority_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-known_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["village", "-known_at", "-id"], name="breach_newest")]

    def __str__(self) -> str:
        return f"{self.known_at:%Y-%m-%d %H:%M}"
