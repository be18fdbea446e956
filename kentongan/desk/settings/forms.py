"""The base of all forms of the settings: reads its values from a row, gives them back by column."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from kentongan.rules.types import Refused
from kentongan.villages import changes
from kentongan.villages.changes import TABLES, Area
from kentongan.villages.models import Village


class SettingForm(forms.Form):
    """A form for one row of one area.

    Fields named like columns are read from the row and written back as they are. Where what people fill in is not what
    is stored, override `read` (row → initial values) and `values` (cleaned data → columns). Set `area` in the subclass.

    `seen` is the mark of the row as the person saw it: what somebody else changed meanwhile is never overwritten.
    """

    area: ClassVar[Area]
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, files: Any = None, *, village: Village, row: Any) -> None:
        self.village = village
        self.row = row
        super().__init__(data, files, initial={**self.read(row), "seen": self._stamp()})

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return the fields that are columns of the area's table."""
        return tuple(name for name in cls.base_fields if name in TABLES[cls.area].fields)

    def read(self, row: Any) -> dict[str, Any]:
        """Return what the form starts with."""
        return {name: row.serializable_value(name) for name in self.columns()}

    def values(self) -> dict[str, Any]:
        """Return what is to be stored, by column; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in self.columns()}

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal above the form; a row changed meanwhile shows its new mark, so that saving again works."""
        self.add_error(None, refusal.sentence)
        now = type(self.row)._default_manager.filter(pk=self.row.pk).first()
        if refusal.code == "changed_meanwhile" and now is not None:
            typed = QueryDict(mutable=True)
            typed.update(self.data)
            typed["seen"] = changes.stamp(now, self.area)
            self.data = typed

    def _stamp(self) -> str:
        return "" if self.row._state.adding else changes.stamp(self.row, self.area)
