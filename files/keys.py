"""The data key: 32 random bytes a data folder, from which every other key is derived.

Where it is kept, first that applies:
1. `SOHOA_KEY_FILE`: a file of the administrator's choice (another disk, a smart token's mount);
2. the operating system's keyring: on Windows and macOS, elsewhere only with `SOHOA_KEYRING=1`, because a Linux keyring
   may ask for a password on a screen that nobody sees (`SOHOA_KEYRING=0` turns it off everywhere);
3. a 0600 file outside the data folder, in the user's configuration folder: whoever reads the whole disk reads it too,
   so this counts as not protected and is said so.

`keyring.json` in the data folder names the key and holds a sealed check value and the wraps, never the key.
"""

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import platformdirs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from files import durable
from files.errors import Damaged, KeyMissing, WrongKey
from files.system_keyring import SystemKeyring

KEY_BYTES = 32
KEYRING_NAME = "keyring.json"

_VERSION = 1
_CHECK = b"sohoa data key"
_NONCE = 12


class Protection(StrEnum):
    """Where the data key lies, and so what it is worth."""

    KEY_FILE = "key_file"
    KEYRING = "keyring"
    UNPROTECTED_FILE = "unprotected_file"


class KeyVault(Protocol):
    """A keyring of the operating system, or a fake one."""

    def read(self, name: str) -> bytes | None:
        """The secret of that name; None when there is none or the keyring does not answer."""
        ...

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep a secret; False when the keyring cannot."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlaces:
    """Where to look for keys and where to put a new one."""

    key_file: Path | None
    config_folder: Path
    vault: KeyVault | None

    @classmethod
    def of_machine(cls, environment: Mapping[str, str] = os.environ) -> "KeyPlaces":
        """As the environment and the operating system say (module docstring)."""
        named = environment.get("SOHOA_KEY_FILE")
        wish = environment.get("SOHOA_KEYRING", "1" if sys.platform in {"win32", "darwin"} else "0")
        return cls(
            key_file=Path(named) if named else None,
            config_folder=platformdirs.user_config_path("sohoa", appauthor=False),
            vault=SystemKeyring() if wish == "1" else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """The key of one data folder. Use `derive`, never the key itself."""

    key_id: str
    protection: Protection
    place: str
    """Where the key lies, for a person to read."""
    secret: bytes = field(repr=False)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose, independent of those for any other."""
        return derive(self.secret, purpose)


def derive(key: bytes, purpose: str) -> bytes:
    """HKDF-SHA256 of a random key (RFC 5869); the key is uniform, so no salt is needed."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"sohoa/{purpose}".encode()).derive(key)


def open_data_key(folder: Path, places: KeyPlaces, *, holds_data: bool) -> DataKey:
    """The key of a data folder; a new one for a folder that has none and holds no data yet.

    Call it with the folder's lock held. Raises `KeyMissing` when the folder has data and its key is not found,
    `WrongKey` when the key found is another's, `Damaged` when `keyring.json` cannot be read.
    """
    description = folder / KEYRING_NAME
    if not description.exists():
        if holds_data:
            raise KeyMissing(folder=str(folder), key_id=None, place=str(description))
        return _new_key(folder, places)
    key_id, check = _described(description)
    key = _find(folder, key_id, places)
    if not _fits(key.secret, key_id, check):
        raise WrongKey(folder=str(folder), key_id=key_id, place=key.place)
    return key


def read_key_file(path: Path) -> bytes:
    """32 bytes as 64 hexadecimal digits or raw. Raises `Damaged` for anything else, `IoFailed`."""
    with durable.translated(path):
        raw = path.read_bytes()
    if len(raw) == KEY_BYTES:
        return raw
    try:
        key = bytes.fromhex(raw.decode("ascii"))
    except ValueError as error:
        raise Damaged(path=str(path)) from error
    if len(key) != KEY_BYTES:
        raise Damaged(path=str(path))
    return key


def _find(folder: Path, key_id: str, places: KeyPlaces) -> DataKey:
    if places.key_file is not None and places.key_file.exists():
        return _from_file(places.key_file, key_id, Protection.KEY_FILE)
    if places.vault is not None and (secret := places.vault.read(key_id)) is not None:
        return DataKey(key_id=key_id, protection=Protection.KEYRING, place="keyring", secret=secret)
    own = _own_file(places, key_id)
    if own.exists():
        return _from_file(own, key_id, Protection.UNPROTECTED_FILE)
    raise KeyMissing(folder=str(folder), key_id=key_id, place=str(places.key_file or own))


def _from_file(path: Path, key_id: str, protection: Protection) -> DataKey:
    return DataKey(key_id=key_id, protection=protection, place=str(path), secret=read_key_file(path))


def _own_file(places: KeyPlaces, key_id: str) -> Path:
    return places.config_folder / f"{key_id}.key"


def _new_key(folder: Path, places: KeyPlaces) -> DataKey:
    """The key is kept before the folder names it: a crash in between leaves a key without a folder, never the other."""
    key_id = secrets.token_hex(16)
    key = _kept(key_id, places)
    described = {"version": _VERSION, "key_id": key_id, "check": _check_value(key.secret, key_id), "wraps": []}
    durable.write(folder / KEYRING_NAME, json.dumps(described, indent=1).encode())
    return key


def _kept(key_id: str, places: KeyPlaces) -> DataKey:
    secret = secrets.token_bytes(KEY_BYTES)
    if places.key_file is not None:
        if not places.key_file.exists():
            _write_key(places.key_file, secret)
        return _from_file(places.key_file, key_id, Protection.KEY_FILE)
    if places.vault is not None and places.vault.keep(key_id, secret):
        return DataKey(key_id=key_id, protection=Protection.KEYRING, place="keyring", secret=secret)
    path = _own_file(places, key_id)
    _write_key(path, secret)
    return _from_file(path, key_id, Protection.UNPROTECTED_FILE)


def _write_key(path: Path, secret: bytes) -> None:
    durable.make_folder(path.parent)
    durable.write(path, secret.hex().encode())


def _check_value(secret: bytes, key_id: str) -> str:
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(derive(secret, "key check")).encrypt(nonce, _CHECK, key_id.encode())
    return base64.b64encode(nonce + sealed).decode()


def _fits(secret: bytes, key_id: str, check: bytes) -> bool:
    try:
        return AESGCM(derive(secret, "key check")).decrypt(check[:_NONCE], check[_NONCE:], key_id.encode()) == _CHECK
    except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
        return False


def _described(path: Path) -> tuple[str, bytes]:
    with durable.translated(path):
        raw = path.read_bytes()
    try:
        described = json.loads(raw)
        return str(described["key_id"]), base64.b64decode(described["check"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(path=str(path)) from error
