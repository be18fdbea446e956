"""The page that checks receipts offline: one HTML file, put together from `checker/`, that may run its own script only.

The libraries in `checker/noble` lie there as their author published them (@noble/ed25519 3.2.0, @noble/hashes 2.4.0);
here each module becomes a function, because a file opened from a disk may not load modules.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from kentongan.proofs.check import WORDS

FILE_NAME: Final = "periksa-tanda-terima.html"
_FOLDER: Final = Path(__file__).parent / "checker"
_MODULES: Final = {"utils": "utils", "u64": "_u64", "md": "_md", "sha2": "sha2", "ed25519": "ed25519"}
_NAMES: Final = {f"./{file}.js": f"noble_{name}" for name, file in _MODULES.items()}
_DOCS: Final = re.compile(r"^[ \t]*/\*\*.*?\*/\n", re.DOTALL | re.MULTILINE)
_IMPORT: Final = re.compile(r'^import (?:\* as (\w+)|(\{[^}]*\})) from "([^"]+)";$', re.MULTILINE)
_EXPORT_LIST: Final = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


@cache
def checker_page() -> str:
    """The whole page."""
    script = "\n".join(['"use strict";', *_libraries(), _words(), _read("check.js"), _read("face.js")])
    style = _read("style.css")
    allowed = f"script-src {_hash(script)}; style-src {_hash(style)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    values = {"policy": policy, "style": style, "script": script}
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], _read("page.html"))


def _libraries() -> list[str]:
    made = [_module(name, _read(f"noble/{file}.js")) for name, file in _MODULES.items()]
    return [*made, "const sha2 = noble_sha2, ed25519 = noble_ed25519;", "ed25519.hashes.sha512 = sha2.sha512;"]


def _module(name: str, source: str) -> str:
    """A module as a function that returns what the module exports."""
    body = _DOCS.sub("", source)
    body = _IMPORT.sub(lambda found: f"const {found[1] or found[2]} = {_NAMES[found[3]]};", body)
    listed = [word.strip() for found in _EXPORT_LIST.findall(body) for word in found.split(",") if word.strip()]
    named = [found[2] for found in _EXPORT.finditer(body)]
    body = _EXPORT.sub(r"\1", _EXPORT_LIST.sub("", body))
    return f"const noble_{name} = (() => {{\n{body}\nreturn {{ {', '.join([*listed, *named])} }};\n}})();"


def _words() -> str:
    return f"const WORDS = {json.dumps(WORDS, ensure_ascii=False)};".replace("<", "\\u003c")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
