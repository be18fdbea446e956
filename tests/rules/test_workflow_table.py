"""The table of moves against RULES.md §3, and every move × status × role."""

from itertools import product

import pytest

from kentongan.rules.diagram import targets_of
from kentongan.rules.moves import ANY, FINAL, HANDLING, OPEN, TABLE
from kentongan.rules.types import ACCOUNT_ROLES, CaseClass, Move, Need, Refused, Role, Status
from kentongan.rules.workflow import CaseState, check_move, moves_for, needs_of

from .helpers import HESTI, PEOPLE, UTAMI, day, doer

TODAY = day("20-01-2026")

# RULES.md §3, written again by hand: I intake, U unit head, H handler, K village head, B BPD, R reporter, S system.
EXPECTED = """
receive          | -                                        | received        | R I     | story
ask              | received verified in_progress            | waiting         | I U H   | question
complete         | waiting                                  | *               | R I     | answer_or_paper
pass_triage      | received                                 | =               | R I U   |
verify           | received                                 | verified        | I U     | class category urgency
reclassify       | OPEN                                     | =               | U       | reason
forward          | received verified                        | forwarded       | U       | body explanation
body_answered    | forwarded                                | answered        | I U     | answer
archive          | received verified                        | archived        | U       | archive_reason explanation
assign           | verified assigned in_progress reopened   | assigned        | U K     | handler instruction due_date
decline          | assigned                                 | verified        | H       | reason
handover         | assigned in_progress answer_proposed waiting | =           | U K     | handler reason
progress         | assigned in_progress                     | in_progress     | H       | text
extend           | OPEN                                     | =               | U       | reason new_date
propose          | assigned in_progress                     | answer_proposed | H       | outcome text
return           | answer_proposed                          | in_progress     | U       | explanation
answer           | answer_proposed verified                 | answered        | U       | outcome text
rate_satisfied   | answered merged                          | closed          | R       | rating
rate_unsatisfied | answered closed merged                   | reopened        | R       | reason
reopen           | answered closed                          | reopened        | U       | reason
object           | answered archived closed merged          | under_objection | R       | reason
decide_objection | under_objection                          | *               | K B     | decision reason
withdraw_ask     | OPEN                                     | =               | R       |
withdraw_revoke  | OPEN                                     | =               | R       |
withdraw         | OPEN                                     | withdrawn       | S       |
deem_withdrawn   | waiting                                  | withdrawn       | S       |
resume           | withdrawn                                | *               | R I     |
auto_close       | answered                                 | closed          | S       |
merge            | received verified                        | merged          | U       | other_case
unmerge          | merged                                   | reopened        | U       | reason
split            | received verified                        | =               | I U     | story
message          | ANY                                      | =               | R I U H | text
escalate         | ANY                                      | =               | S       |
district_told    | ANY                                      | =               | U B     | text
tell             | answered                                 | =               | R I U H | text
note             | ANY                                      | =               | I U H K B | text
evidence         | ANY                                      | =               | R I U H |
redact           | ANY                                      | =               | I U     | text
publish_consent  | ANY                                      | =               | R I     | decision
publish_decide   | ANY                                      | =               | I U     |
publish          | ANY                                      | =               | S       |
unpublish        | ANY                                      | =               | I U     | reason
paper            | ANY                                      | =               | I U H K B | text
void_paper       | ANY                                      | =               | I U K   | reason
name_reported    | ANY                                      | =               | I U B   | text
open_identity    | ANY                                      | =               | I U     | reason
reissue_code     | ANY                                      | =               | I U S   | reason
protect_more     | ANY                                      | =               | R       |
report_retaliation | ANY                                    | =               | R       | text
restrict         | ANY                                      | =               | I U B   | reason
admit            | ANY                                      | =               | I U     | reason
release          | ANY                                      | =               | I U     | reason
data_ask         | ANY                                      | =               | R       |
data_decide      | ANY                                      | =               | U B     | reason
data_revoke      | ANY                                      | =               | R       |
data_lift        | ANY                                      | =               | U B     | reason
correct_identity | ANY                                      | =               | I U     | reason
erase            | ANY                                      | =               | S       |
"""
LETTERS = {
    "I": Role.INTAKE,
    "U": Role.UNIT_HEAD,
    "H": Role.HANDLER,
    "K": Role.VILLAGE_HEAD,
    "B": Role.BPD,
    "O": Role.OVERSEER,
    "R": Role.REPORTER,
    "S": Role.SYSTEM,
}
GROUPS = {"OPEN": OPEN, "ANY": ANY, "-": frozenset[Status]()}


def expected() -> dict[Move, tuple[frozenset[Status], str, frozenset[Role], frozenset[Need]]]:
    rows = {}
    for line in EXPECTED.strip().splitlines():
        move, sources, target, who, needs = (part.strip() for part in line.split("|"))
        statuses = GROUPS.get(sources) or frozenset(Status(name) for name in sources.split() if name != "-")
        roles = frozenset(LETTERS[letter] for letter in who.split())
        rows[Move(move)] = (statuses, target, roles, frozenset(Need(name) for name in needs.split()))
    return rows


ROWS = expected()


def test_the_table_is_the_table_of_the_rules() -> None:
    assert set(TABLE) == set(Move) == set(ROWS)
    for move, (sources, target, roles, needs) in ROWS.items():
        row = TABLE[move]
        assert row.move is move
        assert row.sources == sources, move
        assert row.actors == roles, move
        assert row.needs == needs, move
        assert (row.target.value if row.target else "") == target.strip("*="), move


def test_every_button_has_its_own_words() -> None:
    sentences = [row.sentence for row in TABLE.values()]
    assert all(sentences)
    assert len(set(sentences)) == len(sentences)


def test_every_status_is_open_or_final_or_answered() -> None:
    assert not OPEN & FINAL
    assert OPEN | FINAL | {Status.ANSWERED} == set(Status)


def test_every_status_can_be_reached_and_every_open_one_left() -> None:
    assert set().union(*(targets_of(move) for move in Move)) == set(Status)
    for status in OPEN | {Status.ANSWERED}:
        assert any(status in row.sources and targets_of(row.move) - {status} for row in TABLE.values()), status


def test_every_role_but_administrator_overseer_and_observer_acts_by_itself_and_every_need_is_asked_for() -> None:
    # An overseer acts with the powers of his route alone (rules.access.powers); an observer in no case at all.
    assert set().union(*(row.actors for row in TABLE.values())) == set(Role) - {
        Role.ADMIN,
        Role.OVERSEER,
        Role.OBSERVER,
    }
    asked = set().union(*(row.needs for row in TABLE.values()))
    assert asked | {Need.SECOND_PERSON} == set(Need)


def test_only_the_handler_and_heads_handle() -> None:
    assert set().union(*(TABLE[move].actors for move in HANDLING)) == {Role.HANDLER, Role.UNIT_HEAD}


def a_case(status: Status, case_class: CaseClass = CaseClass.NON_SUPERVISORY) -> CaseState:
    """A case in the middle of everything: handled by Hesti, just ended, withdrawal over, withdrawn by silence."""
    return CaseState(
        status=status,
        case_class=case_class,
        previous_status=Status.VERIFIED,
        handler=HESTI,
        handled_by=frozenset({HESTI}),
        closed_on=TODAY,
        withdrawal_due=day("19-01-2026"),
        deemed_withdrawn=True,
        merged_answered=True,
        triage=True,
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", Status)
def test_every_move_for_every_status_and_role(status: Status, role: Role) -> None:
    """Offered exactly when the table says so (a second withdrawal is not asked while one is pending)."""
    allowed = {
        move
        for move, (sources, _, roles, _) in ROWS.items()
        if status in sources and role in roles and move is not Move.WITHDRAW_ASK
    }
    state, who = a_case(status), doer(role)
    assert {row.move for row in moves_for(state, who, TODAY)} == allowed
    for move in Move:
        needs = needs_of(move, state)
        if move not in allowed:
            with pytest.raises(Refused) as refusal:
                check_move(move, state, who, needs, TODAY, upheld=True)
            assert refusal.value.code in {
                "wrong_status",
                "not_your_role",
                "already_received",
                "withdrawal_already_asked",
            }
            continue
        target = ROWS[move][1]
        computed = {
            Move.COMPLETE: Status.VERIFIED,
            Move.RESUME: Status.VERIFIED,
            Move.DECIDE_OBJECTION: Status.REOPENED,
        }
        if (move, status) == (Move.RATE_SATISFIED, Status.MERGED):
            computed[move] = Status.MERGED  # the answer is the other case's: his own stays merged
        if move is Move.ERASE and status in OPEN:
            computed[move] = Status.WITHDRAWN  # an open case ends with its contents
        if (move, status) == (Move.ERASE, Status.ANSWERED):
            computed[move] = Status.CLOSED
        wanted = computed.get(move, status) if target == "=" else computed.get(move) or Status(target)
        assert check_move(move, state, who, needs, TODAY, upheld=True) is wanted


@pytest.mark.parametrize(("status", "role"), list(product(Status, Role)))
def test_a_move_without_what_it_needs_is_refused_by_name(status: Status, role: Role) -> None:
    state, who = a_case(status), doer(role)
    for row in moves_for(state, who, TODAY):
        for need in row.needs - {Need.DECISION}:
            with pytest.raises(Refused) as refusal:
                check_move(row.move, state, who, row.needs - {need}, TODAY, upheld=False)
            assert refusal.value.code == f"missing_{need.value}"
            assert need.label in refusal.value.sentence


@pytest.mark.parametrize("role", Role)
def test_a_complaint_is_received_by_its_reporter_or_the_intake_officer(role: Role) -> None:
    offered = {row.move for row in moves_for(None, doer(role), TODAY)}
    assert offered == ({Move.RECEIVE} if role in {Role.REPORTER, Role.INTAKE} else set())
    if offered:
        assert check_move(Move.RECEIVE, None, doer(role), frozenset({Need.STORY}), TODAY) is Status.RECEIVED


def test_moves_are_offered_in_the_tables_order() -> None:
    offered = [row.move for row in moves_for(a_case(Status.RECEIVED), doer(Role.UNIT_HEAD), TODAY)]
    assert offered == [move for move in TABLE if move in offered]
    assert offered[0] is Move.VERIFY


def test_the_named_people_cover_every_role() -> None:
    assert set(PEOPLE) == set(Role)
    assert {role for role, key in PEOPLE.items() if key is not None} == ACCOUNT_ROLES
    assert UTAMI not in PEOPLE.values()
