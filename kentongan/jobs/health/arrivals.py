"""How much comes in, what waits in the triage tray, and whether connections can be told apart at all."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from kentongan.cases import arrivals
from kentongan.cases.queries import tray
from kentongan.cases.queries.inbox import TALLY_CAP
from kentongan.jobs.health import Finding
from kentongan.villages.models import Village


def of_village(village: Village) -> Finding:
    """Say how it stands at the door of a village now; asked in the service itself, for nobody else has its counts."""
    now, waiting = arrivals.standing(village), tray.size(village)
    said = f"{now.lodged} laporan dalam sepuluh menit terakhir; "
    said += f"{TALLY_CAP}+" if waiting > TALLY_CAP else str(waiting) if waiting else "tidak ada"
    said += " yang menunggu di baki pemilahan."
    if now.pressed:
        said = f"Sedang sangat banyak: {said} Ponsel pelapor diminta menghitung sebentar."
    return Finding("arrivals", "Arus laporan", "warning" if now.pressed or waiting else "ok", said)


def proxy(*, seen: bool = False) -> Iterator[Finding]:
    """Warn when a proxy stands before us that was not named; `seen`: requests came through one."""
    about = "Sambungan pelapor"
    if settings.KENTONGAN_TRUSTED_PROXIES:
        named = ", ".join(str(network) for network in settings.KENTONGAN_TRUSTED_PROXIES)
        if seen:
            sentence = f"ada perantara lain yang tidak tercantum di KENTONGAN_TRUSTED_PROXIES ({named})."
            yield Finding("caller", about, "warning", sentence)
        else:
            yield Finding("caller", about, "ok", f"dibedakan menurut perantara {named}; alamatnya tidak disimpan.")
    elif settings.KENTONGAN_TRUST_PROXY or seen:
        sentence = (
            "tidak dapat dibedakan, karena perantaranya belum disebut: kiriman satu orang yang membanjiri layanan dan "
            "laporan warga terhitung bersama. Isi KENTONGAN_TRUSTED_PROXIES (biasanya 127.0.0.1)."
        )
        yield Finding("caller", about, "warning", sentence)
    else:
        yield Finding("caller", about, "ok", "dibedakan tanpa perantara; alamatnya tidak disimpan.")
