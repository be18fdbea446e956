"""Template tags and filters of the face: `{% load ui %}`. See docs/explanation/ui.md for how they look."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kentongan.ui import icons, plain_text, words
from kentongan.ui.accent import accent
from kentongan.ui.policy import allow_style

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of `ui.icons`."""
    return icons.icon(name)


@register.simple_tag
def mark() -> SafeString:
    """Draw the kentongan mark."""
    return icons.MARK


@register.simple_tag(takes_context=True)
def accent_style(context: template.Context) -> SafeString:
    """Set the village's accent colour on this page, in a style element the page's policy allows by its hash."""
    request: HttpRequest | None = context.get("request")
    village = context.get("village")
    if village is None or request is None:
        return mark_safe("")
    # The CSS is made of checked #rrggbb values only (ui.accent), never of text somebody typed.
    css = accent(village.accent).css()
    allow_style(request, css)
    return mark_safe(f"<style>{css}</style>")  # noqa: S308


@register.simple_tag(takes_context=True)
def accent_trial(context: template.Context, colour: str, name: str) -> SafeString:
    """Set another accent within `.name` only, for a preview; `name` is one of our own class names."""
    tried = accent(colour)
    # Checked #rrggbb values again, see `accent_style`.
    css = f".{name}{{--accent:{tried.base};--accent-strong:{tried.strong};--accent-soft:{tried.soft}}}"
    allow_style(context.get("request"), css)
    return mark_safe(f"<style>{css}</style>")  # noqa: S308


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw a QR code (level M) as inline SVG with a label for screen readers."""
    box, inner = _qr_parts(text)
    return format_html('<svg class="qr" role="img" aria-label="{}" viewBox="{}">{}</svg>', label, box, inner)


@lru_cache(maxsize=64)
def _qr_parts(text: str) -> tuple[str, SafeString]:
    # The follow-up address is the same on every receipt; making its code takes longer than recording the complaint.
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, lineclass=None, svgclass=None)
    box = drawing[drawing.index('viewBox="') + 9 :].split('"', 1)[0]
    # segno draws only paths of numbers; the text itself is encoded in the modules.
    return box, mark_safe(drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")])  # noqa: S308


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", mark: bool = True) -> dict[str, Any]:
    """Draw one form field with label, hint and error, each tied to it for screen readers.

    `mark=False` leaves out "(boleh dikosongkan)", for a field that is needed only after a certain answer.
    """
    widget = bound.field.widget
    kind = "group" if isinstance(widget, RadioSelect) else "check" if isinstance(widget, CheckboxInput) else "plain"
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "optional": mark and not bound.field.required,
    }


@register.inclusion_tag("ui/choices.html")
def choices(bound: BoundField, items: Iterable[Any]) -> dict[str, Any]:
    """Draw radios with an explanation each: items have `value`, `label`, `hint` and `chosen`."""
    return {"field": bound, "items": items}


@register.inclusion_tag("ui/problems.html")
def problems(form: BaseForm | None) -> dict[str, Any]:
    """Draw the list of what is wrong in a form, focused, each linked to its field; nothing when all is well."""
    if form is None or not form.is_bound or not form.errors:
        return {"items": []}
    items = [{"target": "", "sentence": sentence} for sentence in form.non_field_errors()]
    for name in form.fields:  # in the order of the form, whenever each was found
        if name not in form.errors:
            continue
        bound = form[name]
        target = bound.id_for_label or bound.auto_id
        if isinstance(bound.field.widget, RadioSelect):
            target = f"{bound.auto_id}_0"
        items += [{"target": target, "sentence": f"{bound.label}: {sentence}"} for sentence in bound.errors]
    return {"items": items}


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """Say a day: "Senin, 23 November 2026"; nothing for None."""
    return words.say_date(_local(value)) if value else ""


@register.filter
def tanggal_pendek(value: date | datetime | None) -> str:
    """Say a day without its weekday: "23 November 2026"."""
    return words.say_short_date(_local(value)) if value else ""


@register.filter
def waktu(value: datetime | None) -> str:
    """Say a moment: "Senin, 23 November 2026 pukul 14.05 WIB"."""
    local = _local(value) if value else None
    return words.say_moment(local) if isinstance(local, datetime) else ""


@register.filter
def jam(value: datetime | None) -> str:
    """Say a time of day: "pukul 14.05 WIB"."""
    local = _local(value) if value else None
    return words.say_time(local) if isinstance(local, datetime) else ""


@register.filter
def berapa_lama(day: date | None, today: date) -> str:
    """Say how far a day is from today: "3 hari lagi", "lewat 2 hari"."""
    return words.say_distance(day, today) if day else ""


@register.filter
def ukuran(count: int | None) -> str:
    """Say a number of bytes: "2,4 MB"."""
    return words.say_size(count) if count is not None else ""


@register.filter
def unlocalise(value: float) -> str:
    """Write a number with a decimal point, for SVG and scripts."""
    return f"{value:.8g}"


@register.filter
def nomor_telepon(text: str) -> str:
    """Write a telephone number as a `tel:` link wants it: digits and a plus only."""
    return "".join(char for char in str(text) if (char.isdigit() and char.isascii()) or char == "+")


@register.filter
def boleh_putus(text: str) -> SafeString:
    """Let a long number break after its slashes, and nowhere else."""
    return mark_safe("/<wbr>".join(conditional_escape(part) for part in str(text).split("/")))  # noqa: S308 -- escaped


@register.filter
def teks(text: str) -> SafeString:
    """Draw typed text with its paragraphs, lists and bold words (`ui.plain_text`)."""
    return plain_text.block(str(text or ""))
