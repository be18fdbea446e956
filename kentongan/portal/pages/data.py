"""The page "Hak atas data Anda": what was asked, what came of it, and what can be asked now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.conf import settings

from kentongan.cases.actions.privacy import may_revoke
from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.queries.held_texts import held_texts
from kentongan.cases.queries.retention import kept_until, periods_of
from kentongan.cases.queries.tracking import of_one_letter
from kentongan.portal.forms.data import FORMS
from kentongan.rules import deadlines
from kentongan.rules.data_rights import CLOCKS, DataOutcome, DataRequest, RefusalGround
from kentongan.rules.deadlines import DATA_CLOCKS, ClockKind
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.calendar import local_date, rules_for
from kentongan.villages.models import Category, Village


@dataclass(frozen=True)
class Asked:
    """One request, in words."""

    row: PrivacyRequest
    what: str
    about: str
    text: str
    outcome: str
    tone: str
    ground: str
    reason: str
    late: bool
    may_revoke: bool
    revoke_words: str


@dataclass(frozen=True)
class Right:
    """One thing that can be asked for."""

    kind: DataRequest
    limit: str
    form: forms.Form
    open: bool
    token: str


@dataclass(frozen=True)
class DataPage:
    """All that the page shows."""

    case: Case
    asked: tuple[Asked, ...]
    rights: tuple[Right, ...]
    wait: str
    kept_until: date | None
    parts: int
    failed: forms.Form | None


@dataclass(frozen=True)
class DataLimits:
    """The periods that the public page states: as they are in force, not as a text says."""

    answer: str
    wait: str
    years: int
    others: str  # "Bantuan sosial 10 tahun, …"
    backup_days: int


def data_limits(village: Village, today: date) -> DataLimits:
    """Return the village's own periods in force (three queries at most)."""
    rules = rules_for(village)
    longest = max(
        (rule for kind in DATA_CLOCKS if (rule := deadlines.rule_for(rules, kind, None, today)) is not None),
        key=lambda rule: rule.amount,
        default=None,
    )
    wait = deadlines.rule_for(rules, ClockKind.ERASURE_WAIT, None, today)
    periods = periods_of(village)
    names = dict(Category.objects.filter(village=village).values_list("pk", "name")) if periods.by_category else {}
    others = [f"{names[key]} {years} tahun" for key, years in periods.by_category.items() if key in names]
    return DataLimits(
        answer=f"{longest.amount} {longest.unit.label}" if longest else "",
        wait=f"{wait.amount} {wait.unit.label}" if wait else "",
        years=periods.rest,
        others=", ".join(sorted(others)),
        backup_days=settings.KENTONGAN_BACKUP_DAYS,
    )


def data_page(
    case: Case,
    now: datetime,
    *,
    new_token: Callable[[], str],
    failed: DataRequest | None = None,
    form: forms.Form | None = None,
    keys: Keyring = NO_KEYS,
) -> DataPage:
    """Put the page together (a fixed number of queries)."""
    today = local_date(case.village, now)
    rules = rules_for(case.village)
    rows = list(PrivacyRequest.objects.filter(village=case.village_id, case=case).order_by("-lodged_at", "-id"))
    texts = held_texts(case, keys).requests
    waiting = {row.kind for row in rows if may_revoke(row)}

    def limit(kind: ClockKind) -> str:
        rule = deadlines.rule_for(rules, kind, None, today)
        return f"{rule.amount} {rule.unit.label}" if rule else ""

    return DataPage(
        case=case,
        asked=tuple(
            _asked(row, texts.get(row.pk, ("", "")), late=not row.outcome and row.due_on < today) for row in rows
        ),
        rights=tuple(
            Right(
                kind=kind,
                limit=limit(CLOCKS[kind].kind),
                form=form if form is not None and kind is failed else FORMS[kind](auto_id=f"{kind}_%s"),
                open=kind is failed,
                token=new_token(),
            )
            for kind in DataRequest
            if str(kind) not in waiting or kind is failed
        ),
        wait=limit(ClockKind.ERASURE_WAIT),
        kept_until=kept_until(case),
        parts=of_one_letter(case).count(),
        failed=form,
    )


def _asked(row: PrivacyRequest, texts: tuple[str, str], *, late: bool) -> Asked:
    kind = DataRequest(row.kind)
    outcome = DataOutcome(row.outcome) if row.outcome else None
    granted = outcome is DataOutcome.GRANTED
    return Asked(
        row=row,
        what=kind.label,
        about=row.get_about_display() if row.about else "",
        text=texts[0],
        outcome=outcome.label if outcome else "Sedang diperiksa",
        tone={None: "go", DataOutcome.GRANTED: "ok", DataOutcome.REFUSED: "warn", DataOutcome.REVOKED: ""}[outcome],
        ground=RefusalGround(row.ground).label if row.ground else "",
        reason=texts[1],
        late=late,
        may_revoke=may_revoke(row),
        revoke_words={
            DataRequest.ERASURE: "Batalkan penghapusan",
            DataRequest.RESTRICTION: "Akhiri pembatasan",
        }.get(kind, "Cabut permintaan")
        if granted
        else "Cabut permintaan",
    )
