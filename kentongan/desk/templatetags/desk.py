"""Template tags of the desk: `{% load desk %}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from kentongan.desk.access import is_officer
from kentongan.desk.keys.ring import COOKIE, unlocked_of
from kentongan.jobs import alarms
from kentongan.people.habits import habits_of
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right, Viewer
from kentongan.villages.tenant import village_of

register = template.Library()


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: shown to who has the right, current on every page below its address.

    `short`: there is room for it in a phone's row too.
    """

    label: str
    view: str
    icon: str
    right: Right
    short: bool = False


# What is used many times a day stands in the row itself, the rest in the menu; on a phone the menu holds all but the
# short ones.
DAILY = (
    Place("Aduan", "desk:inbox", "inbox", Right.SEE_INBOX, short=True),
    Place("Catat", "desk:record", "edit", Right.RECORD_CASE, short=True),
    Place("Buku register", "desk:book", "doc", Right.SEE_REGISTER),
    Place("Kalender", "desk:calendar", "calendar", Right.SEE_INBOX),
    Place("Angka", "desk:figures", "chart", Right.SEE_FIGURES),
    Place("Pemantauan", "observer:home", "search", Right.SEE_OBSERVER, short=True),
)
GROUPS = (
    (
        "Mengawasi",
        (
            Place("Baki pemilahan", "desk:tray", "inbox", Right.SEE_TRIAGE),
            Place("Penerbitan", "desk:publications", "send", Right.REDACT),
            Place("Alih tugas", "desk:handovers", "people", Right.HAND_OVER),
            Place("Pesan", "desk:outbox", "mail", Right.SEE_OUTBOX),
            Place("Pengawasan", "desk:oversight", "shield", Right.SEE_OVERSIGHT),
            Place("Hak atas data", "desk:data_requests", "person", Right.DECIDE_DATA),
            Place("Jadwal retensi", "desk:retention", "archive", Right.APPROVE_RETENTION),
            Place("Catatan pemrosesan", "desk:processing", "doc", Right.SEE_PROCESSING),
            Place("Kebocoran data", "desk:breaches", "alert", Right.REPORT_BREACH),
            Place("Pemantau", "desk:observers", "search", Right.SEE_OVERSIGHT),
            Place("Unit pengaduan", "desk:unit", "people", Right.SEE_OVERSIGHT),
        ),
    ),
    (
        "Mengatur",
        (
            Place("Pengaturan", "desk:settings", "gear", Right.MANAGE_SETTINGS),
            Place("Akun petugas", "desk:accounts", "people", Right.MANAGE_ACCOUNTS),
            Place("Kesehatan layanan", "desk:health", "check", Right.SEE_HEALTH),
        ),
    ),
)


@register.inclusion_tag("desk/nav.html", takes_context=True)
def desk_nav(context: template.Context) -> dict[str, Any]:
    """Draw the desk's navigation: only the places this officer has a right to; nothing for a stranger."""
    request = context["request"]
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {"officer": None}
    viewer = officer.viewer()
    daily = _entries(DAILY, viewer, request)
    groups = [(title, entries) for title, places in GROUPS if (entries := _entries(places, viewer, request))]
    account = _address("mfa_index")
    in_menu = [entry for _, entries in groups for entry in entries]
    return {
        "officer": officer,
        "daily": daily,
        "groups": groups,
        "menu_current": any(entry["current"] for entry in in_menu) or request.path == account,
        "account": account,
        "account_current": request.path == account,
        "csrf_token": context.get("csrf_token"),
        "own_key": _address("desk:key") if access.has_right(viewer, Right.HAVE_KEY) else "",
        "own_key_open": unlocked_of(request).ends_at if COOKIE in request.COOKIES and is_officer(request) else None,
        "keys": habits_of(officer).shortcuts,
        "help": "" if access.has_right(viewer, Right.SEE_OBSERVER) else _address("desk:shortcuts"),
        "list": _address("desk:inbox") if access.has_right(viewer, Right.SEE_INBOX) else "",
        "calendar": _address("desk:calendar") if access.has_right(viewer, Right.SEE_INBOX) else "",
    }


def _entries(places: tuple[Place, ...], viewer: Viewer, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the places this officer has a right to and this installation has; the nearest above a page is current."""
    home = _address("desk:inbox")
    return [
        {
            "label": place.label,
            "address": address,
            "icon": place.icon,
            "short": place.short,
            "current": request.path == address or (address != home and request.path.startswith(address)),
            "here": request.path == address,
        }
        for place in places
        if access.has_right(viewer, place.right) and (address := _address(place.view))
    ]


@register.inclusion_tag("desk/alarms.html", takes_context=True)
def desk_alarms(context: template.Context) -> dict[str, Any]:
    """Show what is wrong with the service itself (one query): the clock, the ledger, a failing job."""
    return {"alarms": alarms.active(village_of(context["request"]))}


def _address(name: str) -> str:
    """Return the address of a page, "" when this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
