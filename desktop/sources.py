"""Which files become which dossier: the rule for paths on the command line and in the take-in screen.

A folder is one dossier named after it, unless it has sub-folders, which then are the dossiers (loose files beside them
are one more). Files named one by one belong to the dossier of the folder they lie in. Order is natural (2 before 10).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import SourceEmpty, SourceError, SourceMissing
from dossier.text import clean

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
    for path in (given.resolve() for given in paths):
        if path.is_dir():
            before = len(groups)
            _walk(path, groups)
            if len(groups) == before and path not in groups:
                failures.append((path, SourceEmpty(source=str(path))))
        elif path.exists():
            _add(groups, path.parent, [path])
        else:
            failures.append((path, SourceMissing(source=str(path))))
    if code is None:
        named = zip(_names(list(groups)), groups.values(), strict=True)
    else:
        everything = [file for files in groups.values() for file in files]
        named = zip([clean(code)], [everything] if everything else [], strict=False)
    dossiers = tuple(PlannedDossier(code=name, files=tuple(files)) for name, files in named)
    return Plan(dossiers=dossiers, failures=tuple(failures))


def _walk(folder: Path, groups: dict[Path, list[Path]]) -> None:
    entries = sorted(_visible(folder), key=lambda entry: natural_key(entry.name))
    papers = [entry for entry in entries if entry.is_file() and entry.suffix.lower() not in COMPANIONS]
    if papers:
        _add(groups, folder, papers)
    for entry in entries:
        if entry.is_dir():
            _walk(entry, groups)


def _visible(folder: Path) -> Iterable[Path]:
    return (entry for entry in folder.iterdir() if not entry.name.startswith("."))


def _add(groups: dict[Path, list[Path]], folder: Path, files: Iterable[Path]) -> None:
    known = groups.setdefault(folder, [])
    known.extend(file for file in files if file not in known)


def _names(folders: Sequence[Path]) -> list[str]:
    """Folder names as codes; as many parents in front as it takes to tell equal names apart."""
    depth = 1
    while True:
        names = [clean("/".join(folder.parts[-depth:]).lstrip("/") or folder.anchor) for folder in folders]
        if len(set(names)) == len(names) or depth > max(len(folder.parts) for folder in folders):
            return names
        depth += 1
