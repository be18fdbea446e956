"""What a restore does for the logs: compares them with what is known of them, and tells people what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from kentongan.commands import console

if TYPE_CHECKING:
    from kentongan.villages.log_restart import Found

HINT: Final = (
    "Bila Anda menyimpan tanda catatan yang lebih baru (berkas dari halaman /log/, dari saksi, atau folder checkpoints "
    "komputer lama), jalankan: kentongan log restarted --last-checkpoint BERKAS. Bila Anda tahu ada aduan yang masuk "
    "sesudah cadangan ini dibuat, jalankan: kentongan log restarted --entries-lost."
)


def notes_in(file: Path | None) -> list[str]:
    """Return the checkpoints in a file that somebody kept. Raises Problem for a file that has none."""
    from kentongan.ledger import journal
    from kentongan.support.tlog import checkpoint
    from kentongan.support.tlog.note import NoteError

    if file is None:
        return []
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise console.Problem(f"Berkas {file} tidak dapat dibaca.", console.USAGE) from error
    lines = [line.note for line in journal.parse(text)]
    if lines:
        return lines
    try:
        checkpoint.parse_signed(text)
    except NoteError as error:
        raise console.Problem(f"Di berkas {file} tidak ada tanda catatan.", console.USAGE) from error
    return [text]


def after_restore(
    journals: Mapping[str, str], notes: Sequence[str], *, at: datetime, entries_lost: bool
) -> list[Found]:
    """Bring the journals together, and settle every log before anything is added to it."""
    from kentongan.ledger import journal
    from kentongan.ledger import log as ledger
    from kentongan.villages import log_restart
    from kentongan.villages.models import Village

    for name, text in journals.items():
        try:
            log = UUID(name.removesuffix(journal.ENDING))
        except ValueError:
            continue
        journal.merge(log, journal.parse(text))
    return [
        log_restart.settle(village, at=at, notes=notes, lost_from=ledger.size(village.log), entries_lost=entries_lost)
        for village in Village.objects.all()
    ]


def sign_anew(found: Sequence[Found], *, at: datetime) -> None:
    """Publish the first checkpoint of each new origin at once: whoever looks shall see that there was a restore."""
    from kentongan.villages import log_keys

    for each in found:
        if each.origin is not None:
            each.village.refresh_from_db()
            log_keys.make_checkpoint(each.village, at)


def sentence(found: Found) -> str:
    """Return what was found of one log, for people."""
    from kentongan.villages.log_restart import State

    whose = f"Desa {found.village.name} ({found.village.code})"
    if found.origin is not None and found.known is not None:
        lost = found.origin.lost
        what = (
            f"baris ke-{lost.start + 1} sampai ke-{lost.stop} hilang"
            if lost
            else f"baris sesudah yang ke-{lost.start} mungkin hilang"
        )
        return (
            f"{whose}: CATATAN TIDAK LENGKAP, {what}. Catatan dilanjutkan dengan nama baru {found.origin.name}; ini "
            f"diumumkan di halaman /log/, dan nomor baru berakhiran {found.village.number_suffix}."
        )
    if found.state == State.NOTHING_KNOWN or found.known is None:
        return f"{whose}: tidak ada tanda catatan untuk dibandingkan."
    return f"{whose}: catatan lengkap sampai tanda terakhir yang diketahui ({found.known.checkpoint.size} baris)."


def facts(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Return what was found, for programs."""
    return [
        {
            "code": each.village.code,
            "state": str(each.state),
            "known_size": each.known.checkpoint.size if each.known else None,
            "origin": each.origin.name if each.origin else None,
            "lost_from": each.origin.lost.start if each.origin else None,
            "lost_to": each.origin.lost.stop if each.origin else None,
        }
        for each in found
    ]
