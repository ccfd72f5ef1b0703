"""Papers drawn from layouts of data: all fields of all types occur, boxes hold what they say, halves share nothing."""

from __future__ import annotations

import datetime as dt
import io
import re

import numpy as np
import pytest
from PIL import Image

from benchmarks.pages.codes import check_digit
from benchmarks.pages.documents import generate_document, set_document
from benchmarks.pages.fonts import ROLES, faces
from benchmarks.pages.formspec import FormSpec, layouts
from benchmarks.pages.model import Kind, Level, PageFontMissing, Split
from benchmarks.pages.shown import kinds, starred
from dossier.rules.dates import parse_date

FORMS = [kind for kind in Kind if layouts(kind, Split.TUNE)]
TODAY = dt.date(2026, 11, 23)


def have_faces() -> bool:
    try:
        return all(faces(part, role) for part in Split for role in ROLES)
    except PageFontMissing:
        return False


pytestmark = pytest.mark.skipif(not have_faces(), reason="typefaces of the page generator are not installed")


def wordings(spec: FormSpec) -> str:
    return re.sub(r"\{[^}]*\}", "", str(spec.blocks))


def test_every_type_has_two_layouts_in_each_half_and_shares_none() -> None:
    assert len([kind for kind in FORMS if kind.known]) == 25
    for kind in FORMS:
        tune, scored = (layouts(kind, part) for part in Split)
        assert min(len(tune), len(scored)) >= 2, kind
        assert not {one.name for one in tune} & {one.name for one in scored}
        assert not {wordings(one) for one in tune} & {wordings(one) for one in scored}
        if kind.known:
            assert {one.generation for one in tune} == {one.generation for one in scored}, kind


@pytest.mark.parametrize("kind", [kind for kind in FORMS if kind.known])
def test_papers_bear_the_fields_of_their_type_and_no_word_lies_on_another(kind: Kind) -> None:
    for part in Split:
        seen: set[str] = set()
        for spec in layouts(kind, part):
            drawer, _ = set_document(3, kind, Level.CLEAN, part, spec)
            for path, value in drawer.drawn.values.items():
                name = re.sub(r"\[\d+\]", "[]", path).removeprefix("records[].")
                seen.add(name)
                check_stored(kinds(kind)[name], value)
            for sheet in drawer.sheets:
                boxes = np.array([word.ink for word in sheet.words]).reshape(-1, 4)
                assert (boxes[:, :2] >= 0).all()
                assert (boxes[:, 2] <= sheet.canvas.width).all()
                assert (boxes[:, 3] <= sheet.canvas.height).all()
                assert not overlapping(boxes), spec.name
        lacking = {name for name in starred(kind) if "[]" not in name} - seen
        assert not lacking, (kind, part, lacking)


def check_stored(kind: str, value: str) -> None:
    if kind == "date":
        assert dt.date.fromisoformat(value)
    elif kind == "partial_date":
        assert parse_date(value, today=TODAY)[0].iso == value
    elif kind in {"number", "area", "money"}:
        assert re.fullmatch(r"\d+(\.\d+)?", value), value
    elif kind in {"code", "tax_code", "personal_id"}:
        assert re.fullmatch(r"[0-9A-ZĐ.\-]+", value), value
    else:
        assert value == value.strip()
        assert value


def overlapping(boxes: np.ndarray) -> bool:
    left, top, right, bottom = boxes.T
    wide = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    tall = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    shared = np.clip(wide, 0, None) * np.clip(tall, 0, None)
    area = (right - left) * (bottom - top)
    np.fill_diagonal(shared, 0)
    return bool((shared > 0.4 * np.minimum(area[:, None], area)).any())


@pytest.mark.parametrize("kind", [Kind.MARRIAGE, Kind.IDENTITY, Kind.CONTENTS, Kind.BIRTH_REGISTER])
def test_one_seed_gives_one_paper_to_the_byte(kind: Kind) -> None:
    assert generate_document(5, kind, Level.TYPICAL, Split.TUNE) == generate_document(
        5, kind, Level.TYPICAL, Split.TUNE
    )


def test_words_of_a_worn_paper_have_ink_in_their_boxes() -> None:
    made = generate_document(2, Kind.FINE, Level.TYPICAL, Split.SCORED, turns=False)
    for page in made.pages:
        with Image.open(io.BytesIO(page.data)) as picture:
            grey = np.asarray(picture.convert("L"), dtype=np.int16)
        for word in page.words:
            if word.text.strip(".,;:-/–"):
                box = word.box
                inside = grey[box.y : box.bottom, box.x : box.right]
                assert float(np.median(grey)) - float(inside.min()) > 45, word


def test_registers_have_several_records_and_tables_say_their_cells() -> None:
    births = generate_document(1, Kind.BIRTH_REGISTER, Level.CLEAN, Split.TUNE)
    assert len(births.records) >= 2
    assert len({record["nksHoTen"] for record in births.records}) == len(births.records)
    made = generate_document(1, Kind.DIPLOMA_REGISTER, Level.CLEAN, Split.TUNE)
    noted = [cell.text for table in made.tables for cell in table.cells if cell.field and "so_vao_so" in cell.field]
    assert noted == [record["so_vao_so"] for record in made.records]


def test_a_budget_adds_up() -> None:
    made = generate_document(4, Kind.BUDGET, Level.CLEAN, Split.TUNE)
    items = [int(value) for path, value in made.groups.items() if path.endswith(".so_tien")]
    assert len(items) >= 3
    assert sum(items) == int(made.fields["so_tien"])


def test_exactly_one_box_is_ticked_for_a_choice() -> None:
    made = generate_document(6, Kind.DISABILITY, Level.CLEAN, Split.SCORED)
    for name in ("dang_khuyet_tat", "muc_do"):
        ticked = [tick.option for tick in made.ticks if tick.field == name and tick.ticked]
        assert ticked == [made.fields[name]]


def test_codes_of_a_card_agree_with_its_print() -> None:
    made = generate_document(8, Kind.IDENTITY, Level.CLEAN, Split.TUNE)
    qr = next(code.text for code in made.codes if code.kind == "qr").split("|")
    assert len(qr) >= 7
    assert qr[0] == made.fields["id"]
    assert qr[2].upper() == made.fields["full_name"]
    lines = next(code.text for code in made.codes if code.kind == "mrz").split("\n")
    assert [len(line) for line in lines] == [30, 30, 30]
    assert lines[0][14] == check_digit(lines[0][5:14])
    assert lines[1][6] == check_digit(lines[1][:6])
    assert lines[1][29] == check_digit(lines[0][5:] + lines[1][:7] + lines[1][8:15] + lines[1][18:29])


def test_check_digits_are_those_of_icao_9303() -> None:
    # The specimen of ICAO Doc 9303 part 5.
    assert check_digit("D23145890") == "7"
    assert check_digit("740812") == "2"


def test_papers_of_no_type_bear_no_field() -> None:
    for kind in FORMS:
        if not kind.known:
            drawer, _ = set_document(1, kind, Level.CLEAN, Split.TUNE)
            assert not drawer.drawn.values, kind
            assert drawer.sheet.words
