"""The syllables of administrative Vietnamese: our own lists, and the table of counts made from them and from laws."""

from pathlib import Path

TABLE = Path(__file__).with_name("syllables.npz")
LISTS = Path(__file__).with_name("lists")

SYLLABLE, FAMILY_NAME, NAME, ABBREVIATION = 1, 2, 4, 8
"""Bits of the table's `kinds`: spelt by the rules; a family name; a middle or given name; an abbreviation."""


def entries(name: str) -> list[str]:
    """The lines of one of our lists without comments."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
