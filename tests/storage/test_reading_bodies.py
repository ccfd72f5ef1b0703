"""A reading comes out of the cache as it went in, with its codes, tables and boxes to tick."""

from __future__ import annotations

from dataclasses import replace

from dossier.codes import CodeKind, PageCode
from dossier.reading import Box
from dossier.tables import Cell, CellSource, SumCheck, Table
from dossier.ticks import Tick
from storage.rows import from_reading, to_reading
from tests.support.making import reading

PLACE = Box(x=10, y=20, w=30, h=40)


def test_codes_tables_and_ticks_are_kept() -> None:
    bare = reading("Nguyễn Văn An")
    rest = Cell(text="An", as_read="An", words=bare.words[2:], box=PLACE, upright=PLACE, row=0, column=0, page=1)
    cell = Cell(
        text="Nguyễn Văn An",
        as_read="Nguyên Văn An",
        words=tuple(replace(word, second=word.text) for word in bare.words[:2]),
        box=PLACE,
        upright=PLACE,
        row=0,
        column=0,
        column_span=2,
        confidence=0.75,
        lowest=0.5,
        source=CellSource.CELL,
        continued=rest,
    )
    check = SumCheck(row=0, column=1, across=True, printed="4", summed="3", difference="1")
    table = Table(
        cells=(cell,), rows=1, columns=2, header_rows=0, box=PLACE, upright=PLACE, edges=(10, 25, 40), ruled=True,
        last_page=1, page_height=200, bottom=60, sums=(check,),
    )  # fmt: skip
    codes = tuple(
        PageCode(kind=kind, text=text, box=PLACE, rotation=90, how="x2")
        for kind, text in ((CodeKind.QR, "038|Đào"), (CodeKind.MRZ, "IDVNM\n<<"), (CodeKind.CODE128, None))
    )
    ticks = tuple(Tick(box=PLACE, upright=PLACE, ticked=ticked, sure=0.97) for ticked in (True, False))
    whole = replace(bare, codes=codes, tables=(table,), ticks=ticks)
    assert to_reading(from_reading(whole)) == whole


def test_a_reading_kept_before_there_were_any_has_none() -> None:
    kept = to_reading(from_reading(reading("Nguyễn Văn An")))
    assert (kept.codes, kept.tables, kept.ticks) == ((), (), ())
