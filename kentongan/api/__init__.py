"""The site for programs: Open311 GeoReport v2 at /open311/, the REST interface at /api/v1/, its description at /api/.

A program sees what is published, or what its tracking code opens; nothing else. No cookie is read or set here, so no
foreign page can act for anybody, and no form needs a token. Bad input is answered in the asked format, never by a 500.
"""
