"""Every stored value has a label people can read, and survives a trip through storage."""

import copy
import pickle
import re

import pytest

from kentongan.rules.access import Right
from kentongan.rules.calendars import Unit
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest, ErasedWhy, RefusalGround
from kentongan.rules.deadlines import ClockEvent, ClockKind, ClockState
from kentongan.rules.papers import PaperField
from kentongan.rules.protection import SealedFor
from kentongan.rules.public_openings import Proved
from kentongan.rules.publication import Consent, PictureStage, TakenOff
from kentongan.rules.redaction.spans import SpanKind
from kentongan.rules.replies import ReplyField
from kentongan.rules.sensitivity import Sensitive
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import (
    ArchiveReason,
    CaseClass,
    Kind,
    Labelled,
    Move,
    Need,
    Outcome,
    PaperKind,
    Refused,
    Role,
    Route,
    Rung,
    Status,
    Urgency,
)

ENUMS = (
    ArchiveReason,
    CaseClass,
    ClockEvent,
    ClockKind,
    ClockState,
    Consent,
    CorrectionOf,
    DataOutcome,
    DataRequest,
    ErasedWhy,
    Kind,
    Move,
    Need,
    Outcome,
    PaperKind,
    PictureStage,
    Proved,
    RefusalGround,
    Right,
    Role,
    Route,
    Rung,
    SealedFor,
    Sensitive,
    SpanKind,
    Status,
    TakenOff,
    TriageReason,
    Unit,
    Urgency,
)
# What people write between braces: their values are words of the office, and stored only as written.
FIELDS = (PaperField, ReplyField)


def test_no_enum_is_forgotten_here() -> None:
    assert set(Labelled.__subclasses__()) >= set(ENUMS)
    ours = {enum for enum in Labelled.__subclasses__() if enum.__module__.startswith("kentongan.rules")}
    assert ours == {*ENUMS, *FIELDS}


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_has_a_plain_value_and_its_own_label(enum: type[Labelled]) -> None:
    for member in enum:
        assert member.value == member.name.lower()
        assert member.label.strip()
    labels = [member.label for member in enum]
    assert len(set(labels)) == len(labels)
    assert enum.choices() == [(member.value, member.label) for member in enum]


@pytest.mark.parametrize("enum", FIELDS, ids=lambda enum: enum.__name__)
def test_every_field_is_a_plain_word_and_says_what_it_becomes(enum: type[Labelled]) -> None:
    assert all(re.fullmatch(r"[a-z][a-z_]*", member.value) and member.label.strip() for member in enum)


def test_a_value_from_the_database_is_its_member_again() -> None:
    assert Status("received") is Status.RECEIVED
    assert pickle.loads(pickle.dumps(Status.RECEIVED)) is Status.RECEIVED  # noqa: S301 -- our own bytes
    assert copy.deepcopy(Status.RECEIVED) is Status.RECEIVED
    assert f"{Status.RECEIVED}" == "received"
    assert Status.RECEIVED.label == "Diterima"


def test_equal_values_of_two_enums_keep_their_own_labels() -> None:
    assert Kind.ASPIRATION == CaseClass.ASPIRATION
    assert ClockEvent.RECEIVED.label != Status.RECEIVED.label


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(ValueError, match="lost"):
        Status("lost")


def test_a_refusal_carries_a_code_and_a_sentence() -> None:
    refusal = Refused("too_late", "Maaf, sudah terlambat.")
    assert (refusal.code, refusal.sentence) == ("too_late", "Maaf, sudah terlambat.")
    assert str(refusal) == "too_late: Maaf, sudah terlambat."
