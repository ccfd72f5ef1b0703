"""Writes values at once and waits for none: the draft stands on the form, the store answers when it answers."""

from collections.abc import Callable, Collection, Sequence

from dossier.errors import SohoaError
from dossier.ids import PageId
from dossier.model import ChangeSet
from dossier.use_cases import keying
from dossier.use_cases.workplace import Workplace
from ui.application import Application
from ui.keying.desk import Desk
from ui.keying.lines import Line, LineKey
from ui.wording import Words

Written = Sequence[tuple[LineKey, str]]


class Writing:
    """The writes of one dossier on the desk, and what can be undone of them. Lives on the UI thread."""

    def __init__(
        self,
        application: Application,
        desk: Desk,
        words: Words,
        *,
        written: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        self._application = application
        self._desk = desk
        self._words = words
        self._written = written
        self._failed = failed
        self._former: list[tuple[LineKey, str, bool]] = []

    def change(self, line: Line, value: str, *, as_printed: bool = False) -> bool:
        """Put what was keyed, in storage form; says whether there was anything to change."""
        same = value == line.stored and as_printed == line.as_printed
        if same and line.confirmed and line.problem is None:
            return False
        self._former.append((line.key, line.stored, line.as_printed))
        self._put(line, value, as_printed=as_printed)
        return True

    def confirm(self, line: Line) -> None:
        """Confirm what stands; of an empty field: the paper has nothing there."""
        if not line.stored:
            self._put(line, "", as_printed=False)
            return
        dossier, key, seen = self._desk.content.dossier.id, line.key, line.value
        self._desk.draft(key, line.stored)
        self._write(
            lambda workplace: keying.accept_value(workplace, dossier, key.record, key.path, seen=seen),
            [(key, line.stored)],
        )

    def confirm_certain(self, lines: Sequence[Line], shown: Collection[PageId]) -> None:
        """Confirm every certain field on the pages that were shown; `lines` are those the rule will take."""
        dossier = self._desk.content.dossier.id
        seen = [line.value for line in lines if line.value is not None]
        for line in lines:
            self._desk.draft(line.key, line.stored)
        self._write(
            lambda workplace: keying.accept_certain(workplace, dossier, shown, seen=seen),
            [(line.key, line.stored) for line in lines],
        )

    def undo(self) -> LineKey | None:
        """Answer the last change by the former value; nothing is deleted. The field, or None if nothing is left."""
        while self._former:
            key, value, as_printed = self._former.pop()
            line = self._desk.line(key)
            if line is not None and (line.stored != value or line.as_printed != as_printed):
                self._put(line, value, as_printed=as_printed)
                return key
        return None

    def _put(self, line: Line, value: str, *, as_printed: bool) -> None:
        dossier, key, seen = self._desk.content.dossier.id, line.key, keying.Seen(line.value)
        self._desk.draft(key, value, as_printed=as_printed)
        self._write(
            lambda workplace: keying.key_value(
                workplace, dossier, key.record, key.path, value, as_printed=as_printed, seen=seen
            ),
            [(key, value)],
        )

    def _write(self, work: Callable[[Workplace], ChangeSet], lines: Written) -> None:
        self._application.write(work, lambda _: self._on_written(lines), lambda error: self._on_failed(lines, error))

    def _on_written(self, lines: Written) -> None:
        for key, value in lines:
            self._desk.settle(key, value)
        self._written()

    def _on_failed(self, lines: Written, error: SohoaError) -> None:
        sentence = self._words.error(error)
        for key, value in lines:
            self._desk.fail(key, value, sentence)
        self._failed(sentence)
