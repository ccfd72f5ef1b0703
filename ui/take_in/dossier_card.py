"""A dossier that came in: code, counts, and one small square a page."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dossier.model import PageStatus
from ui.screen import Surroundings
from ui.take_in.page_dots import PageDots
from ui.take_in.presenter import TakenDossier
from ui.translation import tr


class DossierCard(QWidget):
    """A dossier that came in: code, counts, pages."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code, self._counts = QLabel(), QLabel()
        self._code.setProperty("role", "strong")
        self._counts.setProperty("role", "muted")
        self._dots = PageDots(around.colours)
        head = QHBoxLayout()
        head.addWidget(self._code)
        head.addSpacing(12)
        head.addWidget(self._counts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self._dots)

    def show_dossier(self, dossier: TakenDossier) -> None:
        """Bring up to date."""
        count = dossier.pages.count
        words = tr("documents: {documents} · pages: {read} read, {waiting} waiting, {failed} not readable").format(
            documents=dossier.documents,
            read=count(PageStatus.READ),
            waiting=count(PageStatus.WAITING),
            failed=count(PageStatus.FAILED),
        )
        self._code.setText(dossier.code)
        self._counts.setText(words)
        self._dots.show_pages(dossier.pages, words)
