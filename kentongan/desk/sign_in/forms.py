"""The forms at the door. Every check of a secret goes through the lockout (people.sign_in, people.second_factor)."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kentongan.desk.sign_in.guards import device_of
from kentongan.people import accounts, passkeys, second_factor, sign_in
from kentongan.people.factors import Factors
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.villages.tenant import village_of

_MAX_SECRET = 300
_NO_KEY = "Kunci sandi tidak terbaca. Tekan tombolnya sekali lagi, atau pakai cara masuk yang lain."
_EMPTY = {"required": "Belum diisi."}
_ADVICE = "Sedikitnya 10 huruf. Beberapa kata yang mudah Anda ingat lebih baik daripada satu kata yang rumit."


class _NameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        widget = forms.TextInput(attrs=attributes)
        super().__init__(label="Nama akun", max_length=60, widget=widget, error_messages=_EMPTY, **kwargs)


class _PasswordField(forms.CharField):
    def __init__(self, *, label: str, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(
            label=label, strip=False, max_length=_MAX_SECRET, widget=widget, error_messages=_EMPTY, **kwargs
        )


class _CodeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w10"}
        kwargs.setdefault("label", "Kode masuk")
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), error_messages=_EMPTY, **kwargs)


class SignInForm(forms.Form):
    """Account name and password."""

    username = _NameField()
    password = _PasswordField(label="Kata sandi", autocomplete="current-password")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.officer: Officer | None = None

    def clean(self) -> dict[str, Any]:
        """Check them both; the sentence is the same for an unknown name and a wrong password."""
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        adapter = get_adapter()
        found = adapter.authenticate(
            self.request,
            username=values["username"],
            password=values["password"],
            at=timezone.now(),
            device=device_of(self.request),
        )
        if not isinstance(found, Officer):
            raise adapter.validation_error("username_password_mismatch")
        self.officer = found
        return values

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on to the second step, or in."""
        login = Login(user=self.officer, redirect_url=redirect_url)
        response: HttpResponse = perform_password_login(request, {}, login)
        return response


class CodeForm(forms.Form):
    """The second step: a code from the app or from paper."""

    code = _CodeField()

    def __init__(self, *args: Any, user: Officer, factors: Factors, device: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.device = device
        self.fields["code"].help_text = _where_codes_are(factors)

    def clean_code(self) -> str:
        """Use the code up, or say that it is wrong."""
        code: str = self.cleaned_data["code"]
        try:
            second_factor.check_code(officer=self.user, code=code, at=timezone.now(), device=self.device)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal
        return code


class PasswordAgainForm(forms.Form):
    """The password once more, before something that matters."""

    password = _PasswordField(label="Kata sandi Anda", autocomplete="current-password")

    def __init__(self, *args: Any, user: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Check it like at the door."""
        return _own_password(self.user, self.cleaned_data["password"])


class _NewPasswordForm(forms.Form):
    """A new password, typed twice because nobody can see it."""

    new = _PasswordField(label="Kata sandi baru", autocomplete="new-password", help_text=_ADVICE)
    again = _PasswordField(label="Kata sandi baru, sekali lagi", autocomplete="new-password")

    def check_new(self, officer: Officer) -> None:
        """Add what is wrong with the new password to the errors."""
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "Kedua kata sandi belum sama. Ketik ulang pelan-pelan.")
        if new:
            try:
                validate_password(new, officer)
            except ValidationError as error:
                self.add_error("new", error)


class StartForm(_NewPasswordForm):
    """Opening an account with its slip."""

    username = _NameField(help_text="Tertulis di lembar akun Anda.")
    code = forms.CharField(
        label="Kode lembar",
        max_length=40,
        error_messages=_EMPTY,
        help_text="Tiga kelompok huruf dan angka, misalnya K7M4T-QX2PA-9RWEH. Huruf besar atau kecil sama saja.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("username", "code", "new", "again")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.officer: Officer | None = None

    def clean(self) -> dict[str, Any]:
        """Check the slip first: only who holds it learns anything more."""
        values = super().clean() or self.cleaned_data
        if "username" in values and "code" in values:
            try:
                self.officer = accounts.check_slip(
                    village=village_of(self.request),
                    username=values["username"],
                    code=values["code"],
                    at=timezone.now(),
                )
            except Refused as refusal:
                raise ValidationError(refusal.sentence, code=refusal.code) from refusal
            self.check_new(self.officer)
        return values


class ChangePasswordForm(_NewPasswordForm):
    """The officer's own new password."""

    old = _PasswordField(label="Kata sandi sekarang", autocomplete="current-password")
    field_order = ("old", "new", "again")

    def __init__(self, *args: Any, user: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        """Check it like at the door."""
        return _own_password(self.user, self.cleaned_data["old"])

    def clean(self) -> dict[str, Any]:
        """Check the new one."""
        values = super().clean() or self.cleaned_data
        self.check_new(self.user)
        if values.get("new") and values.get("new") == values.get("old"):
            self.add_error("new", "Kata sandi baru masih sama dengan yang lama. Pilih yang lain.")
        return values


class ActivateForm(forms.Form):
    """The first code of an app proves that it has the key."""

    code = _CodeField(label="Kode dari aplikasi", help_text="Enam angka yang sekarang tampil di aplikasi.")


class PaperForm(forms.Form):
    """The first code of a list proves that it was printed."""

    code = _CodeField(label="Kode nomor 1 dari kertas", help_text="Delapan angka di samping nomor 1.")


class PasskeyForm(forms.Form):
    """What a browser says for a passkey; a script of ours fills it in."""

    credential = forms.CharField(
        max_length=20_000, widget=forms.HiddenInput, error_messages={"required": _NO_KEY, "max_length": _NO_KEY}
    )

    def clean_credential(self) -> object:
        """Read the JSON; what stands in it is judged by people.passkeys."""
        try:
            return json.loads(self.cleaned_data["credential"])
        except (ValueError, RecursionError) as error:
            raise ValidationError(_NO_KEY) from error


class NewPasskeyForm(PasskeyForm):
    """A new passkey under a name of its owner's."""

    name = forms.CharField(
        label="Nama kunci",
        max_length=passkeys.MAX_NAME,
        error_messages=_EMPTY,
        help_text="Supaya Anda mengenalinya nanti, misalnya “PC pelayanan” atau “Ponsel saya”.",
    )


def _where_codes_are(factors: Factors) -> str:
    """Say where the officer finds a code, in the order of what he has."""
    places = []
    if factors.app:
        places.append("Enam angka yang sedang tampil di aplikasi kode.")
    if factors.paper:
        places.append("Kode yang belum dicoret di daftar kode sekali pakai Anda.")
    if factors.device:
        places.append("Perangkatnya tidak ada? Pakai satu kode cadangan Anda.")
    return " ".join(places)


def _own_password(officer: Officer, password: str) -> str:
    try:
        sign_in.check_password(village=officer.village, username=officer.username, password=password, at=timezone.now())
    except Refused as refusal:
        sentence = "Kata sandi belum cocok." if refusal.code == "wrong" else refusal.sentence
        raise ValidationError(sentence, code=refusal.code) from refusal
    return password
