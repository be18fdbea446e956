"""The list of jobs, and the loop that looks at it every few seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone

from kentongan.jobs import tasks
from kentongan.jobs.scheduler import Job, Scheduler
from kentongan.support.faults import describe

logger = logging.getLogger(__name__)

TURN_SECONDS = 5.0

JOBS = (
    Job("outbox", "Mengirim pemberitahuan", tasks.send_messages),  # claims each message by itself
    Job("clockwork", "Langkah otomatis saat batas waktu", tasks.run_clockwork, every=timedelta(minutes=1)),
    Job("figures", "Menghitung angka kinerja", tasks.keep_figures, every=timedelta(minutes=1)),
    Job("ladder", "Pengingat dan eskalasi batas waktu", tasks.climb_ladders, every=timedelta(minutes=5)),
    Job("digest", "Mengirim ringkasan pagi", tasks.send_digests, every=timedelta(hours=1)),
    Job("watch", "Mencatat perubahan terbitan untuk pemantau", tasks.watch_published, every=timedelta(hours=1)),
    Job("webhooks", "Mengirim webhook pemantau", tasks.send_webhooks, every=timedelta(minutes=1)),
    Job("ledger", "Memeriksa catatan tindakan", tasks.check_ledgers, every=timedelta(hours=1)),
    Job("checkpoints", "Menandatangani keadaan catatan tindakan", tasks.keep_checkpoints, every=timedelta(minutes=1)),
    Job("witnesses", "Meminta tanda tangan saksi", tasks.ask_witnesses, every=timedelta(minutes=5)),
    # After the checkpoints: what it says belongs to the newest.
    Job("open-data", "Menerbitkan data terbuka", tasks.keep_open_data, every=timedelta(minutes=1)),
    Job("search", "Menyusun indeks pencarian", tasks.renew_search, every=timedelta(minutes=1)),
    Job("suggestions", "Mempelajari usulan kategori", tasks.learn_suggestions, every=timedelta(hours=1)),
    Job("scan", "Memeriksa berkas yang menunggu pemeriksa virus", tasks.scan_again, every=timedelta(minutes=10)),
    Job("keys", "Menutup kunci petugas yang habis waktunya", tasks.lock_keys, every=timedelta(minutes=1)),
    Job("drafts", "Membuang draf yang ditinggalkan", tasks.discard_drafts, every=timedelta(hours=1)),
    Job("erasures", "Menghapus isi yang masa tunggunya habis", tasks.erase_due, every=timedelta(hours=1)),
    Job("publication", "Menerbitkan aduan yang sudah disetujui", tasks.publish_due, every=timedelta(hours=6)),
    Job("retention", "Mendaftar yang masa simpannya habis", tasks.keep_retention, every=timedelta(days=1)),
    Job("backups", "Membuang cadangan yang kedaluwarsa", tasks.expire_backups, every=timedelta(days=1)),
    Job("calendar", "Memperbarui hari libur", tasks.renew_calendars, every=timedelta(days=7)),
    Job("tidy", "Merapikan penyimpanan", tasks.tidy_up, every=timedelta(days=1)),
)


def loop(
    stop: threading.Event,
    *,
    clock: Callable[[], datetime] = timezone.now,
    scheduler: Scheduler | None = None,
    seconds: float = TURN_SECONDS,
) -> None:
    """Run jobs until `stop` is set. Between turns it sleeps; a database that is away is asked again later."""
    scheduler = scheduler or Scheduler(JOBS)
    while not stop.is_set():
        close_old_connections()
        try:
            scheduler.run_pending(clock())
        except DatabaseError as error:
            logger.error("jobs wait for the database: %s", describe(error))
        finally:
            close_old_connections()
        stop.wait(seconds)
