"""Working days. Days off come from outside (the village's own calendar): national holidays and cuti bersama."""

from dataclasses import dataclass
from datetime import date, timedelta

from .types import Labelled

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Unit(Labelled):
    """What a limit is counted in."""

    WORKING = "working", "hari kerja"
    CALENDAR = "calendar", "hari"


@dataclass(frozen=True)
class WorkCalendar:
    """Which days the office works.

    `days_off`: days the office is closed besides Saturdays and Sundays.
    `working_weekends`: Saturdays or Sundays on which it works all the same.
    `known_until`: the last year whose holidays are known; later dates are estimates, and a screen may say so.
    """

    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()
    known_until: int | None = None

    def is_working(self, day: date) -> bool:
        """Whether the office works on this day. A day off wins over a working weekend."""
        if day in self.days_off:
            return False
        return day.weekday() < SATURDAY or day in self.working_weekends

    def is_known(self, day: date) -> bool:
        """Whether the holidays of this day's year are known rather than guessed."""
        return self.known_until is None or day.year <= self.known_until

    def add(self, start: date, amount: int, unit: Unit) -> date:
        """The date `amount` units after `start`; day 1 is the day after (RULES §2).

        Zero working days after a day the office is closed is the next working day: nobody owes anything on a Sunday.
        A limit in calendar days is not moved when it ends on a day off: the laws quoted in RULES §2 say nothing of it,
        and the shorter reading is the safe one. Raises ValueError for a negative amount.
        """
        if amount < 0:
            raise ValueError("an amount of days cannot be negative")
        if unit is Unit.CALENDAR:
            return start + timedelta(days=amount)
        day = start
        if amount == 0:
            while not self.is_working(day):
                day += ONE_DAY
            return day
        while amount:
            day += ONE_DAY
            amount -= self.is_working(day)
        return day

    def count(self, start: date, end: date, unit: Unit) -> int:
        """How many units lie after `start`, up to and with `end`; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        days = (end - start).days
        if unit is Unit.CALENDAR:
            return days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))
