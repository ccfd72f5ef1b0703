"""The dossier on the clerk's desk: its forms in order, what was keyed but is not yet told back, and where to go next.

No Qt, no application: content comes in, questions are answered.
"""

import datetime as dt
from collections.abc import Sequence

from dossier.document_types import DocumentTypes
from dossier.ids import DocumentId, PageId, RecordId
from dossier.model import Clearance, Document, DossierContent, FieldValue, Page
from dossier.reading import ValueSource
from dossier.states import KEYING_OPEN
from ui.keying.lines import Draft, Line, LineKey, Sheet, Situation, sheet_of

Stop = LineKey | DocumentId
"""Where a person is needed: a field, or a document whose type nobody knows."""


class Desk:
    """One dossier. Sheets are made anew only for records that changed."""

    def __init__(self, content: DossierContent, types: DocumentTypes, today: dt.date) -> None:
        self._types = types
        self._today = today
        self._drafts: dict[LineKey, Draft] = {}
        self._rows: dict[tuple[RecordId, str], int] = {}
        self._answered: set[LineKey] = set()
        self._kept: dict[LineKey, FieldValue | None] = {}
        self.content = content
        self._sheets: dict[RecordId, Sheet] = {}
        self._arrange()
        for record in content.records:
            self._make(record.id)

    @property
    def editable(self) -> bool:
        """Whether values may be keyed."""
        return self.content.dossier.state in KEYING_OPEN

    def replace(self, content: DossierContent, active: LineKey | None = None) -> None:
        """Newer content. Drafts that are durable give way to what the store says.

        The `active` field keeps the proposal that the person has before him until he leaves it or speaks.
        """
        before = self.content
        self.content = content
        self._arrange()
        self._keep(active, before)
        settled = {key for key, draft in self._drafts.items() if draft.done}
        for key in settled:
            del self._drafts[key]
        touched = {value.record for value in set(before.values) ^ set(content.values)} | {key.record for key in settled}
        touched |= {doubt.record for doubt in set(before.doubts) ^ set(content.doubts)}
        if before.decision != content.decision or before.dossier.marks != content.dossier.marks:
            touched = {record.id for record in content.records}
        known = {record.id for record in content.records}
        self._sheets = {record: sheet for record, sheet in self._sheets.items() if record in known}
        for record in known:
            if record in touched or record not in self._sheets:
                self._make(record)

    def release(self, active: LineKey | None) -> None:
        """The person is at this field now: all others show what stands."""
        left = {key for key in self._kept if key != active}
        for key in left:
            del self._kept[key]
        for record in {key.record for key in left} & self._sheets.keys():
            self._make(record)

    def _keep(self, active: LineKey | None, before: DossierContent) -> None:
        kept, self._kept = self._kept, {}
        if active is None or active in self._drafts:
            return
        seen = kept[active] if active in kept else before.value_of(active.record, active.path)
        now = self.content.value_of(active.record, active.path)
        by_person = [value for value in (seen, now) if value is not None and value.source is ValueSource.HUMAN]
        if seen != now and not by_person:
            self._kept = {active: seen}

    def draft(self, key: LineKey, value: str, *, as_printed: bool = False) -> None:
        """A person has keyed this; it stands in front of the stored value until the store tells it back."""
        self._kept.pop(key, None)
        self._drafts[key] = Draft(value=value, as_printed=as_printed)
        self._make(key.record)

    def settle(self, key: LineKey, value: str) -> None:
        """The draft is durable; the next content will hold it."""
        draft = self._drafts.get(key)
        if draft is not None and draft.value == value:
            self._drafts[key] = Draft(value=draft.value, as_printed=draft.as_printed, done=True)

    def fail(self, key: LineKey, value: str, problem: str) -> None:
        """The draft could not be written; what was typed stays and says so."""
        draft = self._drafts.get(key)
        if draft is not None and draft.value == value:
            self._drafts[key] = Draft(value=value, as_printed=draft.as_printed, problem=problem)
            self._make(key.record)

    def answer(self, key: LineKey) -> None:
        """A returned value was looked at again and stands."""
        self._answered.add(key)
        self._make(key.record)

    def add_row(self, record: RecordId, group: str) -> LineKey | None:
        """Another empty row of a repeating group; its first field, or None when there may be no more."""
        sheet = self._sheets[record]
        definition = next(item for item in sheet.kind.groups if item.name == group)
        rows = self.rows_of(sheet, group)
        if rows >= definition.at_most:
            return None
        self._rows[record, group] = rows + 1
        self._make(record)
        return LineKey(record, f"{group}[{rows}].{definition.fields[0].name}")

    def add_row_at(self, active: LineKey) -> LineKey | None:
        """Another row of the group that a field is in, else of its record's first group."""
        sheet = self._sheets.get(active.record)
        names = [group.name for group in sheet.kind.groups] if sheet else []
        here = active.path.partition("[")[0]
        return self.add_row(active.record, here if here in names else names[0]) if names else None

    @staticmethod
    def rows_of(sheet: Sheet, group: str) -> int:
        """How many rows the form shows of a group."""
        return sum(1 for line in sheet.lines if line.opens_row and line.key.path.startswith(f"{group}["))

    # Where things are

    def documents(self) -> Sequence[Document]:
        """Documents in their order."""
        return self._documents

    def sheets(self, document: DocumentId) -> list[Sheet]:
        """The forms of a document."""
        return [self._sheets[record] for record in self._records.get(document, ()) if record in self._sheets]

    def pages(self, document: DocumentId) -> tuple[Page, ...]:
        """Pages of a document in order."""
        return self._pages.get(document, ())

    def page(self, page: PageId | None) -> Page | None:
        """A page by its id."""
        return next((item for item in self.content.pages if item.id == page), None)

    def document_beside(self, document: DocumentId | None, step: int) -> DocumentId | None:
        """The next or previous document, or None at the end."""
        ids = [item.id for item in self._documents]
        place = (ids.index(document) if document in ids else -1) + step
        return ids[place] if 0 <= place < len(ids) else None

    def page_beside(self, page: PageId | None, step: int) -> Page | None:
        """The next or previous page of the dossier, or None at the end."""
        pages = [item for document in self._documents for item in self.pages(document.id)]
        ids = [item.id for item in pages]
        place = (ids.index(page) if page in ids else -1) + step
        return pages[place] if 0 <= place < len(pages) else None

    def page_to_clear(self, after: PageId | None) -> Page | None:
        """The next page at which somebody must look before the dossier can go; from the end on again from the start."""
        ids = [item.id for item in self.content.pages]
        place = ids.index(after) + 1 if after in ids else 0
        pages = self.content.pages[place:] + self.content.pages[:place]
        return next((page for page in pages if page.to_clear), None)

    def held_page(self, on_show: PageId | None) -> PageId | None:
        """The page that holds the dossier back: the one on show if it does, else another, else none but that."""
        first = self.page(on_show)
        pages = [first, *self.content.pages] if first else self.content.pages
        unread = [page for page in pages if page.clearance is Clearance.HELD]
        held = [*(page for page in pages if page.to_clear), *unread]
        return held[0].id if held else on_show

    def line(self, key: LineKey) -> Line | None:
        """A field as it stands now."""
        sheet = self._sheets.get(key.record)
        return next((line for line in sheet.lines if line.key == key), None) if sheet else None

    def sheet(self, record: RecordId) -> Sheet | None:
        """A form by its record."""
        return self._sheets.get(record)

    def document_of(self, stop: Stop) -> DocumentId | None:
        """The document that a stop lies in."""
        if isinstance(stop, LineKey):
            sheet = self._sheets.get(stop.record)
            return sheet.record.document if sheet else None
        return stop

    def all_lines(self) -> list[Line]:
        """Every field of the dossier in order."""
        return [line for document in self._documents for sheet in self.sheets(document.id) for line in sheet.lines]

    def open_count(self, document: DocumentId) -> int:
        """Fields of a document that a person must look at; an unknown type counts as one."""
        sheets = self.sheets(document)
        return sum(len(sheet.open_lines) for sheet in sheets) if sheets else 1

    # Where to go

    def stops(self) -> list[tuple[Stop, bool]]:
        """Every field and every untyped document in order, with whether a person is needed there."""
        return [(stop, needed) for stop, needed, _ in self._walk()]

    def first(self) -> Stop | None:
        """The very first field or untyped document."""
        walk = self._walk()
        return walk[0][0] if walk else None

    def first_returned(self) -> LineKey | None:
        """The first field that a checker sent back."""
        return next((line.key for line in self.all_lines() if line.remark is not None), None)

    def next_open(self, after: Stop | None, step: int = 1) -> Stop | None:
        """The nearest stop in that direction where a person is needed, going round once; None if there is none.

        When only certain proposals are left, those: nothing is completed unseen (they can all be taken at once).
        """
        walk = self._walk()
        needed = _nearest([(stop, flag) for stop, flag, _ in walk], after, step)
        return needed or _nearest([(stop, flag) for stop, _, flag in walk], after, step)

    def neighbour(self, of: Stop, step: int) -> Stop | None:
        """The strictly next or previous stop."""
        stops = [stop for stop, _, _ in self._walk()]
        if of not in stops:
            return stops[0] if stops else None
        place = stops.index(of) + step
        return stops[place] if 0 <= place < len(stops) else None

    def _walk(self) -> list[tuple[Stop, bool, bool]]:
        """Stops in order; whether a person is needed there; whether only a machine has spoken there."""
        found: list[tuple[Stop, bool, bool]] = []
        for document in self._documents:
            sheets = self.sheets(document.id)
            if not sheets:
                found.append((document.id, True, False))
            for sheet in sheets:
                found += [
                    (line.key, line.needs_person, bool(line.stored) and not line.confirmed) for line in sheet.lines
                ]
        return found

    def first_stop(self, document: DocumentId) -> Stop | None:
        """Where work begins in a document: its first open field, else its first field."""
        own = [(stop, needed) for stop, needed in self.stops() if self.document_of(stop) == document]
        return next((stop for stop, needed in own if needed), own[0][0] if own else None)

    def _arrange(self) -> None:
        content = self.content
        self._documents = sorted(content.documents, key=lambda item: item.position)
        self._pages: dict[DocumentId, tuple[Page, ...]] = {}
        for page in sorted(content.pages, key=lambda item: item.position):
            if page.document is not None:
                self._pages[page.document] = (*self._pages.get(page.document, ()), page)
        self._records: dict[DocumentId, tuple[RecordId, ...]] = {}
        types = {document.id: document.type_id for document in content.documents}
        for record in sorted(content.records, key=lambda item: item.ordinal):
            # Values keyed under a type that was given up stay, but their form is not shown.
            if types.get(record.document) in {None, record.type_id}:
                self._records[record.document] = (*self._records.get(record.document, ()), record.id)

    def _make(self, record: RecordId) -> None:
        item = next(each for each in self.content.records if each.id == record)
        situation = Situation(
            content=self.content,
            drafts=self._drafts,
            added_rows=self._rows,
            answered=frozenset(self._answered),
            kept=self._kept,
            today=self._today,
            listed=self._types.listed,
        )
        self._sheets[record] = sheet_of(item, self._types.get(item.type_id, item.type_version), situation)


def _nearest(stops: Sequence[tuple[Stop, bool]], after: Stop | None, step: int) -> Stop | None:
    count = len(stops)
    start = next((place for place, (stop, _) in enumerate(stops) if stop == after), None)
    if start is None:
        start = -1 if step > 0 else count
    for offset in range(1, count + 1):
        stop, needed = stops[(start + step * offset) % count]
        if needed and stop != after:
            return stop
    return None
