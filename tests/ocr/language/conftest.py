from __future__ import annotations

import pytest

from ocr.language.model import SyllableModel


@pytest.fixture(scope="session")
def model() -> SyllableModel:
    """The table that ships."""
    return SyllableModel()
