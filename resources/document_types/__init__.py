"""The document types that come with the program, as parsed YAML.

Knows nothing of what a type means: `dossier.document_types.DocumentTypes.from_data` checks and understands the data.
"""

from importlib import resources
from typing import Any

import yaml


def load() -> list[dict[str, Any]]:
    """One mapping a file, in the order of the file names; read anew at every call.

    Raises `yaml.YAMLError` for a file that is no YAML: it is part of the program, so that is a fault of ours.
    """
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".yaml"))
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(files, key=lambda file: file.name)]
