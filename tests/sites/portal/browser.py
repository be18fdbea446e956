"""What a browser does with our pages: read the hidden fields, send the form, read what stands there."""

from __future__ import annotations

import html
import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

STORY = "Jembatan bambu di RT 02 patah sejak hujan kemarin, anak sekolah memutar jauh."
ANSWERS: dict[str, Any] = {
    "kind": "complaint",
    "story": STORY,
    "settlement": "Dibuatkan jembatan yang kuat.",
    "place": "Dekat musala",
    "rt": "002",
    "rw": "01",
    "about_official": "no",
    "identity_mode": "open",
    "name": "Warsiti Ningsih",
    "phone": "0812 3456 7890",
}


def hidden(page: HttpResponse | str, form: str = "") -> dict[str, str]:
    """Return the hidden fields of the page's form (the one whose action ends with `form`)."""
    text = page if isinstance(page, str) else page.content.decode()
    forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL)
    wanted = next(part for part in forms if f'action="{form}"' in part.split(">", 1)[0] or not form)
    tags = re.findall(r'<input type="hidden"[^>]*>', wanted)
    pairs = ((re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags)
    return {name[1]: html.unescape(value[1]) for name, value in pairs if name and value}


def lodge(browser: Client, path: str = "/lapor/", **answers: Any) -> Any:
    """Open the form and send it."""
    return browser.post(path, hidden(browser.get(path), path) | ANSWERS | answers)


def code_on(page: Any) -> str:
    """Return the tracking code of a receipt, as it is shown."""
    groups: list[str] = re.findall(r'<span aria-hidden="true">([2-9A-Z]{3})</span>', page.content.decode())
    return "-".join(groups)


def number_on(page: Any) -> str:
    """Return the register number of a receipt or a follow-up page."""
    found = re.search(r"<title>[^<]*?([0-9]{3}/ADU/[0-9./]+)", page.content.decode())
    assert found is not None
    return found[1]


def enter(browser: Client, code: str) -> Any:
    """Enter a code and follow to the page behind it."""
    fields = hidden(browser.get("/lacak/"), "/lacak/")
    return browser.post("/lacak/", fields | {"code": code}, follow=True)


def a_photo(name: str = "jembatan.jpg", colour: str = "brown") -> SimpleUploadedFile:
    """Return a small honest JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def text_of(page: Any) -> str:
    """Return the page as text, entities resolved."""
    return html.unescape(page.content.decode())
