"""Who may see and do what. Every query and every screen asks here.

A refusal to see a case always says the same sentence, whatever its reason: an accused officer must not learn from it
that a case about him exists (promise 2 of DESIGN.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from .types import Labelled, Refused, Role, Route, Status


class Right(Labelled):
    """What a role may do beyond the moves on a case."""

    SEE_INBOX = "see_inbox", "melihat daftar aduan"
    RECORD_CASE = "record_case", "mencatat aduan"
    SEE_CASE = "see_case", "membuka aduan"
    OPEN_IDENTITY = "open_identity", "membuka identitas pelapor"
    REISSUE_CODE = "reissue_code", "menerbitkan kode lacak baru"
    MANAGE_ACCOUNTS = "manage_accounts", "mengelola akun petugas"
    MANAGE_SETTINGS = "manage_settings", "mengatur layanan"
    SEE_HEALTH = "see_health", "melihat kesehatan layanan"
    SEE_OVERSIGHT = "see_oversight", "melihat halaman pengawasan"
    SEE_OUTBOX = "see_outbox", "melihat antrean pesan"
    IMPORT = "import", "memasukkan register lama"
    SEE_REGISTER = "see_register", "membaca buku register"
    PRINT_REGISTER = "print_register", "mencetak buku register dan formulir kosong"
    SEE_FIGURES = "see_figures", "melihat angka kinerja"
    HAND_OVER = "hand_over", "mengalihkan tugas petugas lain"
    ASSIGN_MANY = "assign_many", "membagikan beberapa aduan sekaligus"
    HAVE_KEY = "have_key", "mempunyai kunci sendiri untuk aduan tersegel"
    DECIDE_DATA = "decide_data", "memutuskan permintaan hak atas data"
    APPROVE_RETENTION = "approve_retention", "menyetujui penghapusan karena masa simpan berakhir"
    SEE_PROCESSING = "see_processing", "membaca catatan pemrosesan data"
    REPORT_BREACH = "report_breach", "menyusun pemberitahuan kebocoran data"
    SEE_TRIAGE = "see_triage", "melihat baki pemilahan"
    REDACT = "redact", "menyiapkan naskah terbitan"
    SEE_OBSERVER = "see_observer", "memantau aduan terbitan"


class Scope(StrEnum):
    """Which cases of his village an officer may see, for building queries; less those in which he is conflicted, and
    the restricted ones of which he is no member.
    """

    ALL = "all"
    OWN = "own"
    MEMBER = "member"  # only restricted cases of which he is a member
    NONE = "none"


@dataclass(frozen=True)
class Viewer:
    """An officer who looks at something."""

    id: UUID
    village: UUID
    roles: frozenset[Role]


@dataclass(frozen=True)
class CaseFacts:
    """What access needs to know of a case.

    `conflicted`: officers named in it, or too close to someone named. Of a restricted case: `route` who takes it up,
    `members` who may see it at all, `of_route` those of them who hold its powers (the others only handle it).
    """

    village: UUID
    status: Status
    handler: UUID | None = None
    handled_by: frozenset[UUID] = frozenset()
    conflicted: frozenset[UUID] = frozenset()
    restricted: bool = False
    route: Route | None = None
    members: frozenset[UUID] = frozenset()
    of_route: frozenset[UUID] = frozenset()


SEES_ALL = frozenset({Role.INTAKE, Role.UNIT_HEAD, Role.VILLAGE_HEAD, Role.BPD})
"""These see every case of their village; a handler sees his own, an administrator as such sees none."""

_SEES_SOME = SEES_ALL | {Role.HANDLER, Role.OVERSEER}

ROUTE_POWERS: Mapping[Route, frozenset[Role]] = MappingProxyType(
    {
        Route.UNIT: frozenset({Role.INTAKE, Role.UNIT_HEAD}),
        # A case about the village head, or about somebody not known yet: his powers pass to the route (RULES §3).
        Route.OVERSIGHT: frozenset({Role.INTAKE, Role.UNIT_HEAD, Role.VILLAGE_HEAD}),
    }
)
"""What the officers of a restricted case's route may do in it beyond their own roles: somebody must be able to act when
the unit's head is the one who is reported."""

ROUTE_RIGHTS = frozenset({Right.SEE_CASE, Right.OPEN_IDENTITY, Right.REISSUE_CODE, Right.DECIDE_DATA})
"""Rights over a restricted case that its route has, whatever the roles."""

RIGHTS: Mapping[Right, frozenset[Role]] = MappingProxyType(
    {
        Right.SEE_INBOX: _SEES_SOME,
        Right.RECORD_CASE: frozenset({Role.INTAKE}),
        Right.SEE_CASE: _SEES_SOME,
        Right.OPEN_IDENTITY: frozenset({Role.INTAKE, Role.UNIT_HEAD}),
        Right.REISSUE_CODE: frozenset({Role.INTAKE, Role.UNIT_HEAD}),
        Right.MANAGE_ACCOUNTS: frozenset({Role.ADMIN}),
        # The unit head answers for the procedure, the administrator keeps it running. What protects reporters or
        # deadlines is told to the overseers besides (people.set_up), so neither can loosen it quietly.
        Right.MANAGE_SETTINGS: frozenset({Role.UNIT_HEAD, Role.ADMIN}),
        Right.SEE_HEALTH: frozenset({Role.ADMIN}),
        Right.SEE_OVERSIGHT: frozenset({Role.BPD, Role.VILLAGE_HEAD, Role.ADMIN}),
        # Who keeps the service running; a row names neither an address nor a reporter.
        Right.SEE_OUTBOX: frozenset({Role.UNIT_HEAD, Role.ADMIN}),
        # An import shows the text of every row, so it is the unit's work and not the administrator's.
        Right.IMPORT: frozenset({Role.UNIT_HEAD}),
        # The whole book is for those who see every case; a handler has his own cases in the list. BPD reads along, the
        # office prints and signs.
        Right.SEE_REGISTER: SEES_ALL,
        Right.PRINT_REGISTER: frozenset({Role.INTAKE, Role.UNIT_HEAD, Role.VILLAGE_HEAD}),
        # Who sees every case may see it counted. In a small village hamlet and category together name a person, so a
        # count is not for an account that may not see the case.
        Right.SEE_FIGURES: SEES_ALL,
        # Who gives a case to a handler gives it to another one, too; the administrator sees no cases.
        Right.HAND_OVER: frozenset({Role.UNIT_HEAD, Role.VILLAGE_HEAD}),
        Right.ASSIGN_MANY: frozenset({Role.UNIT_HEAD, Role.VILLAGE_HEAD}),
        # Whoever can take part in a route of sealed cases; an administrator sees no cases.
        Right.HAVE_KEY: _SEES_SOME | {Role.OVERSEER},
        # The unit head answers requests about data; the BPD where the unit head himself is reported.
        Right.DECIDE_DATA: frozenset({Role.UNIT_HEAD, Role.BPD}),
        # The unit head approves; of a supervisory case a second person besides.
        Right.APPROVE_RETENTION: frozenset({Role.UNIT_HEAD, Role.VILLAGE_HEAD, Role.BPD}),
        # Who watches over the office; no case, no identity stands in it.
        Right.SEE_PROCESSING: frozenset({Role.BPD, Role.VILLAGE_HEAD, Role.ADMIN}),
        Right.REPORT_BREACH: frozenset({Role.UNIT_HEAD, Role.ADMIN}),
        # Who sees every case sees these, too: nothing may get lost in the tray. Who may pass them on says the table.
        Right.SEE_TRIAGE: SEES_ALL,
        # Who receives complaints knows what in them tells who wrote; the head of the unit answers for what goes out.
        Right.REDACT: frozenset({Role.INTAKE, Role.UNIT_HEAD}),
        # Who watches from outside reads what everybody may read, and is told what changed; his only right.
        Right.SEE_OBSERVER: frozenset({Role.OBSERVER}),
    }
)


def has_right(viewer: Viewer, right: Right) -> bool:
    """Whether one of the viewer's roles carries the right."""
    return not viewer.roles.isdisjoint(RIGHTS[right])


def check_right(viewer: Viewer, right: Right) -> None:
    """Raise Refused (`no_right`) when none of the viewer's roles carries the right."""
    if not has_right(viewer, right):
        who = ", ".join(role.label for role in Role if role in RIGHTS[right])
        raise Refused("no_right", f"Akun Anda belum punya hak untuk {right.label}. Hak ini ada pada: {who}.")


def may_see_case(viewer: Viewer, facts: CaseFacts) -> bool:
    """The boolean twin of `check_see_case`."""
    return _obstacle(viewer, facts) is None


def check_see_case(viewer: Viewer, facts: CaseFacts) -> None:
    """Raise Refused if he may not: `other_village`, `conflict`, `restricted`, `no_right` or `not_own_case`.

    One sentence for all of them.
    """
    obstacle = _obstacle(viewer, facts)
    if obstacle is not None:
        raise Refused(obstacle, "Aduan ini tidak ada, atau akun Anda tidak berhak membukanya.")


def check_case_right(viewer: Viewer, right: Right, facts: CaseFacts) -> None:
    """Raise Refused unless the viewer may see this case and has the right: both, in that order."""
    check_see_case(viewer, facts)
    if not has_case_right(viewer, right, facts):
        check_right(viewer, right)


def has_case_right(viewer: Viewer, right: Right, facts: CaseFacts) -> bool:
    """Whether the viewer has the right in this case, which he may see: by role, or as one of its route."""
    return has_right(viewer, right) or (facts.restricted and viewer.id in facts.of_route and right in ROUTE_RIGHTS)


def powers(viewer: Viewer, facts: CaseFacts) -> frozenset[Role]:
    """The roles under which the viewer may act in this case: his own, and those of its route."""
    if facts.restricted and facts.route is not None and viewer.id in facts.of_route:
        return viewer.roles | ROUTE_POWERS[facts.route]
    return viewer.roles


def case_scope(viewer: Viewer) -> Scope:
    """Which cases of his village to search. The caller also leaves out those in which the viewer is conflicted, and
    the restricted ones of which he is no member.
    """
    if viewer.roles & SEES_ALL:
        return Scope.ALL
    if Role.HANDLER in viewer.roles:
        return Scope.OWN
    return Scope.MEMBER if Role.OVERSEER in viewer.roles else Scope.NONE


def _obstacle(viewer: Viewer, facts: CaseFacts) -> str | None:
    if viewer.village != facts.village:
        return "other_village"
    if viewer.id in facts.conflicted:
        return "conflict"
    if facts.restricted:
        seeing = case_scope(viewer) is not Scope.NONE and viewer.id in facts.members
        return None if seeing else "restricted"
    match case_scope(viewer):
        case Scope.ALL:
            return None
        case Scope.MEMBER:
            return "not_own_case"
        case Scope.OWN if viewer.id == facts.handler or viewer.id in facts.handled_by:
            return None
        case Scope.OWN:
            return "not_own_case"
        case Scope.NONE:
            return "no_right"
