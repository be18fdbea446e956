"""Checking a password at the door. What it refuses, it refuses with a sentence for the person at the door."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password

from kentongan.people import lockout
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer, SignInKind
from kentongan.rules.types import Refused
from kentongan.villages.models import Village


def check_password(*, village: Village, username: str, password: str, at: datetime, device: str = "") -> Officer:
    """Return the officer of this village who has this account name and password.

    A wrong password and an unknown name cannot be told apart, neither by words nor by time nor by the lock. That an
    account is closed is said only to someone who has its password. The count of wrong tries stays until the whole
    sign-in is done (`AccountAdapter.login`), so that a known password gives no new chances at the second step.

    Raises:
        Refused: `wrong`, `locked`, `inactive`, or `demo` (a demo village outside of a demo).
    """
    refuse_demo_elsewhere(village)
    attempt = lockout.begin(village=village, username=username, gate=Gate.SIGN_IN, at=at)
    officer = Officer.objects.filter(village=village, username=attempt.username).first()
    if officer is None:
        make_password(password)  # as much work as for a name that exists
    if officer is None or not officer.check_password(password):
        until = lockout.wrong(attempt, at=at, officer=officer, kind=SignInKind.WRONG_PASSWORD, device=device)
        raise (
            lockout.locked(village, until)
            if until
            else Refused(
                "wrong", "Nama akun atau kata sandi belum cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."
            )
        )
    lockout.right(attempt)
    officer.village = village
    if not officer.is_active:
        raise Refused("inactive", "Akun ini sudah dinonaktifkan. Hubungi administrator desa bila ini keliru.")
    return officer


def refuse_demo_elsewhere(village: Village) -> None:
    """Raise Refused (`demo`): the accounts of a demo village open only where the data folder is a demo's."""
    if village.is_demo and not settings.KENTONGAN_DEMO:
        raise Refused("demo", "Desa contoh tidak bisa dimasuki di sini. Akunnya hanya berlaku dalam demo.")
