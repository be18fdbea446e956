"""What every move's form has in common: whose, on which case, with which files, and the one action it calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from kentongan.cases.models import Case
from kentongan.documents.models import Document
from kentongan.forms.fields import LongText
from kentongan.people.models import Officer
from kentongan.rules import replies
from kentongan.rules.types import Labelled, Move, Refused
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.models import ReplyUse

MAX_TEXT = 10_000
MAX_REASON = 2_000


class Group(StrEnum):
    """Where on the case page a move is offered."""

    MAIN = "main"  # what moves the case on
    TALK = "talk"  # what tells or keeps something
    MORE = "more"  # rare and grave moves
    REPORTER = "reporter"  # in the reporter's panel


@dataclass(frozen=True)
class Doing:
    """A move being made: who, when, and the files that came with the form (already stored, not attached yet)."""

    case: Case
    by: Officer
    at: datetime
    documents: Sequence[Document] = ()
    keys: Keyring = NO_KEYS  # what this officer has unlocked


class MoveForm(forms.Form):
    """The form of one move. A subclass names its move and calls its one action in `perform`."""

    move: ClassVar[Move]
    group: ClassVar[Group] = Group.MAIN
    icon: ClassVar[str] = "forward"
    takes_files: ClassVar[bool] = False
    said: ClassVar[str]  # what is said afterwards
    # Who will read what is typed: the officer must know before he types.
    hint: ClassVar[str] = ""
    told: ClassVar[bool] = False  # the reporter is told
    button: ClassVar[str] = ""  # when the table's sentence is too long for a button
    danger: ClassVar[bool] = False
    # The field that holds the officer's words: with it a repeated click is told from a second move.
    words: ClassVar[str] = "text"
    # Which reply templates may begin those words.
    reply_use: ClassVar[ReplyUse | None] = None

    def __init__(self, data: Any = None, *, case: Case, officer: Officer, today: date) -> None:
        """Bind to a case; ids carry the move's name, for a page shows many of these forms."""
        self.case, self.officer, self.today = case, officer, today
        super().__init__(data, auto_id=f"{self.move.value}_%s", initial=dict(self.initially()))
        self.prepare()

    def initially(self) -> Mapping[str, Any]:
        """Return the values to begin with."""
        return {}

    def prepare(self) -> None:
        """Fill in the choices that come from the village's tables."""

    def offer(self, name: str, choices: QuerySet[Any]) -> None:
        """Let one of these rows be chosen in the field `name`."""
        field = self.fields[name]
        if not isinstance(field, forms.ModelChoiceField):
            raise TypeError(f"{name} chooses no row")
        field.queryset = choices

    def clean(self) -> dict[str, Any]:
        """Send no template with a hole in it: a field without a value, or a blank nobody filled in."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.reply_use is not None and data.get(self.words):
            try:
                replies.check_sendable(data[self.words])
            except Refused as refused:
                self.add_error(self.words, refused.sentence)
        return data

    def perform(self, doing: Doing) -> object:
        """Make the move: one action call."""
        raise NotImplementedError

    def typed(self) -> list[tuple[str, str]]:
        """Return what was typed, with its label, for when the form itself can no longer be offered."""
        return [
            (str(bound.label), str(bound.value()))
            for bound in self
            if isinstance(bound.field, forms.CharField) and bound.value()
        ]


def text_field(
    label: str, *, help_text: str = "", rows: int = 4, required: str = "", limit: int = MAX_TEXT
) -> LongText:
    """Return a field for words; `required` is the sentence said when it is empty ("" makes it optional)."""
    return LongText(
        label=label,
        max_length=limit,
        required=bool(required),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


def reason_field(label: str, help_text: str = "", *, required: str = "Tulis dulu alasannya.") -> LongText:
    """Return a field for a reason."""
    return text_field(label, help_text=help_text, rows=3, required=required, limit=MAX_REASON)


def radio(label: str, kind: type[Labelled], *, required: str, help_text: str = "") -> forms.ChoiceField:
    """Return one choice out of an enum of the rules, as radio buttons."""
    return forms.ChoiceField(
        label=label,
        choices=kind.choices(),
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": required, "invalid_choice": required},
    )


def day_field(label: str, *, help_text: str = "", required: str) -> forms.DateField:
    """Return a day to come; a date picker where the browser has one, else typed day first."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"}),
        error_messages={"required": required, "invalid": "Tulis tanggal seperti 23/11/2026."},
    )
