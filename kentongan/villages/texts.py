"""Every public text that a village may word itself: its key, the program's own words, and how long it may be.

A text the village has not worded is the program's. What the program does (deadlines, who can open what) is no text: a
page says it as it is. Texts are plain, with three signs only (see `ui.plain_text`): an empty line begins a paragraph,
"- " a list, **two stars** make bold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from kentongan.rules.types import Refused
from kentongan.villages.change_words import KEY_LABELS
from kentongan.villages.models import Village
from kentongan.villages.text_defaults import DEFAULTS, PublicText

__all__ = ["GROUPS", "TEXTS", "Question", "check_texts", "own_questions", "text_of"]

TEXTS: Final[Mapping[str, PublicText]] = MappingProxyType({text.key: text for text in DEFAULTS})
GROUPS: Final = tuple(dict.fromkeys(text.group for text in DEFAULTS))
KEY_LABELS.update({f"texts.{text.key}": text.title for text in DEFAULTS})


@dataclass(frozen=True)
class Question:
    """One question with its answer."""

    asked: str
    answer: str


def text_of(village: Village | None, key: str) -> str:
    """Return a public text in the village's words, or in the program's.

    Raises:
        KeyError: there is no such text.
    """
    text = TEXTS[key]
    own: Any = village.texts.get(key) if village is not None and isinstance(village.texts, dict) else None
    return own if isinstance(own, str) and own.strip() else text.default


def own_questions(village: Village) -> tuple[Question, ...]:
    """Return the village's own questions and answers: blocks with the question in the first line."""
    found = []
    for block in text_of(village, "faq_more").replace("\r\n", "\n").split("\n\n"):
        asked, _, answer = block.strip().partition("\n")
        if asked and answer.strip():
            found.append(Question(asked.strip(), answer.strip()))
    return tuple(found)


def check_texts(texts: Any) -> None:
    """Raise Refused (`invalid_setting`) for a known text that is no text or too long; others are not ours to judge."""
    for key, value in (texts or {}).items():
        text = TEXTS.get(key)
        if text is not None and (not isinstance(value, str) or len(value) > text.most):
            raise Refused("invalid_setting", f"{text.title}: paling banyak {text.most} huruf.")
