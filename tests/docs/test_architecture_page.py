"""The architecture page shows the states as the code has them."""

import re
from pathlib import Path

from dossier.states import MOVES

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_the_state_picture_is_the_state_table() -> None:
    block = PAGE.read_text(encoding="utf-8").split("<!-- states:begin -->")[1].split("<!-- states:end -->")[0]
    drawn = set(re.findall(r"(\w+) --> (\w+)", block))
    assert drawn == {(state.value, target.value) for state, targets in MOVES.items() for target in targets}
