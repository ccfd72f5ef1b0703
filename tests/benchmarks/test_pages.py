"""Generated pages: what is said of them is true, and scored pages share nothing with tuned ones that can be learned."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from benchmarks.pages.__main__ import main
from benchmarks.pages.fonts import ROLES, faces
from benchmarks.pages.generate import generate
from benchmarks.pages.grammar import own_half, table
from benchmarks.pages.model import GeneratedPage, Kind, Level, PageFontMissing, Split
from benchmarks.pages.numerals import date_words
from benchmarks.pages.splits import splits
from dossier.document_types import DocumentTypes
from dossier.reading import SlotKind, Writing
from dossier.rules.date_words import read_words
from dossier.rules.document_numbers import is_notation, split
from dossier.rules.names import looks_like_name
from dossier.rules.normalise import normalise, shown
from dossier.rules.personal_ids import decode, kind_of_id
from resources.document_types import load
from resources.samples.fonts import missing_letters

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 23)
OWN_DRAWERS = (Kind.ADMINISTRATIVE, Kind.BIRTH)
PAGES = [
    (seed, kind, level, part)
    for seed in (1,)
    for kind in (*OWN_DRAWERS, Kind.LAND)
    for level in Level
    for part in Split
]


def have_faces() -> bool:
    try:
        return all(faces(part, role) for part in Split for role in ROLES)
    except PageFontMissing:
        return False


pytestmark = pytest.mark.skipif(not have_faces(), reason="typefaces of the page generator are not installed")


@pytest.fixture(scope="module")
def pages() -> list[GeneratedPage]:
    return [generate(seed, kind, level, part) for seed, kind, level, part in PAGES]


def pixels(page: GeneratedPage) -> np.ndarray:
    with Image.open(io.BytesIO(page.data)) as picture:
        assert picture.size == (page.width, page.height)
        return np.asarray(picture.convert("L"), dtype=np.int16)


@pytest.mark.parametrize("kind", [*OWN_DRAWERS, Kind.LAND])
def test_one_seed_gives_one_page_to_the_byte(kind: Kind) -> None:
    first = generate(7, kind, Level.BAD, Split.TUNE)
    assert first == generate(7, kind, Level.BAD, Split.TUNE)
    assert first.data != generate(8, kind, Level.BAD, Split.TUNE).data


def test_boxes_lie_within_the_picture(pages: list[GeneratedPage]) -> None:
    for page in pages:
        boxes = [word.box for word in page.words] + [slot.box for slot in page.slots] + list(page.ignored)
        assert boxes
        assert all(box.x >= 0 and box.y >= 0 and box.right <= page.width and box.bottom <= page.height for box in boxes)


def test_every_word_has_ink_where_its_box_is(pages: list[GeneratedPage]) -> None:
    for page in pages:
        grey = pixels(page)
        paper = float(np.median(grey))
        for word in page.words:
            if word.text.strip(".,;:-/–") == "":
                continue
            box = word.box
            inside = grey[box.y : box.bottom, box.x : box.right]
            assert paper - float(inside.min()) > 45, (page.kind, page.level, page.split, page.seed, word)


def test_a_clean_page_has_print_in_known_boxes_only() -> None:
    page = generate(3, Kind.ADMINISTRATIVE, Level.CLEAN, Split.SCORED, turns=False)
    ink = pixels(page) < 90
    for box in [word.box for word in page.words] + list(page.ignored):
        ink[max(0, box.y - 3) : box.bottom + 3, max(0, box.x - 3) : box.right + 3] = False
    ink[:, :8] = ink[:, -8:] = ink[:8] = ink[-8:] = False
    # What is left are rules and leaders.
    assert ink.sum() < 0.002 * ink.size


def test_splits_share_no_name(pages: list[GeneratedPage]) -> None:
    tune, scored = (splits()[part] for part in Split)
    for role in (*ROLES, "administrative", "birth"):
        assert not {one.name for one in getattr(tune, role)} & {one.name for one in getattr(scored, role)}
    for name in ("places", "topics"):
        halves = [json.dumps(own_half(table(name), half.parity)) for half in (tune, scored)]
        assert halves[0] != halves[1]
    for attribute in ("layout", "font"):
        used = [{getattr(page, attribute) for page in pages if page.split is part} for part in Split]
        assert not used[0] & used[1]


def test_every_typeface_has_every_letter() -> None:
    for part in Split:
        for role in ROLES:
            for face, _ in faces(part, role):
                for _style, path in face.files:
                    assert not missing_letters(path)


@pytest.mark.parametrize("kind", [Kind.ADMINISTRATIVE, Kind.BIRTH])
def test_values_are_in_storage_form_of_known_fields(kind: Kind, pages: list[GeneratedPage]) -> None:
    defined = {field.name: field for field in DocumentTypes.from_data(load()).get(kind).fields}
    for page in pages:
        if page.kind is not kind:
            continue
        assert set(page.written) == set(page.fields)
        for name, value in page.fields.items():
            field = defined[name]
            assert normalise(field, shown(field, value), TODAY).value == value, (name, value)
            assert len(value) <= (field.max_length or 10**6), (name, value)
            if field.kind == "person_name":
                assert looks_like_name(value)
            if field.kind == "personal_id":
                assert kind_of_id(value)
            if field.kind == "choice":
                assert value in {choice.label.vi for choice in field.choices}


def test_numbers_of_papers_and_people_follow_the_rules(pages: list[GeneratedPage]) -> None:
    for page in pages:
        if page.kind is Kind.ADMINISTRATIVE:
            parted = split(f"Số: {page.fields['codeNumber']}/{page.fields['codeNotation']}")
            assert parted is not None
            assert (parted.number, parted.notation) == (page.fields["codeNumber"], page.fields["codeNotation"])
            assert is_notation(page.fields["codeNotation"])
        if "soDinhDanh" in page.fields:
            citizen = decode(page.fields["soDinhDanh"])
            assert citizen is not None
            assert citizen.birth_year == int(page.fields["nksNgaySinh"][:4])
            assert (citizen.sex == "female") == (page.fields["nksGioiTinh"] == "Nữ")


def test_dates_in_words_are_understood_by_the_rules() -> None:
    day = dt.date(1986, 1, 1)
    while day.year < 2026:
        assert read_words(date_words(day.year, day.month, day.day)) == (day.year, day.month, day.day)
        day += dt.timedelta(days=17)


def test_printed_values_stand_in_the_printed_text(pages: list[GeneratedPage]) -> None:
    for page in pages:
        text = " ".join(page.text.split()).casefold()
        for name in ("subject", "signerName", "meHoTen", "chaHoTen", "dia_chi_thua"):
            if page.written.get(name) is Writing.PRINTED:
                assert page.fields[name].casefold() in text


def test_the_head_of_a_paper_has_its_four_slots_written_as_the_fields_say(pages: list[GeneratedPage]) -> None:
    papers = [page for page in pages if page.kind is Kind.ADMINISTRATIVE]
    for page in papers:
        slots = {slot.kind: slot.writing for slot in page.slots}
        assert set(slots) == set(SlotKind)
        assert slots[SlotKind.NUMBER] is page.written["codeNumber"]
        by_hand = Writing.HANDWRITTEN in (slots[SlotKind.DAY], slots[SlotKind.MONTH])
        assert by_hand == (page.written["issuedDate"] is Writing.HANDWRITTEN)


def test_a_turned_page_keeps_its_truth() -> None:
    turned = next(
        page for seed in range(400) if (page := generate(seed, Kind.LAND, Level.CLEAN, Split.TUNE, turns=True)).turn
    )
    nation = next(word for word in turned.words if word.text == "CỘNG").box
    if turned.turn == 180:
        assert nation.y > turned.height / 2
    else:
        assert nation.h > nation.w


def test_photographs_come_only_when_asked_for() -> None:
    asked = {seed: generate(seed, Kind.LAND, Level.BAD, Split.TUNE, photographs=True) for seed in range(24)}
    seen = [seed for seed, page in asked.items() if page.photograph]
    assert 0 < len(seen) < len(asked)
    plain = generate(seen[0], Kind.LAND, Level.BAD, Split.TUNE)
    assert not plain.photograph
    assert plain.text == asked[seen[0]].text


def test_a_page_is_a_page_picture(pages: list[GeneratedPage]) -> None:
    picture = pages[0].picture()
    assert (picture.width, picture.height, picture.dpi) == (pages[0].width, pages[0].height, pages[0].dpi)
    assert dataclasses.replace(picture, number=2).data == pages[0].data


def test_the_command_writes_pictures_with_truth(tmp_path: Path) -> None:
    arguments = ["--seed", "5", "--count", "1", "--kind", Kind.BIRTH, "--level", "2", "--to", str(tmp_path)]
    assert main(arguments) == 0
    truth = json.loads(next(tmp_path.glob("*.json")).read_text("utf-8"))
    assert truth["fields"]["nksHoTen"]
    assert truth["words"][0]["box"]["w"] > 0
    assert len(list(tmp_path.glob("*.jpg"))) == 1


def test_a_script_typeface_from_a_package_is_used_where_installed() -> None:
    if importlib.util.find_spec("fontpkg_dancing_script") is None:
        pytest.skip("package fontpkg-dancing-script is not installed")
    assert "Dancing Script" in {face.name for face, _ in faces(Split.TUNE, "hand")}
