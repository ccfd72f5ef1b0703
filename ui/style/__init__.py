"""How everything looks: palettes, the one style sheet, icons. Knows no screen."""

from PySide6.QtWidgets import QApplication

from ui.style import sheet
from ui.style.themes import Theme, colours_of


def apply_style(application: QApplication, theme: Theme = Theme.LIGHT) -> None:
    """Style, palette and letters, for what is shown before or beside the main window."""
    sheet.apply(application, colours_of(theme))
