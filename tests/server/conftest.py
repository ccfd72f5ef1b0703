"""An archive in process, on a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.archive_parts import SetClock
from tests.support.running_archive import TestArchive, open_archive


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[TestArchive]:
    with open_archive(tmp_path / "archive", clock) as opened:
        yield opened
