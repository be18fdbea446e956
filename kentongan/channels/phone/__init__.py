"""The telephone: an officer writes, reads back, and says the number and the code aloud."""

from __future__ import annotations

from kentongan.gateway.contract import Capabilities, Channel


class Phone(Channel):
    """Complaints told by telephone."""

    name = "phone"
    label = "Telepon"
    capabilities = Capabilities(recorded_at_desk=True, oral=True)
