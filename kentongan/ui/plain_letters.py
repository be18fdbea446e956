"""Text without what XML 1.0 cannot hold: control characters and unpaired surrogates."""

from __future__ import annotations

import re
from typing import Final

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_letters(text: str) -> str:
    """Return the text with a space for each character that no XML document may contain."""
    return _NOT_XML.sub(" ", text)
