"""The table of moves as a picture (Mermaid), generated so that it can never disagree with the table."""

from collections import defaultdict

from .moves import OPEN, TABLE, Transition
from .types import Move, Status

_OPEN_BOX = "open"
"""One box around the open statuses: what can happen in any of them is one arrow instead of nine."""


def diagram() -> str:
    """The workflow as a Mermaid state diagram. Moves that leave the status as it is are not drawn."""
    inner: list[str] = []
    outer: list[str] = ["    [*] --> received : receive"]
    for (source, target), moves in _arrows().items():
        line = f"{source} --> {target} : {' / '.join(moves)}"
        if source in OPEN and target in OPEN:
            inner.append(f"        {line}")
        else:
            outer.append(f"    {line}")
    open_states = [f"        {_declared(status)}" for status in Status if status in OPEN]
    other_states = [f"    {_declared(status)}" for status in Status if status not in OPEN]
    box = [f'    state "open" as {_OPEN_BOX} {{', *open_states, *inner, "    }"]
    return "\n".join(["stateDiagram-v2", *other_states, *box, *outer]) + "\n"


def targets_of(move: Move) -> frozenset[Status]:
    """Every status to which a move can lead; empty when it leaves the status as it is.

    RESUME leads back to where the case was: an open status, or, when it was withdrawn during an objection, the one that
    was objected to.
    """
    transition = TABLE[move]
    if transition.target is not None:
        return frozenset({transition.target})
    match move:
        case Move.COMPLETE:
            return TABLE[Move.ASK].sources
        case Move.DECIDE_OBJECTION:
            return TABLE[Move.OBJECT].sources | {Status.REOPENED}
        case Move.RESUME:
            return (OPEN - {Status.WAITING, Status.UNDER_OBJECTION}) | TABLE[Move.OBJECT].sources
        case Move.ERASE:
            return frozenset({Status.WITHDRAWN, Status.CLOSED})
        case _:
            return frozenset()


def _arrows() -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    # An open case ends with its contents, an answered one is closed; one that has ended stays as it is.
    arrows[_OPEN_BOX, Status.WITHDRAWN].append(Move.ERASE.value)
    arrows[Status.ANSWERED, Status.CLOSED].append(Move.ERASE.value)
    for transition in (row for row in TABLE.values() if row.move is not Move.ERASE):
        for source in _sources(transition):
            for target in _targets(transition.move):
                if transition.move is Move.RATE_SATISFIED and source == Status.MERGED:
                    continue  # he is satisfied with the other case's answer; his own stays merged
                if source != target:
                    arrows[source, target].append(transition.move.value.replace("_", " "))
    return arrows


def _sources(transition: Transition) -> list[str]:
    if transition.sources == OPEN:
        return [_OPEN_BOX]
    return [status.value for status in Status if status in transition.sources]


def _targets(move: Move) -> list[str]:
    targets = targets_of(move)
    if move is Move.RESUME:
        # Drawn to the box: an arrow to each of twelve statuses would hide the rest of the picture.
        return [_OPEN_BOX]
    return [status.value for status in Status if status in targets]


def _declared(status: Status) -> str:
    return f'state "{status.value.replace("_", " ")} · {status.label}" as {status.value}'
