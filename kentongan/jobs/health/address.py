"""The public address as the settings tell it: is it set, does it fit the proxy, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from kentongan.jobs.health import Finding
from kentongan.support.reach import Reach, abilities, reach_of

ABOUT = "Alamat publik"


def findings() -> Iterator[Finding]:
    """Yield what is found without asking anybody."""
    url: str = settings.KENTONGAN_URL
    if not url:
        sentence = "belum diatur, jadi pemberitahuan tidak memuat tautan. Isi KENTONGAN_URL."
        yield Finding("url", ABOUT, "warning", sentence)
    else:
        reach = reach_of(url)
        yield Finding("url", ABOUT, "ok", url if reach.public else f"{url} (hanya di jaringan ini)")
        yield from _proxy(reach)
    for ability in abilities(reach_of(url)):
        said = f"{'bisa' if ability.carried else 'tidak bisa'}. {ability.why}"
        yield Finding(f"carries_{ability.name}", ability.label, "ok", said)


def _proxy(reach: Reach) -> Iterator[Finding]:
    about = "Perantara (proxy)"
    if reach.https and not settings.KENTONGAN_HTTPS:
        yield Finding("proxy", about, "problem", "alamatnya https, tetapi KENTONGAN_HTTPS=1 belum diatur.")
    elif reach.https and not settings.KENTONGAN_TRUST_PROXY:
        sentence = "KENTONGAN_TRUST_PROXY=1 belum diatur: formulir dari https akan ditolak."
        yield Finding("proxy", about, "problem", sentence)
    elif settings.KENTONGAN_HTTPS and not reach.https:
        sentence = "KENTONGAN_HTTPS=1, tetapi alamatnya http: petugas tidak akan bisa masuk."
        yield Finding("proxy", about, "problem", sentence)
    else:
        yield Finding("proxy", about, "ok", "cocok dengan alamatnya.")
