"""The scanner on Quét và nạp tệp: which one, and how it scans. Knows nothing of what becomes of the pages."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from dossier.ports import ColourMode, ScannerDevice, ScanSettings
from ui.screen import Surroundings
from ui.take_in.card import Card
from ui.take_in.presenter import TakeInState
from ui.translation import tr
from ui.widgets.drop_down import DropDown

RESOLUTIONS = (200, 300, 400, 600)


class ScannerCard(Card):
    """Device, resolution, colour, feeder, sides; `scan_wanted` when the button is pressed."""

    scan_wanted = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._devices: tuple[ScannerDevice, ...] = ()
        colours = around.colours
        self.device, self.dpi, self.colour = DropDown(colours), DropDown(colours), DropDown(colours)
        for value in RESOLUTIONS:
            self.dpi.addItem(f"{value} dpi", value)
        self.dpi.setCurrentIndex(RESOLUTIONS.index(300))
        for mode, words in (
            (ColourMode.COLOUR, tr("Colour")),
            (ColourMode.GREY, tr("Grey")),
            (ColourMode.BILEVEL, tr("Black and white")),
        ):
            self.colour.addItem(words, mode)
        self.feeder = QCheckBox(tr("From the feeder"))
        self.duplex = QCheckBox(tr("Both sides"))
        self.feeder.setChecked(True)
        self.device.currentIndexChanged.connect(self._on_device)
        self.dpi.setAccessibleName(tr("Resolution"))
        self.colour.setAccessibleName(tr("Colour"))
        self.button = QPushButton(tr("Scan  (F9)"))
        self.button.setProperty("primary", "true")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.scan_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        self.labelled(0, tr("Scanner"), self.device)
        choices = QHBoxLayout()
        choices.setSpacing(10)
        for widget in (self.dpi, self.colour, self.feeder, self.duplex):
            choices.addWidget(widget)
        choices.addStretch(1)
        label = QLabel(tr("Settings"))
        label.setBuddy(self.dpi)
        self.grid.addWidget(label, 1, 0)
        self.grid.addLayout(choices, 1, 1)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.grid.addLayout(row, 2, 1)

    def settings(self) -> ScanSettings | None:
        """As chosen; None without a scanner."""
        place = self.device.currentIndex()
        if not 0 <= place < len(self._devices):
            return None
        return ScanSettings(
            device=self._devices[place].name,
            dpi=self.dpi.currentData(),
            mode=ColourMode(self.colour.currentData()),
            feeder=self.feeder.isChecked(),
            duplex=self.duplex.isChecked() and self.feeder.isChecked(),
        )

    def show_scanners(self, state: TakeInState) -> None:
        """The scanners that were found; the first is chosen."""
        if state.scanners != self._devices or self.device.count() == 0:
            self._devices = state.scanners
            self.device.clear()
            self.device.addItems([device.label for device in state.scanners])
            self.device.setCurrentIndex(0 if state.scanners else -1)
        if not state.scanners:
            words = (
                tr("Looking for scanners…")
                if state.looking_for_scanners
                else tr("No scanner found (Ctrl+L looks again)")
            )
            self.device.setPlaceholderText(words)
            self.device.setCurrentIndex(-1)

    def _on_device(self, place: int) -> None:
        has_feeder = 0 <= place < len(self._devices) and self._devices[place].has_feeder
        self.feeder.setEnabled(has_feeder)
        self.feeder.setChecked(has_feeder)
        self.duplex.setEnabled(has_feeder)
