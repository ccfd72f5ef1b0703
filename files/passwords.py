"""Wrapping a key by a person's password: argon2id stretches it, AES-256-GCM seals the key under the result.

The cost is written beside each wrap, so that it can be raised later without locking anybody out.
"""

import base64
import os
import unicodedata
from dataclasses import asdict, dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from files.errors import Damaged, WrongKey
from files.keys import KEY_BYTES

_SALT = 16
_NONCE = 12
_MOST_MEMORY_KIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Argon2id parameters. The default is RFC 9106's second recommendation, for machines short of memory."""

    passes: int = 3
    memory_kib: int = 65536
    lanes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap:
    """A key sealed by a password; every part may lie open."""

    key_id: str
    user: str
    salt: str
    sealed: str
    passes: int
    memory_kib: int
    lanes: int

    def as_json(self) -> dict[str, str | int]:
        """For `keyring.json`."""
        return asdict(self)


def wrap(secret: bytes, *, key_id: str, user: str, password: str, cost: Cost | None = None) -> Wrap:
    """Seal a key under a password. Takes about a tenth of a second and 64 MiB by design."""
    cost = cost or Cost()
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = nonce + AESGCM(_stretched(password, salt, cost)).encrypt(nonce, secret, _bound(key_id, user))
    return Wrap(
        key_id=key_id,
        user=user,
        salt=base64.b64encode(salt).decode(),
        sealed=base64.b64encode(sealed).decode(),
        passes=cost.passes,
        memory_kib=cost.memory_kib,
        lanes=cost.lanes,
    )


def unwrap(wrapped: Wrap, password: str) -> bytes:
    """The key; raises `WrongKey` for another password, `Damaged` for a cost no program of ours would write."""
    if not (0 < wrapped.memory_kib <= _MOST_MEMORY_KIB and 0 < wrapped.passes <= 64 and 0 < wrapped.lanes <= 64):
        raise Damaged(key_id=wrapped.key_id)
    cost = Cost(passes=wrapped.passes, memory_kib=wrapped.memory_kib, lanes=wrapped.lanes)
    try:
        salt, sealed = base64.b64decode(wrapped.salt), base64.b64decode(wrapped.sealed)
        key = _stretched(password, salt, cost)
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(wrapped.key_id, wrapped.user))
    except InvalidTag as error:
        raise WrongKey(key_id=wrapped.key_id) from error
    except (ValueError, HashingError) as error:
        raise Damaged(key_id=wrapped.key_id) from error


def _bound(key_id: str, user: str) -> bytes:
    return f"{key_id}\x1f{user}".encode()


def _stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    # The same Vietnamese letters arrive composed or decomposed, by input method.
    secret = unicodedata.normalize("NFC", password).encode()
    return hash_secret_raw(
        secret,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
