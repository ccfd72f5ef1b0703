"""Printed fields on real papers: how many values are exactly the truth, and how many are wrong though called certain.

Compared without case, spaces and punctuation. What a hand has written is counted apart: there
an empty field is right enough. Prints a table and writes build/bench/fields.json.
"""

import json
import platform
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.document_types import DocumentTypes
from dossier.errors import SourceError
from dossier.ports import Extractor
from dossier.reading import Candidate, PageReading
from dossier.text import tone_key
from ocr.engines.tesseract import TesseractEngine
from ocr.extraction import RuleExtractor
from ocr.pictures.limits import Limits
from ocr.pictures.opening import open_pictures
from ocr.reading import read_page
from resources.document_types import load

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "resources" / "samples"
NAMES = {
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
PLAIN_TESSERACT = 0.71
"""Share of printed fields exact with plain Tesseract on these scans, before any of this."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document with its truth by our field names; None says that the paper bears no such value."""

    name: str
    file: Path
    truth: Mapping[str, str | None]
    handwritten: frozenset[str] = frozenset()
    whole_agency: bool = True
    """False where the truth names the superior agency too."""


@dataclass(kw_only=True)
class Score:
    """Counts by field and outcome, and the wrong ones in words."""

    printed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    written: Counter[str] = field(default_factory=Counter)
    certain: int = 0
    wrong_but_certain: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def share(self) -> float:
        """Share of printed fields that are exact."""
        total = sum((counts for counts in self.printed.values()), Counter[str]())
        return total["exact"] / max(1, total["exact"] + total["wrong"] + total["empty"])


def scans(data: Path) -> Iterator[Paper]:
    """The administrative scans with field truth, one page each."""
    for path in sorted((data / "scans").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["doc_type"] != "van_ban_hanh_chinh":
            continue
        known = record["fields"]
        truth = {ours: _as_text(known[theirs]) for theirs, ours in NAMES.items() if theirs in known}
        # Null says "no name on this page" for the signer only; elsewhere it says that nobody wrote it down.
        truth = {name: value for name, value in truth.items() if value is not None or name == "signerName"}
        hands = frozenset(NAMES[name] for name in record.get("handwritten_fields", ()))
        yield Paper(name=path.stem, file=path.with_name(record["file"]), truth=truth, handwritten=hands)


def archived(data: Path) -> Iterator[Paper]:
    """The documents of dossier-01 that the archivists' sheet describes; numbers and dates there are handwritten."""
    folder = data / "dossier-01"
    for row in json.loads((folder / "metadata.json").read_text(encoding="utf-8")):
        file = folder / str(row["Đường dẫn file"]).rpartition("\\")[2]
        if not file.is_file():
            continue
        date = (row["Năm văn bản"], row["Tháng văn bản"], row["Ngày văn bản"])
        truth = {
            "typeName": row["Tên loại văn bản"],
            "codeNumber": str(row["Số của văn bản"]),
            "codeNotation": str(row["Ký hiệu của văn bản"]),
            "issuedDate": "{}-{}-{}".format(*date),
            "organName": row["Tên cơ quan, tổ chức ban hành văn bản"],
            "subject": _without(row["Trích yếu nội dung"], row["Tên loại văn bản"]),
        }
        hands = frozenset({"codeNumber", "issuedDate"})
        yield Paper(name=file.stem[-3:], file=file, truth=truth, handwritten=hands, whole_agency=False)


def samples(folder: Path) -> Iterator[Paper]:
    """The drawn sample dossiers of the program, with the truth of their script."""
    for dossier in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["dossiers"]:
        for document in dossier["documents"]:
            file = folder / "dossiers" / dossier["code"] / document["file"]
            truth = {name: str(value) for name, value in document["fields"].items()}
            yield Paper(name=f"{dossier['code']}/{file.name}", file=file, truth=truth)


def read(file: Path, engine: TesseractEngine) -> list[PageReading]:
    """All pages of a file through the real first reader."""
    pictures = open_pictures(file, Limits())
    return [read_page(picture, engine) for picture in pictures if not isinstance(picture, SourceError)]


def score(paper: Paper, readings: list[PageReading], extractor: Extractor, into: Score) -> None:
    """Compare what is proposed with the truth of the paper."""
    records = extractor.extract(readings).records
    found = {candidate.path: candidate for record in records for candidate in record.candidates}
    for name, truth in paper.truth.items():
        candidate = found.get(name)
        outcome = _outcome(paper, name, truth, candidate)
        if name in paper.handwritten:
            into.written[outcome] += 1
        elif truth is not None or outcome == "invented":
            into.printed[name][outcome] += 1
        if candidate is None:
            continue
        into.certain += candidate.certain
        if outcome in {"wrong", "invented"}:
            line = f"{paper.name} {name}: {candidate.value!r} instead of {truth!r}"
            into.wrong.append(line)
            if candidate.certain:
                into.wrong_but_certain.append(line)


def _without(text: str, opening: str) -> str:
    """The subject without the kind of paper, which the archivists write before it."""
    return text[len(opening) :] if text.casefold().startswith(opening.casefold()) else text


def _as_text(value: str | list[str] | None) -> str | None:
    return "; ".join(value) if isinstance(value, list) else value


def _outcome(paper: Paper, name: str, truth: str | None, candidate: Candidate | None) -> str:
    if candidate is None:
        return "empty"
    if not truth:
        return "invented"
    ours, theirs = _plain(candidate.value), _plain(truth)
    same = theirs.endswith(ours) if name == "organName" and not paper.whole_agency else ours == theirs
    return "exact" if same else "wrong"


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", tone_key(text))


def _print_table(title: str, result: Score) -> None:
    print(f"\n{title}: {result.share():.1%} of printed fields exact")
    print(f"  {'field':<16}{'exact':>6}{'wrong':>6}{'empty':>6}{'invented':>9}")
    for name, counts in result.printed.items():
        print(f"  {name:<16}{counts['exact']:>6}{counts['wrong']:>6}{counts['empty']:>6}{counts['invented']:>9}")
    written = ", ".join(f"{count} {outcome}" for outcome, count in sorted(result.written.items()))
    print(
        f"  handwritten: {written or 'none'}; certain {result.certain}, of these wrong {len(result.wrong_but_certain)}"
    )


def _figures(results: Mapping[str, Score]) -> dict[str, object]:
    figures: dict[str, object] = {}
    for name, result in results.items():
        peer = PLAIN_TESSERACT if name == "scans" else None
        share = round(result.share(), 4)
        figures[f"{name}_printed_exact"] = {
            "value": share,
            "unit": "share",
            "goal": [">=", 0.95],
            "peer": peer,
            "ratio": round(share / peer, 3) if peer else None,
        }
        figures[f"{name}_wrong_but_certain"] = _count(len(result.wrong_but_certain), ["<=", 0])
        figures[f"{name}_certain"] = _count(result.certain, None)
        figures[f"{name}_handwritten_wrong"] = _count(result.written["wrong"], None)
        for outcome in ("wrong", "invented"):
            figures[f"{name}_printed_{outcome}"] = _count(sum(c[outcome] for c in result.printed.values()), None)
    return figures


def _count(value: int, goal: list[object] | None) -> dict[str, object]:
    return {"value": value, "unit": "fields", "goal": goal, "peer": None, "ratio": None}


def main() -> int:
    sets = {"samples": samples(SAMPLES)}
    if DATA.is_dir():
        sets |= {"scans": scans(DATA), "dossier_01": archived(DATA)}
    else:
        print(f"Real papers are not measured, they are not here: {DATA}")
    engine, extractor = TesseractEngine(), RuleExtractor(DocumentTypes.from_data(load()))
    results = {name: Score() for name in sets}
    for name, papers in sets.items():
        for paper in papers:
            score(paper, read(paper.file, engine), extractor, results[name])
        _print_table(name, results[name])
        for line in results[name].wrong:
            print(f"  wrong: {line}")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report = {
        "commit": commit.stdout.strip() or None,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "figures": _figures(results),
    }
    target = ROOT / "build" / "bench" / "fields.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
