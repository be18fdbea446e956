"""Sealed boxes and age files."""

from __future__ import annotations

import pytest

from kentongan.support import age, sealed_box

KEY = bytes(range(32))


def test_a_box_opens_with_its_key_at_its_place() -> None:
    box = sealed_box.seal(KEY, b"rahasia", context="mfa:1")
    assert b"rahasia" not in box
    assert sealed_box.unseal(KEY, box, context="mfa:1") == b"rahasia"


def test_the_same_data_never_make_the_same_box() -> None:
    assert sealed_box.seal(KEY, b"x", context="a") != sealed_box.seal(KEY, b"x", context="a")


def test_a_box_of_an_earlier_version_still_opens() -> None:
    box = bytes.fromhex("01a22fbeee5995efafcbc0a431ec1ace623018ffa5badfa8c0f3a9b6a74e9f8e62b62cd6")
    assert sealed_box.unseal(KEY, box, context="mfa:1") == b"rahasia"


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_a_changed_box_does_not_open(position: int) -> None:
    box = bytearray(sealed_box.seal(KEY, b"rahasia", context="mfa:1"))
    box[position] ^= 1
    with pytest.raises(sealed_box.SealBroken):
        sealed_box.unseal(KEY, bytes(box), context="mfa:1")


@pytest.mark.parametrize(("key", "context"), [(bytes(32), "mfa:1"), (KEY, "mfa:2")])
def test_a_box_does_not_open_with_another_key_or_at_another_place(key: bytes, context: str) -> None:
    box = sealed_box.seal(KEY, b"rahasia", context="mfa:1")
    with pytest.raises(sealed_box.SealBroken):
        sealed_box.unseal(key, box, context=context)


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x01" + bytes(12)])
def test_a_cut_box_does_not_open(box: bytes) -> None:
    with pytest.raises(sealed_box.SealBroken):
        sealed_box.unseal(KEY, box, context="mfa:1")


def test_an_age_file_opens_with_its_key_only() -> None:
    mine, other = age.new_identity(), age.new_identity()
    sealed = age.encrypt(b"Siti", identity=mine)
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert age.decrypt(sealed, identity=mine) == b"Siti"
    with pytest.raises(age.NotOpened):
        age.decrypt(sealed, identity=other)


def test_a_changed_age_file_does_not_open() -> None:
    key = age.new_identity()
    sealed = age.encrypt(b"Siti", identity=key)
    with pytest.raises(age.NotOpened):
        age.decrypt(sealed[:-1] + bytes([sealed[-1] ^ 1]), identity=key)


def test_a_text_that_is_no_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="not an age secret key") as refused:
        age.decrypt(b"", identity="AGE-SECRET-KEY-1RAHASIA")
    assert "RAHASIA" not in str(refused.value)


def test_each_of_several_keys_opens_an_age_file() -> None:
    one, two, three = (age.new_identity() for _ in range(3))
    sealed = age.encrypt_to(b"Siti", [age.recipient_of(one), age.recipient_of(two)])
    assert age.decrypt(sealed, identity=one) == age.decrypt(sealed, identity=two) == b"Siti"
    with pytest.raises(age.NotOpened):
        age.decrypt(sealed, identity=three)


@pytest.mark.parametrize("recipients", [[], ["age1salah"], [age.new_identity()]])
def test_nothing_is_sealed_to_nobody(recipients: list[str]) -> None:
    with pytest.raises(ValueError, match="public key"):
        age.encrypt_to(b"Siti", recipients)
