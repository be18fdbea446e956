"""What a lodging is made of, before it is a case: plain types that every door fills in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from kentongan.rules.triage import TriageReason
from kentongan.rules.types import Kind, Labelled

if TYPE_CHECKING:
    from kentongan.documents.models import Document
    from kentongan.villages.models import Hamlet


class AboutOfficial(Labelled):
    """Whether the complaint is about someone in village government."""

    YES = "yes", "Ya"
    NO = "no", "Tidak"
    UNSAID = "unsaid", "Tidak ingin menjawab"


class IdentityMode(Labelled):
    """How the reporter's identity is kept; changeable only towards more protection.

    Open: sealed by the service. Confidential: sealed to the officers' own keys. Anonymous: not kept at all.
    """

    OPEN = "open", "Terbuka"
    CONFIDENTIAL = "confidential", "Rahasia"
    ANONYMOUS = "anonymous", "Anonim"


@dataclass(frozen=True, repr=False)
class Person:
    """A reporter, or the person on whose behalf he lodges. Goes into the vault and nowhere else (hence no repr)."""

    name: str = ""
    nik: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    gender: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the non-empty fields."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def __bool__(self) -> bool:
        return bool(self.as_dict())


@dataclass(frozen=True, repr=False)
class Tray:
    """Why a lodging waits in the triage tray, and what is the same for the same text ("": not compared)."""

    reason: TriageReason
    alike: str = ""


@dataclass(frozen=True, repr=False)
class Lodging:
    """Everything a reporter tells (UU 25/2009 art. 42; LAPOR form). Only `kind` and `story` are required."""

    kind: Kind
    story: str
    identity_mode: IdentityMode
    title: str = ""
    settlement: str = ""
    hamlet: Hamlet | None = None
    rt: str = ""
    rw: str = ""
    place: str = ""
    point: tuple[Decimal, Decimal] | None = None  # latitude, longitude in degrees (WGS 84)
    incident_on: date | None = None
    incident_text: str = ""
    about_official: AboutOfficial = AboutOfficial.NO
    about_whom: str = ""
    publish: bool | None = None  # may be published without the name; None: not asked
    restricted_category: UUID | None = None  # the reporter says that it is about one of these
    notices: bool = False  # a confidential reporter wants news, and his contact kept openable by the service for it
    reporter: Person | None = None
    represented: Person | None = None
    representation: str = ""
    documents: tuple[Document, ...] = ()
    read_back: bool = False  # told orally: read back to the reporter, who confirmed it
    form_number: str = ""  # of the blank form or line on which it was first written, as `str(FormNumber)`
