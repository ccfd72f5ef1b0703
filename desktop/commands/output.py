"""How commands speak: one JSON document on standard output, or sentences and a table, in the reader's language."""

import json
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from dossier.errors import MachineError, SohoaError, UseError
from resources.wording import Wording, load


class Exit(IntEnum):
    """Exit codes; scripts rely on them."""

    DONE = 0
    SOME_FAILED = 1
    WRONG_USE = 2
    MACHINE_CANNOT = 3


class Output:
    """Standard output and error of one command."""

    def __init__(self, *, as_json: bool, language: str) -> None:
        self.as_json = as_json
        self.wording: Wording = load(language)

    def document(self, body: Any) -> None:
        """Print the one JSON document; nothing for people."""
        if self.as_json:
            sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=1) + "\n")
            sys.stdout.flush()

    def line(self, text: str = "") -> None:
        """A line for people; nothing for programs."""
        if not self.as_json:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def note(self, text: str) -> None:
        """A line on standard error, for both."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def text(self, key: str, **facts: object) -> str:
        """A short text of the command line in the reader's language."""
        return self.wording.text(key, facts)

    def message(self, error: SohoaError) -> str:
        """What happened, what is safe and what to do, in one line."""
        sentence = self.wording.error(error.code, error.facts)
        return " ".join(part for part in (sentence.what, sentence.safe, sentence.do) if part)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table for people, columns as wide as their widest cell; numbers to the right."""
        cells = [[str(cell) for cell in row] for row in rows]
        widths = [max(len(row[index]) for row in [list(head), *cells]) for index in range(len(head))]
        right = [bool(rows) and all(isinstance(row[index], int) for row in rows) for index in range(len(head))]
        for number, row in enumerate([list(head), *cells]):
            parts = [
                cell.rjust(width) if to_right else cell.ljust(width)
                for cell, width, to_right in zip(row, widths, right, strict=True)
            ]
            self.line("  ".join(parts).rstrip())
            if number == 0:
                self.line("  ".join("─" * width for width in widths))


def exit_code(error: SohoaError) -> Exit:
    """The exit code of an error that ended a command."""
    if isinstance(error, MachineError):
        return Exit.MACHINE_CANNOT
    return Exit.WRONG_USE if isinstance(error, UseError) else Exit.SOME_FAILED
