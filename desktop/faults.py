"""The one place that tells the world's fault from ours."""

import structlog

from dossier.errors import BugError, SohoaError


def told(error: BaseException) -> SohoaError:
    """The error as it may be told and kept: anything untyped is a bug of ours, logged with its trace."""
    if isinstance(error, SohoaError):
        return bare(error)
    structlog.get_logger("desktop").error("bug", error=type(error).__name__, exc_info=error)
    return BugError(kind=type(error).__name__, detail=str(error))


def bare(error: SohoaError) -> SohoaError:
    """The error without its trace and what it arose from.

    It may be kept as long as the window is open, and the frames of a trace keep what was in them: a password, a page.
    """
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
