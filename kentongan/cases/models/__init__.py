"""The complaint's tables: constraints only; the verbs live in `cases.actions`, the reads in `cases.queries`."""

from kentongan.cases.models.case import Case, DrawnNumber, RegisterCounter
from kentongan.cases.models.indexing import IndexState
from kentongan.cases.models.life import FOR_DESK, Assignment, CaseClock, Event, EventDocument, Objection, Rating
from kentongan.cases.models.members import CaseConflict, CaseMember, CaseReading
from kentongan.cases.models.papers import Escalation, FormBatch, FormVoid, LadderMark, Paper
from kentongan.cases.models.privacy import BreachNotice, Erasure, PrivacyRequest, RetentionItem
from kentongan.cases.models.publication import PublicPicture, PublicVersion
from kentongan.cases.models.published import Publication
from kentongan.cases.models.register import ImportBatch, ImportedRow
from kentongan.cases.models.suggesting import LearntModel

__all__ = [
    "FOR_DESK",
    "Assignment",
    "BreachNotice",
    "Case",
    "CaseClock",
    "CaseConflict",
    "CaseMember",
    "CaseReading",
    "DrawnNumber",
    "Erasure",
    "Escalation",
    "Event",
    "EventDocument",
    "FormBatch",
    "FormVoid",
    "ImportBatch",
    "ImportedRow",
    "IndexState",
    "LadderMark",
    "LearntModel",
    "Objection",
    "Paper",
    "PrivacyRequest",
    "PublicPicture",
    "PublicVersion",
    "Publication",
    "Rating",
    "RegisterCounter",
    "RetentionItem",
]
