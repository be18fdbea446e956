"""The inbox: what is urgent first, in one list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.queries import inbox as reads
from kentongan.cases.queries.inbox import Tab
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.forms.filters import FilterForm, asked, filter_of
from kentongan.desk.pages.inbox import inbox_screen
from kentongan.rules import access
from kentongan.rules.access import Right, Scope
from kentongan.rules.types import Role
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of

# These begin with what waits for them; who watches begins with all that is open.
DOES = {Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER}


@require_safe
@for_officers()
def inbox(request: HttpRequest) -> HttpResponse:
    """The list. Who sees no cases at all (an administrator) gets a page that leads to his own work."""
    village, viewer = village_of(request), officer_of(request).viewer()
    if not access.has_right(viewer, Right.SEE_INBOX):
        manages = access.has_right(viewer, Right.MANAGE_ACCOUNTS)
        return render(request, "desk/no_cases.html", {"manages_accounts": manages})
    today = local_date(village, timezone.now())
    what = asked(request.GET, default=Tab.MINE if viewer.roles & DOES else Tab.OPEN)
    form = FilterForm(request.GET, village=village, officer=officer_of(request), tab=what.tab)
    filters = filter_of(form, what)
    screen = inbox_screen(
        reads.inbox(viewer, village, filters, today=today, after=what.after),
        reads.tallies(viewer, village, today=today),
        form=form,
        filters=filters,
        asked=request.GET,
        today=today,
        handler_only=access.case_scope(viewer) is Scope.OWN,
        may_record=access.has_right(viewer, Right.RECORD_CASE),
    )
    # With htmx only the list is exchanged; without it the whole page says the same.
    partial = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    return render(request, "desk/rows.html" if partial else "desk/inbox.html", {"screen": screen})
