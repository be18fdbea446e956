"""Reply templates on the case page: what is offered where, with the fields filled in from the case.

The reporter's name is no field and is not read here: a template reads the same for an open and an anonymous reporter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kentongan.cases.queries.case_page import CasePage
from kentongan.desk.moves.base import MoveForm
from kentongan.rules import replies
from kentongan.rules.replies import ReplyField
from kentongan.rules.types import Status
from kentongan.ui.words import say_date, say_short_date
from kentongan.villages.calendar import local_date
from kentongan.villages.change_words import say_hours
from kentongan.villages.models import ReplyUse, Village
from kentongan.villages.replies import replies_for

ROWS: Final = 12  # a template is read and changed before it is sent, so all of it is shown


@dataclass(frozen=True)
class Offer:
    """One template, ready to begin with."""

    id: str
    name: str
    text: str


def offers(page: CasePage, today: date) -> Mapping[ReplyUse, tuple[Offer, ...]]:
    """Return the templates of each use with this case's words in them."""
    values = values_for(page, today)
    found: dict[ReplyUse, tuple[Offer, ...]] = dict.fromkeys(ReplyUse, ())
    for reply in replies_for(page.case.village):
        found[reply.use] += (Offer(str(reply.id), reply.name, replies.render(reply.body, values)),)
    return found


def values_for(page: CasePage, today: date) -> dict[ReplyField, str]:
    """Return what the fields become on this case; "" for what it does not have.

    A deadline that has passed is none to promise: its field stays visible, and the officer says what is true.
    """
    case = page.case
    ahead = [line.due_on for line in page.now_due if not line.reporters and line.due_on and line.due_on >= today]
    due_on = min(ahead, default=None)
    return {
        ReplyField.NUMBER: case.number,
        ReplyField.STATUS: Status(case.status).label,
        ReplyField.DUE: say_date(due_on) if due_on else "",
        ReplyField.RECEIVED: say_short_date(local_date(case.village, case.received_at)),
        ReplyField.TODAY: say_short_date(today),
        ReplyField.CATEGORY: case.category.name if case.category else "",
        ReplyField.OFFICER: case.handler.post if case.handler else "",
        ReplyField.BODY: case.body.name if case.body else "",
        **village_values(case.village),
    }


def village_values(village: Village) -> dict[ReplyField, str]:
    """Return what the village's own fields become; "" for what it has not set."""
    return {
        ReplyField.VILLAGE: village.name,
        ReplyField.DISTRICT: village.district,
        ReplyField.ADDRESS: village.address,
        ReplyField.PHONE: village.phone or village.whatsapp,
        ReplyField.HOURS: say_hours(village.opening_hours),
    }


def keep_typed(form: MoveForm, data: Any, files: Any) -> None:
    """Let a fresh form begin with what was typed, without judging it yet."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(data, files, form.add_prefix(name))


def begin_with(form: MoveForm, chosen: str, found: Mapping[ReplyUse, tuple[Offer, ...]]) -> bool:
    """Put a template after what is typed already; tell whether there was such a template for this form."""
    offer = (
        next((offer for offer in found.get(form.reply_use, ()) if offer.id == chosen), None) if form.reply_use else None
    )
    if offer is None:
        return False
    typed = str(form.initial.get(form.words) or "").rstrip()
    form.initial[form.words] = f"{typed}\n\n{offer.text}" if typed else offer.text
    form.fields[form.words].widget.attrs["rows"] = ROWS
    return True
