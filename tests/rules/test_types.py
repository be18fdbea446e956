"""Every stored value has a label people can read, and survives a trip through storage."""

import copy
import pickle

import pytest

from kentongan.rules.access import Right
from kentongan.rules.calendars import Unit
from kentongan.rules.deadlines import ClockEvent, ClockKind, ClockState
from kentongan.rules.types import (
    ArchiveReason,
    CaseClass,
    Kind,
    Labelled,
    Move,
    Need,
    Outcome,
    Refused,
    Role,
    Status,
    Urgency,
)

ENUMS = (
    ArchiveReason,
    CaseClass,
    ClockEvent,
    ClockKind,
    ClockState,
    Kind,
    Move,
    Need,
    Outcome,
    Right,
    Role,
    Status,
    Unit,
    Urgency,
)


def test_no_enum_is_forgotten_here() -> None:
    assert set(Labelled.__subclasses__()) >= set(ENUMS)
    ours = {enum for enum in Labelled.__subclasses__() if enum.__module__.startswith("kentongan.rules")}
    assert ours == set(ENUMS)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_has_a_plain_value_and_its_own_label(enum: type[Labelled]) -> None:
    for member in enum:
        assert member.value == member.name.lower()
        assert member.label.strip()
    labels = [member.label for member in enum]
    assert len(set(labels)) == len(labels)
    assert enum.choices() == [(member.value, member.label) for member in enum]


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
