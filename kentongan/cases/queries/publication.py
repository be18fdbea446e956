"""What of a case is prepared for publication, and whether it still says what the original says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Subquery

from kentongan.cases import codes
from kentongan.cases.models import Case, PublicPicture, PublicVersion
from kentongan.cases.publication import publishable_texts
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.models import Document


@dataclass(frozen=True)
class PublicState:
    """The newest version: its rows by part. `changed`: parts whose original is new or was changed since."""

    version: int
    rows: Mapping[str, PublicVersion]
    changed: frozenset[str]

    @property
    def stale(self) -> bool:
        """Whether somebody has to look at it again."""
        return bool(self.changed)

    @property
    def made(self) -> PublicVersion:
        """One of its rows, for who made it and when."""
        return next(iter(self.rows.values()))


def public_state(case: Case) -> PublicState | None:
    """Return the newest prepared version of a case, None when there is none (at most two queries)."""
    of_case = PublicVersion.objects.filter(village=case.village_id, case=case)
    last = of_case.order_by("-version").values("version")[:1]
    newest = {row.part: row for row in of_case.filter(version=Subquery(last)).select_related("made_by")}
    if not newest:
        return None
    now = {part.part: codes.mark_of_text(case.village, part.text) for part in publishable_texts(case)}
    changed = {part for part, mark in now.items() if part not in newest or newest[part].source_mark != mark}
    version = next(iter(newest.values())).version
    return PublicState(version, newest, frozenset(changed | (newest.keys() - now.keys())))


@dataclass(frozen=True)
class PictureState:
    """A picture of a case and its newest public copy, if there is one."""

    original: Document
    copy: PublicPicture | None


def pictures_of(case: Case) -> tuple[PictureState, ...]:
    """Return the pictures of a case with their newest public copies (two queries)."""
    originals = Document.objects.filter(village=case.village_id, subject=case.id, kind=DocumentKind.PICTURE)
    copies: dict[UUID, PublicPicture] = {
        row.original_id: row
        for row in PublicPicture.objects.filter(village=case.village_id, case=case).select_related("document")
    }
    return tuple(PictureState(original, copies.get(original.id)) for original in originals)
