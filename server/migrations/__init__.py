"""How the archive's tables came to be what they are."""

HEAD = "0001"
"""The newest step; a test holds it to the files beside."""
