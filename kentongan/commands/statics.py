"""Collecting static files (hashed names, compressed once) at a start, but only when they changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kentongan.support.fs import write_durably


def collect_if_changed() -> bool:
    """Bring the folder of static files up to date; return whether anything had to be done."""
    from django.conf import settings
    from django.core.management import call_command

    marker = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint()
    if marker.is_file() and marker.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    write_durably(marker, wanted.encode())
    return True


def _fingerprint() -> str:
    """Tells apart any two sets of source files: names, sizes and times."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
