"""The page that lists every keyboard shortcut."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.people.habits import habits_of

# As kentongan/desk/static/desk/keys.js has them; a test reads both.
SHORTCUTS: Final = (
    (
        "Di mana saja",
        (
            ("?", "Halaman ini"),
            ("g lalu d", "Daftar aduan"),
            ("g lalu k", "Kalender batas waktu"),
            ("/", "Kotak pencarian (di daftar)"),
        ),
    ),
    (
        "Di daftar aduan",
        (
            ("j", "Aduan berikutnya"),
            ("k", "Aduan sebelumnya"),
            ("Enter", "Buka aduan yang disorot"),
            ("x", "Pilih atau batal pilih"),
        ),
    ),
    ("Di halaman aduan", (("l", "Ke langkah berikutnya"), ("r", "Ke riwayat"), ("u", "Kembali ke daftar"))),
)


@require_safe
@for_officers()
def shortcuts(request: HttpRequest) -> HttpResponse:
    """List the shortcuts, and say how to switch them off."""
    context = {"groups": SHORTCUTS, "habits": habits_of(officer_of(request))}
    return render(request, "desk/work/shortcuts.html", context)
