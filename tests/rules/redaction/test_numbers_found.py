"""No NIK, no KK number, no telephone number and no mail address is missed, however it is written."""

from __future__ import annotations

import random

import pytest

from kentongan.rules.redaction import propose
from tests.rules.redaction import variants as v

pytestmark = pytest.mark.once

EACH = 30  # times every writing of a number
MAILS = 800


def _missed(frame: str, written: str) -> str:
    """The letters of a written number that no proposal covers."""
    text = frame.format(written)
    start = text.index(written)
    hidden = {place for span in propose(text) for place in range(span.start, span.end)}
    return "".join(text[place] for place in range(start, start + len(written)) if place not in hidden)


def _bare(missed: str) -> str:
    """Without signs, and without the letters to which the number was glued."""
    return "".join(letter for letter in missed if letter.isalnum())


@pytest.mark.parametrize("writing", v.WRITINGS)
@pytest.mark.parametrize(("kind", "frames"), [("nik", v.NIK_FRAMES), ("kk", v.KK_FRAMES), ("phone", v.PHONE_FRAMES)])
def test_no_digit_of_a_number_stays_visible(kind: str, frames: tuple[str, ...], writing: str) -> None:
    chance = random.Random(f"{kind} {writing}")
    glue = writing.startswith("glued")
    for _ in range(EACH):
        digits = v.phone(chance) if kind == "phone" else v.nik(chance)
        if kind == "phone" and writing in ("plain", "spaced", "glued before", "full width"):
            digits = v.written_phone(chance, digits)
            written = digits if writing != "full width" else v.WRITINGS["full width"](chance, digits)
        else:
            written = v.WRITINGS[writing](chance, digits)
        frame = chance.choice(frames)
        missed = _bare(_missed(frame, written))
        if glue:
            missed = "".join(letter for letter in missed if letter.isdigit())
        assert missed == "", (frame, written)


@pytest.mark.parametrize("seed", range(4))
def test_no_mail_address_stays_visible(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(MAILS // 4):
        written, writing = v.mail(chance)
        frame = chance.choice(v.MAIL_FRAMES)
        assert _bare(_missed(frame, written)) == "", (writing, frame, written)
