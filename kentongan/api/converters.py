"""Parts of addresses."""

from __future__ import annotations


class Format:
    """The format of an answer, as the end of an address."""

    regex = "xml|json"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


class Rest(Format):
    """Whatever is left of an address, also with line ends in it."""

    regex = "(?s:.+)"


class PublicId(Format):
    """The public id of a case: nothing else reaches the database."""

    regex = "[A-Za-z0-9_-]{1,16}"
