"""The village's own site: the reporter writes by himself."""

from __future__ import annotations

from kentongan.gateway.contract import Capabilities, Channel


class Web(Channel):
    """Complaints lodged on the portal."""

    name = "web"
    label = "Situs"
    capabilities = Capabilities(can_receive=True)
