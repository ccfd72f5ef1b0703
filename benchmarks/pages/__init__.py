"""Seeded page pictures with exact truth, to measure reading on as many fields as one likes."""
