"""What a program may send with a complaint, checked like the portal's own form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime

from kentongan.api.open311.describing import (
    ABOUT_WHOM,
    HAMLET,
    INCIDENT_ON,
    SETTLEMENT,
    hamlets_of,
)
from kentongan.api.services import GENERAL, INFORMATION, Service
from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging, Person
from kentongan.cases.ready import confidential_is_ready
from kentongan.forms.fields import Coordinate, LongText, Phone, PlainText, check_past
from kentongan.rules.types import Kind
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Hamlet, Village

MOST_STORY: Final = 10_000  # as on the portal; the specification promises room for 4,000
_TITLE: Final = 200
_WORDS: Final = 12
_NOT_LISTED: Final = "Pilihan ini tidak ada dalam daftar; lihat definisi layanannya."


def _listed(values: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", ""), *values], required=False, error_messages={"invalid_choice": _NOT_LISTED}
    )


class LodgeForm(forms.Form):
    """The arguments of GeoReport v2, and the attributes that our services define (`attribute_…`)."""

    description = LongText(
        label="description",
        max_length=MOST_STORY,
        required=True,
        error_messages={"required": "Ceritakan dulu apa yang terjadi."},
    )
    lat = Coordinate(label="lat", low=-12, high=7)
    long = Coordinate(label="long", low=94, high=142)
    address_string = PlainText(label="address_string", max_length=300)
    address_id = PlainText(label="address_id", max_length=40)
    email = forms.EmailField(
        required=False, max_length=254, error_messages={"invalid": "Alamat surel ini belum lengkap."}
    )
    first_name = PlainText(label="first_name", max_length=60)
    last_name = PlainText(label="last_name", max_length=59)
    phone = Phone(label="phone")
    attribute_about_official = _listed([(str(each), each.label) for each in AboutOfficial])
    attribute_about_whom = PlainText(label=ABOUT_WHOM, max_length=300)
    attribute_settlement = LongText(label=SETTLEMENT, max_length=2_000)
    attribute_incident_on = PlainText(label=INCIDENT_ON, max_length=40)
    attribute_hamlet = PlainText(label=HAMLET, max_length=40)
    attribute_publish = _listed([("yes", "Ya"), ("no", "Tidak")])
    attribute_identity = _listed([(str(each), each.label) for each in IdentityMode])

    def __init__(self, data: Mapping[str, str], *, village: Village, service: Service, now: datetime) -> None:
        super().__init__(data)
        self.village, self.service = village, service
        self.today = local_date(village, now)

    def sentences(self) -> list[str]:
        """Return every problem with the argument it is about; nothing of what was sent is repeated."""
        found: list[str] = []
        for name, problems in self.errors.items():
            plain = name.removeprefix("attribute_")
            shown = f"attribute[{plain}]" if plain != name else name
            found += [f"{shown}: {problem}" if name != "__all__" else str(problem) for problem in problems]
        return found

    def clean_attribute_incident_on(self) -> date | None:
        """Read a day, as a date or a moment."""
        text: str = self.cleaned_data["attribute_incident_on"]
        if not text:
            return None
        try:
            moment = parse_datetime(text)
            day = parse_date(text) if moment is None else moment.date()
            if moment is not None and moment.tzinfo is not None:
                day = moment.astimezone(self.village.zone).date()
        except (ValueError, OverflowError):
            day = None
        if day is None:
            raise ValidationError("Tanggal tidak terbaca. Contoh: 2026-07-01.")
        check_past(day, self.today)
        return day

    def clean(self) -> dict[str, Any]:
        """Check what depends on several arguments."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"lat", "long"} & set(self.errors) and (data.get("lat") is None) != (data.get("long") is None):
            self.add_error(None, ValidationError("Kirim lat dan long bersama, atau tidak keduanya."))
        named = bool(self._name(data))
        mode = data.get("attribute_identity")
        if mode == IdentityMode.CONFIDENTIAL and not confidential_is_ready(self.village):
            self.add_error("attribute_identity", ValidationError("Pilihan rahasia belum tersedia di desa ini."))
        elif mode and mode != IdentityMode.ANONYMOUS and not named:
            self.add_error("first_name", ValidationError("Tulis nama pelapor, atau pilih anonim."))
        if data.get("attribute_hamlet") and self._hamlet(data["attribute_hamlet"]) is None:
            self.add_error("attribute_hamlet", ValidationError(_NOT_LISTED))
        return data

    def lodging(self) -> Lodging:
        """Return what was told. Nobody named makes it anonymous; an unanswered question about officials seals it."""
        data, service = self.cleaned_data, self.service
        mode = IdentityMode(data["attribute_identity"] or ("open" if self._name(data) else "anonymous"))
        point = None if data["lat"] is None else (data["lat"], data["long"])
        return Lodging(
            kind=service.kind,
            title=self._title(),
            story=data["description"],
            identity_mode=mode,
            settlement=data["attribute_settlement"],
            hamlet=self._hamlet(data["attribute_hamlet"] or data["address_id"]),
            place=data["address_string"],
            point=point,
            incident_on=data["attribute_incident_on"],
            about_official=self._about(),
            about_whom=data["attribute_about_whom"],
            restricted_category=service.category if service.restricted else None,
            reporter=self._reporter(mode),
            publish={"yes": True, "no": False}.get(data["attribute_publish"]),
        )

    def _about(self) -> AboutOfficial:
        said = self.cleaned_data["attribute_about_official"]
        if said:
            return AboutOfficial(said)
        # A request for information is not about anybody; the portal does not ask there either.
        return AboutOfficial.NO if self.service.code == INFORMATION else AboutOfficial.UNSAID

    def _reporter(self, mode: IdentityMode) -> Person | None:
        data = self.cleaned_data
        if mode is IdentityMode.ANONYMOUS:
            return Person(email=data["email"]) if data["email"] else None
        return Person(name=self._name(data), phone=data["phone"], email=data["email"])

    @staticmethod
    def _name(data: Mapping[str, Any]) -> str:
        return " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)

    def _hamlet(self, key: str) -> Hamlet | None:
        try:
            wanted = UUID(key)
        except ValueError:
            return None
        return next((each for each in hamlets_of(self.village) if each.pk == wanted), None)

    def _title(self) -> str:
        """Say under which service it came: the office, not the reporter, decides the category."""
        if self.service.code == GENERAL or self.service.kind is not Kind.COMPLAINT:
            return ""
        words = " ".join(self.cleaned_data["description"].split()[:_WORDS])
        return f"{self.service.name}: {words}"[:_TITLE]
