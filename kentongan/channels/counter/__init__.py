"""The office counter: somebody comes and tells, an officer writes, reads back and hands over the receipt."""

from __future__ import annotations

from kentongan.gateway.contract import Capabilities, Channel


class Counter(Channel):
    """Complaints told at the counter."""

    name = "counter"
    label = "Loket"
    capabilities = Capabilities(recorded_at_desk=True, oral=True, face_to_face=True)
