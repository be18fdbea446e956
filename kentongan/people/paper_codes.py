"""A printed list of one-time codes: the second step of an office that has neither a smartphone nor a passkey.

Twenty codes of eight digits. They are stored as keyed hashes, so they can be shown only while they are being made; each
opens once. A list counts from the moment its owner types a code from it, so that nobody locks himself out with a list
that never left the printer.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from kentongan.people import history
from kentongan.people.factors import digits_of, factors_of, paper_hash
from kentongan.people.models import Officer, PaperCode, SignInKind
from kentongan.people.record import record
from kentongan.people.second_factor import keep_one
from kentongan.rules.types import Refused

COUNT: Final = 20
_DIGITS: Final = 8


def new_list() -> list[str]:
    """Return twenty different codes of eight digits; they count after `turn_on`."""
    codes: list[str] = []
    while len(codes) < COUNT:
        code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
        if code not in codes:
            codes.append(code)
    return codes


def turn_on(*, officer: Officer, codes: Sequence[str], typed: str, at: datetime) -> None:
    """Let this list count; an older one is void. `typed` is the first code of it, which is used up by that.

    Raises:
        Refused: `wrong_code`, when that is not the first code of the list.
    """
    if not codes or not secrets.compare_digest(digits_of(typed).encode(), codes[0].encode()):
        raise Refused("wrong_code", "Itu bukan kode nomor 1 dari daftar ini. Periksa kertas yang baru Anda cetak.")
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        PaperCode.objects.filter(officer=officer).delete()
        PaperCode.objects.bulk_create(
            PaperCode(
                village_id=officer.village_id,
                officer=officer,
                position=position,
                code_hash=paper_hash(officer.id, code),
                made_at=at,
                used_at=at if position == 1 else None,
            )
            for position, code in enumerate(codes, start=1)
        )
        history.note(officer, SignInKind.PAPER_ON, at=at)
        sentence = f"{officer} membuat daftar kode sekali pakai di kertas; daftar yang lama tidak berlaku."
        record(action="paper_codes_on", officer=officer, by=officer, at=at, sentence=sentence)


def turn_off(*, officer: Officer, at: datetime) -> None:
    """Void the list. Raises Refused (`not_on`, `required`)."""
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        now = factors_of(officer.pk)
        if not now.paper:
            raise Refused("not_on", "Akun ini tidak punya daftar kode sekali pakai.")
        keep_one(officer, now)
        PaperCode.objects.filter(officer=officer).delete()
        history.note(officer, SignInKind.PAPER_OFF, at=at)
        sentence = f"{officer} mencabut daftar kode sekali pakainya."
        record(action="paper_codes_off", officer=officer, by=officer, at=at, sentence=sentence)
