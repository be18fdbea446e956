"""Which job runs when, and who runs it."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from kentongan.jobs import alarms
from kentongan.jobs.models import AlarmKind, JobSlot
from kentongan.jobs.scheduler import ATTEMPTS, LEASE, RETRY, TOLERANCE, Job, Scheduler
from tests.factories import MONDAY, make_village

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Bell:
    """A job that counts its strokes, and fails while it is cracked."""

    def __init__(self, every: timedelta | None = HOUR, name: str = "bell") -> None:
        self.strokes: list[datetime] = []
        self.cracked = False
        self.job = Job(name, "Membunyikan lonceng", self.strike, every=every)

    def strike(self, at: datetime) -> None:
        self.strokes.append(at)
        if self.cracked:
            raise RuntimeError("warsiti@example.org tidak mendengar")


@pytest.mark.django_db
def test_a_job_runs_once_in_its_slot() -> None:
    bell = Bell()
    scheduler = Scheduler([bell.job])
    for minutes in (0, 5, 59, 60, 61, 125):
        scheduler.run_pending(MONDAY + minutes * MINUTE)
    assert bell.strokes == [MONDAY, MONDAY + 60 * MINUTE, MONDAY + 125 * MINUTE]


@pytest.mark.django_db
def test_a_job_runs_once_though_two_processes_look_at_it() -> None:
    bell = Bell()
    one, two = Scheduler([bell.job]), Scheduler([bell.job])
    assert one.run_pending(MONDAY) == ["bell"]
    assert two.run_pending(MONDAY + SECOND) == []
    assert two.run_pending(MONDAY + HOUR) == ["bell"]
    assert one.run_pending(MONDAY + HOUR + SECOND) == []
    assert len(bell.strokes) == 2


@pytest.mark.django_db
def test_a_turn_without_work_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bell = Bell()
    one, two = Scheduler([bell.job]), Scheduler([bell.job])
    one.run_pending(MONDAY)
    two.run_pending(MONDAY)
    with django_assert_num_queries(0):
        one.run_pending(MONDAY + 5 * SECOND)
        two.run_pending(MONDAY + 5 * SECOND)


@pytest.mark.django_db
def test_a_job_without_slots_runs_at_every_turn_in_every_process() -> None:
    bell = Bell(every=None)
    one, two = Scheduler([bell.job]), Scheduler([bell.job])
    one.run_pending(MONDAY)
    two.run_pending(MONDAY)
    one.run_pending(MONDAY + 5 * SECOND)
    assert len(bell.strokes) == 3
    assert not JobSlot.objects.exists()


@pytest.mark.django_db
def test_the_work_of_a_process_that_died_is_taken_over_after_its_lease() -> None:
    bell = Bell()
    JobSlot.objects.create(job="bell", slot=MONDAY, started_at=MONDAY, claimed_until=MONDAY + LEASE)
    scheduler = Scheduler([bell.job])
    assert scheduler.run_pending(MONDAY + MINUTE) == []
    assert scheduler.run_pending(MONDAY + LEASE - SECOND) == []
    assert scheduler.run_pending(MONDAY + LEASE) == ["bell"]
    assert JobSlot.objects.get().finished_at is not None


@pytest.mark.django_db
def test_a_job_that_fails_is_tried_again_and_then_raises_an_alarm_without_the_errors_text() -> None:
    bell = Bell()
    bell.cracked = True
    scheduler = Scheduler([bell.job])
    now = MONDAY
    for _ in range(ATTEMPTS):
        assert not alarms.active()
        assert scheduler.run_pending(now) == ["bell"]
        assert scheduler.run_pending(now + SECOND) == []
        now += RETRY
    assert scheduler.run_pending(now) == []
    (alarm,) = alarms.active()
    assert "Membunyikan lonceng" in alarm.sentence
    assert "RuntimeError" in alarm.sentence
    assert "warsiti" not in alarm.sentence


@pytest.mark.django_db
def test_the_alarm_ends_when_the_job_succeeds_again() -> None:
    bell = Bell()
    bell.cracked = True
    scheduler = Scheduler([bell.job])
    for attempt in range(ATTEMPTS):
        scheduler.run_pending(MONDAY + attempt * RETRY)
    bell.cracked = False
    scheduler.run_pending(MONDAY + HOUR)
    assert alarms.active() == []


@pytest.mark.django_db
def test_one_failing_job_does_not_stop_the_next() -> None:
    broken, sound = Bell(name="broken"), Bell(name="sound")
    broken.cracked = True
    assert Scheduler([broken.job, sound.job]).run_pending(MONDAY) == ["broken", "sound"]
    assert sound.strokes == [MONDAY]


@pytest.mark.django_db
def test_a_clock_that_runs_backwards_raises_an_alarm_and_blocks_nobody() -> None:
    village = make_village()
    bell = Bell()
    scheduler = Scheduler([bell.job])
    future = MONDAY + timedelta(days=5 * 365)
    scheduler.run_pending(future)
    assert scheduler.run_pending(MONDAY) == ["bell"]
    (alarm,) = alarms.active(village)
    assert alarm.kind == AlarmKind.CLOCK
    assert "6 Juli 2026 pukul 09.00 WIB" in alarm.sentence
    assert "2031" in alarm.sentence
    # And when that time really comes, its work is done then.
    assert Scheduler([bell.job]).run_pending(future) == ["bell"]


@pytest.mark.django_db
@pytest.mark.parametrize("back", [HOUR, 5 * HOUR, timedelta(days=2)])
def test_after_a_step_back_the_same_hours_are_worked_again(back: timedelta) -> None:
    bell = Bell()
    scheduler = Scheduler([bell.job])
    for hour in range(8):
        scheduler.run_pending(MONDAY + hour * HOUR)
    now = MONDAY + 7 * HOUR - back
    scheduler.run_pending(now)
    assert scheduler.run_pending(now + HOUR) == ["bell"]
    assert scheduler.run_pending(now + 2 * HOUR) == ["bell"]
    assert len(alarms.active()) == 1


@pytest.mark.django_db
def test_clocks_of_two_machines_may_differ_a_little() -> None:
    bell = Bell(every=MINUTE)
    Scheduler([bell.job]).run_pending(MONDAY)
    Scheduler([bell.job]).run_pending(MONDAY - TOLERANCE)
    assert alarms.active() == []


@pytest.mark.django_db
def test_the_same_alarm_is_raised_once_and_can_come_back_after_it_was_settled() -> None:
    village = make_village()
    for minutes in (0, 5):
        alarms.raise_alarm(AlarmKind.LEDGER, "Rusak.", at=MONDAY + minutes * MINUTE, village=village)
    (alarm,) = alarms.active(village)
    assert (alarm.raised_at, alarm.seen_at) == (MONDAY, MONDAY + 5 * MINUTE)
    assert alarms.settle(AlarmKind.LEDGER, at=MONDAY, village=village)
    assert alarms.active(village) == []
    alarms.raise_alarm(AlarmKind.LEDGER, "Rusak lagi.", at=MONDAY, village=village)
    assert len(alarms.active(village)) == 1


@pytest.mark.django_db
def test_an_alarm_of_one_village_does_not_show_at_another_desk() -> None:
    village, neighbour = make_village(), make_village("Tanalum", "33.03.13.2005")
    alarms.raise_alarm(AlarmKind.LEDGER, "Rusak.", at=MONDAY, village=village)
    alarms.raise_alarm(AlarmKind.CLOCK, "Mundur.", at=MONDAY)
    assert [alarm.sentence for alarm in alarms.active(neighbour)] == ["Mundur."]
    assert len(alarms.active(village)) == len(alarms.active()) == 2


@pytest.mark.django_db(transaction=True)
def test_of_four_processes_at_the_same_moment_one_runs_the_job() -> None:
    bell, start = Bell(), threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            Scheduler([bell.job]).run_pending(MONDAY)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bell.strokes == [MONDAY]
