"""The verbs of the stories: each is one real action, made by an invented person some working days ago."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.actions import answer as answering
from kentongan.cases.actions import (
    assignment,
    follow_up,
    identity,
    objection,
    referral,
    reporter,
    splitting,
    verification,
)
from kentongan.cases.models import Case
from kentongan.demo.stage import Act, Stage, Story
from kentongan.people.models import Officer
from kentongan.rules.calendars import Unit
from kentongan.rules.types import ArchiveReason, CaseClass, Kind, Outcome, Urgency

SETTLED, PARTLY, NOT_FOUNDED, NOT_POSSIBLE = (
    Outcome.SETTLED,
    Outcome.PARTLY,
    Outcome.NOT_FOUNDED,
    Outcome.NOT_POSSIBLE,
)

_CLASS_OF_KIND = {Kind.ASPIRATION: CaseClass.ASPIRATION, Kind.INFORMATION: CaseClass.INFORMATION}
INTAKE, HEAD = "pelayanan", "sekdes"


def verify(
    days: int,
    *,
    case_class: CaseClass | None = None,
    urgent: bool | None = None,
    by: str = INTAKE,
    clock: str = "",
) -> Act:
    """Verify, with the class and urgency the category suggests unless said otherwise."""

    def do(stage: Stage, story: Story, case: Case, at: datetime) -> None:
        category = stage.categories[story.category]
        suggested = _CLASS_OF_KIND.get(story.kind, CaseClass(category.default_class))
        urgency = (
            Urgency(category.default_urgency) if urgent is None else (Urgency.URGENT if urgent else Urgency.NORMAL)
        )
        verification.verify(
            case=case,
            by=stage.who(by, case),
            at=at,
            case_class=case_class or suggested,
            category=category,
            urgency=urgency,
        )

    return Act(days, do, clock)


def ask(days: int, question: str, *, by: str = INTAKE) -> Act:
    """Ask the reporter."""
    return Act(
        days,
        lambda stage, _, case, at: verification.ask(case=case, by=stage.who(by, case), at=at, question=question),
    )


def told_at_counter(days: int, text: str, *, pictures: tuple[str, ...] = ()) -> Act:
    """Record at the counter what the reporter was asked for."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        officer = stage.who(INTAKE, case)
        papers = stage.documents(pictures, at=at, by=officer, case=case)
        verification.complete_for_reporter(case=case, by=officer, at=at, text=text, documents=papers)

    return Act(days, do)


def reclassify(days: int, case_class: CaseClass, category: str, reason: str) -> Act:
    """Change class and category, with the reason."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        verification.reclassify(
            case=case,
            by=stage.who(HEAD, case),
            at=at,
            case_class=case_class,
            category=stage.categories[category],
            urgency=Urgency(case.urgency),
            reason=reason,
        )

    return Act(days, do)


def archive(days: int, reason: ArchiveReason, explanation: str, *, by: str = HEAD) -> Act:
    """Archive, or propose or confirm it in a supervisory case."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        verification.archive(case=case, by=stage.who(by, case), at=at, reason=reason, explanation=explanation)

    return Act(days, do)


def merge(days: int, into: str) -> Act:
    """Merge into another story's case."""
    return Act(
        days,
        lambda stage, _, case, at: verification.merge(
            case=case, by=stage.who(HEAD, case), at=at, into=stage.cases[into]
        ),
    )


def unmerge(days: int, reason: str) -> Act:
    """Take a merged case out again."""
    return Act(
        days,
        lambda stage, _, case, at: verification.unmerge(case=case, by=stage.who(HEAD, case), at=at, reason=reason),
    )


def split(days: int, title: str, words: str, category: str) -> Act:
    """Take a second complaint out of a letter."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        part = splitting.Part(story=words, kind=Kind.COMPLAINT, title=title, category=stage.categories[category])
        splitting.split(case=case, by=stage.who(INTAKE, case), at=at, parts=[part])

    return Act(days, do)


def hand_over(days: int, to: str, reason: str) -> Act:
    """Let another handler go on."""
    return Act(
        days,
        lambda stage, _, case, at: assignment.hand_over(
            case=case,
            by=stage.who(HEAD, case),
            at=at,
            to=stage.officers[to],
            reason=reason,
            keys=stage.ring(stage.who(HEAD, case)),
        ),
    )


def name_reported(days: int, whom: str, *officers: str, by: str = HEAD) -> Act:
    """Note who is reported; these officers no longer see the case."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        named = [stage.officers[key] for key in officers]
        doer = stage.who(by, case)
        verification.name_reported(case=case, by=doer, at=at, whom=whom, officers=named, keys=stage.ring(doer))

    return Act(days, do)


def assign(days: int, handler: str, instruction: str, *, within: int = 7, by: str = HEAD, clock: str = "") -> Act:
    """Give the case to a handler, to be done within so many working days."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        doer = stage.who(by, case)
        assignment.assign(
            case=case,
            by=doer,
            keys=stage.ring(doer),
            at=at,
            handler=stage.officers[handler],
            instruction=instruction,
            due_on=stage.calendar.add(stage.day(days), within, Unit.WORKING),
        )

    return Act(days, do, clock)


def decline(days: int, by: str, reason: str) -> Act:
    """Hand the case back."""
    return Act(
        days, lambda stage, _, case, at: assignment.decline(case=case, by=stage.who(by, case), at=at, reason=reason)
    )


def progress(days: int, text: str, *, pictures: tuple[str, ...] = (), internal: bool = False, clock: str = "") -> Act:
    """Report what is being done, by whoever handles the case."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        handler = _handler(stage, case)
        papers = stage.documents(pictures, at=at, by=handler, case=case)
        follow_up.progress(case=case, by=handler, at=at, text=text, for_reporter=not internal, documents=papers)

    return Act(days, do, clock)


def extend(days: int, by_days: int, reason: str) -> Act:
    """Give the answer more working days, counted from now."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        new_date = stage.calendar.add(stage.day(days), by_days, Unit.WORKING)
        follow_up.extend(case=case, by=stage.who(HEAD, case), at=at, reason=reason, new_date=new_date)

    return Act(days, do)


def message(days: int, text: str, *, by: str = INTAKE, clock: str = "") -> Act:
    """Write to the reporter."""
    return Act(
        days,
        lambda stage, _, case, at: follow_up.message(case=case, by=stage.who(by, case), at=at, text=text),
        clock,
    )


def note(days: int, text: str, *, by: str = HEAD) -> Act:
    """Keep an internal note."""
    return Act(days, lambda stage, _, case, at: follow_up.note(case=case, by=stage.who(by, case), at=at, text=text))


def propose(days: int, outcome: Outcome, text: str, *, clock: str = "") -> Act:
    """Propose the answer, by whoever handles the case."""
    return Act(
        days,
        lambda stage, _, case, at: answering.propose(
            case=case, by=_handler(stage, case), at=at, outcome=outcome, text=text
        ),
        clock,
    )


def send_back(days: int, missing: str) -> Act:
    """Return the proposed answer."""
    return Act(
        days,
        lambda stage, _, case, at: answering.send_back(case=case, by=stage.who(HEAD, case), at=at, missing=missing),
    )


def answer(days: int, outcome: Outcome | None = None, text: str = "") -> Act:
    """Answer: with the proposed words, or with these."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        answering.answer(
            case=case,
            by=stage.who(HEAD, case),
            at=at,
            outcome=outcome or Outcome(case.proposed_outcome),
            text=text or stage.read(case).proposed_text,
        )

    return Act(days, do)


def told(days: int, how: str) -> Act:
    """Note that the answer was told in person, by telephone or by letter."""
    return Act(days, lambda stage, _, case, at: follow_up.tell(case=case, by=stage.who(INTAKE, case), at=at, how=how))


def reads(days: int, clock: str = "~19.50") -> Act:
    """The reporter opens his page and reads the answer."""
    return Act(days, lambda _, __, case, at: follow_up.tell(case=case, at=at, how="tracking page"), clock)


def forward(days: int, body: str, explanation: str) -> Act:
    """Forward to the body whose name begins like this."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        referral.forward(case=case, by=stage.who(HEAD, case), at=at, body=stage.body(body), explanation=explanation)

    return Act(days, do)


def body_answered(days: int, text: str) -> Act:
    """Record what the body answered."""
    return Act(
        days,
        lambda stage, _, case, at: referral.record_body_answer(case=case, by=stage.who(INTAKE, case), at=at, text=text),
    )


def open_identity(days: int, reason: str) -> Act:
    """Open who the reporter is, with the reason."""
    return Act(
        days,
        lambda stage, _, case, at: identity.open_identity(
            case=case,
            by=stage.who(INTAKE, case),
            at=at,
            reason=reason,
            keys=stage.ring(stage.who(INTAKE, case)),
        ),
    )


def reissue(days: int, reason: str) -> Act:
    """Give the reporter a new code at the counter (nobody in a story keeps it)."""
    return Act(
        days,
        lambda stage, _, case, at: identity.reissue_at_counter(
            case=case, by=stage.who(INTAKE, case), at=at, reason=reason
        ),
    )


def reopen(days: int, reason: str) -> Act:
    """The unit itself reopens a closed case."""
    return Act(
        days, lambda stage, _, case, at: answering.reopen(case=case, by=stage.who(HEAD, case), at=at, reason=reason)
    )


def decide(days: int, *, upheld: bool, reasons: str, by: str) -> Act:
    """Decide the objection."""
    return Act(
        days,
        lambda stage, _, case, at: objection.decide(
            case=case, by=stage.who(by, case), at=at, upheld=upheld, reasons=reasons
        ),
    )


def reply(days: int, text: str, *, pictures: tuple[str, ...] = (), clock: str = "~18.45") -> Act:
    """The reporter writes: an answer to a question, or a message."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        reporter.reply(case=case, at=at, text=text, documents=stage.documents(pictures, at=at, case=case))

    return Act(days, do, clock)


def evidence(days: int, text: str, *pictures: str, clock: str = "~18.10") -> Act:
    """The reporter adds evidence."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        follow_up.add_evidence(case=case, at=at, documents=stage.documents(pictures, at=at, case=case), text=text)

    return Act(days, do, clock)


def _rate(days: int, clock: str, *, satisfied: bool, stars: int, words: str) -> Act:
    return Act(
        days,
        lambda _, __, case, at: reporter.rate(case=case, at=at, satisfied=satisfied, stars=stars, words=words),
        clock,
    )


def satisfied(days: int, stars: int, words: str = "", *, clock: str = "~20.20") -> Act:
    """The reporter is satisfied: closed, and confirmed solved."""
    return _rate(days, clock, satisfied=True, stars=stars, words=words)


def unsatisfied(days: int, stars: int, words: str, *, clock: str = "~20.35") -> Act:
    """The reporter is not satisfied: reopened."""
    return _rate(days, clock, satisfied=False, stars=stars, words=words)


def objects(days: int, reason: str, *, clock: str = "~20.05") -> Act:
    """The reporter objects."""
    return Act(days, lambda _, __, case, at: reporter.object_(case=case, at=at, reason=reason), clock)


def asks_withdrawal(days: int, reason: str = "", *, clock: str = "~17.30") -> Act:
    """The reporter asks to withdraw."""
    return Act(days, lambda _, __, case, at: reporter.ask_withdrawal(case=case, at=at, reason=reason), clock)


def revokes_withdrawal(days: int, *, clock: str = "~17.40") -> Act:
    """The reporter takes the withdrawal back."""
    return Act(days, lambda _, __, case, at: reporter.revoke_withdrawal(case=case, at=at), clock)


def resumes(days: int, *, clock: str = "~16.50") -> Act:
    """The reporter goes on after he was counted as withdrawn."""
    return Act(days, lambda _, __, case, at: reporter.resume(case=case, at=at), clock)


def _handler(stage: Stage, case: Case) -> Officer:
    return next(officer for officer in stage.officers.values() if officer.id == case.handler_id)
