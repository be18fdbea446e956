"""Static files: hashed names and one compression at build; plain names where nothing was collected (tests, tools)."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; a file missing from the manifest keeps its plain name instead of breaking every page."""

    manifest_strict = False
