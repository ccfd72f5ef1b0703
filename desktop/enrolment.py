"""What this installation knows of its archive: address, token and whom the archive takes us for.

The token is sealed under the data key; settings.json never holds it in the clear.
"""

import base64
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter, ValidationError

from desktop.environment import read_settings, write_settings
from dossier.ids import ArchiveId
from dossier.ports import Identity

_IDENTITY: TypeAdapter[Identity] = TypeAdapter(Identity)
_NONCE = 12


class Enrolment:
    """Reads at construction; `keep` writes when something is new."""

    def __init__(self, settings: Path, key: bytes) -> None:
        self._path = settings
        self._cipher = AESGCM(key)
        self._settings: dict[str, Any] = read_settings(settings)

    @property
    def url(self) -> str | None:
        """The archive last worked with, or None for the embedded one."""
        found = self._settings.get("archive")
        return found if isinstance(found, str) else None

    @property
    def identity(self) -> Identity | None:
        """Whom that archive took us for."""
        try:
            return _IDENTITY.validate_python(self._settings["identity"])
        except (KeyError, ValidationError):
            return None

    @property
    def archive(self) -> ArchiveId | None:
        """The archive whose answers count for the screens before it has answered in this run."""
        found = self._settings.get("last_archive")
        return ArchiveId(found) if isinstance(found, str) else None

    def token(self, url: str) -> str | None:
        """The token for that archive, or None where there is none or it was sealed with another key."""
        sealed = self._settings.get("token")
        if url != self.url or not isinstance(sealed, str):
            return None
        try:
            raw = base64.b64decode(sealed)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], url.encode()).decode()
        except (InvalidTag, ValueError):
            return None

    def keep(self, url: str, token: str, identity: Identity) -> None:
        """Remember an archive that has answered."""
        if self.url == url and self.token(url) == token and self.identity == identity:
            return
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, token.encode(), url.encode())
        self._settings |= {
            "archive": url,
            "token": base64.b64encode(sealed).decode(),
            "identity": _IDENTITY.dump_python(identity, mode="json"),
        }
        self._write()

    def met(self, archive: ArchiveId) -> None:
        """Remember which archive answered last, embedded or not."""
        if self.archive != archive:
            self._settings["last_archive"] = archive
            self._write()

    def _write(self) -> None:
        write_settings(self._path, self._settings)
