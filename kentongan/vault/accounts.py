"""Changes of accounts that touch keys: what `people.accounts` does, and what follows for the vault, in one transaction.

`people` knows nothing of the vault, so sites and commands call these instead.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kentongan.people import accounts
from kentongan.people.models import Officer
from kentongan.people.slips import Slip
from kentongan.rules.access import Right, has_right
from kentongan.rules.types import Role
from kentongan.vault import holders, unlocking


def deactivate(*, officer: Officer, at: datetime, by: Officer | None) -> None:
    """Close an account and end its key. Raises Refused like `people.accounts.deactivate`."""
    with transaction.atomic():
        accounts.deactivate(officer=officer, at=at, by=by)
        holders.retire(officer=officer, at=at, by=by)


def set_roles(*, officer: Officer, roles: Collection[Role], at: datetime, by: Officer | None) -> bool:
    """Give the officer exactly these roles; if none of them may have a key, his ends.

    Returns whether anything changed. Raises Refused like `people.accounts.set_roles`.
    """
    with transaction.atomic():
        changed = accounts.set_roles(officer=officer, roles=roles, at=at, by=by)
        if changed and not has_right(officer.viewer(), Right.HAVE_KEY):
            holders.retire(officer=officer, at=at, by=by)
    return changed


def reset_officer(*, officer: Officer, at: datetime, by: Officer | None) -> Slip:
    """Give a new slip, and lock the officer's key wherever it lies open. Raises Refused like the one of `people`."""
    with transaction.atomic():
        slip = accounts.reset_officer(officer=officer, at=at, by=by)
        unlocking.end_all(officer)
    return slip


def change_password(*, officer: Officer, password: str, at: datetime) -> None:
    """Set the officer's own new password, and lock his key wherever it lies open."""
    accounts.change_password(officer=officer, password=password, at=at)  # slow: in no transaction of ours
    unlocking.end_all(officer)
