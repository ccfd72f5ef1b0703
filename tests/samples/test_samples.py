"""The sample dossiers in the checkout are what their texts say, small, and can be drawn again."""

import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from resources.samples import content, draw
from resources.samples.fonts import SampleFontMissing, find_faces

SAMPLES = Path(draw.__file__).parent
TRUTH: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text("utf-8"))
DOCUMENTS: list[tuple[str, dict[str, Any]]] = [
    (f"{dossier['code']}/{document['file']}", document)
    for dossier in TRUTH["dossiers"]
    for document in dossier["documents"]
]
NAMES = [name for name, _ in DOCUMENTS]


def pictures(file: Path) -> list[Image.Image]:
    """The page pictures inside a sample file."""
    if file.suffix != ".pdf":
        with Image.open(file) as picture:
            return [picture.copy()]
    with pikepdf.open(file) as pdf:
        return [
            Image.open(io.BytesIO(image.read_raw_bytes())) for page in pdf.pages for image in page.get_images().values()
        ]


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        faces = find_faces()
    except SampleFontMissing:
        pytest.skip("no typeface with Vietnamese letters on this machine")
    if faces.name != TRUTH["typeface"]:
        pytest.skip(f"the samples were drawn with {TRUTH['typeface']}, this machine has {faces.name}")
    target = tmp_path_factory.mktemp("samples")
    draw.draw_all(target, faces)
    return target


def test_the_truth_names_every_file_and_no_other() -> None:
    folder = SAMPLES / "dossiers"
    assert sorted(NAMES) == sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    assert len(TRUTH["dossiers"]) >= 3
    assert len(NAMES) >= 8


def test_the_samples_stay_small() -> None:
    assert sum(file.stat().st_size for file in SAMPLES.rglob("*") if file.is_file()) < 8_000_000


@pytest.mark.parametrize(("name", "document"), DOCUMENTS, ids=NAMES)
def test_a_file_holds_the_pictures_its_truth_describes(name: str, document: dict[str, Any]) -> None:
    modes = {"colour": "RGB", "grey": "L", "bilevel": "1"}
    found = [(list(picture.size), picture.mode) for picture in pictures(SAMPLES / "dossiers" / name)]
    assert found == [(page["size"], modes[page["colour"]]) for page in document["pages"]]


@pytest.mark.parametrize(("name", "document"), DOCUMENTS, ids=NAMES)
def test_dates_are_iso_and_text_is_nfc(name: str, document: dict[str, Any]) -> None:
    for field, value in document["fields"].items():
        assert unicodedata.is_normalized("NFC", value)
        if field == "issuedDate" or field.startswith(("ngay", "nksNgay")):
            assert dt.date.fromisoformat(value).isoformat() == value
    for page in document["pages"]:
        assert all(unicodedata.is_normalized("NFC", line) for line in page["text"])


@pytest.mark.parametrize(("name", "document"), DOCUMENTS, ids=NAMES)
def test_a_value_of_the_truth_is_printed_on_its_pages(name: str, document: dict[str, Any]) -> None:
    printed = " ".join(" ".join(page["text"]) for page in document["pages"]).casefold()
    for field, value in document["fields"].items():
        if field == "typeName" and value == "Công văn":
            continue  # a công văn does not print its type
        assert any(form.casefold() in printed for form in forms(value)), (field, value)


def forms(value: str) -> list[str]:
    """How a value of the truth may stand on paper: as it is, or a date in words or figures."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return [value]
    day = dt.date.fromisoformat(value)
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return [f"ngày {day.day:02} tháng {month} năm {day.year}", day.strftime("%d/%m/%Y")]


def test_drawing_again_gives_the_same_truth_and_files(redrawn: Path) -> None:
    assert json.loads((redrawn / "truth.json").read_text("utf-8")) == TRUTH
    for name in NAMES:
        kept, again = pictures(SAMPLES / "dossiers" / name), pictures(redrawn / "dossiers" / name)
        for one, other in zip(kept, again, strict=True):
            assert one.size == other.size, name
            # Not the bytes: another build of numpy, FreeType or libjpeg may round a grey level differently.
            apart = np.asarray(one.convert("L"), dtype=np.int16) - np.asarray(other.convert("L"), dtype=np.int16)
            assert float(np.abs(apart).mean()) < 1.0, name


def test_one_machine_draws_the_same_bytes_twice(redrawn: Path) -> None:
    dossier = next(iter(content.load_dossiers(SAMPLES / "content")))
    document = dossier.documents[-1]
    data, _ = draw.draw_document(document, find_faces(), code=dossier.code)
    kept = (redrawn / "dossiers" / dossier.code / document.file).read_bytes()
    assert hashlib.sha256(data).digest() == hashlib.sha256(kept).digest()


def test_a_machine_without_a_typeface_is_told_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SampleFontMissing) as missing:
        find_faces((tmp_path,))
    assert missing.value.code == "sample_font_missing"
    assert missing.value.folders == (tmp_path,)
    assert draw.main(["--to", str(tmp_path / "out"), "--fonts", str(tmp_path)]) == 3
    assert "fonts-liberation2" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_typeface_without_vietnamese_letters_is_refused(tmp_path: Path) -> None:
    latin = next((file for file in candidates() if file.is_file()), None)
    if latin is None:
        pytest.skip("no typeface without Vietnamese letters on this machine")
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        (tmp_path / f"LiberationSerif-{style}.ttf").write_bytes(latin.read_bytes())
    (tmp_path / "LiberationSans-Bold.ttf").write_bytes(latin.read_bytes())
    with pytest.raises(SampleFontMissing) as missing:
        find_faces((tmp_path,))
    assert "ệ" in missing.value.lacking["LiberationSerif-Regular.ttf"]


def candidates() -> list[Path]:
    """Typefaces of fonts-noto-core that have no Latin letters with Vietnamese marks."""
    noto = Path("/usr/share/fonts/truetype/noto")
    return [noto / f"NotoSerif{script}-Regular.ttf" for script in ("Hebrew", "Thai", "Gujarati", "Tamil")]
