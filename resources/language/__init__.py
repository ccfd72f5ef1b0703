"""The syllables of administrative Vietnamese: our own lists, and the table of counts made from them and from laws."""

from pathlib import Path

TABLE = Path(__file__).with_name("syllables.npz")

SYLLABLE, FAMILY_NAME, NAME, ABBREVIATION = 1, 2, 4, 8
"""Bits of the table's `kinds`: spelt by the rules; a family name; a middle or given name; an abbreviation."""
