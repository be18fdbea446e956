"""Making a paper: reserve its number, typeset outside of any lock, keep the file; each part can be done again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kentongan.cases.actions import papers
from kentongan.cases.actions.rewriting import paper_data
from kentongan.cases.models import Case, Paper
from kentongan.cases.sealing import seal_to, shown
from kentongan.desk.papers.signers import Signer
from kentongan.documents import papers as files
from kentongan.people.models import Officer
from kentongan.reports.papers import compose
from kentongan.reports.papers.facts import facts_of
from kentongan.rules.types import PaperKind
from kentongan.vault.keyring import NO_KEYS, Keyring


def say(case: Case, kind: PaperKind, words: Mapping[str, str], signer: Signer, at: datetime) -> dict[str, Any]:
    """Return what the paper shows, without a number."""
    return compose.compose(
        kind, words, village=case.village, facts=facts_of(case), signatory=signer.who, above=signer.above, at=at
    )


def make(
    *,
    case: Case,
    kind: PaperKind,
    words: Mapping[str, str],
    signer: Signer,
    by: Officer,
    at: datetime,
    token: str | None = None,
    keys: Keyring = NO_KEYS,
) -> Paper:
    """Make a paper and keep it.

    Raises:
        Refused: see `papers.reserve`.
        AlreadyDone: this form was submitted before.
        NotTypeset, UploadRefused: the number is taken, the file is still missing: `finish` makes it later.
    """
    data = say(shown(case, keys), kind, words, signer, at)
    # Once without a number: a template at fault, or words it cannot set, must not cost one.
    compose.pdf(data, village=case.village, at=at)
    return finish(papers.reserve(case=case, by=by, at=at, kind=kind, data=data, token=token), at=at, keys=keys)


def finish(paper: Paper, *, at: datetime, keys: Keyring = NO_KEYS) -> Paper:
    """Typeset and keep the file of a reserved paper; a paper that has its file stays as it is.

    Raises:
        Refused: the paper is void.
        NotTypeset, UploadRefused: the file could not be made or stored.
        Locked: the case is sealed, and these keys do not open it.
    """
    if paper.document_id is not None:
        return paper
    said = paper_data(paper, paper.case, keys)
    pdf = compose.pdf(said, village=paper.village, at=paper.made_at)
    document = files.keep(pdf, village=paper.village, by=paper.made_by_id, at=at, seal_to=seal_to(paper.case))
    return papers.keep(paper=paper, document=document, at=at)
