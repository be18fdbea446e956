"""The reference pages of the documentation, written by the rules themselves. Compared with the files by a test."""

from collections.abc import Iterable, Mapping

from . import open_data_schema
from .access import RIGHTS, SEES_ALL, Right
from .deadlines import DEFAULT_RULES, OFFICE_CLOCKS, ClockEvent
from .diagram import diagram, targets_of
from .escalation import DEFAULT_LADDER
from .moves import ANY, FINAL, HANDLING, OPEN, TABLE, Transition
from .types import Labelled, Move, Role, Status

_GENERATED = "<!-- Written by kentongan.rules.reference; change the rules, not this page. -->\n"


def pages() -> Mapping[str, str]:
    """File name and Markdown of every generated reference page."""
    return {
        "workflow.md": workflow_page(),
        "access.md": access_page(),
        "deadlines.md": deadlines_page(),
        "open-data.md": open_data_schema.page(),
    }


def workflow_page() -> str:
    """Statuses, moves and the diagram."""
    statuses = _table(
        ("status", "people read", "counts as"),
        ((f"`{s.value}`", s.label, "open" if s in OPEN else "final" if s in FINAL else "answered") for s in Status),
    )
    moves = _table(
        ("move", "button", "from", "to", "who", "needs"),
        (
            (f"`{t.move.value}`", t.sentence, _from(t), _to(t), _names(Role, t.actors), _names(None, t.needs))
            for t in TABLE.values()
        ),
    )
    handling = ", ".join(f"`{move.value}`" for move in TABLE if move in HANDLING)
    return (
        f"# Workflow\n\n{_GENERATED}\n"
        f"## Statuses\n\n{statuses}\n"
        f"## Moves\n\nA handler moves only the cases assigned to him. An objection is decided by someone who was never "
        f"assigned the case and never made one of these moves on it: {handling}.\n\n{moves}\n"
        f"## Diagram\n\n```mermaid\n{diagram()}```\n"
    )


def access_page() -> str:
    """Which role has which right, and who sees which cases."""
    officers = [role for role in Role if role not in (Role.REPORTER, Role.SYSTEM)]
    rights = _table(
        ("right", *(role.value.replace("_", " ") for role in officers)),
        ((f"`{right.value}`", *("yes" if role in RIGHTS[right] else "" for role in officers)) for right in Right),
    )
    return (
        f"# Access\n\n{_GENERATED}\n"
        "No one sees a case of another village. No one sees a case in which he is named or otherwise conflicted, and "
        "the refusal does not tell him that it exists.\n\n"
        f"Every case of their village: {_names(Role, SEES_ALL)}. A handler sees the cases he handles or once handled. "
        "An administrator, as such, sees none.\n\n"
        f"{rights}"
    )


def deadlines_page() -> str:
    """The limits a village starts with."""
    rules = _table(
        (
            "clock",
            "people read",
            "class",
            "limit",
            "binds",
            "starts",
            "stops",
            "pauses",
            "resumes",
            "source",
            "certainty",
        ),
        (
            (
                f"`{rule.clock.value}`",
                rule.clock.label,
                f"`{rule.case_class.value}`" if rule.case_class else "any",
                f"{rule.amount} {rule.unit.value}",
                "office" if rule.clock in OFFICE_CLOCKS else "reporter",
                *(_names(ClockEvent, events) for events in (rule.starts, rule.stops, rule.pauses, rule.resumes)),
                f"{rule.citation}, from {rule.valid_from.isoformat()}",
                rule.certainty,
            )
            for rule in DEFAULT_RULES
        ),
    )
    ladder = _table(
        ("days from the due day", "who is told", "reporter is told"),
        (
            (f"{step.days:+d} {step.unit.value}", f"`{step.rung.value}`", "yes" if step.tells_reporter else "")
            for step in DEFAULT_LADDER
        ),
    )
    return (
        f"# Deadlines\n\n{_GENERATED}\n"
        "What a village starts with; it can edit every row. Day 1 is the day after. Certainty: S the source was seen, "
        "S2 second hand, G general knowledge, own our default.\n\n"
        f"{rules}\n"
        "## When it is late\n\n"
        "The ladder a village starts with, for every clock that binds the office (certainty own). "
        "Where nobody stands on a rung, the next one above is told; the district head only by his own step.\n\n"
        f"{ladder}"
    )


def _from(transition: Transition) -> str:
    if not transition.sources:
        return "—"
    if transition.sources == ANY:
        return "any"
    return "any open" if transition.sources == OPEN else _names(Status, transition.sources)


def _to(transition: Transition) -> str:
    if transition.target is not None:
        return f"`{transition.target.value}`"
    if transition.move is Move.DECIDE_OBJECTION:
        return f"`{Status.REOPENED.value}` or where it was"
    if transition.move is Move.ERASE:
        return f"`{Status.WITHDRAWN.value}` if open, `{Status.CLOSED.value}` if answered, else same"
    return "where it was" if targets_of(transition.move) else "same"


def _names(order: Iterable[Labelled] | None, members: Iterable[Labelled]) -> str:
    """Stored values in the order of their enum (or sorted), so that the page is the same on every run."""
    chosen = set(members)
    ordered = [m for m in order if m in chosen] if order is not None else sorted(chosen)
    return ", ".join(f"`{member.value}`" for member in ordered) or "—"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads)]
    lines.append(["---"] * len(lines[0]))
    lines.extend(list(row) for row in rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
