"""Time and ids of the real world, for the composition root."""

import datetime as dt

import uuid_utils


class SystemClock:
    """The machine's clock in UTC. Any thread."""

    def now(self) -> dt.datetime:
        """The present moment, aware."""
        return dt.datetime.now(dt.UTC)


class Uuid7Source:
    """Fresh UUIDv7 ids (RFC 9562). Any thread."""

    def new(self) -> str:
        """A new id, lower case with dashes."""
        return str(uuid_utils.uuid7())
