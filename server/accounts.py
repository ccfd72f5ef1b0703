"""Offices, users and devices: who is asking. Tokens are known by their hash alone and shown once, when they are made.

Passwords, enrolment codes and expiry come later; what an account may do is checked where it is done.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import uuid_utils
from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from dossier.errors import ArchiveUnauthorised, NotFound, OperationInvalid, UserExists
from dossier.ids import LOCAL_OFFICE, LOCAL_USER, SYSTEM_USER, DeviceId, OfficeId, UserId
from dossier.states import Role
from server.database import Database
from server.tables import device, office, user

_TOKEN_BYTES = 32
_EMBEDDED_DEVICE = DeviceId("embedded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a token speaks for. `device` is the enrolled one."""

    office: OfficeId
    user: UserId
    roles: frozenset[Role]
    device: DeviceId


def new_token() -> str:
    """A bearer token nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _digest(token: str) -> bytes:
    # A random token of 256 bits needs no slow hash, and looking it up by its hash leaks nothing through timing.
    return hashlib.sha256(token.encode()).digest()


class Accounts:
    """The accounts of one archive. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._embedded: Mapping[bytes, Caller] = {}

    def authenticate(self, token: str) -> Caller:
        """Who that is. Raises `ArchiveUnauthorised` for a token that is unknown or revoked."""
        digest = _digest(token)
        if digest in self._embedded:
            return self._embedded[digest]
        wanted = (
            select(user.c.office, user.c.id, user.c.roles, device.c.id)
            .join(user, user.c.id == device.c.user)
            .where(device.c.token_sha256 == digest, device.c.revoked.is_(False))
        )
        with self._database.reading() as connection:
            found = connection.execute(wanted).first()
        if found is None:
            raise ArchiveUnauthorised()
        return Caller(
            office=OfficeId(found[0]),
            user=UserId(found[1]),
            roles=frozenset(Role(role) for role in found[2].split()),
            device=DeviceId(found[3]),
        )

    def serve_local_user(self, now: dt.datetime) -> str:
        """Let in the implicit user of this machine with a token that lives as long as this process; returns it."""
        with self._database.writing() as connection:
            _ensure_office(connection, LOCAL_OFFICE, now)
        token = new_token()
        caller = Caller(office=LOCAL_OFFICE, user=LOCAL_USER, roles=frozenset(Role), device=_EMBEDDED_DEVICE)
        self._embedded = {_digest(token): caller}
        return token

    def add_user(self, name: UserId, roles: Collection[Role], in_office: OfficeId, now: dt.datetime) -> None:
        """Enter a user, and his office where it is new. Raises `UserExists`, `OperationInvalid` for a reserved name."""
        if name in (SYSTEM_USER, LOCAL_USER):
            raise OperationInvalid(user=name)
        with self._database.writing() as connection:
            _ensure_office(connection, in_office, now)
            if connection.execute(select(user.c.id).where(user.c.id == name)).first() is not None:
                raise UserExists(user=name)
            said = " ".join(sorted(role.value for role in roles))
            connection.execute(insert(user).values(id=name, office=in_office, roles=said, created_at=now.isoformat()))

    def add_device(self, owner: UserId, now: dt.datetime) -> tuple[DeviceId, str]:
        """Enrol a device of a user; returns its id and its token, which nobody can learn again. Raises `NotFound`."""
        token = new_token()
        new = DeviceId(str(uuid_utils.uuid7()))
        with self._database.writing() as connection:
            if connection.execute(select(user.c.id).where(user.c.id == owner)).first() is None:
                raise NotFound(thing="user", id=owner)
            row = {"id": new, "user": owner, "token_sha256": _digest(token), "revoked": False}
            connection.execute(insert(device).values(**row, created_at=now.isoformat()))
        return new, token

    def revoke_device(self, revoked: DeviceId) -> None:
        """Refuse a device from now on. Raises `NotFound`."""
        with self._database.writing() as connection:
            changed = connection.execute(device.update().where(device.c.id == revoked).values(revoked=True))
            if changed.rowcount == 0:
                raise NotFound(thing="device", id=revoked)


def _ensure_office(connection: Connection, name: OfficeId, now: dt.datetime) -> None:
    row = {"id": name, "created_at": now.isoformat()}
    connection.execute(insert_or_ignore(office).values(**row).on_conflict_do_nothing())
