"""Number and date slots of a head, and how each is filled."""

from ocr.slots.finding import find_slots

__all__ = ["find_slots"]
