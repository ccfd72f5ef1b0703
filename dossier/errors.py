"""Everything that can go wrong, as types with facts and no prose.

The sentences (what happened, what is safe, what to do) live in resources/wording/{vi,en}.yaml, one entry a code.

    SohoaError
    ├── WorldError       the world's fault: bad file, full disk, missing engine, no network
    │   ├── SourceError      a file that came in; the item fails alone, the batch goes on
    │   ├── MachineError     this machine cannot: engine, key, disk (exit code 3)
    │   └── ArchiveError     the archive answered no, or not at all; work waits
    ├── UseError         a person asked for what may not be: wrong use, own work, closed dossier
    └── BugError         our fault: an invariant does not hold
"""

from typing import ClassVar

Fact = str | int | float | None


class SohoaError(Exception):
    """Base of all. `code` names the wording; `facts` fill its blanks."""

    code: ClassVar[str] = "unknown"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Fact] = facts

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({inside})"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel home from worker processes; keyword-only facts need their own road.
        return (_rebuild, (type(self), self.facts))


def _rebuild(kind: type[SohoaError], facts: dict[str, Fact]) -> SohoaError:
    return kind(**facts)


class WorldError(SohoaError):
    """The world's fault."""


class SourceError(WorldError):
    """One file or page that came in cannot be used. Facts: source, and page where one page is meant."""


class SourceMissing(SourceError):
    code = "source_missing"


class SourceUnreadable(SourceError):
    code = "source_unreadable"


class SourceUnsupported(SourceError):
    code = "source_unsupported"


class SourceEmpty(SourceError):
    code = "source_empty"


class SourceDamaged(SourceError):
    code = "source_damaged"


class SourceEncrypted(SourceError):
    code = "source_encrypted"


class SourceTooLarge(SourceError):
    code = "source_too_large"


class PageDamaged(SourceError):
    code = "page_damaged"


class PageTooLarge(SourceError):
    code = "page_too_large"


class SecrecyMark(SourceError):
    code = "secrecy_mark"


class ReadingCrashed(SourceError):
    code = "reading_crashed"


class ReadingTimedOut(SourceError):
    code = "reading_timed_out"


class ReadingOutOfMemory(SourceError):
    code = "reading_out_of_memory"


class ScannerError(WorldError):
    """The scanner. Facts: device, pages (how many arrived safely before)."""

    code = "scanner_failed"


class ScannerMissing(ScannerError):
    code = "scanner_missing"


class ScannerJammed(ScannerError):
    code = "scanner_jammed"


class ScannerEmpty(ScannerError):
    code = "scanner_empty"


class ScannerCoverOpen(ScannerError):
    code = "scanner_cover_open"


class ScannerBusy(ScannerError):
    code = "scanner_busy"


class MachineError(WorldError):
    """This machine cannot; nothing was lost. Exit code 3."""


class EngineMissing(MachineError):
    code = "engine_missing"


class LanguageMissing(MachineError):
    code = "language_missing"


class ToolMissing(MachineError):
    code = "tool_missing"


class DiskFull(MachineError):
    code = "disk_full"


class StorageFailed(MachineError):
    code = "storage_failed"


class WrongKey(MachineError):
    code = "wrong_key"


class KeyMissing(MachineError):
    code = "key_missing"


class DataFolderInUse(MachineError):
    code = "data_folder_in_use"


class DataFolderNewer(MachineError):
    code = "data_folder_newer"


class FileDamaged(MachineError):
    code = "file_damaged"


class ArchiveError(WorldError):
    """The archive said no, or nothing. Facts: archive."""

    code = "archive_failed"


class ArchiveAway(ArchiveError):
    code = "archive_away"


class ArchiveRefused(ArchiveError):
    code = "archive_refused"


class ArchiveUnauthorised(ArchiveError):
    code = "archive_unauthorised"


class ArchiveForbidden(ArchiveError):
    code = "archive_forbidden"


class ArchiveProtocol(ArchiveError):
    code = "archive_protocol"


class ArchiveFull(ArchiveError):
    code = "archive_full"


class AlreadyTaken(ArchiveError):
    code = "already_taken"


class UseError(SohoaError):
    """A person asked for what may not be."""


class UnknownDocumentType(UseError):
    code = "unknown_document_type"


class InvalidDocumentType(UseError):
    code = "invalid_document_type"


class MoveNotAllowed(UseError):
    code = "move_not_allowed"


class KeyingClosed(UseError):
    code = "keying_closed"


class OwnWork(UseError):
    code = "own_work"


class NotKeyer(UseError):
    code = "not_keyer"


class OpenConflicts(UseError):
    code = "open_conflicts"


class StaleReview(UseError):
    code = "stale_review"


class FieldsMissing(UseError):
    code = "fields_missing"


class FieldsUnconfirmed(UseError):
    code = "fields_unconfirmed"


class PagesHeld(UseError):
    code = "pages_held"


class ReasonMissing(UseError):
    code = "reason_missing"


class NotFound(UseError):
    code = "not_found"


class BugError(SohoaError):
    """Our fault; the window shows a report, the command line exits 1 with it."""

    code = "bug"


class NegativeBox(BugError):
    code = "negative_box"


class StateConflict(UseError):
    """The dossier no longer stands where the author of an operation saw it. Facts: current, seen."""

    code = "state_conflict"


class OperationChanged(UseError):
    """An id that the archive knows came back with other bytes."""

    code = "operation_changed"


class OperationInvalid(UseError):
    """An operation that the archive cannot read or that contradicts itself."""

    code = "operation_invalid"


class DeviceCloned(UseError):
    """A number of this device was used by another operation: two copies of one data folder are at work."""

    code = "device_cloned"


class HashMismatch(UseError):
    """The bytes that arrived are not those of the hash they came under."""

    code = "hash_mismatch"


class RequestTooLarge(UseError):
    """A body above the archive's limit. Facts: limit."""

    code = "request_too_large"


class UserExists(UseError):
    """The archive has a user of that name already. Facts: user."""

    code = "user_exists"


class ListenFailed(MachineError):
    """The address to serve at is taken or not this machine's. Facts: host, port."""

    code = "listen_failed"


class ArchiveUrlInvalid(UseError):
    code = "archive_url_invalid"


class SourceChanging(SourceError):
    code = "source_changing"


class SettingsDamaged(MachineError):
    code = "settings_damaged"


class ArchiveBusy(ArchiveError):
    """A body stopped arriving, or too much is arriving at once for the archive's memory: ask again. Facts: reason."""

    code = "archive_busy"


class DisplayMissing(MachineError):
    code = "display_missing"


class SourceIsPacked(SourceUnsupported):
    """A zip, 7z, rar, tar: the papers are inside."""

    code = "source_is_packed"


class SourceIsDocument(SourceUnsupported):
    """A word processor's or spreadsheet's file: it has no pages before that program lays them out."""

    code = "source_is_document"


class SourceIsWebPage(SourceUnsupported):
    """A web page, often a portal's error page saved under a PDF's name."""

    code = "source_is_web_page"


class SourcePasswordWrong(SourceEncrypted):
    code = "source_password_wrong"


class OpeningCrashed(SourceError):
    """Making the picture of a page; unlike the `reading_` errors nothing of the page is kept."""

    code = "opening_crashed"


class OpeningTimedOut(SourceError):
    code = "opening_timed_out"


class OpeningOutOfMemory(SourceError):
    code = "opening_out_of_memory"


class RoleMissing(UseError):
    """What was asked is for another role."""

    code = "role_missing"


class ClearingReasonMissing(UseError):
    """A page taken for marked is declared free of marks only with a reason."""

    code = "clearing_reason_missing"


class PagesUnread(UseError):
    """Pages that a person cleared wait to be read on. Facts: dossier, count."""

    code = "pages_unread"


class OpeningNotStarted(SourceError):
    """The machine has no process left to open a file in. Facts: source, errno; page, where it is one page of it."""

    code = "opening_not_started"


class PageIncomplete(SourceError):
    """The picture of a page was made, but something on the page is damaged and not to be seen on it. Facts: what."""

    code = "page_incomplete"
