"""People and villages of the tests, all invented; time is always passed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from kentongan.cases import codes, register, search
from kentongan.cases.actions import intake
from kentongan.cases.actions.base import append_entry
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.lodging import IdentityMode, Lodging, Person
from kentongan.cases.models import Case, CaseConflict, CaseMember, Event
from kentongan.people.models import Officer
from kentongan.rules.deadlines import DEFAULT_RULES, ClockEvent
from kentongan.rules.types import CaseClass, Kind, Move, Role, Route
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Body, Category, DeadlineRuleRow, Hamlet, Holiday, Village

# A Monday morning without holidays around it: 09.00 WIB.
MONDAY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)


def at(day: date, hour: int = 9) -> datetime:
    """Return an instant on a day by the clocks of Java (WIB, UTC+7)."""
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def make_village(name: str = "Karangbawang", code: str = "33.03.13.2003", **extra: Any) -> Village:
    """Found a village with the default rules, a few categories and two hamlets."""
    village = Village.objects.create(
        code=code,
        name=name,
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        created_at=MONDAY,
        **extra,
    )
    DeadlineRuleRow.objects.bulk_create(
        DeadlineRuleRow(
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
        for rule in DEFAULT_RULES
    )
    Category.objects.create(village=village, name="Infrastruktur & jalan")
    Category.objects.create(village=village, name="Pungli/gratifikasi", restricted=True)
    Hamlet.objects.create(village=village, name="Dusun Satu", position=1)
    Hamlet.objects.create(village=village, name="Dusun Dua", position=2)
    Body.objects.create(village=village, name="Dinas Pekerjaan Umum", contact="0281-000000")
    Holiday.objects.create(village=village, day=date(2026, 8, 17), name="Hari Kemerdekaan")
    return village


def make_officer(village: Village, name: str, *roles: Role, post: str = "", email: str = "") -> Officer:
    """Give somebody an account without a password."""
    return Officer.objects.create_officer(
        village=village, username=name.split()[0], name=name, roles=roles, post=post, email=email, created_at=MONDAY
    )


class Office:
    """The people of one village office, by first name."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.sari = make_officer(village, "Sari Wulandari", Role.INTAKE, post="Kasi Pelayanan")
        self.tono = make_officer(village, "Tono Prasetyo", Role.UNIT_HEAD, post="Sekretaris Desa")
        self.joko = make_officer(village, "Joko Lelono", Role.HANDLER, post="Kepala Dusun I")
        self.rini = make_officer(village, "Rini Astuti", Role.HANDLER, post="Kasi Kesejahteraan")
        self.kades = make_officer(village, "Suharto Wiryo", Role.VILLAGE_HEAD, post="Kepala Desa")
        self.bpd = make_officer(village, "Marsudi Utomo", Role.BPD, post="Ketua BPD")
        self.admin = make_officer(village, "Dewi Operator", Role.ADMIN, post="Operator Desa")


REPORTER = Person(name="Warsiti Ningsih", phone="+6281234567890", email="warsiti@example.org", nik="3303135508800001")


def a_lodging(**extra: Any) -> Lodging:
    """Return a complaint by Warsiti about a broken road."""
    values: dict[str, Any] = {
        "kind": Kind.COMPLAINT,
        "story": "Jalan di depan pos ronda berlubang besar, dua orang sudah jatuh.",
        "identity_mode": IdentityMode.OPEN,
        "reporter": REPORTER,
    }
    return Lodging(**values | extra)


def lodge(village: Village, *, when: datetime = MONDAY, token: str | None = None, **extra: Any) -> Receipt:
    """Lodge by the web."""
    return intake.lodge(village=village, lodging=a_lodging(**extra), channel="web", at=when, token=token)


def restricted_case(
    village: Village,
    *members: Officer,
    about: Sequence[Officer] = (),
    when: datetime = MONDAY,
    route: Route = Route.OVERSIGHT,
    story: str = "Bantuan hanya sampai ke keluarga sendiri.",
) -> Case:
    """Receive a case that only these officers may see, with all that receiving leaves behind."""
    case = intake.build(village, a_lodging(story=story), channel="web", at=when, received_at=when)
    case.restricted, case.route = True, route
    case.code_hash = codes.hash_of_code(village, codes.code_of_token(village, codes.new_token()))
    with transaction.atomic():
        intake.number(case, village, series=register.RESTRICTED)
        intake.seal_identity(case, village, a_lodging(), when)
        clocks = CaseClocks(case, Timekeeper.of(village), fresh=True)
        clocks.apply([ClockEvent.RECEIVED], local_date(village, when))
        case.next_due_on, case.next_clock = clocks.next_duty()
        case.save(force_insert=True)
        clocks.save()
        search.index(case)
        for officer in about:
            CaseConflict.objects.create(village=village, case=case, officer=officer)
        for officer in members:
            CaseMember.objects.create(village=village, case=case, officer=officer, since=when)
        event = Event.objects.create(
            village=village,
            case=case,
            move=Move.RECEIVE,
            at=when,
            actor=Role.REPORTER,
            to_status=case.status,
            to_reporter=True,
        )
        append_entry(event, (), intake.lodging_facts(case))
        intake._tell_intake(case, event, [each.pk for each in members if each not in about])
    return case


NON_SUPERVISORY = CaseClass.NON_SUPERVISORY
