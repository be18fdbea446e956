"""Public changes, and what observers set up to hear of them. No row names a case but by its public id."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Labelled, Status
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class What(Labelled):
    """What changed in public of a case."""

    PUBLISHED = "published", "Baru terbit"
    STATUS = "status", "Status berubah"
    LATE = "late", "Lewat batas waktu"
    TEXT = "text", "Isi terbitan diperbarui"
    TAKEN_OFF = "taken_off", "Ditarik dari terbitan"


class Pace(Labelled):
    """How often a digest comes."""

    NONE = "none", "Tidak, cukup di halaman ini"
    DAILY = "daily", "Setiap hari, bila ada yang berubah"
    WEEKLY = "weekly", "Seminggu sekali, bila ada yang berubah"


class Page(Labelled):
    """Kinds of pages that an observer looks at, for the log of readings."""

    HOME = "home", "Halaman depan"
    CASES = "cases", "Daftar aduan terbitan"
    CASE = "case", "Satu aduan terbitan"
    LATE = "late", "Yang lewat batas waktu"
    CHANGES = "changes", "Daftar perubahan"
    FIGURES = "figures", "Angka"
    API_CASES = "api_cases", "Lewat API: daftar aduan"
    API_LATE = "api_late", "Lewat API: yang lewat batas waktu"
    API_CHANGES = "api_changes", "Lewat API: perubahan"
    API_FIGURES = "api_figures", "Lewat API: angka"


class Sending(Labelled):
    """Where a delivery to a webhook stands."""

    QUEUED = "queued", "Menunggu"
    SENDING = "sending", "Sedang dikirim"
    SENT = "sent", "Terkirim"
    DEAD = "dead", "Gagal"


class Looked(models.Model):
    """When a village's public cases were last looked through, and what was counted then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)  # by period ("" for all time)
    late = models.JSONField(default=dict)  # unpublished late cases by limit, k or more

    def __str__(self) -> str:
        return f"{self.village_id} {self.at:%Y-%m-%d %H:%M}"


class Shown(models.Model):
    """A published case as it stood at the last look, to tell what changed since."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE, db_index=False)
    public_id = models.CharField(max_length=16)
    group = models.CharField(max_length=100, blank=True)
    hamlet = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=7, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices())
    late = models.JSONField(default=list)  # limits that were missed
    changed_at = models.DateTimeField(null=True, blank=True)  # of the publication: texts, pictures, generality

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "public_id"], name="shown_once")]

    def __str__(self) -> str:
        return self.public_id


class Change(models.Model):
    """One change, seen at a look. Its key sorts by time; the day is that of the look."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE, db_index=False)
    public_id = models.CharField(max_length=16)
    what = models.CharField(max_length=12, choices=What.choices())
    status = models.CharField(max_length=20, choices=Status.choices(), blank=True)  # the new one
    clock = models.CharField(max_length=30, choices=ClockKind.choices(), blank=True)  # the limit that was missed
    # Of a case that was taken off: by what of it a watch is told.
    group = models.CharField(max_length=100, blank=True)
    hamlet = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=7, blank=True)
    day = models.DateField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["village", "-id"], name="change_newest"),
            models.Index(fields=["village", "what", "-id"], name="change_newest_of_kind"),
            models.Index(fields=["village", "day"], name="change_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.what}"


class Visit(models.Model):
    """Up to which change an observer had seen when he came last, and now."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE, db_index=False)
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.UUIDField(null=True, blank=True)  # newest change of the visit before; null on the first
    newest = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "observer"], name="visit_of_observer")]

    def __str__(self) -> str:
        return f"{self.observer_id}"


class Watch(models.Model):
    """What an observer wants to hear of: a filter of the public list, or only what is newly late in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("nama", max_length=60)
    only_late = models.BooleanField("hanya yang baru lewat batas waktu", default=False)
    group = models.CharField("kelompok", max_length=100, blank=True)
    hamlet = models.CharField("dusun", max_length=120, blank=True)
    period = models.CharField("masa", max_length=7, blank=True)
    status = models.CharField("status", max_length=20, choices=Status.choices(), blank=True)
    words = models.CharField("kata", max_length=100, blank=True)
    pace = models.CharField("ringkasan surel", max_length=8, choices=Pace.choices(), default=Pace.NONE)
    told = models.UUIDField(null=True, blank=True)  # newest change that a digest has taken into account
    told_on = models.DateField(null=True, blank=True)  # day of the last digest, or of its switching on
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "observer", "name"], name="watch_name_once"),
            models.CheckConstraint(
                condition=Q(pace=Pace.NONE) | Q(told_on__isnull=False), name="watch_with_digest_has_a_day"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "told_on"], name="watch_with_digest", condition=~Q(pace="none"))
        ]

    def __str__(self) -> str:
        return self.name


class Hook(models.Model):
    """The address to which a watch's changes are sent. The secret that signs them lies sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    watch = models.OneToOneField(Watch, on_delete=models.CASCADE, related_name="hook")
    url = models.CharField("alamat", max_length=300)
    secret = models.TextField()  # sealed (hooks.seal_secret)
    told = models.UUIDField(null=True, blank=True)  # newest change that was queued
    stopped_at = models.DateTimeField(null=True, blank=True)  # given up, or switched off
    stopped_why = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_why="")
                | (Q(stopped_at__isnull=False) & ~Q(stopped_why="")),
                name="stopped_hook_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.watch_id}"


class Delivery(models.Model):
    """One POST to a webhook: which changes it tells of. Its body is written anew for each attempt, never stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    changes = models.JSONField(default=list)  # keys of changes; empty: a try-out
    state = models.CharField(max_length=8, choices=Sending.choices(), default=Sending.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("sent", "dead"), settled_at__isnull=False)
                | (Q(state__in=("queued", "sending")) & Q(settled_at__isnull=True)),
                name="delivery_is_settled_whole",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["village", "next_attempt_at"],
                name="delivery_due",
                condition=Q(state__in=("queued", "sending")),
            ),
            models.Index(fields=["village", "hook", "-id"], name="delivery_of_hook"),
        ]

    def __str__(self) -> str:
        return f"{self.hook_id} {self.state}"


class ObserverKey(models.Model):
    """A key with which an observer's program reads. Of its secret only a hash is kept (32 random bytes: SHA-256)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nama", max_length=60)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "prefix"], name="observer_key_prefix_once")]

    def __str__(self) -> str:
        return self.prefix


class Reading(models.Model):
    """That an observer looked at something, at most once an hour each. Never from which address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    page = models.CharField(max_length=12, choices=Page.choices())
    about = models.CharField(max_length=16, blank=True)  # the public id of the case
    hour = models.DateTimeField()  # the hour in which, in UTC

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "observer", "page", "about", "hour"], name="observer_read_once_an_hour"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "-hour", "-id"], name="observer_readings_newest"),
            models.Index(fields=["village", "observer", "-hour", "-id"], name="readings_of_observer"),
        ]

    def __str__(self) -> str:
        return f"{self.observer_id} {self.page} {self.about}"
