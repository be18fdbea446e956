"""Where the publication of one case stands: what its reporter and the desk see before and while it is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from kentongan.cases import guarding
from kentongan.cases.models import Case, Event, Publication, PublicVersion
from kentongan.cases.queries.published import PublicPhoto
from kentongan.cases.queries.published_parts import STEPS
from kentongan.rules.publication import Consent, PictureStage, Shown, TakenOff
from kentongan.rules.types import Labelled, Move
from kentongan.ui.words import say_period
from kentongan.villages.models import Hamlet

_LABELS: Final = {"title": "Judul", "story": "Cerita", "settlement": "Penyelesaian yang diminta"}


class Standing(Labelled):
    """Where a publication stands."""

    NOTHING = "nothing", "Belum diterbitkan"
    WAITING = "waiting", "Menunggu terbit"
    COMPANY = "company", "Menunggu aduan serupa"
    PUBLIC = "public", "Sudah terbit"
    OFF = "off", "Ditarik dari terbitan"


@dataclass(frozen=True)
class ShownText:
    """One published text under its heading."""

    label: str
    text: str


@dataclass(frozen=True)
class PublicationNow:
    """The publication of a case today.

    `next`: something approved waits for `due_on`, for the first time or as a change of what stands. `texts` and
    `photos` are what waits, else what stands. `shown`: topic, place and time in words, as they stand, or as the guard
    would have it today.
    """

    consent: Consent | None
    standing: Standing
    next: bool
    due_on: date | None
    off_why: TakenOff | None
    public_id: str  # only while it stands
    texts: tuple[ShownText, ...]
    photos: tuple[PublicPhoto, ...]
    shown: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        """Whether the reporter agrees."""
        return self.consent is Consent.YES

    @property
    def planned(self) -> bool:
        """Whether there is something that the reporter can look at and stop."""
        return self.next or self.standing in (Standing.PUBLIC, Standing.COMPANY)


def publication_now(case: Case, today: date) -> PublicationNow:
    """Return it (one query while nothing was approved, at most ten bounded ones)."""
    row = Publication.objects.filter(village=case.village_id, case=case).first()
    consent = Consent(case.publish_consent) if case.publish_consent else None
    standing = _standing(case, row, today)
    if row is None or standing is Standing.OFF:
        why = TakenOff(row.taken_off_why) if row is not None and row.taken_off_why else None
        return PublicationNow(consent, standing, False, None, why, "", (), (), ())
    waits = bool(row.next_version)
    pictures = row.next_pictures if waits else row.pictures
    return PublicationNow(
        consent=consent,
        standing=standing,
        next=waits,
        due_on=row.due_on,
        off_why=None,
        public_id=row.public_id if standing is Standing.PUBLIC else "",
        texts=texts_of(case, row.next_version or row.version),
        photos=tuple(PublicPhoto(UUID(key), PictureStage(stage)) for key, stage in pictures),
        shown=say_shown(case, _shown(case, row)),
    )


def texts_of(case: Case, version: int) -> tuple[ShownText, ...]:
    """Return what a version shows, in the order of the page (two queries)."""
    found = PublicVersion.objects.filter(village=case.village_id, case=case, version=version).exclude(text="")
    texts = dict(found.values_list("part", "text"))
    shown = [ShownText(label, texts[part]) for part, label in _LABELS.items() if part in texts]
    events = Event.objects.filter(village=case.village_id, case=case, move__in=list(STEPS)).order_by("at", "id")
    for key, move in events.values_list("id", "move"):
        text = texts.get(f"event:{key}")
        if text:
            shown.append(ShownText(STEPS[Move(move)], text))
    return tuple(shown)


def public_copies(case: Case) -> frozenset[UUID]:
    """Return the public copies of pictures that stand or wait: the reporter may look at them (one query)."""
    found = Publication.objects.filter(village=case.village_id, case=case).values_list("pictures", "next_pictures")
    return frozenset(UUID(key) for stands, waits in found for key, _ in (*stands, *waits))


def say_shown(case: Case, shown: Shown | None) -> tuple[str, ...]:
    """Say what is shown of topic, place and time; () where it must wait for company."""
    if shown is None:
        return ()
    topic = shown.category or shown.group
    hamlet = _hamlet(case, shown.hamlet)
    return (
        (f"Kategori: {topic}" if shown.category else f"Kelompok: {topic}") if topic else "Tanpa kategori",
        f"Tempat: {hamlet}" if hamlet else "Tanpa nama dusun",
        f"Waktu: {say_period(shown.period)}" if shown.period else "Tanpa waktu",
    )


def finest(case: Case) -> tuple[str, ...]:
    """Say the most that would ever be shown of topic, place and time."""
    row = guarding.row_of(Publication(case=case), case)
    return say_shown(case, Shown(row.group, row.category, row.hamlet, row.quarter))


def _shown(case: Case, row: Publication) -> Shown | None:
    if row.published_at is not None and not row.withheld and row.taken_off_at is None:
        return guarding.shown_by(row)
    return guarding.likely_shown(case.village, row, case)


def _hamlet(case: Case, key: str) -> str:
    if not key:
        return ""
    if case.hamlet is not None and str(case.hamlet_id) == key:
        return case.hamlet.name
    return Hamlet.objects.filter(village=case.village_id, pk=key).values_list("name", flat=True).first() or ""


def _standing(case: Case, row: Publication | None, today: date) -> Standing:
    if row is None:
        return Standing.NOTHING
    if row.is_public and case.publish_consent == Consent.YES:
        return Standing.PUBLIC
    if row.next_version:
        late = row.due_on is not None and row.due_on < today
        return Standing.COMPANY if late else Standing.WAITING
    return Standing.OFF if row.taken_off_at is not None else Standing.COMPANY
