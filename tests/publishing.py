"""Published cases for the tests of what is public: a case that went its way, its approved texts, its publication.

Whether a case may be published, and how general it must be shown, is tested where it is decided; here it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.cases.actions import answer, assignment, follow_up, reporter, verification
from kentongan.cases.models import Case, Event, Publication, PublicVersion
from kentongan.demo.hamlet_borders import cut
from kentongan.documents import covering, store
from kentongan.rules.publication import Consent
from kentongan.rules.types import CaseClass, Move, Outcome, Urgency
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Category, Hamlet, Village
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, lodge

DAY = timedelta(days=1)
PUBLISHED = datetime(2026, 11, 2, 3, 0, tzinfo=MONDAY.tzinfo)


def solved(office: Office, *, confirmed: bool = True, when: datetime = MONDAY, **extra: Any) -> Case:
    """A case that was answered; its reporter says that it is solved, or nothing."""
    case = lodge(office.village, when=when, **extra).case
    category = Category.objects.filter(village=office.village, restricted=False).get()
    verification.verify(
        case=case, by=office.sari, at=when + DAY, case_class=CaseClass.NON_SUPERVISORY, category=category,
        urgency=Urgency.NORMAL,
    )  # fmt: skip
    assignment.assign(
        case=case, by=office.tono, at=when + DAY, handler=office.joko, instruction="Tinjau bersama Pak Rekso.",
        due_on=local_date(office.village, when + 8 * DAY),
    )  # fmt: skip
    follow_up.progress(case=case, by=office.joko, at=when + 2 * DAY, text="Sudah ditinjau.", for_reporter=True)
    done = Outcome.SETTLED
    answer.propose(case=case, by=office.joko, at=when + 3 * DAY, outcome=done, text="Sudah ditambal Pak Rekso.")
    answer.answer(case=case, by=office.tono, at=when + 4 * DAY, outcome=done, text="Sudah ditambal Pak Rekso.")
    if confirmed:
        reporter.rate(case=case, at=when + 6 * DAY, satisfied=True, stars=5)
    case.refresh_from_db()
    return case


def publish(
    case: Case,
    office: Office,
    *,
    public_id: str,
    texts: Mapping[str, str] | None = None,
    group: str = "Infrastruktur",
    category: str = "",
    hamlet: str = "Dusun Satu",
    period: str = "2026-Q3",
    pictures: Sequence[tuple[UUID, str]] = (),
    at: datetime = PUBLISHED,
) -> Publication:
    """Let a case stand in public with these texts (by part; `answer` stands for its last answer)."""
    village = case.village
    said = Event.objects.filter(case=case, move=Move.ANSWER).order_by("-at").first()
    texts = {"title": "Jalan berlubang", "story": "Jalan di dekat [tempat] berlubang.", **(texts or {})}
    for part, text in texts.items():
        name = f"event:{said.id}" if part == "answer" and said else part
        PublicVersion.objects.create(
            village=village, case=case, version=1, part=name, text=text, made_by=office.tono, made_at=at
        )
    case.publish_consent = Consent.YES
    case.save(update_fields=["publish_consent"])
    return Publication.objects.create(
        village=village,
        case=case,
        public_id=public_id,
        version=1,
        pictures=[[str(key), stage] for key, stage in pictures],
        decided_by=office.tono,
        decided_at=at - 7 * DAY,
        shown_group=group,
        shown_category=category,
        shown_hamlet=Hamlet.objects.get(village=village, name=hamlet) if hamlet else None,
        shown_period=period,
        words=" ".join(" ".join(texts.values()).lower().split()),
        published_at=at,
        changed_at=at,
        page_key=f"{local_date(village, at):%Y%m%d}{public_id}",
    )


def picture(village: Village, case: Case, office: Office) -> UUID:
    """A public copy of a picture of a case."""
    made = covering.cover(jpeg(), [])
    (document,) = store.take_in(village=village, uploads=[made], by=office.tono.id, at=PUBLISHED)
    with transaction.atomic():
        store.attach([document], case.id, village=village)
    return document.id


def draw_hamlets(village: Village) -> None:
    """Give each hamlet a piece of the village."""
    hamlets = list(Hamlet.objects.filter(village=village))
    for hamlet, border in zip(hamlets, cut(village.polygon or {}, len(hamlets)), strict=True):
        hamlet.polygon = border
        hamlet.save(update_fields=["polygon"])
