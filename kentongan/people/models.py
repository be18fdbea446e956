"""Officers of a village, their posts and roles, and what overseers are told about accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from kentongan.people.api_key_model import ApiKey as ApiKey
from kentongan.rules.access import Viewer
from kentongan.rules.types import Labelled, Role, Route
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

OFFICER_ROLES = (
    Role.INTAKE,
    Role.UNIT_HEAD,
    Role.HANDLER,
    Role.VILLAGE_HEAD,
    Role.BPD,
    Role.ADMIN,
    Role.OVERSEER,
)
ACCOUNT_ROLES = (*OFFICER_ROLES, Role.OBSERVER)


class OfficerManager(BaseUserManager["Officer"]):
    """Creates officers; `login` is always "<village code>:<username>"."""

    def create_officer(
        self,
        *,
        village: Village,
        username: str,
        name: str,
        created_at: datetime,
        roles: tuple[Role, ...] = (),
        **extra: Any,
    ) -> Officer:
        """Store a new officer without a usable password (a slip opens the account)."""
        username = username.strip().lower()
        officer = self.model(
            village=village,
            username=username,
            login=login_of(village, username),
            name=name,
            created_at=created_at,
            **extra,
        )
        officer.set_unusable_password()
        officer.save(using=self._db)
        OfficerRole.objects.bulk_create(OfficerRole(village=village, officer=officer, role=role) for role in roles)
        return officer

    def of_office(self, village: Village | UUID) -> QuerySet[Officer]:
        """Return the active officers: who has an account but only watches from outside is none."""
        return self.filter(village=village, is_active=True).exclude(roles__role=Role.OBSERVER)


def login_of(village: Village, username: str) -> str:
    """Return the installation-wide unique login of a village's username."""
    return f"{village.code}:{username.strip().lower()}"


class Officer(AbstractBaseUser):
    """A person with an account: an official, a BPD member, an administrator, an observer. Never a reporter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="officers")
    username = models.CharField("nama akun", max_length=40)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField("nama lengkap", max_length=120)
    post = models.CharField("jabatan", max_length=80, blank=True)
    # NIP of a civil servant or NIPD of a village official: printed under a signature; many village officials have none.
    number = models.CharField("NIP/NIPD", max_length=30, blank=True, default="")
    # Of an observer: the NGO or the newspaper he watches for.
    organisation = models.CharField("lembaga", max_length=120, blank=True, default="")
    email = models.EmailField("surel", blank=True)
    is_active = models.BooleanField("aktif", default=True)
    # A one-time slip opens the account; only its keyed hash is kept.
    slip_hash = models.CharField(max_length=64, blank=True)
    slip_expires_at = models.DateTimeField(null=True, blank=True)
    # Counting up ends every session of the officer, on whatever machine it is.
    session_round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = OfficerManager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "username"], name="username_once_per_village"),
            models.CheckConstraint(
                condition=Q(slip_hash="", slip_expires_at__isnull=True)
                | (~Q(slip_hash="") & Q(slip_expires_at__isnull=False)),
                name="slip_has_hash_and_end",
            ),
        ]

    def __str__(self) -> str:
        where = self.post or self.organisation
        return f"{self.name} ({where})" if where else self.name

    @property
    def role_set(self) -> frozenset[Role]:
        """The officer's roles (one query, then remembered on this object)."""
        cached: frozenset[Role] | None = self.__dict__.get("_role_set")
        if cached is None:
            cached = frozenset(Role(row.role) for row in self.roles.all())
            self.__dict__["_role_set"] = cached
        return cached

    def viewer(self) -> Viewer:
        """Return what the access rules need to know of this officer."""
        return Viewer(id=self.id, village=self.village_id, roles=self.role_set)

    def get_session_auth_hash(self) -> str:
        """What a session must carry to count: dies with a new password and with a new session round."""
        return salted_hmac(
            "kentongan.people.session", f"{self.session_round}:{self.password}", algorithm="sha256"
        ).hexdigest()


class OfficerRole(models.Model):
    """One role of one officer; a person in a small village has several."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(str(role), role.label) for role in ACCOUNT_ROLES])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "officer", "role"], name="role_once_per_officer")
        ]

    def __str__(self) -> str:
        return self.role


class KeyHolder(models.Model):
    """An officer who takes up the cases of a route and, once he has a key, opens what is sealed to it.

    An ended row stays: it says who could open what was received in its time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="key_holders")
    route = models.CharField("jalur", max_length=12, choices=Route.choices())
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="key_holdings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["route", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "route", "officer"], name="key_holder_once", condition=Q(until__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} · {self.route}"


class Official(models.Model):
    """Somebody in village government a complaint may be about: with the names people call him by, account or not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="officials")
    name = models.CharField("nama", max_length=120)
    post = models.CharField("jabatan", max_length=80, blank=True)
    # Other names, separated by commas: "Pak Bayan, Mbah Darmo".
    nicknames = models.CharField("nama panggilan", max_length=300, blank=True)
    officer = models.OneToOneField(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="official", verbose_name="akun"
    )
    active = models.BooleanField("menjabat", default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "name", "post"], name="official_once_per_village")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.post})" if self.post else self.name


class OfficialTie(models.Model):
    """An officer with an account who is too close to an official: he sees no case about him either."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="ties", verbose_name="perangkat desa")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="ties", verbose_name="petugas")
    how = models.CharField("hubungan", max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "official", "officer"], name="tie_once_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.official} × {self.officer}"


class SignInTries(models.Model):
    """Tries under one account name, whether or not there is such an account (people.lockout).

    The name is kept as a keyed hash only: people type passwords into the wrong field, and a name that nobody has must
    not be told apart from one that somebody has.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE)
    name_hash = models.CharField(max_length=64)
    # Tries in a row that were wrong or are being checked at this moment.
    failed = models.PositiveSmallIntegerField(default=0)
    locks = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "name_hash"], name="tries_once_per_name"),
        ]
        indexes: ClassVar = [models.Index(fields=["village", "last_at"], name="tries_oldest")]

    def __str__(self) -> str:
        return f"{self.failed} kali salah"


class OverseerNotice(models.Model):
    """What overseers are told about accounts and keys; nobody can keep it from them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    action = models.CharField(max_length=40)
    sentence = models.CharField(max_length=800)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["village", "-at", "-id"], name="overseer_notice_newest")]

    def __str__(self) -> str:
        return self.sentence


class NoticeSeen(models.Model):
    """Which overseer has seen notices up to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    officer = models.OneToOneField(Officer, on_delete=models.CASCADE)
    seen_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id} {self.seen_until}"


class DeskHabits(models.Model):
    """How an officer likes to work at the desk, and when he was last there; no row means: as usual."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    officer = models.OneToOneField(Officer, on_delete=models.CASCADE, related_name="habits")
    # The morning letter about new and soon-due work.
    digest = models.BooleanField(default=True)
    # Single-letter keyboard shortcuts (WCAG 2.1.4: they can be switched off).
    shortcuts = models.BooleanField(default=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    # When the visit before this one ended: what came after it is new to him.
    visited_before_at = models.DateTimeField(null=True, blank=True)
    # The secret address of his calendar feed: only its keyed hash is kept.
    feed_hash = models.CharField(max_length=64, blank=True)
    feed_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "feed_hash"], name="feed_once", condition=~Q(feed_hash="")),
            models.CheckConstraint(
                condition=Q(feed_hash="", feed_made_at__isnull=True)
                | (~Q(feed_hash="") & Q(feed_made_at__isnull=False)),
                name="feed_has_hash_and_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.officer_id)


class SignInKind(Labelled):
    """What can stand in an officer's sign-in history."""

    SIGNED_IN = "signed_in", "Masuk"
    WRONG_PASSWORD = "wrong_password", "Kata sandi salah"
    WRONG_CODE = "wrong_code", "Kode masuk salah"
    WRONG_KEY = "wrong_key", "Kunci sandi ditolak"
    WRONG_SLIP = "wrong_slip", "Kode lembar akun salah"
    LOCKED = "locked", "Akun terkunci"
    STARTED = "started", "Akun dibuka dengan lembar akun"
    RESET = "reset", "Akun disetel ulang"
    PASSWORD_CHANGED = "password_changed", "Kata sandi diganti"
    APP_ON = "app_on", "Aplikasi kode dipasang"
    APP_OFF = "app_off", "Aplikasi kode dilepas"
    KEY_ON = "key_on", "Kunci sandi dipasang"
    KEY_OFF = "key_off", "Kunci sandi dilepas"
    PAPER_ON = "paper_on", "Daftar kode kertas dibuat"
    PAPER_OFF = "paper_off", "Daftar kode kertas dicabut"
    RECOVERY_RENEWED = "recovery_renewed", "Kode cadangan diganti"
    SESSION_ENDED = "session_ended", "Sesi diakhiri"


class SignInEvent(models.Model):
    """One line of an officer's sign-in history: what, when, with what kind of device; never from which address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="sign_ins")
    kind = models.CharField(max_length=20, choices=[(str(kind), kind.label) for kind in SignInKind])
    # In plain words ("Chrome di Android"); empty where no browser was there.
    device = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["village", "officer", "-at", "-id"], name="sign_in_newest"),
            models.Index(fields=["village", "at"], name="sign_in_oldest"),
        ]

    def __str__(self) -> str:
        return self.kind


class OfficerSession(models.Model):
    """A session at the desk, for its owner to recognise and end. Its key is kept as a keyed hash, no address at all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64)
    device = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-seen_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "key_hash"], name="officer_session_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["village", "officer"], name="officer_session_of")]

    def __str__(self) -> str:
        return self.device


class PaperCode(models.Model):
    """One code of an officer's printed list of one-time codes: a second step for who has no device at all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.CASCADE)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="paper_codes")
    position = models.PositiveSmallIntegerField()
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "officer", "position"], name="paper_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.position)
