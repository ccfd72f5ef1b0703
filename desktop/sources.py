"""Which files become which dossier: the rule for paths on the command line and in the take-in screen.

A folder is one dossier named after it, unless it has sub-folders, which then are the dossiers (loose files beside them
are one more). Files named one by one belong to the dossier of the folder they lie in. Order is natural (2 before 10).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import SourceEmpty, SourceError, SourceMissing, SourceUnreadable
from dossier.text import clean
from dossier.use_cases.take_in import storable

COMPANIONS = frozenset(
    {".json", ".csv", ".xml", ".txt", ".md", ".yaml", ".ini", ".db", ".log", ".lnk", ".tmp", ".xlsx", ".xls"}
)
"""Lists and notes that lie beside papers; passed over inside a folder, tried when named one by one."""

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDossier:
    """The files of one dossier, in order."""

    code: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be taken in, and the paths of which nothing can be."""

    dossiers: tuple[PlannedDossier, ...]
    failures: tuple[tuple[Path, SourceError], ...]


def natural_key(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Sort key in which runs of digits count as numbers."""
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part.casefold()) for part in _NUMBER.split(name))


def plan(paths: Sequence[Path], code: str | None = None) -> Plan:
    """Group paths into dossiers; with `code` every file goes into that one dossier.

    Missing paths and folders without a single paper are failures of their own, the others go on.
    """
    groups: dict[Path, list[Path]] = {}
    failures: list[tuple[Path, SourceError]] = []
    for given in paths:
        try:
            path = given.resolve()
            if not path.exists():
                failures.append((given, SourceMissing(source=str(given))))
            elif path.is_dir():
                if not _walk(path, groups, failures):
                    failures.append((given, SourceEmpty(source=str(given))))
            else:
                _add(groups, path.parent, [path])
        except (OSError, RuntimeError):  # a name too long, a loop of links
            failures.append((given, SourceUnreadable(source=str(given))))
    if code is None:
        named = zip(_names(list(groups)), groups.values(), strict=True)
    else:
        everything = [file for files in groups.values() for file in files]
        named = zip([clean(code)], [everything] if everything else [], strict=False)
    dossiers = tuple(PlannedDossier(code=name, files=tuple(files)) for name, files in named)
    return Plan(dossiers=dossiers, failures=tuple(failures))


def _walk(folder: Path, groups: dict[Path, list[Path]], failures: list[tuple[Path, SourceError]]) -> bool:
    """Whether anything at all lies in the folder or below; a folder that cannot be read fails alone."""
    try:
        visible = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        entries = sorted(visible, key=lambda entry: natural_key(entry.name))
        papers = [entry for entry in entries if not entry.is_dir() and entry.suffix.lower() not in COMPANIONS]
    except OSError:
        failures.append((folder, SourceUnreadable(source=str(folder))))
        return True
    if papers:
        _add(groups, folder, papers)
    below = [_walk(entry, groups, failures) for entry in entries if entry.is_dir()]
    return bool(papers) or any(below)


def _add(groups: dict[Path, list[Path]], folder: Path, files: Iterable[Path]) -> None:
    known = groups.setdefault(folder, [])
    known.extend(file for file in files if file not in known)


def _names(folders: Sequence[Path]) -> list[str]:
    """Folder names as codes; as many parents in front as it takes to tell equal names apart."""
    depth = 1
    while True:
        names = [storable("/".join(folder.parts[-depth:]).lstrip("/") or folder.anchor) for folder in folders]
        if len(set(names)) == len(names) or depth > max(len(folder.parts) for folder in folders):
            return names
        depth += 1
