"""What a digest for an observer says of published cases: looked up when written, for the outbox keeps ids only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kentongan.cases.queries.published import public_cards
from kentongan.gateway.links import public_url
from kentongan.villages.models import Village


def facts(village: Village, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lines (words, title, address) and the link that ends the digest.

    Raises KeyError or ValueError for a payload that does not fit.
    """
    changes = [(str(public_id), str(words)) for public_id, words in payload["changes"]]
    cards = public_cards(village, {key for key, _ in changes}, today=date.fromisoformat(payload["today"]))
    lines = []
    for key, words in changes:
        card = cards.get(key)
        if card is None:
            lines.append({"words": f"Aduan {key} tidak terbit lagi", "title": "", "address": ""})
        else:
            lines.append(
                {"words": words, "title": card.title, "address": public_url(village, f"/terbitan/{card.public_id}/")}
            )
    return {"lines": lines, "stop": public_url(village, payload["stop"])}
