"""What the jobs do."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from kentongan.cases.actions import clockwork
from kentongan.jobs import alarms, tasks
from kentongan.jobs.loop import JOBS, loop
from kentongan.jobs.models import AlarmKind, JobSlot
from kentongan.jobs.scheduler import Job, Scheduler
from kentongan.reports.open_data import making, store
from kentongan.villages.holidays import set_day
from kentongan.villages.models import Holiday, Village
from tests.factories import MONDAY, lodge, make_village
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import append, sql
from tests.outbox.helpers import found, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_runs_on_an_empty_installation(job: Job) -> None:
    job.run(MONDAY)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_runs_with_villages(job: Job) -> None:
    make_village()
    make_village("Tanalum", "33.03.13.2005")
    job.run(MONDAY)


def test_waiting_mail_goes_out(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.id", "pengaduan@desa.example.id"
    put(found(), at=timezone.now())
    tasks.send_messages(timezone.now())
    assert len(mail.outbox) == 1


def test_one_villages_trouble_is_not_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    make_village()
    make_village("Tanalum", "33.03.13.2005")
    done = []

    def run_due(*, village: Village, at: object) -> int:
        if village.name == "Karangbawang":
            raise RuntimeError("rahasia")
        done.append(village.name)
        return 0

    monkeypatch.setattr(clockwork, "run_due", run_due)
    with pytest.raises(tasks.SomeVillagesFailed) as caught:
        tasks.run_clockwork(MONDAY)
    assert done == ["Tanalum"]
    assert "rahasia" not in str(caught.value)


def test_a_ledger_that_was_changed_raises_an_alarm_at_that_desk_only() -> None:
    village, neighbour = make_village(), make_village("Tanalum", "33.03.13.2005")
    for _ in range(3):
        append(village.log)
        append(neighbour.log)
    tasks.check_ledgers(MONDAY)
    assert alarms.active() == []
    with guards_off(connection):
        sql('DELETE FROM ledger_entry WHERE log = %s AND "index" = 2', village.log)
    tasks.check_ledgers(MONDAY)
    (alarm,) = alarms.active(village)
    assert (alarm.kind, alarm.village) == (AlarmKind.LEDGER, village)
    assert "entri 2" in alarm.sentence
    assert alarms.active(neighbour) == []


def test_ended_sessions_and_old_slots_are_swept_out_and_young_ones_stay() -> None:
    now = timezone.now()
    for key, days in (("lama", -1), ("baru", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    for days in (0, 2, 4, 9):
        slot = now - timedelta(days=days)
        JobSlot.objects.create(job="bell", slot=slot, started_at=slot, claimed_until=slot, finished_at=slot)
    tasks.tidy_up(now)
    assert [session.session_key for session in Session.objects.all()] == ["baru"]
    assert JobSlot.objects.count() == 2


def test_an_alarm_about_the_clock_ends_three_days_after_it_was_last_true() -> None:
    alarms.raise_alarm(AlarmKind.CLOCK, "Mundur.", at=MONDAY)
    tasks.tidy_up(MONDAY + timedelta(days=2))
    assert len(alarms.active()) == 1
    tasks.tidy_up(MONDAY + timedelta(days=4))
    assert alarms.active() == []


def test_forgotten_drafts_are_thrown_away(settings: Settings, tmp_path: Path) -> None:
    settings.KENTONGAN_STAGING = tmp_path
    (tmp_path / "draf").mkdir()
    (tmp_path / "draf" / "berkas").write_bytes(b"x")
    tasks.discard_drafts(timezone.now() + timedelta(days=365))
    assert list(tmp_path.iterdir()) == []


def test_the_loop_ends_when_it_is_told_to_and_survives_a_job_that_fails() -> None:
    stop, turns = threading.Event(), []

    def run(_: object) -> None:
        turns.append(1)
        if len(turns) == 3:
            stop.set()
        raise RuntimeError

    loop(stop, scheduler=Scheduler([Job("bell", "Lonceng", run)]), seconds=0.01)
    assert len(turns) == 3


def test_a_year_that_comes_into_sight_gets_its_days_off_and_the_villages_own_stay() -> None:
    village = make_village()
    tasks.renew_calendars(MONDAY)
    assert Holiday.objects.filter(village=village, day__year=2028).exists()
    set_day(village, date(2026, 12, 1), name="Ulang tahun desa")
    tasks.renew_calendars(MONDAY + timedelta(days=365))
    assert Holiday.objects.filter(village=village, day__year=2029).exists()
    assert Holiday.objects.get(village=village, day=date(2026, 12, 1)).name == "Ulang tahun desa"


def test_open_data_follows_the_checkpoint_and_one_villages_trouble_is_not_anothers(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KENTONGAN_OPEN_DATA, settings.KENTONGAN_CHECKPOINTS = tmp_path / "open", tmp_path / "checkpoints"
    first, second = make_village(), make_village("Tanalum", "33.03.13.2005")
    lodge(second)
    tasks.keep_open_data(MONDAY)
    assert store.names(second) == []
    tasks.keep_checkpoints(MONDAY)
    whole = making.make

    def make(village: Village, *rest: object, **more: object) -> object:
        if village == first:
            raise OSError("penuh")
        return whole(village, *rest, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(making, "make", make)
    with pytest.raises(tasks.SomeVillagesFailed, match=first.code):
        tasks.keep_open_data(MONDAY)
    assert len(store.names(second)) == 1
