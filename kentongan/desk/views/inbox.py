"""The inbox: what is urgent first, in one list."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries import finding, tray, workload
from kentongan.cases.queries import inbox as reads
from kentongan.cases.queries.inbox import Tab
from kentongan.desk import saved
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.forms.filters import FilterForm, asked, filter_of
from kentongan.desk.pages.inbox import News, capped, inbox_screen
from kentongan.desk.pages.saved import saved_bar
from kentongan.people.habits import note_visit
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right, Scope
from kentongan.rules.types import Role
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of

# These begin with what waits for them, the village head too when something does; who watches begins with all.
DOES = {Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER}


def _news(officer: Officer, village: Village, now: datetime, *, searching: bool) -> News:
    viewer = officer.viewer()
    since = note_visit(officer, now)
    gone = workload.stranded(viewer, village) if access.has_right(viewer, Right.HAND_OVER) else []
    fresh = workload.fresh(viewer, village, since) if since is not None else workload.NOTHING_NEW
    told = access.has_right(viewer, Right.SEE_TRIAGE) and not searching  # who searches has another question
    waiting = tray.waiting(viewer, village) if told else 0
    return News(since=since, fresh=fresh, tray=capped(waiting) if waiting else "", stranded=tuple(gone))


@require_safe
@for_officers()
def inbox(request: HttpRequest) -> HttpResponse:
    """The list. Who sees no cases at all (an administrator) gets a page that leads to his own work."""
    village, viewer = village_of(request), officer_of(request).viewer()
    if not access.has_right(viewer, Right.SEE_INBOX):
        manages = {
            "manages_accounts": access.has_right(viewer, Right.MANAGE_ACCOUNTS),
            "manages_settings": access.has_right(viewer, Right.MANAGE_SETTINGS),
            "from_outside": Role.OVERSEER in viewer.roles,
        }
        return render(request, "desk/no_cases.html", manages)
    # The bare address opens the desk: with the filter he chose for that, if any.
    data = request.GET or QueryDict(saved.opening_query(village, officer_of(request)))
    now = timezone.now()
    today = local_date(village, now)
    # With htmx only the list is exchanged; without it the whole page says the same.
    partial = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    what = asked(data, default=Tab.MINE)
    tallies = reads.tallies(viewer, village, today=today, with_old=what.tab is Tab.MINE)
    if not viewer.roles & DOES and not (Role.VILLAGE_HEAD in viewer.roles and tallies.mine):
        what = asked(data, default=Tab.OPEN)
    form = FilterForm(data, village=village, officer=officer_of(request), tab=what.tab)
    filters = filter_of(form, what)
    screen = inbox_screen(
        (finding.found if filters.text else reads.inbox)(viewer, village, filters, today=today, after=what.after),
        tallies,
        form=form,
        filters=filters,
        asked=data,
        today=today,
        handler_only=access.case_scope(viewer) is Scope.OWN,
        may_record=access.has_right(viewer, Right.RECORD_CASE),
        may_find_reporter=access.has_right(viewer, Right.OPEN_IDENTITY),
        saved=saved_bar(saved.of_officer(village, officer_of(request)), officer_of(request), saved.query_of(data)),
        may_assign=access.has_right(viewer, Right.ASSIGN_MANY),
        news=None if partial or what.after else _news(officer_of(request), village, now, searching=bool(filters.text)),
    )
    return render(request, "desk/rows.html" if partial else "desk/inbox.html", {"screen": screen})
