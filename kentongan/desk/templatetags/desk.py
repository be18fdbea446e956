"""Template tags of the desk: `{% load desk %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from kentongan.jobs import alarms
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.villages.tenant import village_of

register = template.Library()

# label, address, icon, right
PLACES = (
    ("Aduan", "desk:inbox", "inbox", Right.SEE_INBOX),
    ("Catat aduan", "desk:record", "edit", Right.RECORD_CASE),
    ("Angka", "desk:figures", "chart", Right.SEE_FIGURES),
    ("Pesan", "desk:outbox", "mail", Right.SEE_OUTBOX),
    ("Pengawasan", "desk:oversight", "shield", Right.SEE_OVERSIGHT),
    ("Pengaturan", "desk:settings", "edit", Right.MANAGE_SETTINGS),
    ("Akun petugas", "desk:accounts", "people", Right.MANAGE_ACCOUNTS),
)


@register.inclusion_tag("desk/nav.html", takes_context=True)
def desk_nav(context: template.Context) -> dict[str, Any]:
    """Draw the desk's navigation: only the places this officer has a right to; nothing for a stranger."""
    request = context["request"]
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {"officer": None}
    here = request.resolver_match.view_name if request.resolver_match else ""
    viewer = officer.viewer()
    places = [
        {"label": label, "address": address, "icon": icon, "current": here == name}
        for label, name, icon, right in PLACES
        if access.has_right(viewer, right) and (address := _address(name))
    ]
    return {
        "officer": officer,
        "places": places,
        "account": _address("mfa_index"),
        "account_current": here == "mfa_index",
        "csrf_token": context.get("csrf_token"),
    }


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
