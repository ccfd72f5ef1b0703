"""The catalogues that come with the program: administrative units, and closed lists as YAML.

Knows nothing of what the units mean: `dossier.addresses.units.UnitTable` understands the rows, `lists` checks the YAML.
"""

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

UNITS = Path(__file__).with_name("units.tsv")
COLUMNS = 10
_LISTS = "lists"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where libyaml is built in."""


def load_units() -> list[list[str]]:
    """The rows of the table of units, each of `COLUMNS` texts; read anew at every call.

    generation, level, code, parent, kind, name, first day, last day, becomes, former; an unknown one is "".
    """
    text = (resources.files(__name__) / UNITS.name).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))
    return [line + [""] * (COLUMNS - len(line)) for line in lines]


def load_lists() -> list[dict[str, Any]]:
    """One mapping a list, in the order of the file names; read anew at every call.

    Raises `yaml.YAMLError` for a file that is no YAML: it is part of the program, so that is a fault of ours.
    """
    files = (file for file in (resources.files(__name__) / _LISTS).iterdir() if file.name.endswith(".yaml"))
    texts = [file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name)]
    return [yaml.load(text, Loader=_LOADER) for text in texts]  # noqa: S506 - one of the two safe loaders, see above


def names_of(lists: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Id of each list to the names in it: labels and the forms in which they are printed."""
    return {
        each["id"]: [name for item in each["items"] for name in (item["label"]["vi"], *item.get("printed", ()))]
        for each in lists
    }
