"""Papers of a case: the number is taken first, the file follows, nothing is deleted.

Typesetting is slow and may fail, so it happens between two short transactions: `reserve` takes the number and keeps all
that the paper says; `keep` adds the file. What was reserved and not kept can be finished later from the row alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kentongan.cases import register
from kentongan.cases.actions.base import digest, given, step
from kentongan.cases.actions.rewriting import sealed_paper
from kentongan.cases.models import Case, Paper
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules import papers as rules
from kentongan.rules.numbering import paper_number
from kentongan.rules.types import Move, PaperKind, Refused
from kentongan.support import canonical
from kentongan.villages.models import Village

KEPT: Final = "paper_kept"
SEALED_REASON: Final = "Alasannya tersegel pada aduannya."
GONE: Final = "Surat ini tidak ada."


def reserve(
    *, case: Case, by: Officer, at: datetime, kind: PaperKind, data: Mapping[str, Any], token: str | None = None
) -> Paper:
    """Take a number of the village's papers and keep what the paper says.

    The next one, gapless per village and year; of a restricted case one that is drawn (`register.restricted_seq`).

    Args:
        data: what the template shows, plain JSON without any identity; the number is put in as `number`.
        token: the form's token: a double click takes one number.

    Raises:
        Refused: this officer does not make such papers, may not see the case, or the pattern of numbers is wrong.
        AlreadyDone: this form was submitted before.
    """
    with step(case, by=by, at=at, token=token) as now:
        rule = rules.check_maker(kind, now.doer.roles)
        now.check(Move.PAPER, given(text=kind.label))
        year = now.on.year
        series = register.RESTRICTED_PAPERS if now.case.restricted else register.PAPERS
        seq = register.seq_for(now.village, year=year, series=series)
        number = _number(now.village, rule.short, year, seq)
        if series != register.PAPERS:
            number = f"{register.RESTRICTED}-{number}"
        paper = Paper(
            village=now.village,
            case=now.case,
            kind=kind,
            series=series,
            year=year,
            seq=seq,
            number=number,
            made_by=by,
            made_at=at,
        )
        says = {**data, "number": number}
        paper.data = sealed_paper(paper, now.case, says, now.seal)
        paper.save(force_insert=True)
        now.record(
            Move.PAPER,
            data={"paper": str(paper.id), "kind": str(kind), "number": number},
            facts={
                "paper": str(paper.id),
                "paper_kind": str(kind),
                "paper_number": number,
                "says_sha256": digest(canonical.dumps(paper.data).decode()),
            },
        )
    return paper


def keep(*, paper: Paper, document: Document, at: datetime) -> Paper:
    """Add the typeset file (already stored, attached to nothing) to a reserved paper. Done twice, the first one stays.

    Raises:
        Refused: the paper was voided meanwhile (`void_paper`).
    """
    with transaction.atomic():
        row = _locked(paper.id, paper.village_id)
        if row.voided_at is not None:
            raise Refused("void_paper", f"Surat {row.number} sudah dibatalkan.")
        if row.document_id is None:
            store.attach([document], row.case_id, village=row.village)
            document.name = file_name(row)
            document.save(update_fields=["name"])
            row.document = document
            row.save(update_fields=["document"])
            ledger.append(
                log=row.village.log,
                action=KEPT,
                subject=row.case_id,
                actor=row.made_by_id,
                public={},
                private={"paper": str(row.id), "sha256": document.sha256},
                at=at,
            )
    return row


def void(*, paper: Paper, by: Officer, at: datetime, reason: str) -> Paper:
    """Declare a paper void, with a reason. Its number stays taken, its file stays kept, nobody shows it as valid.

    Raises:
        Refused: no reason, no right, or it is void already.
    """
    with step(paper.case_id, by=by, at=at) as now:
        now.check(Move.VOID_PAPER, given(reason=reason))
        row = _locked(paper.id, now.village.id)
        if row.voided_at is not None:
            raise Refused("void_paper", f"Surat {row.number} sudah dibatalkan.")
        if len(reason.strip()) > _limit():
            raise Refused("reason_too_long", f"Alasan paling panjang {_limit()} huruf.")
        row.voided_at, row.voided_by = at, by
        row.void_reason = SEALED_REASON if now.seal else reason.strip()  # the event holds the words
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])
        now.record(
            Move.VOID_PAPER,
            text=reason.strip(),
            data={"paper": str(row.id), "kind": str(row.kind), "number": row.number},
            facts={"paper": str(row.id), "paper_number": row.number},
        )
    return row


def _number(village: Village, short: str, year: int, seq: int) -> str:
    try:
        number = paper_number(village.paper_number_pattern, seq=seq, kind=short, year=year, code=village.code)
    except ValueError as wrong:
        raise Refused("paper_pattern", f"{wrong} Perbaiki dulu pola nomor surat di Pengaturan.") from wrong
    return number + village.number_suffix


def file_name(paper: Paper) -> str:
    """Return how the file is called: the kind and the number, without strokes."""
    number = "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in paper.number)
    return f"{PaperKind(paper.kind).label} {number}.pdf"[-80:]


def _limit() -> int:
    return Paper._meta.get_field("void_reason").max_length or 0


def _locked(key: UUID, village: UUID) -> Paper:
    row = (
        Paper.objects.select_for_update(of=("self",))
        .filter(pk=key, village_id=village)
        .select_related("village")
        .first()
    )
    if row is None:
        raise Refused("no_such_paper", GONE)
    return row
