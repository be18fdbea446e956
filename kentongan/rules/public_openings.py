"""Which entries of the log are opened for everybody when a case is published, and what can be proved from them.

Opened are the steps that the portal shows as well, written in the form that names no day, with nothing in them but
kind, class, status, round and limits. Never opened: an entry that ended a limit which tells what a reporter did beside
(protection, his data), one that begins or ends in a status the public does not see, or the claimed year of an imported
case that does not show its year.

Everybody can read in /log/ in which slot an entry came in, so an opened one tells the day of its step (decision 40). Of
a row whose quarter the guard hides nothing is opened, and a village opens steps only if it decides so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .deadline_rules import ClockKind
from .public_figures import PUBLIC_CLOCKS, PublicRow, is_quarter, public_status
from .types import CaseClass, Kind, Labelled, Move, Status

IMPORT: Final = "import"
OPENED: Final = frozenset(
    {
        IMPORT,
        Move.RECEIVE,
        Move.VERIFY,
        Move.RECLASSIFY,
        Move.FORWARD,
        Move.BODY_ANSWERED,
        Move.ARCHIVE,
        Move.ASSIGN,
        Move.PROGRESS,
        Move.EXTEND,
        Move.ANSWER,
        Move.RATE_SATISFIED,
        Move.RATE_UNSATISFIED,
        Move.REOPEN,
        Move.OBJECT,
        Move.DECIDE_OBJECTION,
        Move.AUTO_CLOSE,
        Move.WITHDRAW,
        Move.DEEM_WITHDRAWN,
    }
)
_KEYS: Final = frozenset({"action", "kind", "class", "from", "to", "round", "due", "dates", "claimed_year"})
_CLOCKS: Final = frozenset({*PUBLIC_CLOCKS, ClockKind.AUTO_CLOSE, ClockKind.COMPLETENESS, ClockKind.TELL_DECISION})
_IMPLIED: Final[Mapping[str, frozenset[ClockKind]]] = {
    # What the step itself says already: the reporter did not answer; his wish to withdraw took effect.
    Move.DEEM_WITHDRAWN: frozenset({ClockKind.REPORTER_COMPLETES}),
    Move.WITHDRAW: frozenset({ClockKind.WITHDRAWAL}),
}
_MET: Final = "met"
_MISSED: Final = "missed"


class Proved(Labelled):
    """What of a row its opened entries prove."""

    STATUS = "status", "Status"
    CLASS = "class", "Klasifikasi"
    LIMITS = "limits", "Batas waktu"


@dataclass(frozen=True)
class Folded:
    """What the opened entries of one case say, taken together."""

    kind: Kind
    case_class: CaseClass | None
    status: Status
    limits: Mapping[tuple[ClockKind, bool], int] = field(default_factory=dict)
    claimed_year: int | None = None


def may_open(content: Mapping[str, Any], period: str) -> bool:
    """Whether the public part of an entry may be shown of a case that shows this period."""
    action, year = content.get("action"), content.get("claimed_year")
    return (
        is_quarter(period)
        and action in OPENED
        and content.keys() <= _KEYS
        and bool(content.get("to"))
        and all(_is_public(content.get(side)) for side in ("from", "to"))
        and set(content.get("due") or ()) <= _CLOCKS | _IMPLIED.get(str(action), frozenset())
        and (action != IMPORT or year is None or period[:4] == str(year))
    )


def proves(contents: Sequence[Mapping[str, Any]], opened: Sequence[bool]) -> frozenset[Proved]:
    """Return what the opened ones of a case's entries prove of it.

    Args:
        contents: the public parts of ALL entries about the case, in their order, also those after the checkpoint.
        opened: which of them are opened.
    """
    moves = [(each, shown) for each, shown in zip(contents, opened, strict=True) if each.get("to")]
    last = max((at for at, (_, shown) in enumerate(moves) if shown), default=None)
    if last is None:
        return frozenset()
    known, later = moves[last][0], [each for each, _ in moves[last + 1 :]]
    hidden = [each for each, shown in moves if not shown]
    found = set()
    if all(_status(each) is _status(known) for each in later):
        found.add(Proved.STATUS)
    if all(each.get("class") == known.get("class") for each in later):
        found.add(Proved.CLASS)
    # Entries of before this form hold a day and no limits: what they ended cannot be proved.
    if not any("on" in each or set(each.get("due") or ()) & set(PUBLIC_CLOCKS) for each in hidden):
        found.add(Proved.LIMITS)
    return frozenset(found)


def fold(contents: Iterable[Mapping[str, Any]]) -> Folded:
    """Return what opened entries of one case say together. Raises ValueError if they contradict each other."""
    kinds, limits = set(), Counter[tuple[ClockKind, bool]]()
    last: Mapping[str, Any] | None = None
    year = None
    for content in contents:
        if last is not None and content.get("from") is None:
            raise ValueError("penerimaan ada di tengah")
        kinds.add(Kind(content["kind"]))
        year = content.get("claimed_year", year)
        for name, how in (content.get("due") or {}).items():
            if how not in (_MET, _MISSED):
                raise ValueError("batas waktu tidak terbaca")
            if ClockKind(name) in PUBLIC_CLOCKS:
                limits[ClockKind(name), how == _MET] += 1
        last = content
    if last is None or len(kinds) != 1:
        raise ValueError("jenis aduan berganti-ganti atau tidak ada langkah")
    case_class = CaseClass(last["class"]) if last.get("class") else None
    return Folded(kinds.pop(), case_class, _status(last), limits, year)


def differences(row: PublicRow, folded: Folded, proved: Iterable[Proved]) -> list[str]:
    """Return in which columns a row differs from what its opened entries prove."""
    proved = frozenset(proved)
    found = []
    if row.kind is not folded.kind:
        found.append("jenis")
    if Proved.STATUS in proved and row.status is not folded.status:
        found.append("status")
    if Proved.CLASS in proved and row.case_class is not folded.case_class:
        found.append("klasifikasi")
    if folded.claimed_year is not None and row.period[:4] not in ("", str(folded.claimed_year)):
        found.append("periode")
    if Proved.LIMITS in proved:
        found += _limits(row, folded)
    return found


def _limits(row: PublicRow, folded: Folded) -> list[str]:
    shown = Counter((clock.kind, clock.met) for clock in row.clocks)
    found = []
    for kind in PUBLIC_CLOCKS:
        met, missed = shown[kind, True], shown[kind, False]
        # One limit of a kind may be late and still run: the log knows of it when it ends.
        late = missed - folded.limits.get((kind, False), 0)
        if met != folded.limits.get((kind, True), 0) or late not in (0, 1):
            found.append(f"batas waktu {kind.label}")
    return found


def _is_public(name: Any) -> bool:
    """Whether the public sees a status under its own name (None: before the first)."""
    return name is None or (name in set(Status) and public_status(Status(name)) is Status(name))


def _status(content: Mapping[str, Any]) -> Status:
    return public_status(Status(content["to"]))
