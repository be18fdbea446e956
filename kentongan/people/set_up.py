"""What officers do with the settings: right checked, changed through `villages.changes`, overseers told.

Some settings protect reporters and what they were promised: deadlines, the calendar they are counted with, the ladder
of lateness, which categories are restricted, whether the village head signs the answers, who counts as an official and
as too close to one. Nobody changes those quietly: BPD, village head and administrator read of it on their page, from
what to what (promises 2 and 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from kentongan.people.models import Officer, Official, OverseerNotice
from kentongan.rules.access import Right, check_right
from kentongan.rules.types import Refused
from kentongan.villages import change_words, changes
from kentongan.villages.changes import Area, Changer
from kentongan.villages.models import SettingsChange, Village

GUARDED_AREAS: Final = frozenset(
    {Area.DEADLINES, Area.CALENDAR, Area.ESCALATION, Area.OFFICIALS, Area.TIES, Area.PUBLICATION}
)
GUARDED_COLUMNS: Final[Mapping[Area, frozenset[str]]] = {
    Area.CATEGORIES: frozenset({"restricted", "default_class", "active"}),
    Area.NUMBERING: frozenset({"village_head_answers"}),
}
_MOST_OF_A_VALUE: Final = 120  # letters; a notice is one sentence, the history has the rest
_MOST_OF_A_NOTICE: Final = 800


def change(
    *,
    village: Village,
    area: Area,
    values: Mapping[str, Any],
    by: Officer,
    at: datetime,
    row: UUID | None = None,
    seen: str = "",
) -> SettingsChange | None:
    """Set values of one row (see `changes.put`); None when nothing changed.

    Raises:
        Refused: `no_right`, `other_village`, and all that `changes.put` raises.
    """
    _check(village, by)
    who = changer(by)
    return _told(by, lambda: changes.put(village=village, area=area, row=row, values=values, by=who, at=at, seen=seen))


def remove(*, village: Village, area: Area, row: UUID, by: Officer, at: datetime) -> SettingsChange | None:
    """Take a row out of the settings, or switch it off (see `changes.remove`).

    Raises:
        Refused: `no_right`, `other_village`, and all that `changes.remove` raises.
    """
    _check(village, by)
    return _told(by, lambda: changes.remove(changes.row_of(village, area, row), area=area, by=changer(by), at=at))


def undo(*, change: SettingsChange, by: Officer, at: datetime) -> SettingsChange | None:
    """Put back what a change changed (see `changes.undo`).

    Raises:
        Refused: `no_right`, `other_village`, and all that `changes.undo` raises.
    """
    _check(change.village, by)
    return _told(by, lambda: changes.undo(change, by=changer(by), at=at))


def changer(officer: Officer) -> Changer:
    """Return an officer as the settings' history names him."""
    return Changer(officer.id, str(officer))


def officer_names(village: Village) -> dict[UUID, str]:
    """Return the village's officers and officials by id, for words about settings that name one (two queries)."""
    officials = {official.id: str(official) for official in Official.objects.filter(village=village)}
    return officials | {officer.id: str(officer) for officer in Officer.objects.filter(village=village)}


def is_guarded(change: SettingsChange) -> bool:
    """Tell whether a change touches what protects reporters or deadlines, so that overseers are told of it."""
    area = Area(change.area)
    if area in GUARDED_AREAS:
        return True
    touched = {*(change.before or {}), *(change.after or {})}
    if change.before is None:  # a new row: only what it protects is news
        touched = {key for key in touched if (change.after or {}).get(key) is True} - {"active"}
    return bool(GUARDED_COLUMNS.get(area, frozenset()) & touched)


def _check(village: Village, by: Officer) -> None:
    if by.village_id != village.id:
        raise Refused("other_village", "Pengaturan ini milik desa lain.")
    check_right(by.viewer(), Right.MANAGE_SETTINGS)


def _told(by: Officer, make: Callable[[], SettingsChange | None]) -> SettingsChange | None:
    """Make the change and, in the same transaction, tell the overseers where it touches what they watch."""
    with transaction.atomic():
        done = make()
        if done is not None and "code" in (done.after or {}) and done.area == Area.IDENTITY:
            _rename_logins(done.village_id, str((done.after or {})["code"]))
        if done is not None and is_guarded(done):
            OverseerNotice.objects.create(
                village_id=done.village_id, action=changes.CHANGED, sentence=_sentence(done, by), at=done.at
            )
    return done


def _rename_logins(village: UUID, code: str) -> None:
    """Let the accounts follow a new village code: a login begins with it, and is unique on the installation."""
    Officer.objects.filter(village=village).update(login=Concat(Value(f"{code}:"), F("username")))


def _sentence(done: SettingsChange, by: Officer) -> str:
    """Say who changed what: "Dewi (Operator) mengubah pengaturan. Batas waktu: …: Jumlah hari dari 14 menjadi 60."."""
    verb = {"ditambahkan": "menambah", "diubah": "mengubah", "dihapus": "menghapus"}.get(
        change_words.what_happened(done), "membatalkan perubahan"
    )
    said = [
        f"{line.label} {_short(line.after)}"
        if done.before is None
        else f"{line.label} dari {_short(line.before)} menjadi {_short(line.after)}"
        for line in change_words.lines(done, officer_names(by.village))
    ]
    details = "" if done.after is None else f": {'; '.join(said)}"
    sentence = f"{by} {verb} pengaturan {Area(done.area).label.lower()}. {done.label}{details}."
    return sentence if len(sentence) <= _MOST_OF_A_NOTICE else sentence[: _MOST_OF_A_NOTICE - 1] + "…"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_OF_A_VALUE else text[: _MOST_OF_A_VALUE - 1] + "…"
