"""The version of how pages are read: without loading what reads them, so that a cache can be asked for it."""

RECIPE = "two-readers-4"
"""Changes whenever a reading of the same picture could come out otherwise."""
