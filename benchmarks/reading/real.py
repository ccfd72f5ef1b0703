"""The real papers with truth, where they lie beside the checkout, and the drawn samples of the program."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.reading.papers import CHECKOUT, Group, Paper, Truth, slots_of_text, stamped
from dossier.reading import Writing

DATA = CHECKOUT.parent / "shared" / "data"
SAMPLES = CHECKOUT / "resources" / "samples"
_ADMINISTRATIVE = "van_ban_hanh_chinh"
_NAMES = {
    "loai_van_ban": "typeName",
    "so": "codeNumber",
    "ky_hieu": "codeNotation",
    "ngay_ban_hanh": "issuedDate",
    "co_quan_ban_hanh": "organName",
    "trich_yeu": "subject",
    "nguoi_ky": "signerName",
    "chuc_vu": "signerPosition",
    "noi_nhan": "recipients",
}


def real_papers(data: Path = DATA) -> list[Paper]:
    """All of them; none where the folder is absent."""
    return [*scans(data), *archived(data)] if data.is_dir() else []


def scans(data: Path) -> Iterator[Paper]:
    """Single pages with their text, and fields where they are administrative documents."""
    with (data / "scans" / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        path = data / "scans" / row["file"]
        text = _text(path.with_suffix(".txt"))
        if text is None:
            continue
        described = path.with_suffix(".json")
        record = json.loads(described.read_text(encoding="utf-8")) if described.exists() else {}
        administrative = record.get("doc_type") == _ADMINISTRATIVE
        yield Paper(
            name=path.stem,
            group=_group(row["kind"]),
            file=path,
            kind=_ADMINISTRATIVE if administrative else "",
            text=text,
            fields=_fields(record, text) if administrative else {},
            slots=slots_of_text(text) if administrative else {},
            complete=not administrative and bool(record),
        )


def archived(data: Path) -> Iterator[Paper]:
    """The documents that the archivists' sheet describes; numbers and dates on them are handwritten."""
    folder = data / "dossier-01"
    for row in json.loads((folder / "metadata.json").read_text(encoding="utf-8")):
        file = folder / str(row["Đường dẫn file"]).rpartition("\\")[2]
        if not file.is_file():
            continue
        date = "{}-{:02}-{:02}".format(*(int(row[f"{part} văn bản"]) for part in ("Năm", "Tháng", "Ngày")))
        kind, number, notation = (
            row.get(name) for name in ("Tên loại văn bản", "Số của văn bản", "Ký hiệu của văn bản")
        )
        subject = _without(str(row["Trích yếu nội dung"]), str(kind or ""))
        hand = Writing.HANDWRITTEN
        values = {
            "typeName": Truth(value=kind),
            "codeNumber": Truth(value=str(number) if number else None, writing=hand),
            "codeNotation": Truth(value=notation),
            "issuedDate": Truth(value=date, writing=hand),
            "organName": Truth(value=row["Tên cơ quan, tổ chức ban hành văn bản"]),
            "subject": Truth(value=subject),
        }
        # The sheet is silent, which does not say that the paper is.
        known = {name: truth for name, truth in values.items() if truth.value}
        yield Paper(
            name=file.stem[-3:],
            group=Group.ARCHIVED,
            file=file,
            kind=_ADMINISTRATIVE,
            fields=known,
            whole_agency=False,
        )


def samples(folder: Path = SAMPLES) -> Iterator[Paper]:
    """The drawn sample dossiers of the program, with the truth of their script."""
    for dossier in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["dossiers"]:
        for document in dossier["documents"]:
            file = folder / "dossiers" / dossier["code"] / document["file"]
            fields = {name: Truth(value=str(value)) for name, value in document["fields"].items()}
            name = f"{dossier['code']}/{file.name}"
            yield Paper(name=name, group=Group.SAMPLES, file=file, kind=document["type"], fields=fields)


def _group(kind: str) -> Group:
    return Group.ADMINISTRATIVE if kind.startswith("administrative scan") else Group.OTHER


def _fields(record: Mapping[str, Any], text: str) -> dict[str, Truth]:
    hands = frozenset(_NAMES[name] for name in record.get("handwritten_fields", ()))
    stamps = stamped(text)
    fields = {}
    for theirs, ours in _NAMES.items():
        # Null says "no name on this page" for the signer only; elsewhere it says that nobody wrote it down.
        if theirs not in record["fields"] or (record["fields"][theirs] is None and ours != "signerName"):
            continue
        value = record["fields"][theirs]
        value = "; ".join(value) if isinstance(value, list) else value
        writing = Writing.HANDWRITTEN if ours in hands else Writing.PRINTED
        if value and any(str(value) in stamp for stamp in stamps):
            writing = Writing.STAMPED
        fields[ours] = Truth(value=value, writing=writing)
    return fields


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _without(text: str, opening: str) -> str:
    """The subject without the kind of paper, which the archivists write before it."""
    return text[len(opening) :] if text.casefold().startswith(opening.casefold()) else text
