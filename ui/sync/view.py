"""Đồng bộ as it looks. Its state is the application's `SyncStatus` as it is; there is nothing to decide."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dossier.ports import AttentionItem, HeldDossier
from ui.application import SyncStatus
from ui.held import pages_to_clear, stopped
from ui.screen import Screen, Surroundings
from ui.style.icons import Glyph
from ui.translation import tr
from ui.widgets.banner import Banner, Tone, set_tone
from ui.widgets.dossier_list import DossierList, ListRow


class SyncScreen(Screen):
    """Says where the work is; Ctrl+R sends now. Nothing here is needed for keying to go on."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        title = QLabel(tr("Sync with the digital archive"))
        title.setProperty("role", "title")
        self.button = QPushButton(tr("Sync now  (Ctrl+R)"))
        self.button.setProperty("primary", "true")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(around.application.sync_now)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.button)
        self.message = Banner(around.colours)
        self._archive = QLabel()
        self._archive.setWordWrap(True)
        self._numbers = {name: _Number() for name in ("waiting", "held", "sent", "attention")}
        self._numbers["waiting"].label(tr("Changes waiting to be sent"))
        self._numbers["held"].label(tr("Held back: pages not yet cleared of secrecy marks"))
        self._numbers["sent"].label(tr("Changes the archive has confirmed"))
        self._numbers["attention"].label(tr("Need attention"))
        numbers = QHBoxLayout()
        numbers.setSpacing(14)
        for number in self._numbers.values():
            numbers.addWidget(number, 1)
        section = QLabel(tr("Need attention"))
        section.setProperty("role", "section")
        self.list = DossierList(around.colours)
        self.list.setAccessibleName(tr("Need attention"))
        section.setBuddy(self.list)
        self._nothing = QLabel(tr("Nothing needs attention."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._archive)
        layout.addWidget(self.message)
        layout.addLayout(numbers)
        layout.addWidget(section)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._nothing, 1)
        self.list.opened.connect(self.open_wanted)
        self.command("Ctrl+R", tr("Sync now"), around.application.sync_now)
        self.hint("Enter", tr("Open the dossier"))
        around.application.sync_changed.connect(self.show_state)
        self.show_state(around.application.sync_status())

    def activate(self) -> None:
        """The list where something needs attention, else the button."""
        self.show_state(self._around.application.sync_status())
        target = self.list if self.list.rows() else self.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, status: SyncStatus) -> None:
        """Show the status."""
        outbox = status.outbox
        self._archive.setText("  ·  ".join(self._facts(status)))
        self._numbers["waiting"].show_number(outbox.waiting, "muted" if outbox.waiting == 0 else "warn")
        self._numbers["held"].show_number(outbox.held, "muted" if outbox.held == 0 else "warn")
        self._numbers["sent"].show_number(outbox.sent, "ok")
        rows = [*map(self._refused, outbox.attention), *map(self._held, outbox.to_clear)]
        self._numbers["attention"].show_number(len(rows), "bad" if rows else "muted")
        if status.last_error is not None:
            self.message.say(self.sentence(status.last_error), Tone.WARN)
        elif not status.online:
            self.message.say(
                tr("Offline. Work goes on as usual; everything is sent when the network is back."), Tone.INFO
            )
        else:
            self.message.clear()
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)

    def _refused(self, item: AttentionItem) -> ListRow:
        return ListRow(
            key=item.dossier,
            title=item.dossier_code,
            detail=self._around.words.code(item.code),
            right=item.at.astimezone().strftime("%d/%m/%Y %H:%M"),
            glyph=Glyph.WARNING,
            tone="bad",
        )

    @staticmethod
    def _held(item: HeldDossier) -> ListRow:
        return ListRow(
            key=item.dossier,
            title=item.dossier_code,
            detail=stopped() if item.marked else pages_to_clear(item.pages),
            right=tr("pages to look at: {count}").format(count=item.pages),
            glyph=Glyph.WARNING,
            tone="bad" if item.marked else "warn",
        )

    def _facts(self, status: SyncStatus) -> list[str]:
        facts = [tr("Online") if status.online else tr("Offline")]
        if status.identity is not None and status.identity.embedded:
            facts.append(tr("Archive on this machine, not yet sent to the province"))
        elif status.identity is None:
            facts.append(tr("No archive has answered yet"))
        if status.running:
            facts.append(tr("Syncing…"))
        if status.last_success is not None:
            moment = dt.datetime.fromisoformat(status.last_success).astimezone()
            facts.append(tr("Last complete round: {time}").format(time=moment.strftime("%d/%m/%Y %H:%M:%S")))
        if not status.protected:
            facts.append(tr("Data key on this machine: not protected"))
        return facts


class _Number(QFrame):
    """A large number with its words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._number, self._words = QLabel("0"), QLabel()
        self._number.setProperty("role", "title")
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.addWidget(self._number, 0, 0)
        grid.addWidget(self._words, 1, 0)
        grid.setRowStretch(1, 1)

    def label(self, words: str) -> None:
        """What is counted."""
        self._words.setText(words)
        self._number.setAccessibleName(words)

    def show_number(self, number: int, tone: str) -> None:
        """How many."""
        self._number.setText(f"{number:,}".replace(",", "."))
        set_tone(self._number, tone)
