"""The catalogues that come with the program: complete, free of doubles, readable at once."""

import datetime as dt
import hashlib
import re
from importlib import resources

import pytest
from pydantic import ValidationError

from resources.catalogues import COLUMNS, UNITS, load_lists, load_units
from resources.catalogues.lists import Catalogue, from_data

LISTS = from_data(load_lists())


def test_there_are_54_ethnic_groups() -> None:
    codes = [item.code for item in LISTS["dan_toc"].items]
    assert codes[:54] == [f"{number:02}" for number in range(1, 55)]


def test_the_kinds_of_documents_are_those_of_the_circular() -> None:
    kinds = LISTS["loai_van_ban"]
    assert [item.code for item in kinds.items] == [f"{number:02}" for number in range(1, 33)]
    assert {item.abbreviation for item in kinds.items if item.label.vi == "Quyết định"} == {"QĐ"}


def test_each_file_is_named_like_its_list() -> None:
    names = {
        file.name.removesuffix(".yaml")
        for file in (resources.files("resources.catalogues") / "lists").iterdir()
        if file.name.endswith(".yaml")
    }
    assert names == set(LISTS)


def test_identity_cards_follow_the_laws_of_their_time() -> None:
    papers = LISTS["giay_to_tuy_than"]
    before = {item.code for item in papers.in_force(dt.date(2010, 1, 1))}
    now = {item.code for item in papers.in_force(dt.date(2026, 1, 1))}
    assert "cmnd" in before
    assert "can_cuoc" not in before
    assert "can_cuoc" in now
    assert "cmnd" not in now


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"items": []},
        {"items": [{"code": "1", "label": {"vi": "Nam"}}, {"code": "1", "label": {"vi": "Nữ"}}]},
        {"items": [{"code": "1", "label": {"vi": "Nam"}}, {"code": "2", "label": {"vi": "Nữ"}, "printed": ["nam"]}]},
        {"items": [{"code": "1", "label": {"vi": "Nam"}, "valid_from": "2020-01-02", "valid_to": "2020-01-01"}]},
    ],
)
def test_a_broken_list_is_refused(change: dict[str, object]) -> None:
    good: dict[str, object] = {
        "id": "gioi_tinh",
        "name": {"vi": "Giới tính"},
        "source": "DTO",
        "items": [{"code": "1", "label": {"vi": "Nam"}}],
    }
    assert Catalogue.model_validate(good)
    with pytest.raises(ValidationError):
        Catalogue.model_validate(good | change)


def test_the_units_are_all_there() -> None:
    rows = load_units()
    assert {len(row) for row in rows} == {COLUMNS}
    counts = dict.fromkeys((("old", "province"), ("old", "district"), ("old", "commune"), ("new", "commune")), 0)
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        if (row[0], row[1], row[2]) not in seen and (row[0], row[1]) in counts:
            counts[row[0], row[1]] += 1
            seen.add((row[0], row[1], row[2]))
    assert list(counts.values()) == [63, 696, 10_035, 3_321]


def test_the_table_of_units_is_small_and_names_its_licence() -> None:
    text = UNITS.read_text(encoding="utf-8")
    assert len(text.encode()) < 1_000_000
    assert "MIT License" in text.partition("\n\n")[0][:400]
    assert "Permission is hereby granted" in UNITS.with_name("README.md").read_text(encoding="utf-8")


def test_the_table_is_the_one_that_was_built() -> None:
    """A change by hand is lost with the next build: it belongs into unit_changes.yaml."""
    digest = hashlib.sha256(UNITS.read_bytes()).hexdigest()
    stated = re.search(r"`([0-9a-f]{64})`", UNITS.with_name("README.md").read_text(encoding="utf-8"))
    assert stated is not None
    assert digest == stated[1]
