"""What follows from an address: who can come, and what browsers and providers allow there."""

from __future__ import annotations

import pytest

from kentongan.support.reach import abilities, reach_of

ROWS = [
    # address, public, secure context, from home, webhooks, camera, passkeys
    ("https://aduan.karangbawang.example.id", True, True, "yyyy"),
    ("http://aduan.karangbawang.example.id", True, False, "ynnn"),
    ("https://8.8.4.4", True, True, "yyyn"),
    ("http://192.168.1.20:8000", False, False, "nnnn"),
    ("https://192.168.1.20", False, True, "nnyn"),
    ("https://pengaduan.lan", False, True, "nnyy"),
    ("http://kantor", False, False, "nnnn"),
    ("http://localhost:8000", False, True, "nnyy"),
    ("http://127.0.0.1:8000", False, True, "nnyn"),
    ("http://[::1]:8000", False, True, "nnyn"),
    ("", False, True, "nnyy"),
    ("bukan alamat", False, True, "nnyy"),
]


@pytest.mark.parametrize(("url", "public", "secure", "carried"), ROWS)
def test_what_an_address_carries(url: str, public: bool, secure: bool, carried: str) -> None:
    reach = reach_of(url)
    assert (reach.public, reach.secure_context) == (public, secure)
    assert "".join("y" if ability.carried else "n" for ability in abilities(reach)) == carried


def test_what_is_not_carried_says_what_to_do_instead() -> None:
    said = {ability.name: ability.why for ability in abilities(reach_of("http://192.168.1.20:8000"))}
    assert "telepon" in said["from_home"]
    assert "galeri" in said["camera"]
    assert "aplikasi" in said["passkeys"]
