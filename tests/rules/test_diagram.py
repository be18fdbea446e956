"""The picture and the reference pages say what the rules do."""

import re
from itertools import product

from kentongan.rules import reference
from kentongan.rules.access import Right
from kentongan.rules.diagram import targets_of
from kentongan.rules.moves import OPEN, TABLE
from kentongan.rules.types import CaseClass, Move, Need, Role, Status
from kentongan.rules.workflow import CaseState, Doer, can_move, check_move, diagram

from .helpers import BAMBANG, HESTI, day

TODAY = day("20-01-2026")
ARROW = re.compile(r"^\s+(\S+) --> (\S+) : (.+)$", re.M)


def drawn() -> set[tuple[str, str, str]]:
    """Every arrow of the diagram, one per move, with the box around the open statuses opened."""
    arrows = set()
    for source, target, moves in ARROW.findall(diagram()):
        sources = sorted(OPEN) if source == "open" else [source]
        for move, begin in product(moves.split(" / "), sources):
            if begin != target:
                arrows.add((move.replace(" ", "_"), begin, target))
    return arrows


def possible() -> set[tuple[str, str, str]]:
    """Every arrow that `check_move` really allows to someone, tried one by one."""
    everyone = Doer(BAMBANG, frozenset(Role))
    arrows = {(Move.RECEIVE.value, "[*]", Status.RECEIVED.value)}
    for move, status, previous, case_class, upheld in product(
        Move, Status, Status, (CaseClass.NON_SUPERVISORY, CaseClass.SUPERVISORY), (True, False)
    ):
        if status is Status.WAITING and previous not in TABLE[Move.ASK].sources:
            continue
        if status is Status.UNDER_OBJECTION and previous not in TABLE[Move.OBJECT].sources:
            continue
        if status is Status.WITHDRAWN and previous not in targets_of(Move.RESUME):
            continue
        state = CaseState(
            status,
            case_class,
            previous_status=previous,
            handler=HESTI,
            closed_on=TODAY,
            withdrawal_due=day("19-01-2026"),
            archive_proposed_by=HESTI,
            deemed_withdrawn=True,
            merged_answered=True,
        )
        if can_move(move, state, everyone, frozenset(Need), TODAY, upheld=upheld):
            target = check_move(move, state, everyone, frozenset(Need), TODAY, upheld=upheld)
            if target is not status:
                arrows.add((move.value, status.value, target.value))
                assert target in targets_of(move)
    return arrows


def test_the_diagram_draws_exactly_what_is_possible() -> None:
    resumed = {arrow for arrow in possible() if arrow[0] == Move.RESUME}
    handlers_moves = {
        (row.move.value, source.value, row.target.value)
        for row in TABLE.values()
        if row.actors == {Role.HANDLER} and row.target
        for source in row.sources
        if source is not row.target
    }  # `everyone` above is not the handler of the case
    expected = (possible() - resumed) | handlers_moves | {("resume", "withdrawn", "open")}
    assert drawn() == expected
    assert {target for _, _, target in resumed} <= {status.value for status in targets_of(Move.RESUME)}


def test_every_status_is_declared_once_with_the_words_people_read() -> None:
    text = diagram()
    assert text.startswith("stateDiagram-v2\n")
    for status in Status:
        assert len(re.findall(rf'^\s+state "[^"]* · {status.label}" as {status.value}$', text, re.M)) == 1
    assert text.count("{") == text.count("}") == 1


def test_the_reference_pages_name_everything_and_are_the_same_every_time() -> None:
    pages = reference.pages()
    assert set(pages) == {"workflow.md", "access.md", "deadlines.md", "open-data.md"}
    assert pages == reference.pages()
    assert all(f"`{move.value}`" in pages["workflow.md"] for move in Move)
    assert all(f"`{status.value}`" in pages["workflow.md"] for status in Status)
    assert all(f"`{right.value}`" in pages["access.md"] for right in Right)
    assert "UU 25/2009 Pasal 44" in pages["deadlines.md"]
    for page in pages.values():
        for table in re.findall(r"(?:^\|.*\|\n)+", page, re.M):
            assert len({line.count("|") for line in table.splitlines()}) == 1
