"""Bodies that arrive slowly, never or too many at once stop nobody else and stay within the archive's memory."""

import asyncio
import contextlib
import hashlib
import json
import socket
from collections.abc import Iterator, MutableMapping

import httpx
import pytest
from fastapi import Request

from dossier.errors import ArchiveBusy, RequestTooLarge
from dossier.ids import DeviceId
from dossier.states import Role
from server.receiving import Receiving
from tests.support.running_archive import TestArchive, listening_archive

PICTURE = b"a page picture"


def put(url: str, token: str, data: bytes) -> httpx.Response:
    path = f"{url}/v1/blobs/{hashlib.sha256(data).hexdigest()}"
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, trust_env=False) as client:
        return client.put(path, content=data)


@contextlib.contextmanager
def begun(url: str, token: str, data: bytes, *, sent: int) -> Iterator[socket.socket]:
    """An upload of which `sent` bytes go out and no more."""
    address = httpx.URL(url)
    with socket.create_connection((address.host, address.port or 0), timeout=30) as connection:
        head = (
            f"PUT /v1/blobs/{hashlib.sha256(data).hexdigest()} HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {len(data)}\r\nExpect: 100-continue\r\n\r\n"
        )
        connection.sendall(head.encode())
        # Asked to go on: from here on the archive is reading this body.
        assert connection.recv(4096).startswith(b"HTTP/1.1 100")
        connection.sendall(data[:sent])
        yield connection


def answer_of(connection: socket.socket) -> tuple[int, str]:
    said = b""
    while more := connection.recv(4096):
        said += more
    head, _, body = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["facts"]["reason"]


def test_stalled_uploads_do_not_stop_another(archive: TestArchive) -> None:
    token = archive.token("lan", Role.CLERK)
    with listening_archive(archive) as url, contextlib.ExitStack() as stalled:
        waiting = [stalled.enter_context(begun(url, token, PICTURE, sent=5)) for _ in range(8)]
        assert put(url, token, b"another picture").status_code == 201
        for connection in waiting:  # and those that only were slow come to their end
            connection.sendall(PICTURE[5:])
            assert connection.recv(4096).split()[1] in (b"200", b"201")


def test_an_upload_that_stands_still_is_ended_and_may_be_asked_again(archive: TestArchive) -> None:
    token = archive.token("lan", Role.CLERK)
    receiving = Receiving(patience=0.05)
    with listening_archive(archive, receiving) as url:
        with begun(url, token, PICTURE, sent=5) as connection:
            assert answer_of(connection) == (503, "stalled")
        assert put(url, token, PICTURE).status_code == 201


class Arriving:
    """A request whose body comes as the test says; `Request` reads it."""

    def __init__(self) -> None:
        self._messages: asyncio.Queue[MutableMapping[str, object]] = asyncio.Queue()
        self.request = Request({"type": "http", "method": "PUT", "headers": []}, self._messages.get)

    def send(self, data: bytes, *, more: bool = False) -> None:
        self._messages.put_nowait({"type": "http.request", "body": data, "more_body": more})


async def taken(receiving: Receiving, device: str, data: bytes) -> bytes:
    arriving = Arriving()
    arriving.send(data)
    async with receiving.body(arriving.request, DeviceId(device), 100) as parts:
        return b"".join(parts)


@pytest.mark.parametrize(("of_all", "of_device", "others"), [(15, 15, False), (100, 15, True)])
def test_what_is_held_at_once_has_a_limit_and_is_free_again_afterwards(
    of_all: int, of_device: int, *, others: bool
) -> None:
    async def scenario() -> None:
        receiving = Receiving(of_all=of_all, of_device=of_device)
        for _ in range(2):
            first = Arriving()
            first.send(b"0123456789")
            async with receiving.body(first.request, DeviceId("may-1"), 100):
                with pytest.raises(ArchiveBusy) as refused:
                    await taken(receiving, "may-1", b"0123456789")
                assert refused.value.facts == {"reason": "memory"}
                with contextlib.nullcontext() if others else pytest.raises(ArchiveBusy):
                    assert await taken(receiving, "may-2", b"0123456789") == b"0123456789"
            assert await taken(receiving, "may-1", b"0123456789abcde") == b"0123456789abcde"

    asyncio.run(scenario())


def test_a_body_above_its_own_limit_is_refused_and_leaves_nothing_held() -> None:
    async def scenario() -> None:
        receiving = Receiving(of_all=150, of_device=150)
        for _ in range(3):
            with pytest.raises(RequestTooLarge):
                await taken(receiving, "may-1", bytes(101))
            assert await taken(receiving, "may-1", bytes(100)) == bytes(100)

    asyncio.run(scenario())
