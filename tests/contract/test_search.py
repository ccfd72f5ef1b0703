"""What every `DossierStore` finds: marks or none, exact hits first, whatever is typed."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.ports import Batch, DossierStore
from storage.database import open_cache
from storage.store import SqlDossierStore
from tests.contract.test_dossier_store import one
from tests.support.making import Maker, Scanned

KEY = bytes(range(32))


@pytest.fixture
def scanned(store: DossierStore, make: Maker) -> Scanned:
    """A dossier of one document, its record opened; nothing is read yet."""
    scanned = make.scanned()
    store.commit(scanned.batch)
    return scanned


def test_search_finds_code_title_values_and_page_text(store: DossierStore, make: Maker) -> None:
    first = one(store, make, "H-73/QĐ-UBND", title="Cấp giấy chứng nhận quyền sử dụng đất")
    second = make.scanned("HS-2")
    put = make.put(second.dossier, second.record, make.value("hoTen", "Đặng Thị Thuỷ"))
    store.commit(Batch(operations=(*second.batch.operations, put)))
    third = one(store, make, "HS-3", text="Ủy ban nhân dân xã Hoà Bình")
    for text, expected in {
        "73/QĐ-UBND": first,
        "73/qd": first,
        "quyen su dung dat": first,
        "dang thuy": second.dossier,
        "thủy": second.dossier,
        "hòa bình": third,
        "uy ban nhan": third,
    }.items():
        assert [line.dossier.id for line in store.search(text)] == [expected], text
    assert store.search("không có gì") == []


def test_a_superseded_value_is_no_longer_found(store: DossierStore, make: Maker, scanned: Scanned) -> None:
    for text in ("Hạnh", "Hằng"):
        store.commit(Batch(operations=(make.put(scanned.dossier, scanned.record, make.value("hoTen", text)),)))
    assert store.search("Hạnh") == []
    assert len(store.search("Hằng")) == 1


def test_exact_hits_come_before_folded_ones(store: DossierStore, make: Maker) -> None:
    exact = one(store, make, "HS-1", title="Hoàng Thị Hạnh")
    folded = one(store, make, "HS-2", title="Hoàng Thị Hanh")
    assert [line.dossier.id for line in store.search("Hạnh")] == [exact, folded]
    assert [line.dossier.id for line in store.search("hanh")] == [folded, exact]


def test_words_in_different_places_of_a_dossier_are_found_together(store: DossierStore, make: Maker) -> None:
    made = make.scanned("HS-77", title="Khai sinh")
    put = make.put(made.dossier, made.record, make.value("hoTen", "Nguyễn Văn An"))
    store.commit(Batch(operations=(*made.batch.operations, put)))
    one(store, make, "HS-78", title="Khai sinh")
    assert [line.dossier.id for line in store.search("nguyễn HS-77")] == [made.dossier]


def test_search_is_limited(store: DossierStore, make: Maker) -> None:
    for number in range(5):
        one(store, make, f"HS-{number}", title="Khai sinh")
    assert len(store.search("khai sinh", limit=3)) == 3


@pytest.fixture(scope="module")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], object]]:
    folder = tmp_path_factory.mktemp("search")
    engine = open_cache(folder / "cache.db", KEY, folder)
    store = SqlDossierStore(engine)
    one(store, Maker(), "HS-1", title='khai "sinh" AND (NOT')
    yield store.search
    engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(text=st.text() | st.text(alphabet='"*^(){}:-+ANDORNTE khaisinh\x00\u0301\ud800'))
def test_no_text_breaks_the_search(searchable: Callable[[str], object], text: str) -> None:
    assert isinstance(searchable(text), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(noise=st.lists(st.sampled_from(list('"*^(){}:-+/.,')), max_size=6))
def test_signs_around_words_do_not_hide_them(searchable: Callable[[str], object], noise: list[str]) -> None:
    found = searchable(" ".join([*noise, "khai", *noise]))
    assert isinstance(found, list)
    assert len(found) == 1
