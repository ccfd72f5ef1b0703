"""PySide6 6.12.0 under Python 3.11 drops a reference of None on every call that returns it, and aborts after seconds.

Kept so that a newer lock cannot bring the fault back unseen.
"""

import sys

import PySide6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_a_call_that_returns_none_does_not_drop_a_reference_of_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.update()
    lost = before - sys.getrefcount(None)
    assert abs(lost) < 50, f"PySide6 {PySide6.__version__} lost {lost} references of None in 1000 calls"
