"""Taking request bodies in: in memory alone (they are page pictures in the clear), within limits of size, time, memory.

What is charged is what has arrived, so a connection that stalls holds next to nothing up, and dies after a while. Where
memory runs out, who needs more is told to ask again, so that the others get through. Runs in the event loop alone.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import Request
from starlette.requests import ClientDisconnect

from archive.protocol import BLOB_BYTES
from dossier.errors import ArchiveBusy, RequestTooLarge
from dossier.ids import DeviceId

_PATIENCE: Final = 30.0
"""Seconds without a byte."""

_OF_ALL: Final = 2 * BLOB_BYTES
_OF_DEVICE: Final = BLOB_BYTES
"""Bytes held at once. One device's share is one file of the largest size, so that none can use up everything."""


class Receiving:
    """The bodies that are arriving. `patience` in seconds."""

    def __init__(self, *, patience: float = _PATIENCE, of_all: int = _OF_ALL, of_device: int = _OF_DEVICE) -> None:
        self._patience, self._of_all, self._of_device = patience, of_all, of_device
        self._held: Counter[DeviceId] = Counter()

    @asynccontextmanager
    async def body(self, request: Request, device: DeviceId, limit: int) -> AsyncIterator[list[bytes]]:
        """The parts of a body, which count as held until the end of the block.

        Raises `RequestTooLarge` as soon as it is known to be above `limit`, `ArchiveBusy` when it stops arriving or
        there is no room for it.
        """
        declared = request.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) > limit:
            raise RequestTooLarge(limit=limit)
        parts: list[bytes] = []
        size = 0
        try:
            async for part in self._arriving(request):
                if size + len(part) > limit:
                    raise RequestTooLarge(limit=limit)
                self._charge(device, len(part))
                size += len(part)
                parts.append(part)
            yield parts
        finally:
            self._held[device] -= size
            self._held += Counter()  # forgets devices that hold nothing

    def _charge(self, device: DeviceId, size: int) -> None:
        if self._held[device] + size > self._of_device or self._held.total() + size > self._of_all:
            raise ArchiveBusy(reason="memory")
        self._held[device] += size

    async def _arriving(self, request: Request) -> AsyncIterator[bytes]:
        stream = request.stream()
        while True:
            try:
                async with asyncio.timeout(self._patience):
                    part = await anext(stream)
            except StopAsyncIteration:
                return
            except (TimeoutError, ClientDisconnect) as error:
                raise ArchiveBusy(reason="stalled") from error
            yield part
