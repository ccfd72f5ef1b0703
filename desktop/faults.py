"""The one place that tells the world's fault from ours."""

import structlog

from dossier.errors import BugError, SohoaError


def told(error: BaseException) -> SohoaError:
    """The error as it may be told: anything untyped is a bug of ours, logged with its trace."""
    if isinstance(error, SohoaError):
        return error
    structlog.get_logger("desktop").error("bug", error=type(error).__name__, exc_info=error)
    return BugError(kind=type(error).__name__, detail=str(error))
