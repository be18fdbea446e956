"""More verbs of the stories: protection, the reporter's rights over his data, and what is prepared for publication."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.actions import confining, privacy, protecting, publishing, triage
from kentongan.cases.actions.publication import Prepared, prepare_publication
from kentongan.cases.language import stemmer
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.publication import publishable_texts
from kentongan.demo.acts import HEAD, INTAKE
from kentongan.demo.stage import Act, Stage, Story
from kentongan.rules.data_rights import CorrectionOf, DataRequest
from kentongan.rules.publication import Consent
from kentongan.rules.redaction import propose, redact


def retaliates(days: int, text: str, *, clock: str = "~19.10") -> Act:
    """The reporter tells of revenge."""
    return Act(
        days,
        lambda _, story, case, at: protecting.report_retaliation(
            case=case, at=at, text=text, token=f"demo-balasan:{story.key}"
        ),
        clock,
    )


def protects(days: int, mode: IdentityMode, *, clock: str = "~19.30") -> Act:
    """The reporter wants his identity better protected."""
    return Act(
        days,
        lambda _, __, case, at: protecting.protect_more(case=case, at=at, mode=mode, keep_contact=True),
        clock,
    )


def restrict(days: int, reason: str, *, by: str = HEAD) -> Act:
    """Restrict a case because of what it is about."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        doer = stage.who(by, case)
        confining.restrict(case=case, by=doer, at=at, reason=reason, keys=stage.ring(doer))

    return Act(days, do)


def admit(days: int, officer: str, reason: str, *, by: str = HEAD) -> Act:
    """Let one more officer into a restricted case."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        doer = stage.who(by, case)
        confining.admit(
            case=case, by=doer, at=at, officer=stage.officers[officer], reason=reason, keys=stage.ring(doer)
        )

    return Act(days, do)


def pass_on(days: int, *, by: str = INTAKE) -> Act:
    """Pass a case on from the triage tray."""
    return Act(days, lambda stage, _, case, at: triage.pass_triage(case=case, by=stage.who(by, case), at=at))


def asks_data(
    days: int, kind: DataRequest, text: str = "", *, about: CorrectionOf | None = None, clock: str = "~19.40"
) -> Act:
    """The reporter makes use of a right over his data."""
    return Act(days, lambda _, __, case, at: privacy.ask(case=case, at=at, kind=kind, text=text, about=about), clock)


def revokes_data(days: int, kind: DataRequest, *, clock: str = "~18.20") -> Act:
    """The reporter takes such a request back."""
    return Act(days, lambda _, __, case, at: privacy.revoke(request=_request(case, kind), at=at), clock)


def grants_data(days: int, kind: DataRequest, reason: str) -> Act:
    """Grant a request about data."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        request = _request(case, kind)
        privacy.decide(request=request, by=stage.who(HEAD, case), at=at, granted=True, reason=reason)

    return Act(days, do)


def lifts(days: int, reason: str) -> Act:
    """End a restriction of processing."""
    return Act(days, lambda stage, _, case, at: privacy.lift(case=case, by=stage.who(HEAD, case), at=at, reason=reason))


def corrects_phone(days: int, phone: str, proof: str) -> Act:
    """Correct the reporter's telephone number at the counter."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        privacy.correct_identity(
            request=_request(case, DataRequest.CORRECTION),
            by=stage.who(INTAKE, case),
            at=at,
            changes={"phone": phone},
            proof=proof,
        )

    return Act(days, do)


def prepares(days: int) -> Act:
    """Prepare the texts for publication: everything proposed is hidden."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        parts = {}
        for source in publishable_texts(case):
            spans = propose(source.text, is_word=stemmer().knows)
            parts[source.part] = Prepared(
                original=source.text, hidden=spans, shown=(), text=redact(source.text, spans).text
            )
        prepare_publication(case=case, by=stage.who(INTAKE, case), at=at, parts=parts)

    return Act(days, do)


def consents(days: int, consent: Consent, *, how: str = "", clock: str = "~19.20") -> Act:
    """The reporter says whether his case may be published: himself, or (`how`) asked by an officer."""

    def do(stage: Stage, _: Story, case: Case, at: datetime) -> None:
        by = stage.who(INTAKE, case) if how else None
        publishing.set_consent(case=case, by=by, at=at, consent=consent, how=how)

    return Act(days, do, "" if how else clock)


def approves(days: int) -> Act:
    """Approve the publication of what was prepared."""
    return Act(
        days, lambda stage, _, case, at: publishing.decide_publication(case=case, by=stage.who(HEAD, case), at=at)
    )


def takes_off(days: int, reason: str) -> Act:
    """Take a published case off again."""
    return Act(
        days,
        lambda stage, _, case, at: publishing.unpublish(case=case, by=stage.who(HEAD, case), at=at, reason=reason),
    )


def _request(case: Case, kind: DataRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.filter(case=case, kind=kind).latest("lodged_at")
