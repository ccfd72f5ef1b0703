"""Writes generated pages and their truth.

`python -m benchmarks.pages --seed 1 --count 6 --split tune --to build/pages`
"""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks.pages.documents import generate_document
from benchmarks.pages.model import GeneratedDocument, GeneratedPage, Kind, Level, PageFontMissing, Split


def truth(page: GeneratedPage) -> dict[str, Any]:
    """Everything but the picture, ready for JSON."""
    return {name: value for name, value in asdict(page).items() if name != "data"} | {"text": page.text}


def _write(made: GeneratedDocument, folder: Path) -> None:
    """Pictures with the truth of each page, and that of the whole paper where it has more than a page can say."""
    stem = f"{made.split}-{made.kind}-{int(made.level)}-{made.seed:05d}"
    for number, page in enumerate(made.pages, 1):
        name = stem if len(made.pages) == 1 else f"{stem}-{number}"
        suffix = ".png" if page.mime == "image/png" else ".jpg"
        (folder / f"{name}{suffix}").write_bytes(page.data)
        _dump(folder / f"{name}.json", truth(page))
    if made.generation or made.groups or len(made.pages) > 1 or len(made.records) > 1:
        whole = asdict(replace(made, pages=()))
        _dump(folder / f"{stem}.document.json", whole)


def _dump(file: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    file.write_text(text + "\n", "utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 written, 3 this machine lacks typefaces."""
    parser = argparse.ArgumentParser(description="Draw pages with exact truth.")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first page; the others count on")
    parser.add_argument("--count", type=int, default=6, help="pages a kind and level")
    parser.add_argument("--split", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--kind", type=Kind, choices=list(Kind), action="append", help="default: all")
    parser.add_argument("--level", type=int, choices=[1, 2, 3], action="append", help="default: all")
    parser.add_argument("--photographs", action="store_true", help="photograph some of them")
    parser.add_argument("--to", type=Path, default=Path("build/pages"))
    chosen = parser.parse_args(arguments)
    chosen.to.mkdir(parents=True, exist_ok=True)
    try:
        for kind in chosen.kind or list(Kind):
            for level in chosen.level or list(Level):
                for seed in range(chosen.seed, chosen.seed + chosen.count):
                    made = generate_document(seed, kind, Level(level), chosen.split, photographs=chosen.photographs)
                    _write(made, chosen.to)
    except PageFontMissing as error:
        sys.stderr.write(f"No typeface for {error.role}. Install one of: {', '.join(error.wanted)}. {error.lacking}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
