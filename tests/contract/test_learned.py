"""What a store has learned from people: agencies and their signers, of dossiers that have been completed."""

from dataclasses import replace

from dossier.learned import Learned
from dossier.model import Remark, Verdict
from dossier.operations import NewValue
from dossier.ports import Batch, DossierStore
from dossier.reading import ValueSource
from dossier.states import State
from tests.support.making import Maker, Scanned

OCR = ValueSource.OCR
AGENCY, SIGNER = "Ủy ban nhân dân xã Hoằng Lộc", "Trương Đình Quảng"


def put(store: DossierStore, make: Maker, at: Scanned, *values: NewValue) -> None:
    store.commit(Batch(operations=(make.put(at.dossier, at.record, *values),)))


def read(store: DossierStore, make: Maker, code: str, *values: NewValue) -> Scanned:
    """A dossier open for keying with these values."""
    scanned = make.scanned(code)
    store.commit(scanned.batch)
    store.commit(scanned.read())
    store.commit(Batch(operations=(make.move(scanned.dossier, State.SCANNED, State.READ),)))
    if values:
        put(store, make, scanned, *values)
    return scanned


def complete(store: DossierStore, make: Maker, at: Scanned) -> None:
    store.commit(Batch(operations=(make.move(at.dossier, State.READ, State.KEYED),)))


def names(make: Maker, agency: str = AGENCY, signer: str = SIGNER) -> tuple[NewValue, NewValue]:
    return make.value("organName", agency), make.value("signerName", signer)


def test_a_new_store_knows_nobody(store: DossierStore) -> None:
    assert store.learned() == Learned()


def test_names_are_learned_when_their_dossier_is_completed(store: DossierStore, make: Maker) -> None:
    scanned = read(store, make, "HS-1", *names(make))
    assert store.learned() == Learned(), "the clerk is still at it"
    complete(store, make, scanned)
    learned = store.learned()
    assert learned.agencies == {AGENCY}
    assert learned.signers_of(AGENCY.upper()) == {SIGNER}
    store.commit(Batch(operations=(make.decide(scanned.dossier, Verdict.APPROVE),)))
    assert store.learned() == learned


def test_what_is_returned_teaches_no_more(store: DossierStore, make: Maker) -> None:
    scanned = read(store, make, "HS-1", *names(make))
    complete(store, make, scanned)
    store.commit(Batch(operations=(make.decide(scanned.dossier, Verdict.RETURN, Remark(reason="Sai tên")),)))
    assert store.learned() == Learned()
    put(store, make, scanned, make.value("signerName", "Lê Thanh Hải"))
    complete(store, make, scanned)
    assert store.learned().signers_of(AGENCY) == {"Lê Thanh Hải"}, "what was corrected is forgotten"


def test_a_machine_never_teaches(store: DossierStore, make: Maker) -> None:
    proposed = [replace(name, source=OCR, certain=True) for name in names(make)]
    by_machine = read(store, make, "HS-1", *proposed)
    complete(store, make, by_machine)
    assert store.learned() == Learned()
    agency, signer = names(make)
    only_signer = read(store, make, "HS-2", make.value("organName", AGENCY, OCR, certain=True), signer)
    complete(store, make, only_signer)
    assert store.learned() == Learned(), "a signer of an agency that no person has confirmed"
    only_agency = read(store, make, "HS-3", agency, make.value("signerName", SIGNER, OCR))
    complete(store, make, only_agency)
    assert store.learned() == Learned(agencies=frozenset({AGENCY}))


def test_said_to_be_empty_is_no_name_and_other_fields_are_none(store: DossierStore, make: Maker) -> None:
    scanned = read(store, make, "HS-1", *names(make, signer=""), make.value("hoTen", "Trần Thị Lan"))
    complete(store, make, scanned)
    assert store.learned() == Learned(agencies=frozenset({AGENCY}))


def test_agencies_have_the_signers_of_all_their_papers(store: DossierStore, make: Maker) -> None:
    for code, agency, signer in (
        ("HS-1", AGENCY, SIGNER),
        ("HS-2", AGENCY.upper(), "Lê Thanh Hải"),
        ("HS-3", "Sở Nội vụ", SIGNER),
    ):
        complete(store, make, read(store, make, code, *names(make, agency, signer)))
    learned = store.learned()
    assert learned.agencies == {AGENCY, AGENCY.upper(), "Sở Nội vụ"}
    assert learned.signers_of(AGENCY) == {SIGNER, "Lê Thanh Hải"}
    assert learned.signers_of("Sở Nội vụ") == {SIGNER}
    assert learned.signers_of("Sở Tư pháp") == frozenset()
