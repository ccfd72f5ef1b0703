"""The texts of the samples as data: the shape of `content/*.yaml`. Knows nothing of drawing."""

import unicodedata
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _nfc(value: object) -> object:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_nfc)]
Style = Literal["", "b", "i", "bi"]
Align = Literal["left", "centre", "right"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(_Data):
    """Ô 1 to 5b of NĐ 30/2020: agency and number on the left, quốc hiệu, place and date on the right."""

    block: Literal["head"]
    parent: tuple[Text, ...] = ()
    organ: tuple[Text, ...]
    number: Text | None = None
    about: tuple[Text, ...] = ()
    place_date: Text | None = None
    right: tuple[Text, ...] = ()


class Lines(_Data):
    """Centred or aligned lines, broken where the data breaks them; `rule` draws the short rule below."""

    block: Literal["lines"]
    text: tuple[Text, ...]
    style: Style = ""
    points: float = 14
    align: Align = "centre"
    colour: Literal["ink", "red"] = "ink"
    before: float = 6
    after: float = 6
    rule: bool = False


class Paragraph(_Data):
    """Running text, justified; `**…**` is bold."""

    block: Literal["paragraph"]
    text: tuple[Text, ...]
    style: Style = ""
    points: float = 14
    indent: float = 28
    after: float = 6


class Addressee(_Data):
    """Ô 9a: one name on the line of "Kính gửi:", several as a list under it."""

    block: Literal["addressee"]
    to: tuple[Text, ...]


class Table(_Data):
    """A ruled table; `widths` are shares of the measure."""

    block: Literal["table"]
    widths: tuple[float, ...]
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    points: float = 11.5


class Cell(_Data):
    """A printed label and the value typed over its dotted line."""

    label: Text
    value: Text = ""
    share: float = 1


class Form(_Data):
    """Rows of a printed form; `dots` = false sets the values without dotted lines."""

    block: Literal["form"]
    rows: tuple[tuple[Cell, ...], ...]
    points: float = 13
    leading: float = 23
    dots: bool = True
    dot_tone: int = 150
    value_style: Style = ""


class Seal(_Data):
    """What stands on the ring and in the middle of a round seal; no middle text: a star emblem."""

    top: Text
    bottom: Text = ""
    middle: tuple[Text, ...] = ()


class Signer(_Data):
    """One block of ô 7: office in capitals, a drawn signature, its seal if any, and the name."""

    office: tuple[Text, ...]
    name: Text
    seal: Seal | None = None
    place_date: Text | None = None


class Closing(_Data):
    """The foot of the document: recipients (ô 9b) or a second signer on the left, the signer on the right."""

    block: Literal["closing"]
    recipients: tuple[Text, ...] = ()
    left: Signer | None = None
    signer: Signer
    before: float = 10
    room: float = 106


class Parcel(_Data):
    """The plan of a parcel (sơ đồ thửa đất): corners in metres, neighbours as words beside it."""

    block: Literal["parcel"]
    title: Text
    corners: tuple[tuple[float, float], ...]
    height: float = 190


class CodeSquare(_Data):
    """A square that looks like a QR code (it holds no message), in the top right corner, and the serial beside it."""

    block: Literal["code_square"]
    size: float = 62


class Space(_Data):
    """Empty height in points."""

    block: Literal["space"]
    points: float


Block = Annotated[
    Head | Lines | Paragraph | Addressee | Table | Form | Closing | Parcel | CodeSquare | Space,
    Field(discriminator="block"),
]


class Scan(_Data):
    """How the sheet went through the scanner: `turn`, then `skew`, clockwise degrees, make it upright."""

    skew: float
    turn: Literal[0, 90, 180, 270] = 0
    colour: Literal["colour", "grey", "bilevel"] = "colour"
    paper: Literal["white", "cream", "old"] = "white"
    punched: bool = False


class PageData(_Data):
    """One side of a sheet: what is printed on it, and its scan."""

    scan: Scan
    frame: Literal["none", "birth", "land"] = "none"
    number: bool = False
    blocks: tuple[Block, ...]


class DocumentData(_Data):
    """One file of a dossier with the values a reader should find in it."""

    file: Text
    type: Literal["van_ban_hanh_chinh", "giay_khai_sinh", "unknown"]
    fields: dict[str, Text]
    pages: tuple[PageData, ...]


class DossierData(_Data):
    """One sample dossier; its folder bears `code`."""

    code: Text
    title: Text
    documents: tuple[DocumentData, ...]


def load_dossiers(folder: Path) -> tuple[DossierData, ...]:
    """Every dossier of `folder` in the order of the file names; raises pydantic's ValidationError with the place."""
    raw: list[Any] = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yaml"))]
    return tuple(DossierData.model_validate(data) for data in raw)
