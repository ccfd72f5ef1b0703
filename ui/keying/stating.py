"""Makes the state of the keying screen from the desk and from where the clerk is looking. No Qt beyond plain values."""

from dataclasses import dataclass, field, replace

from dossier.ids import DocumentId, DossierId, PageId
from dossier.model import Page
from dossier.reading import Box
from ui.keying.desk import Desk, Stop
from ui.keying.lines import Certainty, Line, LineKey, Sheet, returned
from ui.keying.page_notes import page_note
from ui.keying.state import DocumentEntry, GroupEntry, KeyingState, Message, Place
from ui.translation import tr
from ui.widgets.banner import Tone
from ui.widgets.page_view import Zone
from ui.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where the clerk is: keyboard, document, page, and which pages were shown."""

    place: Place = Place.NOTHING
    active: LineKey | None = None
    document: DocumentId | None = None
    page: PageId | None = None
    seen: frozenset[PageId] = field(default_factory=frozenset)
    message: Message | None = None
    loading: bool = False
    choosing: bool = False
    focus_serial: int = 0
    look: int = 0

    def at(self, stop: Stop | None, desk: Desk, *, move_focus: bool) -> "Sight":
        """The same eyes at another stop; the picture follows the field."""
        serial = self.focus_serial + (1 if move_focus else 0)
        moved = replace(self, choosing=False, focus_serial=serial, look=self.look + 1)
        if stop is None:
            return replace(moved, place=Place.COMPLETE, active=None)
        document = desk.document_of(stop)
        if isinstance(stop, LineKey):
            line = desk.line(stop)
            page = (line.page if line else None) or self._page_in(document, desk)
            return replace(moved, place=Place.FIELD, active=stop, document=document, page=page)
        return replace(moved, place=Place.TYPES, active=None, document=document, page=self._page_in(document, desk))

    def typed_meanwhile(self, desk: Desk) -> DocumentId | None:
        """The document whose type was asked for, if somebody has said what it is."""
        waits = self.place is Place.TYPES and not self.choosing
        return self.document if waits and self.document is not None and desk.sheets(self.document) else None

    def _page_in(self, document: DocumentId | None, desk: Desk) -> PageId | None:
        pages = [page.id for page in desk.pages(document)] if document else []
        return self.page if self.page in pages else (pages[0] if pages else None)


def state_of(
    dossier: DossierId | None, desk: Desk | None, sight: Sight, words: Words, lang: str, *, clearing: bool = False
) -> KeyingState:
    """Everything that is shown."""
    if desk is None:
        return KeyingState(
            dossier=dossier, loading=sight.loading, message=sight.message, focus_serial=sight.focus_serial
        )
    page = desk.page(sight.page)
    sheet = _sheet(desk, sight)
    sheets = desk.sheets(sight.document) if sight.document else []
    lines = desk.all_lines()
    entries = entries_of(desk, lang)
    pages = desk.pages(sight.document) if sight.document else ()
    return KeyingState(
        dossier=dossier,
        code=desk.content.dossier.code,
        editable=desk.editable,
        documents=entries,
        document=sight.document,
        record_number=sheets.index(sheet) + 1 if sheet in sheets else 0,
        record_count=len(sheets),
        lines=sheet.lines if sheet and sight.place is not Place.TYPES else (),
        groups=_groups(sheet) if sheet else (),
        place=sight.place,
        active=sight.active,
        focus_serial=sight.focus_serial,
        page=page,
        page_number=_place_of(page, pages),
        page_count=len(pages),
        zones=_zones(sheets, page, sight.active),
        look=sight.look,
        message=sight.message or _closed(desk),
        page_note=page_note(desk, page, words),
        clearing=clearing and page is not None,
        open_fields=sum(entry.open_fields for entry in entries),
        acceptable=sum(1 for line in lines if line.acceptable_at_once and line.page in sight.seen),
        settled=sum(1 for line in lines if line.confirmed),
        total=sum(1 for line in lines if line.confirmed or line.stored or line.field.required),
    )


def _sheet(desk: Desk, sight: Sight) -> Sheet | None:
    if sight.active is not None:
        return desk.sheet(sight.active.record)
    sheets = desk.sheets(sight.document) if sight.document else []
    return sheets[-1] if sheets else None


def entries_of(desk: Desk, lang: str) -> tuple[DocumentEntry, ...]:
    """The documents for the contents at the left."""
    entries = []
    for document in desk.documents():
        sheets = desk.sheets(document.id)
        entries.append(
            DocumentEntry(
                id=document.id,
                title=_heading(sheets[0], lang) if sheets else tr("Type not known"),
                pages=desk.pages(document.id),
                open_fields=desk.open_count(document.id),
                typed=bool(sheets),
            )
        )
    return tuple(entries)


def _heading(sheet: Sheet, lang: str) -> str:
    """A document's own kind where it says one ("Quyết định"), else the name of its type."""
    own = next((line.text for line in sheet.lines if line.key.path == "typeName" and line.text), "")
    return own or (sheet.kind.name.vi if lang == "vi" else sheet.kind.name.en)


def _groups(sheet: Sheet) -> tuple[GroupEntry, ...]:
    return tuple(
        GroupEntry(name=group.name, label=group.label, rows=Desk.rows_of(sheet, group.name))
        for group in sheet.kind.groups
    )


def _place_of(page: Page | None, pages: tuple[Page, ...]) -> int:
    return next((place for place, item in enumerate(pages, 1) if page is not None and item.id == page.id), 0)


def _zones(sheets: list[Sheet], page: Page | None, active: LineKey | None) -> tuple[Zone, ...]:
    if page is None:
        return ()
    lines = (line for sheet in sheets for line in sheet.lines if line.page == page.id)
    return tuple(_zone(line, line.box, active) for line in lines if line.box is not None)


def _zone(line: Line, box: Box, active: LineKey | None) -> Zone:
    return Zone(
        box=box,
        doubtful=line.certainty in {Certainty.REVIEW, Certainty.EMPTY},
        active=line.key == active,
        bad=line.remark is not None,
    )


def returned_message(desk: Desk) -> Message | None:
    """Why the dossier came back, where it did; reasons of fields stand at the fields."""
    remarks = returned(desk.content)
    reasons = [remark.reason for remark in remarks if remark.path is None]
    fields = sum(1 for remark in remarks if remark.path is not None)
    if fields:
        reasons.append(tr("fields marked below: {count}").format(count=fields))
    if not reasons:
        return None
    return Message(text=tr("Returned: {reasons}").format(reasons="; ".join(reasons)), tone=Tone.WARN)


def _closed(desk: Desk) -> Message | None:
    if desk.editable:
        return None
    return Message(text=tr("Keying of this dossier is completed. Ctrl+Shift+D takes it back."), tone=Tone.INFO)
