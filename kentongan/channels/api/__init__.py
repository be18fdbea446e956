"""Other people's programs: complaints handed over by Open311 with a key of the village (kentongan.api)."""

from __future__ import annotations

from kentongan.gateway.contract import Capabilities, Channel


class Api(Channel):
    """Complaints that another program lodges."""

    name = "api"
    label = "Aplikasi lain"
    capabilities = Capabilities(can_receive=True)
