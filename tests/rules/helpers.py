"""People, dates and clocks for the tests of the rules."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from holidays import country_holidays
from hypothesis import strategies as st

from kentongan.rules import deadlines
from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadlines import DEFAULT_RULES, Clock, ClockEvent, ClockKind
from kentongan.rules.types import CaseClass, Role
from kentongan.rules.workflow import Doer


def person(number: int) -> UUID:
    """A stable id for an invented person."""
    return UUID(int=number)


INTAN, UDIN, HESTI, HARI, KARSO, BAMBANG, ADE, UTAMI, CAHYO, LARAS = (person(number) for number in range(1, 11))
"""Intan receives, Udin and Utami head the unit, Hesti and Hari handle, Karso is village head, Bambang of the BPD,
Cahyo of the sub-district, Laras watches for an NGO."""

PEOPLE = {
    Role.INTAKE: INTAN,
    Role.UNIT_HEAD: UDIN,
    Role.HANDLER: HESTI,
    Role.VILLAGE_HEAD: KARSO,
    Role.BPD: BAMBANG,
    Role.OVERSEER: CAHYO,
    Role.ADMIN: ADE,
    Role.OBSERVER: LARAS,
    Role.REPORTER: None,
    Role.SYSTEM: None,
}


def doer(*roles: Role, id: UUID | None = None) -> Doer:
    """Whoever acts in the first of these roles; or the given person in these roles."""
    return Doer(id or PEOPLE[roles[0]], frozenset(roles))


@cache
def indonesia() -> WorkCalendar:
    """National holidays and cuti bersama, 2025 to 2027 (2027 partly estimated)."""
    days = country_holidays("ID", categories=("public", "government"), years=range(2025, 2028))
    return WorkCalendar(frozenset(days), known_until=2026)


def day(text: str) -> date:
    """A date as an Indonesian writes it: "13-03-2026"."""
    number, month, year = (int(part) for part in text.split("-"))
    return date(year, month, number)


def refusal_of(check: Callable[[str], object], text: str) -> str | None:
    """The sentence with which a check refuses a text, or None when it accepts it."""
    try:
        check(text)
    except ValueError as refused:
        return str(refused)
    return None


class Case:
    """The clocks of one case, told as a story: `case.happens(ASKED, "16-03-2026")`."""

    def __init__(self, case_class: CaseClass | None = CaseClass.NON_SUPERVISORY, calendar: WorkCalendar | None = None):
        self.case_class = case_class
        self.calendar = calendar or indonesia()
        self.clocks: tuple[Clock, ...] = ()
        self.round = 1

    def happens(self, event: ClockEvent, on: str, rules: Sequence[deadlines.DeadlineRule] = DEFAULT_RULES) -> "Case":
        if event is ClockEvent.REOPENED:
            self.round += 1
        self.clocks = deadlines.apply(
            self.clocks,
            event,
            on=day(on),
            case_class=self.case_class,
            round=self.round,
            rules=rules,
            calendar=self.calendar,
        )
        return self

    def reclassify(self, case_class: CaseClass, on: str) -> "Case":
        self.case_class = case_class
        self.clocks = deadlines.reclassify(
            self.clocks, case_class, on=day(on), rules=DEFAULT_RULES, calendar=self.calendar, round=self.round
        )
        return self

    def extend(self, kind: ClockKind, to: str, on: str) -> "Case":
        self.clocks = deadlines.extend(self.clocks, kind, day(to), calendar=self.calendar, on=day(on))
        return self

    def clock(self, kind: ClockKind) -> Clock:
        """The newest clock of a kind."""
        return [clock for clock in self.clocks if clock.kind is kind][-1]

    def due(self, kind: ClockKind) -> str:
        limit = deadlines.due(self.clock(kind), self.calendar)
        return limit.strftime("%d-%m-%Y") if limit else "paused"

    def state(self, kind: ClockKind, today: str) -> deadlines.ClockState:
        return deadlines.state(self.clock(kind), self.calendar, day(today))

    def running(self) -> set[ClockKind]:
        return {clock.kind for clock in self.clocks if clock.running}


dates = st.dates(date(2025, 1, 1), date(2026, 12, 31))
units = st.sampled_from(Unit)
calendars = st.builds(
    WorkCalendar,
    days_off=st.frozensets(dates, max_size=40),
    working_weekends=st.frozensets(dates, max_size=10),
)
