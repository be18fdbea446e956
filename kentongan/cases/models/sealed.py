"""Words that may be sealed: a text column holds them in clear, or as an age file for the case's own key.

What comes out of the database sealed is a `SealedWords`: it shows as a placeholder, goes back as it came, and opens
only where somebody brings keys (`cases.sealing`). So nothing read without a key is ever written over what it stands
for, and a page that forgot to open shows the placeholder.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from django.db import models

MARK: Final = "age:"
PLACEHOLDER: Final = "(tersegel)"

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField  # generic for the type checker only


class SealedWords(str):
    """Words that are sealed; as text only a placeholder. `stored` is what the column holds."""

    stored: str

    def __new__(cls, stored: str) -> SealedWords:
        """Make it from what the column holds."""
        made = super().__new__(cls, PLACEHOLDER)
        made.stored = stored
        return made

    @classmethod
    def of(cls, sealed: bytes) -> SealedWords:
        """Make it from an age file."""
        return cls(MARK + base64.b64encode(sealed).decode())

    @property
    def sealed(self) -> bytes:
        """The age file."""
        return base64.b64decode(self.stored[len(MARK) :])


class SealableTextField(TextField):
    """A text that is sealed in sealed cases."""

    def from_db_value(self, value: Any, *_args: Any) -> Any:
        """Return sealed words as such."""
        return SealedWords(value) if isinstance(value, str) and value.startswith(MARK) else value

    def get_prep_value(self, value: Any) -> Any:
        """Store sealed words as they were. Raises ValueError for a placeholder that lost its words on the way."""
        if isinstance(value, SealedWords):
            return value.stored
        if value == PLACEHOLDER:
            raise ValueError("the placeholder of sealed words is not stored in their place")
        return super().get_prep_value(value)

    def deconstruct(self) -> Any:
        """For migrations it is the text column that it always was."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
