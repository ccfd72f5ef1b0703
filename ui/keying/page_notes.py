"""What is special about the page on show, and whether another page holds the dossier back: why, and what to do."""

from dossier.model import Clearance, Page, PageStatus
from dossier.reading import Gate
from ui.keying.desk import Desk
from ui.keying.state import Message
from ui.translation import tr
from ui.widgets.banner import Tone
from ui.wording import Words


def page_note(desk: Desk, page: Page | None, words: Words) -> Message | None:
    """Of the page itself where it is held, else also of the others: unread pages are held until a person has looked."""
    if page is None:
        return None
    if page.clearance is Clearance.MARKED:
        text = words.code("secrecy_mark") + " " + tr("A false alarm? Ctrl+M, with the reason (supervisor).")
        return Message(text=text, tone=Tone.BAD)
    if page.to_clear:
        return _held(page, words)
    notes = [note for note in (lacking(page), _of(page), _elsewhere(desk)) if note is not None]
    if not notes:
        return None
    gravest = max((note.tone for note in notes), key=list(Tone).index)
    return Message(text=" ".join(note.text for note in notes), tone=gravest)


def _held(page: Page, words: Words) -> Message:
    if page.gate is Gate.UNREADABLE:
        text = tr("This page cannot be read: nothing on it is proposed. Scan it again, or key from the picture.")
    else:
        text = words.code(page.failure) if page.failure else tr("This page was not read.")
    if (missing := lacking(page)) is not None:
        text = f"{missing.text} {text}"
    until = tr("Until somebody has looked at it, the dossier stays here. No secrecy mark on it? Ctrl+M.")
    return Message(text=f"{text} {until}", tone=Tone.WARN)


def lacking(page: Page) -> Message | None:
    """Whoever works against the picture must know that something of the paper is not on it."""
    if not page.incomplete:
        return None
    text = tr("A part of this page is missing in the picture, its file is damaged: compare it with the paper.")
    return Message(text=text, tone=Tone.WARN)


def _of(page: Page) -> Message | None:
    if page.status is PageStatus.WAITING:
        return Message(text=tr("This page is waiting to be read; you can key already."), tone=Tone.INFO)
    if page.gate is Gate.UNREADABLE:
        text = tr("This page cannot be read: nothing on it is proposed. Scan it again, or key from the picture.")
        return Message(text=text, tone=Tone.WARN)
    if page.gate is Gate.CHECK_ALL:
        return Message(text=tr("This page reads badly: check everything on it."), tone=Tone.WARN)
    return None


def _elsewhere(desk: Desk) -> Message | None:
    pages = [page for page in desk.content.pages if page.to_clear]
    if any(page.clearance is Clearance.MARKED for page in pages):
        text = tr("The dossier is stopped: another page seems to bear a secrecy mark. Ctrl+M shows it.")
        return Message(text=text, tone=Tone.BAD)
    if pages:
        text = tr("The dossier stays here: pages not read that somebody must look at: {count}. Ctrl+M shows the next.")
        return Message(text=text.format(count=len(pages)), tone=Tone.WARN)
    return None
