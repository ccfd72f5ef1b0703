"""Write `units.tsv` anew: `python -m resources.catalogues.build_units PACKAGE [TARGET]`.

PACKAGE is the installed folder of vietnamadminunits 1.0.4 (MIT). Its three tables (units before and since 1 July 2025,
and which became which) are joined with `unit_changes.yaml`. Run by hand when either changes; the product never needs
the package. Equal input gives equal bytes.
"""

import datetime as dt
import json
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from resources.catalogues import UNITS

CHANGES = Path(__file__).with_name("unit_changes.yaml")
REFORM = dt.date(2025, 7, 1)
"""The day on which districts ended: Nghị quyết 203/2025/QH15, list of codes Quyết định 19/2025/QĐ-TTg."""
_EVE = (REFORM - dt.timedelta(days=1)).isoformat()
_KINDS = ("Thị trấn", "Phường", "Xã", "Đặc khu")
_KIND_OF_KEY = {"thitran": "Thị trấn", "phuong": "Phường", "xa": "Xã"}
_NUMBERED = re.compile(r"(?:Phường |Quận )?0*(\d+)")
"""The short name of a numbered unit keeps its kind there: "Phường 1"."""

Row: TypeAlias = tuple[str, ...]
"""generation, level, code, parent, kind, name, first day, last day, becomes, former: see README.md."""

_HEAD = """\
# Administrative units of Vietnam before and since 1 July 2025. Made by build_units.py; not to be changed by hand.
# Out of the package vietnamadminunits 1.0.4, Copyright (c) 2025 Tran Ngoc Minh Hieu, MIT License (see README.md).
"""


class Tables:
    """The tables of the package, with the names of units written one way."""

    def __init__(self, package: Path) -> None:
        self.old = _rows(package / "data" / "dataset.db", "admin_units_legacy")
        self.new = _rows(package / "data" / "dataset.db", "admin_units")
        self.becomes = _successors(json.loads((package / "data" / "converter_2025.json").read_text("utf-8")), self.new)


def _rows(database: Path, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        # One of the two names above.
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608


def _successors(converter: Mapping[str, Any], new: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Codes of the new units by the old unit's key; several where the old unit was divided."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    found: dict[str, set[str]] = defaultdict(set)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                found[old].add(codes[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            found[old].update(codes[province, part["newWardKey"]] for part in parts)
    return {old: sorted(codes) for old, codes in found.items()}


def _name(text: str) -> str:
    """NFC, single spaces, numbers without leading zeros."""
    # Two districts of one name have their kind behind it as well: "Cao Lãnh (Thành phố)".
    plain = " ".join(unicodedata.normalize("NFC", text).partition("(")[0].split())
    number = _NUMBERED.fullmatch(plain)
    return number[1] if number else plain


def _kind(full: str) -> str:
    return next(kind for kind in (*_KINDS, "Tỉnh", "Thành phố") if full.startswith(kind))


def rows(tables: Tables, changes: Mapping[str, Any]) -> list[Row]:
    """All units, sorted; raises `ValueError` when a change names a unit that the tables do not have."""
    return sorted({*_old_rows(tables), *_new_rows(tables, changes), *_former_rows(changes)})


def _old_rows(tables: Tables) -> Iterator[Row]:
    provinces = {row["provinceCode"] for row in tables.old}
    new_of = {row["wardCode"]: row["provinceCode"] for row in tables.new}
    goes_to: dict[str, set[str]] = {code: set() for code in provinces}
    for row in tables.old:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        codes = tables.becomes[key]
        goes_to[row["provinceCode"]].update(new_of[code] for code in codes)
        becomes = "|".join(codes)
        name = _name(row["districtShort"])
        # A district of islands without communes goes over as a whole.
        own = "" if row["ward"] else becomes
        yield (
            "old",
            "district",
            row["districtCode"],
            row["provinceCode"],
            row["districtType"],
            name,
            "",
            _EVE,
            own,
            "",
        )
        if row["ward"]:
            yield (
                *("old", "commune", row["wardCode"], row["districtCode"], row["wardType"], _name(row["wardShort"])),
                *("", _EVE, becomes, _formers(row)),
            )
    for row in tables.old:
        becomes = "|".join(sorted(goes_to[row["provinceCode"]]))
        kind = _kind(row["province"])
        yield ("old", "province", row["provinceCode"], "", kind, _name(row["provinceShort"]), "", _EVE, becomes, "")


def _formers(row: Mapping[str, Any]) -> str:
    """Units that had gone into this one before, as kind:name without marks (the package has no other spelling)."""
    aliases = set(json.loads(row["wardAlias"] or "[]"))
    found = set()
    for alias in aliases:
        kind = next((key for key in _KIND_OF_KEY if alias.startswith(key) and alias != key), None)
        # Beside each name with its kind the package has the name alone: "xadan" of "phuongxadan" is no commune "dan".
        if kind is not None and not any(f"{key}{alias}" in aliases for key in _KIND_OF_KEY):
            found.add(f"{_KIND_OF_KEY[kind]}:{_name(alias.removeprefix(kind))}")
    return "|".join(sorted(found))


def _new_rows(tables: Tables, changes: Mapping[str, Any]) -> Iterator[Row]:
    wards = {(group["province"], _name(name)): group["from"] for group in changes["wards"] for name in group["names"]}
    promoted = {item["code"]: item for item in changes["promoted"]}
    begin = REFORM.isoformat()
    for row in tables.new:
        code, kind, name = row["wardCode"], row["wardType"], _name(row["wardShort"])
        common = ("new", "commune", code, row["provinceCode"])
        since = wards.pop((row["provinceCode"], name), None) if kind == "Xã" else None
        if since is None:
            yield (*common, kind, name, begin, "", "", "")
        else:
            yield (*common, kind, name, begin, (since - dt.timedelta(days=1)).isoformat(), "", "")
            yield (*common, "Phường", name, since.isoformat(), "", "", "")
    if wards:
        raise ValueError(sorted(wards))
    for code, full, short in sorted(
        {(row["provinceCode"], row["province"], row["provinceShort"]) for row in tables.new}
    ):
        change = promoted.get(code)
        head = ("new", "province", code, "")
        if change is None:
            yield (*head, _kind(full), _name(short), begin, "", "", "")
        else:
            yield (*head, _kind(full), _name(short), begin, (change["from"] - dt.timedelta(days=1)).isoformat(), "", "")
            yield (*head, change["kind"], _name(short), change["from"].isoformat(), "", "", "")


def _former_rows(changes: Mapping[str, Any]) -> Iterator[Row]:
    for level in ("province", "district"):
        for item in changes[f"former_{level}s"]:
            until = item["to"].isoformat() if "to" in item else ""
            yield ("former", level, "", "", item["kind"], item["name"], "", until, "|".join(item["in"]), "")


def build(package: Path, target: Path) -> None:
    """Write the catalogue; `sqlite3.Error`, `KeyError` or `ValueError` when the package is laid out otherwise."""
    changes = yaml.safe_load(CHANGES.read_text(encoding="utf-8"))
    lines = ["\t".join(row).rstrip("\t") for row in rows(Tables(package), changes)]
    target.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else UNITS)
