"""What one run of the program was told: data folder, language, archive. From arguments, environment and settings."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from files import durable

DATA_DIR = "SOHOA_DATA_DIR"
TOKEN = "SOHOA_TOKEN"  # noqa: S105 - the name of the variable, not a token


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Settings of one run."""

    data_dir: Path
    language: str = "vi"
    archive_url: str | None = None
    token: str | None = field(default=None, repr=False)
    workers: int = 1

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
            archive_url=archive_url,
            token=variables.get(TOKEN),
            workers=workers or max(1, os.cpu_count() or 1),
        )


def default_data_dir() -> Path:
    """The user's own data folder."""
    return platformdirs.user_data_path("sohoa", appauthor=False)


def read_settings(path: Path) -> dict[str, Any]:
    """Settings of this installation; empty where there are none or they cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_settings(path: Path, settings: Mapping[str, Any]) -> None:
    """Keep settings durably."""
    durable.write(path, json.dumps(dict(settings), ensure_ascii=False, indent=1).encode())
