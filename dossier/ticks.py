"""Boxes to tick that a reader found on a page. What stands beside them is the business of the document types."""

from dataclasses import dataclass

from dossier.words import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A small box, printed or drawn, or a pair of brackets, with or without a mark in it."""

    box: Box
    """On the page picture."""
    upright: Box
    ticked: bool
    sure: float
    """0..1: how clearly it is filled or empty."""
