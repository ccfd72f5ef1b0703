"""The archive over HTTP: a typed client of protocol v1 on httpx.

What the sync engine and a checker's screen ask of an archive. Every call blocks; one client belongs to one thread
(the sync worker). All calls may be repeated without harm, so a lost connection is tried again, shortly; longer waiting
is the caller's. The token travels in a header only and shows in no log, address or repr. Knows no database, no screen.
"""

import datetime as dt
import hashlib
import ipaddress
import json
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TypeVar

import httpx
import stamina
from pydantic import BaseModel, ValidationError

from archive.protocol import (
    BLOB_BYTES,
    FEED_LIMIT,
    LIST_LIMIT,
    PROTOCOL,
    PROTOCOL_HEADER,
    Counts,
    DossierDetail,
    DossierPage,
    ErrorBody,
    FeedPage,
    MissingRequest,
    MissingResponse,
    PushRequest,
    PushResponse,
    QueueRequest,
    Taken,
    WireIdentity,
    WireOperation,
)
from dossier.errors import (
    AlreadyTaken,
    ArchiveAway,
    ArchiveForbidden,
    ArchiveFull,
    ArchiveProtocol,
    ArchiveRefused,
    ArchiveUnauthorised,
    ArchiveUrlInvalid,
    BugError,
    NotFound,
    OwnWork,
    SohoaError,
)
from dossier.ids import DossierId, Sha256
from dossier.ports import Acknowledgement, ArchiveCounts, Cursor, Identity, OutboxEntry
from dossier.snapshots import DossierSnapshot
from dossier.states import State

_Model = TypeVar("_Model", bound=BaseModel)

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_AWAY = frozenset({502, 503, 504})
_BY_CODE: dict[str, type[SohoaError]] = {
    kind.code: kind for kind in (AlreadyTaken, ArchiveFull, ArchiveProtocol, NotFound, OwnWork)
}
_BY_STATUS: dict[int, type[SohoaError]] = {401: ArchiveUnauthorised, 403: ArchiveForbidden, 507: ArchiveFull}


class HttpArchive:
    """One archive at `url`, known to it by `token`. `transport` is for tests; `attempts` counts the first try.

    Raises `ArchiveUrlInvalid` for anything but https://host[:port], or http on this machine (the token would travel in
    the clear), and `ArchiveUnauthorised` for a token that no header can carry.
    """

    def __init__(
        self, url: str, token: str, transport: httpx.BaseTransport | None = None, *, attempts: int = 3
    ) -> None:
        address = _address(url)
        self._name = f"{address.scheme}://{address.netloc.decode('ascii')}"
        if not token or not all("!" <= sign <= "~" for sign in token):
            raise ArchiveUnauthorised(archive=self._name)
        self._attempts = attempts
        self._epoch: str | None = None
        self._http = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {token}", PROTOCOL_HEADER: PROTOCOL},
            timeout=_TIMEOUT,
            transport=transport,
            # The proxy of an office network must not see, nor break, what stays on this machine.
            trust_env=not _is_loopback(address.host),
        )

    def __repr__(self) -> str:
        return f"HttpArchive({self._name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; harmless when done twice."""
        self._http.close()

    def identity(self) -> Identity:
        """Who we are there. Raises `ArchiveUnauthorised` for a token that is unknown or revoked."""
        said = self._model(WireIdentity, "GET", "/v1/me")
        self._epoch = said.epoch
        return Identity(
            archive=said.archive, office=said.office, user=said.user, roles=said.roles, embedded=said.embedded
        )

    def missing(self, hashes: Sequence[Sha256]) -> frozenset[Sha256]:
        """Those of at most 500 files that must be uploaded."""
        request = MissingRequest(hashes=tuple(hashes))
        return frozenset(self._model(MissingResponse, "POST", "/v1/blobs/missing", body=request).missing)

    def upload(self, sha256: Sha256, data: bytes) -> None:
        """Bring one file of at most 256 MiB; durable there on return. Raises `ArchiveFull`, `ArchiveRefused`."""
        if len(data) > BLOB_BYTES:
            # The archive would hang up in the middle, which looks like a lost connection.
            raise ArchiveRefused(archive=self._name, reason="request_too_large", sha256=sha256, limit=BLOB_BYTES)
        self._ask("PUT", f"/v1/blobs/{sha256}", content=data, mime="application/octet-stream")

    def push(self, entries: Sequence[OutboxEntry]) -> tuple[Acknowledgement, ...]:
        """Bring at most 100 operations of one device, in order; answers in the same order."""
        if not entries:
            return ()
        request = PushRequest(
            device=_device_of(entries[0]),
            epoch=self._epoch,
            ops=tuple(
                WireOperation(device_seq=entry.device_seq, previous=entry.previous, body=entry.body)
                for entry in entries
            ),
        )
        answered = self._model(PushResponse, "POST", "/v1/push", body=request)
        if [result.operation for result in answered.results] != [entry.operation for entry in entries]:
            raise ArchiveProtocol(archive=self._name, reason="answers")
        return tuple(
            Acknowledgement(
                operation=result.operation,
                status=result.status,
                rev=result.rev,
                code=result.code,
                missing=result.missing,
            )
            for result in answered.results
        )

    def feed(self, cursor: Cursor | None, limit: int = FEED_LIMIT) -> FeedPage:
        """Rows after the cursor; from the beginning where the archive has begun another epoch."""
        query = {"limit": str(limit)}
        if cursor is not None:
            query |= {"after": str(cursor.seq), "epoch": cursor.epoch}
        return self._model(FeedPage, "GET", "/v1/feed", query=query)

    def take(self, dossier: DossierId) -> dt.datetime:
        """Take a dossier from the queue; returns until when. Raises `AlreadyTaken`, `OwnWork`, `NotFound`."""
        return self._model(Taken, "POST", "/v1/queue/take", body=QueueRequest(dossier=dossier)).until

    def release(self, dossier: DossierId) -> None:
        """Give a taken dossier back to the queue. Raises `AlreadyTaken` where another holds it."""
        self._ask("POST", "/v1/queue/release", content=QueueRequest(dossier=dossier).model_dump_json().encode())

    def fetch(self, sha256: Sha256) -> bytes:
        """A file of our office, verified. Raises `NotFound`, and `ArchiveProtocol` when other bytes arrive."""
        data = self._ask("GET", f"/v1/blobs/{sha256}").content
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveProtocol(archive=self._name, reason="hash", sha256=sha256)
        return data

    def counts(self) -> ArchiveCounts:
        """Totals of our office."""
        said = self._model(Counts, "GET", "/v1/counts")
        return ArchiveCounts(dossiers=said.dossiers, documents=said.documents, pages=said.pages)

    def dossiers(self, *, code: str | None = None, state: State | None = None) -> tuple[DossierSnapshot, ...]:
        """Dossiers of our office by id, all of them or those of one code or state."""
        wanted = {"limit": str(LIST_LIMIT)}
        if code is not None:
            wanted["code"] = code
        if state is not None:
            wanted["state"] = state.value
        found: list[DossierSnapshot] = []
        after: DossierId | None = None
        while True:
            query = wanted if after is None else wanted | {"after": after}
            page = self._model(DossierPage, "GET", "/v1/dossiers", query=query)
            found += [row.snapshot for row in page.rows if isinstance(row.snapshot, DossierSnapshot)]
            if page.next is None or page.next == after:
                return tuple(found)
            after = page.next

    def dossier(self, dossier: DossierId) -> DossierDetail:
        """Everything the archive holds of a dossier, with every value ever put. Raises `NotFound`."""
        return self._model(DossierDetail, "GET", f"/v1/dossiers/{dossier}")

    def _model(
        self,
        kind: type[_Model],
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        body: BaseModel | None = None,
    ) -> _Model:
        content = None if body is None else body.model_dump_json().encode()
        answer = self._ask(method, path, query=query, content=content)
        try:
            return kind.model_validate_json(answer.content)
        except ValidationError as error:
            raise ArchiveProtocol(archive=self._name, reason=kind.__name__) from error

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        content: bytes | None = None,
        mime: str = "application/json",
    ) -> httpx.Response:
        """One request, tried again while the archive does not answer."""
        request = self._http.build_request(
            method, path, params=query, content=content, headers={"Content-Type": mime} if content is not None else None
        )
        for attempt in stamina.retry_context(
            on=ArchiveAway, attempts=self._attempts, timeout=10.0, wait_initial=0.1, wait_max=1.0, wait_jitter=0.2
        ):
            with attempt:
                return self._once(request)
        raise BugError(reason="retry_context ended without an answer")

    def _once(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = self._http.send(request)
        except httpx.TransportError as error:
            raise ArchiveAway(archive=self._name, reason=type(error).__name__) from error
        except httpx.HTTPError as error:
            raise ArchiveProtocol(archive=self._name, reason=type(error).__name__) from error
        if answer.status_code in _AWAY:
            raise ArchiveAway(archive=self._name, status=answer.status_code)
        if answer.headers.get(PROTOCOL_HEADER) != PROTOCOL and answer.status_code < 500:
            raise ArchiveProtocol(archive=self._name, reason="header", status=answer.status_code)
        if not answer.is_success:
            raise self._refusal(answer)
        return answer

    def _refusal(self, answer: httpx.Response) -> SohoaError:
        """The error that an answer of 300 and above stands for."""
        try:
            said = ErrorBody.model_validate_json(answer.content)
        except ValidationError:
            said = ErrorBody(code="")
        facts = {**said.facts, "archive": self._name}
        kind = _BY_CODE.get(said.code) or _BY_STATUS.get(answer.status_code)
        if kind is not None:
            return kind(**facts)
        return ArchiveRefused(**{**facts, "reason": said.code or None, "status": answer.status_code})


def _address(url: str) -> httpx.URL:
    """The address, if it is one that a token may be sent to. Raises `ArchiveUrlInvalid`."""
    refused = ArchiveUrlInvalid(archive=url.rpartition("@")[2])  # before it a password may stand
    try:
        address = httpx.URL(url)
        # The resolver encodes again, and would fail there on a name that is too long.
        address.raw_host.decode("ascii").encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise refused from error
    secret = address.scheme == "https" or (address.scheme == "http" and _is_loopback(address.host))
    named = bool(address.host) and "%" not in address.host and 0 < (address.port or 443) < 2**16
    bare = address.path == "/" and not (address.query or address.fragment or address.userinfo)
    if not (secret and named and bare and address.port != 0):
        raise refused
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _device_of(entry: OutboxEntry) -> str:
    """The device that made an operation, as its frozen body says."""
    return str(json.loads(entry.body)["actor"]["device"])
