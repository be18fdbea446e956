"""The case itself, and the counter that gives its register number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.cases.lodging import AboutOfficial, IdentityMode
from kentongan.cases.models.sealed import SealableTextField
from kentongan.rules.publication import Consent
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import ArchiveReason, CaseClass, Kind, Outcome, Route, Status, Urgency
from kentongan.support.ids import uuid7
from kentongan.villages.models import Body, Category, Hamlet, Village

CHANNELS = [
    ("web", "Situs"),
    ("counter", "Loket"),
    ("phone", "Telepon"),
    ("letter", "Surat"),
    ("box", "Kotak aduan"),
    ("meeting", "Musyawarah"),
    ("email", "Surel"),
    ("whatsapp", "WhatsApp"),
    ("telegram", "Telegram"),
    ("sms", "SMS"),
    ("api", "Aplikasi lain"),
    ("register", "Buku register lama"),
]


if TYPE_CHECKING:
    StrField = models.CharField[str, str]
else:
    StrField = models.CharField  # generic for the type checker only


class InboxKey(StrField):
    """Where a case stands in the inbox, as one text that sorts: urgent, then nearest deadline, then oldest first.

    Written with the row itself (like `auto_now`), so that no action can forget it; one column makes keyset pages one
    index range on both databases. What is no longer open sorts by its time-ordered id alone.
    """

    WITHOUT_DEADLINE = "99999999"
    TRAY = "2"  # with this begins what waits in the triage tray: after everything else, a range of its own

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the key from urgency, next deadline and id."""
        del add  # the same for new and old rows
        case = model_instance
        urgent = case.is_open and case.urgency == Urgency.URGENT  # type: ignore[attr-defined]  # a field of Case only
        due: date | None = case.next_due_on if case.is_open else None  # type: ignore[attr-defined]
        place = self.TRAY if case.triage else "0" if urgent else "1"  # type: ignore[attr-defined]
        key = f"{place}{due.strftime('%Y%m%d') if due else self.WITHOUT_DEADLINE}{case.pk.hex}"
        setattr(model_instance, self.attname, key)
        return key


class BookKey(StrField):
    """Where a line stands in the register book, as one text that sorts: series, year and month of receipt, number.

    "A20260700000045". Written once, with the new row itself, so that no action can forget it; a month, a quarter and a
    year of the book are each one range of one index. Number and time of receipt do not change, so neither does the key;
    only a restricted case that is released gets an ordinary number, and a key with it.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the key of a new row from its series, year and number, and from its local month of receipt."""
        if add:
            setattr(model_instance, self.attname, model_instance.new_book_key())  # type: ignore[attr-defined]  # of Case
        stored: str = getattr(model_instance, self.attname)
        return stored


class RegisterCounter(models.Model):
    """The last register number given, per village, series and year; its row lock makes numbers gapless."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    series = models.CharField(max_length=10, default="A")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "series", "year"], name="one_counter_per_series_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.last}"


class DrawnNumber(models.Model):
    """A number of a series in which numbers are drawn at random: kept for good, so that none is given twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "series", "year", "seq"], name="number_drawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.seq}"


class Case(models.Model):
    """One entry of the register: a complaint, aspiration or information request and where it stands.

    Who lodged it is never here: identity and contact live behind the vault's door (`identity` is only their record id).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    series = models.CharField(max_length=10, default="A")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    book_key = BookKey(max_length=30, default="", editable=False)
    number = models.CharField("nomor registrasi", max_length=80)
    old_number = models.CharField("nomor di buku lama", max_length=120, blank=True)

    # The number on the printed form or line of the blank book on which it was first written down, if any.
    form_number = models.CharField("nomor formulir", max_length=20, blank=True)

    kind = models.CharField("jenis", max_length=20, choices=Kind.choices())
    case_class = models.CharField("klasifikasi", max_length=20, choices=CaseClass.choices(), null=True, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True)
    urgency = models.CharField("urgensi", max_length=10, choices=Urgency.choices(), default=Urgency.NORMAL)
    status = models.CharField("status", max_length=20, choices=Status.choices())
    previous_status = models.CharField(max_length=20, choices=Status.choices(), null=True, blank=True)
    deemed_withdrawn = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField("putaran", default=1)

    channel = models.CharField("media", max_length=20, choices=CHANNELS)
    received_at = models.DateTimeField("diterima")
    # Imported rows may lack a date: then `received_at` holds the time of import and this says so.
    date_unknown = models.BooleanField(default=False)
    recorded_at = models.DateTimeField("dicatat")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    imported = models.BooleanField(default=False)

    title = models.CharField("judul", max_length=200, blank=True)
    story = models.TextField("uraian")
    settlement = models.TextField("penyelesaian yang diminta", blank=True)
    hamlet = models.ForeignKey(Hamlet, on_delete=models.PROTECT, null=True, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    place = models.CharField("tempat", max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    incident_on = models.DateField("tanggal kejadian", null=True, blank=True)
    incident_text = models.CharField("waktu kejadian", max_length=200, blank=True)
    about_official = models.CharField(max_length=10, choices=AboutOfficial.choices(), default=AboutOfficial.NO)
    about_whom = models.CharField("terlapor", max_length=300, blank=True)

    identity_mode = models.CharField(max_length=12, choices=IdentityMode.choices())
    identity = models.UUIDField(null=True, blank=True, editable=False)  # a record of the vault
    proxy = models.BooleanField("melalui kuasa", default=False)
    notify_by_email = models.BooleanField(default=False)  # an address is in the vault; only the outbox may fetch it
    # Only for a confidential reporter who wants notices: a record with his contact, which the service may open.
    contact = models.UUIDField(null=True, blank=True, editable=False)
    # Seen by the officers of its route alone (CaseMember), in a register of its own.
    restricted = models.BooleanField("terbatas", default=False)
    route = models.CharField("jalur", max_length=12, choices=Route.choices(), blank=True)
    # The case's own data key (vault.CaseKey), where anything of it is sealed; what the reporter told, when it is.
    key = models.UUIDField(null=True, blank=True, editable=False)
    sealed_content = models.BinaryField(null=True, editable=False)
    # The number in the register of restricted cases, of one that was released to the ordinary one.
    restricted_number = models.CharField("nomor khusus", max_length=80, blank=True)
    # A report of retaliation for that case.
    retaliation_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="retaliation_cases"
    )
    code_hash = models.CharField(max_length=64, editable=False)
    # The public half of the key that the tracking code gives, as hex: to seal for the reporter without his code.
    code_public = models.CharField(max_length=64, blank=True, editable=False)
    code_generation = models.PositiveSmallIntegerField(default=1, editable=False)
    submission_hash = models.CharField(max_length=64, null=True, editable=False)

    # Numbered and with its clocks running, but still in the triage tray (rules.triage); `triage_alike` is the same for
    # the same text, and is forgotten when the case leaves the tray.
    triage = models.BooleanField("di baki pemilahan", default=False)
    triage_reason = models.CharField(max_length=20, choices=TriageReason.choices(), blank=True)
    triage_alike = models.CharField(max_length=24, blank=True, editable=False)

    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="handled_cases"
    )
    handler_due_on = models.DateField("diminta selesai", null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    archive_reason = models.CharField(max_length=20, choices=ArchiveReason.choices(), blank=True)
    archive_proposed_by = models.UUIDField(null=True, blank=True)
    outcome = models.CharField("hasil", max_length=20, choices=Outcome.choices(), blank=True)
    proposed_outcome = models.CharField(max_length=20, choices=Outcome.choices(), blank=True)
    proposed_text = SealableTextField(blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_cases"
    )
    # One letter with several complaints becomes several cases; this one was taken out of that one.
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="split_cases")
    withdrawal_due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # "Closed" and "confirmed solved by the reporter" are always counted apart (RULES §3).
    confirmed_solved = models.BooleanField(default=False)

    # Whether the reporter agrees that it is published without his name; "": he was not asked.
    publish_consent = models.CharField("boleh diterbitkan", max_length=3, choices=Consent.choices(), blank=True)

    # UU 27/2022: its processing is restricted at the reporter's wish; its contents were erased, and when.
    processing_limited = models.BooleanField("pengolahan dibatasi", default=False)
    erased_at = models.DateTimeField("isinya dihapus", null=True, blank=True)

    # The nearest running deadline, kept by the actions so that the inbox sorts by an index.
    next_due_on = models.DateField(null=True, blank=True)
    next_clock = models.CharField(max_length=30, blank=True)
    is_open = models.BooleanField(default=True)
    inbox_key = InboxKey(max_length=48, editable=False)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "series", "year", "seq"], name="register_number_once"),
            models.UniqueConstraint(fields=["village", "number"], name="register_number_text_once"),
            models.UniqueConstraint(
                fields=["village", "form_number"], name="form_number_once", condition=~Q(form_number="")
            ),
            models.UniqueConstraint(fields=["village", "code_hash"], name="tracking_code_once"),
            models.UniqueConstraint(fields=["village", "submission_hash"], name="one_case_per_submission"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="point_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False), name="merged_names_the_other_case"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WAITING) | Q(previous_status__isnull=False), name="waiting_knows_where_from"
            ),
            models.CheckConstraint(
                condition=Q(triage=False, triage_alike="")
                | (Q(triage=True, status=Status.RECEIVED) & ~Q(triage_reason="")),
                name="tray_holds_received_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(identity_mode=IdentityMode.ANONYMOUS) | Q(proxy=False), name="anonymous_names_no_proxy"
            ),
            # What is sealed stands nowhere in clear, whatever an action forgets.
            models.CheckConstraint(
                condition=Q(sealed_content__isnull=True)
                | Q(
                    key__isnull=False,
                    restricted=True,
                    story="",
                    settlement="",
                    hamlet__isnull=True,
                    rt="",
                    rw="",
                    place="",
                    latitude__isnull=True,
                    incident_on__isnull=True,
                    incident_text="",
                    about_whom="",
                ),
                name="sealed_stands_nowhere_in_clear",
            ),
            models.CheckConstraint(condition=Q(restricted=False) | ~Q(route=""), name="restricted_names_its_route"),
        ]
        indexes: ClassVar = [
            # The desk's inbox and its filters, each one range of one index in the order of the page.
            models.Index(fields=["village", "is_open", "inbox_key"], name="case_inbox"),
            models.Index(fields=["village", "handler", "is_open", "inbox_key"], name="case_by_handler"),
            models.Index(fields=["village", "status", "is_open", "inbox_key"], name="case_by_status"),
            models.Index(fields=["village", "category", "is_open", "inbox_key"], name="case_by_category"),
            # What is late or due soon, for the desk's tallies and the deadline watch.
            models.Index(fields=["village", "is_open", "next_due_on"], name="case_due"),
            models.Index(fields=["village", "-received_at", "-id"], name="case_newest"),
            # The register book: a month, a quarter or a year is one range.
            models.Index(fields=["village", "book_key"], name="case_in_book"),
            # From a record of the vault to its case, for who looks for a reporter by name.
            models.Index(fields=["village", "identity"], name="case_by_identity", condition=Q(identity__isnull=False)),
            models.Index(fields=["village", "triage_alike"], name="case_alike_in_tray", condition=~Q(triage_alike="")),
            models.Index(fields=["village", "old_number"], name="case_by_old_number", condition=~Q(old_number="")),
            # For their one yearly figure.
            models.Index(
                fields=["village", "received_at"], name="case_restricted_by_time", condition=Q(restricted=True)
            ),
            models.Index(
                fields=["village", "restricted_number"],
                name="case_by_restricted_number",
                condition=~Q(restricted_number=""),
            ),
            models.Index(
                fields=["village", "withdrawal_due_on"],
                name="case_withdrawal_due",
                condition=Q(withdrawal_due_on__isnull=False),
            ),
            # For how long contents are kept: ended cases by the day of their end.
            models.Index(
                fields=["village", "closed_at", "id"],
                name="case_ended_with_contents",
                condition=Q(closed_at__isnull=False, erased_at__isnull=True),
            ),
        ]

    # Of a copy made to be read (`cases.sealing.shown`): whether its reader brought no key for it.
    locked = False
    only_to_read = False

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. Raises RuntimeError for a copy that was opened to be read: it would lay bare what is sealed."""
        if self.only_to_read:
            raise RuntimeError("a case opened to be read is not saved")
        super().save(*args, **kwargs)

    def new_book_key(self) -> str:
        """Return where the case stands in the book by its number and its local month of receipt."""
        local = self.received_at.astimezone(self.village.zone)
        return f"{self.series}{self.year:04d}{local.month:02d}{self.seq:08d}"

    @property
    def sealed(self) -> bool:
        """Whether what was told, and all that is written on it, is sealed to the case's own key."""
        return self.sealed_content is not None

    @property
    def notice_record(self) -> UUID | None:
        """The record of the vault whose contact the service may open for a notice, if any."""
        return self.contact or (self.identity if self.key is None else None)
