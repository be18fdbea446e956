"""Who can reach a service at its address, and what browsers and providers allow there.

An office line has no public address of its own, and browsers give camera, microphone and passkeys only to pages that
came over TLS (or from the same computer). What a set-up cannot carry is said, not offered.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".lan", ".internal", ".home.arpa")


@dataclass(frozen=True)
class Reach:
    """What follows from an address. `public`: as far as the address tells, the whole internet can reach it."""

    url: str
    host: str
    https: bool
    public: bool
    same_computer: bool
    named: bool  # a name, not a number

    @property
    def secure_context(self) -> bool:
        """Whether browsers count pages from here as secure (camera, microphone, passkeys)."""
        return self.https or self.same_computer


@dataclass(frozen=True)
class Ability:
    """Something that a set-up can carry or not. `why` is for people."""

    name: str
    label: str
    carried: bool
    why: str


def reach_of(url: str) -> Reach:
    """Read an address such as "https://aduan.example.id". An empty or senseless one reaches this computer only."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "localhost").lower().rstrip(".")
    https = parts.scheme == "https"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        local = host in _LOCAL_NAMES or host.endswith(_LOCAL_NAMES) or "." not in host
        return Reach(url, host, https, not local, host == "localhost" or host.endswith(".localhost"), named=True)
    return Reach(url, host, https, number.is_global, number.is_loopback, named=False)


def abilities(reach: Reach) -> tuple[Ability, ...]:
    """What this set-up can carry, and why not, for the doctor and the health page."""
    outside = reach.public and reach.https
    tls = "Alamat layanan ini belum memakai HTTPS; peramban hanya mengizinkannya lewat HTTPS."
    return (
        Ability(
            "from_home",
            "Warga melapor dari rumah",
            reach.public,
            "Alamat ini dapat dibuka dari internet."
            if reach.public
            else "Alamat ini hanya dapat dibuka di jaringan kantor. Dari rumah warga memakai telepon atau surat.",
        ),
        Ability(
            "webhooks",
            "Pesan masuk dari penyedia (WhatsApp, Telegram, SMS)",
            outside,
            "Penyedia dapat menghubungi layanan ini."
            if outside
            else "Penyedia hanya mengirim ke alamat HTTPS yang terbuka di internet.",
        ),
        Ability(
            "camera",
            "Kamera dan mikrofon di dalam halaman",
            reach.secure_context,
            "Peramban mengizinkannya." if reach.secure_context else f"{tls} Memilih foto dari galeri tetap bisa.",
        ),
        Ability(
            "passkeys",
            "Masuk dengan kunci sandi (passkey)",
            reach.secure_context and reach.named,
            "Peramban mengizinkannya."
            if reach.secure_context and reach.named
            else f"{tls} Kode masuk dari aplikasi di ponsel tetap bisa."
            if reach.named
            else "Kunci sandi memerlukan nama (bukan angka) sebagai alamat. Kode masuk dari aplikasi tetap bisa.",
        ),
    )
