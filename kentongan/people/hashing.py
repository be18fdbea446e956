"""How passwords are hashed: Argon2id as OWASP sets it, 67 ms of an office PC instead of 313 ms."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id, 2 passes over 19 MiB, one lane. A stored hash with other parameters is renewed at the next sign-in."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
