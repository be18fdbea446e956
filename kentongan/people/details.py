"""What stands in an account beside its roles, tidied and checked; and which roles go together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kentongan.people.models import ACCOUNT_ROLES
from kentongan.rules.types import Refused, Role

_MAX_NAME: Final = 120
_MAX_POST: Final = 80
_MAX_NUMBER: Final = 30
_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]*")


def tidy(name: str, post: str, email: str) -> tuple[str, str, str]:
    """Return name, post and e-mail tidied. Raises Refused: `name`, `post` or `email`."""
    name, post, email = " ".join(name.split()), " ".join(post.split()), email.strip()
    if not name or len(name) > _MAX_NAME:
        raise Refused("name", f"Isi nama lengkap, paling panjang {_MAX_NAME} huruf.")
    if len(post) > _MAX_POST:
        raise Refused("post", f"Jabatan paling panjang {_MAX_POST} huruf.")
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused("email", "Alamat surel ini tampaknya salah tulis. Contoh: siti@contoh.id") from error
    return name, post, email


def tidy_number(number: str) -> str:
    """Return a NIP or NIPD tidied. Raises Refused (`number`)."""
    number = " ".join(number.split())
    if number and (len(number) > _MAX_NUMBER or not _NUMBER.fullmatch(number)):
        raise Refused(
            "number", f"NIP atau NIPD hanya berisi angka, huruf, titik, dan garis, paling panjang {_MAX_NUMBER}."
        )
    return number


def tidy_organisation(organisation: str, roles: Collection[Role]) -> str:
    """Return the organisation of an observer, who must have one; "" for everybody else.

    Raises Refused (`organisation`).
    """
    if Role.OBSERVER not in roles:
        return ""
    organisation = " ".join(organisation.split())
    if not organisation or len(organisation) > _MAX_NAME:
        raise Refused("organisation", f"Isi nama LSM atau media pemantau ini, paling panjang {_MAX_NAME} huruf.")
    return organisation


def roles_of(roles: Collection[Role], before: Collection[Role] | None = None) -> tuple[Role, ...]:
    """Return the wanted roles in their order; an observer has that role only, and neither becomes nor was an officer.

    Raises Refused (`roles`).
    """
    wanted = in_order(roles)
    if not wanted or len(wanted) != len(set(roles)):
        raise Refused("roles", "Pilih sedikitnya satu peran.")
    if Role.OBSERVER in wanted and len(wanted) > 1:
        raise Refused("roles", "Pemantau tidak boleh sekaligus petugas: pilih peran Pemantau saja, atau peran petugas.")
    if before and (Role.OBSERVER in wanted) != (Role.OBSERVER in before):
        raise Refused("roles", "Akun pemantau dan akun petugas tidak saling berganti. Buatlah akun yang lain.")
    return wanted


def in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Return roles in the order people know them in."""
    given = set(roles)
    return tuple(role for role in ACCOUNT_ROLES if role in given)


def home_of(roles: Collection[Role]) -> str:
    """Return the name of the page where somebody with these roles begins."""
    if Role.OBSERVER in roles:
        return "observer:home"
    return "desk:accounts" if set(roles) == {Role.ADMIN} else "desk:inbox"
