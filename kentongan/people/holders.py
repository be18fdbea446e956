"""Naming and ending the holders of a route: right checked, one ledger entry, and the overseers are told.

A holding is never deleted and never opened again; whoever comes back is named anew, so that the rows say who could
open what was received in which time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from kentongan.people.models import KeyHolder, Officer
from kentongan.people.record import record, who
from kentongan.rules.access import Right, check_right
from kentongan.rules.routes import may_hold
from kentongan.rules.types import Refused, Route
from kentongan.villages.changes import new_version
from kentongan.villages.models import Village

NAMED: Final = "key_holder_named"
ENDED: Final = "key_holder_ended"


def name_holder(*, route: Route, officer: Officer, by: Officer | None, at: datetime) -> KeyHolder:
    """Let an officer take up the cases of a route from now on. `by` None: a command on the server.

    Raises:
        Refused: `no_right`, `other_village`, `inactive`, `may_not_hold` or `holds_already`.
    """
    _check(by, officer.village, route)
    with transaction.atomic():
        current = _locked(officer)
        if not current.is_active:
            raise Refused("inactive", f"Akun {current.name} sedang nonaktif. Pilih petugas lain.")
        if not may_hold(route, roles=current.role_set, post=current.post):
            raise Refused("may_not_hold", _MAY_NOT[route].format(name=current.name))
        if KeyHolder.objects.filter(village=current.village, route=route, officer=current, until=None).exists():
            raise Refused("holds_already", f"{current.name} sudah memegang jalur ini.")
        holder = KeyHolder.objects.create(village=current.village, route=route, officer=current, since=at)
        record(
            action=NAMED,
            officer=current,
            by=by,
            at=at,
            sentence=f"{current} ditunjuk memegang {_SAY[route]} {who(by)}.",
            public={"route": str(route)},
        )
        new_version(officer.village)
    return holder


def end_holder(*, holder: KeyHolder, by: Officer | None, at: datetime) -> None:
    """Let an officer hold a route no longer; what is received from now on is not sealed to him.

    Raises:
        Refused: `no_right`, `other_village` or `ended`.
    """
    _check(by, holder.village, Route(holder.route))
    with transaction.atomic():
        Village.objects.select_for_update(no_key=True).only("id").get(pk=holder.village_id)
        current = KeyHolder.objects.select_for_update().select_related("officer").get(pk=holder.pk)
        if current.until is not None:
            raise Refused("ended", f"{current.officer.name} sudah tidak memegang jalur ini.")
        current.officer.village = holder.village
        _end(current, by, at)
        new_version(holder.village)


def end_what_he_may_not(*, officer: Officer, by: Officer | None, at: datetime) -> None:
    """End the holdings that an account no longer may have: closed, or with other roles. In the caller's transaction."""
    for holder in KeyHolder.objects.filter(village=officer.village, officer=officer, until=None):
        allowed = may_hold(Route(holder.route), roles=officer.role_set, post=officer.post)
        if not (officer.is_active and allowed):
            holder.officer = officer
            _end(holder, by, at)


def _end(holder: KeyHolder, by: Officer | None, at: datetime) -> None:
    holder.until = at
    holder.save(update_fields=["until"])
    route = Route(holder.route)
    record(
        action=ENDED,
        officer=holder.officer,
        by=by,
        at=at,
        sentence=f"{holder.officer} tidak lagi memegang {_SAY[route]}; diakhiri {who(by)}.",
        public={"route": str(route)},
    )


def _check(by: Officer | None, village: Village, route: Route) -> None:
    """Who names: administrator or unit head; for the overseers' route the administrator only.

    The unit head is under the village head, against whom that route is meant.
    """
    if by is None:
        return
    if by.village_id != village.id:
        raise Refused("other_village", "Jalur ini milik desa lain.")
    check_right(by.viewer(), Right.MANAGE_SETTINGS if route is Route.UNIT else Right.MANAGE_ACCOUNTS)


def _locked(officer: Officer) -> Officer:
    Village.objects.select_for_update(no_key=True).only("id").get(pk=officer.village_id)
    current = Officer.objects.select_for_update().get(pk=officer.pk)
    current.village = officer.village
    return current


_SAY: Final = {Route.UNIT: "jalur unit pengaduan", Route.OVERSIGHT: "jalur pengawas"}
_MAY_NOT: Final = {
    Route.UNIT: "{name} belum punya peran yang boleh membuka aduan. Beri perannya dulu di halaman akun.",
    Route.OVERSIGHT: (
        "{name} tidak bisa memegang jalur pengawas. Jalur ini hanya untuk BPD dan pengawas luar yang bukan kepala desa "
        "dan bukan bawahannya."
    ),
}
