"""Make the tables and one queue that takes tickets from the public."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.helpdesk.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (after setup)
from helpdesk.models import Queue  # noqa: E402

call_command("migrate", verbosity=0)
Queue.objects.create(id=1, title="Pengaduan", slug="aduan", allow_public_submission=True)
