"""The pages of the public texts: all of them by where they are read, and one at a time with its preview."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.desk.access import officer_of
from kentongan.desk.settings.areas.texts import PAGE
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.views import for_settings, frame, saved
from kentongan.forms.fields import LongText
from kentongan.people import set_up
from kentongan.rules.types import Refused
from kentongan.villages.changes import Area
from kentongan.villages.models import Village
from kentongan.villages.tenant import village_of
from kentongan.villages.text_defaults import PublicText
from kentongan.villages.texts import GROUPS, TEXTS, text_of


class WordingForm(SettingForm):
    """One text. Empty brings the program's own words back."""

    area: ClassVar = Area.TEXTS
    words = LongText(label="Teks", max_length=4000, help_text="")

    def __init__(self, data: Any = None, *, village: Village, text: PublicText) -> None:
        self.text = text
        super().__init__(data, village=village, row=village)
        field = self.fields["words"] = LongText(
            label=text.title,
            max_length=text.most,
            help_text=f"{text.help} Paling banyak {text.most:,} huruf. ".replace(",", ".")
            + (
                "Dua bintang di kedua sisi menebalkan: **gratis**."
                if text.line
                else "Dua bintang di kedua sisi menebalkan: **gratis**; tanda - di awal baris membuat daftar; "
                "baris kosong memulai paragraf baru."
            ),
            widget=forms.Textarea(attrs={"rows": 4 if text.line else 10}),
        )
        field.initial = text_of(village, text.key)
        self.initial["words"] = field.initial

    def values(self) -> dict[str, Any]:
        """Return the text under its key, None where it is the program's own."""
        words = self.cleaned_data["words"]
        return {f"texts.{self.text.key}": None if words in ("", self.text.default) else words}


@require_safe
@for_settings
def texts(request: HttpRequest) -> HttpResponse:
    """All texts, by where they are read."""
    village = village_of(request)
    groups = [
        (
            group,
            [
                (text, text_of(village, text.key), bool((village.texts or {}).get(text.key)))
                for text in TEXTS.values()
                if text.group == group
            ],
        )
        for group in GROUPS
    ]
    return render(request, "desk/settings/texts.html", {**frame(PAGE, village), "groups": groups})


@for_settings
def text(request: HttpRequest, key: str) -> HttpResponse:
    """One text: word it, look at it, or go back to the program's own words."""
    village = village_of(request)
    known = TEXTS.get(key)
    if known is None:
        raise Http404
    form = WordingForm(_typed(request, known), village=village, text=known)
    looking = "lihat" in request.POST
    if form.is_bound and form.is_valid() and not looking:
        try:
            done = set_up.change(
                village=village,
                area=Area.TEXTS,
                values=form.values(),
                by=officer_of(request),
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            saved(request, PAGE, done)
            return redirect("desk:settings_text", key=key)
    shown = form.cleaned_data["words"] if form.is_bound and form.is_valid() else text_of(village, key)
    context = {
        **frame(PAGE, village),
        "form": form,
        "text": known,
        "own": bool((village.texts or {}).get(key)),
        "shown": shown or known.default,
        "looking": looking and form.is_valid(),
    }
    return render(request, "desk/settings/text.html", context, status=422 if form.is_bound and form.errors else 200)


def _typed(request: HttpRequest, text: PublicText) -> Any:
    """Return what was sent, None on reading; "bawaan" asks for the program's own words."""
    if request.method != "POST":
        return None
    if "bawaan" in request.POST:
        return {"words": text.default, "seen": request.POST.get("seen", "")}
    return request.POST
