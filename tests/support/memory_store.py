"""A `DossierStore` in memory: what the core's use cases and the screens are tested on. Held to the same contract."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dossier.errors import BugError, NotFound
from dossier.ids import DocumentId, DossierId, OperationId, PageId, Sha256
from dossier.learned import Learned, learned_from
from dossier.model import (
    ChangeSet,
    Clearance,
    DossierContent,
    DossierSummary,
    FieldValue,
    PageStatus,
    Verdict,
)
from dossier.operations import Operation, PutValues
from dossier.ports import Batch
from dossier.reading import PageReading, ValueSource
from dossier.rules.doubts import is_doubt
from dossier.states import KEYING_OPEN, Delivery, State
from dossier.text import fold, tone_key
from tests.support.memory_apply import apply, keep_outcome
from tests.support.memory_tables import RETURNED, Tables


class MemoryDossierStore:
    """Not durable and on no thread of its own; `operations` are those that would stand in the outbox."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.asked_what_is_learned = 0
        self._tables = Tables()

    def commit(self, batch: Batch) -> ChangeSet:
        """See the port; all or nothing."""
        operations, tables = list(self.operations), self._tables.copied()
        try:
            return self._commit(batch)
        except BaseException:
            self.operations, self._tables = operations, tables
            raise

    def _commit(self, batch: Batch) -> ChangeSet:
        known: dict[OperationId, Operation] = {operation.id: operation for operation in self.operations}
        changes = ChangeSet(initiator=batch.initiator)
        for operation in batch.operations:
            if operation.id in known:
                if known[operation.id] != operation:
                    raise BugError(thing="operation", id=operation.id)
                continue
            if apply(self._tables, operation):
                self.operations.append(operation)
                records = [operation.payload.record] if isinstance(operation.payload, PutValues) else []
                changes |= ChangeSet(dossiers=frozenset({operation.dossier}), records=frozenset(records), outbox=True)
                self._tables.changed[operation.dossier] = max(self._tables.changed[operation.dossier], operation.at)
        touched = [keep_outcome(self._tables, outcome) for outcome in batch.outcomes]
        for page in batch.incomplete:
            self._tables.pages[page] = replace(self._tables.pages[page], incomplete=True)
            touched.append(self._tables.pages[page].dossier)
        for taken in batch.taken:
            self._tables.taken.add((taken.dossier, taken.sha256))
            touched.append(taken.dossier)
        return changes | ChangeSet(dossiers=frozenset(touched))

    def content(self, dossier: DossierId) -> DossierContent:
        """See the port."""
        if dossier not in self._tables.dossiers:
            raise NotFound(thing="dossier", id=dossier)
        documents = sorted(
            (item for item in self._tables.documents.values() if item.dossier == dossier),
            key=lambda item: item.position,
        )
        order = {item.id: index for index, item in enumerate(documents)}
        pages = [page for page in self._tables.pages.values() if page.dossier == dossier]
        records = [record for owner, record in self._tables.records.values() if owner == dossier]
        decisions = self._tables.decisions.get(dossier, [])
        return DossierContent(
            dossier=self._tables.dossiers[dossier],
            documents=tuple(documents),
            pages=tuple(
                sorted(pages, key=lambda page: (order[page.document] if page.document else len(order), page.position))
            ),
            records=tuple(sorted(records, key=lambda record: (order[record.document], record.ordinal))),
            values=tuple(
                value for key, value in self._tables.values.items() if self._tables.records[key[0]][0] == dossier
            ),
            keyed_by=frozenset(self._tables.keyed.get(dossier, ())),
            decision=decisions[-1] if decisions else None,
            delivery=Delivery.LOCAL,
            doubts=self._doubts(dossier),
        )

    def _doubts(self, dossier: DossierId) -> tuple[FieldValue, ...]:
        found = []
        for (record, path), person in self._tables.values.items():
            if self._tables.records[record][0] != dossier or person.source is not ValueSource.HUMAN:
                continue
            made_on, base = set(), person.base
            while base is not None and base in self._tables.history:
                made_on.add(base)
                base = self._tables.history[base].base
            machines = [
                value
                for value in self._tables.history.values()
                if (value.record, value.path) == (record, path) and value.source is not ValueSource.HUMAN
            ]
            if machines and machines[-1].id not in made_on and is_doubt(person, machines[-1]):
                found.append(machines[-1])
        return tuple(found)

    def summaries(self, states: Sequence[State] = (), limit: int = 500) -> Sequence[DossierSummary]:
        """See the port."""
        lines = [
            self._summary(item)
            for item in self._tables.dossiers
            if not states or self._tables.dossiers[item].state in states
        ]
        lines.reverse()
        return sorted(lines, key=lambda line: (self._rank(line), -line.changed_at.timestamp()))[:limit]

    def search(self, text: str, limit: int = 50) -> Sequence[DossierSummary]:
        """See the port."""
        words = [word for word in text.split() if any(char.isalnum() for char in word)]
        newest = list(reversed(self._tables.dossiers))
        exact = [item for item in newest if words and self._holds(item, [tone_key(word) for word in words], tone_key)]
        folded = [item for item in newest if words and self._holds(item, [fold(word) for word in words], fold)]
        return [self._summary(item) for item in dict.fromkeys(exact + folded)][:limit]

    def readings(self, document: DocumentId) -> Mapping[PageId, PageReading]:
        """See the port."""
        pages = sorted(
            (page for page in self._tables.pages.values() if page.document == document), key=lambda page: page.position
        )
        return {page.id: self._tables.readings[page.id] for page in pages if page.id in self._tables.readings}

    def reading(self, page: PageId) -> PageReading | None:
        """See the port."""
        return self._tables.readings.get(page)

    def known_reading(self, picture: Sha256, dpi: int, recipe: str) -> PageReading | None:
        """See the port."""
        found = [
            (page.id in self._tables.half, self._tables.readings[page.id])
            for page in self._tables.pages.values()
            if (page.picture, page.dpi) == (picture, dpi)
            and page.clearance is Clearance.CLEARED_BY_READER
            and page.id in self._tables.readings
        ]
        whole = sorted((item for item in found if item[1].recipe == recipe), key=lambda item: item[0])
        return whole[0][1] if whole and whole[0][1].secrecy_mark is None else None

    def half_read(self, dossier: DossierId) -> frozenset[PageId]:
        """See the port."""
        return frozenset(page for page in self._tables.half if self._tables.pages[page].dossier == dossier)

    def half_read_dossiers(self) -> Sequence[DossierId]:
        """See the port."""
        half = [self._tables.pages[page] for page in self._tables.half]
        found = {page.dossier for page in half}
        cleared = {page.dossier for page in half if page.clearance is Clearance.CLEARED_BY_PERSON}
        everything = self.summaries(limit=len(self._tables.dossiers))
        lines = [line.dossier for line in everything if line.dossier.id in found]
        return [item.id for item in lines if item.state in KEYING_OPEN or item.id in cleared]

    def unread_dossiers(
        self, states: Sequence[State], after: DossierId | None = None, limit: int = 500
    ) -> Sequence[DossierId]:
        """See the port."""
        newest = list(reversed(self._tables.dossiers))
        rest = newest if after is None else newest[newest.index(after) + 1 :]
        unread = [item for item in rest if self._summary(item).unread and self._tables.dossiers[item].state in states]
        return unread[:limit]

    def was_taken(self, dossier: DossierId, source: Sha256) -> bool:
        """See the port."""
        return (dossier, source) in self._tables.taken

    def learned(self) -> Learned:
        """See the port."""
        self.asked_what_is_learned += 1
        return learned_from(
            (value.record, value.path, value.value)
            for value in self._tables.values.values()
            if value.source is ValueSource.HUMAN
            and self._tables.dossiers[self._tables.records[value.record][0]].state not in KEYING_OPEN
        )

    def _summary(self, dossier: DossierId) -> DossierSummary:
        content = self.content(dossier)
        filled = [value for value in content.values if value.value]
        certain = sum(value.certain or value.source is ValueSource.HUMAN for value in filled)
        returned = bool(RETURNED & content.dossier.marks)
        returns = [one for one in self._tables.decisions.get(dossier, []) if one.verdict is Verdict.RETURN]
        return DossierSummary(
            dossier=content.dossier,
            documents=len(content.documents),
            pages=len(content.pages),
            fields=len(filled),
            certain=certain,
            doubtful=len(filled) - certain,
            unread=sum(page.status is PageStatus.WAITING for page in content.pages),
            to_clear=sum(page.to_clear for page in content.pages),
            delivery=content.delivery,
            keyed_by=content.keyed_by,
            reason=returns[-1].remarks[0].reason if returned and returns and returns[-1].remarks else None,
            changed_at=self._tables.changed[dossier],
        )

    def _rank(self, line: DossierSummary) -> int:
        if RETURNED & line.dossier.marks:
            return 0
        values = self.content(line.dossier.id).values
        by_person = any(value.source is ValueSource.HUMAN for value in values)
        return 1 if line.dossier.state is State.READ and by_person else 2

    def _holds(self, dossier: DossierId, words: Sequence[str], form: Callable[[str], str]) -> bool:
        content = self.content(dossier)
        texts = [content.dossier.code, content.dossier.title, *(value.value for value in content.values)]
        shown = (page.id for page in content.pages if page.clearance is not Clearance.MARKED)
        texts += [self._tables.readings[page].text for page in shown if page in self._tables.readings]
        whole = form("\n".join(texts))
        return all(re.search(rf"(?<![^\W_]){re.escape(word)}", whole) for word in words)
