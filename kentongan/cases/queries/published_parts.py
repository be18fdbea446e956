"""What belongs to a handful of published cases, read in a fixed number of queries: texts, steps, days, limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from kentongan.cases.clocks import to_clock
from kentongan.cases.models import CaseClock, Event, Publication, PublicVersion
from kentongan.cases.publication import ANSWERS
from kentongan.rules import deadlines
from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadlines import ClockKind, ClockState
from kentongan.rules.public_figures import PUBLIC_CLOCKS
from kentongan.rules.types import Move
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.models import Village

STEPS: Final[Mapping[Move, str]] = {
    Move.RECEIVE: "Aduan diterima",
    Move.VERIFY: "Diperiksa dan dicatat",
    Move.FORWARD: "Disalurkan ke instansi lain",
    Move.BODY_ANSWERED: "Instansi menjawab",
    Move.ARCHIVE: "Diarsipkan",
    Move.ASSIGN: "Petugas ditunjuk",
    Move.PROGRESS: "Kabar penanganan",
    Move.EXTEND: "Waktu diperpanjang",
    Move.ANSWER: "Desa memberi tanggapan",
    Move.RATE_SATISFIED: "Pelapor menyatakan sudah selesai",
    Move.RATE_UNSATISFIED: "Pelapor menyatakan belum puas",
    Move.REOPEN: "Dibuka kembali",
    Move.OBJECT: "Pelapor mengajukan keberatan",
    Move.DECIDE_OBJECTION: "Keberatan diputuskan",
    Move.AUTO_CLOSE: "Ditutup karena tidak ada balasan",
    Move.WITHDRAW: "Dicabut oleh pelapor",
    Move.DEEM_WITHDRAWN: "Dianggap dicabut",
}
_TITLES: Final = ("title", "story")

_OfCase = TypeVar("_OfCase", Event, CaseClock)
StepParts = tuple[Move, str, str, int | None]


@dataclass(frozen=True)
class Parts:
    """What was read for some publications, by case."""

    village: Village
    calendar: WorkCalendar
    today: date
    texts: Mapping[UUID, Mapping[str, str]]
    events: Mapping[UUID, Sequence[Event]] = field(default_factory=dict)
    limits: Mapping[UUID, Sequence[CaseClock]] = field(default_factory=dict)

    def steps(self, row: Publication) -> list[StepParts]:
        """Return move, title, approved text and working days since receipt of each step."""
        texts = self.texts[row.case_id]
        return [
            (
                Move(event.move),
                STEPS[Move(event.move)],
                texts.get(f"event:{event.id}", ""),
                self._days(row, event),
            )
            for event in self.events.get(row.case_id, ())
        ]

    def answers(self, row: Publication) -> tuple[str, ...]:
        """Return the approved texts of the answers, the oldest first."""
        texts = self.texts[row.case_id]
        said = (texts.get(f"event:{event.id}", "") for event in self._answers(row))
        return tuple(text for text in said if text)

    def days_to_answer(self, row: Publication) -> int | None:
        """Return the working days from receipt to the first answer, where they may be told."""
        first = next(iter(self._answers(row)), None)
        return self._days(row, first) if first is not None else None

    def clocks(self, row: Publication) -> list[tuple[ClockKind, bool]]:
        """Return each limit that was met or missed; of several runs of one limit, each."""
        found = []
        for clock in map(to_clock, self.limits.get(row.case_id, ())):
            state = deadlines.state(clock, self.calendar, self.today)
            if state in (ClockState.MET, ClockState.MISSED, ClockState.LATE):
                found.append((clock.kind, state is ClockState.MET))
        return found

    def _answers(self, row: Publication) -> list[Event]:
        return [event for event in self.events.get(row.case_id, ()) if event.move in ANSWERS]

    def _days(self, row: Publication, event: Event) -> int | None:
        case, until = row.case, row.published_at
        if case.date_unknown or until is None or event.at > until:
            return None
        if case.imported and event.at == case.recorded_at:
            return 0 if event.move == Move.RECEIVE else None  # what an old register claims without a date
        start, end = local_date(self.village, case.received_at), local_date(self.village, event.at)
        if end < start:
            return None  # claimed dates of an import may stand the wrong way round
        return self.calendar.count(start, end, Unit.WORKING)


def parts_of(
    village: Village, rows: Sequence[Publication], *, today: date, whole: bool = False, texts: bool = True
) -> Parts:
    """Read what belongs to these publications (three queries, two without texts).

    Args:
        today: the village's day, for limits that passed and still run.
        whole: all texts and steps of each, not only what a list needs.
    """
    cases = [row.case_id for row in rows]
    moves = list(STEPS) if whole else list(ANSWERS)
    events = Event.objects.filter(village=village, case__in=cases, move__in=moves).order_by("at", "id")
    limits = CaseClock.objects.filter(village=village, case__in=cases, kind__in=PUBLIC_CLOCKS)
    return Parts(
        village=village,
        calendar=calendar_for(village),
        today=last_monday(today),
        texts=_texts(village, rows, whole=whole) if texts else defaultdict(dict),
        events=_by_case(events),
        limits=_by_case(limits.order_by("round", "started_on", "id")),
    )


def last_monday(day: date) -> date:
    """Return the day by which lateness is told: in public a limit passes on Mondays only, which blurs its start."""
    return day - timedelta(days=day.weekday())


def _texts(village: Village, rows: Sequence[Publication], *, whole: bool) -> Mapping[UUID, Mapping[str, str]]:
    versions = {row.case_id: row.version for row in rows}
    found = PublicVersion.objects.filter(
        village=village, case__in=versions, version__in=set(versions.values())
    ).exclude(text="")
    if not whole:
        found = found.filter(part__in=_TITLES)
    by_case: dict[UUID, dict[str, str]] = defaultdict(dict)
    for case, version, part, text in found.values_list("case_id", "version", "part", "text"):
        if versions[case] == version:
            by_case[case][part] = text
    return by_case


def _by_case(rows: Iterable[_OfCase]) -> Mapping[UUID, list[_OfCase]]:
    found: dict[UUID, list[_OfCase]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found
