"""Nothing of a stranger's file name reaches the disk, and what is shown back cannot mislead."""

from __future__ import annotations

import pytest

from kentongan.documents.names import given_name, shown_name


@pytest.mark.parametrize(
    ("uploaded", "shown"),
    [
        ("IMG_20260313.jpg", "IMG_20260313.jpg"),
        ("../../etc/x", "x"),
        ("C:\\Users\\Sukirno\\foto jalan.jpg", "foto jalan.jpg"),
        ("foto.jpg.php", "foto.jpg.php"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("foto\u200b\u2066.jpg", "foto.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("", "berkas tanpa nama"),
        ("..", "berkas tanpa nama"),
        ("\u202e", "berkas tanpa nama"),
        (".htaccess", "htaccess"),
        ("  jalan   rusak .jpg ", "jalan rusak .jpg"),
        ("jembatan 😀.png", "jembatan 😀.png"),
        ("é.jpg", "é.jpg"),
    ],
)
def test_an_odd_name_is_shown_harmlessly(uploaded: str, shown: str) -> None:
    assert shown_name(uploaded) == shown


def test_a_long_name_keeps_its_beginning_and_end() -> None:
    shown = shown_name("a" * 300 + ".jpeg")
    assert len(shown) == 60
    assert shown.endswith("aaa.jpeg")


@pytest.mark.parametrize(
    ("kind", "extension", "name"),
    [("picture", "jpg", "Foto 3.jpg"), ("pdf", "pdf", "Dokumen 3.pdf"), ("audio", "ogg", "Rekaman 3.ogg")],
)
def test_stored_documents_carry_names_of_our_own(kind: str, extension: str, name: str) -> None:
    assert given_name(kind, 3, extension) == name
