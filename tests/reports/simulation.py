"""A village office that lives through random days: every verb, in any order the rules allow, by a seeded dice."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from kentongan.cases.actions import (
    answer,
    assignment,
    clockwork,
    follow_up,
    objection,
    referral,
    reporter,
    verification,
)
from kentongan.cases.actions.importing import OldRow, record_block
from kentongan.cases.models import Case, ImportBatch
from kentongan.people.models import Officer
from kentongan.rules.types import ArchiveReason, CaseClass, Outcome, Refused, Status, Urgency
from kentongan.villages.models import Body, Category, Hamlet
from tests.factories import MONDAY, Office, a_lodging, lodge

MAIN_PATH = ("verify", "assign", "progress", "propose", "answer", "satisfied", "unsatisfied") * 3


class Simulation:
    """One office; `act` lets one random thing happen, `sleep` lets days go by."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.village = office.village
        self.dice = random.Random(seed)
        self.now = MONDAY
        self.done: list[str] = []
        self.cases: list[Case] = []
        self.categories = list(Category.objects.filter(village=self.village))
        self.hamlets = [None, *Hamlet.objects.filter(village=self.village)]

    def sleep(self) -> None:
        """Let one to twelve days pass; the clockwork runs."""
        self.now += timedelta(days=self.dice.randint(1, 12), hours=self.dice.choice((0, 9)))
        clockwork.run_due(village=self.village, at=self.now)

    def act(self) -> None:
        """Let something happen: a lodging, or any verb on any case (refusals change nothing)."""
        if not self.cases or self.dice.random() < 0.2:
            self.cases.append(lodge(self.village, when=self.now, hamlet=self.dice.choice(self.hamlets)).case)
            self.done.append("lodge")
            return
        verbs = self._verbs()
        for _ in range(8):
            name = self.dice.choice((*sorted(verbs), *MAIN_PATH))
            with suppress(Refused):
                verbs[name](Case.objects.get(pk=self.dice.choice(self.cases).pk))
                self.done.append(name)
                return

    def import_rows(self, count: int) -> None:
        """Take over rows of an old register: some without a date, some whose dates stand the wrong way round."""
        batch = ImportBatch.objects.create(
            village=self.village, source="lama", file_name="l.csv", file_sha256="0" * 64, started_at=self.now
        )
        rows = [self._old_row(position) for position in range(count)]
        record_block(village=self.village, batch=batch, rows=rows, at=self.now)
        self.cases = list(Case.objects.filter(village=self.village))

    def _old_row(self, position: int) -> OldRow:
        received = self.now - timedelta(days=self.dice.randint(0, 500))
        status = self.dice.choice((Status.RECEIVED, Status.ANSWERED, Status.CLOSED, Status.ARCHIVED))
        answered: datetime | None = received + timedelta(days=self.dice.randint(-3, 60))
        return OldRow(
            row=position,
            key=f"{self.now.isoformat()}-{position}",
            lodging=a_lodging(),
            status=status,
            category=self.dice.choice(self.categories),
            received_at=None if self.dice.random() < 0.2 else received,
            answered_at=answered if status is not Status.RECEIVED and self.dice.random() < 0.8 else None,
            answer="Sudah." if status is not Status.RECEIVED else "",
        )

    def _verbs(self) -> dict[str, Callable[[Case], object]]:
        office, now, dice = self.office, self.now, self.dice
        by = {"at": now}
        handler = dice.choice((office.joko, office.rini))
        return {
            "verify": lambda case: verification.verify(
                case=case,
                by=office.sari,
                case_class=dice.choice(list(CaseClass)),
                category=dice.choice(self.categories),
                urgency=Urgency.NORMAL,
                **by,
            ),
            "reclassify": lambda case: verification.reclassify(
                case=case,
                by=office.tono,
                case_class=dice.choice(list(CaseClass)),
                category=dice.choice(self.categories),
                urgency=Urgency.URGENT,
                reason="Salah pilih.",
                **by,
            ),
            "assign": lambda case: assignment.assign(
                case=case,
                by=office.tono,
                handler=handler,
                instruction="Tinjau.",
                due_on=(now + timedelta(days=9)).date(),
                **by,
            ),
            "progress": lambda case: follow_up.progress(
                case=case, by=_handler_of(case, office), text="Ditinjau.", for_reporter=True, **by
            ),
            "extend": lambda case: follow_up.extend(
                case=case, by=office.tono, reason="Cuaca.", new_date=_later(now, dice), **by
            ),
            "propose": lambda case: answer.propose(
                case=case, by=_handler_of(case, office), outcome=Outcome.SETTLED, text="Sudah.", **by
            ),
            "answer": lambda case: answer.answer(
                case=case, by=office.tono, outcome=Outcome.SETTLED, text="Sudah.", **by
            ),
            "reopen": lambda case: answer.reopen(case=case, by=office.tono, reason="Belum.", **by),
            "ask": lambda case: verification.ask(case=case, by=office.sari, question="Di mana?", **by),
            "reply": lambda case: reporter.reply(case=case, text="Di sini.", **by),
            "satisfied": lambda case: reporter.rate(case=case, satisfied=True, stars=dice.randint(3, 5), **by),
            "unsatisfied": lambda case: reporter.rate(
                case=case, satisfied=False, stars=dice.randint(1, 2), words="Belum.", **by
            ),
            "object": lambda case: reporter.object_(case=case, reason="Keberatan.", **by),
            "decide": lambda case: objection.decide(
                case=case, by=office.bpd, upheld=dice.random() < 0.5, reasons="Setelah diperiksa.", **by
            ),
            "withdraw": lambda case: reporter.ask_withdrawal(case=case, **by),
            "resume": lambda case: reporter.resume(case=case, **by),
            "forward": lambda case: referral.forward(
                case=case,
                by=office.tono,
                body=Body.objects.filter(village=self.village).first(),  # type: ignore[arg-type]
                explanation="Bukan wewenang desa.",
                **by,
            ),
            "body_answer": lambda case: referral.record_body_answer(case=case, by=office.tono, text="Sudah.", **by),
            "archive": lambda case: verification.archive(
                case=case,
                by=dice.choice((office.tono, office.sari)),
                reason=ArchiveReason.UNCLEAR,
                explanation="Tidak jelas.",
                **by,
            ),
            "merge": lambda case: verification.merge(case=case, by=office.tono, into=dice.choice(self.cases), **by),
            "name": lambda case: verification.name_reported(
                case=case, by=office.sari, whom="Perangkat", officers=[handler], **by
            ),
        }


def _handler_of(case: Case, office: Office) -> Officer:
    return case.handler or office.joko


def _later(now: datetime, dice: random.Random) -> date:
    return (now + timedelta(days=dice.randint(20, 120))).date()
