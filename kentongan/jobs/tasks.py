"""What the jobs do; the work itself lives beside what it works on."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from kentongan import channels
from kentongan.cases import search_upkeep, suggesting
from kentongan.cases.actions import clockwork, confining, digest, erasing, escalation, privacy, publishing, retention
from kentongan.documents import housekeeping, scan, staging
from kentongan.forms.mail import mail_is_ready
from kentongan.gateway.dispatch import dispatch
from kentongan.jobs import alarms, backups
from kentongan.jobs.models import AlarmKind, JobSlot
from kentongan.ledger import log as ledger
from kentongan.ledger import tree
from kentongan.people import history, sessions
from kentongan.reports.figures import fold
from kentongan.reports.open_data import making as open_data
from kentongan.support.faults import describe
from kentongan.vault import unlocking
from kentongan.vault.keyring import service_ring
from kentongan.villages import log_keys, witnesses
from kentongan.villages.calendar import local_date
from kentongan.villages.holidays import refresh_holidays
from kentongan.villages.models import Village, Witness
from kentongan.villages.seed import YEARS_AHEAD
from kentongan.watching import changes, digests, sending
from kentongan.watching import readings as observers_readings

NEWEST_ENTRIES = 500
FIGURE_STEPS = 10  # of 5,000 entries each at most; what remains is done in the next minute
SLOTS_KEPT = timedelta(days=3)
WITNESSES_A_TURN = 12  # each may take five seconds
CHECKPOINT = "checkpoint"  # what an alarm about the ledger is about, apart from those of its verification
CLOCK_ALARM_KEPT = timedelta(days=3)


class SomeVillagesFailed(Exception):
    """A job went through all villages, and not all went well."""


def send_messages(at: datetime) -> None:  # noqa: ARG001  (sending takes its time: it looks at the clock for each message)
    """Empty the outbox."""
    dispatch(channels.registry(), clock=timezone.now)


def run_clockwork(at: datetime) -> None:
    """Make the system's own moves in every village. Raises SomeVillagesFailed, after all had their turn."""
    failures = []
    for village in Village.objects.all():
        try:
            clockwork.run_due(village=village, at=at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def keep_figures(at: datetime) -> None:
    """Take what is new into every village's figures. Raises SomeVillagesFailed, after all had their turn."""
    failures = []
    for village in Village.objects.all():
        try:
            fold.catch_up(village, at=at, steps=FIGURE_STEPS, entries=fold.MANY)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def climb_ladders(at: datetime) -> None:
    """Remind and escalate where a day comes near or has passed. Raises SomeVillagesFailed, after all had their turn."""
    failures = []
    for village in escalation.villages_to_look_at(at):
        try:
            escalation.run_due(village=village, at=at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def send_digests(at: datetime) -> None:
    """Write the morning letters of every village where it is morning. Raises SomeVillagesFailed, after all had a turn.

    Not while the installation cannot send mail at all: letters of past mornings are of no use to anybody.
    """
    if not mail_is_ready():
        return
    failures = []
    for village in Village.objects.all():
        try:
            digest.send_due(village=village, at=at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def watch_published(at: datetime) -> None:
    """Look what changed in public, and queue it for webhooks and digests.

    Only where somebody watches; digests only while the installation can send mail. Raises SomeVillagesFailed, after all
    had their turn.
    """
    failures, mails = [], mail_is_ready()
    for village in changes.watched_villages():
        try:
            changes.look(village, at)
            sending.queue_due(village, at)
            if mails:
                digests.send_due(village, at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def send_webhooks(at: datetime) -> None:  # noqa: ARG001  (sending takes its time: it looks at the clock for each one)
    """Send what waits for observers' webhooks, for some seconds at most."""
    sending.send_due(timezone.now)


def check_ledgers(at: datetime) -> None:
    """Check the newest entries of every village's ledger; a bad one raises an alarm at that village's desk."""
    for village in Village.objects.all():
        outcome = ledger.verify_newest(village.log, NEWEST_ENTRIES)
        if outcome.ok:
            continue  # an earlier alarm stays until `kentongan verify` has seen the whole ledger
        sentence = f"Catatan tindakan desa tidak utuh. {outcome.problem} Jalankan kentongan verify dan beri tahu BPD."
        alarms.raise_alarm(AlarmKind.LEDGER, sentence, at=at, village=village)


def keep_checkpoints(at: datetime) -> None:
    """Sign the log of every village whose slot has none yet. Raises SomeVillagesFailed, after all had their turn.

    A log that no longer begins with what was published of it is not signed: that raises an alarm at its desk.
    """
    failures = []
    made = tree.newest_slots()
    for village in Village.objects.all():
        newest = made.get(village.log)
        if newest is not None and newest >= log_keys.slot_at(village, at):
            continue
        try:
            log_keys.make_checkpoint(village, at)
        except tree.LogShrunk as shrunk:
            alarms.raise_alarm(AlarmKind.LEDGER, _shrunk(shrunk), at=at, village=village, about=CHECKPOINT)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
        else:
            alarms.settle(AlarmKind.LEDGER, at=at, village=village, about=CHECKPOINT)
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def ask_witnesses(at: datetime) -> None:
    """Send the newest checkpoints to witnesses who have not cosigned them; one that contradicts raises an alarm.

    A witness that cannot be reached is noted on its row and asked again at the next turn. One with which something
    else goes wrong stops no other one. Raises SomeVillagesFailed for those, after all.
    """
    failures = []
    for witness in witnesses.waiting(limit=WITNESSES_A_TURN):
        try:
            asked = witnesses.ask(witness, at=at)
        except witnesses.Shown as shown:
            sentence = _witness_words(witness, shown.lie)
            alarms.raise_alarm(AlarmKind.WITNESS, sentence, at=at, village=witness.village, about=str(witness.pk))
        except Exception as error:  # one witness's trouble is not another's
            witnesses.not_asked(witness, "terjadi kesalahan saat menghubunginya", at=at)
            failures.append(f"{witness.village.code}: {describe(error)}")
        else:
            if asked and not Witness.objects.values_list("trouble", flat=True).get(pk=witness.pk):
                alarms.settle(AlarmKind.WITNESS, at=at, village=witness.village, about=str(witness.pk))
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def _witness_words(witness: Witness, lie: witnesses.Lie) -> str:
    what = {
        witnesses.Lie.SHRUNK: "sudah melihat lebih banyak entri daripada yang ada sekarang",
        witnesses.Lie.SPLIT: "melihat isi lain dengan ukuran yang sama",
        witnesses.Lie.FORKED: "melihat catatan yang tidak berlanjut menjadi catatan sekarang",
    }[lie]
    return (
        f"Saksi {witness.name} {what}. Catatan tindakan mungkin diubah, atau dipulihkan dari cadangan lama. "
        "Jalankan kentongan verify, hubungi saksi itu, dan beri tahu BPD."
    )


def keep_open_data(at: datetime) -> None:
    """Publish the open data of every village anew where something changed. Raises SomeVillagesFailed, after all."""
    failures = []
    for village in Village.objects.all():
        try:
            open_data.make_due(village, at=at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def _shrunk(shrunk: tree.LogShrunk) -> str:
    what = "lebih pendek dari" if shrunk.kind == "shrunk" else "berbeda dengan"
    return (
        f"Catatan tindakan {what} yang pernah diterbitkan ({shrunk.known.size} entri), jadi tidak ditandatangani lagi. "
        "Bila basis data ini dipulihkan dari cadangan, jalankan kentongan log restarted; bila tidak, beri tahu BPD."
    )


def renew_calendars(at: datetime) -> None:
    """Take over what is newly known of holidays, from this year on; a village's own days stay as it set them."""
    for village in Village.objects.all():
        year = local_date(village, at).year
        refresh_holidays(village, range(year, year + YEARS_AHEAD + 1))


def renew_search(at: datetime) -> None:
    """Go on making the search index, after an upgrade that knows more words."""
    search_upkeep.catch_up(at)


def learn_suggestions(at: datetime) -> None:
    """Learn what is offered at the desk. Raises SomeVillagesFailed, after all had their turn."""
    failures = []
    for village in Village.objects.all():
        try:
            suggesting.learn_due(village, at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def scan_again(at: datetime) -> None:  # noqa: ARG001  (the scanner is asked now, whenever that is)
    """Ask the virus scanner about files that came while it was silent."""
    scan.rescan()


def erase_due(at: datetime) -> None:
    """Erase what was granted or approved and has waited. Raises SomeVillagesFailed, after all had their turn."""
    failures = []
    for village in Village.objects.all():
        try:
            privacy.run_due(village=village, at=at)
            retention.run_due(village=village, at=at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def publish_due(at: datetime) -> None:
    """Publish what was approved and has waited. Raises SomeVillagesFailed, after all had their turn."""
    failures = []
    for village in publishing.villages_to_look_at():
        try:
            publishing.publish_due(village=village, at=at)
        except Exception as error:  # one village's trouble is not another's
            failures.append(f"{village.code}: {describe(error)}")
    if failures:
        raise SomeVillagesFailed("; ".join(failures))


def keep_retention(at: datetime) -> None:
    """List what has been kept long enough, and erase again what an older backup brought back."""
    for village in Village.objects.all():
        retention.list_due(village=village, at=at)
    erasing.replay(at)


def expire_backups(at: datetime) -> None:
    """Delete backups that are too old, where the installation looks after their folder."""
    backups.expire(at)


def lock_keys(at: datetime) -> None:
    """Delete officers' unlocked keys whose time is over; give sealed cases to officers who have a key by now."""
    unlocking.purge(at)
    for village in Village.objects.all():
        confining.adopt(village=village.pk, at=at, keys=service_ring())


def discard_drafts(at: datetime) -> None:
    """Delete uploads of forms that were never finished."""
    staging.discard_old(at)


def tidy_up(at: datetime) -> None:
    """Delete what nobody needs: files of broken-off lodgings, ended sessions, old sign-ins, slots, clock alarms."""
    housekeeping.tidy(at)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    sessions.forget_old(at=at)
    changes.forget_old(at)
    sending.forget_old(at)
    observers_readings.forget_old(at)
    history.forget_old(at=at)
    JobSlot.objects.filter(slot__lt=at - SLOTS_KEPT, finished_at__isnull=False).delete()
    JobSlot.objects.filter(slot__lt=at - 2 * SLOTS_KEPT).delete()
    alarms.settle_seen_before(AlarmKind.CLOCK, before=at - CLOCK_ALARM_KEPT, at=at)
