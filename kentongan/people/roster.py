"""Reads about accounts: who has one, in which state it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from kentongan.people import lockout
from kentongan.people.lockout import tidy_username
from kentongan.people.models import ACCOUNT_ROLES, Officer, OfficerRole, PaperCode
from kentongan.rules.types import Labelled, Refused, Role
from kentongan.villages.models import Village


class AccountState(Labelled):
    """In which state an account is; the first that fits."""

    INACTIVE = "inactive", "Nonaktif"
    LOCKED = "locked", "Terkunci"
    WAITING = "waiting", "Menunggu lembar dipakai"
    SLIP_EXPIRED = "slip_expired", "Lembar lewat waktu"
    ACTIVE = "active", "Aktif"


@dataclass(frozen=True)
class Account:
    """One line of the list of accounts. Times are aware."""

    officer: Officer
    roles: tuple[Role, ...]
    state: AccountState
    locked_until: datetime | None
    slip_expires_at: datetime | None
    last_sign_in: datetime | None
    second_factor: bool


@dataclass(frozen=True)
class Signatory:
    """Who signs a paper; the name is empty while nobody holds the role, and the line stays blank for a pen.

    `number`: NIP or NIPD, "" where there is none. `id`: the officer, None without one.
    """

    name: str
    post: str
    number: str
    id: UUID | None = None


# The post that usually carries a role, for a signature block without a holder and to pick among several holders.
USUAL_POSTS: Final = {
    Role.VILLAGE_HEAD: "Kepala Desa",
    Role.UNIT_HEAD: "Sekretaris Desa",
    Role.INTAKE: "Kasi Pelayanan",
    Role.BPD: "Ketua BPD",
}


def signatory(village: Village, role: Role, *, excluding: Collection[UUID] = ()) -> Signatory:
    """Return who signs for a role: its active holder with the usual post, else the one who has been there longest.

    `excluding`: officers who must not sign, such as those in conflict with the case. One query.
    """
    usual = USUAL_POSTS.get(role, role.label)
    holders = list(
        Officer.objects.filter(village=village, is_active=True, roles__role=role)
        .exclude(pk__in=list(excluding))
        .order_by("created_at", "id")
    )
    if not holders:
        return Signatory(name="", post=usual, number="")
    holder = next((officer for officer in holders if officer.post.casefold() == usual.casefold()), holders[0])
    return Signatory(name=holder.name, post=holder.post or usual, number=holder.number, id=holder.id)


def handlers_of(village: Village) -> QuerySet[Officer]:
    """Return the active officers who handle cases, by name."""
    return Officer.objects.filter(village=village, is_active=True, roles__role=Role.HANDLER).order_by("name", "id")


def accounts_of(village: Village, *, at: datetime) -> list[Account]:
    """Return all accounts of a village, active ones first, by name (three queries)."""
    rows = _rows(village).order_by("-is_active", "name")
    return _accounts(village, list(rows), at)


def account_of(officer: Officer, *, at: datetime) -> Account:
    """Return one officer's account as it is now."""
    return _accounts(officer.village, list(_rows(officer.village).filter(pk=officer.pk)), at)[0]


def find(*, village: Village, username: str) -> Officer:
    """Return the officer with this account name. Raises Refused (`unknown`) if the village has none."""
    officer = Officer.objects.filter(village=village, username=tidy_username(username)).first()
    if officer is None:
        raise Refused("unknown", f"Desa {village.name} tidak punya akun bernama {tidy_username(username)}.")
    officer.village = village
    return officer


def _rows(village: Village) -> QuerySet[Officer]:
    device = Authenticator.objects.filter(
        user=OuterRef("pk"), type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    )
    paper = PaperCode.objects.filter(officer=OuterRef("pk"))
    rows = Officer.objects.filter(village=village).annotate(has_second=Exists(device) | Exists(paper))
    return rows.prefetch_related("roles")


def _accounts(village: Village, officers: list[Officer], at: datetime) -> list[Account]:
    locks = lockout.locked_until(village=village, usernames=[officer.username for officer in officers], at=at)
    found = []
    for officer in officers:
        officer.village = village
        until = locks.get(officer.username)
        found.append(
            Account(
                officer=officer,
                roles=tuple(role for role in ACCOUNT_ROLES if role in officer.role_set),
                state=_state(officer, until, at),
                locked_until=until,
                slip_expires_at=officer.slip_expires_at,
                last_sign_in=officer.last_login,
                second_factor=getattr(officer, "has_second", False),
            )
        )
    return found


def _state(officer: Officer, locked_until: datetime | None, at: datetime) -> AccountState:
    if not officer.is_active:
        return AccountState.INACTIVE
    if locked_until:
        return AccountState.LOCKED
    if officer.has_usable_password():
        return AccountState.ACTIVE
    if officer.slip_expires_at is None or officer.slip_expires_at <= at:
        return AccountState.SLIP_EXPIRED
    return AccountState.WAITING


def with_address(village: UUID, role: Role) -> list[UUID]:
    """Return the active officers of a role who gave an e-mail address (one query, asked at every lodging)."""
    officer, roles = Officer._meta, OfficerRole._meta
    to_db = officer.pk.get_db_prep_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.id FROM {roles.db_table} r JOIN {officer.db_table} o ON o.id = r.officer_id"  # noqa: S608 (names of ours)
            " WHERE r.village_id = %s AND r.role = %s AND o.is_active AND o.email <> ''",
            [to_db(village, connection), str(role)],
        )
        return [found if isinstance(found, UUID) else UUID(found) for (found,) in cursor.fetchall()]


def with_address_among(village: UUID, officers: Collection[UUID]) -> list[UUID]:
    """Return those of these officers who are active and gave an e-mail address (one query, at every sealed lodging)."""
    if not officers:
        return []
    meta = Officer._meta
    to_db = meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {meta.db_table} WHERE village_id = %s AND is_active AND email <> ''"  # noqa: S608 (names of ours)
            f" AND id IN ({', '.join(['%s'] * len(officers))}) ORDER BY created_at, id",
            [to_db(each, connection) for each in (village, *officers)],
        )
        return [found if isinstance(found, UUID) else UUID(found) for (found,) in cursor.fetchall()]
