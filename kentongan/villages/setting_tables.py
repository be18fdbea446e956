"""Where each area of the settings is kept, and which of its columns a village may change.

What has no place in `TABLES` is no setting: it is fixed when the village is founded, or belongs to the installation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import models

from kentongan.rules.types import Labelled
from kentongan.villages import checks, village_checks
from kentongan.villages.models import (
    Body,
    Category,
    DeadlineRuleRow,
    EscalationStep,
    Hamlet,
    Holiday,
    PaperText,
    ReplyTemplate,
    RetentionRule,
    Village,
    Witness,
)


class Area(Labelled):
    """What a village sets up; each area is one page of the settings."""

    IDENTITY = "identity", "Identitas desa"
    CONTACT = "contact", "Kontak dan jam pelayanan"
    TEXTS = "texts", "Teks untuk warga"
    HAMLETS = "hamlets", "Dusun, RW, dan RT"
    CATEGORIES = "categories", "Kategori"
    BODIES = "bodies", "Instansi tujuan penyaluran"
    DEADLINES = "deadlines", "Batas waktu"
    CALENDAR = "calendar", "Hari kerja dan hari libur"
    ESCALATION = "escalation", "Pengingat dan eskalasi"
    NUMBERING = "numbering", "Penomoran dan tanda tangan"
    LIMITS = "limits", "Lonjakan dan keamanan warga"
    PUBLICATION = "publication", "Penerbitan aduan"
    SUGGESTIONS = "suggestions", "Usulan untuk petugas"
    REGISTER = "register", "Kolom buku register"
    PAPERS = "papers", "Naskah surat"
    REPLIES = "replies", "Templat balasan"
    OFFICIALS = "officials", "Perangkat desa"
    TIES = "ties", "Kedekatan dengan perangkat desa"
    RETENTION = "retention", "Masa simpan"
    WITNESSES = "witnesses", "Saksi catatan"


@dataclass(frozen=True)
class Table:
    """Where an area's settings are kept, which fields may be changed here, and what else must hold.

    `keyed`: JSON objects whose keys count as settings of their own. `check` raises Refused for a row that must not be
    stored, `check_removal` for one that must not go (at a time). A row that is not `removable` is switched off instead,
    for cases speak of it.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    noun: str
    keyed: frozenset[str] = frozenset()
    removable: bool = False
    check: Callable[[Any], None] | None = None
    check_removal: Callable[[Any, datetime], None] | None = None


def _village(*fields: str, keyed: frozenset[str] = frozenset(), check: Callable[[Any], None] | None = None) -> Table:
    return Table(Village, fields, "Desa", keyed, check=check)


_OWN: Mapping[Area, Table] = MappingProxyType(
    {
        Area.IDENTITY: _village(
            "code", "name", "district", "regency", "province", "polygon", "timezone", "hostname", "accent", "motto",
            "logo", "website",
            check=village_checks.identity,
        ),
        Area.CONTACT: _village("address", "postcode", "phone", "whatsapp", "email", "opening_hours"),
        Area.TEXTS: _village("texts", keyed=frozenset({"texts"}), check=village_checks.texts),
        Area.NUMBERING: _village(
            "number_pattern", "paper_number_pattern", "seat", "unit_decree", "village_head_answers",
            check=village_checks.numbers,
        ),
        Area.LIMITS: _village(
            "lodge_caller", "lodge_alike", "lodge_pressure", "quit_to", "checkpoint_hours",
            check=village_checks.limits,
        ),
        Area.PUBLICATION: _village(
            "publish_least", "publish_delay", "publish_from", "data_licence", "data_steps",
            check=village_checks.publication,
        ),
        Area.SUGGESTIONS: _village("suggest"),
        Area.REGISTER: _village("register_columns"),
        Area.HAMLETS: Table(Hamlet, ("name", "position", "active", "neighbourhoods", "polygon"), "Dusun"),
        Area.CATEGORIES: Table(
            Category,
            (
                "name", "group", "problem_code", "default_class", "default_urgency", "restricted", "default_handler",
                "position", "active",
            ),
            "Kategori",
            check=checks.category,
        ),
        Area.BODIES: Table(
            Body, ("name", "competence", "contact", "position", "active"), "Instansi", check=checks.body
        ),
        Area.DEADLINES: Table(
            DeadlineRuleRow,
            (
                "clock", "case_class", "amount", "unit", "starts", "stops", "pauses", "resumes", "citation",
                "certainty", "valid_from",
            ),
            "Batas waktu",
            removable=True,
            check=checks.deadline,
            check_removal=checks.deadline_removal,
        ),
        Area.CALENDAR: Table(
            Holiday,
            ("day", "name", "is_working", "source", "is_certain"),
            "Hari",
            removable=True,
            check=checks.holiday,
        ),
        Area.ESCALATION: Table(
            EscalationStep,
            ("clock", "case_class", "days", "unit", "rung", "tells_reporter", "citation", "certainty", "active"),
            "Pengingat",
            removable=True,
            check=checks.escalation,
        ),
        Area.PAPERS: Table(PaperText, ("kind", "words"), "Naskah surat", frozenset({"words"}), removable=True),
        Area.REPLIES: Table(
            ReplyTemplate,
            ("name", "use", "body", "position", "active"),
            "Templat",
            removable=True,
            check=checks.reply,
        ),
        Area.RETENTION: Table(
            RetentionRule,
            ("category", "years", "citation", "certainty"),
            "Masa simpan",
            removable=True,
            check=checks.retention,
            check_removal=checks.retention_removal,
        ),
        Area.WITNESSES: Table(Witness, ("name", "vkey", "url", "active"), "Saksi", check=checks.witness),
    }
)  # fmt: skip
_all: dict[Area, Table] = dict(_OWN)
TABLES: Mapping[Area, Table] = MappingProxyType(_all)


def enter(area: Area, table: Table) -> None:
    """Enter the table of an area whose rows belong to a room above (called once, when that room is set up)."""
    _all[area] = table
