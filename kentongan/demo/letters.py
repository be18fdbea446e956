"""A few letters and a disposition sheet, so that a visitor finds papers where a real office would have them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kentongan.cases.actions import escalation, papers
from kentongan.cases.models import Case
from kentongan.desk.papers.making import make
from kentongan.desk.papers.signers import signers
from kentongan.people.models import Officer
from kentongan.reports.papers.facts import beginning
from kentongan.rules.types import PaperKind, Role, Rung, Status
from kentongan.villages.models import Village

_WRITTEN: Final = (
    (Status.IN_PROGRESS, PaperKind.DISPOSITION),
    (Status.WAITING, PaperKind.CLARIFICATION_REQUEST),
    (Status.ANSWERED, PaperKind.ANSWER_LETTER),
    (Status.FORWARDED, PaperKind.FORWARDING_LETTER),
)


def write_letters(village: Village, at: datetime) -> None:
    """Make one paper of each of the usual kinds, for the oldest case that is where such a paper is written."""
    head = Officer.objects.filter(village=village, roles__role=Role.UNIT_HEAD).order_by("created_at", "id").first()
    if head is None:
        return
    for status, kind in _WRITTEN:
        case = (
            Case.objects.filter(village=village, status=status, restricted=False)
            .exclude(conflicts__officer=head)
            .exclude(status=Status.ANSWERED, outcome="")  # answered by another body: the letter would lack its result
            .select_related("village", "category", "body")
            .order_by("id")
            .first()
        )
        if case is not None:
            words = beginning(case, kind, at=at, site="")
            if kind is PaperKind.FORWARDING_LETTER:  # written twice: the first one is void, and stays in the list
                wrong = make(case=case, kind=kind, words=words, signer=signers(case)[0], by=head, at=at)
                papers.void(paper=wrong, by=head, at=at, reason="Tanggalnya keliru; dibuat surat pengganti.")
            make(case=case, kind=kind, words=words, signer=signers(case)[0], by=head, at=at)


def tell_the_district(village: Village, at: datetime) -> None:
    """Bring one of the reports of lateness to the district head, and leave the others to be brought."""
    head = Officer.objects.filter(village=village, roles__role=Role.UNIT_HEAD).order_by("created_at", "id").first()
    case = (
        Case.objects.filter(
            village=village,
            restricted=False,
            is_open=True,
            escalations__rung=Rung.DISTRICT,
            escalations__delivered_at__isnull=True,
        )
        .exclude(conflicts__officer=head)
        .order_by("id")
        .first()
    )
    if head is not None and case is not None:
        escalation.tell_district(case=case, by=head, at=at, how="Diantar ke kantor kecamatan, ada tanda terimanya.")
