"""An officer's own key: made, opened with its passphrase, replaced, recovered from paper, retired.

The secret half is an age file that only the passphrase opens; passphrase and sheets exist on paper alone. A new key is
drawn first (`Draft`), and becomes the officer's when he has shown that he wrote the passphrase down (`activate`).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from kentongan.people import lockout
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer
from kentongan.people.record import record
from kentongan.rules.access import Right, check_right
from kentongan.rules.types import Refused
from kentongan.support import age, bech32, rows, sealed_box
from kentongan.ui.words import say_short_date
from kentongan.vault import case_keys, passphrase, rewrap, shares
from kentongan.vault.models import HolderKey, Unlocking, Wrap
from kentongan.villages.changes import new_version
from kentongan.villages.models import Village

DRAFT_LASTS: Final = timedelta(hours=1)
MADE, RECOVERED, ROTATED, LEFT = "made", "recovered", "rotated", "left"
_ACTIONS: Final = {
    MADE: ("key_made", "{officer} membuat kunci pribadinya untuk aduan tersegel."),
    RECOVERED: (
        "key_recovered",
        "{officer} memulihkan kuncinya dengan dua lembar kunci. Kunci dan lembar lamanya mati.",
    ),
    ROTATED: ("key_rotated", "{officer} mengganti kunci pribadinya. Kunci dan lembar lamanya tidak berlaku lagi."),
}


@dataclass(frozen=True, repr=False)
class NewKey:
    """What is shown exactly once, and stored nowhere. `rewrapped`: how many sealed cases the new key took over."""

    passphrase: str
    shares: tuple[str, ...]
    recipient: str
    rewrapped: int = 0


@dataclass(frozen=True, repr=False)
class Draft:
    """A key that is not yet the officer's: all secrets of it, in memory or sealed in his own page (`sealed`)."""

    identity: str
    passphrase: str
    shares: tuple[str, ...]
    wrapped: str  # hex
    kdf: dict[str, Any]
    drawn_at: datetime
    why: str
    old_identity: str = ""

    @property
    def recipient(self) -> str:
        """The public half."""
        return age.recipient_of(self.identity)

    @property
    def fingerprint(self) -> str:
        """Eight letters by which sheets of one key are told from those of another."""
        return fingerprint(self.recipient)


@dataclass(frozen=True)
class KeyState:
    """What an officer's page says of his key; all None while he has none."""

    made_at: datetime | None
    fingerprint: str
    # The last key that ended, and why, for who has none now.
    ended_at: datetime | None
    ended_why: str


def fingerprint(recipient: str) -> str:
    """Return the last eight letters of a public key, in two groups."""
    return f"{recipient[-8:-4]} {recipient[-4:]}".upper()


def state_of(officer: Officer) -> KeyState:
    """Return what there is to say of an officer's key (one query)."""
    found = HolderKey.objects.filter(village=officer.village_id, officer=officer.id).order_by("created_at", "id")
    newest = list(found)
    active = next((row for row in newest if row.retired_at is None), None)
    if active is not None:
        return KeyState(active.created_at, fingerprint(active.recipient), None, "")
    last = newest[-1] if newest else None
    return KeyState(None, "", last.retired_at if last else None, last.retired_why if last else "")


def draw(*, village: Village, officer: Officer, at: datetime, phrase: str | None = None) -> Draft:
    """Draw the officer's first key (or the next after one that ended). `phrase` is fixed in tests and the demo only.

    Raises:
        Refused: `no_right`, `other_village` or `has_key`.
    """
    _check(village, officer)
    if _active(officer) is not None:
        raise Refused("has_key", "Anda sudah punya kunci. Bila perlu yang baru, pilih Ganti kunci.")
    return _draw(MADE, at, phrase=phrase)


def draw_next(*, village: Village, officer: Officer, phrase: str, at: datetime) -> Draft:
    """Draw a key that takes the place of the present one, which its passphrase opens. Raises Refused like `unlock`."""
    return _draw(ROTATED, at, old=unlock(village=village, officer=officer, phrase=phrase, at=at))


def draw_from_shares(*, village: Village, officer: Officer, words: Sequence[str], at: datetime) -> Draft:
    """Draw a key that takes the place of one whose passphrase is lost, of which two sheets are there.

    Raises:
        Refused: `no_right`, `other_village`, `no_key`, `old_sheets`, `others_sheets`, or what `shares.join` says.
    """
    _check(village, officer)
    old = bech32.identity_of(shares.join(words))
    recipient = age.recipient_of(old)
    row = HolderKey.objects.filter(village=village.id, recipient=recipient).order_by("-created_at").first()
    if row is None or row.officer != officer.id:
        raise Refused(
            "others_sheets",
            "Kata-katanya benar, tetapi lembar ini bukan untuk kunci Anda. Periksa nama di atas lembarnya.",
        )
    if row.retired_at is not None and not _wraps(officer, recipient).exists():
        ended = say_short_date(row.retired_at.astimezone(village.zone).date())
        raise Refused(
            "old_sheets",
            f"Lembar ini untuk kunci lama yang berakhir pada {ended}. Pakai lembar dari kunci yang sekarang.",
        )
    return _draw(RECOVERED, at, old=old)


def activate(draft: Draft, *, village: Village, officer: Officer, at: datetime) -> NewKey:
    """Make a drawn key the officer's: the old one is retired, and all that was wrapped to it is wrapped to the new one.

    Raises:
        Refused: `no_right`, `other_village`, `draft_expired`, `has_key` or `draft_overtaken`.
    """
    _check(village, officer)
    if not timedelta(0) <= at - draft.drawn_at <= DRAFT_LASTS:
        raise Refused("draft_expired", "Halaman ini sudah lebih dari satu jam. Buat kunci dari awal, ya.")
    prepared = rewrap.prepare(officer, draft.old_identity, draft.recipient, at=at) if draft.old_identity else None
    with transaction.atomic():
        present = _active(officer, lock=True)
        _check_still_true(draft, present, officer)
        if present is not None:
            _retire(present, draft.why, at, keep_secret=True)
        row = HolderKey(
            village=village.id,
            officer=officer.id,
            recipient=draft.recipient,
            wrapped=bytes.fromhex(draft.wrapped),
            kdf=draft.kdf,
            created_at=at,
            shares_printed_at=at,
        )
        rows.insert([row])
        moved = rewrap.carry_out(prepared) if prepared else rewrap.Outcome(0, 0)
        if draft.old_identity and not moved.failed:
            _erase(officer, age.recipient_of(draft.old_identity))
        action, sentence = _ACTIONS[draft.why]
        # No count in the sentence: overseers must not infer from it that there are cases they do not see.
        record(
            action=action,
            officer=officer,
            by=officer,
            at=at,
            sentence=sentence.format(officer=officer),
            private={"recipient": draft.recipient, "rewrapped": moved.done, "not_opened": moved.failed},
        )
        lockout.clear(village=village, username=officer.username, gate=Gate.KEY)
        new_version(village)  # whether the village can take confidential reports hangs on it
    return NewKey(draft.passphrase, draft.shares, draft.recipient, moved.done)


def make_key(*, village: Village, officer: Officer, at: datetime, passphrase: str | None = None) -> NewKey:
    """Draw a key and activate it at once. Raises Refused like `draw`."""
    return activate(
        draw(village=village, officer=officer, at=at, phrase=passphrase), village=village, officer=officer, at=at
    )


def recover(*, village: Village, officer: Officer, words: Sequence[str], at: datetime) -> NewKey:
    """Draw a key from two sheets of the old one and activate it at once. Raises Refused like `draw_from_shares`."""
    draft = draw_from_shares(village=village, officer=officer, words=words, at=at)
    return activate(draft, village=village, officer=officer, at=at)


def rotate(*, village: Village, officer: Officer, phrase: str, at: datetime) -> NewKey:
    """Draw a key in place of the present one and activate it at once. Raises Refused like `unlock`."""
    draft = draw_next(village=village, officer=officer, phrase=phrase, at=at)
    return activate(draft, village=village, officer=officer, at=at)


def unlock(*, village: Village, officer: Officer, phrase: str, at: datetime) -> str:
    """Return the officer's secret key. Wrong tries count; the slow hash is outside every transaction.

    Raises:
        Refused: `no_right`, `other_village`, `no_key`, `locked`, `wrong_passphrase`, or what `passphrase.tidy` says.
    """
    _check(village, officer)
    row = _active(officer)
    if row is None:
        raise Refused("no_key", "Anda belum punya kunci. Buat dulu di halaman Kunci saya.")
    words = passphrase.tidy(phrase)
    attempt = lockout.begin(village=village, username=officer.username, gate=Gate.KEY, at=at)
    try:
        identity = age.decrypt(bytes(row.wrapped), identity=passphrase.identity_from(words, row.kdf)).decode()
        if age.recipient_of(identity) != row.recipient:
            raise age.NotOpened("the key of another row")
    except (age.NotOpened, ValueError):
        until = lockout.wrong(attempt, at=at)
        if until:
            raise lockout.locked(village, until, Gate.KEY) from None
        raise Refused(
            "wrong_passphrase",
            "Frasa sandinya belum cocok. Periksa urutan kata-katanya. Bila hilang, pulihkan dengan dua lembar kunci.",
        ) from None
    lockout.clear(village=village, username=officer.username, gate=Gate.KEY)
    return identity


def retire(*, officer: Officer, at: datetime, by: Officer | None, why: str = LEFT) -> bool:
    """End an officer's key, for he takes part in no route any more; False when he had none.

    What he could open is taken from him and marked for renewal. Only what nobody else in the office can open stays
    wrapped to him, and with it the key: his sheets still bring it back (`draw_from_shares`, the stand-alone script).
    """
    with transaction.atomic():
        row = _active(officer, lock=True)
        if row is None:
            return False
        kept = case_keys.read_only_by(village=officer.village_id, officer=officer.id)
        taken = case_keys.forget_officer(village=officer.village_id, officer=officer.id, but_not=kept)
        _retire(row, why, at, keep_secret=bool(kept))
        record(
            action="key_retired",
            officer=officer,
            by=by,
            at=at,
            sentence=f"Kunci pribadi {officer} berakhir, dan ia tidak bisa membuka aduan tersegel lagi. "
            "Simpan lembar-lembar kuncinya sampai aduan tersegel dari masanya selesai.",
            private={"taken": taken, "kept": len(kept)},
        )
        new_version(officer.village)
    return True


def seal_draft(draft: Draft, officer: Officer) -> str:
    """Seal a draft for the officer's own page, to which it comes back: nothing of it is stored here."""
    data = json.dumps({**dataclasses.asdict(draft), "drawn_at": draft.drawn_at.isoformat()}).encode()
    return sealed_box.seal(_page_key(), data, context=_place(officer)).hex()


def unseal_draft(text: str, officer: Officer) -> Draft:
    """Return what `seal_draft` sealed for this officer. Raises Refused (`draft_lost`) for anything else."""
    try:
        data = json.loads(sealed_box.unseal(_page_key(), bytes.fromhex(text), context=_place(officer)))
    except (sealed_box.SealBroken, ValueError):
        raise Refused("draft_lost", "Halaman ini tidak utuh lagi. Buat kunci dari awal, ya.") from None
    data |= {"drawn_at": datetime.fromisoformat(data["drawn_at"]), "shares": tuple(data["shares"])}
    return Draft(**data)


def _draw(why: str, at: datetime, *, old: str = "", phrase: str | None = None) -> Draft:
    identity = age.new_identity()
    phrase = passphrase.draw() if phrase is None else passphrase.tidy(phrase)
    kdf = passphrase.new_parameters()
    return Draft(
        identity=identity,
        passphrase=phrase,
        shares=shares.split(bech32.raw_of(identity)),
        wrapped=age.encrypt(identity.encode(), identity=passphrase.identity_from(phrase, kdf)).hex(),
        kdf=kdf,
        drawn_at=at,
        why=why,
        old_identity=old,
    )


def _check(village: Village, officer: Officer) -> None:
    if officer.village_id != village.id:
        raise Refused("other_village", "Akun ini milik desa lain.")
    officer.village = village
    check_right(officer.viewer(), Right.HAVE_KEY)


def _active(officer: Officer, *, lock: bool = False) -> HolderKey | None:
    found = HolderKey.objects.filter(village=officer.village_id, officer=officer.id, retired_at__isnull=True)
    return (found.select_for_update() if lock else found).first()


def _wraps(officer: Officer, recipient: str) -> Any:
    return Wrap.objects.filter(village=officer.village_id, officer=officer.id, recipient=recipient)


def _check_still_true(draft: Draft, present: HolderKey | None, officer: Officer) -> None:
    """Refuse a draft that was used already, or that meanwhile another key took the place of."""
    if HolderKey.objects.filter(village=officer.village_id, recipient=draft.recipient).exists():
        raise Refused("has_key", "Kunci ini sudah aktif. Tidak perlu diulang.")
    expected = age.recipient_of(draft.old_identity) if draft.old_identity else None
    if present is not None and present.recipient != expected:
        raise Refused(
            "draft_overtaken", "Sementara itu kunci Anda sudah diganti di tempat lain. Mulai lagi dari awal, ya."
        )


def _retire(row: HolderKey, why: str, at: datetime, *, keep_secret: bool = False) -> None:
    row.retired_at, row.retired_why = at, why
    row.save(update_fields=["retired_at", "retired_why"])
    Unlocking.objects.filter(village=row.village, officer=row.officer).delete()
    if not keep_secret:
        HolderKey.objects.filter(pk=row.pk).update(wrapped=b"")


def _erase(officer: Officer, recipient: str) -> None:
    """Forget the secret half of a retired key: nothing here is wrapped to it any more."""
    HolderKey.objects.filter(village=officer.village_id, officer=officer.id, recipient=recipient).update(wrapped=b"")


def _place(officer: Officer) -> str:
    return f"new key:{officer.village_id}:{officer.id}"


def _page_key() -> bytes:
    key: bytes = settings.KENTONGAN_SECRETS.derive("new key page")
    return key
