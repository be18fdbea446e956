"""PDFs are written anew with nothing but their pages, in a process of its own that cannot take the machine with it.

What is done stands in `pdf_pages`; here is only the fence around it: so much memory, so much time, no files, no
further processes, and none of our secrets in its environment.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from kentongan.documents.limits import MAX_PDF_SECONDS
from kentongan.documents.refusal import SENTENCES, UploadRefused

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    f"import sys; sys.path[:] = {[str(_ROOT), *sys.path]!r}; from kentongan.documents.pdf_pages import main; main()"
)


def rewritten(data: bytes) -> bytes:
    """Return the PDF anew: pages, what they show, and nothing else.

    Raises UploadRefused: `pdf_broken`, `pdf_locked` (a password), `pdf_too_complex`, or `pdf_unchecked` (the process
    could not be started).
    """
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module; the stranger's bytes come by stdin)
            [sys.executable, "-I", "-S", "-c", _START],
            input=data,
            capture_output=True,
            timeout=MAX_PDF_SECONDS + 5,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UploadRefused("pdf_too_complex") from error
    except OSError as error:
        logger.error("PDFs cannot be cleaned: the process does not start (%s)", type(error).__name__)
        raise UploadRefused("pdf_unchecked") from error
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    code = done.stderr.decode("ascii", "replace").strip().rsplit("\n", 1)[-1]
    # Killed, or out of memory: its limits held.
    raise UploadRefused(code if code.startswith("pdf_") and code in SENTENCES else "pdf_too_complex")
