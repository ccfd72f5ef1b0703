"""The one style sheet, made from the colours of a look and the size of the letters (all lengths in em)."""

from dataclasses import asdict
from string import Template

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.style.themes import Colours, palette_of

_SHEET = Template("""
QWidget { color: $text; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: ${e25}px; }
#window { background: $window; }

#header { background: $header; border-bottom: 1px solid $line; }
#header QLabel { color: $on_header_muted; }
#header QLabel#product { color: $on_header; font-weight: 700; }
#header QLabel[strong="true"] { color: $on_header; }
#header QToolButton { color: $on_header_muted; background: transparent; border: none;
  border-bottom: ${e2}px solid transparent;
  padding: ${e6}px ${e8}px ${e4}px ${e8}px; }
#header QToolButton:checked { color: $on_header; border-bottom-color: $on_header; font-weight: 600; }
#header QToolButton:hover { color: $on_header; }
#header QToolButton:focus { border: 1px solid $on_header; }
#footer { background: $surface; border-top: 1px solid $line; }

QLabel[role="title"] { font-size: ${big}pt; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="section"] { color: $muted; font-weight: 600; }
QLabel[tone="ok"] { color: $ok; } QLabel[tone="warn"] { color: $warn; } QLabel[tone="bad"] { color: $bad; }
QLabel[tone="muted"] { color: $muted; }

QFrame#card { background: $surface; border: 1px solid $line; border-radius: ${e4}px; }
QFrame#banner { border-radius: ${e3}px; background: $accent_soft; border: 1px solid $accent; }
QFrame#banner[tone="ok"] { background: $ok_soft; border-color: $ok; }
QFrame#banner[tone="warn"] { background: $warn_soft; border-color: $warn; }
QFrame#banner[tone="bad"] { background: $bad_soft; border-color: $bad; }
QFrame#popup { background: $surface; border: 1px solid $accent; border-radius: ${e3}px; }

QLineEdit, QPlainTextEdit { background: $surface; border: 1px solid $border; border-radius: ${e25}px;
  padding: ${e2}px ${e4}px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; }
QLineEdit { padding: ${e35}px ${e4}px; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $surface_alt; border-color: $line; }

QListView, QTreeView, QTableView { background: $surface; border: 1px solid $line; border-radius: ${e4}px;
  outline: none; }
QListView:focus, QTableView:focus { border: 1px solid $accent; }
QListView#contents { background: $window; border: none; border-radius: 0; }
QGraphicsView { background: $canvas; border: 1px solid $line; border-radius: ${e3}px; }
QScrollArea, QScrollArea > QWidget > QWidget#form { background: $surface; border: none; }
QScrollBar:vertical { background: transparent; width: ${e8}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${e8}px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: ${e25}px; margin: ${e1}px; min-height: ${e20}px;
  min-width: ${e20}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QPushButton { background: $surface; border: 1px solid $border; border-radius: ${e3}px; padding: ${e35}px ${e10}px; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; }
QPushButton:disabled { color: $muted; background: $surface_alt; border-color: $line; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[primary="true"]:disabled { background: $surface_alt; color: $muted; border-color: $line; }
QCheckBox { spacing: ${e5}px; }
QCheckBox::indicator { width: ${e8}px; height: ${e8}px; border: 1px solid $border; border-radius: ${e2}px;
  background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $line; background: $surface_alt; }
QComboBox { background: $surface; border: 1px solid $border; border-radius: ${e25}px; padding: ${e3}px ${e4}px; }
QComboBox:focus { border: 2px solid $accent; }
QComboBox:disabled { border-color: $line; }
QComboBox::drop-down { border: none; width: ${e10}px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; selection-background-color: $accent;
  selection-color: $on_accent; }
QCheckBox:focus { color: $accent; }

QProgressBar { background: $surface_alt; border: 1px solid $border; border-radius: ${e3}px; text-align: center;
  color: $text; }
QProgressBar::chunk { background: $accent_soft; border-radius: ${e25}px; }

#row { background: transparent; border-left: ${e3}px solid transparent; }
#row[active="true"] { background: $accent_soft; border-left-color: $accent; }
#row[marked="true"] { background: $bad_soft; border-left-color: $bad; }
#row QPlainTextEdit { font-size: ${value}pt; }
#snippet { background: #ffffff; border: 1px solid $border; border-radius: ${e2}px; }
#group { color: $muted; font-weight: 600; border-bottom: 1px solid $line; }
""")


def apply(application: QApplication, colours: Colours, points: float = 10.0) -> str:
    """Set style, palette and letters of the application; returns the style sheet for the main window."""
    application.setStyle("Fusion")
    application.setPalette(palette_of(colours))
    application.setFont(letters(points))
    return sheet(colours, points)


def letters(points: float) -> QFont:
    """Noto Sans where it is present (it has every Vietnamese letter at every weight), else what the machine has."""
    font = QFont("Noto Sans") if "Noto Sans" in QFontDatabase.families() else QFont()
    font.setPointSizeF(points)
    return font


def sheet(colours: Colours, points: float = 10.0) -> str:
    """The style sheet; lengths named eN are N tenths of 1.25 em."""
    em = QFontMetrics(letters(points)).height() / 18
    lengths = {
        f"e{name}": max(1, round(em * size))
        for name, size in {
            "1": 2, "2": 3, "25": 4, "3": 4, "35": 5, "4": 6, "5": 7, "6": 8, "8": 11, "10": 14, "20": 28,
        }.items()
    }  # fmt: skip
    return _SHEET.substitute(asdict(colours), **lengths, value=f"{points * 1.15:.1f}", big=f"{points * 1.35:.1f}")
