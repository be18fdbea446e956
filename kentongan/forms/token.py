"""The token of a form: random, signed with its time, carried only in the form's hidden field and stored nowhere.

The tracking code is derived from it (`cases.codes`), so a repeated submit shows the same receipt, and nobody who reads
the database can make the code again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing

from kentongan.cases import codes
from kentongan.villages.models import Village

FIELD: Final = "formulir"
# A form left open overnight still works; later the receipt, and with it the code, is not shown again.
GOOD_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, repr=False)
class FormToken:
    """A token read back from a form. `value` is empty when it was not ours."""

    value: str
    fresh: bool


NO_TOKEN: Final = FormToken(value="", fresh=False)


def value_of_new() -> str:
    """Return a fresh random value (128 bits) for a new form."""
    return codes.new_token()


def sign(village: Village, value: str, now: datetime) -> str:
    """Return what goes into the hidden field of a form shown now."""
    return _signer(village).sign(f"{value}.{int(now.timestamp())}")


def read(village: Village, text: str, now: datetime) -> FormToken:
    """Read what came back; what is not ours, or of another village, is no token."""
    try:
        value, issued = _signer(village).unsign(text).rsplit(".", 1)
        age = now.timestamp() - int(issued)
    except (signing.BadSignature, ValueError):
        return FormToken(value="", fresh=False)
    # A clock set back must block nobody: a token "from the future" counts as new.
    return FormToken(value=value, fresh=age <= GOOD_FOR.total_seconds())


def _signer(village: Village) -> signing.Signer:
    return signing.Signer(salt=f"kentongan.portal.form/{village.id}")
