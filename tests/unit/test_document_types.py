"""Document types are data: each that comes with the program loads, and a wrong one is refused with its place."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.document_types import DocumentTypes
from dossier.errors import InvalidDocumentType, UnknownDocumentType
from resources.document_types import TypeFile, load, load_files
from resources.wording import LANGUAGES
from resources.wording import load as load_wording

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


PAPER = """\
id: giay
version: 1
name: {vi: Giấy, en: Paper}
database: all
cues:
  - {text: Giấy}
fields:
  - name: so
    label: {vi: Số, en: Number}
    kind: text
"""


def _files(*contents: str) -> list[TypeFile]:
    return [TypeFile(f"{place}.yaml", content.encode()) for place, content in enumerate(contents)]


@pytest.mark.parametrize(
    ("wrong", "line", "where"),
    [
        (PAPER.replace("kind: text", "kind: colour"), 10, "fields.0.kind"),
        (PAPER.replace("    kind: text", "    kind: text\n    colour: red"), 11, "fields.0.colour"),
        (PAPER.replace("  - {text: Giấy}", "  - {text: Giấy}\n  - {text: Đơn, part: number}"), 7, "cues.1"),
        (PAPER.replace("name: so", "name: so\n    not_before: ngay\n    earliest: 1900"), 8, "fields.0"),
        (PAPER.replace("version: 1\n", ""), 1, "version"),
        (PAPER.replace("{text: Giấy}", "{text: Giấy]}"), 6, ""),
        (PAPER.replace("    kind: text", "    kind: text\n    kind: date"), 11, ""),
        (PAPER.replace("kind: text", "kind: text\n    pattern: '('"), 11, "fields.0.pattern"),
    ],
)
def test_a_broken_type_is_refused_with_file_line_and_reason_and_the_others_live_on(
    wrong: str, line: int, where: str
) -> None:
    other = PAPER.replace("id: giay", "id: don")
    types, refused = DocumentTypes.from_files(_files(other, wrong))

    assert [kind.id for kind in types.newest()] == ["don"]
    (error,) = refused
    assert (error.facts["file"], error.facts["line"], error.facts["where"]) == ("1.yaml", line, where)
    assert error.facts["problem"]


def test_the_sentence_of_a_refusal_names_file_and_line() -> None:
    _, (error,) = DocumentTypes.from_files(_files(PAPER.replace("kind: text", "kind: colour")))
    for language in LANGUAGES:
        what = load_wording(language).error(error.code, error.facts).what
        assert all(part in what for part in ("giay", "0.yaml", "10", "fields.0.kind")), what


def test_a_version_that_is_there_already_is_refused_and_the_first_stays() -> None:
    again = PAPER.replace("Giấy, en: Paper", "Giấy khác, en: Other")
    types, (error,) = DocumentTypes.from_files(_files(PAPER, again))

    assert types.get("giay").name.en == "Paper"
    assert (error.facts["file"], error.facts["line"]) == ("1.yaml", 2)
    with pytest.raises(InvalidDocumentType):
        DocumentTypes.from_data([ALL[0], ALL[0]])


def test_an_office_has_types_of_its_own_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "giay.yaml").write_text(PAPER, "utf-8")
    (tmp_path / "hong.yml").write_bytes(b"\xff\xfe")
    (tmp_path / "ghi chu.txt").write_text("not a type", "utf-8")
    (tmp_path / "folder.yaml").mkdir()

    types, refused = DocumentTypes.from_files(load_files(tmp_path))

    assert {kind.id for kind in types.newest()} == {data["id"] for data in ALL} | {"giay"}
    assert [error.facts["file"] for error in refused] == ["hong.yml"]
    assert len(load_files(tmp_path / "nowhere")) == len(ALL)


@given(content=st.binary() | st.text(alphabet="id: giay\n-[]{}&*!?|>'\"#%@`,").map(str.encode))
def test_no_file_stops_the_others_whatever_it_holds(content: bytes) -> None:
    types, refused = DocumentTypes.from_files([TypeFile("a.yaml", content), *_files(PAPER)])

    assert [kind.id for kind in types.newest()] == ["giay"]
    assert [error.facts["file"] for error in refused] == ["a.yaml"]


def test_a_row_that_holds_itself_is_refused() -> None:
    _, refused = DocumentTypes.from_files(_files("id: x\nfields: &a [*a]\n", f"{PAPER}groups: &g [*g]\n"))
    assert len(refused) == 2


def _with_field(**more: Any) -> dict[str, Any]:
    label = {"vi": "Nó", "en": "It"}
    inner = [
        {"name": "tien", "label": label, "kind": "money"},
        {"name": "chu", "label": label, "kind": "text"},
        {"name": "ngay", "label": label, "kind": "date"},
    ]
    return {
        "id": "giay",
        "version": 1,
        "name": label,
        "database": "all",
        "generations": ["G1"],
        "cues": [{"text": "Giấy"}],
        "fields": [*inner, {"name": "it", "label": label, "kind": "text", **more}],
        "groups": [{"name": "khoan", "label": label, "fields": inner}],
    }


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "date", "not_before": "ngay"},
        {"kind": "date", "not_before": ["ngay"], "earliest": 1945},
        {"kind": "date", "years_after": [{"field": "ngay", "at_least": 18, "when": {"chu": ["x"]}}]},
        {"kind": "text", "years_after": [{"field": "ngay", "at_most": 25}]},
        {"kind": "money", "in_words": "chu", "sum_of": "khoan.tien", "not_below": "tien", "smallest": 0},
        {"kind": "code", "shape": "phone"},
        {"kind": "code", "pattern": r"\d+"},
        {"kind": "text", "generations": ["G1"], "catalogue": "dan_toc"},
    ],
)
def test_rules_that_fit_are_taken(rule: dict[str, Any]) -> None:
    assert DocumentTypes.from_data([_with_field(**rule)]).newest()


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "text", "not_before": "ngay"},
        {"kind": "date", "not_before": "tien"},
        {"kind": "date", "not_before": "it"},
        {"kind": "date", "not_before": "khong_co"},
        {"kind": "date", "years_after": [{"field": "ngay"}]},
        {"kind": "date", "years_after": [{"field": "chu", "at_least": 1}]},
        {"kind": "date", "years_after": [{"field": "ngay", "at_least": 1, "when": {"gi": ["x"]}}]},
        {"kind": "money", "in_words": "ngay"},
        {"kind": "text", "in_words": "chu"},
        {"kind": "money", "sum_of": "khoan.chu"},
        {"kind": "money", "sum_of": "khoan"},
        {"kind": "text", "smallest": 1},
        {"kind": "text", "shape": "phone"},
        {"kind": "code", "shape": "phone", "pattern": r"\d+"},
        {"kind": "choice"},
        {"kind": "text", "choices": [{"code": "1", "label": {"vi": "Có", "en": "Yes"}}]},
        {"kind": "text", "generations": ["G2"]},
        {"kind": "text", "name": "chu"},
    ],
)
def test_rules_that_fit_nothing_are_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocumentType):
        DocumentTypes.from_data([_with_field(**rule)])


def test_a_field_of_a_group_may_name_one_of_the_record() -> None:
    data = _with_field(kind="date")
    data["groups"][0]["fields"] = [
        {"name": "den", "label": {"vi": "Đến", "en": "To"}, "kind": "date", "not_before": "it"}
    ]
    assert DocumentTypes.from_data([data]).get("giay").find("khoan[3].den").not_before == ("it",)


def test_every_suggestion_of_our_types_comes_from_a_field_that_is_there() -> None:
    types = DocumentTypes.from_data(ALL)
    for kind in types.newest():
        for item in (*kind.fields, *(field for group in kind.groups for field in group.fields)):
            for name, _, path in (source.partition(".") for source in item.suggested_by):
                assert types.get(name).field(path), (kind.id, item.name)


CARD = PAPER.replace("id: giay", "id: the").replace("name: so", "name: dob").replace("kind: text", "kind: date")


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("dob", "no type.field"),
        ("the.dob.year", "no type.field"),
        ("giay.so", "this very type"),
        ("the.birth", "no field of the"),
        ("the.dob", "a field of kind date"),
    ],
)
def test_a_suggestion_from_what_is_not_there_is_refused_with_its_line(named: str, reason: str) -> None:
    kind = "kind: number" if named == "the.dob" else "kind: text"
    wrong = PAPER.replace("kind: text", f"{kind}\n    suggested_by:\n      - {named}")
    types, (error,) = DocumentTypes.from_files(_files(CARD, wrong))

    assert [item.id for item in types.newest()] == ["the"]
    assert (error.facts["file"], error.facts["line"], error.facts["where"]) == ("1.yaml", 12, "fields.0.suggested_by.0")
    assert reason in str(error.facts["problem"])


def test_a_broken_supporting_type_takes_no_other_with_it() -> None:
    main = PAPER.replace("kind: text", "kind: date\n    suggested_by: [the.dob]")
    types, (error,) = DocumentTypes.from_files(_files(CARD.replace("kind: date", "kind: colour"), main))

    assert [item.id for item in types.newest()] == ["giay"]
    assert error.facts["type"] == "the"
