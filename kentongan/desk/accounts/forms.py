"""Forms of account management. The rules are in people.accounts; a refusal lands beside the field it is about."""

from __future__ import annotations

from django import forms

from kentongan.people.models import ACCOUNT_ROLES
from kentongan.people.posts import ALL_POSTS
from kentongan.rules.types import Refused, Role

# What each role may do, in words an administrator can decide by.
ROLE_HINTS = {
    Role.INTAKE: "Menerima dan mencatat aduan, melihat semua aduan.",
    Role.UNIT_HEAD: "Memverifikasi, membagi tugas, menjawab, melihat semua aduan.",
    Role.HANDLER: "Menangani aduan yang ditugaskan kepadanya.",
    Role.VILLAGE_HEAD: "Penanggung jawab; melihat semua aduan dan pengawasan.",
    Role.BPD: "Mengawasi; melihat semua aduan dan pengawasan.",
    Role.OVERSEER: "Dari kecamatan atau inspektorat; hanya melihat aduan terbatas dari jalur yang ia pegang.",
    Role.ADMIN: "Mengelola akun dan pengaturan; tidak melihat isi aduan.",
    Role.OVERSEER: "Dari kecamatan atau inspektorat; hanya melihat aduan di jalur yang ia pegang.",
    Role.OBSERVER: "Dari LSM atau media; hanya membaca aduan yang sudah terbit, dan tidak boleh sekaligus petugas.",
}


_EMPTY = {"required": "Belum diisi."}


class DetailsForm(forms.Form):
    """Name, post and e-mail."""

    name = forms.CharField(
        label="Nama lengkap",
        max_length=120,
        error_messages=_EMPTY,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    post = forms.CharField(
        label="Jabatan",
        max_length=80,
        required=False,
        help_text="Pilih dari daftar yang muncul, atau tulis sendiri. Misalnya Kasi Pelayanan atau Ketua BPD.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "daftar_jabatan"}),
    )
    number = forms.CharField(
        label="NIP atau NIPD",
        max_length=30,
        required=False,
        help_text="Dicetak di bawah tanda tangan. Kosongkan bila tidak punya.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    organisation = forms.CharField(
        label="Lembaga",
        max_length=120,
        required=False,
        help_text="Nama LSM atau media. Hanya untuk akun pemantau.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(label="Surel", required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    def posts(self) -> tuple[str, ...]:
        """Return the usual posts, for the list that the browser offers."""
        return ALL_POSTS

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about, or above the form."""
        fields = {"taken": "username"}
        name = fields.get(refusal.code, refusal.code)
        self.add_error(name if name in self.fields else None, refusal.sentence)


class RolesForm(forms.Form):
    """Which roles the officer has; a person in a small village has several."""

    roles = forms.TypedMultipleChoiceField(
        label="Peran",
        coerce=Role,
        choices=[(str(role), role.label) for role in ACCOUNT_ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu peran."},
    )

    def role_choices(self) -> list[dict[str, object]]:
        """Return each role with its hint and whether it is chosen, for the template."""
        chosen = {str(value) for value in (self["roles"].value() or [])}
        return [
            {"value": str(role), "label": role.label, "hint": ROLE_HINTS[role], "checked": str(role) in chosen}
            for role in ACCOUNT_ROLES
        ]

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the roles."""
        self.add_error("roles", refusal.sentence)


class AddForm(DetailsForm, RolesForm):
    """A new account."""

    username = forms.CharField(
        label="Nama akun",
        max_length=40,
        error_messages=_EMPTY,
        help_text="Dipakai untuk masuk. Huruf kecil, angka, titik, atau tanda hubung; misalnya siti.rahma",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("name", "post", "number", "username", "email", "roles", "organisation")

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about, or above the form."""
        DetailsForm.refuse(self, refusal)
