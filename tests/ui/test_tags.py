"""What the templates draw."""

import re

import pytest
from csp.decorators import csp_update
from django import forms
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from kentongan.ui import icons
from kentongan.ui.policy import PolicyMiddleware, allow_style, hash_of
from kentongan.villages.models import Village


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Sample(forms.Form):
    name = forms.CharField(label="Nama", help_text="Sesuai KTP.")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(label="Cara", choices=[("a", "Satu"), ("b", "Dua")], widget=forms.RadioSelect)


def test_a_field_is_tied_to_its_label_hint_and_error() -> None:
    html = draw("{% field form.name %}", form=Sample({}))
    assert '<label for="id_name">' in html
    assert 'aria-invalid="true"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    for name in described[1].split():
        assert f'id="{name}"' in html


def test_only_optional_fields_say_that_they_may_stay_empty() -> None:
    form = Sample()
    assert "boleh dikosongkan" in draw("{% field form.note %}", form=form)
    assert "boleh dikosongkan" not in draw("{% field form.name %}", form=form)
    assert "boleh dikosongkan" not in draw("{% field form.note mark=False %}", form=form)


def test_radios_are_a_fieldset_with_a_legend() -> None:
    html = draw("{% field form.way %}", form=Sample())
    assert "<fieldset" in html
    assert "<legend>Cara" in html
    assert html.count('class="choice"') == 2


def test_problems_link_to_their_fields_and_take_the_focus() -> None:
    html = draw("{% problems form %}", form=Sample({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_way_0"' in html
    assert "autofocus" in html


def test_a_good_form_shows_no_problems() -> None:
    assert draw("{% problems form %}", form=Sample()).strip() == ""
    assert draw("{% problems form %}", form=None).strip() == ""


def test_the_accent_is_set_and_allowed_by_its_hash_alone() -> None:
    request = RequestFactory().get("/")
    html = draw("{% accent_style %}", request=request, village=Village(accent="#123456"))
    assert html.startswith("<style>:root{--accent:#123456")
    page = HttpResponse(html)
    PolicyMiddleware(lambda _: page)(request)
    (css,) = re.findall(r"<style>(.*)</style>", html)
    assert f"style-src 'self' {hash_of(css)};" in page["Content-Security-Policy"]
    assert hash_of(css + " ") not in page["Content-Security-Policy"]


def test_what_a_view_changes_of_the_policy_and_the_styles_go_together() -> None:
    request = RequestFactory().get("/")
    allow_style(request, "b{}")
    page = csp_update({"style-src": ["data:"], "frame-ancestors": ["https://desa.example"]})(lambda _: HttpResponse())(
        request
    )
    PolicyMiddleware(lambda _: page)(request)
    assert f"style-src 'self' data: {hash_of('b{}')};" in f"{page['Content-Security-Policy']};"


def test_a_page_that_is_no_html_is_allowed_no_style_of_its_own() -> None:
    request = RequestFactory().get("/")
    allow_style(request, "b{}")
    answer = HttpResponse("{}", content_type="application/json")
    PolicyMiddleware(lambda _: answer)(request)
    assert "sha256" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", sorted(icons.PATHS))
def test_every_icon_is_hidden_from_screen_readers(name: str) -> None:
    assert 'aria-hidden="true"' in icons.icon(name)


def test_a_qr_code_has_a_label_and_no_inline_style() -> None:
    html = draw('{% qr "https://contoh.desa.id/lacak/" "Kode QR" %}')
    assert 'aria-label="Kode QR"' in html
    assert "style=" not in html


def test_a_number_may_break_after_its_slashes_only() -> None:
    assert draw("{{ n|boleh_putus }}", n="1/<b>/3") == "1/<wbr>&lt;b&gt;/<wbr>3"
