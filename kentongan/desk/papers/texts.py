"""The village's own words of its papers: one page per kind, its fields explained, looked at with a made-up case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.papers.forms import word_field
from kentongan.desk.papers.signers import signers_of
from kentongan.desk.views.links import follow_url
from kentongan.documents import serve
from kentongan.people import set_up
from kentongan.reports.papers import compose
from kentongan.reports.papers.example import example
from kentongan.reports.papers.receipt import example_pdf
from kentongan.reports.typeset import NotTypeset
from kentongan.rules.access import Right
from kentongan.rules.paper_words import WORDS, words_of
from kentongan.rules.papers import PaperField, check_words
from kentongan.rules.types import PaperKind, Refused
from kentongan.villages import changes
from kentongan.villages.changes import Area
from kentongan.villages.models import PaperText, Village
from kentongan.villages.tenant import village_of

for_settings = for_officers(Right.MANAGE_SETTINGS)
STAMP = "CONTOH"


class WordsForm(forms.Form):
    """The words of one kind. `seen`: the mark of the row as shown, so that nobody overwrites another's change."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, kind: PaperKind, row: PaperText | None) -> None:
        self.kind = kind
        stamp = changes.stamp(row, Area.PAPERS) if row else ""
        super().__init__(data, initial={**words_of(kind, row.words if row else {}), "seen": stamp})
        for word in WORDS[kind]:
            self.fields[word.key] = word_field(word)

    def clean(self) -> dict[str, Any]:
        """Refuse fields that there are not."""
        found: dict[str, Any] = super().clean() or {}
        for word in WORDS[self.kind]:
            try:
                check_words(str(found.get(word.key, "")))
            except Refused as refused:
                self.add_error(word.key, ValidationError(refused.sentence))
        return found

    def words(self) -> dict[str, str]:
        """Return all words as typed; call it on a valid form."""
        return {word.key: str(self.cleaned_data[word.key]) for word in WORDS[self.kind]}

    def own(self) -> dict[str, str]:
        """Return only what differs from the program's words: a later, better wording then reaches the village."""
        return {word.key: typed for word in WORDS[self.kind] if (typed := self.words()[word.key]) != word.default}


@dataclass(frozen=True)
class KindLine:
    """One kind in the list."""

    kind: PaperKind
    own: bool
    url: str


@require_safe
@for_settings
def index(request: HttpRequest) -> HttpResponse:
    """All kinds, and which have words of the village."""
    own = set(PaperText.objects.filter(village=village_of(request)).values_list("kind", flat=True))
    lines = [KindLine(kind, kind in own, reverse("desk:paper_text", args=[kind])) for kind in WORDS]
    return render(request, "desk/papers/texts.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@for_settings
def edit(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Edit the words of a kind; `lihat` shows them on paper, `asli` goes back to the program's words."""
    if kind not in set(PaperKind) or PaperKind(kind) not in WORDS:
        raise Http404
    village, chosen = village_of(request), PaperKind(kind)
    row = PaperText.objects.filter(village=village, kind=chosen).first()
    form = WordsForm(request.POST if request.method == "POST" else None, kind=chosen, row=row)
    if request.method == "POST":
        if "asli" in request.POST and row is not None:
            return _back_to_default(request, row)
        if form.is_valid():
            return _look(request, form, village) if "lihat" in request.POST else _save(request, form, village, row)
    context = {
        "form": form,
        "kind": chosen,
        "own": row is not None,
        "fields": [(f"{{{field}}}", field.label) for field in PaperField],
    }
    return render(request, "desk/papers/text.html", context, status=422 if form.is_bound else 200)


def _save(request: HttpRequest, form: WordsForm, village: Village, row: PaperText | None) -> HttpResponseBase:
    own, now, by = form.own(), timezone.now(), officer_of(request)
    try:
        if row is not None and not own:
            done = set_up.remove(village=village, area=Area.PAPERS, row=row.pk, by=by, at=now)
        elif row is None and not own:
            done = None
        else:
            done = set_up.change(
                village=village,
                area=Area.PAPERS,
                row=row.pk if row else None,
                values={"words": own} if row else {"kind": str(form.kind), "words": own},
                by=by,
                at=now,
                seen=form.cleaned_data["seen"],
            )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Naskah disimpan dan langsung berlaku." if done else "Tidak ada yang berubah.")
    return HttpResponseRedirect(reverse("desk:paper_text", args=[form.kind]))


def _back_to_default(request: HttpRequest, row: PaperText) -> HttpResponse:
    kind = row.kind
    try:
        set_up.remove(
            village=village_of(request), area=Area.PAPERS, row=row.pk, by=officer_of(request), at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Naskah kembali ke kata-kata bawaan.")
    return HttpResponseRedirect(reverse("desk:paper_text", args=[kind]))


def _look(request: HttpRequest, form: WordsForm, village: Village) -> HttpResponseBase:
    now, site, name = timezone.now(), follow_url(request), f"Contoh {form.kind.label.lower()}.pdf"
    try:
        if form.kind is PaperKind.RECEIPT:
            return serve.paper_response(example_pdf(village, form.words(), at=now, site=site), name)
        signer = signers_of(village)[0]
        data = example(form.kind, form.words(), village=village, signatory=signer.who, at=now, site=site)
        return serve.paper_response(compose.pdf(data, village=village, at=now, stamp=STAMP), name)
    except NotTypeset:
        messages.error(request, "Contoh ini belum bisa dibuat. Beri tahu pengelola sistem.")
        return HttpResponseRedirect(reverse("desk:paper_text", args=[form.kind]))
