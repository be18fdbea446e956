"""The tenant and what it may edit: hamlets, bodies, categories, deadline rules with citations, days off.

Nothing here is code: a village changes these rows, the rules read them (RULES: what is uncertain is editable data).
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from kentongan.rules.deadlines import ClockKind, Unit
from kentongan.rules.open_data import LICENCES
from kentongan.rules.types import CaseClass, Urgency
from kentongan.support.ids import uuid7
from kentongan.ui.words import say_short_date

# How sure the source of a rule is (RULES, first lines); "own" is a default of ours or the village's own decision.
CERTAINTIES = [
    ("S", "Naskah sumber sudah dibaca"),
    ("S2", "Dari sumber kedua"),
    ("G", "Pengetahuan umum, perlu diperiksa"),
    ("own", "Ketentuan sendiri"),
]


class HolidaySource(models.TextChoices):
    """Where a row of the calendar comes from; the village's own rows are never overwritten."""

    NATIONAL = "national", "Libur nasional"
    JOINT_LEAVE = "joint_leave", "Cuti bersama"
    VILLAGE = "village", "Ketentuan desa"


class Village(models.Model):
    """One village government (desa): the tenant of every other table."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("kode Kemendagri", max_length=13, unique=True)
    name = models.CharField("nama desa", max_length=100)
    district = models.CharField("kecamatan", max_length=100)
    regency = models.CharField("kabupaten/kota", max_length=100)
    province = models.CharField("provinsi", max_length=100)
    hostname = models.CharField("nama host", max_length=253, unique=True, null=True, blank=True)
    # Answers wherever the address names no village (an office PC with a neighbour's service on it, the demo).
    is_main = models.BooleanField("desa utama", default=False)
    timezone = models.CharField("zona waktu", max_length=40, default="Asia/Jakarta")
    # GeoJSON geometry in WGS 84 degrees, longitude first.
    polygon = models.JSONField("batas desa", null=True, blank=True)
    accent = models.CharField("warna aksen", max_length=7, default="#1b6b4a")
    motto = models.CharField(max_length=200, blank=True)
    address = models.CharField("alamat kantor", max_length=200, blank=True)
    postcode = models.CharField("kode pos", max_length=5, blank=True)
    phone = models.CharField("telepon", max_length=20, blank=True)
    whatsapp = models.CharField("WhatsApp", max_length=20, blank=True)
    email = models.EmailField("surel", blank=True)
    # [{"days": "Senin–Kamis", "hours": "08.00–15.00"}, …] in the village's own words.
    opening_hours = models.JSONField("jam pelayanan", default=list, blank=True)
    number_pattern = models.CharField("pola nomor registrasi", max_length=80, default="{seq:03d}/ADU/{code}/{year}")
    # Public answers are signed by the village head where the village wants it (RULES §3, move "answer").
    village_head_answers = models.BooleanField("jawaban oleh kepala desa", default=False)
    # The figures name how many restricted cases a past year had from so many on; below that, not even whether.
    restricted_least = models.PositiveSmallIntegerField("angka terkecil aduan terbatas", default=5)
    # Published cases (rules.publication): so many at least share what is shown of place, topic and time; so many days
    # the reporter has to stop it; nothing that came before the day is published.
    publish_least = models.PositiveSmallIntegerField("paling sedikit aduan serupa", default=5)
    publish_delay = models.PositiveSmallIntegerField("hari sebelum terbit", default=7)
    publish_from = models.DateField("terbitkan aduan yang diterima sejak", null=True, blank=True)
    # The open data (rules.open_data): under which licence, and whether the log's entries of published cases are opened
    # (off: an opened entry tells the day of its step, decision 40).
    data_licence = models.CharField(
        "lisensi data terbuka",
        max_length=20,
        choices=[(name, said) for name, (said, _) in LICENCES.items()],
        default="CC-BY-4.0",
    )
    data_steps = models.BooleanField("buka langkah aduan terbit dari catatan", default=False)
    # Whether the desk is offered likely categories (rules.suggesting); some seconds and 40 MB a day to learn them.
    suggest = models.BooleanField("usulan kategori untuk petugas", default=False)
    # Letters: the pattern of their numbers ({kind} is the paper's short name), and what the signature block needs.
    paper_number_pattern = models.CharField("pola nomor surat", max_length=80, default="{seq:03d}/{kind}/{code}/{year}")
    seat = models.CharField("tempat kedudukan", max_length=100, blank=True)  # before the date of a letter
    website = models.CharField("situs", max_length=200, blank=True)
    unit_decree = models.CharField("SK unit pengaduan", max_length=200, blank=True)
    logo = models.UUIDField("logo", null=True, blank=True)  # a document
    # [{"key": "number", "label": "No registrasi"}, …] in the order of the book; empty: the book's own columns.
    register_columns = models.JSONField("kolom buku register", default=list, blank=True)
    # What may come in ten minutes before the rest waits in the triage tray (rules.triage): from one connection, with
    # one text, and in all.
    lodge_caller = models.PositiveSmallIntegerField("batas dari satu sambungan", default=30)
    lodge_alike = models.PositiveSmallIntegerField("batas isi yang sama", default=3)
    lodge_pressure = models.PositiveSmallIntegerField("batas seluruh desa", default=60)
    # Every so many hours, counted from local midnight, the log's state is signed and published (ledger.tree).
    checkpoint_hours = models.PositiveSmallIntegerField("jam antara dua tanda catatan", default=6)
    # Behind every register number since a restore lost entries ("-R2"), so that no lost number is given twice.
    number_suffix = models.CharField("akhiran nomor", max_length=8, blank=True, editable=False)
    # Where "Tutup cepat" leads; empty: the village's own first page.
    quit_to = models.URLField("tujuan Tutup cepat", max_length=200, blank=True)
    # Counts up with every change of any setting of the village: what was made from settings is good for one version.
    settings_version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False)
    log = models.UUIDField(unique=True, default=uuid7, editable=False)
    texts = models.JSONField("teks publik", default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_main"], name="one_main_village", condition=Q(is_main=True))
        ]

    def __str__(self) -> str:
        return f"Desa {self.name} ({self.code})"

    @property
    def zone(self) -> ZoneInfo:
        """The village's time zone (WIB, WITA or WIT)."""
        return ZoneInfo(self.timezone)


class Hamlet(models.Model):
    """A hamlet (dusun)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="hamlets")
    name = models.CharField("nama dusun", max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    # [{"rw": "01", "rts": ["01", "02"]}, …]: offered where somebody says where it happened.
    neighbourhoods = models.JSONField("RW dan RT", default=list, blank=True)
    # GeoJSON geometry in WGS 84 degrees, longitude first: for the public map of hamlets.
    polygon = models.JSONField("batas dusun", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "name"], name="hamlet_once_per_village")]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A body outside the village government to which a complaint may be forwarded (RULES §3: no wrong door)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="bodies")
    name = models.CharField("nama instansi", max_length=150)
    competence = models.CharField("urusan", max_length=200, blank=True)
    contact = models.CharField("kontak", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    active = models.BooleanField("dipakai", default=True)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "name"], name="body_once_per_village")]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """What a complaint is about, in the village's own list (RULES §6)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="categories")
    name = models.CharField("kategori", max_length=100)
    problem_code = models.CharField("kode masalah", max_length=2, blank=True)
    # Under which published cases of several categories are shown together; empty: its own name.
    group = models.CharField("kelompok", max_length=100, blank=True)
    default_class = models.CharField(
        "klasifikasi bawaan", max_length=20, choices=CaseClass.choices(), default=CaseClass.NON_SUPERVISORY
    )
    default_urgency = models.CharField(
        "urgensi bawaan", max_length=10, choices=Urgency.choices(), default=Urgency.NORMAL
    )
    # Restricted: illegal levies, violence against women and children (RULES §6, marked *).
    restricted = models.BooleanField("terbatas", default=False)
    default_handler = models.UUIDField("petugas bawaan", null=True, blank=True)  # an officer: proposed at assignment
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "name"], name="category_once_per_village")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_group(self) -> str:
        """The group under which it is published."""
        return self.group or self.name


class DeadlineRuleRow(models.Model):
    """One deadline rule in force from a date, with its citation; the newest that fits counts (RULES §2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="deadline_rules")
    clock = models.CharField("jam", max_length=30, choices=ClockKind.choices())
    case_class = models.CharField("klasifikasi", max_length=20, choices=CaseClass.choices(), null=True, blank=True)
    amount = models.PositiveSmallIntegerField("jumlah hari")
    unit = models.CharField("satuan", max_length=10, choices=Unit.choices())
    starts = models.JSONField(default=list)
    stops = models.JSONField(default=list)
    pauses = models.JSONField(default=list)
    resumes = models.JSONField(default=list)
    citation = models.CharField("dasar hukum", max_length=200)
    certainty = models.CharField("kepastian", max_length=3, choices=CERTAINTIES)
    valid_from = models.DateField("berlaku sejak")

    class Meta:
        ordering: ClassVar = ["clock", "case_class", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "clock", "case_class", "valid_from"],
                name="one_deadline_rule_per_date",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=3650), name="deadline_amount_is_sane"),
        ]

    def __str__(self) -> str:
        clock = ClockKind(self.clock).label if self.clock in set(ClockKind) else self.clock
        of = f" ({CaseClass(self.case_class).label.lower()})" if self.case_class in set(CaseClass) else ""
        return f"{clock}{of}, {self.amount} {'hari kerja' if self.unit == Unit.WORKING else 'hari'}"


class Holiday(models.Model):
    """A day off (national holiday, cuti bersama, or the village's own), or a weekend day that is worked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="holidays")
    day = models.DateField("tanggal")
    name = models.CharField("nama", max_length=200)
    is_working = models.BooleanField("tetap hari kerja", default=False)
    source = models.CharField("asal", max_length=12, choices=HolidaySource.choices, default=HolidaySource.VILLAGE)
    # False where the date is an estimate (e.g. next year's Idul Fitri) that the official decree may move.
    is_certain = models.BooleanField("sudah pasti", default=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "day"], name="one_holiday_row_per_day")]

    def __str__(self) -> str:
        return f"{say_short_date(self.day)}, {self.name}"


def village_id(village: Village | UUID) -> UUID:
    """Return the id of a village given either form."""
    return village if isinstance(village, UUID) else village.id
