"""All areas of the settings, in the order in which a village sets itself up.

Register an area by adding its `PAGE` to one of the groups; nothing else needs to know of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.http import Http404

from kentongan.desk.settings.areas import (
    bodies,
    calendar,
    categories,
    contact,
    deadlines,
    escalation,
    hamlets,
    identity,
    limits,
    numbering,
    officials,
    papers,
    people,
    publication,
    register,
    replies,
    retention,
    routes,
    suggestions,
    texts,
    witnesses,
)
from kentongan.desk.settings.framework import AnyPage, Page, RowsPage, VillagePage


@dataclass(frozen=True)
class Group:
    """Areas that belong together on the index."""

    title: str
    pages: tuple[AnyPage, ...]


GROUPS: Final = (
    Group("Desa", (identity.PAGE, contact.PAGE, hamlets.PAGE, texts.PAGE)),
    Group(
        "Aduan",
        (
            categories.PAGE,
            bodies.PAGE,
            deadlines.PAGE,
            calendar.PAGE,
            escalation.PAGE,
            replies.PAGE,
            retention.PAGE,
            limits.PAGE,
            publication.PAGE,
            suggestions.PAGE,
        ),
    ),
    Group("Surat dan buku", (numbering.PAGE, papers.PAGE, register.PAGE)),
    Group("Orang dan mesin", (people.UNIT, people.ACCOUNTS, people.PROGRAMS)),
    Group("Supaya tidak ada yang celaka", (officials.PAGE, officials.TIES, routes.PAGE, witnesses.PAGE)),
)

BY_SLUG: Final[Mapping[str, VillagePage | RowsPage]] = MappingProxyType(
    {page.slug: page for group in GROUPS for page in group.pages if isinstance(page, VillagePage | RowsPage)}
)
BY_AREA: Final[Mapping[str, Page]] = MappingProxyType({str(page.area): page for page in BY_SLUG.values()})


def page_or_404(slug: str) -> VillagePage | RowsPage:
    """Return the page of an area.

    Raises:
        Http404: there is no such area.
    """
    page = BY_SLUG.get(slug)
    if page is None:
        raise Http404
    return page


def rows_page_or_404(slug: str) -> RowsPage:
    """Return the page of an area that is kept in rows.

    Raises:
        Http404: there is no such area, or it has no rows.
    """
    page = page_or_404(slug)
    if not isinstance(page, RowsPage):
        raise Http404
    return page
