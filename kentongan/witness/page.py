"""The witness's page: what it watches and when last, and its alarms with their evidence. One file, no script."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Final

from kentongan.witness.core import Witness
from kentongan.witness.store import Alarm, AlarmKind, Head, Log

ALARM_WORDS: Final = {
    AlarmKind.SPLIT: (
        "Dua versi catatan",
        "Log menandatangani dua checkpoint berbeda untuk ukuran yang sama. Catatan desa itu tidak dapat dipercaya "
        "sebelum ada penjelasan. Dua teks di bawah adalah buktinya.",
        "Split view: the log signed two different checkpoints for the same size.",
    ),
    AlarmKind.SHRUNK: (
        "Catatan menyusut",
        "Log menunjukkan checkpoint yang lebih kecil daripada yang sudah dikosigna: ada entri yang hilang, atau "
        "seseorang mengirim ulang checkpoint lama. Tanyakan kepada desa.",
        "Shrunk log: a signed checkpoint is smaller than one that was cosigned.",
    ),
    AlarmKind.UNPROVEN: (
        "Tidak melanjutkan catatan lama",
        "Log menandatangani checkpoint yang tidak terbukti melanjutkan catatan yang sudah dikosigna: isi lama mungkin "
        "diubah. Alarm ini hilang sendiri bila checkpoint yang sama kemudian terbukti benar.",
        "Fork: a signed checkpoint was not shown to continue the one that was cosigned.",
    ),
    AlarmKind.RESTART: (
        "Log dimulai baru",
        "Desa memulai log baru dengan nomor berikutnya, biasanya karena pemulihan dari cadangan. Baca penjelasan "
        "desa di halaman log-nya; entri setelah checkpoint lama di bawah ini hilang.",
        "Restart: the log began anew under its next number.",
    ),
}
_STYLE: Final = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.15rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid; padding: .5rem }
code { overflow-wrap: anywhere } dt { font-weight: bold } dd { margin: 0 0 .5rem }
.alarm { border: .3rem solid #b00020; padding: .5rem 1rem; margin: 1rem 0 } .quiet { border-width: 1px }
"""


def page(witness: Witness) -> str:
    """The page, in Indonesian with a line of English where a stranger needs it."""
    alarms = witness.store.alarms()
    open_ones = [alarm for alarm in alarms if alarm.acknowledged_at is None]
    title = f"{'ALARM! ' if open_ones else ''}Saksi {witness.cosigner.name}"
    logs = "".join(_log(log, witness.store.head(log.origin)) for log in witness.store.logs())
    return (
        f'<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(title)}</h1>"
        "<p>Saksi ini memeriksa bahwa catatan aduan desa hanya bertambah: tidak ada yang dihapus, diubah, atau "
        'disisipkan. <span lang="en">This is a C2SP tlog-witness.</span></p>'
        f"{''.join(_alarm(alarm) for alarm in open_ones)}"
        f"<h2>Yang diawasi</h2>{logs or '<p>Belum ada log.</p>'}"
        f"<h2>Kunci saksi</h2><p><code>{escape(witness.cosigner.vkey)}</code></p>"
        f"{_old([alarm for alarm in alarms if alarm.acknowledged_at is not None])}</body></html>\n"
    )


def moment(at: int | None) -> str:
    """A time as the page says it, in UTC: a witness stands in no village's zone."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC") if at else "belum pernah"


def _log(log: Log, head: Head | None) -> str:
    where = f"diambil dari {escape(log.url)}" if log.url else "dikirim oleh desa"
    facts = [
        ("Checkpoint terakhir", f"{head.size} entri" if head else "belum ada"),
        ("Dikosigna pada", moment(head.at if head else None)),
        ("Cara", where),
    ]
    if log.url:
        facts.append(("Terakhir ditanya", moment(log.asked_at)))
    if log.trouble:
        facts.append(("Kendala", escape(log.trouble)))
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return f"<section><h3><code>{escape(log.origin)}</code></h3><dl>{rows}</dl></section>"


def _alarm(alarm: Alarm) -> str:
    title, words, english = ALARM_WORDS[alarm.kind]
    quiet = " quiet" if alarm.acknowledged_at else ""
    read = f"<p>Dibaca {moment(alarm.acknowledged_at)}.</p>" if alarm.acknowledged_at else ""
    return (
        f'<section class="alarm{quiet}" role="alert"><h2>{title}</h2><p><code>{escape(alarm.origin)}</code>, '
        f'{moment(alarm.at)}, alarm nomor {alarm.id}</p><p>{words}</p><p lang="en">{english}</p>{read}'
        f"<p>Yang pernah dikosigna:</p><pre>{escape(alarm.known)}</pre>"
        f"<p>Yang kemudian ditunjukkan:</p><pre>{escape(alarm.shown)}</pre></section>"
    )


def _old(alarms: list[Alarm]) -> str:
    if not alarms:
        return ""
    return (
        f"<details><summary>Alarm yang sudah dibaca ({len(alarms)})</summary>{''.join(map(_alarm, alarms))}</details>"
    )
