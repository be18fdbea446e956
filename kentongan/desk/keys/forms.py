"""Forms about the officer's own key. Nothing typed here is stored, and none of it is proposed by the browser."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from kentongan.rules.types import Refused
from kentongan.vault import passphrase, shares
from kentongan.vault.holders import Draft

_EMPTY: Final = {"required": "Belum diisi."}
_PLAIN: Final = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
_MOST: Final = 1000  # letters, far more than 33 words
_ASKED: Final = 2  # words of the passphrase


class PhraseForm(forms.Form):
    """The passphrase of the present key."""

    phrase = forms.CharField(
        label="Frasa sandi",
        max_length=_MOST,
        error_messages=_EMPTY,
        help_text="Enam kata dari kertas Anda, berurutan. Huruf besar, nomor, dan tanda hubung tidak masalah.",
        widget=forms.TextInput(attrs=_PLAIN),
    )

    def refuse(self, refusal: Refused) -> None:
        """Show why it did not open."""
        self.add_error("phrase", refusal.sentence)


class SheetsForm(forms.Form):
    """Two of the three sheets."""

    first = forms.CharField(label="Lembar pertama", max_length=_MOST, error_messages=_EMPTY)
    second = forms.CharField(label="Lembar kedua", max_length=_MOST, error_messages=_EMPTY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.Textarea(attrs={**_PLAIN, "rows": 5})
            field.help_text = f"{shares.LENGTH} kata, berurutan. Empat huruf pertama tiap kata sudah cukup."

    def refuse(self, refusal: Refused) -> None:
        """Show what is wrong, at the sheet it is about."""
        about = {"lembar pertama": "first", "lembar kedua": "second"}
        field = next((name for said, name in about.items() if said in refusal.sentence.lower()), None)
        self.add_error(field, refusal.sentence)


class ConfirmForm(forms.Form):
    """Two words of the new passphrase: proof that it stands on paper."""

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = draft.passphrase.split()
        for place in _places(draft):
            self.fields[f"word_{place}"] = forms.CharField(
                label=f"Kata ke-{place}", max_length=20, error_messages=_EMPTY, widget=forms.TextInput(attrs=_PLAIN)
            )

    def clean(self) -> dict[str, Any]:
        """Compare with the drawn words."""
        cleaned = super().clean() or {}
        for name, typed in list(cleaned.items()):  # add_error takes wrong ones out
            if not passphrase.is_word(typed, self._words[int(name.removeprefix("word_")) - 1]):
                self.add_error(name, ValidationError("Belum cocok dengan kertas Anda. Lihat lagi, lalu tulis ulang."))
        return cleaned


def _places(draft: Draft) -> list[int]:
    """Return which words are asked: two places, the same for one key however often the page is opened."""
    drawn = hashlib.sha256(draft.recipient.encode()).digest()
    places = list(range(1, passphrase.LENGTH + 1))
    return sorted(places.pop(drawn[turn] % len(places)) for turn in range(_ASKED))
