"""Document types are data: each that comes with the program loads, and a wrong one is refused with its place."""

import copy
from pathlib import Path
from typing import Any

import pytest

from dossier.document_types import DocumentTypes
from dossier.errors import InvalidDocumentType, UnknownDocumentType
from resources.document_types import load

ALL = load()
TT05_DOCUMENT_FIELDS = {"typeName", "codeNumber", "codeNotation", "issuedDate", "organName", "subject", "language"}


def test_every_type_loads_and_stands_in_the_file_of_its_name() -> None:
    types = DocumentTypes.from_data(ALL).newest()

    files = Path(__file__).parents[2].joinpath("resources", "document_types").glob("*.yaml")
    assert sorted(item.id for item in types) == sorted(file.stem for file in files)
    assert {"van_ban_hanh_chinh", "giay_khai_sinh"} <= {item.id for item in types}


@pytest.mark.parametrize("data", ALL, ids=[data["id"] for data in ALL])
def test_labels_are_given_in_both_languages(data: dict[str, Any]) -> None:
    item = DocumentTypes.from_data([data]).newest()[0]

    labels = [item.name, *(field.label for field in item.fields)]
    labels += [choice.label for field in item.fields for choice in field.choices]
    assert all(label.vi.strip() and label.en.strip() for label in labels)


@pytest.mark.parametrize("data", ALL, ids=[data["id"] for data in ALL])
def test_choices_differ_by_label_which_is_what_is_stored(data: dict[str, Any]) -> None:
    item = DocumentTypes.from_data([data]).newest()[0]

    for field in item.fields:
        names = [choice.label.vi for choice in field.choices]
        assert len(names) == len(set(names))


def test_the_administrative_document_has_the_fields_and_kinds_of_tt05() -> None:
    item = DocumentTypes.from_data(ALL).get("van_ban_hanh_chinh")

    assert {field.name for field in item.fields} >= TT05_DOCUMENT_FIELDS
    assert {choice.code for choice in item.find("typeName").choices} == {f"{code:02}" for code in range(1, 33)}


def test_versions_are_kept_and_the_newest_is_in_force() -> None:
    newer = copy.deepcopy(ALL[0]) | {"version": 2}

    types = DocumentTypes.from_data([*ALL, newer])

    assert types.get(newer["id"]).version == 2
    assert types.get(newer["id"], 1).version == 1
    with pytest.raises(UnknownDocumentType):
        types.get(newer["id"], 3)


def _broken(path: str, value: object) -> dict[str, Any]:
    data: Any = copy.deepcopy(next(item for item in ALL if item["id"] == "van_ban_hanh_chinh"))
    *steps, last = path.split(".")
    at = data
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    whole: dict[str, Any] = data
    return whole


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("colour", "red", "colour"),
        ("fields.0.hint", "x", "fields.0.hint"),
        ("fields.0.look.0.parts", "heading", "fields.0.look.0.parts"),
        ("fields.0.kind", "colour", "fields.0.kind"),
        ("database", "ngan_hang", "database"),
        ("fields.3.look.0.part", None, "fields.3.look.0"),
        ("cues.0.part", "number", "cues.0"),
        ("version", 0, "version"),
    ],
)
def test_a_wrong_type_is_refused_with_its_id_and_place(path: str, value: object, where: str) -> None:
    with pytest.raises(InvalidDocumentType) as refused:
        DocumentTypes.from_data([_broken(path, value)])

    assert refused.value.facts["type"] == "van_ban_hanh_chinh"
    assert refused.value.facts["where"] == where


def test_what_is_no_mapping_is_refused_too() -> None:
    with pytest.raises(InvalidDocumentType):
        DocumentTypes.from_data(["a text"])  # type: ignore[list-item]


def test_a_pattern_that_is_no_expression_is_refused() -> None:
    with pytest.raises(InvalidDocumentType):
        DocumentTypes.from_data([_broken("fields.0.look", [{"pattern": "("}])])
