"""The WSGI application granian serves: public pages from memory, everything else from Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402  (Django must be set up before anything of ours is imported)

from kentongan.desk.keys import ring  # noqa: E402
from kentongan.portal import follow_cookie  # noqa: E402
from kentongan.support.micro_cache import MicroCache  # noqa: E402

# Cookies of other sites under the same name of a domain (statistics of the regency's, say) mean nothing to us.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", follow_cookie.NAME, ring.COOKIE)
application = MicroCache(_django, trust_proxy=settings.KENTONGAN_TRUST_PROXY, own_cookies=OWN_COOKIES)
