"""A letter, brought or sent: an officer copies it to the register and attaches the scan."""

from __future__ import annotations

from kentongan.gateway.contract import Capabilities, Channel


class Letter(Channel):
    """Complaints written on paper."""

    name = "letter"
    label = "Surat"
    capabilities = Capabilities(recorded_at_desk=True, on_paper=True)
