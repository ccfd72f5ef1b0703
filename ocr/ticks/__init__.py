"""Boxes to tick: where they are on an upright page, and whether something is in them."""
