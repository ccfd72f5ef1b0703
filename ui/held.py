"""Why a dossier stays on this machine and what to do about it, in one line: for every list that shows dossiers."""

from ui.translation import tr


def stopped() -> str:
    """A page seems to bear a secrecy mark."""
    return tr("Stopped, a page bears a secrecy mark: tell the person in charge. A false alarm? A supervisor, Ctrl+M.")


def pages_to_clear(count: int) -> str:
    """Reading has ended and these pages were not read."""
    text = tr("Not sent, pages that could not be read: {count}. Open, look at them, Ctrl+M where there is no mark.")
    return text.format(count=count)
