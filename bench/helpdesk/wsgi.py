"""For granian."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.helpdesk.settings"

from django.core.wsgi import get_wsgi_application  # noqa: E402  (the settings come first)

application = get_wsgi_application()
