"""The moves an officer makes, each a form with one action call; `FORMS` has one for every such row of the table."""

from collections.abc import Mapping
from types import MappingProxyType

from kentongan.desk.moves import answering, confining, handling, identity, sorting, verification
from kentongan.desk.moves.base import Doing, Group, MoveForm
from kentongan.rules.types import Move

__all__ = ["FORMS", "Doing", "Group", "MoveForm"]

_ALL: tuple[type[MoveForm], ...] = (
    verification.VerifyForm,
    sorting.PassTriageForm,
    verification.AskForm,
    verification.CompleteForm,
    verification.ArchiveForm,
    verification.MergeForm,
    sorting.UnmergeForm,
    sorting.SplitForm,
    verification.NameReportedForm,
    verification.ReclassifyForm,
    handling.AssignForm,
    handling.HandoverForm,
    handling.DeclineForm,
    handling.ProgressForm,
    handling.ExtendForm,
    handling.MessageForm,
    handling.NoteForm,
    handling.EvidenceForm,
    handling.TellForm,
    handling.DistrictToldForm,
    handling.ResumeForm,
    answering.ProposeForm,
    answering.AnswerForm,
    answering.ReturnForm,
    answering.ReopenForm,
    answering.DecideForm,
    answering.ForwardForm,
    answering.BodyAnsweredForm,
    confining.RestrictForm,
    confining.AdmitForm,
    confining.ReleaseForm,
    identity.OpenIdentityForm,
    identity.ReissueCodeForm,
)

FORMS: Mapping[Move, type[MoveForm]] = MappingProxyType({form.move: form for form in _ALL})
