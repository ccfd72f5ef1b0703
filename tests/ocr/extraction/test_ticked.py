"""Which item of a choice is ticked: boxes before or behind their names, told by the ends of rows; in doubt nothing."""

from __future__ import annotations

import pytest

from dossier.fields import Choice, FieldDef, FieldKind
from dossier.reading import Box, Word
from dossier.schema import Words
from dossier.ticks import Tick
from ocr.extraction.lines import Line
from ocr.extraction.pages import Sheet
from ocr.extraction.ticked import ticked_in

NAMES = ("Vận động", "Nghe, nói", "Nhìn", "Thần kinh, tâm thần", "Trí tuệ", "Khác")
FIELD = FieldDef(
    name="dang",
    label=Words(vi="Dạng", en="Kind"),
    kind=FieldKind.CHOICE,
    choices=tuple(Choice(code=str(at), label=Words(vi=name, en=name)) for at, name in enumerate(NAMES)),
)
COLUMN, ROW, BOX, LETTER = 500, 60, 30, 16


def sheet(ticked: int, *, behind: bool, gap: int, unread: tuple[int, ...] = (), sure: float = 0.97) -> Sheet:
    """Three names in each of two rows; boxes behind stand in columns of their own, right before the next name."""
    lines: list[list[Word]] = [[], []]
    ticks = []
    for at, name in enumerate(NAMES):
        x, y = 100 + at % 3 * COLUMN, 100 + at // 3 * ROW
        box = Box(x=x + COLUMN - BOX - gap if behind else x, y=y, w=BOX, h=BOX)
        ticks.append(Tick(box=box, upright=box, ticked=at == ticked, sure=sure))
        start = x if behind else x + BOX + gap
        for part in name.split():
            place = Box(x=start, y=y, w=LETTER * len(part), h=BOX)
            text = "§§§" if at in unread else part
            lines[at // 3].append(
                Word(text=text, box=place, upright=place, confidence=0.9, block=0, line=at // 3, lowest=0.9)
            )
            start = place.right + LETTER
    rows = tuple(Line(words=tuple(words), page=0) for words in lines)
    return Sheet(number=0, lines=rows, width=1800, height=2400, ticks=tuple(ticks))


@pytest.mark.parametrize("ticked", range(len(NAMES)))
@pytest.mark.parametrize(("behind", "gap"), [(False, 15), (True, 15), (True, 60)])
def test_the_ticked_item_is_told(ticked: int, behind: bool, gap: int) -> None:
    told = ticked_in(sheet(ticked, behind=behind, gap=gap), FIELD)
    assert told is not None
    assert (told[1].value, told[1].doubted) == (NAMES[ticked], False)


@pytest.mark.parametrize("unread", [(0,), (2, 5), (0, 3), (0, 1, 2)])
@pytest.mark.parametrize("behind", [False, True])
def test_names_that_were_not_read_never_make_it_another_item(unread: tuple[int, ...], behind: bool) -> None:
    for ticked, name in enumerate(NAMES):
        told = ticked_in(sheet(ticked, behind=behind, gap=15, unread=unread), FIELD)
        assert told is None or told[1].value == name


def test_a_mark_in_doubt_is_asked_about() -> None:
    told = ticked_in(sheet(1, behind=False, gap=15, sure=0.5), FIELD)
    assert told is not None
    assert told[1].doubted
