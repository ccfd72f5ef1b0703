"""A page that seemed to bear a secrecy mark and was cleared by a person is extracted like any other."""

from dataclasses import replace

from dossier.document_types import DocumentTypes
from dossier.operations import PutValues, SetDocumentType
from dossier.ports import Batch, PageOutcome
from dossier.states import Role
from dossier.use_cases.proposing import propose
from dossier.use_cases.workplace import Workplace
from ocr.extraction import RuleExtractor
from resources.document_types import load
from tests.ocr.extraction.drawn import decision
from tests.support.fake_application import CountingIds, MemoryFiles, TickingClock
from tests.support.making import CLERK, OFFICE, Maker, reading
from tests.support.memory_store import MemoryDossierStore


def test_a_false_alarm_is_extracted_once_a_person_has_cleared_it() -> None:
    store, make, types = MemoryDossierStore(), Maker(), DocumentTypes.from_data(load())
    scanned = make.scanned()
    (page,) = scanned.pages
    store.commit(Batch(operations=scanned.batch.operations[:-1]))  # no record yet, the type is to be recognised
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=reading("", secrecy_mark="MẬT")),)))
    store.commit(Batch(operations=(make.clear(scanned.dossier, page, mark="MẬT", reason="tên người"),)))
    read_on = replace(decision(), secrecy_mark="MẬT")
    store.commit(Batch(outcomes=(PageOutcome(page=page, reading=read_on),)))
    workplace = Workplace(
        store=store,
        files=MemoryFiles(),
        types=types,
        clock=TickingClock(),
        ids=CountingIds("new"),
        office=OFFICE,
        actor=CLERK,
        roles=frozenset(Role),
    ).as_system()
    content = store.content(scanned.dossier)
    operations = propose(
        workplace, RuleExtractor(types), content, content.documents[0], store.readings(scanned.document)
    )
    payloads = [operation.payload for operation in operations]
    assert [one.type_id for one in payloads if isinstance(one, SetDocumentType)] == ["van_ban_hanh_chinh"]
    values = {value.value for one in payloads if isinstance(one, PutValues) for value in one.values}
    assert "2010-04-05" in values
