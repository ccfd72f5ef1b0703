"""Durable encrypted files by content hash: page pictures and the files they came in.

A file is sealed with AES-256-GCM under a key of its own (HKDF of the store's key and the content hash), a fresh nonce
and the hash as associated data, so that one file cannot stand in for another. Its name is an HMAC of the hash: who sees
the folder cannot tell whether a known paper is in it. Knows nothing of dossiers. Any thread;
one store a folder a process.

Layout: `ab/cd/<64 hex digits>` under the root, unfinished files in `unfinished/`. File: magic, nonce, ciphertext, tag.
"""

import hashlib
import hmac
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from files import durable
from files.errors import Damaged, FilesError, Missing
from files.keys import KEY_BYTES, derive

_MAGIC = b"SOHOA\x01"
_NONCE = 12
_TAG = 16
_OVERHEAD = len(_MAGIC) + _NONCE + _TAG
_SHA256 = re.compile(r"[0-9a-f]{64}")


class SealedStore:
    """Sealed files under one root, which is made when it is missing. `key` is 32 random bytes."""

    def __init__(self, root: Path, key: bytes, *, sync: durable.Sync = durable.sync_file) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(len(key))
        self._root = root
        self._unfinished = root / "unfinished"
        self._sealing_key = derive(key, "sealed files")
        self._naming_key = derive(key, "sealed file names")
        self._sync = sync
        durable.make_folder(self._unfinished)

    def clear_unfinished(self) -> int:
        """Remove what a killed process left half written; only the owner of the folder may, at its start."""
        left = list(self._unfinished.iterdir())
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def put(self, data: bytes) -> str:
        """Keep bytes under their SHA-256, durable on return. Up to 2 GiB. Raises `DiskFull`, `IoFailed`.

        Bytes that are held already (a whole file by its length) are not written again.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if self._held_whole(path, len(data)):
            # Another thread may have renamed it this moment and not yet synced the name.
            with durable.translated(path):
                durable.sync_folder(path.parent)
            return sha256
        durable.make_folder(path.parent)
        durable.write(path, self._sealed(sha256, data), temporary=self._unfinished, sync=self._sync)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, verified. Raises `Missing`, `Damaged`, `IoFailed`."""
        path = self._path(sha256)
        try:
            raw = path.read_bytes()
        except FileNotFoundError as error:
            raise Missing(sha256=sha256) from error
        except OSError as error:
            raise durable.world_error(error, path) from error
        return self._opened(sha256, raw)

    def has(self, sha256: str) -> bool:
        """Whether the file is here, by name and a plausible length; `get` verifies."""
        return self._held_whole(self._path(sha256), None)

    def check(self, sha256: str) -> FilesError | None:
        """What is wrong with a held file, or None: the error that `get` would raise."""
        try:
            self.get(sha256)
        except FilesError as error:
            return error
        return None

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise Missing(sha256=sha256)
        name = hmac.new(self._naming_key, sha256.encode(), hashlib.sha256).hexdigest()
        return self._root / name[:2] / name[2:4] / name

    @staticmethod
    def _held_whole(path: Path, length: int | None) -> bool:
        try:
            size = path.stat().st_size
        except OSError:
            return False
        return size >= _OVERHEAD if length is None else size == length + _OVERHEAD

    def _cipher(self, sha256: str) -> AESGCM:
        return AESGCM(derive(self._sealing_key, sha256))

    def _sealed(self, sha256: str, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _MAGIC + nonce + self._cipher(sha256).encrypt(nonce, data, _MAGIC + bytes.fromhex(sha256))

    def _opened(self, sha256: str, raw: bytes) -> bytes:
        if len(raw) < _OVERHEAD or not raw.startswith(_MAGIC):
            raise Damaged(sha256=sha256)
        nonce, sealed = raw[len(_MAGIC) : len(_MAGIC) + _NONCE], raw[len(_MAGIC) + _NONCE :]
        try:
            data = self._cipher(sha256).decrypt(nonce, sealed, _MAGIC + bytes.fromhex(sha256))
        except InvalidTag as error:
            raise Damaged(sha256=sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(sha256=sha256)
        return data
