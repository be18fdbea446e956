"""What an observer sets up to hear of: one verb per function. `by` is always the observer himself."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kentongan.people.models import Officer
from kentongan.rules.access import Right, check_right
from kentongan.rules.types import Refused, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.watching import changes
from kentongan.watching.models import Hook, Pace, Watch

MOST: Final = 20
_PERIOD: Final = re.compile(r"\d{4}(-Q[1-4])?")


@dataclass(frozen=True)
class Wish:
    """What a watch is about; "" leaves open."""

    name: str
    only_late: bool = False
    group: str = ""
    hamlet: str = ""
    period: str = ""
    status: str = ""
    words: str = ""
    pace: Pace = Pace.NONE


def of_observer(observer: Officer) -> list[Watch]:
    """Return an observer's watches with their webhooks, by name (one query)."""
    rows = Watch.objects.filter(village=observer.village_id, observer=observer)
    return list(rows.select_related("hook").order_by("name", "id"))


def find(observer: Officer, watch: UUID) -> Watch | None:
    """Return a watch if it is this observer's own."""
    rows = Watch.objects.filter(village=observer.village_id, observer=observer, pk=watch)
    return rows.select_related("village", "hook").first()


def add(*, by: Officer, wish: Wish, at: datetime) -> Watch:
    """Keep a watch; it tells of what changes from now on.

    Raises:
        Refused: `no_right`, `name`, `taken`, `period`, `status` or `too_many`.
    """
    check_right(by.viewer(), Right.SEE_OBSERVER)
    values = _values(wish)
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=by.pk)
        mine = Watch.objects.filter(village=by.village_id, observer=by)
        if mine.count() >= MOST:
            raise Refused("too_many", f"Sudah ada {MOST} pantauan. Hapus salah satu dulu.")
        if mine.filter(name=values["name"]).exists():
            raise Refused("taken", "Anda sudah punya pantauan dengan nama ini.")
        return Watch.objects.create(
            village=by.village, observer=by, created_at=at, **values, **_from_now(by.village, wish.pace, at)
        )


def change(*, watch: Watch, by: Officer, wish: Wish, at: datetime) -> None:
    """Change what a watch is about, or how often its digest comes. Raises Refused as `add`, or `other` if not his."""
    _own(watch, by)
    values = _values(wish)
    with transaction.atomic():
        current = Watch.objects.select_for_update().get(pk=watch.pk)
        twins = Watch.objects.filter(village=watch.village_id, observer=by, name=values["name"])
        if twins.exclude(pk=watch.pk).exists():
            raise Refused("taken", "Anda sudah punya pantauan dengan nama ini.")
        if current.pace == Pace.NONE:
            values |= _from_now(watch.village, wish.pace, at)
        Watch.objects.filter(pk=watch.pk).update(**values)


def drop(*, watch: Watch, by: Officer) -> None:
    """Delete a watch with its webhook. Raises Refused (`other`) if it is not his."""
    _own(watch, by)
    with transaction.atomic():
        Hook.objects.filter(watch=watch).delete()
        watch.delete()


def unsubscribe(village: Village, watch: UUID, proof: str) -> Watch | None:
    """Return the watch whose digest the link of a letter ends, or None if the link is none of ours."""
    if not hmac.compare_digest(proof_for(watch).encode(), proof.encode()):
        return None
    return Watch.objects.filter(village=village, pk=watch).first()


def end_digest(watch: Watch) -> None:
    """Send no more digests of a watch."""
    Watch.objects.filter(pk=watch.pk).update(pace=Pace.NONE)


def proof_for(watch: UUID) -> str:
    """Return what the link in a digest carries so that it ends this digest without signing in."""
    digest: bytes = settings.KENTONGAN_SECRETS.keyed_hash("observer digest", str(watch))
    return digest.hex()[:32]


def _own(watch: Watch, by: Officer) -> None:
    check_right(by.viewer(), Right.SEE_OBSERVER)
    if watch.observer_id != by.pk:
        raise Refused("other", "Pantauan ini milik orang lain.")


def _from_now(village: Village, pace: Pace, at: datetime) -> Mapping[str, Any]:
    """What a digest begins with: nothing that changed before."""
    if pace == Pace.NONE:
        return {}
    return {"told": changes.newest_key(village), "told_on": local_date(village, at)}


def _values(wish: Wish) -> dict[str, Any]:
    name = " ".join(wish.name.split())
    if not name or len(name) > 60:
        raise Refused("name", "Beri pantauan ini nama, paling panjang 60 huruf.")
    if wish.period and not _PERIOD.fullmatch(wish.period):
        raise Refused("period", "Masa ditulis sebagai tahun atau triwulan, misalnya 2026 atau 2026-Q3.")
    if wish.status and wish.status not in set(Status):
        raise Refused("status", "Pilih status dari daftar.")
    return {
        "name": name,
        "only_late": wish.only_late,
        "group": wish.group[:100],
        "hamlet": wish.hamlet[:120],
        "period": wish.period,
        "status": wish.status,
        "words": " ".join(wish.words.split())[:100],
        "pace": wish.pace,
    }
