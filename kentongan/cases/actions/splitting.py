"""One letter with several complaints becomes several cases, all received on the day the letter was.

The reporter keeps the one code of his letter: the cases taken out of it get codes that nobody ever holds, and open
with the letter's (`queries.tracking`). His identity is sealed anew for each case, so that each keeps and loses it for
itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kentongan.cases import codes, register, search
from kentongan.cases.actions.base import Step, append_entry, step
from kentongan.cases.actions.intake import lodging_facts, number
from kentongan.cases.clocks import CaseClocks
from kentongan.cases.models import Case, CaseConflict, Event
from kentongan.people.models import Officer
from kentongan.rules import numbering
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import Kind, Move, Need, Status
from kentongan.rules.workflow import Refused
from kentongan.vault import door as vault
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Category

MAX_OF_ONE_LETTER = 12


@dataclass(frozen=True)
class Part:
    """One complaint of the letter: its words, and what the officer already knows of it."""

    story: str
    kind: Kind
    title: str = ""
    category: Category | None = None


def split(*, case: Case, by: Officer, at: datetime, parts: Sequence[Part]) -> list[Case]:
    """Take complaints out of a case as cases of their own; the case itself goes on with what is left of the letter.

    Each new case has its own number, clocks from the same day of receipt, and its own sealed copy of the identity. The
    ledger gets one entry about the case (`split`) and one about each new one (`receive`).

    Raises:
        Refused: not allowed now, a part has no words, too many parts, or a category is another village's.
    """
    with step(case, by=by, at=at) as now:
        told = parts and all(part.story.strip() for part in parts)
        if now.case.restricted:
            raise Refused("restricted", "Aduan terbatas tidak dipecah: kuncinya satu. Tangani semua isinya di sini.")
        now.check(Move.SPLIT, {Need.STORY} if told else frozenset())
        letter_id = now.case.split_from_id or now.case.pk
        there = Case.objects.filter(village=now.village, split_from=letter_id).count()
        if there + len(parts) + 1 > MAX_OF_ONE_LETTER:
            raise Refused("too_many_parts", f"Satu surat menjadi paling banyak {MAX_OF_ONE_LETTER} aduan.")
        if any(part.category is not None and part.category.village_id != now.village.id for part in parts):
            raise Refused("other_village", "Kategori itu bukan milik desa ini.")
        kept_out = list(now.case.conflicts.values_list("officer_id", flat=True))
        taken = [_take_out(now, part, kept_out) for part in parts]
        now.record(
            Move.SPLIT,
            to_reporter=True,
            data={"into": [{"id": str(each.id), "number": each.number} for each in taken]},
            facts={"into": [str(each.id) for each in taken]},
        )
    return taken


def _take_out(now: Step, part: Part, kept_out: Sequence[UUID]) -> Case:
    case = _build(now, part)
    code = codes.code_of_token(now.village, codes.new_token())  # never shown: the letter's code opens this case
    case.code_hash = codes.hash_of_code(now.village, numbering.normalise_code(code))
    case.code_public = now.case.code_public
    if now.case.key is not None:
        # Confidential: only officers with keys open the identity, which stays with the letter.
        if now.case.contact is not None:
            case.contact = vault.copy(
                now.case.contact, village=now.village.id, log=now.village.log, purpose="kabar untuk pelapor", at=now.at
            )
            case.notify_by_email = now.case.notify_by_email
    elif now.case.identity is not None:
        case.identity = vault.copy(
            now.case.identity,
            village=now.village.id,
            log=now.village.log,
            purpose="salinan untuk aduan yang dipecah dari surat yang sama",
            at=now.at,
        )
        case.notify_by_email = now.case.notify_by_email
    clocks = CaseClocks(case, now.clocks.keeper, fresh=True)
    clocks.apply([ClockEvent.RECEIVED], local_date(now.village, case.received_at))
    case.next_due_on, case.next_clock = clocks.next_duty()
    number(case, now.village, series=register.MAIN)
    case.save(force_insert=True)
    clocks.save()
    search.index(case)
    # Who must not see the letter must not see its parts, until the unit says otherwise of this one.
    CaseConflict.objects.bulk_create(
        CaseConflict(village=now.village, case=case, officer_id=officer) for officer in kept_out
    )
    event = Event.objects.create(
        village=now.village,
        case=case,
        move=Move.RECEIVE,
        at=now.at,
        actor=now.role,
        officer=now.by,
        to_status=Status.RECEIVED,
        to_reporter=True,
        data={"channel": case.channel, "letter": now.case.number},
    )
    append_entry(event, (), lodging_facts(case) | {"split_from": str(now.case.pk)}, clocks=clocks)
    return case


def _build(now: Step, part: Part) -> Case:
    letter = now.case
    case = Case(
        village=now.village,
        kind=part.kind,
        status=Status.RECEIVED,
        channel=letter.channel,
        received_at=letter.received_at,
        date_unknown=letter.date_unknown,
        recorded_at=now.at,
        recorded_by=now.by,
        updated_at=now.at,
        imported=letter.imported,
        title=part.title.strip(),
        story=part.story.strip(),
        category=part.category,
        hamlet_id=letter.hamlet_id,
        rt=letter.rt,
        rw=letter.rw,
        place=letter.place,
        about_official=letter.about_official,
        about_whom=letter.about_whom,
        identity_mode=letter.identity_mode,
        proxy=letter.proxy,
        split_from_id=letter.split_from_id or letter.pk,
    )
    if part.kind in (Kind.ASPIRATION, Kind.INFORMATION):
        case.case_class = str(part.kind)  # as at intake: the kind settles the class
    return case
