"""What an area of the settings tells the pages: its form, its list, its preview, and what is still missing.

An area module makes one `VillagePage` (settings on the village itself), `RowsPage` (a table of rows) or `LinkPage`
(a page elsewhere) and stands in `settings.registry.PAGES`; list, form, preview, history and undo follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from kentongan.desk.settings.forms import SettingForm
from kentongan.rules.access import Right
from kentongan.villages.changes import TABLES, Area
from kentongan.villages.models import Village

Missing = Callable[[Village], Sequence[str]]
"""What of an area is not yet set: one plain sentence each, none when all is set (few queries)."""

Preview = Callable[[Any], Mapping[str, Any]]
"""What the preview's template needs, from a row with the typed values on it (never stored)."""


def nothing_missing(village: Village) -> Sequence[str]:  # noqa: ARG001 -- one shape for all
    """Say that an area needs nothing before the service can work."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A word beside a row; `tone` as in the face: "", "go", "ok", "warn", "late"."""

    text: str
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of an area's list. `off`: switched off, shown last and grey."""

    id: UUID
    title: str
    facts: tuple[str, ...] = ()
    badges: tuple[Badge, ...] = ()
    off: bool = False


@dataclass(frozen=True, kw_only=True)
class More:
    """A page that belongs to an area and has an address of its own."""

    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every area has. `slug` is its address under /meja/pengaturan/, `sentence` says what it is for."""

    area: Area
    slug: str
    sentence: str
    intro: str = ""
    missing: Missing = nothing_missing
    preview: Preview | None = None
    preview_template: str = ""
    more: Callable[[Village], Sequence[More]] = field(default=lambda village: ())  # noqa: ARG005

    @property
    def title(self) -> str:
        """Return the name of the area."""
        return self.area.label

    def url(self) -> str:
        """Return the address of the area's page."""
        return reverse("desk:settings_area", kwargs={"slug": self.slug})


@dataclass(frozen=True, kw_only=True)
class VillagePage(Page):
    """An area kept in columns of the village: one form."""

    form: type[SettingForm]
    template: str = "desk/settings/form.html"


@dataclass(frozen=True, kw_only=True)
class RowsPage(Page):
    """An area kept in rows: a list, and one form to add or edit a row.

    `lines` gets the village and the chosen tab ("" the first), `tabs` are (value, label). `new` makes the row a form
    for adding starts from. `removable` is read from the table: what is not removable is switched off. `revise`: where
    an old row must stay in the record, a change is a new row that goes on from it. `context` is what an own list
    template needs besides, for the chosen tab.
    """

    form: type[SettingForm]
    lines: Callable[[Village, str], Sequence[Line]]
    add_label: str
    tabs: Callable[[Village], Sequence[tuple[str, str]]] = field(default=lambda village: ())  # noqa: ARG005
    new: Callable[[Village], Any] | None = None
    revise: Callable[[Any], Any] | None = None
    context: Callable[[Village, str], Mapping[str, Any]] = field(default=lambda village, tab: {})  # noqa: ARG005
    list_template: str = "desk/settings/rows.html"
    template: str = "desk/settings/row.html"
    empty: str = "Belum ada isinya."

    @property
    def removable(self) -> bool:
        """Whether a row can be deleted rather than switched off."""
        return TABLES[self.area].removable

    @property
    def noun(self) -> str:
        """Return what one row is called."""
        return TABLES[self.area].noun

    def fresh(self, village: Village) -> Any:
        """Return an unsaved row to begin with."""
        return self.new(village) if self.new is not None else TABLES[self.area].model(village=village)


@dataclass(frozen=True, kw_only=True)
class LinkPage:
    """A page elsewhere at the desk that belongs to the set-up, so that the index names it too."""

    title: str
    slug: str
    sentence: str
    view: str
    right: Right
    missing: Missing = nothing_missing

    def url(self) -> str:
        """Return the address of the page."""
        return reverse(self.view)


AnyPage = VillagePage | RowsPage | LinkPage
