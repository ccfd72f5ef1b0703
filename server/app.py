"""The archive over HTTP: protocol v1 on FastAPI. Reads and answers; every decision is made in the parts of the service.

Routes that touch the database are plain functions, which FastAPI runs in its thread pool. Bodies are read with a limit
before anything is parsed. Errors leave as `ErrorBody`: code and facts, no prose.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.protocol import (
    BLOB_BYTES,
    FEED_LIMIT,
    LARGEST_NUMBER,
    LIST_LIMIT,
    PROTOCOL,
    PROTOCOL_HEADER,
    REQUEST_BYTES,
    Counts,
    DossierDetail,
    DossierPage,
    ErrorBody,
    MissingRequest,
    MissingResponse,
    PushRequest,
    PushResponse,
    QueueRequest,
    Taken,
    WireIdentity,
)
from dossier.errors import (
    ArchiveProtocol,
    ArchiveUnauthorised,
    BugError,
    DiskFull,
    NotFound,
    SohoaError,
)
from dossier.ids import DossierId, Sha256
from dossier.states import State
from server.accounts import Caller
from server.receiving import Receiving
from server.refusals import status_of
from server.service import ArchiveService

_VERIFIED_AT_ONCE: Final = 2
"""Verifying and sealing copies a file: 2 x 256 MiB above what is arriving, at worst."""

router = APIRouter(prefix="/v1")


def create_app(service: ArchiveService, receiving: Receiving | None = None) -> FastAPI:
    """The application on an opened service. `receiving`: how bodies are taken in, where not as usual."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    app.state.receiving = receiving or Receiving()
    app.state.verifying = asyncio.Semaphore(_VERIFIED_AT_ONCE)
    app.include_router(router)
    app.add_middleware(_ProtocolHeader)
    app.add_exception_handler(SohoaError, _said)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(ValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(Exception, _bug)
    return app


def _service(request: Request) -> ArchiveService:
    service: ArchiveService = request.app.state.service
    return service


Service = Annotated[ArchiveService, Depends(_service)]


def _caller(request: Request, service: Service) -> Caller:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ArchiveUnauthorised()
    return service.accounts.authenticate(token)


Asking = Annotated[Caller, Depends(_caller)]


async def _body(request: Request, caller: Asking) -> AsyncIterator[bytes]:
    # The caller is asked for first: nobody unknown makes us read a body.
    receiving: Receiving = request.app.state.receiving
    async with receiving.body(request, caller.device, REQUEST_BYTES) as parts:
        yield b"".join(parts)


Body = Annotated[bytes, Depends(_body)]
Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.get("/health")
def health() -> dict[str, str]:
    """Whether the archive answers; for anybody."""
    return {"status": "ok"}


@router.get("/me")
def me(service: Service, caller: Asking) -> WireIdentity:
    """Who the caller is."""
    return WireIdentity(
        archive=service.meta.archive,
        epoch=service.meta.epoch,
        office=caller.office,
        user=caller.user,
        roles=caller.roles,
        embedded=service.embedded,
        time=service.clock.now(),
    )


@router.post("/blobs/missing")
def missing(service: Service, caller: Asking, body: Body) -> MissingResponse:
    """Which files have to be uploaded."""
    asked = MissingRequest.model_validate_json(body)
    return MissingResponse(missing=service.blobs.missing(caller, asked.hashes))


@router.put("/blobs/{sha256}")
async def put_blob(request: Request, service: Service, caller: Asking, sha256: Hash) -> Response:
    """Keep a file: 201 when our office did not have it, 200 when it did."""
    receiving: Receiving = request.app.state.receiving
    async with receiving.body(request, caller.device, BLOB_BYTES) as parts, request.app.state.verifying:
        data = b"".join(parts)
        parts.clear()
        new = await run_in_threadpool(service.blobs.put, caller, Sha256(sha256), data)
    return Response(status_code=201 if new else 200)


@router.get("/blobs/{sha256}")
def get_blob(service: Service, caller: Asking, sha256: Hash) -> Response:
    """A file of our office."""
    data = service.blobs.get(caller, Sha256(sha256))
    return Response(data, media_type="application/octet-stream", headers={"X-Content-Type-Options": "nosniff"})


@router.post("/push")
def push(service: Service, caller: Asking, body: Body) -> PushResponse:
    """Take operations in."""
    return service.pushing.push(caller, PushRequest.model_validate_json(body))


@router.get("/feed")
def feed(
    service: Service,
    caller: Asking,
    *,
    after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    epoch: str | None = None,
    limit: Annotated[int, Query(ge=1, le=FEED_LIMIT)] = FEED_LIMIT,
) -> Response:
    """What is new in our office."""
    page = service.reading.feed_page(caller, after=after, epoch=epoch, limit=limit)
    return Response(page, media_type="application/json")


@router.get("/dossiers")
def dossiers(
    service: Service,
    caller: Asking,
    *,
    code: str | None = None,
    state: State | None = None,
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=LIST_LIMIT)] = LIST_LIMIT,
) -> DossierPage:
    """Dossiers of our office."""
    return service.reading.dossiers(caller, code=code, state=state, after=after, limit=limit)


@router.get("/dossiers/{dossier}")
def dossier(service: Service, caller: Asking, dossier: str) -> DossierDetail:
    """One dossier with its history."""
    return service.reading.dossier(caller, DossierId(dossier))


@router.get("/counts")
def counts(service: Service, caller: Asking) -> Counts:
    """Totals of our office."""
    return service.reading.counts(caller)


@router.post("/queue/take")
def take(service: Service, caller: Asking, body: Body) -> Taken:
    """Take a dossier from the queue."""
    return Taken(until=service.queue.take(caller, QueueRequest.model_validate_json(body).dossier))


@router.post("/queue/release", status_code=204)
def release(service: Service, caller: Asking, body: Body) -> Response:
    """Give a dossier back."""
    service.queue.release(caller, QueueRequest.model_validate_json(body).dossier)
    return Response(status_code=204)


def _answer(error: SohoaError, status: int) -> JSONResponse:
    # A path of ours is no business of a client; every other fact is.
    facts = {name: fact for name, fact in error.facts.items() if name != "path"}
    code = "archive_full" if isinstance(error, DiskFull) else error.code
    return JSONResponse(ErrorBody(code=code, facts=facts).model_dump(mode="json"), status_code=status)


async def _said(_: Request, error: Exception) -> JSONResponse:
    found = error if isinstance(error, SohoaError) else BugError()
    return _answer(found, status_of(found))


async def _unreadable(_: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - what it quotes may be secret
    return _answer(ArchiveProtocol(), 422)


async def _no_route(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _answer(NotFound(thing="route") if status == 404 else ArchiveProtocol(), status)


async def _bug(_: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - uvicorn logs the trace, on this side only
    return _answer(BugError(), 500)


class _ProtocolHeader:
    """Marks every answer as ours and refuses a protocol that we do not speak."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (PROTOCOL_HEADER.lower().encode(), PROTOCOL.encode())]
            await send(message)

        spoken = dict(scope["headers"]).get(PROTOCOL_HEADER.lower().encode(), PROTOCOL.encode())
        if spoken != PROTOCOL.encode():
            await _answer(ArchiveProtocol(speaks=PROTOCOL), 426)(scope, receive, marked)
            return
        await self._app(scope, receive, marked)
