"""The stage on which invented stories are played: village, people and a calendar that counts back from today.

A story says "seven working days ago"; the stage turns that into an instant, so that what is late in a story is late
whatever the day on which the demo is made.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from kentongan.cases.actions import clockwork, confining, escalation, intake, privacy, publishing
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging, Person, Tray
from kentongan.cases.models import Case
from kentongan.cases.sealing import seal_to, shown
from kentongan.demo.pictures import picture
from kentongan.documents import clean, store
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import Kind
from kentongan.vault.keyring import Keyring, service_ring
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.map import contains, map_of, middle, place_at
from kentongan.villages.models import Body, Category, Hamlet, Village

ONE_DAY = timedelta(days=1)
SECOND = frozenset({"kades", "bpd"})  # who decides after others, in a story
JOBS_AT = time(6, 30)  # the daily run of the clockwork
OFFICE_OPENS = 8 * 60 + 15  # minutes after midnight
BETWEEN_ACTS = 95  # minutes, so that a day's acts follow each other
JITTER = 55
SOMEBODY_READS = (7 * 60 + 40, 15 * 60)  # when a sealed case is read by who holds its route, on working days
SOON = timedelta(minutes=12)
AWAKE = (6 * 60 + 40, 14 * 60)  # when villagers write: from 06.40, for so many minutes


@dataclass(frozen=True)
class Act:
    """One thing somebody does in a story: `days` working days before today, at `clock` if it matters.

    "19.40" is that minute, "~18.45" some time in the hour after; without a clock it falls into office hours.
    """

    days: int
    do: Callable[[Stage, Story, Case, datetime], object]
    clock: str = ""


@dataclass(frozen=True)
class Story:
    """One invented complaint and its life so far.

    `days` are working days before today (0: `minutes_ago` before now). `spot` is a place on the map as shares of the
    village's width and height from the north-west. `recorded_by` is the officer who wrote it down, when it did not
    come by the web; `waited` the calendar days it lay in the box or the mail before that.
    """

    key: str
    days: int
    title: str
    words: str
    category: str
    clock: str = ""  # without one: some time between morning and night
    minutes_ago: int = 0
    kind: Kind = Kind.COMPLAINT
    channel: str = "web"
    recorded_by: str = ""
    waited: int = 0
    reporter: Person | None = None  # None: anonymous
    represented: Person | None = None
    representation: str = ""
    wish: str = ""
    hamlet: str = ""
    rt: str = ""
    rw: str = ""
    place: str = ""
    spot: tuple[float, float] | None = None
    happened: str = ""
    happened_days: int | None = None  # calendar days before it was lodged
    about_official: AboutOfficial = AboutOfficial.NO
    about_whom: str = ""
    tray: TriageReason | None = None
    mode: IdentityMode = IdentityMode.OPEN
    pictures: tuple[str, ...] = ()
    publish: bool | None = None  # whether he agreed to publication when he lodged
    life: tuple[Act, ...] = ()


@dataclass
class Stage:
    """A village with its people, ready to play."""

    village: Village
    officers: Mapping[str, Officer]
    at: datetime
    cases: dict[str, Case] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    # What officers with keys can open; the demo's passphrases are shown to everybody (demo.keys).
    rings: Mapping[UUID, Keyring] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the calendar and the village's lists once."""
        self.today = local_date(self.village, self.at)
        self.calendar = calendar_for(self.village)
        self.categories = {row.name: row for row in Category.objects.filter(village=self.village)}
        self.hamlets = {row.name: row for row in Hamlet.objects.filter(village=self.village)}
        self.bodies = {row.name: row for row in Body.objects.filter(village=self.village)}
        self._days = [self.today]

    def day(self, back: int) -> date:
        """Return the day `back` working days before today (0 is today, working or not)."""
        while len(self._days) <= back:
            day = self._days[-1] - ONE_DAY
            while not self.calendar.is_working(day):
                day -= ONE_DAY
            self._days.append(day)
        return self._days[back]

    def instant(self, day: date, minutes: int) -> datetime:
        """Return an instant of the village's day, `minutes` after midnight by its own clocks."""
        return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=self.village.zone)

    def body(self, beginning: str) -> Body:
        """Return the body whose name begins like this."""
        return next(body for name, body in self.bodies.items() if name.startswith(beginning))

    def place(self, spot: tuple[float, float] | None) -> tuple[Decimal, Decimal] | None:
        """Return the spot in degrees; one that falls outside the village is moved into it."""
        drawing = map_of(self.village)
        if spot is None or drawing is None:
            return None
        found = place_at(drawing, spot[0] * drawing.width, spot[1] * drawing.height)
        if contains(self.village.polygon, float(found[0]), float(found[1])):
            return found
        return middle(self.village.polygon)

    def who(self, key: str, case: Case) -> Officer:
        """Return the officer of that name, or, of a restricted case that he may not see, one of its route."""
        wanted = self.officers[key]
        if not case.restricted:
            return wanted
        members = set(case.members.filter(of_route=True).values_list("officer_id", flat=True))
        inside = [officer for officer in self.officers.values() if officer.id in members]
        # The second one decides what the first one did: archiving, an objection.
        return wanted if wanted in inside or not inside else inside[-1 if key in SECOND else 0]

    def ring(self, officer: Officer) -> Keyring:
        """Return what an officer can open."""
        return self.rings.get(officer.id, service_ring())

    def read(self, case: Case) -> Case:
        """Return a case to be read, by whoever can."""
        for ring in (service_ring(), *self.rings.values()):
            found = shown(case, ring)
            if not found.locked:
                return found
        return case

    def documents(
        self, names: Sequence[str], *, at: datetime, by: Officer | None = None, case: Case | None = None
    ) -> tuple[Document, ...]:
        """Draw the pictures and take them in as any upload, sealed where the case is."""
        if not names:
            return ()
        cleaned = [clean.clean(picture(name)) for name in names]
        sealed = seal_to(case) if case is not None else None
        return tuple(
            store.take_in(village=self.village, uploads=cleaned, by=by.id if by else None, at=at, seal_to=sealed)
        )

    def play(self, stories: Sequence[Story]) -> None:
        """Play all stories side by side, in the order of time, with the daily jobs between.

        Raises:
            ValueError: a story goes back in time or into the future; its writer made a slip.
        """
        scenes: list[tuple[datetime, int, Callable[[], object]]] = []
        for story in stories:
            scenes += [(moment, len(scenes) + n, run) for n, (moment, run) in enumerate(self._scenes(story))]
        first = min(moment for moment, _, _ in scenes)
        back = 0
        while (morning := self.instant(self.day(back), JOBS_AT.hour * 60 + JOBS_AT.minute)) > first:
            if morning < self.at:
                scenes.append((morning, -1, partial(self._run_jobs, morning)))
            back += 1
        for _, _, run in sorted(scenes, key=lambda scene: scene[:2]):
            run()
        self._run_jobs(self.at)

    def _run_jobs(self, at: datetime) -> None:
        clockwork.run_due(village=self.village, at=at)
        escalation.run_due(village=self.village, at=at)
        privacy.run_due(village=self.village, at=at)
        if at == self.at or at.astimezone(self.village.zone).weekday() == 0:
            publishing.publish_due(village=self.village, at=at)

    def _scenes(self, story: Story) -> list[tuple[datetime, Callable[[], object]]]:
        lodged = self._lodged_at(story)
        scenes: list[tuple[datetime, Callable[[], object]]] = [(lodged, partial(self._lodge, story, lodged))]
        before, same_day = lodged, 0
        for number, act in enumerate(story.life):
            day = self.day(act.days)
            same_day = same_day + 1 if day == before.astimezone(self.village.zone).date() else 0
            moment = self._act_at(story, act, number, day, same_day)
            if not before < moment <= self.at:
                raise ValueError(f"{story.key}: act {number} at {moment} does not follow {before}")
            scenes.append((moment, partial(self._perform, story, act, moment)))
            before = moment
        read = self._read_at(lodged, [moment for moment, _ in scenes[1:]])
        if read <= self.at:
            scenes.append((read, partial(self._let_go, story, read)))
        return scenes

    def _read_at(self, lodged: datetime, acts: Sequence[datetime]) -> datetime:
        """Return when somebody of the office reads a sealed lodging: before anybody there does anything with it."""
        read = (lodged + SOON).astimezone(self.village.zone)
        begins, ends = SOMEBODY_READS
        minutes = read.hour * 60 + read.minute
        if not self.calendar.is_working(read.date()) or not begins <= minutes < ends:
            day = read.date() if minutes < begins else read.date() + ONE_DAY
            while not self.calendar.is_working(day):
                day += ONE_DAY
            read = self.instant(day, begins)
        hours = [(each, each.astimezone(self.village.zone).hour) for each in acts]
        office = [each for each, hour in hours if OFFICE_OPENS // 60 <= hour < ends // 60]
        return max(lodged, min([read, *(each - timedelta(minutes=1) for each in office)]))

    def _perform(self, story: Story, act: Act, at: datetime) -> None:
        act.do(self, story, self.cases[story.key], at)

    def _lodged_at(self, story: Story) -> datetime:
        if story.days == 0:
            return self.at - timedelta(minutes=story.minutes_ago)
        first, length = AWAKE
        minutes = minutes_of(story.clock) if story.clock else first + zlib.crc32(story.key.encode()) % length
        return self.instant(self.day(story.days), minutes)

    def _act_at(self, story: Story, act: Act, number: int, day: date, same_day: int) -> datetime:
        jitter = zlib.crc32(f"{story.key}:{number}".encode()) % JITTER
        if act.clock:
            about = act.clock.startswith("~")
            return self.instant(day, minutes_of(act.clock.removeprefix("~")) + (jitter if about else 0))
        return self.instant(day, OFFICE_OPENS + BETWEEN_ACTS * same_day + jitter)

    def _needs_protection(self, story: Story) -> bool:
        return self.categories[story.category].restricted

    def _let_go(self, story: Story, at: datetime) -> None:
        """Some word looked like a name or a post: who holds the route reads it, and releases it to the office."""
        case = self.cases[story.key]
        if not case.restricted or story.about_official is not AboutOfficial.NO or self._needs_protection(story):
            return
        doer = self.who("pelayanan", case)
        reason = "Tidak ada petugas yang dilaporkan; namanya hanya disebut."
        confining.release(case=case, by=doer, at=at, reason=reason, keys=self.ring(doer))

    def _lodge(self, story: Story, at: datetime) -> None:
        by = self.officers[story.recorded_by] if story.recorded_by else None
        named = story.reporter is not None
        happened = None if story.happened_days is None else local_date(self.village, at) - story.happened_days * ONE_DAY
        lodging = Lodging(
            kind=story.kind,
            story=" ".join(story.words.split()),
            identity_mode=story.mode if named else IdentityMode.ANONYMOUS,
            title=story.title,
            settlement=story.wish,
            hamlet=self.hamlets[story.hamlet] if story.hamlet else None,
            rt=story.rt,
            rw=story.rw,
            place=story.place,
            point=self.place(story.spot),
            incident_on=happened,
            incident_text=story.happened,
            about_official=story.about_official,
            about_whom=story.about_whom,
            reporter=story.reporter,
            represented=story.represented,
            representation=story.representation,
            documents=self.documents(story.pictures, at=at, by=by),
            publish=story.publish,
        )
        receipt = intake.lodge(
            village=self.village,
            lodging=lodging,
            channel=story.channel,
            at=at,
            by=by,
            token=token_of(story.key),
            received_at=at - story.waited * ONE_DAY if story.waited else None,
            tray=Tray(story.tray) if story.tray else None,
        )
        self.receipts[story.key] = receipt
        self.cases[story.key] = Case.objects.select_related("village").get(pk=receipt.case.pk)


def minutes_of(clock: str) -> int:
    """Return the minutes after midnight of "19.40"."""
    hours, minutes = clock.split(".")
    return int(hours) * 60 + int(minutes)


def token_of(key: str) -> str:
    """Return the form token of a story: the code derived from it can be shown again at the next start."""
    return f"demo:{key}"
