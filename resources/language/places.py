"""Write `lists/places.txt` anew from the data of the package vietnamadminunits (MIT).

`python -m resources.language.places DB`, where DB is `data/dataset.db` of the installed package. Run by hand when the
units change; the product never needs the package.
"""

import sqlite3
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

_TABLES = {"admin_units_legacy": ("province", "district", "ward"), "admin_units": ("province", "ward")}
"""Units until 30 June 2025, and since 1 July 2025, when districts ended."""

_HEAD = """\
# Provinces, districts and wards of Vietnam before and since 1 July 2025, each name once.
# Out of the package vietnamadminunits 1.0.4, Copyright (c) 2025 Tran Ngoc Minh Hieu, MIT License (see README.md).
"""


def names(database: Path) -> list[str]:
    """The names of all units with their kind, NFC, sorted, each once. Raises `sqlite3.Error` on another layout."""
    found: set[str] = set()
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for table, columns in _TABLES.items():
            for column in columns:
                # Both come out of the table above.
                rows = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
                found.update(" ".join(unicodedata.normalize("NFC", name).split()) for (name,) in rows)
    return sorted(found)


if __name__ == "__main__":
    lines = names(Path(sys.argv[1]))
    target = Path(__file__).with_name("lists") / "places.txt"
    target.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
