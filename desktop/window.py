"""Opens the window: Qt, language, the installation, and what is said when that cannot be opened."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.commands.output import Exit
from desktop.desktop_application import DesktopApplication
from desktop.environment import Environment
from desktop.installation import Installation
from dossier.errors import SohoaError
from files.interrupts import on_interrupt
from resources.wording import load
from ui.main_window import MainWindow
from ui.style import apply_style

_SIGNAL_CHECK_MS = 200


def qt_application() -> QApplication:
    """The one QApplication of this process, styled."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Sohoa")
    application.setOrganizationName("Sohoa")
    apply_style(application)
    return application


@contextmanager
def main_window(installation: Installation) -> Iterator[tuple[MainWindow, DesktopApplication]]:
    """The real window over an open installation; everything it started ends with the block."""
    application = DesktopApplication(installation)
    window = MainWindow(application, lang=installation.environment.language)
    try:
        yield window, application
    finally:
        window.close()
        application.close()
        window.deleteLater()


def open_window(environment: Environment) -> Exit:
    """Show the window and stay until it is closed. A data folder that cannot be opened is told in a box."""
    qt = qt_application()
    try:
        with Installation(environment) as installation, main_window(installation) as (window, _application):
            window.show()
            with _ticking(), on_interrupt(qt.quit):
                qt.exec()
    except SohoaError as error:
        sentence = load(environment.language).error(error.code, error.facts)
        QMessageBox.critical(None, "Sohoa", "\n\n".join(filter(None, (sentence.what, sentence.safe, sentence.do))))
        return Exit.MACHINE_CANNOT
    return Exit.DONE


@contextmanager
def _ticking() -> Iterator[None]:
    """Python sees signals only between Qt's events, so there must be events."""
    ticker = QTimer()
    ticker.timeout.connect(lambda: None)
    ticker.start(_SIGNAL_CHECK_MS)
    try:
        yield
    finally:
        ticker.stop()
