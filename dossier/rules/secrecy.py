"""When a secrecy mark that a reader finds holds a page (dấu chỉ độ mật). A rule of the cache and of what is proposed.

Knows nothing of how a mark looks.
"""

from dossier.model import Clearance
from dossier.reading import PageReading


def alarm_cleared(clearance: Clearance, earlier: PageReading | None) -> bool:
    """Whether a person has declared an alarm false that had been raised; `earlier`: what stood before as read.

    Who clears a page that nobody had read has not been asked about any mark: one that is found later holds the page.
    """
    by_person = clearance is Clearance.CLEARED_BY_PERSON
    return by_person and earlier is not None and earlier.secrecy_mark is not None


def is_held(clearance: Clearance, earlier: PageReading | None, reading: PageReading) -> bool:
    """Whether a new reading holds its page for a mark: a page is read on, with its words, only once that is cleared."""
    if reading.secrecy_mark is None:
        return False
    by_person = clearance is Clearance.CLEARED_BY_PERSON
    return not (alarm_cleared(clearance, earlier) or (by_person and reading.words))
