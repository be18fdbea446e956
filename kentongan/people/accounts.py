"""The actions on accounts: one verb per function, one transaction, one ledger entry, one notice to the overseers.

Everywhere `by` is the administrator who acts, or None for the `kentongan user` command; `at` is an aware time.
Nobody is spared the notice: an administrator who gives himself a role is told of like anybody else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kentongan.people import details, history, holders, lockout, second_factor, sessions, slips
from kentongan.people.lockout import Gate, tidy_username
from kentongan.people.models import Officer, OfficerRole, SignInKind
from kentongan.people.record import record, who
from kentongan.people.sign_in import refuse_demo_elsewhere
from kentongan.people.slips import Slip
from kentongan.rules.access import Right, check_right
from kentongan.rules.types import Refused, Role
from kentongan.villages.changes import new_version
from kentongan.villages.models import Village

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


def add_officer(
    *,
    village: Village,
    username: str,
    name: str,
    roles: Collection[Role],
    at: datetime,
    by: Officer | None,
    post: str = "",
    email: str = "",
    number: str = "",
    organisation: str = "",
) -> Slip:
    """Make an account that its slip will open.

    `number` is the officer's NIP or NIPD, where he has one; `organisation` is for whom an observer watches.

    Raises:
        Refused: `no_right`, `username`, `taken`, `name`, `post`, `number`, `email`, `roles` or `organisation`.
    """
    _check_manager(by, village)
    username = tidy_username(username)
    if not _USERNAME.fullmatch(username):
        raise Refused(
            "username",
            "Nama akun terdiri dari 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, tanpa spasi. "
            "Contoh: siti.rahma",
        )
    name, post, email = details.tidy(name, post, email)
    number = details.tidy_number(number)
    wanted = details.roles_of(roles)
    organisation = details.tidy_organisation(organisation, wanted)
    with transaction.atomic():
        _in_turn(village)
        if Officer.objects.filter(village=village, username=username).exists():
            raise Refused("taken", f"Nama akun {username} sudah dipakai di desa ini. Pilih nama lain.")
        officer = Officer.objects.create_officer(
            village=village,
            username=username,
            name=name,
            post=post,
            number=number,
            organisation=organisation,
            email=email,
            roles=wanted,
            created_at=at,
        )
        slip = slips.issue(officer, at)
        officer.save(update_fields=["slip_hash", "slip_expires_at"])
        record(
            action="account_added",
            officer=officer,
            by=by,
            at=at,
            sentence=f"Akun baru untuk {officer} dengan peran {_say(wanted)}, dibuat {who(by)}.",
            public={"roles": list(wanted)},
            private={"username": username, "post": post} | ({"organisation": organisation} if organisation else {}),
        )
        new_version(village)  # whom complaints may be about, and who holds a route, is remembered
    return slip


def reset_officer(*, officer: Officer, at: datetime, by: Officer | None) -> Slip:
    """Give a new slip; the old password, every session, the second step and any lock end here.

    Raises:
        Refused: `no_right`, `inactive`, or `own_account` (he has a password to change himself).
    """
    _check_manager(by, officer.village)
    if by is not None and by.pk == officer.pk:
        raise Refused("own_account", "Untuk akun Anda sendiri, ganti kata sandi lewat halaman Akun saya.")
    with transaction.atomic():
        current = _locked(officer)
        if not current.is_active:
            raise Refused("inactive", "Akun ini sedang nonaktif. Aktifkan dulu, lalu cetak lembar baru.")
        current.set_unusable_password()
        current.session_round += 1
        slip = slips.issue(current, at)
        current.save(update_fields=["password", "session_round", "slip_hash", "slip_expires_at"])
        second_factor.remove(current)
        sessions.drop(current, at=at)
        history.note(current, SignInKind.RESET, at=at)
        lockout.clear(village=current.village, username=current.username)
        sentence = (
            f"Akun {current} disetel ulang {who(by)}. Kata sandi dan kode masuknya yang lama tidak berlaku lagi, "
            "dan lembar akun baru dibuat."
        )
        record(action="account_reset", officer=current, by=by, at=at, sentence=sentence)
    return slip


def unlock(*, officer: Officer, at: datetime, by: Officer | None) -> None:
    """Open a locked account name before its time. Raises Refused (`no_right`, `not_locked`)."""
    _check_manager(by, officer.village)
    with transaction.atomic():
        current = _locked(officer)
        if current.username not in lockout.locked_until(village=current.village, usernames=[current.username], at=at):
            raise Refused("not_locked", "Akun ini tidak sedang terkunci.")
        lockout.clear(village=current.village, username=current.username)
        sentence = f"Kunci akun {current} dibuka {who(by)}."
        record(action="account_unlocked", officer=current, by=by, at=at, sentence=sentence)


def set_roles(*, officer: Officer, roles: Collection[Role], at: datetime, by: Officer | None) -> bool:
    """Give the officer exactly these roles; return whether anything changed (if not, nothing is recorded).

    Raises:
        Refused: `no_right`, `roles`, or `last_admin`.
    """
    _check_manager(by, officer.village)
    details.roles_of(roles)
    with transaction.atomic():
        current = _locked(officer)
        before = details.in_order(current.role_set)
        wanted = details.roles_of(roles, before)
        if before == wanted:
            return False
        if Role.ADMIN not in wanted:
            _keep_an_admin(current)
        OfficerRole.objects.filter(officer=current).exclude(role__in=wanted).delete()
        OfficerRole.objects.bulk_create(
            OfficerRole(village=current.village, officer=current, role=role) for role in wanted if role not in before
        )
        whose = "perannya sendiri" if by is not None and by.pk == current.pk else f"peran {current}"
        sentence = (
            f"{by or 'Perintah di komputer server'} mengubah {whose}: dari {_say(before)} menjadi {_say(wanted)}."
        )
        record(
            action="account_roles_set",
            officer=current,
            by=by,
            at=at,
            sentence=sentence,
            public={"before": list(before), "after": list(wanted)},
        )
        current.__dict__.pop("_role_set", None)
        holders.end_what_he_may_not(officer=current, by=by, at=at)
        new_version(current.village)
    officer.__dict__.pop("_role_set", None)
    return True


def change_details(
    *,
    officer: Officer,
    name: str,
    post: str,
    email: str,
    at: datetime,
    by: Officer | None,
    number: str | None = None,
    organisation: str | None = None,
) -> bool:
    """Correct name, post, number and organisation (None leaves them) and e-mail; return whether anything changed.

    Nothing is recorded if not.

    Raises:
        Refused: `no_right`, `name`, `post`, `number`, `organisation` or `email`.
    """
    _check_manager(by, officer.village)
    name, post, email = details.tidy(name, post, email)
    with transaction.atomic():
        current = _locked(officer)
        number = current.number if number is None else details.tidy_number(number)
        given = current.organisation if organisation is None else organisation
        wanted = {"name": name, "post": post, "number": number, "email": email}
        wanted["organisation"] = details.tidy_organisation(given, current.role_set)
        if all(getattr(current, column) == value for column, value in wanted.items()):
            return False
        before = str(current)
        for column, value in wanted.items():
            setattr(current, column, value)
        current.save(update_fields=list(wanted))
        sentence = f"Data akun {before} diubah {who(by)}; sekarang: {current}."
        record(
            action="account_details_changed",
            officer=current,
            by=by,
            at=at,
            sentence=sentence,
            private={"post": post},
        )
        holders.end_what_he_may_not(officer=current, by=by, at=at)
        new_version(current.village)
    return True


def deactivate(*, officer: Officer, at: datetime, by: Officer | None) -> None:
    """Close an account: sessions end, slip and password open nothing. What the officer did stays under his name.

    Raises:
        Refused: `no_right`, `inactive`, `own_account` or `last_admin`.
    """
    _check_manager(by, officer.village)
    if by is not None and by.pk == officer.pk:
        raise Refused("own_account", "Akun Anda sendiri tidak bisa Anda nonaktifkan. Minta administrator lain.")
    with transaction.atomic():
        current = _locked(officer)
        if not current.is_active:
            raise Refused("inactive", "Akun ini sudah nonaktif.")
        _keep_an_admin(current)
        current.is_active = False
        current.session_round += 1
        slips.void(current)
        current.save(update_fields=["is_active", "session_round", "slip_hash", "slip_expires_at"])
        sessions.drop(current, at=at)
        sentence = f"Akun {current} dinonaktifkan {who(by)}."
        record(action="account_deactivated", officer=current, by=by, at=at, sentence=sentence)
        holders.end_what_he_may_not(officer=current, by=by, at=at)
        new_version(current.village)


def activate(*, officer: Officer, at: datetime, by: Officer | None) -> None:
    """Open a closed account again, with the password it had; routes he held stay ended.

    Raises:
        Refused: `no_right` or `active`.
    """
    _check_manager(by, officer.village)
    with transaction.atomic():
        current = _locked(officer)
        if current.is_active:
            raise Refused("active", "Akun ini sudah aktif.")
        current.is_active = True
        current.save(update_fields=["is_active"])
        sentence = f"Akun {current} diaktifkan kembali {who(by)}."
        record(action="account_activated", officer=current, by=by, at=at, sentence=sentence)
        new_version(current.village)


def check_slip(*, village: Village, username: str, code: str, at: datetime) -> Officer:
    """Return the officer whose valid slip this is; nothing is used up yet. Wrong tries count towards a lock.

    Raises:
        Refused: `wrong_slip`, `expired_slip` (only to who has the code), `locked`, or `demo` (see `sign_in`).
    """
    refuse_demo_elsewhere(village)
    attempt = lockout.begin(village=village, username=username, gate=Gate.SLIP, at=at)
    officer = Officer.objects.filter(village=village, username=attempt.username, is_active=True).first()
    if not slips.fits(officer or Officer(), code) or officer is None:
        until = lockout.wrong(attempt, at=at, officer=officer, kind=SignInKind.WRONG_SLIP)
        raise lockout.locked(village, until) if until else _wrong_slip()
    lockout.right(attempt)
    officer.village = village
    if officer.slip_expires_at is None or officer.slip_expires_at <= at:
        raise Refused(
            "expired_slip", "Lembar akun ini sudah lewat 7 hari. Minta administrator desa mencetak lembar yang baru."
        )
    return officer


def start_account(*, officer: Officer, code: str, password: str, at: datetime) -> None:
    """Open the account with its slip: the password is set, the slip is used up. Check with `check_slip` first.

    The password's strength is the form's business (Django's validators need to say all their sentences).

    Raises:
        Refused: `wrong_slip`, when the slip was used, replaced or ran out meanwhile.
    """
    hashed = make_password(password)  # slow on purpose, hence outside the transaction
    with transaction.atomic():
        current = _locked(officer)
        ends = current.slip_expires_at
        if not current.is_active or not slips.fits(current, code) or ends is None or ends <= at:
            raise _wrong_slip()
        current.password = hashed
        current.session_round += 1
        slips.void(current)
        current.save(update_fields=["password", "session_round", "slip_hash", "slip_expires_at"])
        lockout.clear(village=current.village, username=current.username)
        history.note(current, SignInKind.STARTED, at=at)
        sentence = f"{current} mulai memakai akunnya dengan lembar akun."
        record(action="account_started", officer=current, by=current, at=at, sentence=sentence)
    officer.password, officer.session_round = current.password, current.session_round


def change_password(*, officer: Officer, password: str, at: datetime) -> None:
    """Set the officer's own new password; his other sessions end. The old one was checked at the door (`sign_in`)."""
    hashed = make_password(password)
    with transaction.atomic():
        current = _locked(officer)
        current.password = hashed
        current.save(update_fields=["password"])
        history.note(current, SignInKind.PASSWORD_CHANGED, at=at)
        sentence = f"{current} mengganti kata sandi akunnya."
        record(action="password_changed", officer=current, by=current, at=at, sentence=sentence)
    officer.password = current.password


def _check_manager(by: Officer | None, village: Village) -> None:
    if by is None:
        return
    if by.village_id != village.id:
        raise Refused("other_village", "Akun ini milik desa lain.")
    check_right(by.viewer(), Right.MANAGE_ACCOUNTS)


def _in_turn(village: Village) -> None:
    """Let changes of a village's accounts follow each other, so that two cannot take away the last administrator."""
    Village.objects.select_for_update(no_key=True).only("id").get(pk=village.pk)


def _locked(officer: Officer) -> Officer:
    _in_turn(officer.village)
    current = Officer.objects.select_for_update().get(pk=officer.pk)
    current.village = officer.village
    return current


def _keep_an_admin(officer: Officer) -> None:
    others = OfficerRole.objects.filter(village_id=officer.village_id, role=Role.ADMIN, officer__is_active=True)
    if Role.ADMIN in officer.role_set and not others.exclude(officer=officer).exists():
        raise Refused(
            "last_admin",
            "Ini satu-satunya administrator desa yang aktif. Beri peran administrator kepada orang lain dulu.",
        )


def _say(roles: Iterable[Role]) -> str:
    return ", ".join(role.label for role in roles)


def _wrong_slip() -> Refused:
    return Refused(
        "wrong_slip",
        "Nama akun dan kode ini tidak cocok, atau lembarnya sudah pernah dipakai. Periksa lagi tulisannya; "
        "bila tetap gagal, minta administrator desa mencetak lembar yang baru.",
    )
