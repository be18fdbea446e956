"""Who may see and do what: own village, other village, wrong role, right role, and the accused."""

from uuid import UUID

import pytest

from kentongan.rules.access import (
    RIGHTS,
    CaseFacts,
    Right,
    Scope,
    Viewer,
    case_scope,
    check_case_right,
    check_right,
    check_see_case,
    has_case_right,
    has_right,
    may_see_case,
    powers,
)
from kentongan.rules.moves import TABLE
from kentongan.rules.types import ACCOUNT_ROLES, Move, Refused, Role, Route, Status

from .helpers import HARI, HESTI, KARSO, PEOPLE, person

KARANGBAWANG, NEIGHBOUR = person(1001), person(1002)
CASE = CaseFacts(KARANGBAWANG, Status.IN_PROGRESS, handler=HESTI, handled_by=frozenset({HESTI}))

# right: I intake, U unit head, H handler, K village head, B BPD, A administrator, O overseer, W observer (watches)
RIGHTS_OF_THE_RULES = {
    Right.SEE_INBOX: "I U H K B O",
    Right.RECORD_CASE: "I",
    Right.SEE_CASE: "I U H K B O",
    Right.OPEN_IDENTITY: "I U",
    Right.REISSUE_CODE: "I U",
    Right.MANAGE_ACCOUNTS: "A",
    Right.MANAGE_SETTINGS: "U A",
    Right.SEE_HEALTH: "A",
    Right.SEE_OVERSIGHT: "K B A",
    Right.SEE_OUTBOX: "U A",
    Right.IMPORT: "U",
    Right.SEE_REGISTER: "I U K B",
    Right.PRINT_REGISTER: "I U K",
    Right.SEE_FIGURES: "I U K B",
    Right.HAND_OVER: "U K",
    Right.ASSIGN_MANY: "U K",
    Right.HAVE_KEY: "I U H K B O",
    Right.DECIDE_DATA: "U B",
    Right.APPROVE_RETENTION: "U K B",
    Right.SEE_PROCESSING: "K B A",
    Right.REPORT_BREACH: "U A",
    Right.SEE_TRIAGE: "I U K B",
    Right.REDACT: "I U",
    Right.SEE_OBSERVER: "W",
}
LETTERS = {
    Role.INTAKE: "I",
    Role.UNIT_HEAD: "U",
    Role.HANDLER: "H",
    Role.VILLAGE_HEAD: "K",
    Role.BPD: "B",
    Role.ADMIN: "A",
    Role.OVERSEER: "O",
    Role.OBSERVER: "W",
}


def viewer(*roles: Role, village: UUID = KARANGBAWANG) -> Viewer:
    key = PEOPLE[roles[0]] if roles else HARI
    assert key is not None
    return Viewer(key, village, frozenset(roles))


@pytest.mark.parametrize("role", sorted(ACCOUNT_ROLES))
@pytest.mark.parametrize("right", Right)
def test_each_role_has_exactly_its_rights(right: Right, role: Role) -> None:
    expected = LETTERS[role] in RIGHTS_OF_THE_RULES[right].split()
    assert has_right(viewer(role), right) is expected
    if expected:
        check_right(viewer(role), right)
    else:
        with pytest.raises(Refused) as refusal:
            check_right(viewer(role), right)
        assert refusal.value.code == "no_right"
        assert right.label in refusal.value.sentence


def test_the_table_of_rights_covers_every_right_and_only_officers() -> None:
    assert set(RIGHTS) == set(Right) == set(RIGHTS_OF_THE_RULES)
    assert set().union(*RIGHTS.values()) <= ACCOUNT_ROLES


@pytest.mark.parametrize(
    ("right", "move"),
    [
        (Right.RECORD_CASE, Move.RECEIVE),
        (Right.OPEN_IDENTITY, Move.OPEN_IDENTITY),
        (Right.REISSUE_CODE, Move.REISSUE_CODE),
    ],
)
def test_rights_and_moves_say_the_same(right: Right, move: Move) -> None:
    assert RIGHTS[right] == TABLE[move].actors & ACCOUNT_ROLES


def test_two_roles_have_the_rights_of_both() -> None:
    both = viewer(Role.ADMIN, Role.INTAKE)
    assert has_right(both, Right.MANAGE_ACCOUNTS)
    assert has_right(both, Right.RECORD_CASE)
    assert case_scope(both) is Scope.ALL


@pytest.mark.parametrize(
    ("roles", "scope"),
    [
        ((Role.INTAKE,), Scope.ALL),
        ((Role.UNIT_HEAD,), Scope.ALL),
        ((Role.VILLAGE_HEAD,), Scope.ALL),
        ((Role.BPD,), Scope.ALL),
        ((Role.HANDLER,), Scope.OWN),
        ((Role.HANDLER, Role.ADMIN), Scope.OWN),
        ((Role.HANDLER, Role.INTAKE), Scope.ALL),
        ((Role.ADMIN,), Scope.NONE),
        ((Role.OBSERVER,), Scope.NONE),
        ((Role.OVERSEER,), Scope.MEMBER),
        ((Role.OVERSEER, Role.HANDLER), Scope.OWN),
        ((), Scope.NONE),
    ],
)
def test_which_cases_a_role_may_search(roles: tuple[Role, ...], scope: Scope) -> None:
    assert case_scope(viewer(*roles)) is scope


def obstacle(who: Viewer, facts: CaseFacts) -> str | None:
    """The code of the refusal, or None; both twins must agree and the sentence must never tell why."""
    if may_see_case(who, facts):
        check_see_case(who, facts)
        return None
    with pytest.raises(Refused) as refusal:
        check_see_case(who, facts)
    assert refusal.value.sentence == "Aduan ini tidak ada, atau akun Anda tidak berhak membukanya."
    return refusal.value.code


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", sorted(ACCOUNT_ROLES))
def test_who_sees_a_case_in_every_status(role: Role, status: Status) -> None:
    facts = CaseFacts(KARANGBAWANG, status, handler=HESTI, handled_by=frozenset({HESTI}))
    assert obstacle(viewer(role), facts) == {
        Role.ADMIN: "no_right",
        Role.OBSERVER: "no_right",
        Role.OVERSEER: "not_own_case",
    }.get(role)
    assert obstacle(viewer(role, village=NEIGHBOUR), facts) == "other_village"


def test_a_handler_sees_what_he_handles_and_once_handled_and_nothing_else() -> None:
    hari = Viewer(HARI, KARANGBAWANG, frozenset({Role.HANDLER}))
    assert obstacle(hari, CASE) == "not_own_case"
    assert obstacle(hari, CaseFacts(KARANGBAWANG, Status.ASSIGNED, handler=HARI)) is None
    assert obstacle(hari, CaseFacts(KARANGBAWANG, Status.CLOSED, HESTI, frozenset({HESTI, HARI}))) is None


@pytest.mark.parametrize("role", sorted(ACCOUNT_ROLES))
def test_the_accused_sees_nothing_whatever_his_role(role: Role) -> None:
    accused = viewer(role)
    facts = CaseFacts(
        KARANGBAWANG, Status.IN_PROGRESS, accused.id, frozenset({accused.id}), conflicted=frozenset({accused.id})
    )
    assert obstacle(accused, facts) == "conflict"


def test_a_case_about_the_village_head_is_seen_by_the_others() -> None:
    facts = CaseFacts(KARANGBAWANG, Status.RECEIVED, conflicted=frozenset({KARSO}))
    assert obstacle(viewer(Role.BPD), facts) is None
    assert obstacle(viewer(Role.VILLAGE_HEAD), facts) == "conflict"


def test_a_right_on_a_case_needs_sight_of_the_case_first() -> None:
    check_case_right(viewer(Role.INTAKE), Right.OPEN_IDENTITY, CASE)
    for who, code in (
        (viewer(Role.INTAKE, village=NEIGHBOUR), "other_village"),
        (viewer(Role.HANDLER), "no_right"),
        (viewer(Role.BPD), "no_right"),
        (Viewer(HARI, KARANGBAWANG, frozenset({Role.HANDLER})), "not_own_case"),
    ):
        with pytest.raises(Refused) as refusal:
            check_case_right(who, Right.OPEN_IDENTITY, CASE)
        assert refusal.value.code == code


def restricted_to(
    *members: Viewer, of_route: bool = True, route: Route = Route.UNIT, conflicted: Viewer | None = None
) -> CaseFacts:
    keys = frozenset(member.id for member in members)
    return CaseFacts(
        KARANGBAWANG,
        Status.RECEIVED,
        conflicted=frozenset({conflicted.id}) if conflicted else frozenset(),
        restricted=True,
        route=route,
        members=keys,
        of_route=keys if of_route else frozenset(),
    )


@pytest.mark.parametrize("role", sorted(ACCOUNT_ROLES))
def test_a_restricted_case_is_seen_by_its_members_and_by_nobody_else(role: Role) -> None:
    who = viewer(role)
    assert obstacle(who, restricted_to(viewer(Role.BPD, village=KARANGBAWANG) if role is not Role.BPD else HARIS)) == (
        "restricted"
    )
    # Whoever works with no cases is no member of one, even where a row says so.
    assert obstacle(who, restricted_to(who)) == ("restricted" if role in (Role.ADMIN, Role.OBSERVER) else None)
    assert obstacle(viewer(role, village=NEIGHBOUR), restricted_to(who)) == "other_village"
    assert obstacle(who, restricted_to(who, conflicted=who)) == "conflict"


HARIS = Viewer(HARI, KARANGBAWANG, frozenset({Role.HANDLER}))


def test_who_handles_a_restricted_case_without_being_let_in_does_not_see_it() -> None:
    facts = CaseFacts(
        KARANGBAWANG, Status.ASSIGNED, HARI, frozenset({HARI}), restricted=True, route=Route.UNIT, members=frozenset()
    )
    assert obstacle(HARIS, facts) == "restricted"


@pytest.mark.parametrize(
    ("route", "gained"),
    [
        (Route.UNIT, {Role.INTAKE, Role.UNIT_HEAD}),
        (Route.OVERSIGHT, {Role.INTAKE, Role.UNIT_HEAD, Role.VILLAGE_HEAD}),
    ],
)
def test_the_route_has_powers_in_its_own_cases_only(route: Route, gained: set[Role]) -> None:
    overseer = viewer(Role.OVERSEER)
    assert powers(overseer, restricted_to(overseer, route=route)) == gained | {Role.OVERSEER}
    assert powers(overseer, CASE) == {Role.OVERSEER}
    for right in (Right.OPEN_IDENTITY, Right.REISSUE_CODE):
        assert has_case_right(overseer, right, restricted_to(overseer, route=route))
        check_case_right(overseer, right, restricted_to(overseer, route=route))
        assert not has_case_right(overseer, right, CASE)
    assert not has_case_right(overseer, Right.PRINT_REGISTER, restricted_to(overseer, route=route))


def test_who_only_handles_a_restricted_case_has_none_of_its_routes_powers() -> None:
    facts = restricted_to(HARIS, of_route=False)
    assert obstacle(HARIS, facts) is None
    assert powers(HARIS, facts) == {Role.HANDLER}
    with pytest.raises(Refused) as refusal:
        check_case_right(HARIS, Right.OPEN_IDENTITY, facts)
    assert refusal.value.code == "no_right"
