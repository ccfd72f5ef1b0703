"""What one run of the program was told: data folder, language, archive. From arguments, environment and settings."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from dossier.errors import ArchiveUrlInvalid, SettingsDamaged
from files import durable

DATA_DIR = "SOHOA_DATA_DIR"
TOKEN = "SOHOA_TOKEN"  # noqa: S105 - the name of the variable, not a token
PDF_PASSWORD = "SOHOA_PDF_PASSWORD"  # noqa: S105 - likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Settings of one run."""

    data_dir: Path
    language: str = "vi"
    archive_url: str | None = None
    token: str | None = field(default=None, repr=False)
    pdf_password: str | None = field(default=None, repr=False)
    """Tried on locked PDFs. A variable, since arguments can be seen by everybody on the machine."""
    workers: int = 1

    @property
    def own_types(self) -> Path:
        """The folder of the document types that an office adds to ours; it need not be there."""
        return self.data_dir / "document_types"

    @classmethod
    def of_run(
        cls,
        *,
        data_dir: Path | None,
        language: str,
        archive_url: str | None,
        workers: int | None = None,
        variables: Mapping[str, str] = os.environ,
    ) -> "Environment":
        """Arguments first, then variables, then the system's usual place."""
        chosen = data_dir or (Path(variables[DATA_DIR]) if variables.get(DATA_DIR) else default_data_dir())
        return cls(
            data_dir=chosen.absolute(),
            language=language,
            archive_url=None if archive_url is None else _checked(archive_url),
            token=variables.get(TOKEN),
            pdf_password=variables.get(PDF_PASSWORD),
            workers=workers or max(1, os.cpu_count() or 1),
        )


def _checked(url: str) -> str:
    """The address, or `ArchiveUrlInvalid`: an empty one would quietly mean the archive on this machine."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ArchiveUrlInvalid(archive=url)
    return url


def default_data_dir() -> Path:
    """The user's own data folder."""
    return platformdirs.user_data_path("sohoa", appauthor=False)


def read_settings(path: Path) -> dict[str, Any]:
    """Settings of this installation; empty where there are none.

    Raises `SettingsDamaged` for a file that cannot be understood: taking it for empty would quietly forget the archive.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsDamaged(path=str(path)) from error
    if not isinstance(found, dict):
        raise SettingsDamaged(path=str(path))
    return found


def write_settings(path: Path, settings: Mapping[str, Any]) -> None:
    """Keep settings durably."""
    durable.write(path, json.dumps(dict(settings), ensure_ascii=False, indent=1).encode())
