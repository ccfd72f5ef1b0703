"""Figures of numeric columns put right where a letter stands for one: O and 0, l and 1. Knows texts only."""

from dataclasses import replace

from dossier.rules.amounts import parse_number
from dossier.tables import Cell, Table

_FIGURE_OF = str.maketrans("OoQDlI|", "0000111")
_LEAST, _MOST_OTHERS = 3, 0.3


def with_figures(table: Table) -> Table:
    """The table; in columns of numbers, cells that are one but for letters that look like figures are that number."""
    columns = {column for column in range(table.columns) if _is_numeric(table, column)}
    if not columns:
        return table
    return replace(table, cells=tuple(_mended(cell) if cell.column in columns else cell for cell in table.cells))


def _is_numeric(table: Table, column: int) -> bool:
    filled = [text for row in table.body() if (text := table.text(row, column))]
    numbers = sum(parse_number(text) is not None for text in filled)
    return numbers >= _LEAST and len(filled) - numbers <= _MOST_OTHERS * len(filled)


def _mended(cell: Cell) -> Cell:
    text = cell.text.strip(" ._'`").translate(_FIGURE_OF)
    if not cell.text or parse_number(cell.text) is not None or parse_number(text) is None or len(cell.words) != 1:
        return cell
    return replace(cell, text=text, words=(replace(cell.words[0], text=text, as_read=cell.as_read),))
