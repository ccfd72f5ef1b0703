"""Two clerks key the same record, syncing when they please: they end up alike and no person's value is lost.

The real engine, the real rules and a real database; only the wire between them is left out.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.protocol import FeedPage, PushRequest, WireOperation
from archive.sync import sync_once
from dossier.ids import DeviceId, Sha256, UserId
from dossier.operations import NewValue
from dossier.ports import Acknowledgement, Cursor, Identity, OutboxEntry
from dossier.reading import ValueSource
from dossier.snapshots import ConflictSnapshot, DossierSnapshot, FieldSnapshot
from dossier.states import Role
from server.accounts import Caller
from tests.support.archive_parts import Desk, Paper, SetClock
from tests.support.fake_outbox import FakeOutbox
from tests.support.running_archive import TestArchive, open_archive


@dataclass
class Wireless:
    """The engine's archive without a wire; every answer of a push can be lost on its way back."""

    archive: TestArchive
    caller: Caller
    device: DeviceId

    def identity(self) -> Identity:
        meta, caller = self.archive.service.meta, self.caller
        return Identity(
            archive=meta.archive, office=caller.office, user=caller.user, roles=caller.roles, embedded=False
        )

    def missing(self, hashes: Sequence[Sha256]) -> frozenset[Sha256]:
        return frozenset(self.archive.service.blobs.missing(self.caller, hashes))

    def upload(self, sha256: Sha256, data: bytes) -> None:
        self.archive.service.blobs.put(self.caller, sha256, data)

    def push(self, entries: Sequence[OutboxEntry]) -> Sequence[Acknowledgement]:
        ops = tuple(
            WireOperation(device_seq=entry.device_seq, previous=entry.previous, body=entry.body) for entry in entries
        )
        answer = self.archive.service.pushing.push(self.caller, PushRequest(device=self.device, ops=ops))
        return [Acknowledgement(**result.model_dump()) for result in answer.results]

    def feed(self, cursor: Cursor | None) -> FeedPage:
        after, epoch = (cursor.seq, cursor.epoch) if cursor else (0, None)
        page = self.archive.service.reading.feed_page(self.caller, after=after, epoch=epoch, limit=2)
        return FeedPage.model_validate_json(page)


class Machine:
    """A clerk with a cache: what he sees is his own unsent value, else what the archive told."""

    def __init__(self, wire: Wireless, desk: Desk, paper: Paper) -> None:
        self.wire, self.desk, self.paper = wire, desk, paper
        self.outbox = FakeOutbox(desk.take_in(paper))
        self.own: dict[str, tuple[NewValue, OutboxEntry]] = {}
        self.keyed: list[NewValue] = []

    def sync(self) -> None:
        report = sync_once(self.outbox, self.desk.files, self.wire, SetClock())
        assert report.why is None
        assert report.rejected == 0

    def key(self, path: str, text: str, source: ValueSource) -> None:
        value = self.desk.value(text, path=path, source=source, base=self.seen(path))
        entry = self.desk.put(self.paper, value, base_rev=self.rev())
        self.outbox.add(entry)
        self.own[path] = (value, entry)
        if source is ValueSource.HUMAN:
            self.keyed.append(value)

    def seen(self, path: str) -> NewValue | None:
        if path in self.own and self.own[path][1] in self.outbox.pending(self.wire.archive.service.meta.archive, 999):
            return self.own[path][0]
        fields = [item for item in self.outbox.snapshots(self.paper.dossier) if isinstance(item, FieldSnapshot)]
        return next((item.value for item in fields if item.value.path == path), None)

    def rev(self) -> int:
        rows = self.outbox.things.values()
        mine = (row for row in rows if row.dossier == self.paper.dossier and isinstance(row.snapshot, DossierSnapshot))
        return next((row.rev for row in mine), 0)


@dataclass
class Office:
    """One archive for all examples; each has a paper of its own."""

    archive: TestArchive
    lan: Caller
    minh: Caller
    desks: tuple[Desk, Desk]
    codes: Iterator[int]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with open_archive(folder / "archive", SetClock()) as archive:
        yield Office(
            archive,
            archive.caller("lan", Role.CLERK),
            archive.caller("minh", Role.CLERK),
            (Desk(), Desk(user=UserId("minh"), device=DeviceId("may-2"))),
            itertools.count(),
        )


KEYING = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["subject", "place"]),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from([ValueSource.HUMAN, ValueSource.HUMAN, ValueSource.OCR]),
)
SYNCING = st.integers(0, 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(KEYING | SYNCING, max_size=10))
def test_any_interleaving_converges_and_loses_no_person_s_value(
    office: Office, steps: list[tuple[int, str, str, ValueSource] | int]
) -> None:
    code = f"{next(office.codes):04}"
    machines = [
        Machine(Wireless(office.archive, caller, desk.device), desk, desk.paper(code))
        for desk, caller in zip(office.desks, (office.lan, office.minh), strict=True)
    ]
    for step in steps:
        if isinstance(step, int):
            machines[step].sync()
        else:
            who, path, text, source = step
            machines[who].key(path, text, source)
    for machine in (*machines, *machines):
        machine.sync()

    one, two = (machine.outbox.snapshots(machine.paper.dossier) for machine in machines)
    assert sorted(map(repr, one)) == sorted(map(repr, two))
    dossier = machines[0].paper.dossier
    history = office.archive.service.reading.dossier(office.lan, dossier).history
    humans = [value for machine in machines for value in machine.keyed]
    assert {value.id for value in humans} <= {item.value.id for item in history}
    effective = {item.value.path: item.value for item in one if isinstance(item, FieldSnapshot)}
    disputed = {item.id for item in one if isinstance(item, ConflictSnapshot) and item.open}
    told = {item.id for item in one if isinstance(item, ConflictSnapshot) and not item.open}
    for value in humans:
        standing = effective[value.path]
        assert standing.source is ValueSource.HUMAN
        superseded_with_sight = any(
            later.path == value.path and (later.base == value.id or later.base_value == value.value) for later in humans
        )
        settled_with_sight = value.id in told
        assert standing.value == value.value or superseded_with_sight or value.id in disputed or settled_with_sight
