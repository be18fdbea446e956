"""What must not be read in public: proposals, the text without it, and the proof that nothing of it is left.

`propose` finds passages, an officer decides, `redact` puts neutral marks in their place, `check_published` refuses what
still says a hidden thing. Pure: names known to the village and a dictionary are passed in.
"""

from .phrases import phrase_spans
from .proposing import propose
from .publishing import Redacted, check_no_number, check_published, redact
from .spans import MARKS, Span, SpanKind

__all__ = [
    "MARKS",
    "Redacted",
    "Span",
    "SpanKind",
    "check_no_number",
    "check_published",
    "phrase_spans",
    "propose",
    "redact",
]
