"""Layouts that must be right at once, because the next line scrolls to something in them."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QScrollArea


def settle_layout(area: QScrollArea) -> None:
    """Give the content of a scroll area the size it needs now, not after the next round of events.

    Activating the content's layout alone would squeeze the rows into the old size first.
    """
    QCoreApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
