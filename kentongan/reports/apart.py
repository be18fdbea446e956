"""Typesetting in a process of its own: a thick book takes hundreds of megabytes, which go back when it is made.

The service's own processes stay as small as they were, and a fault of the typesetter does not take one down.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from kentongan.reports import typeset
from kentongan.reports.typeset import NotTypeset

_TIMEOUT: Final = 120  # seconds; a volume of the register takes three on a slow machine


def pdf(template: str, data: Mapping[str, Any], *, at: datetime, accessible: bool, longest_word: int) -> bytes:
    """Return the same as `typeset.pdf`, for papers without pictures.

    Raises:
        NotTypeset: the template is wrong, or it took too long.
    """
    order = {
        "template": template,
        "data": data,
        "at": at.replace(microsecond=0).isoformat(),
        "accessible": accessible,
        "longest_word": longest_word,
    }
    try:
        made = subprocess.run(
            [sys.executable, "-m", "kentongan.reports.apart"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset(f"{template}: it took more than {_TIMEOUT} s") from error
    if made.returncode != 0:
        raise NotTypeset(made.stderr.decode(errors="replace")[-500:])
    return made.stdout


def main() -> int:
    """Read an order from standard input and write the PDF to standard output; 1 with a word on what is wrong."""
    order = json.load(sys.stdin.buffer)
    try:
        made = typeset.pdf(
            order["template"],
            order["data"],
            at=datetime.fromisoformat(order["at"]),
            accessible=order["accessible"],
            longest_word=order["longest_word"],
        )
    except NotTypeset as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
