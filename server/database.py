"""The archive's database: who may write when. One writer at a time in this process, any number of readers.

SQLite makes several writers wait by sleeping, which starves some for seconds; a lock of ours is fair
enough and costs nothing. Knows nothing of what is written.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from storage.engine import WRITE


class Database:
    """An engine with its write lock. Any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._write = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes: durable when the block has been left, undone when it raises."""
        with self._write, self._engine.connect() as plain:
            connection = plain.execution_options(**{WRITE: True})
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot to read from."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection; nothing may be running any more."""
        self._engine.dispose()
