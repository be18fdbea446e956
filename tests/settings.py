"""Settings of the tests: the real ones, with a throw-away data folder, a cheap hasher and the database under test."""

import os
import tempfile
from pathlib import Path

_scratch = tempfile.TemporaryDirectory(prefix="kentongan-tests-")
os.environ["KENTONGAN_DATA"] = _scratch.name
(Path(_scratch.name) / "static").mkdir()  # WhiteNoise warns when nothing was collected
os.environ.pop("KENTONGAN_DATABASE_URL", None)

from kentongan.settings import *  # noqa: E402, F403  (the environment must be set first; settings are a flat namespace)
from kentongan.support import env  # noqa: E402

_url = os.environ.get("KENTONGAN_TEST_DATABASE_URL")
if _url:
    DATABASES = {"default": env.database(_url, default_sqlite=Path(_scratch.name) / "unused.sqlite3")}
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("KENTONGAN_TEST_DB_NAME", "test_kentongan")}
else:
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_scratch.name) / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

KENTONGAN_VILLAGE_SECONDS = 0.0  # tests change a village and look at once
KENTONGAN_FIGURES_SECONDS = 0.0
KENTONGAN_ARGON2_MEMORY_KIB = 64  # officers' keys are made and opened in many tests
