"""A passkey in software, such as a phone has: it makes a key pair and signs (WebAuthn level 2, attestation "none")."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64
AAGUID = bytes(16)


class Authenticator:
    """One key. `checks`: it asks its owner for finger or PIN. `counts`: it counts its signatures."""

    def __init__(self, *, checks: bool = True, counts: bool = False) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.handle = os.urandom(32), ""
        self.flags = PRESENT | (VERIFIED if checks else 0)
        self.counts, self.counter = counts, 0

    def make(self, asked: dict[str, Any], origin: str, *, host: str = "") -> dict[str, Any]:
        """Answer a registration."""
        asked = asked["publicKey"]
        self.handle = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        attested = AAGUID + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._head(host or asked["rp"]["id"], self.flags | WITH_KEY) + attested
        response = {
            "clientDataJSON": websafe_encode(_client("webauthn.create", asked, origin)),
            "attestationObject": websafe_encode(cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._frame(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def sign(self, asked: dict[str, Any], origin: str, *, handle: str = "") -> dict[str, Any]:
        """Answer a sign-in."""
        asked = asked["publicKey"]
        data, client = self._head(asked["rpId"], self.flags), _client("webauthn.get", asked, origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": handle or self.handle,
        }
        return self._frame(response)

    def _head(self, host: str, flags: int) -> bytes:
        self.counter += self.counts
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _frame(self, response: dict[str, Any]) -> dict[str, Any]:
        number = websafe_encode(self.id)
        return {"id": number, "rawId": number, "type": "public-key", "response": response, "clientExtensionResults": {}}


def _client(kind: str, asked: dict[str, Any], origin: str) -> bytes:
    assert websafe_decode(asked["challenge"])
    return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": origin}).encode()
