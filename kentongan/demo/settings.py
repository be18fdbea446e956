"""What the demo village has set up for itself, by its operator's own hand: its history has something to show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any, Final

from kentongan.demo.hamlet_borders import cut
from kentongan.people import holders, set_up
from kentongan.people.models import Officer
from kentongan.rules.access import Right, has_right
from kentongan.rules.types import Role, Route
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.changes import Area
from kentongan.villages.models import Category, Hamlet, HolidaySource, Village
from kentongan.villages.text_defaults import PLEDGE_EXAMPLE

_OF_VILLAGE: Final[tuple[tuple[Area, Mapping[str, Any]], ...]] = (
    (Area.NUMBERING, {"unit_decree": "Keputusan Kepala Desa No. 141/07 Tahun 2026 (contoh)"}),
    (Area.TEXTS, {"texts.pledge": PLEDGE_EXAMPLE}),
    (
        Area.TEXTS,
        {"texts.faq_more": "Kapan kotak saran dibuka?\nSetiap Senin pagi, bersama anggota BPD. Isinya ikut dicatat."},
    ),
)


# Who usually handles what, by the key of the demo's officers; a village without that officer leaves it open.
_USUAL: Final = (("Bansos (PKH/BPNT/BLT-DD)", "kesra"), ("Kesehatan & posyandu/BPJS", "kesra"))
# What people call the officials, by the key of the demo's officers, and officials without an account.
_CALLED: Final = (
    ("kades", "Pak Tarno, Mbah Lurah"),
    ("sekdes", "Pak Wahyu, Mas Carik"),
    ("kesra", "Pak Modin"),
    ("kadus1", "Pak Bayan Ratmo, Mbah Gendon"),
    ("kadus2", "Bu Endang"),
)
_WITHOUT_ACCOUNT: Final = (
    ("Sumarjo", "Kaur Keuangan", "Pak Marjo"),
    ("Eni Kusrini", "Kaur Tata Usaha dan Umum", "Mbak Eni"),
)
# (who is too close, to whom, how)
_TIES: Final = (("kadus1", "kades", "adik ipar"), ("kadus2", "kesra", "istri"))
_HOLDERS: Final = (
    (Route.UNIT, "sekdes"),
    (Route.UNIT, "pelayanan"),
    (Route.OVERSIGHT, "bpd"),
    (Route.OVERSIGHT, "camat"),
)
_FEAST_AFTER: Final = timedelta(days=200)


def set_up_demo(village: Village, officers: Mapping[str, Officer], *, at: datetime) -> None:
    """Let an officer who may make the settings of a village that has worked for a while."""
    by = next((one for one in officers.values() if has_right(one.viewer(), Right.MANAGE_SETTINGS)), None)
    if by is None:
        return
    for number, (area, values) in enumerate(_OF_VILLAGE):
        set_up.change(village=village, area=area, values=values, by=by, at=at + timedelta(minutes=number))
    hamlets = list(Hamlet.objects.filter(village=village))
    borders = cut(village.polygon, len(hamlets)) if village.polygon else []
    for number, (hamlet, border) in enumerate(zip_longest(hamlets, borders), start=1):
        rts = [f"{rt:02d}" for rt in range(1, 4 + number % 2)]
        set_up.change(
            village=village,
            area=Area.HAMLETS,
            row=hamlet.id,
            values={"neighbourhoods": [{"rw": f"{number:02d}", "rts": rts}], "polygon": border},
            by=by,
            at=at + timedelta(hours=1, minutes=number),
        )
    _set_up_rows(village, officers, by=by, at=at + timedelta(hours=2))
    _set_up_protection(village, officers, at=at + timedelta(hours=3))


def _set_up_rows(village: Village, officers: Mapping[str, Officer], *, by: Officer, at: datetime) -> None:
    """Name who usually handles what, and close the office for the village's own feast."""
    for name, key in _USUAL:
        row = Category.objects.filter(village=village, name=name).first()
        if row is not None and key in officers:
            handler = {"default_handler": officers[key].id}
            set_up.change(village=village, area=Area.CATEGORIES, row=row.id, values=handler, by=by, at=at)
    day = local_date(village, at) + _FEAST_AFTER
    while not calendar_for(village).is_working(day):
        day += timedelta(days=1)
    feast = {"day": day, "name": "Sedekah bumi", "source": HolidaySource.VILLAGE}
    set_up.change(village=village, area=Area.CALENDAR, values=feast, by=by, at=at + timedelta(minutes=1))


def _set_up_protection(village: Village, officers: Mapping[str, Officer], *, at: datetime) -> None:
    """Name whom people call what, who is too close to whom, and who holds the two routes."""
    by = next((one for one in officers.values() if Role.ADMIN in one.role_set), None)
    if by is None:
        return
    officials = {}
    for key, called in _CALLED:
        if key in officers:
            who = officers[key]
            row = {"name": who.name, "post": who.post, "nicknames": called, "officer_id": who.id}
            done = set_up.change(village=village, area=Area.OFFICIALS, values=row, by=by, at=at)
            officials[key] = done.row if done else None
    for name, post, called in _WITHOUT_ACCOUNT:
        row = {"name": name, "post": post, "nicknames": called}
        set_up.change(village=village, area=Area.OFFICIALS, values=row, by=by, at=at + timedelta(minutes=1))
    for close, to, how in _TIES:
        tie = {"official_id": officials[to], "officer_id": officers[close].id, "how": how}
        set_up.change(village=village, area=Area.TIES, values=tie, by=by, at=at + timedelta(minutes=2))
    for route, key in _HOLDERS:
        holders.name_holder(route=route, officer=officers[key], by=by, at=at + timedelta(minutes=3))
