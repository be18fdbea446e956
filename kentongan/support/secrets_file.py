"""The installation's secrets: one small file, readable by its owner only, made at the first start.

Whoever has this file and the database can read every sealed identity, so a backup of the one should not lie beside a
backup of the other. Each secret stands alone, so that one can be changed without losing the others.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kentongan.support import age, fs

_VERSION = 1
_KEY_BYTES = 32


class SecretsError(Exception):
    """The file of secrets cannot be used as it is."""


@dataclass(frozen=True)
class Secrets:
    """What the installation knows and nobody else may. Its repr shows nothing."""

    secret_key: str = field(repr=False)
    code_key: bytes = field(repr=False)
    staging_key: bytes = field(repr=False)
    root_key: bytes = field(repr=False)
    vault_identity: str = field(repr=False)

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key of its own for each purpose (HKDF-SHA256 over the root key); the same for the same purpose."""
        info = b"kentongan/v1/derive\n" + purpose.encode()
        return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(self.root_key)

    def keyed_hash(self, purpose: str, value: str) -> bytes:
        """HMAC-SHA256 of the value under the purpose's own key: equal values are found, but cannot be guessed."""
        return hmac.digest(self.derive(purpose), value.encode(), "sha256")


def generate() -> Secrets:
    """New random secrets."""
    return Secrets(
        secret_key=secrets.token_urlsafe(64),
        code_key=secrets.token_bytes(_KEY_BYTES),
        staging_key=secrets.token_bytes(_KEY_BYTES),
        root_key=secrets.token_bytes(_KEY_BYTES),
        vault_identity=age.new_identity(),
    )


def load_or_create(path: Path) -> Secrets:
    """The secrets in the file; at the first start they are made and stored durably (0600).

    Of several processes starting at once, one wins and all use its secrets. Raises SecretsError if others may read the
    file or if it is damaged: a new one in its place would make every sealed identity and every tracking code useless.
    """
    if not path.exists():
        # Another process may be first; its file is complete, since a link is made only after the fsync.
        with contextlib.suppress(FileExistsError):
            fs.create_durably(path, _encode(generate()))
    if path.stat().st_mode & 0o077:
        raise SecretsError(f"Berkas kunci {path} bisa dibaca orang lain. Jalankan: chmod 600 {path}")
    return _decode(path)


def _encode(values: Secrets) -> bytes:
    content = {
        "version": _VERSION,
        "secret_key": values.secret_key,
        "code_key": base64.b64encode(values.code_key).decode(),
        "staging_key": base64.b64encode(values.staging_key).decode(),
        "root_key": base64.b64encode(values.root_key).decode(),
        "vault_identity": values.vault_identity,
    }
    return json.dumps(content, indent=1).encode() + b"\n"


def _decode(path: Path) -> Secrets:
    damaged = f"Berkas kunci {path} rusak atau tidak lengkap. Pulihkan dari cadangan; jangan dihapus."
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        if content["version"] != _VERSION:
            raise SecretsError(f"Berkas kunci {path} dibuat oleh Kentongan versi lain.")
        values = Secrets(
            secret_key=str(content["secret_key"]),
            code_key=base64.b64decode(content["code_key"], validate=True),
            staging_key=base64.b64decode(content["staging_key"], validate=True),
            root_key=base64.b64decode(content["root_key"], validate=True),
            vault_identity=str(content["vault_identity"]),
        )
        age.recipient_of(values.vault_identity)
    except SecretsError:
        raise
    except Exception as error:
        # The cause is not chained on purpose: a decoder's message may quote the secret it could not read.
        raise SecretsError(f"{damaged} ({type(error).__name__})") from None
    if len(values.secret_key) < 50 or any(
        len(key) != _KEY_BYTES for key in (values.code_key, values.staging_key, values.root_key)
    ):
        raise SecretsError(damaged)
    return values
