"""Founding a village: the tenant with everything it needs to receive its first complaint, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from django.db import transaction

from kentongan.ledger import log as ledger
from kentongan.rules import numbering
from kentongan.rules.data_rights import DEFAULT_RETENTION_YEARS, RETENTION_CITATION
from kentongan.rules.deadlines import DEFAULT_RULES, DeadlineRule
from kentongan.rules.escalation import DEFAULT_LADDER
from kentongan.rules.types import Refused
from kentongan.villages import village_checks
from kentongan.villages.areas import VILLAGE_CODE, polygon, tidy_code, timezone_of
from kentongan.villages.calendar import local_date
from kentongan.villages.defaults import BODIES, CATEGORIES
from kentongan.villages.holidays import refresh_holidays
from kentongan.villages.ladder import ladder_row
from kentongan.villages.models import (
    Body,
    Category,
    DeadlineRuleRow,
    EscalationStep,
    Hamlet,
    ReplyTemplate,
    RetentionRule,
    Village,
)
from kentongan.villages.reply_defaults import REPLIES

__all__ = ["FOUNDED", "YEARS_AHEAD", "Details", "found_village", "refresh_holidays"]

FOUNDED: Final = "village_founded"
YEARS_AHEAD: Final = 2


class Details(TypedDict, total=False):
    """What else may be said of a village when it is founded; the rest can be edited later."""

    hostname: str | None
    is_main: bool
    timezone: str
    polygon: dict[str, Any] | None
    accent: str
    motto: str
    address: str
    postcode: str
    phone: str
    whatsapp: str
    email: str
    opening_hours: list[dict[str, str]]
    number_pattern: str
    village_head_answers: bool
    data_steps: bool
    is_demo: bool
    texts: dict[str, Any]


def found_village(
    *,
    code: str,
    name: str,
    district: str,
    regency: str,
    province: str,
    at: datetime,
    hamlets: Sequence[str] = (),
    **details: Unpack[Details],
) -> Village:
    """Create a village with categories, deadline rules (cited), bodies, days off and its first ledger entry.

    The time zone follows the province and the boundary is the packed one, unless they are given. Days off are entered
    for the year of `at` and the two after it.

    Raises:
        Refused: the code is no village code or the village is there already; the number pattern is no good.
    """
    code = tidy_code(code)
    if not VILLAGE_CODE.fullmatch(code):
        raise Refused("bad_village_code", "Kode desa harus seperti 33.03.13.2003 (kode wilayah Kemendagri).")
    fields: dict[str, Any] = {"timezone": timezone_of(code), **details}
    fields.setdefault("polygon", polygon(code))
    _check_pattern(fields.get("number_pattern"))
    with transaction.atomic():
        if Village.objects.filter(code=code).exists():
            raise Refused("village_exists", f"Desa dengan kode {code} sudah terdaftar di sini.")
        village = Village(
            code=code, name=name, district=district, regency=regency, province=province, created_at=at, **fields
        )
        village_checks.identity(village)
        village.save(force_insert=True)
        _add_hamlets(village, hamlets)
        _add_categories(village)
        _add_bodies(village)
        _add_replies(village)
        EscalationStep.objects.bulk_create(ladder_row(village, step) for step in DEFAULT_LADDER)
        DeadlineRuleRow.objects.bulk_create(rule_row(village, rule) for rule in DEFAULT_RULES)
        RetentionRule.objects.create(
            village=village, years=DEFAULT_RETENTION_YEARS, citation=RETENTION_CITATION, certainty="G"
        )
        year = local_date(village, at).year
        refresh_holidays(village, range(year, year + YEARS_AHEAD + 1))
        ledger.append(
            log=village.log,
            action=FOUNDED,
            subject=village.id,
            actor=None,
            public={"code": code, "name": name, "demo": village.is_demo},
            private={"rules": len(DEFAULT_RULES), "categories": len(CATEGORIES)},
            at=at,
        )
    return village


def rule_row(village: Village, rule: DeadlineRule) -> DeadlineRuleRow:
    """Return the unsaved row of a deadline rule."""
    return DeadlineRuleRow(
        village=village,
        clock=rule.clock,
        case_class=rule.case_class,
        amount=rule.amount,
        unit=rule.unit,
        starts=sorted(rule.starts),
        stops=sorted(rule.stops),
        pauses=sorted(rule.pauses),
        resumes=sorted(rule.resumes),
        citation=rule.citation,
        certainty=rule.certainty,
        valid_from=rule.valid_from,
    )


def _check_pattern(pattern: str | None) -> None:
    if pattern is None:
        return
    try:
        numbering.validate_pattern(pattern)
    except ValueError as error:
        raise Refused("bad_number_pattern", str(error)) from error


def _add_hamlets(village: Village, names: Sequence[str]) -> None:
    Hamlet.objects.bulk_create(
        Hamlet(village=village, name=name, position=position) for position, name in enumerate(names, start=1)
    )


def _add_categories(village: Village) -> None:
    Category.objects.bulk_create(
        Category(
            village=village,
            name=default.name,
            problem_code=default.problem_code,
            group=default.group,
            default_class=default.case_class,
            default_urgency=default.urgency,
            restricted=default.restricted,
            position=position,
        )
        for position, default in enumerate(CATEGORIES, start=1)
    )


def _add_bodies(village: Village) -> None:
    place = {"district": village.district, "regency": village.regency}
    Body.objects.bulk_create(
        Body(village=village, name=default.name.format(**place), competence=default.competence, position=position)
        for position, default in enumerate(BODIES, start=1)
    )


def _add_replies(village: Village) -> None:
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(village=village, name=default.name, use=default.use, body=default.body, position=position)
        for position, default in enumerate(REPLIES, start=1)
    )
